"""JSON Lines, and lists of records."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError, SourceError
from alsjournal.ingest.formats import lines
from alsjournal.ingest.formats.lines import open_lines
from alsjournal.ingest.source import Source


def read(path, content):
    path.write_text(content, encoding="utf-8", newline="")
    with open_lines(Source(path, path.name)) as grid:
        return grid, list(grid.records)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.jsonl"


def test_a_record_a_line_with_the_names_of_all(file):
    grid, records = read(
        file,
        '{"session": 1, "text": "a\\nb"}\n\n{"text": "c", "member": null, "x": true}\n',
    )
    assert grid.headers == ["session", "text", "member", "x"]
    assert [(r.row, r.fields) for r in records] == [
        (1, ["1", "a\nb", "", ""]),
        (3, ["", "c", "", "true"]),
    ]
    assert "JSON Lines" in grid.how


def test_a_list_of_records(file):
    grid, records = read(file, ' \n[{"text": "a"}, {"text": "b"}, 3]')
    assert "JSON list" in grid.how
    assert [(r.row, r.fields) for r in records] == [(1, ["a"]), (2, ["b"]), (3, None)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "no JSON record"),
        ("[1, 2]", "no JSON record"),
        ('"text"', "no JSON record"),
        ('{"text": "a", "text": "b"}', "twice"),
        ('{"text": ["a"]}', "not a list"),
        ('{"text": {"text": "a", "text": "b"}}', "not a list"),
        ("[" * 100_000, "no JSON record"),
        ('{"text": ' + "9" * 5_000 + "}", "no JSON record"),
    ],
)
def test_a_line_that_cannot_be_used_costs_that_line(file, line, reason):
    _, records = read(file, f'{{"text": "a"}}\n{line}\n{{"text": "b"}}\n')
    assert [r.fields for r in records] == [["a"], None, ["b"]]
    assert reason in records[1].reason
    assert records[1].row == 2


def test_a_line_that_is_too_long_is_not_read_whole(file, monkeypatch):
    monkeypatch.setattr(lines, "MAX_LINE", 1_000_000)
    _, records = read(file, '{"text": "' + "a" * 1_000_010 + '"}\n{"text": "b"}\n')
    assert [r.fields for r in records] == [None, ["b"]]


def test_a_long_list_is_refused(file, monkeypatch):
    monkeypatch.setattr(lines, "MAX_LIST", 20)
    with pytest.raises(SourceError, match="JSON Lines"):
        read(file, '[{"text": "abcdefghijk"}]')


@pytest.mark.parametrize("content", ["[", "nothing\n", "[]", "3\n"])
def test_a_file_without_records_is_refused(file, content):
    with pytest.raises(SourceError, match="JSON"):
        read(file, content)


def test_names_that_are_the_same_but_for_case_are_refused(file):
    with pytest.raises(InputError, match="header of its own"):
        read(file, '{"text": "a", "Text": "b"}\n')


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_texts_come_back_to_the_letter(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("j") / "a.jsonl"
    content = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    _, records = read(path, content)
    assert [r.fields for r in records] == [[text] for text in texts]
