"""The form of one question: open or closed, and what it may hold of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

__all__ = ["CLUES", "form_of", "questions_in"]

_AUX: Final = (
    r"(?:am|are|is|was|were|do|does|did|have|has|had|can|could|will|would|shall"
    r"|should|may|might|must|need|ought|ain)"
)
_NOT: Final = r"(?:n['’]?t|\s+not)"  # noqa: RUF001
_WHO: Final = (
    r"(?:I|you|we|they|he|she|it|this|that|there|anyone|anybody|someone|somebody"
    r"|everyone|everybody|nobody|no\s+one|anything|(?:the|a|an|your|our|my|their|his"
    r"|her|any)\s+\w+|[A-Z]\w+)"
)
_OPENING: Final = (
    r"(?:(?:and|but|so|or|well|then|now|ok|okay|right|yes|no|yet|because|also|actually"
    r"|just|please|sorry|hm+|perhaps|maybe|in\s+your\s+view|for\s+you)\b[\s,]*)*"
)
_WH: Final = (
    r"(?:(?:in|at|to|for|of|with|from|by|on|under|over|about|through|after|before|until"
    r"|since|against|between|without|toward|towards|what)\s+)?"
    r"(?:what|how|why|who|whom|whose|which|where|when|wherever|whatever|whoever)\b"
)
_QUANTITY = re.compile(
    r"how\s+(?:many|much|long|often|old|far|big|large|soon|late|high)\b", re.IGNORECASE
)
_WH_FIRST = re.compile(rf"{_OPENING}{_WH}", re.IGNORECASE)
_WH_LATER = re.compile(rf"[,:;–—-]\s*(?:and\s+|but\s+|so\s+)?{_WH}\s", re.IGNORECASE)  # noqa: RUF001
_AUX_FIRST = re.compile(rf"{_OPENING}{_AUX}(?:{_NOT})?\b", re.IGNORECASE)
_INVITES = re.compile(
    rf"{_OPENING}(?:(?:can|could|would|will)\s+you\s+(?:\w+\s+)?(?:tell|say|describe"
    r"|explain|talk|walk|take|help|share|give|show|paint)"
    r"|tell\s+(?:me|us)|describe|say\s+(?:some\s+)?more|talk\s+(?:me|us)\s+through"
    r"|explain|walk\s+(?:me|us)\s+through)\b(?!\s+if\b)",
    re.IGNORECASE,
)
_TAG = re.compile(
    rf"[,;–—-]\s*(?:{_AUX}(?:{_NOT})?\s+(?:I|you|we|they|he|she|it|this|that|there)"  # noqa: RUF001
    r"(?:\s+not)?|right|no|yes|eh|innit|surely|correct|agreed|yeah|true)\s*\?+",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[^.!?\n]*\?+")
_STATED = re.compile(r"^.*(?:[:;]|\s[–—-]\s)\s*(?=\S)")  # noqa: RUF001
_ABBREVIATED = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|e\.g|i\.e|vs|no)$")


def questions_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the questions of a text lie; what is stated before one is none.

    Parameters
    ----------
    text : str

    Yields
    ------
    (int, int)
        Code points, the question mark within.

    Examples
    --------
    >>> text = "I rang twice. Who picked up? And what then?"
    >>> [text[a:b] for a, b in questions_in(text)]
    ['Who picked up?', 'And what then?']
    """
    for found in _ASKED.finditer(text):
        start, end = found.span()
        while (
            start
            and text[start - 1] == "."
            and _ABBREVIATED.search(text[: start - 1][-6:])
        ):
            start = max(text.rfind(mark, 0, start - 1) for mark in ".!?\n") + 1
        stated = _STATED.match(text[start:end])
        if stated is not None and _form_known(text[start + stated.end() : end]):
            start += stated.end()
        start += len(text[start:end]) - len(text[start:end].lstrip(" \t\"'“‘”’)(,-•*"))  # noqa: RUF001
        if any(c.isalnum() for c in text[start:end]):
            yield start, end


def form_of(question: str) -> str:
    """Return "open" or "closed", by the form of a question alone.

    Open is what begins with a question word, or invites to tell; closed is what begins
    with a verb ("is it", "did you"), states and adds a tag, or asks how many.

    Examples
    --------
    >>> form_of("What would help, and who knows?"), form_of("Did it help?")
    ('open', 'closed')
    >>> form_of("If nobody minded, how would it look?")
    'open'
    """
    asked = question.strip().lstrip("\"'“‘(-•* ")  # noqa: RUF001
    if _TAG.search(asked):
        return "closed"
    if _INVITES.match(asked):
        return "open"
    if _WH_FIRST.match(asked):
        return "closed" if _QUANTITY.match(asked) else "open"
    if _AUX_FIRST.match(asked):
        return "closed"
    later = _WH_LATER.search(asked)
    return "closed" if later is None else "open"


def _form_known(question: str) -> bool:
    asked = question.strip()
    forms = (_WH_FIRST, _AUX_FIRST, _INVITES)
    return any(form.match(asked) for form in forms)


_TRIED: Final = (
    r"(?:tried|thought\s+(?:of|about)|considered|asked|spoken|talked|contacted|explored"
    r"|looked\s+(?:at|into)|been\s+in\s+touch|wondered\s+(?:if|about|whether)|used|gone"
    r"|checked|discussed|raised|written|read|suggested|offered|involved)\b"
)
_FIRST: Final = r"(?:^|[.,;:!?]\s*|\b(?:and|but|so|well|or|then)\s+)"
_AUX_NOT: Final = (
    r"(?:(?:do|does|did|is|are|was|were|have|has|had|could|would|should|must|need|ought"
    r"|might)n['\u2019]?t|(?:can|won|shan|ain)['\u2019]?t|cannot)"
)
_TELLING: Final = (
    r"(?:say|tell|describe|explain|talk|walk|help|share|see|know|think|want|like|feel|be"
    r"|give|show|take|have|paint|imagine|remember)\b"
)
_BETTER: Final = (
    r"(?:be\s+(?:(?:an?\s+)?(?:good\s+)?idea|better|easier|worth|possible|useful|sensible"
    r"|simpler|quicker|an\s+option)|help\s+(?:to|if)|make\s+sense)\b"
)
_PROPOSED: Final = (
    rf"{_FIRST}(?:have|had|haven['\u2019]?t)\s+(?:you|we)\s+(?:\w+\s+)?{_TRIED}",
    (
        r"\b(?:did|didn['\u2019]?t)\s+(?:you|we)\s+(?:ever\s+)?(?:try|think\s+(?:of|about)"
        r"|consider)\b"
    ),
    rf"\bwhy\s+(?:not\b|{_AUX_NOT}\s+(?:you|we|they|he|she)\b)",
    r"\b(?:what|how)\s+about\s+(?:(?:just\s+|simply\s+)?\w{2,}ing|a|an|the|if)\b",
    r"\bwhat\s+if\s+(?:you|we|they)\s+(?!were\b|had\b|did\b|are\b|could\b)\w+",
    (
        rf"{_FIRST}(?:could|can|should|shall|might|{_AUX_NOT})\s+(?:you|we|they)\s+"
        rf"(?:(?:not|just|simply|always|perhaps)\s+)*(?!{_TELLING})[a-z]+\b"
    ),
    rf"\b(?:would|might)\s+it\s+(?:not\s+)?{_BETTER}",
    rf"\b(?:wouldn|mightn)['\u2019]?t\s+it\s+{_BETTER}",
    r"\b(?:you|we)\s+could\s+(?:always|just|simply)\b",
    r"\b(?:you|we|they|he|she)\s+(?:should|ought\s+to|need\s+to|must)\b",
)
_SAID: Final = (
    rf"{_FIRST}{_AUX_NOT}\s+{_WHO}",
    rf"{_FIRST}{_AUX}\s+(?:you|we|they|it|this|that)\s+not\b",
    _TAG.pattern,
    (
        r"\b(?:surely|obviously|of\s+course|clearly|as\s+we\s+all\s+know|everyone\s+knows"
        r"|you\s+must\s+(?:be|have|know|feel|see))\b"
    ),
    rf"{_FIRST}(?:do|would|will)\s+you\s+(?:not\s+)?(?:agree|accept|admit)\b",
    r"\bis\s+it\s+(?:not|fair\s+to\s+say|true\s+that|right\s+that)\b",
    (
        r"\bwhy\s+(?:do|did|are|were|have|has|does)\s+(?:you|they|we|he|she)\s+"
        r"(?:always|never|still|keep|insist|refuse|let)\b"
    ),
)
_ANSWERED: Final = (
    r"\bbecause\b",
    r"\bor\s+is\s+(?:it|that)\s+(?:just|only|really|that|because)\b",
    (
        rf"{_FIRST}is\s+(?:it|that|this)\s+(?:just\s+|only\s+|all\s+)?(?:due\s+to|down\s+to"
        r"|about|that)\b"
    ),
)


def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


CLUES: Final = MappingProxyType(
    {
        "advice": _either(_PROPOSED),
        "leading": _either(_SAID),
        "answers itself": _either(_ANSWERED),
    }
)
"""What is looked for in one question, and by which words."""
