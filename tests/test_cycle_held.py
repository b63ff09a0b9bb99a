"""Who wrote is held back by `presence` as it is in the tables of themes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers import crowd, written

import alsjournal as als
from alsjournal.cycle._held import HELD
from alsjournal.disclosure import Audience, policy_named
from alsjournal.release.cells import shown_cells
from alsjournal.trends import as_coded

K5 = policy_named("k5")
PROGRAMME = Audience.programme()
MEMBERS = [f"m{i}" for i in range(34)]
SPELLS = pd.DataFrame({"member": MEMBERS, "set_id": "A", "from_session": 1})
PEOPLE = pd.DataFrame({"member": MEMBERS, "role": ["nurse", "GP"] * 17})
RAISED = ["cover"] * 10
# m8 to m22 write of session 2, and m0 to m19 of session 1: 23 wrote.
TEXTS = [*crowd(20, RAISED), *crowd(15, RAISED, session=2, first=8)]


@pytest.fixture
def store(tmp_path: Path) -> als.JournalStore:
    return als.JournalStore(tmp_path / "journal.duckdb", timeout=0.5)


def filled(store: als.JournalStore, texts=TEXTS) -> pd.DataFrame:
    journal, codes = written(texts, memberships=SPELLS, members=PEOPLE)
    store.write(journal, source="a")
    return codes


def shown(store: als.JournalStore, codes: pd.DataFrame, audience="programme") -> None:
    """Put on record what a page shows."""
    journal, who = store.read(), Audience.parse(audience)
    cells = shown_cells(journal, as_coded(journal, codes), who, K5)
    store.note_release(audience, kind="report", place="p.html", cells=cells)


def wrote(store: als.JournalStore) -> dict[str, list[str]]:
    frame = als.presence(store.read(), audience="programme").to_frame()
    return frame.groupby("between", sort=False)["shown_wrote"].agg(list).to_dict()


def test_one_who_withdrew_does_not_come_back_by_who_wrote(store):
    shown(store, filled(store))
    assert wrote(store) == {
        "session": ["20 of 34", "15 of 34"],
        "all sessions": ["23 of 34"],
        "role": ["11 of 17", "12 of 17"],
    }
    store.withdraw("m9")
    held = wrote(store)
    assert {word for words in held.values() for word in words} == {"withheld"}
    table = als.presence(store.read(), audience="programme")
    assert table.to_frame()["wrote"].isna().all()
    assert HELD in table.notes
    silent = als.non_writing(store.read(), audience="programme").to_frame()
    assert silent[["wrote", "silent", "unknown"]].isna().all(axis=None)
    assert set(silent["shown"]) == {"withheld"}


def test_the_tables_of_themes_hold_back_the_same(store):
    codes = filled(store)
    shown(store, codes)
    store.withdraw("m9")
    journal = store.read()
    for by in ((), ("session",)):
        table = als.theme_prevalence(journal, codes, audience="programme", by=by)
        assert table.to_frame()["wrote"].isna().all()


def test_the_same_journal_gives_the_same_numbers(store):
    codes = filled(store)
    first = wrote(store)
    shown(store, codes)
    assert wrote(store) == first
    assert HELD not in als.presence(store.read(), audience="programme").notes


def test_many_more_are_told_and_a_set_is_exact(store):
    codes = filled(store)
    shown(store, codes)
    filled(store, [*TEXTS, *crowd(5, RAISED, session=2, first=23)])
    assert wrote(store)["session"] == ["20 of 34", "20 of 34"]
    store.withdraw("m9")
    own = als.presence(store.read(), audience="set:A").to_frame()
    assert own["wrote"].notna().all()


def test_a_text_off_the_roll_or_of_no_session_is_counted_here_and_there(store):
    """What is compared is what is on record: all who wrote."""
    other = [*TEXTS, ("A", 1, "stranger", "cover"), ("A", None, "m29", "cover")]
    codes = filled(store, other)
    first = wrote(store)
    shown(store, codes)
    assert wrote(store) == first


def test_the_page_of_a_set_is_not_subtracted_from_the_programmes(store):
    two = [
        *crowd(16, RAISED),
        *[("B", 1, f"m{i}", "cover") for i in range(16, 20)],
    ]
    spells = SPELLS.assign(set_id=["A"] * 16 + ["B"] * 18)
    journal, codes = written(two, memberships=spells)
    store.write(journal, source="a")
    assert wrote(store)["all sessions"] == ["20 of 34"]
    shown(store, codes, "set:A")
    assert wrote(store)["all sessions"] == ["withheld"]


def test_the_pages_lead_does_not_tell_it(store, tmp_path):
    codes = filled(store)
    place = tmp_path / "p.html"

    def page() -> str:
        als.write_report(store.read(), codes, place)
        return place.read_text("utf-8")

    first = page()
    assert "23 of 34" in first
    shown(store, codes)
    assert page() == first
    store.withdraw("m9")
    second = page()
    for n in (22, 23):
        assert f"{n} of 34" not in second
