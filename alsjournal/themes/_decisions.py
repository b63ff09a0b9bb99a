"""What people may decide about themes: each decision is an event at the end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Self

from alsjournal.errors import InputError
from alsjournal.themes._events import FIELDS, Event, Theme, day, said
from alsjournal.themes._on_texts import OnTexts

__all__ = ["Decisions"]


class Decisions(OnTexts):
    """The methods of `Codebook` that add events; each returns a new codebook."""

    def make(self, names: Sequence[str], *, by: str, why: str = "") -> Self:
        """Add groupings that a model made; they get the next free ids."""
        book = self
        for name in names:
            event = Event("made", book.next_id(), by, "", why, book._free(name))
            book = book._with(event)
        return book

    def add(
        self,
        name: str,
        *,
        by: str,
        definition: str = "",
        include: str = "",
        exclude: str = "",
        examples: Sequence[str] = (),
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Add a theme of a person's own, a candidate, as in a framework.

        Parameters
        ----------
        name : str
        by : str
            Who decided.
        definition, include, exclude : str, default=""
        examples : sequence of str, default=()
            Sentences that the person made up; see `define`.
        why : str, default=""
        on : str, optional
            The day, YYYY-MM-DD; today by default.

        Returns
        -------
        Codebook

        Raises
        ------
        InputError
            If the name is empty or taken.
        """
        name = said("name", name)
        self._not_taken(name)
        own = self.next_id()
        book = self._decided("added", own, by=by, why=why, on=on, value=name)
        given = {"definition": definition, "include": include, "exclude": exclude}
        kept = {key: text for key, text in given.items() if text}
        if not kept and not examples:
            return book
        several = tuple(examples) if not isinstance(examples, str) else examples
        return book.define(own, by=by, why=why, on=on, examples=several or None, **kept)

    def rename(
        self, theme: str, name: str, *, by: str, why: str = "", on: str | None = None
    ) -> Self:
        """Give a theme a name of a person's own; it becomes a candidate.

        Parameters
        ----------
        theme : str
        name : str
            Not that of another theme.
        by : str
            Who decided.
        why : str, default=""
        on : str, optional
            The day, YYYY-MM-DD; today by default.

        Returns
        -------
        Codebook

        Raises
        ------
        InputError
            If the theme is not there, or the name is empty or taken.
        """
        found = self._standing(theme)
        name = said("name", name)
        self._not_taken(name, besides=found.theme_id)
        return self._decided("named", found, by=by, why=why, on=on, value=name)

    def define(
        self,
        theme: str,
        *,
        by: str,
        definition: str | None = None,
        include: str | None = None,
        exclude: str | None = None,
        examples: Sequence[str] | None = None,
        coded_examples: Sequence[str] | None = None,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Say what a theme is; what is not given stays.

        A codebook may leave the house, so that no member's words may stand in it: an
        example is a sentence that a person made up, or the id of a coding, whose
        words stay in the journal. `quoted_in` finds sentences that were copied.

        Parameters
        ----------
        theme : str
        by : str
            Who decided.
        definition : str, optional
            Its central idea.
        include, exclude : str, optional
            What belongs to it, and what looks like it and does not.
        examples : sequence of str, optional
            Sentences of one's own.
        coded_examples : sequence of str, optional
            Ids of codings.
        why : str, default=""
        on : str, optional
            The day, YYYY-MM-DD; today by default.

        Returns
        -------
        Codebook

        Raises
        ------
        InputError
            If nothing is given, or something else than texts.
        """
        found = self._standing(theme)
        parts = (definition, include, exclude, examples, coded_examples)
        given = dict(zip(FIELDS, parts, strict=True))
        value = json.dumps(_fields(given), ensure_ascii=False)
        return self._decided("defined", found, by=by, why=why, on=on, value=value)

    def adopt(
        self, theme: str, *, central_idea: str, by: str, date: str, why: str = ""
    ) -> Self:
        """Record that a person read a theme and stands for its central idea.

        Raises
        ------
        InputError
            If the central idea or the person is empty, or the date is no day.
        """
        found = self._standing(theme)
        idea = said("central_idea", central_idea)
        return self._decided("adopted", found, by=by, why=why, on=date, value=idea)

    def reject(
        self, theme: str, *, by: str, why: str = "", on: str | None = None
    ) -> Self:
        """Record that a grouping makes no sense; its texts count as unclear."""
        return self._decided("rejected", self._standing(theme), by=by, why=why, on=on)

    def merge(
        self,
        themes: Sequence[str],
        *,
        by: str,
        name: str | None = None,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Make several themes one: the first, which must be read again.

        Raises
        ------
        InputError
            If fewer than two different themes are given.
        """
        given = (themes,) if isinstance(themes, str) else themes
        ids = list(dict.fromkeys(self._standing(t).theme_id for t in given))
        if len(ids) < 2:
            msg = f"themes must be two different ones or more. Got {len(ids)}."
            raise InputError(msg)
        first, *rest = ids
        event = Event("merged", first, said("by", by), day(on), why, "", tuple(rest))
        book = self._with(event)
        return book.rename(first, name, by=by, why=why, on=on) if name else book

    def split(
        self,
        theme: str,
        into: Sequence[str],
        *,
        by: str,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Declare that a theme holds several, by name.

        The new ones are candidates. A model tells them apart once it is fitted with
        this codebook and some texts were `put_in` each, or their examples are like a
        grouping; until then their texts stay with the theme.

        Raises
        ------
        InputError
            If fewer than two different names are given, or one is taken.
        """
        found = self._standing(theme)
        names = [said("into", n) for n in into]
        if len(set(names)) < 2 or set(names) & set(self.names()):
            msg = "into must be two or more new names, all different."
            raise InputError(msg)
        first = int(self.next_id()[1:])
        ids = tuple(f"t{first + i}" for i in range(len(names)))
        value = json.dumps(names, ensure_ascii=False)
        who = said("by", by)
        event = Event("split", found.theme_id, who, day(on), why, value, ids)
        return self._with(event)

    def resolve(
        self,
        theme: str,
        outcome_id: str,
        *,
        by: str,
        why: str = "",
        on: str | None = None,
    ) -> Self:
        """Record that a person calls a theme resolved by an outcome, in its set.

        Nothing else makes it so: that nobody writes of it any more does not. It holds
        for the set that the outcome is of, until a later session raises it again.

        Parameters
        ----------
        theme : str
        outcome_id : str
            Of the table ``outcomes``.
        by : str
            Who says so.
        why : str, default=""
        on : str, optional
            The day, YYYY-MM-DD; today by default.

        Returns
        -------
        Codebook

        Raises
        ------
        InputError
            If the theme is not there, no outcome is given, or the date is no day.

        See Also
        --------
        alsjournal.recurring_issues

        Examples
        --------
        >>> from alsjournal.themes import Codebook
        >>> book = Codebook().add("Cover", by="Ade", on="2026-04-01")
        >>> book = book.resolve("Cover", "A-O04", by="Bea", on="2026-06-01")
        >>> book.theme("Cover").resolved
        (('A-O04', '2026-06-01'),)
        """
        found, outcome = self._standing(theme), said("outcome_id", outcome_id)
        return self._decided("resolved", found, by=by, why=why, on=on, value=outcome)

    def undo(self, *, by: str, why: str = "", on: str | None = None) -> Self:
        """Take back the last decision that a person made and that still stands.

        Raises
        ------
        InputError
            If there is none.
        """
        for position in reversed(self._standing_events()):
            event = self.events[position]
            if event.action != "made":
                back = str(position)
                return self._decided(
                    "undone", event.theme, by=by, why=why, on=on, value=back
                )
        msg = "There must be a decision to take back. Got a codebook without one."
        raise InputError(msg)

    def _not_taken(self, name: str, besides: str = "") -> None:
        if any(t.name == name and t.theme_id != besides for t in self.themes()):
            msg = "name must not be that of another theme. Merge the two, or differ."
            raise InputError(msg)

    def _free(self, name: str) -> str:
        return name if name not in self.names() else f"{name} ({self.next_id()})"

    def themes(self) -> tuple[Theme, ...]:
        raise NotImplementedError

    def names(self) -> tuple[str, ...]:
        raise NotImplementedError

    def next_id(self) -> str:
        raise NotImplementedError

    def _standing_events(self) -> list[int]:
        raise NotImplementedError


def _fields(given: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that were given, checked."""
    kept: dict[str, object] = {}
    for key, value in given.items():
        if value is None:
            continue
        if key.endswith("examples"):
            several = not isinstance(value, str) and isinstance(value, Sequence)
            kept[key] = [said(key, v) for v in value] if several else said(key, None)  # type: ignore[attr-defined]
        elif value == "":  # to empty it
            kept[key] = ""
        else:
            kept[key] = said(key, value)
    if not kept:
        msg = f"Something must be given to define: one of {', '.join(FIELDS)}."
        raise InputError(msg)
    return kept
