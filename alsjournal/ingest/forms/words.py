"""Know the sheet's questions and choices again, however a form writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from alsjournal.ingest.headers import plain
from alsjournal.wording import Question, choices_for, every_question

__all__ = ["compared", "folded", "meanings", "one_line", "question_of", "shown_choices"]

_SIGNS = str.maketrans("‘’‛′“”„″–—‐‑", "''''\"\"\"\"----")  # noqa: RUF001 - that is their point
_ENDS = " .,;:?!*"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff]")
_BETWEEN = re.compile(r"\s*[;,]\s*")
_NUMBERED = re.compile(r"(?:\d{1,2}[.)] ?)?(.*?)\d{0,2}")
_MOST_TICKED = 40


def one_line(header: str) -> str:
    r"""Return a header as a label: one line, no odd spaces or hidden signs.

    Examples
    --------
    >>> one_line("What did you\u00a0notice?\n")
    'What did you notice?'
    """
    return _CONTROLS.sub("", " ".join(header.split()))


def compared(text: str) -> str:
    """Return a header as it is compared: no case, one kind of quotes and blanks."""
    return plain(one_line(text)).translate(_SIGNS)


def folded(text: str) -> str:
    """Return a wording as it is compared: as a header, without signs at its end."""
    return compared(text).strip(_ENDS)


def question_of(header: str) -> Question | None:
    """Return the sheet's question that a header asks.

    A number before it, and the digit that Microsoft Forms puts behind a question that
    stands twice in a form, make no difference.

    Examples
    --------
    >>> question_of("2.  WHO are you2").column
    'member'
    >>> question_of("Who are they?") is None
    True
    """
    titles = {folded(question.title): question for question in every_question()}
    key = folded(header)
    if key in titles:
        return titles[key]
    bare = _NUMBERED.fullmatch(key)
    return titles.get(folded(bare[1])) if bare else None


def shown_choices(
    table: str,
    column: str,
    values: Sequence[str],
    mapped: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return what each answer of a closed question means to us, as compared.

    Parameters
    ----------
    table, column : str
    values : sequence of str
        Ours, which may also be written as they are.
    mapped : mapping of str to str, optional
        ``[values]`` of programme.toml for this column.
    """
    known = {**{value: value for value in values}, **choices_for(table, column)}
    known.update(mapped or {})
    return {_joined(wording): value for wording, value in known.items()}


def meanings(cell: str, choices: Mapping[str, str]) -> list[str] | None:
    """Return what was chosen; None if part of it is none of the choices.

    Several choices in one cell are divided by semicolons (Microsoft) or by commas
    (Google), which a choice may hold too.

    Parameters
    ----------
    cell : str
    choices : mapping of str to str
        As `shown_choices` returns them.

    Examples
    --------
    >>> choices = shown_choices("permissions", "reach", ["set", "programme", "public"])
    >>> meanings("My set;Anybody, as in a published report;", choices)
    ['set', 'public']
    >>> meanings("Anybody, as in a published report, my set", choices)
    ['public', 'set']
    >>> meanings("My set;My friends;", choices) is None
    True
    """
    pieces = [piece for piece in _joined(cell).split(", ") if piece]
    return _read(pieces, choices) if len(pieces) <= _MOST_TICKED else None


def _joined(text: str) -> str:
    """Fold a wording so that either sign divides it alike."""
    pieces = (folded(piece) for piece in _BETWEEN.split(text))
    return ", ".join(piece for piece in pieces if piece)


def _read(pieces: list[str], choices: Mapping[str, str]) -> list[str] | None:
    if not pieces:
        return []
    for n in range(len(pieces), 0, -1):
        value = choices.get(", ".join(pieces[:n]))
        if value is not None:
            rest = _read(pieces[n:], choices)
            if rest is not None:
                return [value, *rest]
    return None
