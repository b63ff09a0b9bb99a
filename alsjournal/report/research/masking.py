"""What is known of how names were taken out: counts of labels, finders and decisions.

Never a name, a text, or who decided: the review's log holds keyed ids alone, and of
them only counts are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from alsjournal.anonymise.review import AuditLog, estimate
from alsjournal.journal import Journal

__all__ = ["Masking", "masking"]

_SETTLED = ("audit", "read", "undo", "skip")


@dataclass(frozen=True)
class Masking:
    """How a journal was anonymised, and how that was checked.

    ``found`` has (label, spans), ``decisions`` (decision, label, finder, spans) of the
    review. ``sound`` is None where the review left no log, else whether it is whole;
    ``recall`` says what the random sample measured, "" where none was drawn.
    """

    found: tuple[tuple[str, int], ...] = ()
    texts: int | None = None
    changed: int | None = None
    languages: tuple[tuple[str, int], ...] = ()
    operator: str = ""
    gazetteer: bool | None = None
    rulings: int | None = None
    records: int = 0
    sound: bool | None = None
    decisions: tuple[tuple[str, str, str, int], ...] = ()
    read_whole: int = 0
    recall: str = ""

    @property
    def known(self) -> bool:
        """Whether the journal says anything of it."""
        return self.texts is not None or self.records > 0


def masking(journal: Journal, review: Path | None) -> Masking:
    """Gather it from a journal's provenance and the log of its review.

    Parameters
    ----------
    journal : Journal
    review : pathlib.Path or None
        The log that ``alsjournal review`` keeps beside the journal.

    Raises
    ------
    SourceError
        If the log cannot be read.
    """
    held = journal.provenance.get("anonymiser")
    said: Mapping[str, object] = held if isinstance(held, dict) else {}
    kept = journal.provenance.get("review")
    known: Mapping[str, object] = kept if isinstance(kept, dict) else {}
    told = Masking(
        found=_counts(said.get("found")),
        texts=_number(said.get("texts")),
        changed=_number(said.get("texts_changed")),
        languages=_counts(said.get("languages")),
        operator=str(said.get("operator") or ""),
        gazetteer=bool(said["gazetteer"]) if "gazetteer" in said else None,
        rulings=_number(said.get("rulings")),
        records=_number(known.get("records")) or 0,
    )
    if review is None:
        return told
    log = AuditLog(review)
    verdict = log.verify(known)
    if not verdict.sound:
        return Masking(**{**vars(told), "sound": False})
    records = log.records()
    counts = Counter(
        (r.decision, r.label, r.finder) for r in records if r.decision not in _SETTLED
    )
    recall = estimate(records, str(said.get("chain", "")))
    return Masking(
        **{
            **vars(told),
            "records": len(records),
            "sound": True,
            "decisions": tuple((*key, n) for key, n in sorted(counts.items())),
            "read_whole": sum(r.decision == "read" for r in records),
            "recall": str(recall) if recall.sentences else "",
        }
    )


def _counts(held: object) -> tuple[tuple[str, int], ...]:
    pairs = held.items() if isinstance(held, Mapping) else ()
    return tuple(sorted((str(name), int(n)) for name, n in pairs))


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
