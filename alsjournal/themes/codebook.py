"""The codebook: what people decided about themes, as events that are only added.

What the machine makes is a *grouping*. It becomes a *candidate* when a person names
it, and an *adopted* theme when a person has read it and written its central idea.
A person may also reject, merge or split it, say of one text that it is in or out, and
take the last decision back. Nothing is overwritten: who, when and why stay readable.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from alsjournal.errors import InputError
from alsjournal.themes._decisions import Decisions
from alsjournal.themes._events import Event, Status, Theme, apply, day

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Codebook", "Event", "Theme"]


@dataclass(frozen=True)
class Codebook(Decisions):
    """Themes and what was decided about them; every method returns a new codebook.

    A theme is given by its id or by its present name. `write_codebook` keeps a
    codebook as a file, one event a line.

    Parameters
    ----------
    events : tuple of Event, default=()

    See Also
    --------
    alsjournal.themes.write_codebook, alsjournal.themes.read_codebook

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

    Any earlier state, by its day or by the number of events:

    >>> book.as_of("2025-02-28").names()
    ('beds, ward', 'rota, staff')

    What a person says of one text, by the id of the reflection:

    >>> book = book.take_out("No beds", "r7", by="Ade", on="2025-03-03")
    >>> book.theme("No beds").taken_out
    ('r7',)
    """

    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def version(self) -> int:
        """The number of events so far."""
        return len(self.events)

    @property
    def decided(self) -> bool:
        """Whether a person decided anything."""
        return any(e.action != "made" for e in self.events)

    def themes(self) -> tuple[Theme, ...]:
        """Return the themes that stand, rejected ones too, in the order made."""
        return tuple(t for t in self._state.values() if not t.merged_into)

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
        state = self._state
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

    def knows(self, theme_id: str) -> bool:
        """Tell whether there is, or was, a theme with this id."""
        return theme_id in self._state

    def root(self, theme: str) -> str:
        """Return the id of the theme that this one is now part of, or its own."""
        state = self._state
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

    def next_id(self) -> str:
        """Return the id that the next new theme gets."""
        used = {e.theme for e in self.events} | {
            i for e in self.events for i in e.others
        }
        return f"t{len(used) + 1}"

    def as_of(self, when: str | int) -> Codebook:
        """Return the codebook as it was.

        Parameters
        ----------
        when : str or int
            The end of a day, YYYY-MM-DD, or a number of events (``version``). A
            decision that was entered late, with an earlier day than one before it in
            the file, counts from that one's day on: the file did not say it before.
            Groupings have no day; they come with what stands before them.

        Returns
        -------
        Codebook

        Raises
        ------
        InputError
            If it is neither, or more events than there are.

        Examples
        --------
        >>> book = Codebook().add("Cover", by="Ade", on="2026-04-01")
        >>> book = book.rename("Cover", "Time and cover", by="Bea", on="2026-06-01")
        >>> book.as_of("2026-05-01").names()
        ('Cover',)
        """
        if isinstance(when, int) and not isinstance(when, bool):
            if not 0 <= when <= self.version:
                msg = f"when must be from 0 to {self.version} events. Got {when}."
                raise InputError(msg)
            return replace(self, events=self.events[:when])
        last = day("" if when is None else when)
        later = (i for i, e in enumerate(self.events) if e.when > last)
        return replace(self, events=self.events[: next(later, self.version)])

    def overruled(self) -> pd.DataFrame:
        """Return how often people overruled the model, theme by theme.

        Returns
        -------
        pandas.DataFrame
            A row for each theme that stands: ``theme``, ``theme_id``, ``seen`` (texts
            that somebody read for it or took out of it), ``corrected`` (taken out:
            "not this theme"), ``added`` (put in, which says nothing of how many
            were missed), ``rate`` (corrected of seen), ``low`` and ``high`` (its
            95 % interval, Wilson's). Missing where nobody read.

        Notes
        -----
        It is the rate among what people chose to read; only texts drawn at random
        make it an estimate of the model's error.

        Examples
        --------
        >>> book = Codebook().make(["beds"], by="themes/1")
        >>> book = book.read("beds", ["r1", "r2", "r3", "r4"], by="Ade")
        >>> book = book.take_out("beds", "r2", by="Ade")
        >>> book.overruled()[["theme", "seen", "corrected", "rate"]].values.tolist()
        [['beds', 4, 1, 0.25]]
        """
        from alsjournal.themes.overruled import overruled

        return overruled(self)

    def _with(self, event: Event) -> Self:
        return replace(self, events=(*self.events, event))

    def _standing(self, theme: str) -> Theme:
        found = self.theme(theme)
        if found.merged_into:
            msg = (
                f"theme must stand by itself. Use {found.merged_into}, which holds it."
            )
            raise InputError(msg)
        return found

    def _standing_events(self) -> list[int]:
        """Positions of the events that were not undone."""
        gone = {int(e.value) for e in self.events if e.action == "undone"}
        kept = (i for i, e in enumerate(self.events) if e.action != "undone")
        return [i for i in kept if i not in gone]

    @cached_property
    def _state(self) -> dict[str, Theme]:
        state: dict[str, Theme] = {}
        for position in self._standing_events():
            apply(state, self.events[position])
        return state
