"""How specific an objective is: which of six questions its words answer, and how.

A checklist, not a mark: it shows the words that answer a question, so that a reader
sees at once where it is wrong, and it adds nothing up. The questions are the common
ones of goal setting (Doran 1981, "There's a S.M.A.R.T. way to write management's
goals and objectives", without its "realistic", which no wording shows), and for
which place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from alsjournal.cycle._cues import (
    ANYBODY,
    CHANGE,
    OWNING,
    PEOPLE,
    PLACES,
    VAGUE_PLACES,
)
from alsjournal.reflection._parse import parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["QUESTIONS", "answers"]

QUESTIONS = ("who", "what", "how_much", "by_when", "where", "owner")
"""Who it is for or done by, what changes, how much, by when, where, who owns it."""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)"
)
_SPAN = r"(?:hour|day|week|fortnight|month|quarter|year|session)s?"
_N = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_TIME = r"(?:by|before|from|until|till|since|after|within|over|for|in|at|on|during)"
_WHEN = re.compile(
    rf"(?:\b(?i:to start )?(?i:{_TIME}) (?:the )?(?i:end of |start of |early |late )?)?"
    r"(?:"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b{_MONTH}\b(?: \d{{1,2}}(?!\d),?)?(?: 20\d\d)?"
    r"|\b(?i:spring|summer|autumn|winter|christmas|easter)\b(?: 20\d\d)?"
    r"|(?<![£\d,])\b20\d\d\b"
    r"|\[date\]|\[[^\[\]]*\bsession \d+\]"
    r"|\b(?i:session) \d+"
    rf"|\b(?i:{_N}) {_SPAN}\b(?! (?i:a|an|per|each|every) )"
    rf"|\b(?i:{_N}) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b"
    r")"
)
_MONTHS_ALONE = frozenset({"May", "March"})  # words too, unless a "by" stands before

_AMOUNT = re.compile(
    r"[£$€]\d[\d,.]*\d?(?: ?(?:k|m|million|thousand)\b)?|\d[\d,.]*%"
    r"|\b(?i:half)\b(?! past)|\b(?:a|one|two|three) (?:third|quarter|fifth|tenth)s?\b"
)
_NO_AMOUNT = frozenset({"one", "first", "second", "third", "fourth", "fifth"})
_AGE = re.compile(r" (?:aged |over |under )+\d+(?: (?:and|or) (?:over|under|more))?")
_NAMED = re.compile(
    r"\[(?:(?:member|person|name|role)\b|a colleague|a person)[^\[\]]*\]"
)
_PLACED = re.compile(r"\[(?:organisation|place|address|postcode)\b[^\[\]]*\]")
_LED = re.compile(r"\b\w+-(?:led|run|owned|funded)\b")
_OWNERS = re.compile(
    r"\b(?:\w+ )?(?:owners?|employer|lead organisation|named lead)\b"
    r"(?! (?:to be|not yet|still))",
    re.IGNORECASE,
)


def answers(texts: Sequence[str]) -> list[dict[str, str]]:
    """Say of each wording by which words it answers each question.

    Parameters
    ----------
    texts : sequence of str
        English.

    Returns
    -------
    list of dict
        By question of `QUESTIONS`, the words, apart by "; "; empty if none do.

    Notes
    -----
    Rules over spaCy's parse and regular expressions, written for this purpose: they
    miss what is said in other words, and take some words for an answer that are none.
    "One" is no amount, since it is an article as often; how often in a week something
    happens is no date.

    Examples
    --------
    >>> found = answers(["By March: fewer falls among 40 residents of two homes."])
    >>> found[0]["by_when"], found[0]["how_much"]
    ('By March', '40 residents; two homes')
    """
    rules = (_who, _what, _how_much, _by_when, _where, _owner)
    return [
        {
            question: "; ".join(_once(rule(doc)))
            for question, rule in zip(QUESTIONS, rules, strict=True)
        }
        for doc in parsed(texts)
    ]


def _once(found: Iterable[str]) -> list[str]:
    """Drop what is said twice, or within something longer."""
    all_of_them = list(dict.fromkeys(words.strip(" ,.;:") for words in found))
    return [
        words
        for words in all_of_them
        if words and not any(words != other and words in other for other in all_of_them)
    ]


def _chunk(span: Span) -> str:
    """A noun and what stands before it, without its article."""
    while len(span) > 1 and (span[0].pos_ in ("DET", "PUNCT") or span[0].dep_ == "cc"):
        span = span[1:]
    return span.text


def _said_of(noun: Token) -> bool:
    """Whether a noun is told from others of its kind."""
    kinds = ("amod", "compound", "nummod", "acl", "relcl", "prep")
    return any(child.dep_ in kinds for child in noun.children)


def _who(doc: Doc) -> Iterator[str]:
    yield from _NAMED.findall(doc.text)
    for chunk in doc.noun_chunks:
        lemma = chunk.root.lemma_.lower()
        if lemma not in PEOPLE or (lemma in ANYBODY and not _said_of(chunk.root)):
            continue
        age = _AGE.match(doc.text, chunk.end_char)
        yield _chunk(chunk) + (age[0] if age else _which(chunk))


def _which(chunk: Span) -> str:
    """What is said of "people" after the word: "who are waiting", if it is short."""
    if chunk.root.lemma_.lower() not in ANYBODY:
        return ""
    rest = chunk.doc[chunk.end : chunk.root.right_edge.i + 1]
    if not 0 < len(rest) <= 10:
        return ""
    open_ended = rest.text.rfind("[") > rest.text.rfind("]")  # within "[place]"
    return f" {rest.text}{']' * open_ended}"


def _what(doc: Doc) -> Iterator[str]:
    for token in doc:
        if token.lemma_.lower() in CHANGE and token.tag_.startswith("VB"):
            for child in token.children:
                thing = child.dep_ in ("dobj", "nsubjpass")
                told = child.dep_ == "ccomp" and token.lemma_ in ("say", "see")
                if told or (thing and child.pos_ in ("NOUN", "PROPN", "NUM")):
                    yield _between(token, child)
            if token.dep_ == "acl" and token.tag_ == "VBN":
                yield _between(token, token.head)
        elif token.tag_ == "JJR" and token.head.pos_ in ("NOUN", "PROPN"):
            yield _between(token, token.head)
    for sentence in doc.sents:
        yield from _thing(sentence.root)
        yield from _order(sentence)


def _thing(noun: Token) -> Iterator[str]:
    """A wording without a verb: a thing that is to be there."""
    if noun.pos_ != "NOUN":
        return
    counted = any(c.dep_ in ("det", "nummod") for c in noun.lefts)
    if counted and any(c.dep_ in ("amod", "compound") for c in noun.lefts):
        yield noun.doc[noun.left_edge.i : noun.i + 1].text


def _order(sentence: Span) -> Iterator[str]:
    """An order whose verb the parser took for a noun: "Cut waits"."""
    first = sentence[0]
    if first.lower_ not in CHANGE or any(c.dep_ == "dobj" for c in first.children):
        return
    for i, word in enumerate(sentence[1:5], 2):
        if word.pos_ in ("NOUN", "PROPN") or word.tag_ == "VBZ":
            yield sentence[:i].text
            return
        if word.pos_ not in ("DET", "ADJ", "NUM"):
            return


def _between(one: Token, other: Token) -> str:
    """The words from one to the other, if they stand near each other."""
    first, last = sorted((one.i, other.i))
    words = one.doc[first : last + 1]
    return words.text if len(words) <= 8 else f"{words[0].text} … {words[-1].text}"


def _how_much(doc: Doc) -> Iterator[str]:
    yield from _AMOUNT.findall(doc.text)
    dates = [found.span() for found in _dates(doc)]
    for token in doc:
        if not token.like_num or token.lower_ in _NO_AMOUNT:
            continue
        if any(a <= token.idx < b for a, b in dates):
            continue
        counted = token.head
        while counted.dep_ == "compound":
            counted = counted.head
        if token.dep_ == "nummod" and 0 < counted.i - token.i <= 4:
            yield doc[token.i : counted.i + 1].text
        elif not re.search(r"[£$€]\s?$|(?:aged|over|under|past|day) $", _left(token)):
            yield token.text


def _left(token: Token) -> str:
    return token.doc.text[: token.idx]


def _dates(doc: Doc) -> Iterator[re.Match[str]]:
    for found in _WHEN.finditer(doc.text):
        if found[0] not in _MONTHS_ALONE:
            yield found


def _by_when(doc: Doc) -> Iterator[str]:
    for found in _dates(doc):
        yield found[0]


def _where(doc: Doc) -> Iterator[str]:
    yield from _PLACED.findall(doc.text)
    for chunk in doc.noun_chunks:
        lemma = chunk.root.lemma_.lower()
        vague = lemma in VAGUE_PLACES and not _said_of(chunk.root)
        if lemma in PLACES and not vague:
            yield _chunk(chunk)
    places = PLACES - VAGUE_PLACES
    for token in doc:  # "a hospital bed", and in one word "ward-based care"
        before = token.dep_ in ("compound", "amod")
        if before and places & set(token.lower_.split("-")):
            yield doc[token.i : token.head.i + 1].text


def _owner(doc: Doc) -> Iterator[str]:
    yield from _LED.findall(doc.text)
    for found in _OWNERS.finditer(doc.text):
        yield found[0]
    for token in doc:
        if token.dep_ == "nsubj" and token.lower_ in ("i", "we"):
            yield token.text
        elif token.lemma_.lower() in OWNING:
            yield from _owning(token)


def _owning(verb: Token) -> Iterator[str]:
    """Whoever does what owners do: "signed by both", "the network pays"."""
    finite = not any(c.lower_ == "to" for c in verb.lefts)  # not "help A to lead"
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for who in child.children:
                if who.dep_ == "pobj":
                    yield _to_the_edge(verb, who)
        elif child.dep_ == "nsubj" and child.pos_ in ("NOUN", "PROPN") and finite:
            yield verb.doc[child.left_edge.i : verb.i + 1].text


def _to_the_edge(verb: Token, noun: Token) -> str:
    """From the verb to the noun's last part, joined ones included."""
    last = noun
    while joined := [c for c in last.children if c.dep_ == "conj"]:
        last = joined[-1]
    return _between(verb, last)
