"""What went out comes back as it was, and an edited file does not."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError, SourceError
from alsjournal.exchange import read_tables
from alsjournal.exchange.package import NAME
from alsjournal.journal import Journal

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "=+-@'\",;\\\r\n\t\x0b\x1f\x7f\u202e\u200f\ufeff\u2028\U0001f600N/A"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
SOME = st.one_of(st.none(), HOSTILE)
DAYS = [pd.Timestamp(day).to_pydatetime() for day in ("1700-01-01", "2200-01-01")]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "session": st.one_of(st.none(), st.integers(-(2**53), 2**53)),
            "intended": st.one_of(st.none(), st.booleans()),
            "amount": st.one_of(st.none(), st.floats(allow_nan=False)),
            "text": SOME,
            "claimed_by": SOME,
        }
    ),
    min_size=1,
    max_size=6,
)


def outcomes(rows: list[dict[str, Any]]) -> Journal:
    frame = pd.DataFrame(rows)
    frame["outcome_id"] = [f"=o{i}" for i in range(len(rows))]
    frame["session"] = frame["session"].astype("Int64")
    frame["amount"] = frame["amount"].astype("Float64")
    for name in ("text", "claimed_by"):
        frame[name] = frame[name].astype("str")
    return Journal({"outcomes": frame})


@pytest.mark.parametrize("formats", [["csv"], ["parquet"]])
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, when=st.datetimes(*DAYS))
def test_hostile_values_come_back_as_they_were(
    formats: list[str], rows: list[dict[str, Any]], when: datetime
) -> None:
    journal = outcomes(rows)
    notes = pd.DataFrame({"memo_id": ["m"], "date": [when], "text": [rows[0]["text"]]})
    notes["text"] = notes["text"].astype("str")
    frames = {"outcomes": journal.table("outcomes"), "memos": notes}
    journal = Journal(frames)
    with tempfile.TemporaryDirectory() as folder:
        als.export_tables(journal, folder, formats=formats, memos=True)
        back = als.read_export(folder)
        plain = read_tables(folder)
    assert back.tables() == journal.tables()
    for name in journal.tables():
        want = journal.table(name)
        for got in (back.table(name), plain[name]):
            pd.testing.assert_frame_equal(got, want, check_exact=True)
            assert got.isna().equals(want.isna())  # an empty text is not missing


def small() -> Journal:
    texts = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2"],
            "set_id": ["A", "A"],
            "session": [1, 2],
            "text": ["=1+1", "We met."],
        }
    )
    issues = [{"issue_id": "i1", "text": ""}, {"issue_id": "i2", "text": None}]
    return Journal({"reflections": texts, "issues": pd.DataFrame(issues)})


def test_empty_and_missing_are_two_things_in_csv_by_their_quotes(
    tmp_path: Path,
) -> None:
    als.export_tables(small(), tmp_path / "out", formats=["csv"])
    text = (tmp_path / "out/for-machines/issues.csv").read_text()
    assert text.splitlines()[1:] == ['"i1",,,""', '"i2",,,']


def test_parquet_says_what_its_columns_mean_and_pandas_reads_it(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    als.export_tables(small(), tmp_path / "out")
    file = tmp_path / "out/for-machines/reflections.parquet"
    schema = pq.read_schema(file)
    assert b"characters" in schema.field("text").metadata[b"meaning"]
    assert json.loads(schema.metadata[b"alsjournal"])["table"] == "reflections"
    pd.testing.assert_frame_equal(pd.read_parquet(file), small().table("reflections"))


def test_the_sample_comes_back_and_gives_the_same_numbers(tmp_path: Path) -> None:
    sample = als.load_sample()
    frames = {
        name: sample.identifiable_frame(name)
        for name in ("sets", "sessions", "members", "memberships", "attendance")
    }
    texts = sample.identifiable_frame("reflections")
    frames["reflections"] = texts.assign(text="Replaced for this test, all of it.")
    frames["permissions"] = sample.identifiable_frame("permissions")
    journal = Journal(frames)
    gold = als.load_gold()
    codes = gold[gold["construct"] == "theme"][["reflection_id", "code", "construct"]]
    als.export_tables(journal, tmp_path / "out", formats=["parquet"])
    back = als.read_export(tmp_path / "out")
    assert len(back) < len(journal)
    for audience in ("research", "programme", "public", "set:A"):
        want = als.theme_prevalence(journal, codes, audience=audience).to_frame()
        found = als.theme_prevalence(back, codes, audience=audience).to_frame()
        pd.testing.assert_frame_equal(found, want)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    als.export_tables(small(), tmp_path / "out")
    return tmp_path / "out"


def package(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "for-machines" / NAME).read_text(encoding="utf-8"))


def put(folder: Path, found: dict[str, Any]) -> None:
    (folder / "for-machines" / NAME).write_text(json.dumps(found), encoding="utf-8")


@pytest.mark.parametrize("name", ["reflections.csv", "issues.parquet"])
def test_an_edited_file_is_refused_by_name(export: Path, name: str) -> None:
    file = export / "for-machines" / name
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(SourceError, match=f"{name} was changed"):
        als.read_export(export)
    file.write_bytes(data + b"\n")
    with pytest.raises(SourceError, match=f"{name} was changed"):
        als.read_export(export)
    file.unlink()
    with pytest.raises(SourceError, match=f"{name} is missing"):
        als.read_export(export)


def test_a_link_is_no_file_of_an_export(export: Path, tmp_path: Path) -> None:
    file = export / "for-machines/issues.csv"
    shutil.copy(file, tmp_path / "elsewhere.csv")
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(SourceError, match="no plain file"):
        als.read_export(export)


@pytest.mark.parametrize(
    "path", ["../for-people/issues.csv", "/etc/passwd", "issues.exe", "roster.csv", 3]
)
def test_a_package_names_no_other_file(export: Path, path: object) -> None:
    found = package(export)
    shutil.copy(export / "for-machines/issues.csv", export / "for-machines/roster.csv")
    found["resources"][0]["path"] = path
    if path == "roster.csv":
        issues = next(r for r in found["resources"] if r["path"] == "issues.csv")
        size, digest = issues["bytes"], issues["hash"]
        found["resources"][0] |= {"bytes": size, "hash": digest}
    put(export, found)
    with pytest.raises(SourceError, match="does not have"):
        als.read_export(export)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "not json", '{"alsjournal": {"format": "x"}}', "[" * 9999]
)
def test_what_is_no_package_is_refused(export: Path, text: str) -> None:
    (export / "for-machines" / NAME).write_text(text)
    with pytest.raises(SourceError, match="export_tables"):
        als.read_export(export)


@pytest.mark.parametrize(
    "change",
    [{"selection": {"text": "x"}}, {"selection": {"no": []}}, {"provenance": 1}],
)
def test_a_package_that_lacks_a_part_is_refused(
    export: Path, change: dict[str, object]
) -> None:
    found = package(export)
    found["alsjournal"] |= change
    put(export, found)
    with pytest.raises(SourceError, match="datapackage"):
        als.read_export(export)


def test_another_number_of_rows_is_refused(export: Path) -> None:
    found = package(export)
    for resource in found["resources"]:
        resource["rowCount"] += 1
    put(export, found)
    with pytest.raises(SourceError, match="number of rows"):
        als.read_export(export)


def test_a_newer_format_says_so(export: Path) -> None:
    found = package(export)
    found["alsjournal"]["version"] = 99
    put(export, found)
    with pytest.raises(InputError, match="format 1"):
        als.read_export(export)


def test_where_there_is_nothing_to_read_is_said(tmp_path: Path) -> None:
    als.export_tables(small(), tmp_path / "out", formats=["xlsx"])
    for folder in (tmp_path / "out", tmp_path / "none"):
        with pytest.raises(SourceError, match="no folder for-machines"):
            als.read_export(folder)


def test_released_tables_are_no_journal(tmp_path: Path) -> None:
    codes = pd.DataFrame({"reflection_id": ["r1"], "code": ["cover"]})
    als.export_tables(small(), tmp_path / "o", themes=codes, audience="set:A")
    with pytest.raises(DisclosureError, match="released tables only"):
        als.read_export(tmp_path / "o")
    assert set(read_tables(tmp_path / "o")) >= {"theme_prevalence", "quotes"}


def test_a_text_longer_than_a_block_comes_back(tmp_path: Path) -> None:
    long = "x\n" * 2_000_000
    texts = pd.DataFrame({"reflection_id": ["r1"], "text": [long]})
    als.export_tables(Journal({"reflections": texts}), tmp_path / "o", formats=["csv"])
    assert als.read_export(tmp_path / "o").table("reflections")["text"][0] == long
