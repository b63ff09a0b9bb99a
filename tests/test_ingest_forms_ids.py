"""What identifies an answer, from export to export."""

import datetime as dt

import pytest
from exports import (
    FIRST,
    MS_META,
    STARTED,
    TITLES,
    csv_export,
    kit,
    ms_export,
    ms_row,
    toml,
)

from alsjournal.errors import InputError
from alsjournal.ingest import read_journal


def ids(path, preset="ms-forms"):
    frame = read_journal(path, preset=preset).identifiable_frame()
    return dict(zip(frame["reflection_id"], frame["text"], strict=True))


def test_a_grown_and_edited_export_keeps_its_ids(tmp_path):
    meta = [*MS_META, "Last modified time", "Language"]
    old = [ms_row(i, ["", "en-GB", *FIRST]) for i in (1, 2)]
    before = ids(ms_export(tmp_path / "F(1-2).xlsx", TITLES, old, meta=meta))
    edited = [*FIRST[:4], "In other words.", *FIRST[5:]]
    later = STARTED + dt.timedelta(days=30)
    new = [ms_row(1, ["", "en-GB", *FIRST]), ms_row(2, [later, "en-GB", *edited])]
    new.append(ms_row(3, ["", "cy", *FIRST]))
    grown = ms_export(tmp_path / "F(1-3).xlsx", [*TITLES, "Anything else?"],
                      [[*row, ""] for row in new], meta=meta)  # fmt: skip
    after = ids(grown)
    assert set(before) < set(after)
    assert sum(before[i] != after[i] for i in before) == 1
    given = read_journal(grown, preset="ms-forms").identifiable_frame("permissions")
    assert sorted(given["given"].dt.strftime("%m-%d").unique()) == [
        "03-03", "03-05", "04-01"
    ]  # fmt: skip


def test_two_forms_of_the_same_questions_share_no_id(tmp_path):
    later = STARTED + dt.timedelta(hours=3)
    one = ids(kit(tmp_path, ms_row(1, FIRST)))
    two = ids(kit(tmp_path, ms_row(1, FIRST, start=later)))
    assert not set(one) & set(two)


def test_google_answers_of_one_second_are_counted(tmp_path):
    row = ["2026/03/01 2:05:33 pm GMT", *FIRST]
    path = tmp_path / "f.csv"
    one = ids(csv_export(path, ["Timestamp", *TITLES], [row]), "google-forms")
    two = ids(csv_export(path, ["Timestamp", *TITLES], [row, row]), "google-forms")
    assert len(one) == 3
    assert len(two) == 6
    assert set(one) < set(two)


def test_google_answers_of_one_second_in_two_sets_are_two(tmp_path):
    headers, when = ["Timestamp", *TITLES], "2026/03/01 2:05:33 pm GMT"
    one = csv_export(tmp_path / "a.csv", headers, [[when, *FIRST]])
    two = csv_export(tmp_path / "b.csv", headers, [[when, "B", *FIRST[1:]]])
    assert not set(ids(one, "google-forms")) & set(ids(two, "google-forms"))


def test_two_exports_of_one_form_are_one_too_many(tmp_path):
    ms_export(tmp_path / "a(1-1).xlsx", TITLES, [ms_row(1, FIRST)])
    ms_export(tmp_path / "a(1-2).xlsx", TITLES, [ms_row(1, FIRST), ms_row(2, FIRST)])
    path = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n"
        "[files]\nreflections = ['a(1-1).xlsx', 'a(1-2).xlsx']\n",
    )
    with pytest.raises(InputError, match=r"1 of 'a\(1-2\).xlsx' are in an earlier"):
        read_journal(path)


def test_a_google_sheet_and_its_csv_have_the_same_ids(tmp_path):
    when = dt.datetime.fromisoformat("2026-03-01 14:05:33")
    book = ms_export(tmp_path / "f.xlsx", TITLES, [[when, *FIRST]], meta=["Timestamp"])
    text = csv_export(
        tmp_path / "f.csv", ["Timestamp", *TITLES],
        [["2026/03/01 2:05:33 pm GMT", *FIRST]],
    )  # fmt: skip
    assert ids(book, "google-forms") == ids(text, "google-forms")
