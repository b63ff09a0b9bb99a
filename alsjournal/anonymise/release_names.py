"""What people are called in one release: unrelated to the journal, and to any other.

In the journal a person has one pseudonym for good. Were it passed on, two releases
could be laid side by side, and what was left out of one looked up in the other. So a
release has names of its own, made with the key from the release and the person: the
same release gives the same bytes, and without the key two releases cannot be linked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from alsjournal.anonymise.key import pseudonym
from alsjournal.disclosure.audience import Audience
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["ReleaseNames", "release_letters", "release_pseudonyms"]

_MENTION = re.compile(r"\[(member|person) ([mp]-[0-9A-HJKMNP-TV-Z]{12})\]")
_SHARED_BY = 3
"""So many people must have a kind of workplace before it is said of one of them."""


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
    if not isinstance(release, str) or not release.strip():
        msg = "A release must have a name, as its id in the ledger. Got none."
        raise InputError(msg)
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
    practice]``, the workplace only where three of the release's members or more
    share it; a programme ``[colleague B]``; the public ``[a colleague]``, since even
    a letter would tie two quotes together. The writer of a text is ``[the writer]``
    in it: else a letter in one text would say who wrote another.

    Parameters
    ----------
    journal : Journal
        For its members, and who facilitates.
    key : bytes
        From `find_key`.
    release : str
        What the release is called.
    audience : str or Audience

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
        self, journal: Journal, key: bytes, *, release: str, audience: str | Audience
    ) -> None:
        who = Audience.parse(audience)
        places = _workplaces(journal)
        facilitators = journal.table("facilitations", ["person"])["person"]
        self._facilitators = frozenset(facilitators.dropna())
        people = {*places, *_mentioned(journal)}
        self._letters = (
            {} if who.kind == "public" else release_letters(key, release, people)
        )
        shared = Counter(places.values())
        self._places = {
            member: place
            for member, place in places.items()
            if who.kind in ("set", "research", "member") and shared[place] >= _SHARED_BY
        }

    def __repr__(self) -> str:
        return f"ReleaseNames({len(self._letters)} people)"

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
        return _MENTION.sub(lambda found: self._words(found[1], found[2], writer), text)

    def _words(self, kind: str, who: str, writer: str | None) -> str:
        if who == writer:
            return "[the writer]"
        if kind == "person":
            known = who in self._facilitators
            return "[the facilitator]" if known else "[a person]"
        if who not in self._letters:
            return "[a colleague]"
        place = self._places.get(who)
        return f"[colleague {self._letters[who]}{f', {place}' if place else ''}]"


def _workplaces(journal: Journal) -> Mapping[str, str | None]:
    """Return the members, each with the kind of their workplace."""
    frame = journal.table("members", ["member", "organisation_type"]).astype(object)
    frame = frame.where(frame.notna(), None)
    return dict(frame.itertuples(index=False, name=None))


def _mentioned(journal: Journal) -> set[str]:
    """Return the members who write, or are named in a reflection."""
    found: set[str] = set()
    for batch in journal.batches("reflections", ["member", "text"]):
        found |= set(batch["member"].dropna())
        for text in batch["text"].dropna():
            found |= {who for kind, who in _MENTION.findall(text) if kind == "member"}
    return found


def _letters(number: int) -> str:
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
        number -= 1
    return letters
