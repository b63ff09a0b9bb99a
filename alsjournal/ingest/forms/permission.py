"""Hear a question of permission, in whatever words it is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from alsjournal.ingest.forms.words import compared, folded, meanings, shown_choices
from alsjournal.schema import TABLES
from alsjournal.wording import choices_for

__all__ = ["Heard", "asks_permission", "permission_choices", "permission_heard"]

FIELDS = ("use", "reach")

LONG = 4
"""Words from which a choice is nobody's answer to another question."""

_SURE = re.compile(
    r"\b(?:permissions?|consent\w*|quot(?:e|es|ed|ing|ation|ations)|anonymous\w*"
    r"|caniat\w*|cydsyn\w*|dyfyn\w*"
    r"|may (?:we|i|it|this|they|your|others)|(?:we|it|this|they) may|allow(?:ed|s|ing)?"
    r"|ok(?:ay)? (?:to|for|if|with)|happy (?:for|to|with|if)"
    r"|(?:use|share|publish) (?:of )?(?:your|my|this|it|these|them|what you))\b"
)
_PERHAPS = re.compile(
    r"\b(?:(?<!you )use|(?<!like to )(?<!want to )(?<!wish to )(?<!you )share[ds]?"
    r"|sharing|publish\w*|can (?:we|it|this|they))\b"
)
_LETTERS = re.compile(r"[\W_]+")


class Heard(NamedTuple):
    """What the answers of a column say it asks.

    ``column`` is ``use`` or ``reach``; ``certain`` says whether every answer is one of
    its choices.
    """

    column: str
    certain: bool


def asks_permission(header: str, *, known: bool = False) -> bool:
    """Whether a header speaks of what may be done with the answers.

    Parameters
    ----------
    header : str
    known : bool, default=False
        Whether the form's questions of permission are known already, or people answer
        at length: then words that may mean something else ("use", "share") do not
        count.

    Examples
    --------
    >>> asks_permission("May we use your words?"), asks_permission("Who may come?")
    (True, False)
    """
    text = compared(header)
    return bool(_SURE.search(text) or (not known and _PERHAPS.search(text)))


def permission_choices(
    values: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, str]]:
    """Return what each answer to the two questions means, as compared.

    Parameters
    ----------
    values : mapping of str to mapping of str to str
        ``[values.permissions]`` of programme.toml.
    """
    return {
        column: shown_choices(
            "permissions",
            column,
            TABLES["permissions"][column].choices,
            values.get(column),
        )
        for column in FIELDS
    }


def permission_heard(
    answers: Sequence[str], choices: Mapping[str, Mapping[str, str]]
) -> Heard | None:
    """Say by its answers whether a column asks what may be done, or how far it may go.

    It does if one of them is a choice of the sheet, of four words or more, in any of
    its wordings and with whatever signs; or if half of them are shorter choices ("My
    set"), which people also write of something else. It is certain if all are choices
    of the same question and one is long.

    Parameters
    ----------
    answers : sequence of str
    choices : mapping of str to mapping of str to str
        As `permission_choices` returns them.

    Returns
    -------
    Heard or None

    Examples
    --------
    >>> known = permission_choices({})
    >>> permission_heard(["Nothing: it is for me alone;", ""], known)
    Heard(column='use', certain=True)
    >>> permission_heard(["Nothing - it is for me alone", "Do as you like"], known)
    Heard(column='use', certain=False)
    >>> permission_heard(["Slowly", "My set", "Not at all"], known) is None
    True
    """
    said = [answer for answer in answers if answer.strip()]
    for column in FIELDS:
        wordings = choices_for("permissions", column)
        long, short = _by_length(wordings)
        some = sum(_holds(answer, long, column) for answer in said)
        brief = sum(folded(answer.strip(" ;,")) in short for answer in said)
        if some or (brief and 2 * brief >= len(said)):
            all_ = all(meanings(answer, choices[column]) for answer in said)
            return Heard(column, certain=bool(some) and all_)
    return None


def _holds(answer: str, long: set[str], column: str) -> bool:
    """Whether one of the long choices stands in an answer.

    Those of how far must be half of it: a story may hold "the people who run the
    programme" too.
    """
    text = _bare(answer)
    return any(
        one in text and (column == "use" or 2 * len(one) >= len(text)) for one in long
    )


def _by_length(wordings: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Part the choices: long ones by their letters, short ones as compared."""
    long = {_bare(one) for one in wordings if len(one.split()) >= LONG}
    return long, {folded(one) for one in wordings if len(one.split()) < LONG}


def _bare(text: str) -> str:
    """Only letters and digits, so that a dash for a colon makes no difference."""
    return f" {' '.join(_LETTERS.sub(' ', compared(text)).split())} "
