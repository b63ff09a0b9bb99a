"""Outputs that can be subtracted from each other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers import crowd, written

import alsjournal as als
from alsjournal.disclosure import Audience, policy_named
from alsjournal.release.cells import shown_cells
from alsjournal.trends import as_coded

K5 = policy_named("k5")


@pytest.fixture
def store(tmp_path: Path) -> als.JournalStore:
    return als.JournalStore(tmp_path / "journal.duckdb", timeout=0.5)


def released(store: als.JournalStore, texts, audience: str) -> pd.DataFrame:
    """Write the texts, and record what a page of them shows."""
    journal, codes = written(texts)
    store.write(journal, source="a")
    cells = shown_cells(
        store.read(), as_coded(store.read(), codes), Audience.parse(audience), K5
    )
    store.note_release(audience, kind="report", place=f"{audience}.html", cells=cells)
    return cells


def found(store: als.JournalStore, texts, audience: str) -> set[str]:
    journal, codes = written(texts)
    store.write(journal, source="a")
    report = als.release_check(store, codes, audience=audience)
    rows = report.to_frame()
    return set(rows.loc[rows["check"] == "differences", "where"])


RAISED = ["cover"] * 8
FIVE = crowd(16, RAISED)  # 8 of 16
THREE = crowd(3, ["cover"] * 2, session=2, first=16)


def test_a_session_of_three_is_left_by_subtraction(store: als.JournalStore) -> None:
    """All sessions: 8 of 16, then 10 of 19, so the new session had 2 of 3."""
    released(store, FIVE, "programme")
    assert found(store, [*FIVE, *THREE], "programme") == {
        "cover, all sessions",
        "all who wrote, all sessions",
    }


def test_one_who_wrote_late_is_left_by_subtraction(store: als.JournalStore) -> None:
    released(store, FIVE, "programme")
    late = crowd(17, [*RAISED, *[""] * 8, "cover"])
    assert found(store, late, "programme") == {
        f"{what}, {when}"
        for what in ("cover", "all who wrote")
        for when in ("session 1", "all sessions")
    }


def test_the_same_people_and_another_count(store: als.JournalStore) -> None:
    released(store, FIVE, "programme")
    assert "cover, session 1" in found(store, crowd(16, ["cover"] * 9), "programme")


def test_the_same_again_tells_nothing(store: als.JournalStore) -> None:
    released(store, FIVE, "programme")
    assert found(store, FIVE, "programme") == set()


def test_many_more_tell_nothing(store: als.JournalStore) -> None:
    released(store, FIVE, "programme")
    more = [*FIVE, *crowd(20, ["cover"] * 10, session=2, first=16)]
    assert found(store, more, "programme") == set()


def test_a_set_and_the_programme_leave_the_other_set(store: als.JournalStore) -> None:
    two = [*crowd(12, ["cover"] * 6), *crowd(4, ["cover"] * 2, set_id="B", first=20)]
    released(store, two, "set:A")
    assert "cover, session 1" in found(store, two, "programme")
    assert found(store, two, "set:A") == set()
    assert found(store, two, "set:B") == set()


def test_the_programme_then_a_set(store: als.JournalStore) -> None:
    two = [*crowd(12, ["cover"] * 6), *crowd(4, ["cover"] * 2, set_id="B", first=20)]
    released(store, two, "programme")
    assert "cover, session 1" in found(store, two, "set:A")


def test_many_other_sets_hide_each_other(store: als.JournalStore) -> None:
    many = [
        *crowd(6, ["cover"] * 3),
        *crowd(12, ["cover"] * 6, set_id="B", first=20),
    ]
    released(store, many, "set:A")
    assert found(store, many, "programme") == set()


def test_rounded_counts_are_not_subtracted(store: als.JournalStore) -> None:
    assert len(released(store, crowd(40, ["cover"] * 20), "public")) == 0


def test_only_what_is_shown_is_recorded(store: als.JournalStore) -> None:
    cells = released(store, crowd(16, ["cover"] * 3), "programme")
    assert cells["theme"].tolist() == ["", ""]  # how many wrote, and nothing more
    cells = released(store, crowd(16, ["cover"] * 3), "set:A")
    assert sorted(cells["theme"]) == ["", "", "cover", "cover"]


def test_the_record_holds_no_theme(store: als.JournalStore) -> None:
    released(store, crowd(16, ["zebracrossing"] * 8), "programme")
    assert len(store.earlier_cells(["1:zebracrossing"])) == 1
    assert len(store.earlier_cells(["1:other"])) == 0
    with_codes = store.path.read_bytes()
    assert b"zebracrossing" not in with_codes  # the codings were not written


def test_the_record_survives_forgetting_and_a_restore(
    store: als.JournalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)
    journal, _ = written(FIVE)
    store.write(journal, source="a")
    copy = store.backup(tmp_path / "copy.duckdb").path
    released(store, FIVE, "programme")
    store.restore(copy, overwrite=True)
    assert len(store.earlier_cells(["1:cover"])) == 1
    store.forget("m0")
    assert len(store.earlier_cells(["1:cover"])) == 1


def test_in_memory_there_is_no_record_and_it_is_said() -> None:
    journal, codes = written(FIVE)
    rows = als.release_check(journal, codes, audience="programme").to_frame()
    assert "in memory only" in " ".join(rows["found"])


def test_how_many_wrote_is_recorded_where_there_are_no_themes(
    store: als.JournalStore,
) -> None:
    cells = released(store, crowd(16, []), "programme")
    assert cells["cell"].tolist() == ["1:", "all:"]
    assert cells["wrote"].tolist() == [16, 16]
    assert len(store.earlier_cells(["all:"])) == 1
    # Nor is it shown again where an earlier output leaves one of them.
    assert len(released(store, crowd(17, []), "programme")) == 0
    assert released(store, crowd(3, []), "set:A")["wrote"].tolist() == [3, 3]
