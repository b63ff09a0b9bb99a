"""Take out of a text what could be followed from one output into another.

A pseudonym is the same all over the journal. An outsider's number is counted over a
whole text (``[name 3]``), so that two passages of one text, in two outputs, could be
joined by it; here it is counted anew in each passage. A date that is told by a session
says at which session a passage was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from alsjournal.disclosure.pseudonyms import PSEUDONYM

__all__ = ["MENTION", "as_choice", "members_named", "unlinked"]

MENTION = re.compile(r"\[(member|person) ([mp]-[0-9A-HJKMNP-TV-Z]{12})\]")
"""Somebody of the programme, as the anonymiser writes it."""

_LIKE_MENTION = re.compile(r"\[(?:member|person) [a-z]-[0-9A-Za-z]+\]")
_NUMBERED = re.compile(r"\[(name|organisation|place) (\d+)\]")
_BY_SESSION = re.compile(
    r"\[(?:about|\d+ weeks? (?:before|after)) session \d+\]", re.IGNORECASE
)


def members_named(texts: Iterable[str]) -> list[str]:
    """Return the members whom texts name, in the order in which they do.

    Examples
    --------
    >>> members_named(["[person p-Z2SS3YE7NFM6] rang [member m-Y7AC3BEZX0SC]."])
    ['m-Y7AC3BEZX0SC']
    """
    named = (who for t in texts for kind, who in MENTION.findall(t) if kind == "member")
    return list(dict.fromkeys(named))


def unlinked(text: str, *, dates: bool = True) -> str:
    """Return the text without pseudonyms, and with numbers of its own.

    Parameters
    ----------
    text : str
        Of a journal: a passage, a title, the name of a theme.
    dates : bool, default=True
        Whether dates that are told by a session stay.

    Returns
    -------
    str

    Examples
    --------
    >>> unlinked("[name 3] asked [member m-Z2SS3YE7NFM6], then [name 2] and [name 3].")
    '[name 1] asked [a colleague], then [name 2] and [name 1].'
    >>> unlinked("[place 4] is far, [2 weeks before session 3].", dates=False)
    '[place] is far, [date].'
    """
    text = _LIKE_MENTION.sub(_plain, text)
    text = PSEUDONYM.sub("[name]", text)
    if not dates:
        text = _BY_SESSION.sub("[date]", text)
    order: dict[str, dict[str, int]] = {}
    for kind, number in _NUMBERED.findall(text):
        seen = order.setdefault(kind, {})
        seen.setdefault(number, len(seen) + 1)

    def renumbered(found: re.Match[str]) -> str:
        kind, seen = found[1], order[found[1]]
        return f"[{kind} {seen[found[2]]}]" if len(seen) > 1 else f"[{kind}]"

    return _NUMBERED.sub(renumbered, text)


def as_choice(answer: str) -> str:
    """Return an answer of a survey as it is compared with those of its scale.

    Nobody is told apart in it: whom it names may be forgotten in one of the two only.

    Examples
    --------
    >>> as_choice("no, says [member m-Z2SS3YE7NFM6]"), as_choice("no, says [name]")
    ('no, says [name]', 'no, says [name]')
    """
    if "[" not in answer:
        return answer
    return unlinked(MENTION.sub("[name]", answer), dates=False)


def _plain(found: re.Match[str]) -> str:
    return "[a person]" if found[0].startswith("[person") else "[a colleague]"
