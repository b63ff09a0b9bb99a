"""The chain of finders: what runs, in one place, over a list of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alsjournal.anonymise.finders.adjoining import Adjoining
from alsjournal.anonymise.finders.caution import CautionFinder
from alsjournal.anonymise.finders.company import Company
from alsjournal.anonymise.finders.echo import echoes
from alsjournal.anonymise.finders.gazetteer import GazetteerFinder, read_gazetteer
from alsjournal.anonymise.finders.identifiers import IdentifierFinder
from alsjournal.anonymise.finders.lexicon import load_lexicon
from alsjournal.anonymise.finders.names import NameFinder
from alsjournal.anonymise.finders.ner import NerFinder
from alsjournal.anonymise.finders.organisations import OrganisationFinder
from alsjournal.anonymise.finders.patterns import PatternFinder
from alsjournal.anonymise.finders.people import PeopleFinder
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.finders.roster import RosterEntry, RosterFinder
from alsjournal.anonymise.finders.vocabulary import VocabularyFinder
from alsjournal.anonymise.jargon import without_jargon
from alsjournal.anonymise.reading import Finder, Reading
from alsjournal.anonymise.spans import Span
from alsjournal.errors import InputError
from alsjournal.nlp import load_pipeline, pipeline_version

__all__ = ["CHAIN_VERSION", "FINDERS", "NEED_PIPELINE", "Chain", "build_chain"]

CHAIN_VERSION = "6"
"""Goes up when the same text may get other spans."""

FINDERS = (
    *("identifiers", "patterns", "roster", "gazetteer", "organisations", "people"),
    *("ner", "names", "vocabulary"),
)
"""The finders by name, in the order in which they run."""

NEED_PIPELINE = ("ner", "names", "vocabulary")
"""Those that ask the spaCy pipeline, which knows English only."""


@dataclass(frozen=True, repr=False)
class Chain:
    """Finders that are ready to run; made for one call, for it holds the roster."""

    finders: tuple[Finder, ...]
    roster: RosterFinder | None
    pipeline: str
    recaser: Recaser | None = None
    adjoining: Adjoining | None = None
    caution: CautionFinder | None = None
    company: Company | None = None

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return all spans of each text, overlapping ones too."""
        found: list[list[Span]] = [[] for _ in readings]
        english = [i for i, reading in enumerate(readings) if not reading.foreign]
        for finder in self.finders:
            known = finder.name in NEED_PIPELINE
            chosen = english if known else range(len(readings))
            some = [readings[i] for i in chosen]
            for i, more in zip(chosen, finder.find(some), strict=True):
                found[i].extend(more)
        if self.caution is not None and len(english) < len(readings):
            foreign = sorted(set(range(len(readings))) - set(english))
            more_found = self.caution.find([readings[i] for i in foreign])
            for i, more in zip(foreign, more_found, strict=True):
                found[i].extend(more)
        is_common = None if self.recaser is None else self.recaser.is_common
        for i, reading in enumerate(readings):
            spans = found[i] = without_jargon(reading, found[i])
            if self.adjoining is not None and not reading.foreign:
                spans.extend(self.adjoining.find(reading, spans))
            if self.company is not None and not reading.foreign:
                spans.extend(self.company.find(reading, spans))
            spans.extend(echoes(reading, spans, is_common))
        return found


def build_chain(
    finders: Sequence[str | Finder] | None,
    gazetteer: str | Path | None,
    roster: Sequence[RosterEntry],
    patterns: Mapping[str, str] | None = None,
) -> Chain:
    """Make the finders ready.

    Parameters
    ----------
    finders : sequence of str or Finder, optional
        Names of `FINDERS`, or objects with ``name`` and ``find``; all by default.
    gazetteer : str or pathlib.Path, optional
        A csv with a column ``name``.
    roster : sequence of RosterEntry
    patterns : mapping of str to str, optional
        The programme's own codes, as for `PatternFinder`.

    Returns
    -------
    Chain

    Raises
    ------
    InputError
        If a finder is neither.
    ConfigError
        If a pattern is none.
    """
    chosen: Sequence[str | Finder] = FINDERS if finders is None else finders
    pipeline, recaser = "", None
    if any(name in chosen for name in NEED_PIPELINE):
        nlp = load_pipeline(components=("ner",))
        pipeline, recaser = pipeline_version(nlp), Recaser(nlp)
    ready = [_finder(f, gazetteer, roster, patterns, recaser) for f in chosen]
    known = next((f for f in ready if isinstance(f, RosterFinder)), None)
    adjoining = company = None
    if recaser is not None and "names" in chosen:
        adjoining = Adjoining(load_lexicon(), recaser)
        company = Company(load_lexicon(), recaser)
    caution = CautionFinder(load_lexicon()) if pipeline else None
    some = tuple(f for f in ready if f is not None)
    return Chain(some, known, pipeline, recaser, adjoining, caution, company)


def _finder(
    finder: str | Finder,
    gazetteer: str | Path | None,
    roster: Sequence[RosterEntry],
    patterns: Mapping[str, str] | None,
    recaser: Recaser | None,
) -> Finder | None:
    """Return one finder, made ready; None where it has nothing to look for."""
    if not isinstance(finder, str) and hasattr(finder, "find"):
        return finder
    is_common = None if recaser is None else recaser.is_common
    makers: dict[object, Callable[[], Finder | None]] = {
        "identifiers": IdentifierFinder,
        "patterns": lambda: PatternFinder(patterns) if patterns else None,
        "organisations": lambda: OrganisationFinder(recaser),
        "people": lambda: PeopleFinder(is_common),
        "ner": lambda: NerFinder(load_pipeline(components=("ner",))),
        "vocabulary": lambda: (
            VocabularyFinder(recaser) if recaser is not None else None
        ),
        "names": lambda: (
            NameFinder(load_lexicon(), recaser) if recaser is not None else None
        ),
        "gazetteer": lambda: (
            GazetteerFinder(read_gazetteer(gazetteer), is_common)
            if gazetteer is not None
            else None
        ),
        "roster": lambda: RosterFinder(roster, is_common=is_common) if roster else None,
    }
    if finder not in makers:
        msg = (
            f"finders must be names of {', '.join(FINDERS)}, or objects with 'name' "
            f"and 'find'. Got another {type(finder).__name__}."
        )
        raise InputError(msg)
    return makers[finder]()
