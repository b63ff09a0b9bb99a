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

HERE = Path(__file__).resolve().parent
SLOT = re.compile(r"\{(\w+)\}")

FILLS = 8
"""Texts made of a sentence that names nobody."""

PRACTICES = 0.5
"""The share of organisations drawn from the register, where there is one."""

Mark = tuple[int, int, str]

ENGLISH = ("english",)
OTHERS = (
    *("welsh", "irish", "scottish", "south_asian", "chinese", "nigerian", "ghanaian"),
    *("somali", "polish", "romanian", "turkish", "arabic", "portuguese", "filipino"),
    *("zimbabwean", "tamil"),
)


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


# --- everything else


def nhs_number(maker: Maker) -> str:
    """Return a number with a right check digit, written in one of three ways."""
    while True:
        nine = [maker.random.randrange(10) for _ in range(9)]
        nine[0] = maker.random.choice((4, 6, 7))
        check = (
            11 - sum(d * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
        ) % 11
        if check < 10:
            s = "".join(map(str, [*nine, check]))
            return maker.random.choice(
                (s, f"{s[:3]} {s[3:6]} {s[6:]}", f"{s[:3]}-{s[3:6]}-{s[6:]}")
            )


_SPOKEN = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def phone(maker: Maker) -> str:
    """Return a telephone number as one of many write it."""
    pattern = maker.random.choice(
        (
            *("07### ######", "07#########", "07### ### ###", "+44 7### ######"),
            *("+44 (0)7### ######", "01### ######", "0113 ### ####", "020 7### ####"),
            *("(01###) ######", "0044 7### ######", "07###-###-###", "07### ## ## ##"),
            *("01###.######", "spoken", "ext 4###", "0800 ######"),
        )
    )
    if pattern == "spoken":
        digits = maker.digits("07#########")
        return " ".join(_SPOKEN[int(d)] for d in digits)
    return maker.digits(pattern)


def email(maker: Maker) -> str:
    """Return an address, some of them in words."""
    one = maker.pick(maker.random.choice(ENGLISH + OTHERS), "first").lower()
    other = maker.pick(maker.random.choice(ENGLISH + OTHERS), "last").lower()
    return maker.random.choice(
        (
            f"{one}.{other}@nhs.net",
            f"{one[0]}{other}@example.org.uk",
            f"{one}.{other}3 at nhs dot net",
            f"{one} dot {other} at nhs dot net",
            f"{one}_{other}[at]example[dot]com",
            f"{one}.{other} (at) nhs.net",
            f"{one.title()}.{other.title()}@nhs.scot",
        )
    )


def handle(maker: Maker) -> str:
    """Return a user name."""
    one = maker.pick("english", "first")
    other = maker.pick(maker.random.choice(OTHERS), "last")
    return maker.random.choice(
        (
            f"@{one}{other[0]}",
            f"@{one.lower()}_{other.lower()}",
            f"@Dr{other}",
            f"@{one.lower()}92",
        )
    )


def url(maker: Maker) -> str:
    """Return a place on the web."""
    other = maker.pick("english", "last").lower()
    return maker.random.choice(
        (
            f"https://www.{other}blog.co.uk/posts/3",
            f"www.{other}-nurse.org",
            f"{other}surgery.nhs.uk",
            f"http://{other}.wordpress.com/als?id=7",
            f"linkedin.com/in/{other}",
        )
    )


def postcode(maker: Maker) -> str:
    """Return a postcode, some in lower case or without a space."""
    area = maker.random.choice(
        ("LS#", "M##", "B##", "SW#A", "EC#M", "DN##", "W#A", "SY##")
    )
    inward = maker.digits("#") + maker.random.choice(
        ["AA", "BD", "DE", "HG", "JL", "NP", "QR", "TU", "WX", "YZ"]
    )
    whole = f"{maker.digits(area)} {inward}"
    return maker.random.choice(
        (whole, whole.lower(), whole.replace(" ", ""), whole.lower().replace(" ", ""))
    )


def date(maker: Maker) -> str:
    """Return a date of birth."""
    day, month, year = (
        maker.random.randrange(1, 29),
        maker.random.randrange(1, 13),
        maker.random.randrange(1925, 2004),
    )
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return maker.random.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}.{year % 100:02}",
            f"{day} {names[month - 1]} {year}",
            f"{names[month - 1]} {day}, {year}",
            f"{day}-{month}-{year}",
            f"{day}th {names[month - 1][:3]} {year}",
        )
    )


_ROADS = [
    "Road",
    "Street",
    "Lane",
    "Avenue",
    "Close",
    "Drive",
    "Crescent",
    "Terrace",
    "Way",
    "Grove",
]
_STREET = [
    "Station",
    "Victoria",
    "Mill",
    "Albert",
    "Kirkgate",
    "Manor",
    "Church",
    "Elmfield",
    "Northgate",
    "Alma",
]
_HOUSES = [
    "Hardy",
    "Beech",
    "Albion",
    "Nelson",
    "Laurel",
    "Priory",
    "Ash",
    "Gordon",
    "Maple",
    "Windsor",
]
_BLOCKS = [
    "Falls",
    "House",
    "Court",
    "Lodge",
    "Mews",
    "Villas",
    "Heights",
    "Point",
    "Cottage",
    "Buildings",
]


def street(maker: Maker) -> str:
    """Return a street address or the name of a house."""
    name = maker.random.choice(_STREET[maker.half :: 2])
    house = maker.random.choice(_HOUSES[maker.half :: 2])
    road, block = (
        maker.random.choice(_ROADS[maker.half :: 2]),
        maker.random.choice(_BLOCKS[maker.half :: 2]),
    )
    n = maker.random.randrange(1, 240)
    return maker.random.choice(
        (
            f"{n} {name} {road}",
            f"{n}a {name} {road}",
            f"Flat {n % 30 + 1}, {house} {block}",
            f"{n} {name.lower()} {road.lower()}",
            f"Flat {n % 9 + 1}, {n} {name} {road}",
            f"{house} {block}",
            f"Studio {n}, {name} {road}",
        )
    )


_FRONT = [
    "Densham",
    "Oakfield",
    "Riverside",
    "Larkhill",
    "Marlowe",
    "Kingsway",
    "Thornbury",
    "Ferndale",
    "Beaconside",
    "Whitmoor",
    "Calder",
    "Priorsgate",
]
_TAIL = (
    *("Surgery", "Medical Centre", "Health Centre", "PCN", "Medical Practice"),
    *("Hospital", "Community Hospital", "NHS Foundation Trust", "Hospice", "Pharmacy"),
    *("Care Home", "Group Practice", "Primary Care Network", "Nursing Home", "ICB"),
)


def organisation(maker: Maker) -> str:
    """Return an organisation that does not exist."""
    front = maker.random.choice(_FRONT[maker.half :: 2])
    tail = maker.random.choice(_TAIL)
    whole = f"{front} {tail}"
    return maker.random.choice(
        (
            whole,
            whole,
            f"The {whole}",
            f"{front} and {maker.pick('places', 'town')} {tail}",
            f"St {maker.pick('english', 'first')}'s {tail}",
        )
    )


def plate(maker: Maker) -> str:
    """Return a car's registration."""
    return maker.digits(
        maker.random.choice(
            (
                "??## ???",
                "??#####".replace("#####", "##???"),
                "?### ???",
                "??? ###?",
                "???###",
            )
        )
    )


VALUES: dict[str, tuple[str, Callable[[Maker], str]]] = {
    "org": ("ORG", organisation),
    "place": ("PLACE", lambda maker: maker.pick("places", "town")),
    "street": ("ADDRESS", street),
    "postcode": ("POSTCODE", postcode),
    "nhs": ("NHS", nhs_number),
    "phone": ("PHONE", phone),
    "email": ("EMAIL", email),
    "handle": ("HANDLE", handle),
    "url": ("URL", url),
    "gmc": (
        "GMC",
        lambda maker: maker.digits(
            maker.random.choice(("7######", "C7######", "6######"))
        ),
    ),
    "nmc": (
        "NMC",
        lambda maker: (
            maker.digits("##")
            + maker.random.choice("ABCDEFGHIJKL")
            + maker.digits("####")
            + maker.random.choice("EOSWN")
        ),
    ),
    "hcpc": (
        "HCPC",
        lambda maker: (
            maker.random.choice(("PH", "OT", "PA", "SW", "ODP", "RA"))
            + maker.digits(maker.random.choice(("#####", "######", " #####")))
        ),
    ),
    "gphc": ("GPHC", lambda maker: maker.digits("2######")),
    "ods": (
        "ODS",
        lambda maker: maker.digits(
            maker.random.choice(("A#####", "Y#####", "N#####", "L#####"))
        ),
    ),
    "ni": (
        "NI",
        lambda maker: (
            maker.random.choice(("AB", "JK", "NR", "ZY"))
            + maker.digits(maker.random.choice((" ## ## ## ", "######", " ######")))
            + maker.random.choice("ABCD")
        ),
    ),
    "dob": ("DATE", date),
    "age": ("AGE", lambda maker: str(maker.random.randrange(90, 108))),
    "plate": ("PLATE", plate),
}
"""The slots of no person: their label, and what makes a value."""
