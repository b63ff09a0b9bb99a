"""Who is who in a programme's tables, and what stands for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alsjournal.anonymise.finders.roster import RosterEntry, RosterFinder
from alsjournal.anonymise.key import pseudonym
from alsjournal.anonymise.normalise import normalise
from alsjournal.journal import RawJournal
from alsjournal.schema import TABLES

__all__ = ["Identities", "canonical", "roster_of"]

_KINDS = {"memos": "p", "facilitations": "p", "survey": "s"}
_MAYBE_BODIES = frozenset({("actions", "owner"), ("outcomes", "claimed_by")})
_SET_ITSELF = frozenset({"set", "group", "als"})
_OF_RECORD = (
    *(("turns", "presenter"), ("issues", "presenter")),
    *(("questions", "asked_by"), ("offers", "by")),
    ("stories", "member"),
)
_NOT_MEMBERS = ("facilitator", "observer")
_SPLITS = (re.compile(r"[^\w]+|_"), re.compile(r"[^\w\-]+|_"), re.compile(r"[^\w\-]+"))
_OF_NAME = re.compile(r"file-[0-9a-f]{16}-\d+")
_MIN_ID = 3
_ALIAS_BREAK = re.compile(r"\s*;\s*")
_PEOPLE = (
    *((name, "member") for name in ("members", "memberships", "attendance")),
    ("reflections", "member"),
    ("roster", "member"),
    ("facilitations", "person"),
)


def canonical(value: str) -> str:
    r"""Return an id as it is compared: without case, hidden characters and edges.

    Examples
    --------
    >>> canonical(" M\u200b01") == canonical("m01")
    True
    """
    return normalise(value).text.strip().casefold()


def roster_of(raw: RawJournal) -> list[RosterEntry]:
    """Return the entries of a journal's roster, and its people's ids as entries.

    An id may be written in a text too, and may be a name.
    """
    frame = raw.identifiable_frame("roster").astype(object)
    frame = frame.where(frame.notna(), "")
    ids = {value for name, column in _PEOPLE for value in _values(raw, name, column)}
    return [RosterEntry(code=value, person=value) for value in sorted(ids)] + [
        RosterEntry(name, tuple(_ALIAS_BREAK.split(aliases)), person, organisation)
        for person, name, aliases, organisation in frame[
            ["member", "name", "aliases", "organisation"]
        ].itertuples(index=False, name=None)
    ]


class Identities:
    """Pseudonyms for people and, where they give somebody away, for record ids.

    Parameters
    ----------
    raw : RawJournal
    key : bytes
    roster : RosterFinder or None
        To read a name where an id is expected, or hidden in an id.

    Notes
    -----
    Namespaces: ``m`` members, ``p`` other people, ``s`` survey respondents who are
    no members, ``o`` organisations, ``r`` records. It holds ids; it is made for one
    call.
    """

    def __init__(self, raw: RawJournal, key: bytes, roster: RosterFinder | None):
        self._key = key
        self._roster = roster
        self._sets = {
            value
            for table in ("sets", "sessions", "reflections", "memberships")
            for value in _values(raw, table, "set_id")
        }
        self._others = {
            canonical(v) for v in _values(raw, "facilitations", "person")
        } | set(_authors(raw, *_NOT_MEMBERS))
        certain = {
            canonical(v)
            for table in ("members", "memberships", "attendance")
            for v in _values(raw, table, "member")
        }
        self._members = certain | set(_authors(raw))
        self._members |= {canonical(v) for v in _values(raw, "roster", "member")}
        self._members |= {canonical(v) for v in _values(raw, "permissions", "member")}
        # A record may be all there is: who presents, asks, offers or tells is no body.
        self._members |= {
            canonical(v) for t, c in _OF_RECORD for v in _values(raw, t, c)
        }
        self._listed = bool(certain) or bool(_values(raw, "roster", "member"))
        self._others -= certain
        self._members -= self._others
        self._ids = self._members | self._others
        self._recoded = self._telling_keys(raw)

    def __repr__(self) -> str:
        return "Identities(withheld)"

    def person(self, value: str, table: str, column: str) -> str:
        """Return what stands for somebody in a person's column."""
        if (table, column) in _MAYBE_BODIES and value in self._sets:
            return self.key(value)
        known = self._resolve(value)
        if known in self._members:
            return pseudonym(self._key, "m", known)
        if known in self._others:
            return pseudonym(self._key, "p", known)
        if (table, column) in _MAYBE_BODIES and self._may_be_body(known):
            return pseudonym(self._key, "o", known)
        return pseudonym(self._key, _KINDS.get(table, "m"), known)

    def _may_be_body(self, known: str) -> bool:
        """Whether it is no person: without a list of members only the set is certain.

        What a body took on is nobody's own, so that nobody's permission is asked.
        """
        return self._listed or known in _SET_ITSELF

    def known(self, value: str) -> str | None:
        """Return the pseudonym of somebody the tables know; None for anybody else."""
        known = self._resolve(value)
        for ids, kind in ((self._members, "m"), (self._others, "p")):
            if known in ids:
                return pseudonym(self._key, kind, known)
        return None

    def named(self, value: str) -> str | None:
        """Return what stands in a text for an id or a name; None for anybody else.

        Initials, or one name alone, may be somebody else's.
        """
        known = self._resolve(value)
        sure = canonical(value) in self._ids or len(value.split()) > 1
        return self.mention(known) if sure and known in self._ids else None

    def mention(self, person: str) -> str:
        """Return what stands for somebody of the roster in a text."""
        if not person:
            return "[name]"
        known = canonical(person)
        if known in self._others:
            return f"[person {pseudonym(self._key, 'p', known)}]"
        return f"[member {pseudonym(self._key, 'm', known)}]"

    def key(self, value: str) -> str:
        """Return a record's id, or what stands for it if it names somebody."""
        return self._recoded.get(value, value)

    def _resolve(self, value: str) -> str:
        """Return the id that a value means, which may be written as a name."""
        known = canonical(value)
        if known not in self._ids and self._roster is not None:
            named = self._roster.person(value)
            return canonical(named) if named else known
        return known

    def _telling_keys(self, raw: RawJournal) -> dict[str, str]:
        recoded: dict[str, str] = {}
        for name in raw.tables():
            table = TABLES[name]
            keys, people = table.of_kind("key"), table.of_kind("person")
            if table.raw_only or not keys:
                continue
            for batch in raw.identifiable_batches(name, [*keys, *people]):
                columns = [batch[c].astype(object) for c in people]
                owners = list(zip(*columns, strict=True)) or [()] * len(batch)
                for column in keys:
                    for value, own in zip(batch[column], owners, strict=True):
                        if not isinstance(value, str) or value in recoded:
                            continue
                        if self._tells(value, () if column == "set_id" else own):
                            recoded[value] = pseudonym(self._key, "r", value)
        return recoded

    def _tells(self, value: str, owners: tuple[object, ...]) -> bool:
        """Whether a record's id holds the id or the name of somebody."""
        if _OF_NAME.fullmatch(value):  # whoever knows the name could make the id
            return True
        plain = canonical(value)
        for owner in owners:
            if isinstance(owner, str):
                known = canonical(owner)
                if len(known) >= _MIN_ID and known in plain and owner not in self._sets:
                    return True
        for split in _SPLITS:
            for part in split.split(plain):
                if len(part) >= _MIN_ID and part in self._ids:
                    return True
        return self._roster is not None and self._roster.names_in(value)


def _values(raw: RawJournal, table: str, column: str) -> list[str]:
    if column not in TABLES[table].names:
        return []
    frame = raw.identifiable_frame(table, [column])
    return [v for v in frame[column].dropna().unique().tolist() if v]


def _authors(raw: RawJournal, *kinds: str) -> Iterator[str]:
    """Yield those who wrote as one of these kinds; without kinds, all others."""
    frame = raw.identifiable_frame("reflections", ["member", "author_kind"])
    frame = frame.dropna(subset=["member"])
    chosen = frame["author_kind"].isin(kinds or _NOT_MEMBERS)
    for value in frame.loc[chosen if kinds else ~chosen, "member"].unique():
        yield canonical(value)
