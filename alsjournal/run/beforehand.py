"""What can be known before any work is done, so that nothing is found out after it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal._given import given_path
from alsjournal.disclosure import Audience
from alsjournal.errors import ConfigError, InputError, SourceError
from alsjournal.ingest.headers import nearest
from alsjournal.ingest.run_settings import SETS

if TYPE_CHECKING:
    from alsjournal.journal import Journal, RawJournal
    from alsjournal.trends import Coded

__all__ = [
    "audiences_of",
    "check_decisions",
    "check_journal",
    "check_out",
    "check_source",
    "names_sets",
    "place_of",
    "sets_in",
    "sets_to_come",
]

_LISTED = 10  # sets that a message names


def place_of(
    name: str, given: str | os.PathLike[str] | None, said: Path | None, usual: Path
) -> Path:
    """Return where something is: as given, else as ``[run]`` says, else as usual."""
    return (said or usual) if given is None else Path(given_path(given, name))


def check_source(path: Path) -> None:
    """Refuse what is there and is no ``programme.toml``, nor holds one.

    Raises
    ------
    SourceError
    """
    if path.is_dir():
        if os.path.lexists(path / "programme.toml"):
            return
        got = "none in that folder"
    elif path.suffix.lower() == ".toml" or not path.exists():
        return
    else:
        got = f"a file {path.suffix}".strip()
    msg = (
        f"A run must have a programme.toml, or the folder that holds one, which says "
        f"where the texts are and for whom pages are made. Got {got}: {path}. "
        f"`alsjournal init` makes one; `alsjournal ingest` takes a single file."
    )
    raise SourceError(msg)


def check_journal(journal: Path) -> None:
    """Refuse a place where no journal can be.

    Raises
    ------
    InputError
        If it is a folder, or in none.
    """
    what = ""
    if journal.is_dir():
        what = "a folder"
    elif not journal.parent.is_dir():
        what = "a file in a folder that is not there"
    if what:
        msg = (
            f"The journal must be a file, in a folder that is there, as "
            f"journal.duckdb. Got {what}: {journal}. Correct [run] journal, or "
            f"--journal."
        )
        raise InputError(msg)


def check_out(folder: Path) -> None:
    """Refuse a folder for outputs that cannot be made, or not be written to.

    Raises
    ------
    SourceError
    """
    there = folder
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    if not there.is_dir():
        got = f"{there} is no folder"
    elif not os.access(there, os.W_OK | os.X_OK):
        got = f"nothing may be written into {there}"
    else:
        return
    msg = (
        f"Tables and reports must go into a folder that can be written to: {folder}. "
        f"Here {got}. Correct [run] out, or --out."
    )
    raise SourceError(msg)


def names_sets(audiences: Iterable[str]) -> bool:
    """Say whether one of the audiences is a set, or every set."""
    return any(one == SETS or _set_of(one) is not None for one in audiences)


def sets_in(journal: Journal) -> list[str]:
    """Return the sets of a journal: those listed, else those of its texts."""
    listed = [str(one) for one in journal.table("sets", ["set_id"])["set_id"]]
    used = journal.table("reflections", ["set_id"])["set_id"].dropna().astype("str")
    return listed or sorted(used.unique())


def sets_to_come(raw: RawJournal, key: bytes) -> list[str]:
    """Return the sets of what was read, as the journal will call them.

    Parameters
    ----------
    raw : RawJournal
    key : bytes

    Returns
    -------
    list of str
        An id that tells whose it is, is another in the journal.
    """
    from alsjournal.anonymise.finders.roster import RosterFinder
    from alsjournal.anonymise.identities import Identities, roster_of

    found: list[str] = []
    for table in ("sets", "reflections"):
        if not found and table in raw.tables():
            ids = raw.identifiable_frame(table, ["set_id"])["set_id"].dropna()
            found = sorted(ids.astype("str").unique())
    roster = roster_of(raw)
    known = Identities(raw, key, RosterFinder(roster) if roster else None)
    return [known.key(one) for one in found]


def audiences_of(said: Sequence[str], sets: Sequence[str]) -> list[str]:
    """Return for whom outputs are made, each set that is meant by its name.

    Raises
    ------
    ConfigError
        If a set is named that there is not.
    """
    for one in said:
        name = _set_of(one)
        if name is not None and name not in sets:
            raise ConfigError(_unknown_set(one, name, sets))
    out: list[str] = []
    for one in said:
        out += [f"set:{name}" for name in sets] if one == SETS else [one]
    return list(dict.fromkeys(out))


def check_decisions(path: Path, journal: Journal, coded: Coded, kept: Path) -> None:
    """Refuse decisions about themes that the programme's page will not have.

    Raises
    ------
    InputError
        Says how many outputs of the journal that is ``kept`` are stale until then.
    """
    from alsjournal.report.decisions import decisions_about, read_decisions
    from alsjournal.report.readable import readable
    from alsjournal.store import JournalStore
    from alsjournal.trends.coded import seen_by

    named = seen_by(journal, readable(coded), Audience.programme())
    try:
        decisions_about(read_decisions(path), named.themes)
    except InputError as error:
        n = len(JournalStore(kept).stale()) if kept.exists() else 0
        held = (
            f" Until then {n:,} outputs on record hold what they may not hold any "
            f"more: `alsjournal info {kept}` names them."
        )
        msg = f"{error}{held if n else ''}"
        raise InputError(msg) from None


def _set_of(audience: str) -> str | None:
    if audience == SETS:
        return None
    who = Audience.parse(audience)
    return who.name if who.kind == "set" else None


def _unknown_set(said: str, name: str, sets: Collection[str]) -> str:
    more = ", ..." if len(sets) > _LISTED else ""
    there = f"{', '.join(sorted(sets)[:_LISTED])}{more}" if sets else "none"
    return (
        f"[run] audiences must name sets of the programme. Got "
        f"{said!r}. {nearest(name, sets)}The sets: {there}."
    )
