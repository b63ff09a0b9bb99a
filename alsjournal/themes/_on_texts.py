"""What people may say of single texts: read, in, out, does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from alsjournal.errors import InputError
from alsjournal.themes._events import Action, Event, Theme, day, said

__all__ = ["OnTexts"]


class OnTexts:
    """The methods of `Codebook` about texts, by the ids of their reflections."""

    events: tuple[Event, ...]

    def read(
        self,
        theme: str,
        reflection_ids: Sequence[str],
        *,
        by: str,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Record which texts somebody read for a theme.

        Raises
        ------
        InputError
            If no ids are given.
        """
        found, texts = self._standing(theme), _ids(reflection_ids, least=1)
        count = str(len(texts))
        return self._decided(
            "read", found, by=by, why=why, on=on, value=count, texts=texts
        )

    def does_not_fit(
        self,
        theme: str,
        reflection_ids: Sequence[str],
        *,
        by: str,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Choose the texts that strain a theme; the list takes the earlier one's place.

        They stay coded with it: whoever reads the theme reads them too. To take a
        text out of a theme is `take_out`.
        """
        found, texts = self._standing(theme), _ids(reflection_ids)
        count = str(len(texts))
        return self._decided(
            "doubted", found, by=by, why=why, on=on, value=count, texts=texts
        )

    def put_in(
        self,
        theme: str,
        reflection_id: str,
        *,
        by: str,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Say "this theme" of one text, whatever the model says.

        Returns
        -------
        Codebook
            With it a model gives the text this theme first
            (`ThemeModel.with_codebook`), and a new fit learns from it.
        """
        texts = _ids([reflection_id], least=1)
        found = self._standing(theme)
        return self._decided("put in", found, by=by, why=why, on=on, texts=texts)

    def take_out(
        self,
        theme: str,
        reflection_id: str,
        *,
        by: str,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Say "not this theme" of one text; its passages there become unclear.

        What is merged into the theme afterwards is not meant.
        """
        texts = _ids([reflection_id], least=1)
        found = self._standing(theme)
        return self._decided("taken out", found, by=by, why=why, on=on, texts=texts)

    def leave(
        self,
        theme: str,
        reflection_id: str,
        *,
        by: str,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Leave one text to the model again: the reverse of `put_in` and `take_out`.

        Raises
        ------
        InputError
            If nobody said anything of this text and theme.
        """
        texts = _ids([reflection_id], least=1)
        found = self._standing(theme)
        if texts[0] not in (*found.put_in, *found.taken_out):
            msg = (
                "reflection_id must be of a text that was put into this theme or taken "
                "out of it. Got another."
            )
            raise InputError(msg)
        return self._decided("left", found, by=by, why=why, on=on, texts=texts)

    def _decided(
        self,
        action: Action,
        theme: Theme | str,
        *,
        by: str,
        why: str,
        on: str | None,
        value: str = "",
        texts: tuple[str, ...] = (),
    ) -> Self:
        own = theme if isinstance(theme, str) else theme.theme_id
        event = Event(action, own, said("by", by), day(on), why, value, (), texts)
        return self._with(event)

    def _with(self, event: Event) -> Self:
        raise NotImplementedError

    def _standing(self, theme: str) -> Theme:
        raise NotImplementedError


def _ids(given: object, least: int = 0) -> tuple[str, ...]:
    listed = isinstance(given, Sequence) and not isinstance(given, str)
    if not listed or not all(isinstance(i, str) and i for i in given):  # type: ignore[attr-defined]
        msg = "reflection_ids must be ids of reflections, as texts. Got something else."
        raise InputError(msg)
    texts = tuple(dict.fromkeys(given))  # type: ignore[call-overload]
    if len(texts) < least:
        msg = f"reflection_ids must be {least} or more. Got {len(texts)}."
        raise InputError(msg)
    return texts
