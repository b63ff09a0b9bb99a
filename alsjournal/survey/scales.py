"""Scales: the answers that a closed question can have, and which of them mean yes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["KNOWN", "Scale", "known_scale", "on_known", "plain"]


@dataclass(frozen=True)
class Scale:
    """The answers of a closed question.

    Parameters
    ----------
    answers : tuple of str
        From the least to the most; what is beside the scale, as *don't know*, last.
    yes : tuple of str
        Which of them count as yes; none where nobody has said.
    several : bool, default=False
        Whether one person may give several.
    """

    answers: tuple[str, ...]
    yes: tuple[str, ...]
    several: bool = False


def _s(answers: str, yes: str) -> Scale:
    return Scale(tuple(answers.split(" | ")), tuple(yes.split(" | ")))


KNOWN: tuple[Scale, ...] = (
    _s("no | yes", "yes"),
    _s("no | partly | yes", "yes"),
    _s("no | maybe | yes", "yes"),
    _s("no | yes | don't know", "yes"),
    _s("no | yes | not sure", "yes"),
    _s("no | partly | yes | cannot say", "yes"),
    _s("disagree | agree", "agree"),
    _s(
        "strongly disagree | disagree | agree | strongly agree",
        "agree | strongly agree",
    ),
    _s(
        "strongly disagree | disagree | neither agree nor disagree | agree | "
        "strongly agree",
        "agree | strongly agree",
    ),
    _s("1 | 2 | 3 | 4 | 5", "4 | 5"),
    _s("not met | met | surpassed", "surpassed"),
    _s("not met | met | exceeded", "exceeded"),
    _s("worse | the same | better", "better"),
    _s("never | rarely | sometimes | often | always", "often | always"),
    _s("never | sometimes | often | always", "often | always"),
    _s("not at all | a little | quite | very", "quite | very"),
    _s("not at all | slightly | moderately | very | extremely", "very | extremely"),
    _s(
        "very dissatisfied | dissatisfied | neither satisfied nor dissatisfied | "
        "satisfied | very satisfied",
        "satisfied | very satisfied",
    ),
    _s(
        "very poor | poor | neither good nor poor | good | very good | don't know",
        "good | very good",
    ),
)
"""Scales that are known without being declared.

Answers on paper and in forms are worded so; that the upper end counts as yes is our
own choice, and said beside every figure. The last is the one of the NHS Friends and
Family Test, whose published figure is the share of *good* and *very good*. Numbers are
known from 1 to 5 only: on other scales nobody can tell from the answers where they end.
"""

_ALIKE = {
    "y": "yes",
    "true": "yes",
    "n": "no",
    "false": "no",
    "neutral": "neither agree nor disagree",
    "neither": "neither agree nor disagree",
    "same": "the same",
    "partially": "partly",
    "do not know": "don't know",
    "dont know": "don't know",
    "unsure": "not sure",
    "can't say": "cannot say",
    "i cannot say": "cannot say",
}
"""Other ways of putting an answer of a known scale."""


def plain(answer: object) -> str:
    r"""Return an answer without what does not change it: case, blanks, a full stop.

    Examples
    --------
    >>> plain(" Strongly  Agree. "), plain("4.0"), plain("DON\u2019T KNOW")
    ('strongly agree', '4', "don't know")
    """
    text = unicodedata.normalize("NFKC", str(answer)).replace("\u2019", "'")
    text = " ".join(text.split()).strip(" .").casefold()
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def known_scale(answers: Iterable[str]) -> Scale | None:
    """Return the known scale that these answers are on, if one is.

    Parameters
    ----------
    answers : iterable of str
        One a person, as `plain` returns them.

    Returns
    -------
    Scale or None
        The one that more than half of them are on, and most of all; of equal ones
        the shortest.

    Examples
    --------
    >>> known_scale(["yes", "no", "yes", "it depends"]).yes
    ('yes',)
    >>> known_scale(["the red card", "a chair"]) is None
    True
    """
    given = [_ALIKE.get(answer, answer) for answer in answers]
    best, most = None, len(given) / 2
    for scale in sorted(KNOWN, key=lambda scale: len(scale.answers)):
        on = sum(answer in scale.answers for answer in given)
        if on > most:
            best, most = scale, on
    return best


def on_known(answer: str) -> str:
    """Return a plain answer as a known scale puts it."""
    return _ALIKE.get(answer, answer)
