"""Phrases that can name a theme: what a parse takes for a thing, or for a deed.

A thing is a noun with what stands before it ("delayed discharge", "car park"), without
articles, pronouns and numbers. A deed is a verb with its object, or with the noun
behind its preposition: "arranging cover", "waiting for transport". Both count by
their base forms, so that "we waited for the transport" is the same deed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from alsjournal.embed import PLACEHOLDER
from alsjournal.grammar.reader import GRAMMAR, docs_of
from alsjournal.themes.light_words import LIGHT, kind_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Phrase", "alone", "phrases_in", "read"]

_BATCH = 128
_LONGEST = 3
_SHORT = 4
_BEFORE_A_NOUN = frozenset({"compound", "amod", "nmod"})
_UNDER_A_VERB = frozenset({"xcomp", "ccomp", "oprd", "conj"})
_DESCRIBING = frozenset({"NOUN", "ADJ", "VERB", "PROPN"})
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, repr=False)
class Phrase:
    """A phrase in one place of a text.

    Parameters
    ----------
    key : tuple of str
        The base forms of its words, in lower case: what makes it the same phrase.
    shown : str
        As written, in lower case but for "GP" and its like; the verb of a deed with
        "-ing", as in "arranging cover".
    content : tuple of str
        The base forms of the words that mean something: without prepositions.
    """

    key: tuple[str, ...]
    shown: str
    content: tuple[str, ...]


def read(texts: Sequence[str]) -> Iterator[tuple[list[Phrase], list[tuple[str, str]]]]:
    """Parse texts; yield the phrases of each, and its words with what each is `alone`.

    What the anonymiser left a mark for is read as "someone". A core parses some 6,000
    words a second.

    Parameters
    ----------
    texts : sequence of str

    Examples
    --------
    >>> (phrases, _), = read(["We waited for [name 1] and a delayed bus."])
    >>> [phrase.shown for phrase in phrases]
    ['waiting', 'bus', 'delayed bus']
    """
    from alsjournal.nlp import load_pipeline

    nlp = load_pipeline(components=GRAMMAR)
    for start in range(0, len(texts), _BATCH):
        batch = [PLACEHOLDER.sub("someone", t) for t in texts[start : start + _BATCH]]
        # No word of a text stays in the pipeline.
        with nlp.memory_zone():
            yield from [
                (phrases_in(doc), [(t.lower_, alone(t)) for t in doc if t.is_alpha])
                for doc in docs_of(nlp, batch)
            ]


def alone(word: Token) -> str:
    """Return how a word stands in a label by itself: "" for one that cannot.

    A noun as it is, a proper noun with its capital, a verb with "-ing"; "busy" and
    "quickly" name nothing.
    """
    if word.pos_ == "VERB":
        return gerund(word.lemma_.lower())
    if word.pos_ not in ("NOUN", "PROPN"):
        return ""
    kept = _is_short_form(word) or (word.pos_ == "PROPN" and word.text.istitle())
    return word.text if kept else word.lower_


def phrases_in(doc: Doc) -> list[Phrase]:
    """Return the phrases of a parsed text that can name a theme.

    Of a long one also what is left without its first words: "patient transport
    service" is also a "transport service", and a "service".

    Parameters
    ----------
    doc : spacy.tokens.Doc

    Returns
    -------
    list of Phrase
    """
    out: list[Phrase] = []
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN"):
            out += _things(token)
            out += _things_of_things(token)
            out += _as_said_of(token)
        elif token.pos_ == "VERB":
            out += _deeds(token)
    return out


def _things(head: Token) -> list[Phrase]:
    """Return a noun with none, one, two ... of the words before it."""
    if not _names(head):
        return []
    before = _words_before(head)
    out = []
    for n in range(len(before) + 1):
        if n == 0 and kind_of(head.lower_) != "noun":
            continue  # "times" alone says nothing; "waiting times" does
        out.append(_of_words([*before[len(before) - n :], head]))
    return out


def _words_before(head: Token) -> list[Token]:
    """Return what describes a noun and stands right before it, in order."""
    out: list[Token] = []
    for i in range(head.i - 1, max(head.i - _LONGEST, -1), -1):
        word = head.doc[i]
        stands_by = (word.head == head or word.head in out) and word.whitespace_
        fits = word.dep_ in _BEFORE_A_NOUN and word.pos_ in _DESCRIBING
        if not stands_by or not fits or not _means(word):
            break
        out.insert(0, word)
    return out


def _things_of_things(head: Token) -> list[Phrase]:
    """Return "continuity of care": two nouns and what links them."""
    if not _names(head):
        return []
    return [_of_words([head, *tail]) for tail in _behind(head)]


def _as_said_of(noun: Token) -> list[Phrase]:
    """Return "friendly staff" where it says that the staff were friendly."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be" or not _names(noun):
        return []
    if _negated(verb):
        return []
    said = [t for t in verb.children if t.dep_ == "acomp" and t.pos_ == "ADJ"]
    said += [t for first in said for t in first.conjuncts if t.pos_ == "ADJ"]
    return [_of_words([word, noun]) for word in said if _means(word)]


def _deeds(verb: Token) -> list[Phrase]:
    """Return a verb with its object, or with the noun behind its preposition.

    One that has no object is a deed of its own if people do it: "nobody listened",
    but not "the door shut". What was done to somebody stays so: "being treated with
    respect".
    """
    lemma = verb.lemma_.lower()
    if not _plain(verb) or lemma in _stop_words() or _negated(verb):
        return []
    heavy = kind_of(lemma) == "noun"
    objects = [t for t in verb.children if t.dep_ in ("dobj", "obj")]
    if objects:
        tails = [_with_compounds(t) for t in objects if heavy and _is_thing(t)]
        return [_of_words([verb, *tail], gerund(lemma)) for tail in tails]
    if any(t.dep_ == "auxpass" for t in verb.children):
        done = [t for t in verb.children if t.dep_ == "nsubjpass" and _is_thing(t)]
        tails = [_with_compounds(t) for t in done if heavy]
        out = [_of_words([verb, *tail], gerund(lemma)) for tail in tails]
        undergone = f"being {verb.lower_}"
        return out + [_of_words([verb, *tail], undergone) for tail in _behind(verb)]
    tails = [*_behind(verb), *([[]] if heavy and _of_people(verb) else [])]
    return [_of_words([verb, *tail], gerund(lemma)) for tail in tails]


def _behind(word: Token) -> list[list[Token]]:
    """Return the preposition and noun that hang on a word, of each such pair."""
    return [
        [link, *_with_compounds(thing)]
        for link in word.children
        if link.dep_ == "prep" and link.i > word.i and link.is_alpha
        for thing in link.children
        if thing.dep_ == "pobj" and _is_thing(thing)
    ]


def _is_thing(token: Token) -> bool:
    return token.pos_ == "NOUN" and _names(token)


def _with_compounds(noun: Token) -> list[Token]:
    return [*(w for w in _words_before(noun) if w.dep_ == "compound"), noun]


def _of_words(words: Sequence[Token], first: str = "") -> Phrase:
    """Make a phrase; the form of its first word may be given."""
    base = tuple(w.lemma_.lower() for w in words)
    content = tuple(w.lemma_.lower() for w in words if w.dep_ != "prep")
    shown = [w.text if _is_short_form(w) else w.lower_ for w in words]
    return Phrase(base, " ".join([first or shown[0], *shown[1:]]), content)


def _of_people(verb: Token) -> bool:
    """Tell whether people do it: "she listened", "I had to complain"."""
    subjects = [t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")]
    if not subjects and verb.dep_ in _UNDER_A_VERB and verb.head.pos_ == "VERB":
        return _of_people(verb.head)
    return any(t.pos_ == "PRON" for t in subjects)


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _names(noun: Token) -> bool:
    """Tell whether a noun may head a phrase: no name, no light word."""
    return _means(noun) and kind_of(noun.lemma_.lower()) != "light"


def _means(word: Token) -> bool:
    lemma = word.lemma_.lower()
    if not _plain(word) or {lemma, word.lower_} & LIGHT:
        return False
    # Names are proper nouns.
    return word.pos_ != "PROPN" or _is_short_form(word)


def _is_short_form(word: Token) -> bool:
    """Tell whether a word is like "GP" or "ICB", and not just shouted."""
    short = word.text.isupper() and 1 < len(word) <= _SHORT
    return short and not word.sent.text.isupper()


def _plain(word: Token) -> bool:
    letters = word.text.replace("-", "")
    return letters.isalpha() and len(letters) > 1 and not word.is_stop


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS  # slow to import

    return frozenset(STOP_WORDS)


@lru_cache(maxsize=10_000)
def gerund(verb: str) -> str:
    """Return the form with "-ing" of a verb's base form.

    A consonant is doubled after one short vowel in a word of one syllable, and in
    the few longer ones that are stressed at their end, which are listed.

    Examples
    --------
    >>> [gerund(verb) for verb in ("wait", "arrange", "get", "lie", "see", "refer")]
    ['waiting', 'arranging', 'getting', 'lying', 'seeing', 'referring']
    """
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and len(verb) > 2:
        return verb[:-1] + "ing"
    short = (
        len(verb) > 2
        and verb[-1] not in _VOWELS | set("wxy")
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and sum(letter in _VOWELS for letter in verb) == 1
    )
    return verb + (verb[-1] if short or verb in _DOUBLED else "") + "ing"


_DOUBLED_AT_THE_END = """
admit begin cancel commit control equip forget label model omit prefer refer regret
submit total transfer travel
"""
_DOUBLED = frozenset(_DOUBLED_AT_THE_END.split())
