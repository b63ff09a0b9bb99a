"""The codebook: what people decided about themes, as events that are only added.

What the machine makes is a *grouping*. It becomes a *candidate* when a person names
it, and an *adopted* theme when a person has read it and written its central idea.
A person may also reject, merge or split it, and take the last decision back.
Nothing is overwritten: who, when and why stay readable.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from alsjournal.errors import InputError
from alsjournal.themes._events import Event, Status, Theme, apply, day, event_of, said

__all__ = ["Codebook", "Event", "Theme"]

_FORMAT = 1


@dataclass(frozen=True)
class Codebook:
    """Themes and what was decided about them; every method returns a new codebook.

    A theme is given by its id or by its present name.

    Parameters
    ----------
    events : tuple of Event, default=()

    Examples
    --------
    >>> book = Codebook().make(["beds, ward", "rota, staff"], by="themes/1")
    >>> book = book.rename("beds, ward", "No beds", by="Ade", on="2025-03-01")
    >>> book.names()
    ('No beds', 'rota, staff')
    >>> book.status("No beds"), book.status("t2")
    ('candidate', 'grouping')
    >>> book.undo(by="Ade", on="2025-03-02").names()
    ('beds, ward', 'rota, staff')
    """

    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def version(self) -> int:
        """The number of events so far."""
        return len(self.events)

    def themes(self) -> tuple[Theme, ...]:
        """Return the themes that stand, rejected ones too, in the order made."""
        return tuple(t for t in self._state().values() if not t.merged_into)

    def names(self) -> tuple[str, ...]:
        """Return the names of the themes that stand, rejected ones too."""
        return tuple(t.name for t in self.themes())

    def theme(self, theme: str) -> Theme:
        """Return how a theme stands.

        Raises
        ------
        InputError
            If there is none with this id or name.
        """
        state = self._state()
        if theme in state:
            return state[theme]
        for found in state.values():
            if found.name == theme and not found.merged_into:
                return found
        msg = (
            f"theme must be the id or the name of a theme, one of {', '.join(state)}. "
            f"Got one that is not there. codebook.names() lists the names."
        )
        raise InputError(msg)

    def root(self, theme: str) -> str:
        """Return the id of the theme that this one is now part of, or its own."""
        state = self._state()
        own = self.theme(theme).theme_id
        while state[own].merged_into:
            own = state[own].merged_into
        return own

    def status(self, theme: str) -> Status:
        """Return "grouping", "candidate", "adopted" or "rejected"."""
        return self.theme(theme).status

    def history(self, theme: str) -> tuple[Event, ...]:
        """Return the events of one theme, oldest first."""
        own = self.theme(theme).theme_id
        return tuple(e for e in self.events if own in (e.theme, *e.others))

    def make(self, names: Sequence[str], *, by: str, why: str = "") -> Codebook:
        """Add groupings that a model made; they get the next free ids."""
        book = self
        for name in names:
            event = Event("made", book.next_id(), by, "", why, book._free(name))
            book = book._with(event)
        return book

    def next_id(self) -> str:
        """Return the id that the next new theme gets."""
        used = {e.theme for e in self.events} | {
            i for e in self.events for i in e.others
        }
        return f"t{len(used) + 1}"

    def rename(
        self, theme: str, name: str, *, by: str, why: str = "", on: str | None = None
    ) -> Codebook:
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
        if any(t.name == name and t is not found for t in self.themes()):
            msg = "name must not be that of another theme. Merge the two, or differ."
            raise InputError(msg)
        event = Event("named", found.theme_id, said("by", by), day(on), why, name)
        return self._with(event)

    def adopt(
        self, theme: str, *, central_idea: str, by: str, date: str, why: str = ""
    ) -> Codebook:
        """Record that a person read a theme and stands for its central idea.

        Raises
        ------
        InputError
            If the central idea or the person is empty, or the date is no day.
        """
        found = self._standing(theme)
        idea = said("central_idea", central_idea)
        event = Event("adopted", found.theme_id, said("by", by), day(date), why, idea)
        return self._with(event)

    def reject(
        self, theme: str, *, by: str, why: str = "", on: str | None = None
    ) -> Codebook:
        """Record that a grouping makes no sense; its texts count as unclear."""
        found = self._standing(theme)
        event = Event("rejected", found.theme_id, said("by", by), day(on), why)
        return self._with(event)

    def merge(
        self,
        themes: Sequence[str],
        *,
        by: str,
        name: str | None = None,
        why: str = "",
        on: str | None = None,
    ) -> Codebook:
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
    ) -> Codebook:
        """Declare that a theme holds several, by name.

        The new ones are candidates. A model tells them apart once it is fitted with
        this codebook; until then their texts stay with the theme.

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

    def undo(self, *, by: str, why: str = "", on: str | None = None) -> Codebook:
        """Take back the last decision that a person made and that still stands.

        Raises
        ------
        InputError
            If there is none.
        """
        for position in reversed(self._standing_events()):
            event = self.events[position]
            if event.action != "made":
                back = Event(
                    *("undone", event.theme, said("by", by), day(on), why),
                    value=str(position),
                )
                return self._with(back)
        msg = "There must be a decision to take back. Got a codebook without one."
        raise InputError(msg)

    def to_json(self) -> str:
        """Return the codebook as JSON text, the same for the same events."""
        events = [asdict(event) for event in self.events]
        kept = {"format": _FORMAT, "events": events}
        return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Codebook:
        """Read what `to_json` wrote.

        Raises
        ------
        InputError
            If it is not such a text.
        """
        try:
            kept = json.loads(text)
            readable = kept["format"] == _FORMAT
            book = cls(tuple(event_of(e) for e in kept["events"] if readable))
            book._state()
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            msg = "A codebook must be what Codebook.to_json writes. Got something else."
            raise InputError(msg) from None
        if not readable:
            msg = f"The codebook must be of format {_FORMAT}. Got another; update."
            raise InputError(msg)
        return book

    def _with(self, event: Event) -> Codebook:
        return replace(self, events=(*self.events, event))

    def _standing(self, theme: str) -> Theme:
        found = self.theme(theme)
        if found.merged_into:
            msg = (
                f"theme must stand by itself. Use {found.merged_into}, which holds it."
            )
            raise InputError(msg)
        return found

    def _free(self, name: str) -> str:
        taken = self.names()
        return name if name not in taken else f"{name} ({self.next_id()})"

    def _standing_events(self) -> list[int]:
        """Positions of the events that were not undone."""
        gone = {int(e.value) for e in self.events if e.action == "undone"}
        kept = (i for i, e in enumerate(self.events) if e.action != "undone")
        return [i for i in kept if i not in gone]

    def _state(self) -> dict[str, Theme]:
        state: dict[str, Theme] = {}
        for position in self._standing_events():
            apply(state, self.events[position])
        return state
