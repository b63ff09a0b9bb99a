"""`FeelingFinder`: feelings that a writer names about himself or herself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar

from alsjournal.reflection._owner import (
    FIRST,
    is_denied,
    is_own,
    is_supposed,
)
from alsjournal.reflection._parse import GRAMMAR
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.passage import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["FeelingFinder"]

_STRAIGHT = {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'}
_HELD = "alsjournal feelings"
"""Kept with the parsed text, because facets ask for the feelings again."""

_WORD = re.compile(r"(?<!\w)\w")
_QUOTED = re.compile(
    r"(?<!\w)'(?=\S{1,40}\s{1,9}\S{1,40}\s)[^'\n]{1,400}(?:'\w[^'\n]{0,400}){0,9}'(?!\w)"
    r'|"(?=\S{1,40}\s{1,9}\S{1,40}\s)[^"\n]{1,800}"'
)
"""What somebody is quoted with: three words or more."""
_FIRST = re.compile(r"\b(?:i|me|my|mine|us|we|our|i'm|im)\b", re.IGNORECASE)
_NOT = re.compile(r"n't\b|\bnot\b|\bcannot\b|\bno\b", re.IGNORECASE)
_HAVING = frozenset({"feel", "have", "experience", "get", "be", "find", "take"})
_OFFERED = frozenset({"help", "ask", "discuss", "share", "answer", "talk", "take"})
_WITH = frozenset({"with", "in", "to", "out", "from", "of"})


@dataclass(frozen=True)
class _Lexicon:
    """What names which feeling, by the way in which it must stand."""

    state: dict[str, str]
    felt: dict[str, str]
    do: dict[str, str]
    moves: dict[str, str]
    name: dict[str, str]
    says: dict[str, tuple[re.Pattern[str], tuple[str, ...]]]
    codes: tuple[str, ...]


class FeelingFinder(Finder):
    """Find feelings that a writer names about himself or herself.

    A list of named feelings, with bodily signs and idioms. The feeling must be the
    writer's own by the grammar: with "I" or "we" as its subject, "it surprised me",
    "my relief", or a sentence that opens with it and leaves the "I" out. What is
    denied, asked or only supposed is none, and another person's feeling is none.
    It names feelings; there is no tone, no plus and minus, and no sum of them.

    There is nothing to set: the words lie in ``feelings.toml``.

    References
    ----------
    Ullmann, T. D. (2019). Automated analysis of reflection in writing. International
    Journal of Artificial Intelligence in Education 29, 217-257: feelings as one of
    eight elements of reflection.

    Examples
    --------
    >>> text = "I was not angry. Proud of the lot of us, and she was cross."
    >>> found = FeelingFinder().spans([text])[0]  # doctest: +SKIP
    >>> [(p.of(text), p.code) for p in found]  # doctest: +SKIP
    [('Proud', 'proud')]
    """

    construct: ClassVar[str] = "feeling"
    name: ClassVar[str] = "als-feelings"
    needs: ClassVar[tuple[str, ...]] = GRAMMAR

    @property
    def codes(self) -> tuple[str, ...]:
        """The names of the feelings."""
        return _lexicon().codes

    def read(self, doc: Doc) -> Sequence[Passage]:
        """Return each feeling named in one parsed text, in order; once a place."""
        held: list[Passage] | None = doc.user_data.get(_HELD)
        if held is None:
            held = doc.user_data[_HELD] = _found(doc)
        return held


def _found(doc: Doc) -> list[Passage]:
    text = doc.text.translate(_STRAIGHT)
    quoted = [hit.span() for hit in _QUOTED.finditer(text)]
    found = {*_by_word(doc), *_by_saying(doc)}
    own = (p for p in found if not any(a < p.start < b for a, b in quoted))
    ordered = sorted(own, key=lambda p: (p.start, -p.end, p.code))
    kept: list[Passage] = []
    for one in ordered:
        if not any(one.code == k.code and one.start < k.end for k in kept):
            kept.append(one)
    return kept


def _by_word(doc: Doc) -> Iterator[Passage]:
    lexicon = _lexicon()
    for token in doc:
        code = _word(lexicon, token)
        if code and not (is_denied(token) or is_supposed(token)):
            yield Passage(token.idx, token.idx + len(token.text), code)


def _word(lexicon: _Lexicon, token: Token) -> str:
    """Return the feeling that a word names as the writer's own; "" for none."""
    word, lemma, kind = token.lower_, token.lemma_.lower(), token.pos_
    stated = kind in ("ADJ", "VERB", "ADV") or _opens(token)
    if word in lexicon.state and stated and _is_state(token):
        return lexicon.state[word] if is_own(token) else ""
    if word in lexicon.felt and _after_feel(token):
        return lexicon.felt[word] if is_own(token) else ""
    if kind == "VERB" and lemma in lexicon.moves and _moves_me(token):
        return lexicon.moves[lemma]
    if kind == "VERB" and lemma in lexicon.do and _is_done(token):
        return lexicon.do[lemma] if is_own(token) else ""
    if kind == "NOUN" and (word in lexicon.name or lemma in lexicon.name):
        return lexicon.name.get(word) or lexicon.name[lemma] if _mine(token) else ""
    return ""


def _is_state(token: Token) -> bool:
    """Say whether a participle or adjective is a state, and no act on somebody."""
    if token.lower_ == "moved":
        after = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
        return after not in ("to", "into", "from", "on", "in", "out", "us", "around")
    if token.lower_ in ("happy", "glad", "pleased") and _is_manners(token):
        return False
    if token.pos_ != "VERB":
        return True
    deps = {child.dep_ for child in token.children}
    if {"nsubjpass", "auxpass"} & deps:
        return True
    active = "nsubj" in deps and {"dobj", "aux"} & deps
    return token.tag_ in ("VBN", "VBG") and not active


def _opens(token: Token) -> bool:
    """Say whether a word opens its sentence: the tagger takes "Proud" for a noun."""
    return token.dep_ == "ROOT" and token.i - token.sent.start <= 1


def _is_manners(token: Token) -> bool:
    """Say whether it only offers something: "happy to help"."""
    offered = [c.lemma_ for c in token.children if c.dep_ == "xcomp"]
    return any(lemma in _OFFERED for lemma in offered)


def _after_feel(token: Token) -> bool:
    head = token.head if token.dep_ != "conj" else token.head.head
    return token.i > head.i and head.lower_ in ("feel", "feels", "felt", "feeling")


def _moves_me(token: Token) -> bool:
    objects = [c for c in token.children if c.dep_ in ("dobj", "dative")]
    return any(c.lower_ in ("me", "us", "myself") for c in objects)


def _is_done(token: Token) -> bool:
    """Say whether a verb tells a feeling here: not "I like to", "would like"."""
    if token.lemma_ in ("like", "love", "hate"):
        habit = token.lemma_ == "like" and any(
            c.dep_ == "xcomp" for c in token.children
        )
        return not habit and not any(c.tag_ == "MD" for c in token.children)
    if token.lemma_ == "miss":
        objects = [c for c in token.children if c.dep_ == "dobj"]
        return any(c.pos_ in ("PROPN", "PRON") for c in objects)
    return token.lemma_ != "mind"


def _mine(token: Token) -> bool:
    """Say whether a feeling told by a noun is the writer's."""
    owners = [c for c in token.children if c.dep_ == "poss"]
    if owners:
        return any(o.lower_ in FIRST for o in owners)
    head: Any = token.head
    if head.dep_ == "prep" and head.lemma_ not in _WITH:
        return False
    verb = head.head if head.dep_ == "prep" else head
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if head is verb and token.dep_ in ("dobj", "attr", "conj"):
        return verb.lemma_ in _HAVING and any(s.lower_ in FIRST for s in subjects)
    return head is not verb and any(s.lower_ in FIRST for s in subjects)


def _by_saying(doc: Doc) -> Iterator[Passage]:
    text = doc.text.translate(_STRAIGHT)
    says = _lexicon().says
    for word in _WORD.finditer(text):
        initial = text[word.start()].lower()
        if initial not in says:
            continue
        pattern, codes = says[initial]
        hit = pattern.match(text, word.start())
        if hit and _said_of_self(doc, hit):
            yield Passage(hit.start(), hit.end(), codes[(hit.lastindex or 1) - 1])


def _said_of_self(doc: Doc, hit: re.Match[str]) -> bool:
    span = doc.char_span(hit.start(), hit.end(), alignment_mode="expand")
    if span is None:
        return False
    words = [t for t in span if t.pos_ in ("VERB", "ADJ", "NOUN", "ADP", "AUX")]
    first = words[0] if words else span[0]
    denied = not _NOT.search(hit.group()) and is_denied(first)
    if denied or (is_supposed(first) and not hit.group().startswith("could")):
        return False
    return bool(_FIRST.search(hit.group())) or is_own(first) or is_own(span.root)


@cache
def _lexicon() -> _Lexicon:
    path = files("alsjournal.reflection").joinpath("feelings.toml")
    held: dict[str, dict[str, list[str]]] = tomllib.loads(
        path.read_text(encoding="utf-8")
    )
    state: dict[str, str] = {}
    for code, told in held.items():
        state |= {_participle(verb): code for verb in told.get("moves", ())}
    state |= _by_key(held, "is")
    whole = [
        (phrase, code)
        for code, told in held.items()
        for phrase in (
            *told.get("says", ()),
            *(one for one in told.get("is", ()) if " " in one),
        )
    ]
    by_initial: dict[str, list[tuple[str, str]]] = {}
    for phrase, code in whole:
        for initial in _initials(phrase):
            by_initial.setdefault(initial, []).append((phrase, code))
    return _Lexicon(
        state=state,
        felt=_by_key(held, "felt"),
        do=_by_key(held, "do"),
        moves=_by_key(held, "moves"),
        name=_by_key(held, "name"),
        says={initial: _compiled(told) for initial, told in by_initial.items()},
        codes=tuple(held),
    )


def _compiled(told: list[tuple[str, str]]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return one pattern for several sayings, with the code of each group."""
    pattern = "|".join(f"({phrase})" for phrase, _ in told)
    whole = re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE)
    return whole, tuple(code for _, code in told)


def _initials(phrase: str) -> set[str]:
    """Return the letters that a saying may begin with.

    Examples
    --------
    >>> sorted(_initials("(?:really )?(?:wept|cried)"))
    ['c', 'r', 'w']
    """
    if not phrase.startswith("(?:"):
        return {phrase[0].lower()}
    inner, rest = phrase[3:].split(")", 1)
    first = {one[0].lower() for one in inner.split("|")}
    return first | _initials(rest[1:]) if rest.startswith("?") else first


def _by_key(held: dict[str, dict[str, list[str]]], key: str) -> dict[str, str]:
    return {word: code for code, told in held.items() for word in told.get(key, ())}


def _participle(verb: str) -> str:
    """Return a regular verb's past participle, as "worried" of "worry"."""
    if verb in ("hurt", "upset"):
        return verb
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"
