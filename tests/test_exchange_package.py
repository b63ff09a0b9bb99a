"""``datapackage.json`` says what is there, in the standard's words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.dictionary import entries
from alsjournal.exchange import read_tables
from alsjournal.exchange.links import Link, Links
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.validate import conform


def journal(**tables: list[dict[str, object]]) -> Journal:
    texts = [{"reflection_id": "r1", "set_id": "A", "session": 1, "text": "We met."}]
    frames = {"reflections": texts, **tables}
    return Journal({name: pd.DataFrame(rows) for name, rows in frames.items()})


def package(source: Journal, folder: Path, **options: Any) -> dict[str, Any]:
    als.export_tables(source, folder, **options)
    text = (folder / "for-machines/datapackage.json").read_text(encoding="utf-8")
    return json.loads(text)


def resource(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(r for r in found["resources"] if r["name"] == name)


def test_each_file_is_listed_with_its_digest_size_and_rows(tmp_path: Path) -> None:
    found = package(journal(issues=[{"issue_id": "i"}, {"issue_id": "j"}]), tmp_path)
    files = {r["path"] for r in found["resources"]}
    inside = {p.name for p in (tmp_path / "for-machines").iterdir()}
    assert files == inside - {"datapackage.json"}
    names = [r["name"] for r in found["resources"]]
    assert len(set(names)) == len(names)
    for r in found["resources"]:
        data = (tmp_path / "for-machines" / r["path"]).read_bytes()
        size, digest = (
            ("bytes", "hash") if r["format"] == "csv" else ("fileBytes", "fileHash")
        )
        assert r[digest] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert r[size] == len(data)
        assert r["rowCount"] == (2 if r["path"].startswith("issues") else 1)
        assert r["type"] == "table"
    assert resource(found, "issues")["format"] == "csv"
    assert resource(found, "issues-parquet")["format"] == "parquet"


def test_fields_have_types_meanings_and_limits(tmp_path: Path) -> None:
    found = package(
        journal(
            permissions=[{"member": "m", "use": "counts"}],
            sessions=[{"set_id": "A", "session": 1}],
        ),
        tmp_path,
        formats=["csv"],
    )
    for name in ("permissions", "sessions", "reflections"):
        fields = resource(found, name)["schema"]["fields"]
        assert [f["name"] for f in fields] == list(TABLES[name].names)
        assert [f["description"] for f in fields] == [e.meaning for e in entries(name)]
    fields = {f["name"]: f for f in resource(found, "permissions")["schema"]["fields"]}
    assert fields["use"]["constraints"]["enum"] == list(
        TABLES["permissions"]["use"].choices
    )
    assert fields["use"]["constraints"]["required"]
    assert "constraints" not in fields["given"]
    assert fields["given"]["type"] == "datetime"
    sessions = {f["name"]: f for f in resource(found, "sessions")["schema"]["fields"]}
    assert sessions["session"]["type"] == "integer"


def test_keys_without_gaps_are_primary(tmp_path: Path) -> None:
    found = package(
        journal(
            permissions=[{"member": "m", "use": "counts"}],
            attendance=[{"set_id": "A", "session": 1, "member": "m", "present": True}],
        ),
        tmp_path,
        formats=["csv"],
    )
    schema = resource(found, "attendance")["schema"]
    assert schema["primaryKey"] == ["set_id", "session", "member"]
    schema = resource(found, "permissions")["schema"]
    assert "primaryKey" not in schema
    assert schema["uniqueKeys"] == [["member", "reflection_id", "given"]]


def test_links_are_told_where_they_hold(tmp_path: Path) -> None:
    found = package(
        journal(
            sets=[{"set_id": "A"}],
            sessions=[{"set_id": "A", "session": 2}],
            issues=[{"issue_id": "i1", "set_id": "A", "presenter": "m1"}],
            members=[{"member": "m1"}],
            turns=[{"set_id": "A", "session": 2, "order": 1, "issue_id": "gone"}],
        ),
        tmp_path,
        formats=["csv"],
    )
    keys = {
        r["name"]: [
            (k["fields"], k["reference"]["resource"], k["reference"]["fields"])
            for k in r["schema"].get("foreignKeys", [])
        ]
        for r in found["resources"]
    }
    to_set = (["set_id"], "sets", ["set_id"])
    assert keys["issues"] == [to_set, (["presenter"], "members", ["member"])]
    assert keys["turns"] == [
        to_set,
        (["set_id", "session"], "sessions", ["set_id", "session"]),
    ]
    assert keys["reflections"] == [to_set]  # of session 1 there is no row
    assert keys["sets"] == []


def test_a_link_that_fails_late_is_none() -> None:
    links = Links()
    rows, _ = conform(
        "issues", pd.DataFrame({"issue_id": ["a", "b"], "set_id": ["A", "B"]})
    )
    links.see("sets", conform("sets", pd.DataFrame({"set_id": ["A"]}))[0])
    links.see("issues", rows[:1])
    assert links.of("issues") == (Link(("set_id",), "sets", ("set_id",)),)
    links.see("issues", rows[1:])
    assert links.of("issues") == ()
    assert links.of("theme_summary") == ()


def test_it_says_for_whom_and_what_was_left_out(tmp_path: Path) -> None:
    source = journal(permissions=[{"reflection_id": "r1", "use": "self"}])
    found = package(source, tmp_path)["alsjournal"]
    assert found["audience"] == "research"
    assert found["left_out"] == {"permissions": 1, "reflections": 1}
    assert found["format"] == "alsjournal-export"
    assert read_tables(tmp_path) == {}


@pytest.mark.parametrize("audience", ["research", "set:A", "programme", "public"])
def test_released_tables_are_described_too(tmp_path: Path, audience: str) -> None:
    codes = pd.DataFrame({"reflection_id": ["r1"], "code": ["cover"]})
    found = package(journal(), tmp_path, themes=codes, audience=audience)
    fields = resource(found, "theme_prevalence")["schema"]["fields"]
    told = entries("theme_prevalence")
    assert [f["name"] for f in fields] == [e.column for e in told]
    unit = next(f["unit"] for f in fields if f["name"] == "raised")
    assert unit == "people or texts"
