"""`Cell`: one choice in a widget, and how a browser sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Cell", "Key", "cells_from", "cells_to"]

Key = tuple[Any, Any, Any]
"""Theme, session and set of a choice."""

_PLAIN = (str, int, type(None))


@dataclass(frozen=True)
class Cell:
    """One choice in a widget: a theme, or a theme in one session, of one set.

    Parameters
    ----------
    theme : str
    session : int, optional
        All of them if ``None``.
    set_id : str, optional
        All of them if ``None``.

    Examples
    --------
    >>> Cell("Trust", 2).meets(Cell("Trust", None, "A"))
    True
    """

    theme: str
    session: int | None = None
    set_id: str | None = None

    @property
    def key(self) -> Key:
        """Theme, session and set."""
        return self.theme, self.session, self.set_id

    def meets(self, other: Cell) -> bool:
        """Say whether anything can belong to both; ``None`` stands for all."""
        return self.theme == other.theme and all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in (
                (self.session, other.session),
                (self.set_id, other.set_id),
            )
        )


def cells_to(cells: tuple[Cell, ...]) -> list[dict[str, object]]:
    """Return choices as a browser takes them."""
    return [asdict(cell) for cell in cells]


def cells_from(value: object, known: Callable[[Key], Cell | None]) -> tuple[Cell, ...]:
    """Read what a browser sent; what is not one of the choices is left out."""
    if not isinstance(value, list):
        return ()
    wanted = [
        (one.get("theme"), one.get("session"), one.get("set_id"))
        for one in value
        if isinstance(one, dict)
    ]
    plain = [key for key in wanted if all(isinstance(k, _PLAIN) for k in key)]
    return tuple(cell for cell in map(known, plain) if cell is not None)
