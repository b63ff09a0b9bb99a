"""What a programme has not said yet, and which last day has passed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import ConfigError
from alsjournal.ingest.config import Programme, read_programme
from alsjournal.ingest.duties import KEPT, duty_notes, retention_dates
from alsjournal.ingest.read import read_journal_with_report

TODAY = date(2026, 11, 1)
ALL = dict.fromkeys(KEPT, TODAY)


def declared(**kwargs: object) -> Programme:
    return Programme({}, declared=True, **kwargs)  # type: ignore[arg-type]


def test_what_is_not_said_is_asked_for_in_one_line() -> None:
    (note,) = duty_notes(declared(), today=TODAY)
    for word in ("lawful_basis", *KEPT):
        assert word in note
    (note,) = duty_notes(declared(about={"lawful_basis": "x"}), today=TODAY)
    assert "lawful_basis" not in note
    (note,) = duty_notes(
        declared(about={"lawful_basis": " "}, retention=ALL), today=TODAY
    )
    assert "lawful_basis" in note
    assert "retention" not in note


def test_a_day_is_kept_to_its_end_and_then_overdue() -> None:
    said = {"lawful_basis": "public task"}
    assert duty_notes(declared(about=said, retention=ALL), today=TODAY) == ()
    late = duty_notes(
        declared(about=said, retention=ALL), today=TODAY + timedelta(days=1)
    )
    assert len(late) == 3
    assert all(note.startswith("OVERDUE") and "1 day ago" in note for note in late)
    assert "source files" in late[0]


def test_fictional_ones_and_single_files_are_left_in_peace(tmp_path) -> None:
    past = dict.fromkeys(KEPT, date(2000, 1, 1))
    fictional = declared(about={"fictional": True}, retention=past)
    assert duty_notes(fictional, today=TODAY) == ()
    path = tmp_path / "texts.csv"
    path.write_text("text\nWe met.\n")
    notes = read_journal_with_report(path)[1].notes
    assert sum("programme.toml" in note for note in notes) == 1


def test_the_account_of_an_ingest_has_them(tmp_path) -> None:
    (tmp_path / "texts.csv").write_text("text\nWe met.\n")
    toml = tmp_path / "programme.toml"
    toml.write_text(
        '[files]\nreflections = "texts.csv"\n'
        '[retention]\nraw_text = 2001-02-03\nkey = "2999-01-01"\n'
    )
    report = read_journal_with_report(toml)[1]
    said = str(report)
    assert "does not say yet: [programme] lawful_basis, [retention] journal" in said
    assert "OVERDUE: [retention] raw_text was 2001-02-03" in said


@given(st.dates())
def test_toml_dates_and_iso_texts_are_the_same(day: date) -> None:
    text = day.isoformat()
    assert retention_dates({"key": day}) == retention_dates({"key": text})


@pytest.mark.parametrize(
    "toml",
    [
        "raw_text = 2026-02-30x",
        'raw_text = "2026-02-30"',
        'raw_text = "31/03/2027"',
        "raw_text = 20270331",
        "raw_text = true",
        "raw_text = 2027-03-31T10:00:00",
        "texts = 2027-03-31",
    ],
)
def test_other_dates_are_refused(tmp_path, toml: str) -> None:
    path = tmp_path / "programme.toml"
    path.write_text(f"[retention]\n{toml}\n")
    with pytest.raises(ConfigError):
        read_programme(path, files=False)


def test_a_programme_can_be_read_before_its_files_are_there(tmp_path) -> None:
    path = tmp_path / "programme.toml"
    path.write_text('[programme]\ntitle = "T"\n[files]\nreflections = "none.csv"\n')
    programme = read_programme(path, files=False)
    assert programme.about["title"] == "T"
    assert programme.files == {}
