"""The log of decisions shows every change."""

from __future__ import annotations

import json
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.anonymise.review.log import AuditLog
from alsjournal.errors import InputError, StoreError


def said(**more):
    return {
        "actor": "custodian:ab12",
        "decision": "accept",
        "item": "i1",
        "text": "t1",
        "label": "PERSON",
        "finder": "ner",
        "chain": "2",
        **more,
    }


def filled(path, n=5):
    log = AuditLog(path)
    for i in range(n):
        log.append(**said(item=f"i{i}"))
    count, last = log.last
    return {"records": count, "last": last}


def test_records_come_back(tmp_path):
    path = tmp_path / "x.jsonl"
    kept = filled(path)
    log = AuditLog(path)
    assert [r.item for r in log.records()] == [f"i{i}" for i in range(5)]
    assert [r.n for r in log.records()] == [1, 2, 3, 4, 5]
    assert log.verify(kept).sound
    assert log.last == (5, kept["last"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(InputError, match="decision"):
        log.append(**said(decision="maybe"))


def test_an_empty_log_is_whole_unless_the_journal_knows_better(tmp_path):
    log = AuditLog(tmp_path / "none.jsonl")
    assert log.verify().sound
    assert log.verify({}).sound
    assert log.verify({"records": 3, "last": "x"}).broken_at == 1


@settings(max_examples=60)
@given(st.data())
def test_every_change_shows(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("log") / "x.jsonl"
    kept = filled(path)
    lines = path.read_bytes().splitlines(keepends=True)
    how = data.draw(st.sampled_from(["edit", "drop", "swap", "cut", "repeat"]))
    i = data.draw(st.integers(0, 4))
    if how == "edit":
        record = json.loads(lines[i])
        record["decision"] = "reject"
        lines[i] = json.dumps(record, sort_keys=True).encode() + b"\n"
    elif how == "drop":
        del lines[i]
    elif how == "swap":
        j = data.draw(st.integers(0, 4).filter(lambda j: j != i))
        lines[i], lines[j] = lines[j], lines[i]
    elif how == "repeat":
        lines.insert(i, lines[i])
    whole = b"".join(lines)
    if how == "cut":
        whole = whole[: data.draw(st.integers(0, len(whole) - 1))]
    path.write_bytes(whole)
    verdict = AuditLog(path).verify(kept)
    assert not verdict.sound
    assert verdict.why
    assert 1 <= verdict.broken_at <= 6


def test_a_rewritten_log_does_not_fit_the_journal(tmp_path):
    kept = filled(tmp_path / "a.jsonl")
    other = AuditLog(tmp_path / "b.jsonl")
    for i in range(5):
        other.append(**said(item=f"i{i}", decision="reject"))
    assert other.verify().sound
    assert other.verify(kept).broken_at == 5


def test_records_after_those_the_journal_knows_are_well(tmp_path):
    path = tmp_path / "x.jsonl"
    kept = filled(path, 3)
    AuditLog(path).append(**said(item="later"))
    assert AuditLog(path).verify(kept).sound


def test_nothing_is_added_to_a_broken_log(tmp_path):
    path = tmp_path / "x.jsonl"
    filled(path)
    path.write_bytes(path.read_bytes().replace(b"accept", b"reject", 1))
    before = path.read_bytes()
    log = AuditLog(path)
    with pytest.raises(StoreError, match="record 2 is not sound"):
        log.append(**said())
    with pytest.raises(StoreError):
        log.records()
    assert path.read_bytes() == before


def test_a_stop_in_the_middle_of_a_record(tmp_path):
    path = tmp_path / "x.jsonl"
    kept = filled(path, 2)
    path.write_bytes(path.read_bytes() + b'{"n": 3, "at')
    log = AuditLog(path)
    assert log.verify(kept).sound
    log.append(**said(item="again"))
    assert [r.item for r in AuditLog(path).records()] == ["i0", "i1", "again"]


def test_two_reviews_at_once(tmp_path):
    path = tmp_path / "x.jsonl"
    one, two = AuditLog(path), AuditLog(path)
    one.append(**said())
    with pytest.raises(StoreError, match="another review"):
        two.append(**said())
    assert len(AuditLog(path)) == 1


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[]", b"{}", b"null", b'{"n": 1}'])
def test_rubbish_is_broken_not_a_crash(tmp_path, line):
    path = tmp_path / "x.jsonl"
    path.write_bytes(line + b"\n")
    assert AuditLog(path).verify().broken_at == 1
