"""People and organisations that the programme knows: its roster.

A facilitator knows who is in the set; no recogniser does. Names are found whatever
their case, with possessives, run together (``SarahJ``, ``sjones``), and with a slip
of the pen. Care is taken where a name is an everyday word (Will, May, Grace, Hope):
it then needs a capital where no sentence begins, or company that only a person has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from alsjournal.anonymise.finders.entries import (
    MIN_STEM,
    RosterEntry,
    entries_of,
    short_forms,
)
from alsjournal.anonymise.finders.initials import stands_alone
from alsjournal.anonymise.finders.near import NearNames
from alsjournal.anonymise.finders.trie import TokenTrie
from alsjournal.anonymise.normalise import normalise
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.anonymise.wordlists import (
    ACRONYMS,
    CONTEXT_WORDS,
    GENERIC_WORDS,
    NOT_NAMES,
    ORG_HEADS,
    SPEECH,
    WORD_NAMES,
)

__all__ = ["RosterEntry", "RosterFinder", "entries_of"]

_MIN_NAME = 2
_MIN_COMPOUND = 5
_ORG_WORDS = frozenset(
    {word for head in ORG_HEADS for word in head.split()}
    | CONTEXT_WORDS
    | {"the", "and", "of", "ltd", "group"}
)

_WORD = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TITLES = frozenset(
    ["dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "sister", "nurse"]
)
_AFTER_NAME = re.compile(r"'s\b|\s(?:and I\b|[A-Z][a-z])")
_NO_NAME_AFTER = frozenset(
    [
        "i",
        "you",
        "we",
        "he",
        "she",
        "they",
        "it",
        "the",
        "this",
        "that",
        "these",
        "those",
        "there",
        "be",
        "been",
        "a",
        "an",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "its",
        "to",
        "of",
        "for",
        "not",
        "have",
        "what",
        "people",
        "anyone",
        "someone",
        "everybody",
        "and",
        "or",
        "some",
        "all",
        "any",
        "us",
        "me",
        "them",
    ]
)
"""After one of these a word at the start of a sentence is no name ("Will you")."""
_COMPANY_BEFORE = frozenset(
    ["told", "asked", "thanked", "dear", "hi", "hello", "met", "colleague"]
)


class RosterFinder:
    """Find the people of a programme.

    Parameters
    ----------
    entries : sequence of RosterEntry
    is_common : callable, optional
        Says of a word whether it is an everyday one; without it, a slip is only
        seen in words with a capital.

    Notes
    -----
    It holds names; it is made for one call and never stored on an estimator.
    """

    name = "roster"

    def __init__(
        self,
        entries: Sequence[RosterEntry],
        *,
        is_common: Callable[[str], bool] | None = None,
    ) -> None:
        self._is_common = is_common
        self._whole = TokenTrie()
        self._people: dict[str, set[str]] = {}
        self._parts: dict[str, set[str]] = {}
        self._initials: dict[str, set[str]] = {}
        self._derived: dict[str, set[str]] = {}
        self._joined: dict[str, set[str]] = {}
        self._organisations = TokenTrie()
        self._short_organisations = TokenTrie()
        for number, entry in enumerate(entries):
            self._add(entry, entry.person or f"\0{number}")
        self._near = NearNames(self._parts)
        self._unlisted: dict[tuple[str, str], float] = {}

    def __repr__(self) -> str:
        return "RosterFinder(names withheld)"

    def find(self, readings: Sequence[Reading]) -> list[list[Span]]:
        """Return the spans of each text."""
        found = [
            [
                reading.span(start, end, label, self.name, confidence)
                for start, end, label, confidence in self._find(reading)
            ]
            for reading in readings
        ]
        # What people wrote is not kept between calls.
        self._unlisted.clear()
        return found

    def person(self, name: str) -> str:
        """Return whose name it is; empty if nobody's, or more than one person's."""
        people = self.people(name)
        return _known(next(iter(people))) if len(people) == 1 else ""

    def people(self, name: str) -> set[str]:
        """Return all whose name it may be; one of no id has a made-up one."""
        tokens = _tokens(name)
        if tokens and tokens[-1] == "s":
            tokens = tokens[:-1]
        while tokens and tokens[0] in _TITLES:
            tokens = tokens[1:]
        key = " ".join(tokens)
        for table in (self._people, self._parts, self._joined):
            if key in table:
                return table[key]
        plain = name.strip()
        for table in (self._initials, self._derived):
            if plain in table:
                return table[plain]
        if len(tokens) == 1:
            close = self._near.close(key) if self._may_slip(key, name) else set()
            found = set().union(*(self._parts[n] for n in close)) if close else set()
            return found or set().union(
                *(self._parts.get(p, set()) for p in _humps(name))
            )
        options = [self._parts[t] for t in tokens if t in self._parts]
        return set.intersection(*options) if options else set()

    def names_in(self, code: str) -> bool:
        """Return whether a record's id holds somebody's name."""
        words = [(word, 0, 0) for word in _tokens(code)]
        return any(True for _ in self._whole.matches(words)) or any(
            part in table and len(part) > _MIN_NAME and part not in WORD_NAMES
            for part in (*(w for w, _, _ in words), *_humps(code))
            for table in (self._parts, self._joined)
        )

    def _add(self, entry: RosterEntry, person: str) -> None:
        for i, name in enumerate((entry.name, *entry.aliases)):
            tokens = _tokens(name)
            while len(tokens) > 1 and tokens[0] in _TITLES:
                tokens = tokens[1:]
            plain = name.strip()
            if i and plain.isupper() and len(plain) <= 4:
                # Initials: only as they are listed, and only in capitals.
                self._initials.setdefault(plain.replace(".", ""), set()).add(person)
                continue
            if not tokens or sum(map(len, tokens)) < _MIN_NAME:
                continue
            self._add_name(tokens, person)
        self._add_code(entry.code, person)
        self._add_organisation(_tokens(entry.organisation))

    def _add_organisation(self, tokens: list[str]) -> None:
        """Add a name, and what people shorten it to: "Hill View" of a surgery."""
        if sum(map(len, tokens)) <= _MIN_NAME or " ".join(tokens) in NOT_NAMES:
            return
        self._organisations.add(tokens)
        stem = list(tokens)
        while stem and stem[-1] in _ORG_WORDS:
            stem.pop()
        if sum(map(len, stem)) >= MIN_STEM:
            self._organisations.add(stem)
        while len(stem) > 1 and stem[-1] in GENERIC_WORDS:
            stem.pop()
        if len(stem) > 1 and stem[0] not in GENERIC_WORDS:
            self._organisations.add(stem)
        for short in short_forms(tokens):
            self._short_organisations.add(short)

    def _add_code(self, code: str, person: str) -> None:
        tokens = _tokens(code)
        joined = "".join(tokens)
        if len(joined) <= _MIN_NAME or joined.isdigit():
            return
        if any(map(str.isdigit, joined)):
            self._whole.add(tokens)
            self._people.setdefault(" ".join(tokens), set()).add(person)
        elif self._is_common is not None and not any(
            len(t) <= _MIN_NAME or t in WORD_NAMES or self._is_common(t) for t in tokens
        ):
            self._add_name(tokens, person)

    def _add_name(self, tokens: list[str], person: str) -> None:
        if len(tokens) > 1:
            self._whole.add(tokens)
            self._whole.add([tokens[-1], *tokens[:-1]])
            self._whole.add([tokens[0][0], tokens[-1]])
            short = tokens[0][0] + tokens[-1][0]
            if short not in ACRONYMS and short.isalpha():
                self._derived.setdefault(short.upper(), set()).add(person)
            first, last = tokens[0], tokens[-1]
            for whole in (
                " ".join(tokens),
                f"{first} {last}",
                f"{last} {first}",
                f"{first[0]} {last}",
            ):
                self._people.setdefault(whole, set()).add(person)
            for joined in (first + last, first[0] + last, first + last[0]):
                if len(joined) >= _MIN_COMPOUND and joined not in WORD_NAMES:
                    self._joined.setdefault(joined, set()).add(person)
        for token in tokens:
            if len(token) >= _MIN_NAME and not token.isdigit():
                self._parts.setdefault(token, set()).add(person)

    def _find(self, reading: Reading) -> Iterator[tuple[int, int, str, float]]:
        words = reading.words
        for i, j in self._whole.matches(words):
            if self._whole_name(reading, i, j):
                yield words[i][1], words[j - 1][2], "PERSON", 1.0
        for i, j in self._organisations.matches(words):
            if j - i > 1 or self._names_body(reading, i):
                yield words[i][1], words[j - 1][2], "ORG", 0.9
        for i, j in self._short_organisations.matches(words):
            if self._names_short(reading, i, j):
                yield words[i][1], words[j - 1][2], "ORG", 0.7
        if not (self._parts or self._initials or self._derived or self._joined):
            return
        for i, (word, start, end) in enumerate(words):
            confidence = self._single(reading, i)
            if confidence:
                last = self._with_initial(reading, i, word, end)
                yield start, last, "PERSON", confidence

    def _names_body(self, reading: Reading, i: int) -> bool:
        """Whether one word stands for an organisation: by a capital, or unknown."""
        word, start, _ = reading.words[i]
        if reading.capital(start) and not reading.begins_sentence(start):
            return True
        return self._is_common is not None and not self._is_common(word)

    def _names_short(self, reading: Reading, i: int, j: int) -> bool:
        """Whether the first words of an organisation's name stand for it."""
        words = reading.words[i:j]
        if not all(reading.capital(start) for _, start, _ in words):
            # Where capitals tell nothing, only what is no everyday word counts.
            return (
                reading.single_case
                and self._is_common is not None
                and not any(map(self._is_common, (word for word, _, _ in words)))
            )
        return len(words) > 1 or self._names_body(reading, i)

    def _whole_name(self, reading: Reading, i: int, j: int) -> bool:
        """Whether words that spell a name in order are one: "may will" is none."""
        words = reading.words[i:j]
        if all(word in WORD_NAMES or len(word) == 1 for word, _, _ in words):
            return all(reading.capital(start) for _, start, _ in words)
        gap = reading.text[words[0][2] : words[-1][1]]
        return "." not in gap[1:] or len(words[0][0]) == 1

    def _single(self, reading: Reading, i: int) -> float:
        """Return how surely one word is somebody's name; 0 if it is none."""
        word, start, end = reading.words[i]
        written = reading.text[start:end]
        if word in self._parts:
            if word in WORD_NAMES or word in ACRONYMS or len(word) == _MIN_NAME:
                return 0.8 if _stands_as_name(reading, i) else 0.0
            return 1.0
        if written in self._initials:
            return 0.8
        if written in self._derived:
            return 0.6 if stands_alone(reading, i) else 0.0
        if word in self._joined:
            return 0.9
        key = word, written
        if key not in self._unlisted:
            self._unlisted[key] = self._likeness(word, written)
        return self._unlisted[key]

    def _likeness(self, word: str, written: str) -> float:
        """Return how surely a word that is no name is one with a slip, or holds one."""
        if self._may_slip(word, written) and self._near.close(word):
            return 0.7
        return 0.6 if self._inside(written) else 0.0

    def _may_slip(self, word: str, written: str) -> bool:
        """Whether a word may be a name with a slip of the pen in it."""
        if word in WORD_NAMES:
            return False
        if self._is_common is None:
            return written[:1].isupper()
        return not self._is_common(word)

    def _inside(self, written: str) -> bool:
        """Whether a compound like AskSarah or sarah92 holds a name."""
        if written.isalpha() and (written.islower() or written[1:].islower()):
            return False
        return any(
            part in self._parts and len(part) > 2 and part not in WORD_NAMES
            for part in _humps(written)
        )

    def _with_initial(self, reading: Reading, i: int, word: str, end: int) -> int:
        """Take in the initial of "Sarah J"."""
        if i + 1 < len(reading.words):
            after, start, stop = reading.words[i + 1]
            people = self._parts.get(word, set())
            if (
                len(after) == 1
                and start == end + 1
                and reading.text[start].isupper()
                and any(
                    word != name and name[0] == after and people & owners
                    for name, owners in self._parts.items()
                )
            ):
                return stop
        return end


def _stands_as_name(reading: Reading, i: int) -> bool:
    """Whether an everyday word stands where only a name can."""
    words, text = reading.words, reading.text
    _, start, end = words[i]
    before = words[i - 1][0] if i else ""
    after = words[i + 1][0] if i + 1 < len(words) else ""
    if before in _TITLES and text[start - 2 : start].strip(".") == " ":
        return True
    if reading.single_case:
        return (bool(_AFTER_NAME.match(text, end)) and text[end : end + 1] == "'") or (
            before in _COMPANY_BEFORE and after not in _NO_NAME_AFTER
        )
    if not text[start].isupper() or text[start:end].isupper():
        return False
    if not reading.begins_sentence(start):
        return True
    if text[end : end + 2] == "'s" or after in SPEECH:
        return True
    return after not in _NO_NAME_AFTER


def _tokens(name: str) -> list[str]:
    return _WORD.findall(normalise(name).text.lower())


def _humps(written: str) -> list[str]:
    return [part.lower() for part in _HUMPS.findall(written)]


def _known(person: str) -> str:
    return "" if person.startswith("\0") else person
