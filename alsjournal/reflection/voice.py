"""`VoiceFinder`: we and they, and whom each refers to where the text says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from alsjournal.reflection._antecedent import (
    NOT_SAID,
    THING,
    they_refer_to,
    we_refer_to,
)
from alsjournal.reflection._parse import GRAMMAR, parsed
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage
from alsjournal.themes._input import texts_of

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

__all__ = ["REFERENTS", "VoiceFinder", "VoicePassage", "voice_rates"]

REFERENTS = (
    "set",
    "team or practice",
    "network",
    "organisation",
    "profession",
    "patients or residents",
    "system",
    NOT_SAID,
)
"""The kinds that a pronoun may refer to."""

_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_ANY = re.compile(r"(?:we|us|our|they|them|their)", re.IGNORECASE)


@dataclass(frozen=True)
class VoicePassage(Passage):
    """A "we" or a "they" in a text.

    Parameters
    ----------
    start, end : int
    code : str
        "we" or "they".
    confidence : float, default=1.0
    refers_to : str, default="not said"
        One of `REFERENTS`.
    """

    refers_to: str = NOT_SAID


class VoiceFinder(Finder):
    """Find each "we" and each "they" of people and bodies.

    "We", "us", "our", "ours", "ourselves" against "they", "them" and so on. A
    "they" whose nearest noun is one of things is none. What a pronoun refers to is
    said only where the text does: for "we" beside it ("we as a practice", "our
    network"), for "they" as the nearest noun of people or bodies before it.

    There is nothing to set: who is known lies in ``people.toml``.

    See Also
    --------
    voice_rates : How often, text by text.

    References
    ----------
    Steffens, N. K. and Haslam, S. A. (2013). Power through "us": leaders' use of
    we-referencing language predicts election victory. PLoS ONE 8(10), e77952.

    Examples
    --------
    >>> text = "The trust wrote again. They want five forms from us at the practice."
    >>> found = VoiceFinder().spans([text])[0]  # doctest: +SKIP
    >>> [(p.of(text), p.code, p.refers_to) for p in found]  # doctest: +SKIP
    [('They', 'they', 'organisation'), ('us', 'we', 'team or practice')]
    """

    construct: ClassVar[str] = "voice"
    name: ClassVar[str] = "als-voice"
    needs: ClassVar[tuple[str, ...]] = GRAMMAR

    @property
    def codes(self) -> tuple[str, ...]:
        """Both codes."""
        return ("we", "they")

    def read(self, doc: Doc) -> Sequence[VoicePassage]:
        """Return every "we" and "they" of one parsed text, in order."""
        if not _ANY.search(doc.text):
            return []
        found = (_passage(doc, token.i) for token in doc if _voiced(token.text))
        return [one for one in found if one is not None]


def voice_rates(X: object) -> pd.DataFrame:
    """Return how often each text says we and they.

    For research alone: a text is one person's, and how often somebody says "they"
    is no measure of that person. Nothing made of these rows goes to a set or a
    programme.

    Parameters
    ----------
    X : Journal or sequence of str
        Of a journal, the texts that may be counted and are in English.

    Returns
    -------
    pandas.DataFrame
        One row a text: ``reflection_id`` (of a sequence: the position), ``words``
        (runs of characters without a space), ``we`` and ``they`` (counts),
        ``we_per_100`` and ``they_per_100`` (per 100 words).

    Raises
    ------
    InputError
        If X is neither.

    Examples
    --------
    >>> voice_rates(["We asked and they answered."])  # doctest: +SKIP
      reflection_id  words  we  they  we_per_100  they_per_100
    0             0      5   1     1        20.0          20.0
    """
    import pandas as pd

    finder = VoiceFinder()
    rows = []
    for batch in texts_of(X):
        use = [i for i in range(len(batch)) if batch.usable[i]]
        docs = parsed([batch.texts[i] for i in use], finder.needs)
        for i, doc in zip(use, docs, strict=True):
            codes = [passage.code for passage in finder.read(doc)]
            words = len(batch.texts[i].split())
            rows.append((batch.ids[i], words, codes.count("we"), codes.count("they")))
    out = pd.DataFrame(rows, columns=["reflection_id", "words", "we", "they"])
    for code in finder.codes:
        out[f"{code}_per_100"] = 100.0 * out[code] / out["words"]
    return out


def _voiced(word: str) -> bool:
    # "US" in capitals is a country, or shouting that is rarer still.
    small = word.lower()
    return word != "US" and (small in _WE or small in _THEY)


def _passage(doc: Doc, i: int) -> VoicePassage | None:
    token = doc[i]
    start, end = token.idx, token.idx + len(token.text)
    if token.lower_ in _WE:
        return VoicePassage(start, end, "we", refers_to=we_refer_to(doc, i))
    whom = they_refer_to(doc, i)
    return None if whom == THING else VoicePassage(start, end, "they", refers_to=whom)
