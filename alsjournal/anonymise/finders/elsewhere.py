"""Names found in some texts of a programme, looked for in all its others.

A recogniser that knows a name in one sentence may miss it in the next. Within one
call all texts are read first, then each is searched for what the others gave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from alsjournal.anonymise.cover import Cover
from alsjournal.anonymise.finders.entries import short_forms
from alsjournal.anonymise.finders.recaser import Recaser
from alsjournal.anonymise.finders.trie import TokenTrie
from alsjournal.anonymise.finders.vocabulary import NO_NAMES, begins_item
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import SPEECH, WORD_NAMES

__all__ = ["Elsewhere"]

_SURE = 0.7
"""Findings below this are often wrong: they prove nothing about another text."""
_OFTEN = 2
"""In so many texts an everyday word must be a name before it counts as one."""
_PROOF = frozenset(["ner", "people", "vocabulary"])
_BODY_PROOF = frozenset(["organisations", "gazetteer"])

_TITLE = re.compile(r"(?<![^\W_])[A-Z][a-z]{2,30}(?![^\W_])")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,30}(?![^\W_])")
_AFTER = re.compile(r"'s? |\s([a-z]+)")
_PLAIN = re.compile(r"(?<![^\W_])[a-z]{3,30}(?![^\W_])")


class Elsewhere:
    """What was found in the texts of one call, to be looked for in all of them.

    Parameters
    ----------
    recaser : Recaser, optional
        Knows which words are written with a capital. Without it every word counts
        as an everyday one.

    Notes
    -----
    It holds names; it is made for one call and never stored on an estimator.
    """

    def __init__(self, recaser: Recaser | None = None) -> None:
        self._recaser = recaser
        self._any: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()
        self._bodies: Counter[tuple[str, ...]] = Counter()
        self._plain: set[str] = set()
        self._trie: TokenTrie | None = None
        self._sure: dict[str, bool] = {}

    def __repr__(self) -> str:
        return "Elsewhere(names withheld)"

    def read(self, reading: Reading, spans: Sequence[Span]) -> None:
        """Take in what was found in one text."""
        self._plain.update(_PLAIN.findall(reading.text))
        people = [s for s in spans if _proves(s, "PERSON", _PROOF)]
        if people:
            self._read_people(reading, people)
        bodies = [s for s in spans if _proves(s, "ORG", _BODY_PROOF)]
        guessed = [s for s in spans if s.label == "ORG" and s.finder == "ner"]
        if bodies or guessed:
            self._read_bodies(reading, bodies, guessed)

    def find(self, reading: Reading, spans: Sequence[Span]) -> list[Span]:
        """Return where a text holds names that others gave, and its own spans miss."""
        found = [
            reading.span(start, end, label, "elsewhere", 0.6)
            for start, end, label in (*self._people(reading), *self._orgs(reading))
        ]
        cover = Cover(spans)
        return [span for span in found if not cover.holds(span.start, span.end)]

    def _read_people(self, reading: Reading, people: Sequence[Span]) -> None:
        found: dict[str, bool] = {}
        cover = Cover(people)
        for match in _TITLE.finditer(reading.text):
            word = match.group().lower()
            if word in NO_NAMES or not cover.holds(*reading.place(*match.span())):
                continue
            inside = not begins_item(reading, match.start())
            found[word] = found.get(word, False) or inside
        self._any.update(found.keys())
        self._inside.update(word for word, inside in found.items() if inside)

    def _read_bodies(
        self, reading: Reading, bodies: Sequence[Span], guessed: Sequence[Span]
    ) -> None:
        forms: set[tuple[str, ...]] = set()
        for body in bodies:
            cover = Cover([body])
            tokens = [
                word
                for word, start, end in reading.words
                if cover.holds(*reading.place(start, end))
            ]
            if len(tokens) > 1:
                forms.add(tuple(tokens))
                forms.update(map(tuple, short_forms(tokens)))
        self._bodies.update(dict.fromkeys(forms, _OFTEN))
        if not reading.single_case:
            self._bodies.update(self._guessed(reading, guessed) - forms)

    def _guessed(self, reading: Reading, spans: Sequence[Span]) -> set[tuple[str, ...]]:
        """Return single words, no everyday ones, taken for an organisation."""
        places = {(s.start, s.end) for s in spans}
        return {
            (match.group().lower(),)
            for match in _TITLE.finditer(reading.text)
            if not begins_item(reading, match.start())
            and not (self._recaser and self._recaser.is_common(match.group()))
            and reading.place(*match.span()) in places
        }

    def _often(self, form: tuple[str, ...]) -> bool:
        """Whether enough texts have a form; a finder of organisations is enough."""
        return self._bodies[form] >= _OFTEN

    def _people(self, reading: Reading) -> Iterator[tuple[int, int, str]]:
        for match in _WORD.finditer(reading.text):
            written = match.group()
            word = written.lower()
            if word not in self._any:
                continue
            if self._is_sure(word):
                # A word that nobody writes small needs no capital to be a name.
                small = self._recaser is not None and self._recaser.is_unknown(word)
                if written[0].isupper() or small:
                    yield *match.span(), "PERSON"
            elif written.istitle() and self._as_name(reading, word, match.span()):
                yield *match.span(), "PERSON"

    def _is_sure(self, word: str) -> bool:
        """Whether a word is no everyday one, so that one finding is enough."""
        if word not in self._sure:
            named = self._recaser is not None and self._recaser.is_named(word)
            unknown = self._recaser is not None and self._recaser.is_unknown(word)
            self._sure[word] = (
                named and word not in WORD_NAMES and (unknown or not self._small(word))
            )
        return self._sure[word]

    def _small(self, word: str) -> bool:
        """Whether somebody of the programme writes a word without a capital."""
        return word in self._plain

    def _as_name(self, reading: Reading, word: str, place: tuple[int, int]) -> bool:
        """Whether an everyday word stands as a name, as it did in other texts."""
        times = self._inside[word]
        if not times or reading.single_case:
            return False
        sure = times >= _OFTEN or (not self._small(word) and word not in WORD_NAMES)
        if begins_item(reading, place[0]):
            known = word in WORD_NAMES or self._small(word)
            return sure and (not known or _acts(reading, place))
        return sure or _acts(reading, place)

    def _orgs(self, reading: Reading) -> Iterator[tuple[int, int, str]]:
        if self._trie is None:
            self._trie = TokenTrie()
            for form in self._bodies:
                if self._often(form) and (len(form) > 1 or self._telling(form[0])):
                    self._trie.add(form)
        if not self._bodies:
            return
        for i, j in self._trie.matches(reading.words):
            words = reading.words[i:j]
            written = [reading.capital(s) for w, s, _ in words if w not in NO_NAMES]
            alone = j - i == 1 and begins_item(reading, words[0][1])
            if all(written) and not (alone and self._everyday(words[0][0])):
                yield words[0][1], words[-1][2], "ORG"

    def _telling(self, word: str) -> bool:
        """Whether one word of an organisation's name stands for it."""
        if word in NO_NAMES:
            return False
        named = self._recaser is not None and self._recaser.is_named(word)
        return named or not self._small(word)

    def _everyday(self, word: str) -> bool:
        """Whether a word may begin a sentence without being a name."""
        common = self._recaser is None or self._recaser.is_common(word)
        return common or self._small(word)


def _proves(span: Span, label: str, finders: frozenset[str]) -> bool:
    return span.label == label and span.finder in finders and span.confidence >= _SURE


def _acts(reading: Reading, place: tuple[int, int]) -> bool:
    """Whether a word does what only people do."""
    end = place[1]
    after = _AFTER.match(reading.text, end)
    return after is not None and (after[1] is None or after[1] in SPEECH)
