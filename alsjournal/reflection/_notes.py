"""What is noted to be done in few words: "Action: me to draft", "To do: ring"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Note", "notes"]

_WHO: Final = (
    r"me|myself|mine|I|us|all|both|everyone|everybody|all\s+of\s+us|the\s+set"
    r"|(?:Dr\.?\s+|Mrs?\.?\s+|Ms\.?\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"  # noqa: RUF001
    r"(?:\s*(?:and|&|\+|/|,)\s*(?:me|I|[A-Z][\w'’-]+)){0,2}"  # noqa: RUF001
    r"|the\s+[a-z]+(?:\s+[a-z]+)?"
)
_HEAD: Final = (
    r"(?:new\s+|my\s+|our\s+|one\s+)?(?:actions?|to[ -]?dos?|next\s+steps?|agreed"
    r"|actions?\s+agreed|follow[ -]?ups?|homework|tasks?|undertaking|commitments?"
    r"|next|action\s+points?|action\s+is\s+mine|action\s+for\s+me|next\s+action"
    r"|notes?\s+to\s+(?:my)?self|must[- ]dos?|my\s+(?:promise|resolution)"
    r"(?:\s+to\s+[a-z ]{2,20})?)"
)
_LEAD: Final = r"(?:(?:[-*•–>]|\(?\d{1,2}[.)])\s*)?"  # noqa: RUF001
_HEADED = re.compile(
    rf"(?:^|(?<=[.!?;]\s)|(?<=\n)){_LEAD}(?:so\s+|and\s+)?"
    rf"(?P<head>(?i:{_HEAD}))"
    rf"(?:\s+\([a-z ]{{1,20}}\)|\s+(?:for\s+|on\s+)?\(?(?P<who>{_WHO})\)?)?"
    r"(?:\s+(?:before|by|for|from|until)\s+[^:\n]{2,30}?)?\s*(?:[:–—=]|\s-\s|->)[ \t]*"  # noqa: RUF001
    r"(?P<rest>[^\n]*?)(?:(?<=[.!?])(?=\s)|$|(?=\n))",
    re.MULTILINE,
)
_TOOK = re.compile(
    r"\b(?:(?P<who>I|we)(?:\s+(?:have|then)|['’]ve)?\s+)?(?P<head>(?i:took|taken|"  # noqa: RUF001
    r"picked up|accepted|have|got))(?:\s+(?:on|away))?\s+(?:the|an|a|one|my|two)\s+"
    r"(?:actions?|jobs?\s+of|tasks?\s+of)"
    r"(?:\s+(?:away|anyway|again|too|home))?\s*(?::|,|to\b|(?<=of))\s*(?P<rest>[^\n.;]+)"
)
_MINE = re.compile(
    r"\b(?:that|this|which)(?:['’]?s|\s+is|\s+one\s+is)\s+"  # noqa: RUF001
    r"(?P<who>mine|my|me|ours|our)\s+(?:action|job|task|homework|to\s+do)"
    r"(?=[\s.,;!]|$)"
)
_BEFORE = re.compile(r"[^\n.;:!?]{3,200}$")
_AFTER = re.compile(r"[^\n.;:!?]{0,80}")
_LISTED = re.compile(
    rf"^[ \t]*{_LEAD}(?i:{_HEAD})[^\n:]{{0,30}}:?[ \t]*\n"
    r"(?P<items>(?:[ \t]*(?:[-*•–>]|\(?\d{1,2}[.)])[^\n]+(?:\n|$))+)",  # noqa: RUF001
    re.MULTILINE,
)
_ITEM = re.compile(
    r"^[ \t]*(?:[-*•–>]|\(?\d{1,2}[.)])[ \t]*"  # noqa: RUF001
    rf"(?:(?P<who>{_WHO})\s*(?::|\bto\b|\bwill\b)\s*)?(?P<rest>[^\n]+)",
    re.MULTILINE,
)
_LITTLE: Final = 12
_OWN: Final = frozenset({"me", "myself", "mine", "i", "my"})
_OURS: Final = frozenset(
    {"us", "all", "both", "everyone", "everybody", "ours", "our", "we", "the set"}
)


class Note(NamedTuple):
    """A noted act: where it lies, whose it is and where that is said."""

    start: int
    end: int
    owner: str
    owner_at: tuple[int, int] | None
    what: tuple[int, int]


def notes(text: str) -> Iterator[Note]:
    """Yield what a text notes as to be done; some may lie upon each other.

    Parameters
    ----------
    text : str

    Yields
    ------
    Note

    Examples
    --------
    >>> text = "Short one. Action me: ring the trust."
    >>> [(text[n.start:n.end], n.owner) for n in notes(text)]
    [('Action me: ring the trust.', 'writer')]
    """
    for found in _LISTED.finditer(text):
        for item in _ITEM.finditer(text, found.start("items"), found.end("items")):
            yield _note(item, "not said")
    for found in _HEADED.finditer(text):
        if found["rest"].strip():
            yield from _headed(found)
    for found in _TOOK.finditer(text):
        yield _note(found, "writer")
    for found in _MINE.finditer(text):
        yield _mine(text, found)


def _mine(text: str, found: re.Match[str]) -> Note:
    """What was said just before, or if that is little just after, is to be done."""
    before = _BEFORE.search(text, max(0, found.start() - 200), found.start())
    start = found.start() if before is None else before.start()
    start += len(text[start:]) - len(text[start:].lstrip(" ,&-"))
    after = _AFTER.match(text, found.end())
    end = found.end() if after is None else after.end()
    said = (start, found.start()) if found.start() - start > _LITTLE else None
    what = said or (min(found.end() + 1, end), end)
    return Note(start, end, _whose(found["who"], "other"), found.span("who"), what)


def _headed(found: re.Match[str]) -> Iterator[Note]:
    head = found["head"].lower()
    inside = _ITEM_WHO.match(found["rest"])
    if found["who"] is None and inside is not None:
        at = found.start("rest")
        start, end = at + inside.start("who"), at + inside.end("who")
        yield Note(
            found.start("head"),
            found.end("rest"),
            _whose(inside["who"], "other"),
            (start, end),
            (at + inside.end(), found.end("rest")),
        )
        return
    own = head.startswith(("to", "my", "note", "must"))
    own = own or "mine" in head or "me" in head.split()
    yield _note(found, "writer" if own else "not said")


_ITEM_WHO = re.compile(rf"(?P<who>{_WHO})(?:\s+(?:to|will)\s+|\s*:\s*|\s+-\s+)(?=\w)")


def _note(found: re.Match[str], default: str) -> Note:
    groups = found.groupdict()
    named = "who" if groups.get("who") else None
    at = None if named is None else found.span(named)
    kind = default if named is None else _whose(found[named], "other")
    first = [found.start(g) for g in ("head", "who", "rest") if groups.get(g)]
    start = min(first)
    return Note(start, found.end(), kind, at, found.span("rest"))


def _whose(who: str, default: str) -> str:
    names = re.findall(r"[\w ]+", who.lower())
    parts = {w for name in names for w in name.split()}
    if parts & _OWN:
        return "writer"
    return "set" if who.lower() in _OURS or "us" in parts else default
