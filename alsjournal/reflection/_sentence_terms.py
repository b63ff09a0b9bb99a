"""What a sentence says about itself, as a set of terms.

Three kinds, each term there or not:

- its words, and pairs of neighbouring words;
- its grammar: the skeleton that is left when all but the small words are replaced by
  their part of speech, and of each verb the subject, the tense, what goes with it;
- who or what it is about: lists of words written by hand, and classes of like words
  of a table of vectors, each with the subject and tense of its clause.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from alsjournal.reflection._sentence_words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["positions_between", "terms_at", "terms_of", "tokens_between"]


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SMALL = _set("DET ADP PRON AUX CCONJ SCONJ PART PUNCT")
_KEPT = _set(
    "also but certainly definitely how however maybe n't never next no not often "
    "perhaps probably really so sometimes then too unfortunately very well when where "
    "why yes always"
)
_CONTENT = _set("VERB NOUN ADJ ADV PROPN")
_SUBJECT = _set("nsubj nsubjpass expl csubj")
_AUXILIARY = _set("aux auxpass")
_WITH_VERB = _set("acomp attr dobj prt ccomp advcl mark oprd")
_WRITER = _set("i me my myself our ourselves us we")
_PERSON = _WRITER | _set("he her him it she their them they you")
_SUBJECTS = {
    **{w: w for w in ("i", "we", "you", "they", "there", "who", "which", "what")},
    **dict.fromkeys(("he", "she"), "he"),
    **dict.fromkeys(("it", "that", "this"), "it"),
    **dict.fromkeys(("one", "everyone", "nobody", "someone", "everybody"), "one"),
}
_SHORT = {
    **dict.fromkeys(("'m", "am", "is", "'s", "are", "'re"), "be"),
    **dict.fromkeys(("was", "were"), "was"),
    **dict.fromkeys(("'ve", "has", "have"), "have"),
    **dict.fromkeys(("do", "does"), "do"),
    "'ll": "will",
    "wo": "will",
    "'d": "would",
    "ca": "can",
}
_DEEP = 8
_MOST_VERBS = 6


def tokens_between(doc: Doc, start: int, end: int) -> list[Token]:
    """Return the tokens that begin in a stretch of a parsed text, in order."""
    return [doc[i] for i in positions_between(doc, start, end)]


def positions_between(doc: Doc, start: int, end: int) -> range:
    """Return the positions of the tokens that begin in a stretch of a text."""
    begins = _listed(doc).begins
    return range(bisect_left(begins, start), bisect_left(begins, end))


def terms_of(tokens: Sequence[Token], words: Words) -> set[str]:
    """Return the terms of a sentence.

    Parameters
    ----------
    tokens : sequence of spacy.tokens.Token
        Of one parsed text, neighbours, with tags, parse and lemmas.
    words : Words

    Returns
    -------
    set of str
    """
    if not tokens:
        return set()
    return terms_at(tokens[0].doc, [token.i for token in tokens], words)


def terms_at(doc: Doc, positions: Sequence[int], words: Words) -> set[str]:
    """Return the terms of the sentence at some positions; see `terms_of`."""
    s = _Sentence.of(_listed(doc), positions)
    found: set[str] = set()
    if s.lower:
        _add_words(s, found)
        _add_skeleton(s, found)
        _add_whole(s, found)
        _add_verbs(s, found)
        _add_matter(s, found, words)
    return found


class _Listed(NamedTuple):
    """The tokens of a text as lists side by side: white space is in the first alone.

    ``begins`` is where each token begins, ``kept`` which of them are none of white
    space; ``keys`` are those of their lower forms in a table of vectors, ``heads``
    point into the lists, to -1 where it is white space.
    """

    begins: list[int]
    kept: list[int]
    keys: list[int]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    heads: list[int]


def _listed(doc: Doc) -> _Listed:
    """Return the tokens of a text as lists; the parsed text keeps them."""
    key = "alsjournal.listed"
    if key not in doc.user_data:
        from spacy.parts_of_speech import NAMES

        named: Any = doc.vocab.strings
        columns: Any = [
            *["IDX", "LOWER", "LEMMA", "TAG", "POS", "DEP", "HEAD", "IS_SPACE"]
        ]
        rows: Any = doc.to_array(columns)
        kept = np.flatnonzero(rows[:, 7] == 0)
        place = np.full(len(rows), -1)
        place[kept] = np.arange(len(kept))
        heads = place[kept + rows[kept, 6].astype(np.int64)]
        lower, lemma, tag, pos, dep = rows[kept, 1:6].T.tolist()
        doc.user_data[key] = _Listed(
            rows[:, 0].tolist(),
            kept.tolist(),
            lower,
            [named[one] for one in lower],
            [named[one].lower() for one in lemma],
            [named[one] for one in tag],
            [NAMES[one] for one in pos],
            [named[one] for one in dep],
            heads.tolist(),
        )
    return cast("_Listed", doc.user_data[key])


class _Sentence(NamedTuple):
    """A sentence as lists side by side; ``heads`` points into them, a root at itself.

    ``verb`` is where the clause of a token has its verb, and ``subject`` who or what
    that verb's subject is; ``tenses`` are put down when they are asked for.
    """

    keys: list[int]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    children: list[list[int]]
    verb: list[int]
    subject: list[str]
    tenses: dict[int, str]

    @classmethod
    def of(cls, text: _Listed, positions: Sequence[int]) -> _Sentence:
        start = bisect_left(text.kept, positions[0]) if positions else 0
        end = bisect_left(text.kept, positions[-1] + 1) if positions else 0
        own = slice(start, end)
        lower, tag, dep = text.lower[own], text.tag[own], text.dep[own]
        heads = [
            head - start if start <= head < end else k
            for k, head in enumerate(text.heads[own])
        ]
        children: list[list[int]] = [[] for _ in heads]
        for k, head in enumerate(heads):
            if head == k:
                dep[k] = "ROOT"
            else:
                children[head].append(k)
        whose = {
            heads[k]: _subject(lower[k], tag[k])
            for k, how in enumerate(dep)
            if how in _SUBJECT
        }
        verb = [_clause(k, heads, whose) for k in range(len(heads))]
        return cls(
            *(text.keys[own], lower, text.lemma[own], tag, text.pos[own], dep),
            *(children, verb, [whose.get(v, "0") for v in verb], {}),
        )

    def tense(self, verb: int) -> str:
        """Return the auxiliaries and the form of a verb."""
        if verb not in self.tenses:
            aux = {
                _SHORT.get(self.lower[c], self.lower[c])
                for c in self.children[verb]
                if self.dep[c] in _AUXILIARY
            }
            self.tenses[verb] = "+".join(sorted(aux)) + ":" + self.tag[verb]
        return self.tenses[verb]


def _subject(lower: str, tag: str) -> str:
    plural = "NS" if tag in ("NNS", "NNPS") else "N"
    return _SUBJECTS.get(lower, plural)


def _clause(k: int, heads: list[int], whose: dict[int, str]) -> int:
    """Return the nearest head that has a subject, else the last one met."""
    for _ in range(_DEEP):
        if k in whose or heads[k] == k:
            break
        k = heads[k]
    return k


def _add_words(s: _Sentence, found: set[str]) -> None:
    spoken = [w for w in s.lower if w[-1].isalnum() or w in ("?", "!")]
    found.update("w " + w for w in spoken)
    found.update(f"w {a} {b}" for a, b in pairwise(spoken))


def _add_skeleton(s: _Sentence, found: set[str]) -> None:
    bare = ["<"]
    for word, pos, tag in zip(s.lower, s.pos, s.tag, strict=True):
        bare.append(word if pos in _SMALL or word in _KEPT else tag)
    bare.append(">")
    found.update(f"s {a} {b}" for a, b in pairwise(bare))
    threes = zip(bare, bare[1:], bare[2:], strict=False)
    found.update(f"s {a} {b} {c}" for a, b, c in threes)


def _add_whole(s: _Sentence, found: set[str]) -> None:
    people = sorted(_PERSON.intersection(s.lower))
    found.update("p " + w for w in people)
    found.add("people " + " ".join(people))
    found.add("writer " + " ".join(w for w in people if w in _WRITER))
    found.add(f"length {min(int(2 * math.log2(len(s.lower))), 14)}")
    found.add("first " + " ".join(s.lower[:1]))
    found.add("first " + " ".join(s.lower[:2]))
    if "?" in s.lower:
        found.add("asks")


def _add_verbs(s: _Sentence, found: set[str]) -> None:
    verbs = [
        k
        for k, pos in enumerate(s.pos)
        if pos in ("VERB", "AUX") and s.dep[k] not in _AUXILIARY
    ]
    found.add(f"verbs {min(len(verbs), _MOST_VERBS)}")
    found.add("one by one " + " ".join(s.subject[k] + s.tag[k] for k in verbs[:3]))
    found.add("subjects " + " ".join(sorted({s.subject[k] for k in verbs})))
    found.add("forms " + " ".join(sorted({s.tag[k] for k in verbs})))
    for k in verbs:
        who, lemma, how = s.subject[k], s.lemma[k], s.dep[k]
        found.add(f"v {who} {lemma}")
        found.add(f"v {how} {lemma}")
        found.add(f"t {how} {who} {s.tense(k)}")
        for c in s.children[k]:
            _add_beside(s, who, lemma, c, found)


def _add_beside(s: _Sentence, who: str, lemma: str, c: int, found: set[str]) -> None:
    how = s.dep[c]
    if how == "neg":
        found.update((f"n {who}", f"n {who} {lemma}"))
    elif how in _AUXILIARY:
        found.add(f"a {who} {s.lower[c]}")
    elif how in _WITH_VERB:
        found.update((f"o {lemma} {how} {s.lemma[c]}", f"o {who} {lemma} {how}"))


def _add_matter(s: _Sentence, found: set[str], words: Words) -> None:
    for k, (lower, pos, who) in enumerate(zip(s.lower, s.pos, s.subject, strict=True)):
        for name in words.lists_of(lower, s.lemma[k]):
            verb, said = s.verb[k], f"{name} {who}"
            tense = s.tense(verb)
            found.update(
                (f"l {name}", f"l {said}", f"l {name} {tense}", f"l {said} {tense}")
            )
            if any(s.dep[c] == "neg" for c in s.children[verb]):
                found.add(f"l not {said}")
            if s.dep[verb] == "ROOT":
                found.add(f"l root {said}")
        like = words.class_of(s.keys[k]) if pos in _CONTENT else -1
        if like >= 0:
            found.update((f"c {like}", f"c {like} {who}", f"c {like} {s.tag[k]}"))
