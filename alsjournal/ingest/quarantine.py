"""Rows that were not taken, and the account that always adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape

import pandas as pd

from alsjournal.errors import QuarantineLimitError
from alsjournal.schema import TABLES

__all__ = ["FileReport", "IngestReport", "Refusal", "check_limit"]

_SHOWN = 10
_QUARANTINE = "in quarantine"
_NONE = f", 0 {_QUARANTINE}"

SHARE = 0.05
"""Rows of a table that may be unusable; more points at a wrong file or setting."""

FEW = 3
"""So many unusable rows do not stop a small table, unless a share was declared."""


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: where, and why; never what it holds.

    Parameters
    ----------
    table : str
    file : str
        Its name, without folders.
    row : int
        As a spreadsheet counts: the headers are row 1.
    line : int
        Where the row starts in a text editor; more than ``row`` after texts with
        line breaks.
    column : str
        Ours; empty where the whole row is meant.
    reason : str
    expected : bool, default=False
        Nothing is wrong with the row, it only says nothing (or its preset leaves
        such rows out). It does not count against the limit.
    see : str, default=""
        Another row that has to do with it, as the first with the same key.
    """

    table: str
    file: str
    row: int
    line: int
    column: str
    reason: str
    expected: bool = False
    see: str = ""

    @property
    def in_full(self) -> str:
        """The reason, with the other row where there is one."""
        return f"{self.reason}: {self.see}" if self.see else self.reason


@dataclass(frozen=True)
class FileReport:
    """What was recognised in a file, and what became of its rows.

    Parameters
    ----------
    table, file : str
    sha256 : str
        Fingerprint of its bytes.
    how : str
        What was recognised, in words.
    read, taken, refused : int
        Rows below the headers; ``read == taken + refused``.
    date_orders : mapping of str to str, default={}
        By column.
    unused : tuple of str, default=()
        Headers that nothing was taken from.
    responses : int or None, default=None
        Rows of a form's export, where ``read`` counts what was made of them.
    """

    table: str
    file: str
    sha256: str
    how: str
    read: int
    taken: int
    refused: int
    date_orders: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    responses: int | None = None

    @property
    def counted(self) -> str:
        """What ``read`` counts, where it is not the rows of the file."""
        if self.responses is None:
            return ""
        what = {"reflections": "answers", "survey": "survey answers"}
        responses = _counted(self.responses, "response")
        return f"{responses}, {what.get(self.table, self.table)} "

    def __post_init__(self) -> None:
        if self.read != self.taken + self.refused:
            msg = f"Rows of {self.file!r} were lost: {self.read} read."
            raise AssertionError(msg)


@dataclass(frozen=True)
class IngestReport:
    """The account of an ingest.

    Parameters
    ----------
    files : tuple of FileReport
    refusals : tuple of Refusal
        By table, file and row.
    notes : tuple of str, default=()
        What else one should know: derived tables, references that lead nowhere.
    """

    files: tuple[FileReport, ...]
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.refused != len(self.refusals):
            msg = f"Refusals were lost: {self.refused} rows, {len(self.refusals)}."
            raise AssertionError(msg)

    @property
    def read(self) -> int:
        """Rows read."""
        return sum(f.read for f in self.files)

    @property
    def taken(self) -> int:
        """Rows taken into the journal."""
        return sum(f.taken for f in self.files)

    @property
    def refused(self) -> int:
        """Rows left in quarantine."""
        return sum(f.refused for f in self.files)

    def reasons(self) -> dict[str, int]:
        """Return how often each reason occurred, the most frequent first."""
        counts = Counter(_named(r) for r in self.refusals)
        return dict(counts.most_common())

    def to_frame(self, *, details: bool = False, expected: bool = True) -> pd.DataFrame:
        """Return the refusals, a row each.

        Parameters
        ----------
        details : bool, default=False
            All that a `Refusal` says, a column each.
        expected : bool, default=True
            Also rows with which nothing is wrong: they only say nothing.

        Returns
        -------
        pandas.DataFrame
            Columns file, row, column, reason; no values.
        """
        kept = [r for r in self.refusals if expected or not r.expected]
        if details:
            names = list(Refusal.__dataclass_fields__)
            return pd.DataFrame([asdict(r) for r in kept], columns=names)
        rows = [(r.file, r.row, r.column, r.in_full) for r in kept]
        return pd.DataFrame(rows, columns=["file", "row", "column", "reason"])

    def _repr_html_(self) -> str:
        """Show the account and the first refused rows in a notebook."""
        lines = "".join(
            f"<li>{escape(line.strip())}</li>" for line in str(self).split("\n")
        )
        refused = self.to_frame(expected=False)
        table = (
            refused.head(_SHOWN).to_html(index=False, border=0) if len(refused) else ""
        )
        more = len(refused) - _SHOWN
        rest = (
            f"<p>... and {more:,} more: <code>.to_frame()</code></p>"
            if more > 0
            else ""
        )
        return f"<ul>{lines}</ul>{table}{rest}"

    def __str__(self) -> str:
        lines = [*self._totals()]
        for f in self.files:
            orders = "".join(
                f"; {column}: {order}" for column, order in f.date_orders.items()
            )
            lines.append(
                f"{f.file} ({f.table}): {f.counted}{f.read:,} = {f.taken:,} + "
                f"{f.refused:,}; {f.how}{orders}"
            )
            if f.unused:
                lines.append(f"  not used: {', '.join(f.unused)}")
        lines += [f"{n:,} x {reason}" for reason, n in self.reasons().items()]
        lines += self.notes
        return "\n".join(lines)

    def _totals(self) -> Iterator[str]:
        """Count answers where a form was read, and rows of all other files.

        A roster is names to look for, nothing that the journal holds: its own line
        counts it.
        """
        rows = [f for f in self.files if f.responses is None and f.table != "roster"]
        answers = [f for f in self.files if f.responses is not None]
        answers = [f for f in answers if f.table == "reflections"]
        if answers:
            yield (
                f"{_counted(sum(f.responses or 0 for f in answers), 'response')}, "
                f"{_counted(sum(f.read for f in answers), 'answer')}: "
                f"{sum(f.taken for f in answers):,} taken{self._left(answers)}."
            )
        if rows or not answers:
            yield (
                f"{sum(f.read for f in rows):,} rows read: "
                f"{sum(f.taken for f in rows):,} taken{self._left(rows) or _NONE}."
            )

    def _left(self, files: Sequence[FileReport]) -> str:
        """Count what was not taken of these, apart where nothing is wrong with it."""
        places = {(f.table, f.file) for f in files}
        left = [r for r in self.refusals if (r.table, r.file) in places]
        wrong = sum(not r.expected for r in left)
        silent = Counter(r.reason for r in left if r.expected).most_common()
        counts = [(_QUARANTINE, wrong)] * bool(wrong) + silent
        return "".join(f", {n:,} {reason}" for reason, n in counts)


def check_limit(report: IngestReport, limit: float | None) -> None:
    """Stop where too many rows of a table cannot be used, or one permission.

    Parameters
    ----------
    report : IngestReport
    limit : float or None
        The share that may be; None is 5 %, and three rows in any case.

    Raises
    ------
    QuarantineLimitError
        Names the table, the share, and the three most frequent reasons.
    """
    lost = [r for r in report.refusals if r.table == "permissions"]
    if lost:
        ours = lost[0].column in ("", *TABLES["permissions"].names)
        how = (
            "Correct it: `use` and `reach` are words of a list, `given` and "
            "`withdrawn` are dates. "
            if ours  # else it is a form's own header, and the reason says what to do
            else ""
        )
        msg = (
            f"Every permission must be understood: what somebody took back must not be "
            f"missed. {len(lost):,} cannot be; the first is row {lost[0].row} of "
            f"{lost[0].file!r}, {_named(lost[0])}. {how}Nothing was taken."
        )
        raise QuarantineLimitError(msg)
    for table in dict.fromkeys(f.table for f in report.files):
        files = [f for f in report.files if f.table == table]
        read = sum(f.read if f.responses is None else f.responses for f in files)
        bad = [r for r in report.refusals if r.table == table and not r.expected]
        bad = _once_a_response(bad, files)
        allowed = max(SHARE * read, FEW) if limit is None else limit * read
        if len(bad) > allowed:
            _stop(table, read, bad, SHARE if limit is None else limit)


def _once_a_response(
    bad: Sequence[Refusal], files: Sequence[FileReport]
) -> list[Refusal]:
    """Count a form's response once, however many of its answers are refused."""
    forms = {f.file for f in files if f.responses is not None}
    seen: set[tuple[str, int]] = set()
    kept = []
    for refusal in bad:
        place = (refusal.file, refusal.row)
        if refusal.file not in forms or place not in seen:
            kept.append(refusal)
        seen.add(place)
    return kept


def _stop(table: str, read: int, bad: list[Refusal], limit: float) -> None:
    common = Counter(_named(r) for r in bad).most_common(3)
    reasons = "; ".join(f"{n:,} x {reason}" for reason, n in common)
    first = bad[0]
    msg = (
        f"Of the rows of {table}, at most {limit:.0%} may be unusable. {len(bad):,} "
        f"of {read:,} are: {reasons}. The first is row {first.row} of "
        f"{first.file!r}. Correct the file or the settings, or allow more in "
        f"programme.toml: [programme] max_quarantine."
    )
    raise QuarantineLimitError(msg)


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _named(refusal: Refusal) -> str:
    return f"{refusal.column}: {refusal.reason}" if refusal.column else refusal.reason
