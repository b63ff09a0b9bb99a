"""The codebook of the day: every theme as it stands, and what was decided when."""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.themes import Codebook, Event, Theme

__all__ = ["Book", "Entry", "Step", "book_of"]

_OF_TEXTS = ("read", "put in", "taken out", "left", "doubted")


@dataclass(frozen=True)
class Entry:
    """A theme as it stands. ``n_read`` texts were read for it by somebody."""

    theme_id: str
    name: str
    status: str
    idea: str
    include: str
    exclude: str
    by: str
    when: str
    n_read: int
    corrected: int
    added: int


@dataclass(frozen=True)
class Step:
    """One decision: ``others`` are names of the themes merged in or split off.

    ``texts`` counts those that it is about; which they are is not told.
    """

    when: str
    by: str
    action: str
    theme: str
    others: tuple[str, ...]
    texts: int
    why: str


@dataclass(frozen=True)
class Book:
    """A codebook as analysts read it; ``steps`` are people's decisions, in order."""

    version: int
    day: str
    entries: tuple[Entry, ...]
    steps: tuple[Step, ...]
    by_model: int

    @property
    def adopted(self) -> int:
        """How many themes somebody has read and adopted."""
        return sum(entry.status == "adopted" for entry in self.entries)


def book_of(codebook: Codebook | None) -> Book | None:
    """Lay a codebook out; None where there is none, or nothing in it."""
    if codebook is None or not codebook.events:
        return None
    frame = codebook.overruled().set_index("theme_id")
    counts = {
        str(name): (int(frame.loc[name, "corrected"]), int(frame.loc[name, "added"]))
        for name in frame.index
    }
    entries = tuple(
        _entry(theme, *counts[theme.theme_id]) for theme in codebook.themes()
    )
    decided = [e for e in codebook.events if e.action != "made"]
    days = [event.when for event in codebook.events if event.when]
    return Book(
        version=codebook.version,
        day=max(days) if days else "",
        entries=entries,
        steps=tuple(_step(event, codebook) for event in decided),
        by_model=codebook.version - len(decided),
    )


def _entry(theme: Theme, corrected: int, added: int) -> Entry:
    return Entry(
        theme.theme_id,
        theme.name,
        theme.status,
        theme.central_idea,
        theme.include,
        theme.exclude,
        theme.by,
        theme.when,
        theme.n_read,
        corrected,
        added,
    )


def _step(event: Event, codebook: Codebook) -> Step:
    return Step(
        event.when,
        event.by,
        event.action,
        codebook.theme(event.theme).name if codebook.knows(event.theme) else "",
        tuple(codebook.theme(i).name for i in event.others if codebook.knows(i)),
        len(event.texts) if event.action in _OF_TEXTS else 0,
        event.why,
    )
