"""Record that a permission was taken back, so that no source can undo it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.disclosure import Use, permissions_of, permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store import _clock
from alsjournal.store._meta import raise_version
from alsjournal.store._releases import WHOLE, as_releases, mark_stale
from alsjournal.store._removal import people_in
from alsjournal.store._sql import (
    SCHEMA,
    fill,
    listed,
    quoted,
    read_table,
    registered,
    to_arrow,
    to_frame,
)
from alsjournal.store._upsert import WITHDRAWN
from alsjournal.store.reports import Release, WithdrawReport

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "Withdrawal",
    "keep_withdrawals",
    "now_stale",
    "outdated",
    "standing",
    "withdraw",
    "withdrawals",
]

_USES = TABLES["permissions"]["use"].choices
_REACHES = TABLES["permissions"]["reach"].choices
_INSERT = """
INSERT INTO {table} ({columns}, _row, _sources)
SELECT {columns}, (SELECT coalesce(max(_row), 0) FROM {table}) + row_number() OVER (),
       [$source]
FROM _rows AS new
WHERE NOT EXISTS (FROM {table} AS old WHERE {same_key})
"""
_MINE = "SELECT {columns} FROM {table} WHERE list_contains(_sources, $source)"
_HELD = """
SELECT held.release_id, releases.audience, held.reflection_id, held.use
FROM {held} AS held JOIN {table} AS releases USING (release_id)
WHERE held.reflection_id IN (SELECT reflection_id FROM _texts) AND held.use <> $whole
"""


@dataclass(frozen=True, repr=False)
class Withdrawal:
    """What was taken back: by whom or of which text, from when, and how much."""

    member: str | None
    reflection_id: str | None
    on: date | datetime | str | None
    use: str | None
    reach: str | None

    def checked(self) -> pd.Timestamp:
        """Return the moment from which it holds.

        Raises
        ------
        InputError
            If a part of it is impossible.
        """
        if self.member is None and self.reflection_id is None:
            msg = "withdraw() must be given a member, or the id of a reflection."
            raise InputError(msg)
        for name, value, choices in (
            ("use", self.use, _USES[1:]),
            ("reach", self.reach, _REACHES),
        ):
            if value is not None and value not in choices:
                msg = f"{name}= must be one of {', '.join(choices)}. Got {value!r}."
                raise InputError(msg)
        if self.reach is not None and self.use is None:
            msg = "reach= must come with use=: which use was taken back that far?"
            raise InputError(msg)
        today = _clock.today()
        try:
            moment = today if self.on is None else pd.Timestamp(self.on)
            if moment.tzinfo is not None:
                moment = moment.tz_localize(None)
        except (TypeError, ValueError):
            moment = None
        if moment is None or pd.isna(moment) or moment.normalize() > today:
            msg = "on= must be a date, as 2026-03-01, not after today. Got another."
            raise InputError(msg)
        if moment == moment.normalize():
            # A permission given on that very day goes with it.
            moment += pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
        return moment


def withdraw(con: duckdb.DuckDBPyConnection, asked: Withdrawal) -> WithdrawReport:
    """Record a withdrawal; see `JournalStore.withdraw`."""
    moment = asked.checked()
    texts = _texts(con, asked)
    declared = read_table(con, "permissions")
    before = standing(texts, declared, asked.member)
    rows = _rows(asked, moment, texts, before, declared, withdrawals(con))
    after = before
    if len(rows):
        keep_withdrawals(con, rows)
        raise_version(con)
        declared = pd.concat([declared, rows], ignore_index=True)
        after = standing(texts, declared, asked.member)
    changed = (after != before).any(axis=1) & texts["reflection_id"].notna()
    stale = outdated(con, texts[changed], declared)
    mark_stale(con, stale, "withdrawn")
    at_least = _USES.index(asked.use or _USES[1])
    own = after[texts["reflection_id"].notna()]
    return WithdrawReport(
        changed=bool(len(rows)),
        on=moment.date(),
        texts=int(changed.sum()),
        still_allowed=int((_rank(own["use"], _USES) >= at_least).sum()),
        stale=now_stale(con, texts),
    )


def withdrawals(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the rows of ``permissions`` that `withdraw` wrote."""
    columns = TABLES["permissions"].names
    query = fill(_MINE, "permissions", columns=listed(columns))
    found = con.sql(query, params={"source": WITHDRAWN}).to_arrow_table()
    return to_frame("permissions", found, columns)


def keep_withdrawals(con: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> None:
    """Write such rows, unless they are there."""
    table = TABLES["permissions"]
    same_key = " AND ".join(
        f"old.{quoted(c)} IS NOT DISTINCT FROM new.{quoted(c)}" for c in table.key
    )
    query = fill(_INSERT, "permissions", columns=listed(table.names), same_key=same_key)
    with registered(con, "_rows", to_arrow("permissions", rows)):
        con.execute(query, {"source": WITHDRAWN})


def _texts(con: duckdb.DuckDBPyConnection, asked: Withdrawal) -> pd.DataFrame:
    """Return the texts that it is about; for a member, their next one too.

    That one has no id.

    Raises
    ------
    InputError
        If the member or the reflection is not in the journal.
    """
    texts = read_table(con, "reflections", ["reflection_id", "set_id", "member"])
    if asked.reflection_id is not None:
        texts = texts[texts["reflection_id"] == asked.reflection_id]
        theirs = asked.member is None or (texts["member"] == asked.member).all()
        if texts.empty or not theirs:
            msg = (
                "reflection_id= must be the id of a text in the journal, and of this "
                "member's where one is given. It is not. Look it up with "
                "sql('SELECT reflection_id, member FROM reflections')."
            )
            raise InputError(msg)
        return texts.reset_index(drop=True)
    if asked.member not in people_in(con):
        msg = (
            "member= must be a pseudonym that the journal holds. It is not. Look it "
            "up with `alsjournal who`."
        )
        raise InputError(msg)
    texts = texts[texts["member"] == asked.member]
    following = pd.DataFrame({"member": [asked.member]}, dtype="str")
    return pd.concat([texts, following], ignore_index=True)


def standing(
    texts: pd.DataFrame, declared: pd.DataFrame, member: str | None
) -> pd.DataFrame:
    """Return the use and the reach that hold for each of the texts."""
    near = declared["reflection_id"].isin(texts["reflection_id"].dropna())
    near |= declared["member"].isin(texts["member"].dropna())
    if member is not None:
        near |= declared["member"] == member
    journal = Journal({"permissions": declared[near]})
    return permissions_of(journal, texts)[["use", "reach"]]


def _rows(
    asked: Withdrawal,
    moment: pd.Timestamp,
    texts: pd.DataFrame,
    before: pd.DataFrame,
    declared: pd.DataFrame,
    own: pd.DataFrame,
) -> pd.DataFrame:
    """Return what is to be written; nothing where all of it was taken back before."""
    use, reach = asked.use or _USES[0], asked.reach
    if asked.use is None:
        reach = _REACHES[0]
        allowed = before["use"] != _USES[0]
    else:
        allowed = _rank(before["use"], _USES) >= _USES.index(asked.use)
        allowed &= _rank(before["reach"], _REACHES) >= _REACHES.index(
            asked.reach or _REACHES[0]
        )
    targets: list[tuple[str | None, str | None]] = []
    if asked.reflection_id is not None:
        if allowed.any() or (asked.use is None and not _recorded(asked, own)):
            targets.append((None, asked.reflection_id))
    elif asked.use is None:
        if allowed.any() or not _recorded(asked, own):
            targets.append((asked.member, None))
    else:
        single = texts["reflection_id"].isin(declared["reflection_id"].dropna())
        targets += [(None, i) for i in texts.loc[allowed & single, "reflection_id"]]
        if bool(allowed.iloc[-1]):
            targets.append((asked.member, None))
    same = own[(own["use"] == use) & (own["withdrawn"] >= moment)]
    same = same[same["reach"].isna() if reach is None else same["reach"] == reach]
    known = set(_pairs(same))
    targets = [pair for pair in targets if pair not in known]
    rows = pd.DataFrame(targets, columns=["member", "reflection_id"])
    # A second withdrawal of one day is another row, and no source's has this key.
    taken, given = set(declared["given"].dropna()), moment
    while given in taken:
        given -= pd.Timedelta(microseconds=1)
    return rows.assign(use=use, reach=reach, given=given, withdrawn=moment)


def _pairs(rows: pd.DataFrame) -> Iterator[tuple[str | None, str | None]]:
    """Yield whose, or of which text, each of these permissions is."""
    for pair in zip(rows["member"], rows["reflection_id"], strict=True):
        member, reflection_id = (None if pd.isna(v) else str(v) for v in pair)
        yield member, reflection_id


def _recorded(asked: Withdrawal, own: pd.DataFrame) -> bool:
    """Whether everything was taken back by `withdraw` before."""
    if asked.reflection_id is not None:
        mine = own["reflection_id"] == asked.reflection_id
    else:
        mine = own["reflection_id"].isna() & (own["member"] == asked.member)
    return bool((mine & (own["use"] == _USES[0])).any())


def outdated(
    con: duckdb.DuckDBPyConnection, texts: pd.DataFrame, declared: pd.DataFrame
) -> set[str]:
    """Return the ids of outputs that use these texts as they may no longer do."""
    journal, stale = Journal({"permissions": declared}), set()
    for (audience, use), rows in _outputs_of(con, texts).groupby(["audience", "use"]):
        wanted: Use = "quote" if use == "quoted" else "counts"
        allowed = permitted(journal, texts, audience=str(audience), use=wanted)
        kept = set(texts.loc[allowed, "reflection_id"])
        stale |= set(rows.loc[~rows["reflection_id"].isin(kept), "release_id"])
    return stale


def now_stale(
    con: duckdb.DuckDBPyConnection, texts: pd.DataFrame
) -> tuple[Release, ...]:
    """Return the stale outputs that hold these texts."""
    held = _outputs_of(con, texts)["release_id"]
    releases = read_table(con, "releases")
    theirs = releases["release_id"].isin(held) & releases["stale"].notna()
    return as_releases(releases[theirs])


def _outputs_of(con: duckdb.DuckDBPyConnection, texts: pd.DataFrame) -> pd.DataFrame:
    with registered(con, "_texts", texts[["reflection_id"]].dropna()):
        query = fill(_HELD, "releases", held=f"{SCHEMA}._released")
        found: pd.DataFrame = con.execute(query, {"whole": WHOLE}).df()
    return found


def _rank(values: pd.Series[str], of: tuple[str, ...]) -> pd.Series[int]:
    return values.map({value: i for i, value in enumerate(of)})
