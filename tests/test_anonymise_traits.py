"""Ages over 89 and number plates."""

from __future__ import annotations

import pytest

from alsjournal.anonymise.finders.traits import ages, plates


def found(text, finder=ages):
    return {text[start:end] for start, end in finder(text)}


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("he'll be ninety-three in the spring", "ninety-three"),
        ("Nan is ninety six and sharp", "ninety six"),
        ("in her ninety-fourth year", "ninety-fourth"),
        ("his ninetieth birthday", "ninetieth"),
        ("a widow of ninety-one, alone", "ninety-one"),
        ("she turned 92 on the ward", "92"),
        ("A gentleman, 97, came in", "97"),
        ("Nora (93) fell", "93"),
        ("a 95F with a cough", "95"),
        ("94yo, frail", "94"),
        ("aged c. 96", "96"),
        ("my mum's nearly 94", "94"),
        ("he lived to 101", "101"),
        ("well into her nineties", "nineties"),
        ("she'd be 90 now", "90"),
        ("At 94 she still gardens", "94"),
        ("a hundred and one years old", "a hundred and one"),
        ("the one-hundred-and-two-year-old next door", "one-hundred-and-two"),
        ("a retired teacher of ninety-two, alone", "ninety-two"),
        ("my neighbour Doris, ninety-two, lives alone", "ninety-two"),
        ("Doris (ninety-six) fell", "ninety-six"),
        ("in his late-nineties", "late-nineties"),
        ("in their very early nineties", "very early nineties"),
        ("she made it to ninety-eight.", "ninety-eight"),
        ("he is approaching ninety, he says", "ninety"),
        ("the wrong side of ninety and cheerful", "ninety"),
        ("our one nonagenarian", "nonagenarian"),
        ("she is a centenarian now", "centenarian"),
        ("for his hundred and first birthday", "hundred and first"),
        ("a hundred-year-old woman", "a hundred-year-old"),
        ("ninety-odd years of her life", "ninety-odd"),
    ],
)
def test_an_age_over_89(text, age):
    assert age in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "ninety-five per cent of calls",
        "it took ninety minutes",
        "we saw 95 patients",
        "back in the nineties",
        "the wait is 95 minutes",
        "she is 67 and well",
        "the target is 95 per cent",
        "a hundred and one things to do",
        "we got to ninety per cent of them",
        "approaching ninety patients a day",
        "seventy, eighty, ninety-five, all good numbers",
        "the hundred-year-old building",
        "it reached ninety minutes",
        "a total of ninety-two calls",
    ],
)
def test_no_age(text):
    assert found(text) == set()


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("you parked kv21 xro across my bay", "kv21 xro"),
        ("KV21-XRO", "KV21-XRO"),
        ("KV 21 XRO", "KV 21 XRO"),
    ],
)
def test_a_plate(text, plate):
    assert plate in found(text, plates)


def test_no_plate():
    assert found("the car was in for 12 and out by co19 was", plates) == set()
