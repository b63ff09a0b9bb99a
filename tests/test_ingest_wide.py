"""What the journal keeps of a form that is exported again and again."""

import pytest
from exports import (
    ASKED,
    COUNT,
    OPEN_TEXTS,
    QUOTE,
    SET,
    TITLES,
    csv_export,
    ms_export,
    ms_row,
)
from typer.testing import CliRunner

from alsjournal.cli import _app
from alsjournal.ingest import read_journal
from alsjournal.ingest.headers import check_headers
from alsjournal.ingest.wide import source_label
from alsjournal.journal import Journal
from alsjournal.store import JournalStore


def said(i, use=QUOTE):
    texts = [f"{text} ({i})" for text in OPEN_TEXTS]
    return ["A", 1, f"A0{i}", ASKED, *texts, use, SET]


def kept(store, path):
    raw = read_journal(path, preset="ms-forms")
    tables = {n: raw.identifiable_frame(n) for n in raw.tables() if n != "roster"}
    return store.write(Journal(tables), source=source_label(path, "ms-forms")).tables


def test_a_grown_export_changes_nothing_of_before(tmp_path):
    store = JournalStore(tmp_path / "j.duckdb")
    first = [ms_row(i, said(i)) for i in (1, 2, 3)]
    kept(store, ms_export(tmp_path / "Our set(1-3).xlsx", TITLES, first))
    before = store.read().table("reflections")
    grown = [*first, ms_row(4, said(4))]
    path = ms_export(tmp_path / "Our set(1-4) (1).xlsx", TITLES, grown)
    change = kept(store, path)["reflections"]
    assert (change.added, change.changed, change.removed, change.unchanged) == (
        4, 0, 0, 12
    )  # fmt: skip
    after = store.read().table("reflections")
    assert after.head(12).equals(before)
    change = kept(store, path)["reflections"]
    assert (change.added, change.unchanged) == (0, 16)


def test_what_is_gone_from_the_form_goes_and_a_stricter_answer_holds(tmp_path):
    store = JournalStore(tmp_path / "j.duckdb")
    first = [ms_row(i, said(i)) for i in (1, 2)]
    kept(store, ms_export(tmp_path / "Our set(1-2).xlsx", TITLES, first))
    path = ms_export(
        tmp_path / "Our set(1-1).xlsx", TITLES, [ms_row(1, said(1, COUNT))]
    )
    changes = kept(store, path)
    assert changes["reflections"].removed == 4
    permissions = store.read().table("permissions")
    assert permissions["use"].tolist() == ["counts"] * 4


@pytest.mark.parametrize(
    ("name", "preset", "label"),
    [
        ("Our set(1-57).xlsx", "ms-forms", "Our set.xlsx"),
        ("Our set(1-57) (2).xlsx", "ms-forms", "Our set.xlsx"),
        ("Set 3 (Responses) - Form responses 1.csv", "google-forms",
         "Set 3 (Responses) - Form responses 1.csv"),
        ("(1-5).xlsx", "ms-forms", "(1-5).xlsx"),
        ("Our set(1-57).csv", "nhs-fft", "Our set(1-57).csv"),
        ("Our set(1-57).csv", None, "Our set(1-57).csv"),
    ],
)  # fmt: skip
def test_the_label_is_the_forms(tmp_path, name, preset, label):
    assert source_label(tmp_path / name, preset) == label


def test_check_reads_an_export_without_settings(tmp_path):
    path = csv_export(
        tmp_path / "f.csv",
        ["Timestamp", *TITLES],
        [["2026/03/01 2:05:33 pm GMT", *said(1)]],
    )
    run = CliRunner().invoke(_app.app, ["check", str(path), "--preset", "google-forms"])
    assert run.exit_code == 0, run.output
    assert "1 response, 4 answers: 4 taken." in run.output
    assert OPEN_TEXTS[0] not in run.output


def test_headers_that_repeat_are_numbered():
    headers = ["Why?", "why? ", "Why?2", "How?", ""]
    assert check_headers(headers, "f", repeats=True) == [
        "Why?", "why?3", "Why?2", "How?"
    ]  # fmt: skip
