"""Record that a permission was taken back, so that no source can undo it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.disclosure import Audience, Use, permissions_of, permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store import _clock
from alsjournal.store._meta import raise_version
from alsjournal.store._releases import (
    BACKUP,
    RECORD,
    WHOLE,
    as_releases,
    mark_stale,
)
from alsjournal.store._removal import people_in, people_of_sets
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
_ALLOWED: tuple[Use, ...] = ("counts", "paraphrase", "quote")
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
SELECT held.release_id, releases.audience, held.use, asked.nth
FROM {held} AS held JOIN {table} AS releases USING (release_id)
JOIN _asked AS asked ON held.reflection_id = asked.reflection_id
UNION
SELECT held.release_id, releases.audience, held.use, asked.nth
FROM (FROM {held} WHERE reflection_id IS NULL) AS held
JOIN {table} AS releases USING (release_id)
JOIN _asked AS asked ON held.member = asked.member OR asked.member IS NULL
WHERE CASE held.use WHEN $record THEN asked.reflection_id IS NULL
      ELSE releases.kind <> $backup END
ORDER BY ALL
"""
_OF_MEMBERS = (RECORD, WHOLE)
"""Uses that name a member, and no text."""


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
    declared = earlier = read_table(con, "permissions")
    before = standing(texts, declared, asked.member)
    rows = _rows(asked, moment, texts, before, declared, withdrawals(con))
    after = before
    if len(rows):
        keep_withdrawals(con, rows)
        raise_version(con)
        declared = pd.concat([declared, rows], ignore_index=True)
        after = standing(texts, declared, asked.member)
    changed = (after != before).any(axis=1) & texts["reflection_id"].notna()
    recorded = _recorded_of(con, asked)
    about = pd.concat([texts[changed], recorded], ignore_index=True)
    mark_stale(con, outdated(con, about, earlier, declared), "withdrawn")
    at_least = _USES.index(asked.use or _USES[1])
    own = after[texts["reflection_id"].notna()]
    return WithdrawReport(
        changed=bool(len(rows)),
        on=moment.date(),
        texts=int(changed.sum()),
        still_allowed=int((_rank(own["use"], _USES) >= at_least).sum()),
        stale=now_stale(con, pd.concat([texts, recorded], ignore_index=True)),
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


def _recorded_of(con: duckdb.DuckDBPyConnection, asked: Withdrawal) -> pd.DataFrame:
    """Return the sets whose record names a member, in the columns of `_texts`.

    What is on record goes by the permission of its member: nobody's, where one text
    alone was asked about.
    """
    people = people_of_sets(con, texts=False)
    if asked.reflection_id is not None:
        return people.head(0)
    return people[people["member"] == asked.member]


def outdated(
    con: duckdb.DuckDBPyConnection,
    texts: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
) -> set[str]:
    """Return the ids of outputs that hold what they may no longer use so.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    texts : pandas.DataFrame
        Texts, and members in the record of a set, which are without an id:
        ``reflection_id``, ``set_id`` and ``member``.
    before, after : pandas.DataFrame
        The permissions that were declared before the change, and with it.

    Returns
    -------
    set of str
    """
    was, now = (Journal({"permissions": rows}) for rows in (before, after))
    stale: set[str] = set()
    for (audience, use), rows in _outputs_of(con, texts).groupby(["audience", "use"]):
        about = texts.iloc[rows["nth"]]
        if use in _OF_MEMBERS:
            out = _taken_from(Audience.parse(str(audience)), about, was, now)
        else:
            wanted: Use = "quote" if use == "quoted" else "counts"
            out = ~permitted(now, about, audience=str(audience), use=wanted)
        stale |= set(rows.loc[out.to_numpy(), "release_id"])
    return stale


def _taken_from(
    who: Audience, about: pd.DataFrame, was: Journal, now: Journal
) -> pd.Series[bool]:
    """Say of what an audience may no longer have any one use.

    Where it is not known how an output uses somebody, nothing else can tell. A
    member is told of others what their sets are told.
    """
    own = pd.Series(data=False, index=about.index)
    if who.kind == "member":
        own, who = about["member"] == who.name, Audience.research()
    lost = pd.Series(data=False, index=about.index)
    for use in _ALLOWED:
        lost |= permitted(was, about, audience=who, use=use) & ~permitted(
            now, about, audience=who, use=use
        )
    return lost & ~own.fillna(value=False).astype(bool)


def now_stale(
    con: duckdb.DuckDBPyConnection, texts: pd.DataFrame
) -> tuple[Release, ...]:
    """Return the stale outputs that hold these texts, or these members' record."""
    held = _outputs_of(con, texts)["release_id"]
    releases = read_table(con, "releases")
    theirs = releases["release_id"].isin(held) & releases["stale"].notna()
    return as_releases(releases[theirs])


def _outputs_of(con: duckdb.DuckDBPyConnection, texts: pd.DataFrame) -> pd.DataFrame:
    """Return which outputs hold which of the texts, by their row in the frame.

    What names members alone is left out where it is for a set that the text, or the
    record, is not of, or for a member of other sets.
    """
    asked = texts[["reflection_id", "set_id", "member"]].astype("str")
    with registered(con, "_asked", asked.assign(nth=range(len(asked)))):
        query = fill(_HELD, "releases", held=f"{SCHEMA}._released")
        found: pd.DataFrame = con.execute(
            query, {"record": RECORD, "backup": BACKUP}
        ).df()
    sets = people_of_sets(con, texts=True).groupby("member")["set_id"].agg(set)
    reached = {
        str(audience): {who.name} if who.kind == "set" else sets.get(who.name, set())
        for audience in found["audience"].unique()
        if (who := Audience.parse(audience)).kind in ("set", "member")
    }
    of = texts["set_id"].iloc[found["nth"]]
    near = (
        use not in _OF_MEMBERS or audience not in reached or of_set in reached[audience]
        for audience, use, of_set in zip(
            found["audience"], found["use"], of, strict=True
        )
    )
    return found[pd.Series(list(near), index=found.index, dtype="bool")]


def _rank(values: pd.Series[str], of: tuple[str, ...]) -> pd.Series[int]:
    return values.map({value: i for i, value in enumerate(of)})
