"""Of more rows than a chart can show, one part after the other."""

from __future__ import annotations

from typing import Any

import traitlets

from alsjournal.errors import InputError

__all__ = ["InParts"]


class InParts(traitlets.HasTraits):
    """A view of which a part of the rows is shown. Mixed in, not made directly.

    Attributes
    ----------
    part : int
        Which of the parts, from 0.
    """

    part = traitlets.Int(0).tag(sync=True)

    def _in_all(self) -> tuple[int, int]:
        """How many rows there are, and how many of them a part has."""
        raise NotImplementedError

    def _draw(self) -> None:
        raise NotImplementedError

    def _parts(self) -> list[str]:
        """The names of the parts; none where one part holds all."""
        n, size = self._in_all()
        if n <= size:
            return []
        starts = range(0, n, size)
        return [f"{i + 1} to {min(i + size, n)} of {n}" for i in starts]

    @traitlets.validate("part")
    def _part_known(self, proposal: Any) -> int:
        value: int = proposal["value"]
        last = max(len(self._parts()), 1) - 1
        if not 0 <= value <= last:
            msg = f"part must be from 0 to {last}. Got {value}."
            raise InputError(msg)
        return value

    @traitlets.observe("part")
    def _turned(self, _: object) -> None:
        self._draw()
