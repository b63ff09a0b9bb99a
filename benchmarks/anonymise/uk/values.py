"""What fills the slots of no person: numbers, codes, addresses, organisations."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Protocol

from uk.origins import ENGLISH, OTHERS


class Maker(Protocol):
    """What draws from the lists of one half."""

    random: random.Random
    half: int
    practices: Sequence[str]

    def pick(self, origin: str, part: str) -> str:
        """Return a name of an origin."""

    def digits(self, pattern: str) -> str:
        """Return a pattern with a digit for every # and a letter for every ?."""


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
