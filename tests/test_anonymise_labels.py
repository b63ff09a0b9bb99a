"""Names of the roster in what a programme and its tables are called by."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.key import pseudonym
from alsjournal.disclosure import holds_pseudonym
from alsjournal.ingest import read_journal
from alsjournal.ingest.survey_settings import settings_of
from alsjournal.ingest.theory_data import theory_of
from alsjournal.journal import Journal, RawJournal
from alsjournal.store import JournalStore

KEY = "a key of the tests only"
FAST = ("identifiers", "roster", "organisations", "people")
NAMES = [
    "Hephzibah Crumplehorn",
    "Zebulon Quackenbush",
    "Philippa Snodgrass",
    "Barnaby Throckmorton",
    "Ottoline Featherstonehaugh",
    "Grace Hope",
]
WORDS = [part for name in NAMES[:5] for part in name.split()]
IDS = [f"M{i:02}" for i in range(1, 7)]
LEFT = "after Ottoline Featherstonehaugh left"
NO, YES = "no, says Philippa Snodgrass", "yes, with Zebulon"

TOML = f"""
[programme]
title = "Of the county"
[files]
reflections = "reflections.csv"
members = "members.csv"
roster = "roster.csv"
sets = "sets.csv"
survey = "survey.csv"
codings = "codings.csv"
[survey]
waves = ["before", "{LEFT}"]
[survey.invited]
before = 6
"{LEFT}" = 6
[survey.items.q_good]
question = "Is Barnaby Throckmorton good?"
scale = ["{NO}", "with grace", "{YES}"]
yes = ["{YES}"]
[survey.items.about_zebulon]
scale = ["no", "yes"]
[survey.items.about_philippa]
scale = ["no", "yes"]
[survey.items.whom]
scale = ["Zebulon Quackenbush", "Philippa Snodgrass"]
yes = ["Philippa Snodgrass"]
[[theory.steps]]
id = "good"
text = "They find it good."
indicators = ["survey: q_good", "survey: about_philippa"]
"""


def tables() -> dict[str, pd.DataFrame]:
    given = {
        "q_good": [NO, NO.upper(), NO, YES, "With grace", "with grace"],
        "about_zebulon": ["yes"] * 6,
        "about_philippa": ["no"] * 6,
        "whom": ["Zebulon Quackenbush"] * 6,
    }
    survey = pd.DataFrame(
        [
            {"respondent": f"s{i}", "wave": wave, "item": item, "answer": answer}
            for wave in ("before", LEFT)
            for item, answers in given.items()
            for i, answer in enumerate(answers)
        ]
    )
    ids = [f"r{i}" for i in range(6)]
    coders = ["Hephzibah Crumplehorn", "m02", "HC", "themes/1", "Dr Snodgrass", "Bea"]
    return {
        "reflections": pd.DataFrame(
            {
                "reflection_id": ids,
                "member": IDS,
                "set_id": "A",
                "session": 1,
                "role": "deputy of Zebulon Quackenbush",
                "text": "We had no time for it, and then we found some.",
            }
        ),
        "members": pd.DataFrame(
            {
                "member": IDS,
                "role": ["deputy of Zebulon Quackenbush", *["nurse"] * 5],
                "organisation_type": ["Throckmorton practice", *["hospice"] * 5],
            }
        ),
        "roster": pd.DataFrame(
            {
                "member": IDS,
                "name": NAMES,
                "organisation": ["Hill View Surgery", *[None] * 5],
            }
        ),
        "sets": pd.DataFrame(
            {
                "set_id": ["A", "B"],
                "parent": ["Hill View Surgery", "Crumplehorn and partners"],
            }
        ),
        "survey": survey,
        "codings": pd.DataFrame(
            {
                "coding_id": [f"c{i}" for i in range(6)],
                "reflection_id": ids,
                "code": "time",
                "construct": ["theme"] * 5 + ["Frame of Barnaby Throckmorton"],
                "coder": coders,
            }
        ),
    }


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RawJournal:
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    for name, frame in tables().items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "programme.toml").write_text(TOML, encoding="utf-8")
    return read_journal(tmp_path / "programme.toml")


@pytest.fixture
def journal(raw: RawJournal) -> Journal:
    return Anonymiser(finders=FAST).fit_transform(raw)


def m(member: str) -> str:
    return f"[member {pseudonym(KEY.encode(), 'm', member.casefold())}]"


def named_in(text: str) -> list[str]:
    return [word for word in WORDS if word.casefold() in text.casefold()]


def test_no_table_no_setting_and_no_page_names_anybody(
    journal: Journal, tmp_path: Path
) -> None:
    for name in journal.tables():
        assert not named_in(journal.table(name).to_csv()), name
    assert not named_in(json.dumps(dict(journal.provenance)))
    codes = journal.codings(construct="theme").assign(coder="Bea")
    page = als.write_report(
        journal, codes, tmp_path / "page.html", audience="programme"
    ).read_text("utf-8")
    assert "Is [a colleague] good?" in page
    assert not named_in(page)
    items = als.survey_items(journal, audience="programme").to_frame()
    assert not holds_pseudonym(items.to_csv())


def test_settings_of_the_survey_still_match_its_table(journal: Journal) -> None:
    waves = ("before", "after [a colleague] left")
    said = settings_of(journal.provenance)
    assert said.waves == waves
    assert journal.provenance["invited"] == dict.fromkeys(waves, 6)
    table = journal.table("survey")
    assert set(table["wave"]) == set(waves)
    # Items tell rows apart: two of them do not become one.
    assert set(table["item"]) == set(said.items)
    assert len(said.items) == 4
    assert len(table) == 48
    assert not table.duplicated(["respondent", "wave", "item"]).any()
    (step,) = theory_of(journal.provenance)
    assert len(step.indicators) == 2
    assert {indicator.name for indicator in step.indicators} < set(said.items)


def test_a_choice_that_names_somebody_is_still_counted(journal: Journal) -> None:
    table = als.survey_answers(journal, items=["q_good"]).to_frame()
    counted = table[table["wave"] == "before"].set_index("answer")["shown"].to_dict()
    assert counted == {
        "no, says [name]": "3 of 6",
        "with grace": "2 of 6",
        "yes, with [name]": "1 of 6",
    }
    items = als.survey_items(journal, items=["q_good"]).to_frame()
    assert items["invited"].tolist() == [6, 6]
    assert items["counts_as"].tolist() == ["yes, with [name]"] * 2


def test_choices_that_differ_by_a_name_alone_are_no_scale(journal: Journal) -> None:
    assert settings_of(journal.provenance).items["whom"].scale == ()
    found = als.survey_answers(journal).to_frame()
    assert set(found.loc[found["item"] == "whom", "answer"]) <= {"[name]", None}


def test_roles_and_bodies_keep_all_but_people(journal: Journal) -> None:
    members = journal.table("members")
    assert members["role"].tolist() == ["deputy of [a colleague]", *["nurse"] * 5]
    assert members["organisation_type"][0] == "[a colleague] practice"
    assert set(journal.table("reflections")["role"]) == {"deputy of [a colleague]"}
    parents = journal.table("sets").set_index("set_id")["parent"]
    assert parents.to_dict() == {
        "A": "Hill View Surgery",
        "B": "[a colleague] and partners",
    }


def test_forget_reaches_who_coded(journal: Journal, tmp_path: Path) -> None:
    coders = journal.table("codings").set_index("coding_id")["coder"].to_dict()
    assert coders == {
        "c0": m("M01"),
        "c1": m("M02"),
        "c2": "HC",
        "c3": "themes/1",
        "c4": m("M03"),
        "c5": "Bea",
    }
    store = JournalStore(tmp_path / "journal.duckdb")
    store.write(journal, source="a")
    gone = m("M02").removeprefix("[member ").removesuffix("]")
    store.forget(gone)
    kept = store.read()
    for name in kept.tables():
        assert gone not in kept.table(name).to_csv()
    assert gone not in json.dumps(dict(kept.provenance))
    # A choice that names them counts as before.
    table = als.survey_answers(kept, items=["q_good"]).to_frame()
    assert "1 of 6" in set(table.loc[table["answer"] == "yes, with [name]", "shown"])
