"""`presence`: who wrote, of those who were there, of those on the roll.

Nobody's own record is told to anybody but themselves and research; a role that few
hold is told to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import Attendance
from alsjournal.cycle._held import HELD, held_rows, small_sessions
from alsjournal.cycle._record import Record, record_of
from alsjournal.cycle._roles import folded
from alsjournal.cycle._told import policy_of, refuse_public, told
from alsjournal.disclosure import Audience, Rule, audience_of, clear
from alsjournal.ingest import records
from alsjournal.journal import Journal

__all__ = ["ALL", "BETWEEN", "presence"]

ALL = "all sessions"
BETWEEN = {"role": "role", "organisation_type": "organisation type"}
"""The columns of ``members`` by which the roll is told apart, and what they are."""

_COUNTS = ("present", "missed", "wrote")
_REACH = (
    "Who wrote is counted as far as they let their texts go beyond their set; who was "
    "present and who was on the roll are all members."
)
_NO_ROLL = (
    "Where a set keeps no roll, how many were on it is not recorded; over all sessions "
    "those who came or wrote are taken for it."
)

_ALIKE = (
    "It is not told by {}: all have the same, or too few share one ({} must, and the "
    "others too)."
)


def presence(journal: Journal, *, audience: str | Audience = "research") -> Attendance:
    """Count who was on the roll, who was there, and who wrote.

    Parameters
    ----------
    journal : Journal
        With the tables ``memberships`` and ``attendance``, as far as they were kept.
    audience : str or Audience, default="research"
        Research sees each set, and roles; a set its own sessions; the programme all
        sets together, small numbers masked and small roles folded; a member their own.

    Returns
    -------
    Attendance
        A row a session, one over all sessions, and for research and the programme one
        for each role and type of organisation (of all sets, over all sessions).

    Raises
    ------
    DisclosureError
        For the public, or for the programme of a part of a journal.
    InputError
        If it is no journal, or the audience cannot be read or is not of it.

    Notes
    -----
    ``present`` and ``wrote`` are of those on the roll at that session; who came or
    wrote without being on it is told in a note. Where a session has a list, a member
    on the roll who is not on it as present was missing, and ``missed`` counts members
    who were so once at least, over all sessions. Texts that their writers keep to
    themselves are not counted as written. For the programme ``wrote`` is held back
    where an earlier output on record, subtracted from it, would leave too few.

    Examples
    --------
    >>> texts = pd.DataFrame({"text": ["a", "b"], "set_id": "A", "session": [1, 1]})
    >>> texts["reflection_id"], texts["member"] = ["1", "2"], ["m", "n"]
    >>> spells = pd.DataFrame({"member": list("mno"), "set_id": "A", "from_session": 1})
    >>> tables = {"reflections": texts, "memberships": spells}
    >>> presence(Journal(tables), audience="set:A").to_frame()["shown_wrote"].tolist()
    ['2 of 3', '2 of 3']
    """
    who = audience_of(journal, audience)
    refuse_public(who, "Who was there")
    policy = policy_of(journal)
    rule = policy.rule(who)
    record = record_of(journal, who)
    pooled = who.kind == "programme"
    parts = [_by_session(record, pooled=pooled), _over_all(record, pooled=pooled)]
    notes = _notes(journal, record, who)
    if who.kind in ("research", "programme"):
        members = journal.table("members").set_index("member")
        for column, words in BETWEEN.items():
            groups = folded(members[column], rule.minimum)
            rows = _by_group(record, groups, words)
            if len(rows) > 1:
                parts.append(rows)
            elif len(rows):
                notes += (_ALIKE.format(words, max(rule.minimum, 1)),)
    small = small_sessions(journal, who, policy)
    notes += (HELD,) if small else ()
    frame = pd.concat(_masked(parts, rule, small), ignore_index=True)
    return clear(
        Attendance,
        frame,
        audience=who,
        policy=policy,
        notes=notes,
        provenance={"alsjournal": __version__},
    )


def _by_session(record: Record, *, pooled: bool) -> pd.DataFrame:
    keys = ["session"] if pooled else ["set_id", "session"]
    cells = record.cells.groupby(keys)
    out = cells[["listed", "rolled"]].all()
    for name, rows in (
        ("on_roll", record.rows),
        ("present", record.rows[record.rows["present"]]),
        ("wrote", record.rows[record.rows["wrote"]]),
    ):
        counted = rows.groupby(keys)["member"].nunique()
        out[name] = counted.reindex(out.index).fillna(0).astype("Int64")
    out["present"] = out["present"].mask(~out["listed"])
    out["on_roll"] = out["on_roll"].mask(~out["rolled"])
    out = out.reset_index().assign(between="session")
    return _whole(out)


def _over_all(record: Record, *, pooled: bool) -> pd.DataFrame:
    keys = [] if pooled else ["set_id"]
    return _whole(_people(record, keys).assign(between=ALL))


def _by_group(record: Record, groups: pd.Series[str], words: str) -> pd.DataFrame:
    rows = record.rows.assign(group=record.rows["member"].map(groups))
    rows["group"] = rows["group"].astype("str").fillna("not told")
    found = _people(Record(rows, record.cells), ["group"])
    return _whole(found.assign(between=words))


def _people(record: Record, keys: list[str]) -> pd.DataFrame:
    """Count the members over all sessions; each once."""
    listed = record.cells.loc[record.cells["listed"], ["set_id", "session"]]
    rows = record.rows.merge(listed.assign(listed=True), how="left")
    rows["missed"] = rows["listed"].eq(other=True) & ~rows["present"]
    own = rows.groupby(["member", *keys], as_index=False, dropna=False)
    people = own.agg(
        missed=("missed", "any"), wrote=("wrote", "any"), listed=("listed", "any")
    )
    groups = people.groupby(keys, dropna=False) if keys else people.groupby(lambda _: 0)
    out = groups.agg(
        on_roll=("member", "size"),
        missed=("missed", "sum"),
        wrote=("wrote", "sum"),
        listed=("listed", "any"),
    ).reset_index(drop=not keys)
    out["missed"] = out["missed"].astype("Int64").mask(~out["listed"].astype(bool))
    return out


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows all columns of the table, each of its kind."""
    rows = rows.reindex(columns=list(Attendance.COLUMNS))
    numbers = ("session", "on_roll", *_COUNTS)
    kinds = {c: "Int64" if c in numbers else "str" for c in Attendance.COLUMNS}
    return rows.astype(kinds)


def _masked(
    parts: list[pd.DataFrame], rule: Rule, small: frozenset[str]
) -> Iterator[pd.DataFrame]:
    """Mask each count beside the roll; rows of one part may be subtracted."""
    for part in parts:
        exact = bool(part["group"].notna().any())
        out = part.copy()
        for count in _COUNTS:
            if part[count].notna().any():
                held = held_rows(part, small) if count == "wrote" else None
                found = told(part, count, "on_roll", rule, adds_up=exact, held=held)
                out[count], out[f"shown_{count}"] = found["count"], found["shown"]
        least = out["on_roll"] >= rule.minimum
        out["on_roll"] = out["on_roll"].where(least.fillna(value=False))
        yield out


def _notes(journal: Journal, record: Record, who: Audience) -> tuple[str, ...]:
    """Say what was not recorded, and what cannot be."""
    exact = who.kind == "research"
    notes = [_REACH] if who.kind == "programme" else []
    cells = record.cells
    if bool((~cells["rolled"]).any()):
        notes.append(_NO_ROLL)
    unlisted = int((~cells["listed"]).sum())
    if unlisted:
        many = f"{unlisted:,} of {len(cells):,}" if exact else "some"
        notes.append(f"Of {many} sessions there is no list of who was there.")
    off = int(cells["off_roll"].sum())
    if off:
        many = f" ({off:,} time{'s' * (off != 1)})" if exact else ""
        notes.append(
            f"Some were there, or wrote, at sessions at which they were not on the "
            f"roll{many}; they are not among those counted."
        )
    if who.kind in ("set", "member"):
        return tuple(notes)
    names = ("memberships", "sessions")
    odd = records.oddities({name: journal.table(name) for name in names})
    return (*notes, *(o.said(exact=exact) for o in odd if o.rows))
