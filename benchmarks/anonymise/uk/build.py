"""The UK set: sentences of reflections, their slots filled from lists by origin.

Every sentence and name here was written for the project; no text of a person is in
it. Sentences and names are halved by their place in their file, so that the held-out
half shares neither a sentence nor a name with the half that may be looked at.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from uk.origins import ENGLISH, OTHERS
from uk.values import VALUES

HERE = Path(__file__).resolve().parent
SLOT = re.compile(r"\{(\w+)\}")

FILLS = 8
"""Texts made of a sentence that names nobody."""

PRACTICES = 0.5
"""The share of organisations drawn from the register, where there is one."""

Mark = tuple[int, int, str]


@dataclass(frozen=True)
class Text:
    """A text, where its identifiers stand, and what kind of name it was given."""

    text: str
    marks: tuple[Mark, ...]
    kind: str
    origin: str
    people: tuple[str, ...]
    sentence: int


@dataclass(frozen=True)
class Person:
    """A name as in a roster, and as it is written in a text."""

    name: str
    written: str
    before: str = ""


class Maker:
    """Make texts of one half.

    Parameters
    ----------
    half : int
        0: may be looked at; 1: held out.
    practices : sequence of str, default=()
        Names of a register, halved too; some organisations are drawn from it.
    """

    def __init__(self, half: int, practices: Sequence[str] = ()) -> None:
        self.practices = practices[half::2]
        self.random = random.Random(half)
        self.half = half
        with (HERE / "names.toml").open("rb") as file:
            lists = tomllib.load(file)
        self.names = {
            origin: {part: words.split()[half::2] for part, words in parts.items()}
            for origin, parts in lists.items()
        }
        self.sentences = lines("sentences.txt")[half::2]

    def texts(self) -> list[Text]:
        """Return each sentence once for every kind of name, and once alone."""
        out = []
        for number, sentence in enumerate(self.sentences):
            named = "{p}" in sentence
            kinds = KINDS if named else ["none"] * FILLS
            out.extend(self.text(number, sentence, kind) for kind in kinds)
        return out

    def text(self, number: int, sentence: str, kind: str) -> Text:
        """Fill one sentence."""
        origins = KINDS[kind][0] if kind in KINDS else ENGLISH
        origin = self.random.choice(origins)
        text, marks, people, last = "", [], [], 0
        for slot in SLOT.finditer(sentence):
            text += sentence[last : slot.start()]
            last = slot.end()
            if slot[1] in ("p", "q"):
                make = KINDS[kind][1] if slot[1] == "p" else full
                person = make(self, origin)
                text += person.before
                people.append(person.name)
                value, label = person.written, "PERSON"
            else:
                value, label = self.value(slot[1])
            marks.append((len(text), len(text) + len(value), label))
            text += value
        text += sentence[last:]
        if kind.startswith("lower_all"):
            text = text.lower()
        if kind.startswith("caps_all"):
            text = text.upper()
        return Text(text, tuple(marks), kind, origin, tuple(people), number)

    def pick(self, origin: str, part: str) -> str:
        """Return a name of an origin."""
        return self.random.choice(self.names[origin][part])

    def value(self, slot: str) -> tuple[str, str]:
        """Return what a slot of no person is filled with."""
        label, make = VALUES[slot]
        if slot == "org" and self.practices and self.random.random() < PRACTICES:
            return self.random.choice(self.practices), "PRACTICE"
        return make(self), label

    def digits(self, pattern: str) -> str:
        """Return a pattern with a digit for every # and a letter for every ?."""
        return "".join(
            str(self.random.randrange(10))
            if c == "#"
            else self.random.choice("ABCDEFGHJKLNPQRSTVXY")
            if c == "?"
            else c
            for c in pattern
        )


def lines(name: str) -> list[str]:
    """Return the lines of a file that are no remark."""
    rows = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("#")]


def negatives(half: int) -> list[str]:
    """Return texts in which nothing identifies anybody."""
    return lines("negatives.txt")[half::2]


# --- people


def full(maker: Maker, origin: str) -> Person:
    """Write first name and surname."""
    name = f"{maker.pick(origin, 'first')} {maker.pick(origin, 'last')}"
    return Person(name, name)


def first(maker: Maker, origin: str) -> Person:
    """Write the first name alone."""
    person = full(maker, origin)
    return Person(person.name, person.name.split()[0])


def either(maker: Maker, origin: str) -> Person:
    """Write one of both."""
    return maker.random.choice((full, first))(maker, origin)


def lower(maker: Maker, origin: str) -> Person:
    """Write without capitals."""
    person = either(maker, origin)
    return Person(person.name, person.written.lower())


def caps(maker: Maker, origin: str) -> Person:
    """Write in CAPITALS."""
    person = either(maker, origin)
    return Person(person.name, person.written.upper())


def misspelt(maker: Maker, origin: str) -> Person:
    """Put one slip of the pen into the longest part of a name."""
    person = either(maker, origin)
    parts = person.written.split(" ")
    i = max(range(len(parts)), key=lambda n: len(parts[n]))
    word = parts[i]
    at = maker.random.randrange(1, max(len(word) - 1, 2))
    slip = maker.random.randrange(4)
    parts[i] = (
        word[:at] + word[at + 1 :]
        if slip == 0
        else word[:at] + word[at] + word[at:]
        if slip == 1
        else word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        if slip == 2
        else word[:at] + maker.random.choice("aeiouy") + word[at + 1 :]
    )
    return Person(person.name, " ".join(parts))


def initials(maker: Maker, origin: str) -> Person:
    """Write initials, or one of them and a name."""
    name = full(maker, origin).name
    one, other = name.split()
    written = maker.random.choice(
        (
            f"{one[0]}.{other[0]}.",
            f"{one[0]}{other[0]}",
            f"{one[0]}. {other}",
            f"{one} {other[0]}",
            f"{one[0]} {other}",
            f"{one[0]}. {other[0]}.",
        )
    )
    return Person(name, written)


def titled(maker: Maker, origin: str) -> Person:
    """Write a title before a name."""
    name = full(maker, origin).name
    title = maker.random.choice(
        ["Dr", "Mr", "Mrs", "Ms", "Prof", "Dr.", "Professor", "Sister", "Miss"]
    )
    parts = name.split()
    written = maker.random.choice((name, parts[1], parts[1], parts[0], parts[0][0]))
    return Person(name, written, f"{title} ")


def word_full(maker: Maker, _origin: str) -> Person:
    """Take a name of which a part is an everyday word."""
    other = maker.random.choice(ENGLISH + OTHERS)
    name = maker.random.choice(
        (
            f"{maker.pick('words', 'first')} {maker.pick(other, 'last')}",
            f"{maker.pick(other, 'first')} {maker.pick('words', 'last')}",
            f"{maker.pick('words', 'first')} {maker.pick('words', 'last')}",
        )
    )
    return Person(name, name)


def word_first(maker: Maker, _origin: str) -> Person:
    """Take a first name that is an everyday word."""
    name = f"{maker.pick('words', 'first')} {maker.pick('english', 'last')}"
    return Person(name, name.split(maxsplit=1)[0])


KINDS: dict[str, tuple[tuple[str, ...], Callable[[Maker, str], Person]]] = {
    "full_english": (ENGLISH, full),
    "full_other": (OTHERS, full),
    "first_english": (ENGLISH, first),
    "first_other": (OTHERS, first),
    "lower_english": (ENGLISH, lower),
    "lower_other": (OTHERS, lower),
    "lower_all": (ENGLISH + OTHERS * 2, either),
    "caps_english": (ENGLISH, caps),
    "caps_other": (OTHERS, caps),
    "caps_all": (ENGLISH + OTHERS * 2, either),
    "misspelt": (ENGLISH + OTHERS * 2, misspelt),
    "initials": (ENGLISH + OTHERS, initials),
    "titled": (ENGLISH + OTHERS, titled),
    "word_full": (ENGLISH, word_full),
    "word_first": (ENGLISH, word_first),
}
"""How a name is written: the origins it is drawn from, and what makes it."""
