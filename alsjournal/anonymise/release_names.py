"""What people are called in one release: unrelated to the journal, and to any other.

In the journal a person has one pseudonym for good. Were it passed on, two releases
could be laid side by side, and what was left out of one looked up in the other. So a
release has names of its own, made with the key from the release and the person: the
same release gives the same bytes, and without the key two releases cannot be linked.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from alsjournal.anonymise.key import pseudonym
from alsjournal.anonymise.release_key import release_key
from alsjournal.anonymise.unlinked import MENTION, members_named, unlinked
from alsjournal.disclosure.audience import Audience
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["ReleaseNames", "release_letters", "release_names", "release_pseudonyms"]

_SHARED_BY = 3
"""So many people must have a kind of workplace before it is said of one of them."""
_BEYOND = ("programme", "public")
_NO_BRACKETS = str.maketrans("", "", "[]")
_LETTERS = "A letter (as in [colleague B]) stands for the same colleague in this output"


def release_pseudonyms(
    key: bytes, release: str, members: Iterable[str]
) -> dict[str, str]:
    """Return the pseudonym of each member in one release.

    Parameters
    ----------
    key : bytes
        From `find_key`.
    release : str
        What the release is called; another name gives unrelated pseudonyms.
    members : iterable of str
        Pseudonyms of the journal.

    Returns
    -------
    dict of str to str
        ``"x-"`` and 12 characters of Crockford's base32: HMAC-SHA256 (RFC 2104) of
        the release and the member under the key.

    Raises
    ------
    InputError
        If the release has no name.

    Examples
    --------
    >>> key = b"a key of the docs only"
    >>> release_pseudonyms(key, "2026 summary", ["m-Z2SS3YE7NFM6"])
    {'m-Z2SS3YE7NFM6': 'x-8PEXDXEFBNCQ'}
    >>> release_pseudonyms(key, "2027 summary", ["m-Z2SS3YE7NFM6"])
    {'m-Z2SS3YE7NFM6': 'x-JHDCXS7A93G0'}
    """
    _check(release)
    # The length of the release goes in, so that no two pairs make one message.
    start = f"release {len(release)}:{release}:"
    return {m: pseudonym(key, "x", start + m) for m in dict.fromkeys(members)}


def release_letters(key: bytes, release: str, members: Iterable[str]) -> dict[str, str]:
    """Return a letter for each member in one release: A to Z, then AA, AB, ...

    They are given in the order of the release's pseudonyms. So they tell nothing of
    the alphabet, of who wrote most or first, or of another release.

    Parameters
    ----------
    key : bytes
    release : str
    members : iterable of str

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> sorted(release_letters(b"a key of the docs only", "r1", "xyz").values())
    ['A', 'B', 'C']
    """
    names = release_pseudonyms(key, release, members)
    order = sorted(names, key=names.__getitem__)
    return {member: _letters(i) for i, member in enumerate(order)}


class ReleaseNames:
    """Put readable words for the people whom a journal's texts mention.

    How much is said depends on who reads. A set reads ``[colleague B, general
    practice]``, the workplace only where three of the set's members or more share
    it; a programme ``[colleague B]``; the public ``[a colleague]``, since even a
    letter would tie two quotes together. The writer of a text is ``[the writer]`` in
    it: else a letter in one text would say who wrote another. Outsiders are numbered
    anew in each text, and beyond the set a date is not told by the session.

    Parameters
    ----------
    journal : Journal
        For its members, and who facilitates.
    key : bytes or None
        From `release_key`. Without it letters are given in the order of ``people``,
        which tells nothing that the release itself does not.
    release : str
        What the release is called. The audience goes in too.
    audience : str or Audience
    people : iterable of str, optional
        The pseudonyms of those who need a letter, in the order in which they are
        named; by default all who write or are named in a reflection.

    Raises
    ------
    InputError
        If the release has no name.

    Examples
    --------
    >>> import pandas as pd
    >>> someone = "m-Z2SS3YE7NFM6"
    >>> frame = pd.DataFrame({"text": [f"I asked [member {someone}]."]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> names = ReleaseNames(
    ...     journal, b"a key of the docs only", release="r1", audience="programme"
    ... )
    >>> names.render(frame["text"][0])
    'I asked [colleague A].'
    """

    def __init__(
        self,
        journal: Journal,
        key: bytes | None,
        *,
        release: str,
        audience: str | Audience,
        people: Iterable[str] | None = None,
    ) -> None:
        who = Audience.parse(audience)
        _check(release)
        places = _workplaces(journal, who)
        facilitators = journal.table("facilitations", ["person"])["person"]
        self._facilitators = frozenset(facilitators.dropna())
        self._dates = who.kind not in _BEYOND
        self._keyed = key is not None
        self._letters: dict[str, str] = {}
        if who.kind != "public":
            named = {**places, **_mentioned(journal)} if people is None else people
            self._letters = _given(key, f"{len(str(who))}:{who}:{release}", named)
        shared = Counter(places.values())
        self._places = {
            member: place
            for member, place in places.items()
            if who.kind not in _BEYOND and shared[place] >= _SHARED_BY
        }

    def __repr__(self) -> str:
        return f"ReleaseNames({len(self._letters)} people)"

    @property
    def note(self) -> str:
        """What a reader must know of the letters; empty if there are none."""
        if not self._letters:
            return ""
        # A page sorts its themes, so that there the first may be a C.
        order = ", in the order in which the table of quotes names people"
        order = "" if self._keyed else order
        return f"{_LETTERS} alone{order}."

    def render(self, text: str, *, writer: str | None = None) -> str:
        """Return a text of the journal with readable words for its people.

        Parameters
        ----------
        text : str
        writer : str, optional
            The pseudonym of who wrote it.

        Returns
        -------
        str
        """
        named = MENTION.sub(lambda found: self._words(found[1], found[2], writer), text)
        return unlinked(named, dates=self._dates)

    def _words(self, kind: str, who: str, writer: str | None) -> str:
        if who == writer:
            return "[the writer]"
        if kind == "person":
            known = who in self._facilitators
            return "[the facilitator]" if known else "[a person]"
        if who not in self._letters:
            return "[a colleague]"
        # What was masked in it is read as a word: brackets do not hold brackets.
        place = (self._places.get(who) or "").translate(_NO_BRACKETS)
        return f"[colleague {self._letters[who]}{f', {place}' if place else ''}]"


def release_names(
    journal: Journal, chosen: pd.DataFrame, audience: Audience, release: str | None
) -> ReleaseNames:
    """Return what the people in these quotes are called in this output alone.

    The quotes go into its name, so that two outputs which differ share no letters,
    even where nobody gave them a name.

    Parameters
    ----------
    journal : Journal
    chosen : pandas.DataFrame
        ``theme``, ``said`` (the words as the journal has them) and ``member``, who
        wrote them.
    audience : Audience
    release : str or None
        What the output is called.

    Returns
    -------
    ReleaseNames

    Raises
    ------
    InputError
        If ``release`` is empty.
    """
    if release is not None and not release.strip():
        msg = "release= must be what the output is called, or None. Got no words."
        raise InputError(msg)
    # Not by themselves: a letter that is missing there would say who wrote that quote.
    people = [
        person
        for said, writer in zip(chosen["said"], chosen["member"], strict=True)
        for person in members_named([said])
        if pd.isna(writer) or person != writer
    ]
    shown = hashlib.sha256()
    for part in (*chosen["theme"], *chosen["said"]):
        words = part.encode("utf-8", "surrogatepass")
        shown.update(f"{len(words)}:".encode() + words)
    return ReleaseNames(
        journal,
        release_key(journal) if people and audience.kind != "public" else None,
        release=f"{release or ''}:{shown.hexdigest()}",
        audience=audience,
        people=people,
    )


def _check(release: object) -> None:
    if not isinstance(release, str) or not release.strip():
        msg = "A release must have a name, as its id in the ledger. Got none."
        raise InputError(msg)


def _given(key: bytes | None, release: str, people: Iterable[str]) -> dict[str, str]:
    """Return everybody's letter: by the key, or in the order that is given."""
    if key is not None:
        return release_letters(key, release, people)
    return {who: _letters(i) for i, who in enumerate(dict.fromkeys(people))}


def _workplaces(journal: Journal, audience: Audience) -> Mapping[str, str | None]:
    """Return the members whom a release is about, each with the kind of workplace."""
    frame = journal.table("members", ["member", "organisation_type"]).astype(object)
    if audience.kind == "set":
        # Who is alone with their workplace in the set would be known by it there.
        rolls = [
            journal.table(name, ["set_id", "member"])
            for name in ("memberships", "reflections")
        ]
        own = {
            m for roll in rolls for m in roll["member"][roll["set_id"] == audience.name]
        }
        frame = frame[frame["member"].isin(own)]
    frame = frame.where(frame.notna(), None)
    return dict(frame.itertuples(index=False, name=None))


def _mentioned(journal: Journal) -> dict[str, None]:
    """Return the members who write, or are named in a reflection, in order."""
    found: dict[str, None] = {}
    for batch in journal.batches("reflections", ["member", "text"]):
        found |= dict.fromkeys(batch["member"].dropna())
        found |= dict.fromkeys(members_named(batch["text"].dropna()))
    return found


def _letters(number: int) -> str:
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
        number -= 1
    return letters
