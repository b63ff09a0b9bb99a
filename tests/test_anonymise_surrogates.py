"""What stands for whom, text by text."""

from __future__ import annotations

import pandas as pd
import pytest

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.key import pseudonym
from alsjournal.journal import RawJournal

KEY = "a key of the tests only"
FAST = ("identifiers", "roster", "organisations", "people")


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)


def m(value):
    return f"[member {pseudonym(KEY.encode(), 'm', value.casefold())}]"


def anonymised(*texts, **tables):
    frame = pd.DataFrame(
        {
            "reflection_id": [f"r{i}" for i in range(len(texts))],
            "set_id": "A",
            "session": 1,
            "text": texts,
        }
    )
    roster = pd.DataFrame(
        {"member": ["A01", None, None], "name": ["Sarah Jones", "Dee Moss", "Tom Fry"]}
    )
    raw = RawJournal({"reflections": frame, "roster": roster, **tables})
    journal = Anonymiser(finders=FAST).fit_transform(raw)
    return journal.table("reflections")["text"].tolist()


def test_outsiders_are_told_apart_within_a_text_only():
    one, two = anonymised(
        "So Dee Moss rang Tom Fry, and Tom told Dee; then Sarah heard.",
        "So Tom Fry came.",
    )
    assert one == (
        f"So [name 1] rang [name 2], and [name 2] told [name 1]; then {m('A01')} heard."
    )
    assert two == "So [name] came."


def test_organisations_are_numbered_too():
    (text,) = anonymised(
        "We left Fern Hill Surgery for Oak Lea Surgery, not Fern Hill Surgery again."
    )
    assert text == (
        "We left [organisation 1] for [organisation 2], not [organisation 1] again."
    )


def test_a_name_of_two_outsiders_is_no_numbers():
    roster = pd.DataFrame({"name": ["Dee Moss", "Dee Fry"]})
    (text,) = anonymised("So Dee Moss met Dee Fry, and Dee left.", roster=roster)
    assert text == "So [name 1] met [name 2], and [name] left."


def test_nobody_can_forge_a_member():
    forged = m("A01")
    typed, hidden, split = anonymised(
        f"So {forged} said [name 2] and [PERSON_1].",
        f"So {forged[:4]}\u200b{forged[4:]} said.",
        f"So {forged[:8]}Sarah] said.",
    )
    assert typed == "So [name] said (name 2) and (PERSON_1)."
    assert hidden == "So [name] said."
    assert split == f"So (member {m('A01')}) said."


def test_dates_are_told_by_the_sessions_of_the_set():
    sessions = pd.DataFrame(
        {
            "set_id": ["A", "A", "B"],
            "session": [1, 2, 7],
            "date": pd.to_datetime(["2019-07-17", "2019-09-11", "2019-08-14"]),
        }
    )
    texts = [
        "We met on 17/7/2019.",
        "It broke on 28 August 2019 again.",
        "It broke on 14th of August 2019 again.",
        "It was on 2 July 2019.",
        "It was on 2 July 1987.",
        "She was born on 17/7/2019.",
        "It was 31/13/2019.",
    ]
    assert anonymised(*texts, sessions=sessions) == [
        "We met on [about session 1].",
        "It broke on [2 weeks before session 2] again.",
        "It broke on [4 weeks after session 1] again.",
        "It was on [2 weeks before session 1].",
        "It was on [date].",
        "She was born on [date].",
        "It was [date].",
    ]
    assert anonymised(*texts[:1]) == ["We met on [date]."]
