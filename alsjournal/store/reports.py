"""What an operation on the journal's file did: counts, never contents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

__all__ = [
    "AnswersReport",
    "BackupReport",
    "ForgetReport",
    "Leaving",
    "Release",
    "RestoreReport",
    "TableChange",
    "WithdrawReport",
    "WriteReport",
]

_WHY = {
    "withdrawn": "a permission for it was taken back",
    "forgotten": "somebody in it was forgotten",
    "unfinished": "unfinished, its making was stopped",
}
"""In words, why an output is stale."""


@dataclass(frozen=True)
class TableChange:
    """How many rows of one table were added, changed, removed, left as they were."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    def __add__(self, other: TableChange) -> TableChange:
        return TableChange(
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
        )

    def __str__(self) -> str:
        return (
            f"{self.added:,} added, {self.changed:,} changed, "
            f"{self.removed:,} removed, {self.unchanged:,} unchanged"
        )


@dataclass(frozen=True)
class WriteReport:
    """What a write did to the journal's file.

    Parameters
    ----------
    tables : mapping of str to TableChange
        One for each table that was written or that lost rows.
    stale_codings : int, default=0
        People's codings of texts whose wording changed in this write. They are
        kept, and their offsets should be looked at again; codings by models (a
        coder with a version, as ``"themes/0.1.0"``) are removed instead.
    held_back : mapping of str to int, default={}
        Rows, by table, that were not written as they belong to somebody who was
        forgotten in this journal.
    made_nameless : int, default=0
        Rows in whose texts somebody who was forgotten became ``[name]``.

    Examples
    --------
    >>> report = WriteReport({"reflections": TableChange(added=2)})
    >>> print(report)
    reflections: 2 added, 0 changed, 0 removed, 0 unchanged
    >>> report.any_change
    True
    """

    tables: Mapping[str, TableChange]
    stale_codings: int = 0
    held_back: Mapping[str, int] = field(default_factory=dict)
    made_nameless: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))
        object.__setattr__(self, "held_back", MappingProxyType(dict(self.held_back)))

    @property
    def total(self) -> TableChange:
        """The sum over the tables."""
        return sum(self.tables.values(), TableChange())

    @property
    def any_change(self) -> bool:
        """Whether any row of the journal differs from before."""
        total = self.total
        return bool(total.added or total.changed or total.removed)

    def __str__(self) -> str:
        lines = [f"{name}: {change}" for name, change in self.tables.items()]
        if self.stale_codings:
            lines.append(
                f"{self.stale_codings:,} codings by people are of texts that were "
                f"reworded: look at them again."
            )
        if self.held_back or self.made_nameless:
            rows = sum(self.held_back.values())
            lines.append(
                f"Held back, of people who were forgotten: {rows:,} rows. Made "
                f"nameless: {self.made_nameless:,} texts of others."
            )
        return "\n".join(lines) or "Nothing to write."


@dataclass(frozen=True)
class Release:
    """An output that was made for an audience: a report, a table, a backup.

    Parameters
    ----------
    audience, kind, place : str
        For whom, what it is, and the file as the user called it.
    made_at : datetime.date or None
    stale_since : datetime.date or None
        Since when it holds what it may not hold any more.
    reason : str, default=""
        Why, as the table ``releases`` has it: ``"withdrawn, forgotten"``.

    Examples
    --------
    >>> day = date(2026, 3, 1)
    >>> page = Release("programme", "report", "out/s.html", day, day, "forgotten")
    >>> print(page)
    report out/s.html for programme of 01 March 2026
    >>> page.why
    'since 01 March 2026: somebody in it was forgotten'
    """

    audience: str
    kind: str
    place: str
    made_at: date | None = None
    stale_since: date | None = None
    reason: str = ""

    def __str__(self) -> str:
        day = f" of {self.made_at:%d %B %Y}" if self.made_at else ""
        return f"{self.kind or 'output'} {self.place} for {self.audience}{day}"

    @property
    def why(self) -> str:
        """Since when it is stale, and why, in words; empty if it is not."""
        if self.stale_since is None:
            return ""
        said = [_WHY.get(one, one) for one in self.reason.split(", ") if one]
        words = f": {'; '.join(said)}" if said else ""
        return f"since {self.stale_since:%d %B %Y}{words}"


@dataclass(frozen=True)
class ForgetReport:
    """What was removed with a member; says nothing of who it was.

    Parameters
    ----------
    removed : mapping of str to int
        Rows removed, by table; only tables that lost some.
    mentions : int, default=0
        Texts of others in which the pseudonym became ``[name]``.
    moved_codings : int, default=0
        Codings whose offsets moved with those texts.
    stale : tuple of Release, default=()
        Outputs that hold them still: to be made again, and the old ones thrown away.
    """

    removed: Mapping[str, int] = field(default_factory=dict)
    mentions: int = 0
    moved_codings: int = 0
    stale: tuple[Release, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "removed", MappingProxyType(dict(self.removed)))

    @property
    def found(self) -> bool:
        """Whether the journal held anything of, or naming, this member."""
        return bool(self.removed or self.mentions)

    def __str__(self) -> str:
        if not self.found:
            return "The journal held nothing of this member. Its file was rewritten."
        rows = ", ".join(f"{n:,} of {name}" for name, n in self.removed.items())
        return (
            f"Removed: {rows or 'no rows'}. Made nameless: {self.mentions:,} texts "
            f"of others. The file was rewritten."
        )


@dataclass(frozen=True, repr=False)
class Leaving:
    """What is about to go with members who are forgotten. Not shown: these are ids.

    Parameters
    ----------
    members, reflections, actions, codings : tuple of str, default=()
        Pseudonyms, and the ids of records.
    """

    members: tuple[str, ...] = ()
    reflections: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    codings: tuple[str, ...] = ()


@dataclass(frozen=True)
class WithdrawReport:
    """What taking a permission back did.

    Parameters
    ----------
    changed : bool
        False if all of it had been taken back before.
    on : datetime.date
        The day that was given.
    texts : int
        Texts of which less may be done than before.
    still_allowed : int, default=0
        Texts of which as much may still be done, as a permission was given later.
    stale : tuple of Release, default=()
        Outputs that use those texts as they may not be used any more.
    """

    changed: bool
    on: date
    texts: int
    still_allowed: int = 0
    stale: tuple[Release, ...] = ()

    def __str__(self) -> str:
        if not self.changed:
            said = "It had been taken back before: nothing was changed."
        else:
            said = f"Taken back from {self.on:%d %B %Y}: {self.texts:,} texts."
        if self.still_allowed:
            said += (
                f" {self.still_allowed:,} texts are still allowed, by a permission "
                f"that was given later."
            )
        return said


@dataclass(frozen=True)
class AnswersReport:
    """What became of answers to previews.

    Parameters
    ----------
    recorded : mapping of str to int
        Answers that were written down, by what they say.
    unchanged : int, default=0
        Answers that were on record before.
    refused : tuple of (int, str), default=()
        Rows that were not taken: where in the file, and why.
    texts : int, default=0
        Texts of which something else may be done than before.
    stale : tuple of Release, default=()
        Outputs that use those texts as they may not be used any more.
    """

    recorded: Mapping[str, int]
    unchanged: int = 0
    refused: tuple[tuple[int, str], ...] = ()
    texts: int = 0
    stale: tuple[Release, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "recorded", MappingProxyType(dict(self.recorded)))

    def __str__(self) -> str:
        said = ", ".join(f"{answer} {n:,}" for answer, n in self.recorded.items())
        return (
            f"Answers written down: {said or 'none'}. On record before: "
            f"{self.unchanged:,}. Refused: {len(self.refused):,}. Texts whose "
            f"permission changed: {self.texts:,}."
        )


@dataclass(frozen=True)
class BackupReport:
    """What was backed up, and where.

    Parameters
    ----------
    path, manifest : pathlib.Path
        The copy, and what is known of it.
    sha256 : str
    size : int
        In bytes.
    schema : int
        The number of the last migration.
    tables : mapping of str to int
        Rows by table.
    encrypted : bool
    """

    path: Path
    manifest: Path
    sha256: str
    size: int
    schema: int
    tables: Mapping[str, int]
    encrypted: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    def __str__(self) -> str:
        how = "encrypted" if self.encrypted else "not encrypted"
        rows = sum(self.tables.values())
        return f"Backed up to {self.path} ({rows:,} rows, {self.size:,} bytes, {how})."


@dataclass(frozen=True)
class RestoreReport:
    """What was restored, and what was kept out of it.

    Parameters
    ----------
    tables : mapping of str to int
        Rows by table, as they are now.
    removed : mapping of str to int, default={}
        Rows, by table, of people who were forgotten since the backup.
    withdrawals : int, default=0
        Permissions that were taken back, in the journal that was there before.
    compared : bool, default=True
        Whether there was such a journal, which alone knows who was forgotten since.
    """

    tables: Mapping[str, int]
    removed: Mapping[str, int] = field(default_factory=dict)
    withdrawals: int = 0
    compared: bool = True

    def __post_init__(self) -> None:
        for name in ("tables", "removed"):
            value = MappingProxyType(dict(getattr(self, name)))
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        said = f"Restored: {sum(self.tables.values()):,} rows."
        if self.removed:
            said += (
                f" Left out, of people who were forgotten: "
                f"{sum(self.removed.values()):,} rows."
            )
        if not self.compared:
            said += (
                " No journal was here to tell who was forgotten, or what was taken "
                "back, since the backup was made: both are as they were then. Go "
                "through your own list of requests since that day, and forget and "
                "withdraw again, before anybody reads it; or restore over the journal "
                "that knows (--overwrite)."
            )
        return said
