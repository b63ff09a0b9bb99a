"""The codebook's file: only added to, and a change in it shows."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError, SourceError
from alsjournal.themes import Codebook, read_codebook, write_codebook
from alsjournal.themes.codebook_file import lines_of, of_lines, quoted_in

DAY = "2025-03-01"


@pytest.fixture
def book() -> Codebook:
    made = Codebook().make(["beds, ward", "rota, staff"], by="themes/1")
    return made.rename("t1", "Né 🙂\u2028 beds", by="Ade", on=DAY).put_in(
        "t2", "r1", by="Ade", on=DAY
    )


def test_write_and_read(book: Codebook, tmp_path: Path) -> None:
    path = write_codebook(book, tmp_path / "codebook.jsonl")
    assert read_codebook(path) == book
    assert len(path.read_text(encoding="utf-8").split("\n")) == 1 + book.version + 1
    assert path.stat().st_mode & 0o077 == 0
    assert "Né 🙂" in path.read_text(encoding="utf-8")


def test_a_file_is_only_added_to(book: Codebook, tmp_path: Path) -> None:
    path = write_codebook(book, tmp_path / "codebook.jsonl")
    before = path.read_bytes()
    write_codebook(book, path)
    assert path.read_bytes() == before
    longer = book.undo(by="Bea", on=DAY)
    write_codebook(longer, path)
    assert path.read_bytes().startswith(before)
    assert read_codebook(path) == longer
    other = Codebook().make(["x"], by="themes/2")
    for lost in (book, other):
        with pytest.raises(InputError, match="would be lost"):
            write_codebook(lost, path)
    assert read_codebook(path) == longer


def test_what_may_be_given(book: Codebook, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="jsonl"):
        write_codebook(book, tmp_path / "codebook.json")
    with pytest.raises(InputError, match="must be a Codebook"):
        write_codebook({}, tmp_path / "codebook.jsonl")  # type: ignore[arg-type]
    with pytest.raises(SourceError, match="There is none"):
        read_codebook(tmp_path / "codebook.jsonl")


def test_every_edit_by_hand_shows(book: Codebook) -> None:
    text = lines_of(book)
    lines = text.split("\n")
    edits = [
        text.replace("Ade", "Bea", 1),
        text.replace("beds", "wards", 1),
        "\n".join([*lines[:2], *lines[3:]]),  # one taken out
        "\n".join([lines[0], lines[2], lines[1], *lines[3:]]),  # another order
        "\n".join([*lines[:3], lines[2], *lines[3:]]),  # one twice
        text[:-1],
        text[:-20],
        text + "\n",
    ]
    for edited in edits:
        assert edited != text
        with pytest.raises(InputError, match="A codebook must be what write_codebook"):
            of_lines(edited)


def sealed_anew(book: Codebook, **changes: object) -> str:
    """A file with one more event, sealed by somebody who knows how."""
    from dataclasses import asdict

    from alsjournal.themes import codebook_file as module

    text = lines_of(book)
    event = {**asdict(book.events[0]), **changes}
    line = module._plain(event)
    seal = module._mark_of(json.loads(text.split("\n")[-2])["seal"], line)
    return f'{text}{line[:-1]}, "seal": "{seal}"}}\n'


def test_events_that_cannot_follow_are_refused(book: Codebook) -> None:
    merged = book.merge(["t1", "t2"], by="A", on=DAY)
    hostile = [
        sealed_anew(book, action="exploded"),
        sealed_anew(book, action="named", theme="t99"),
        sealed_anew(book, action="undone", value="x"),
        sealed_anew(book, action="split", value="[1", others=["t9"]),
        sealed_anew(book, action="defined", value='{"include": 3}'),
        sealed_anew(book, action="defined", value='{"status": "adopted"}'),
        sealed_anew(book, action="defined", value="[]"),
        sealed_anew(book, action="defined", value='{"examples": "one"}'),
        sealed_anew(book, action="read", value="-1", texts=[]),
        sealed_anew(book, action="read", value="many", texts=[]),
        sealed_anew(book, others="t1"),
        sealed_anew(book, texts=[3]),
        sealed_anew(book, by=3),
        sealed_anew(book, more="x"),
        sealed_anew(merged, action="merged", theme="t2", others=["t1"]),
        sealed_anew(book, action="merged", theme="t1", others=["t1"]),
    ]
    for text in hostile:
        with pytest.raises(InputError, match="odebook must be"):
            of_lines(text)
    fine = sealed_anew(book, action="rejected", value="")
    assert of_lines(fine).status("t1") == "rejected"


@given(st.text())
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="odebook must be"):
        of_lines(text)


@pytest.mark.parametrize("head", ["[]", "null", "[" * 100_000, '{"format": 2}'])
def test_another_first_line_is_refused(head: str) -> None:
    with pytest.raises(InputError, match="first line"):
        of_lines(head + "\n")


def test_another_format_is_refused() -> None:
    text = lines_of(Codebook()).replace('"version": 2', '"version": 9')
    with pytest.raises(InputError, match="format 2"):
        of_lines(text)


def test_a_file_that_leaves_has_no_ids_of_texts(book: Codebook, tmp_path: Path) -> None:
    full = book.read("t1", ["r77", "r78"], by="Ade", on=DAY)
    full = full.define("t1", by="Ade", on=DAY, coded_examples=["c99"], include="x")
    full = full.does_not_fit("t1", ["r78"], by="Ade", on=DAY).undo(by="Bea", on=DAY)
    path = write_codebook(full, tmp_path / "out.jsonl", with_texts=False)
    text = path.read_text(encoding="utf-8")
    assert not [word for word in ('"r1"', "r77", "r78", "c99") if word in text]
    again = read_codebook(path)
    assert again.names() == full.names()
    assert (again.theme("t1").n_read, again.theme("t1").texts_read) == (2, ())
    assert again.theme("t1").include == "x"


def test_a_codebook_must_not_quote(book: Codebook, tmp_path: Path) -> None:
    text = "We asked again and again for cover, and nobody answered the phone."
    journal = als.Journal.from_frame(
        pd.DataFrame({"text": [text, None, "Else."]}), already_anonymised=True
    )
    fine = book.define("t1", by="Ade", examples=["Nobody answered the phone for me."])
    assert quoted_in(fine, journal) == []
    write_codebook(fine, tmp_path / "fine.jsonl", journal=journal)
    quoting = fine.define(
        "t2", by="Ade", examples=["ASKED again - and again for COVER"]
    )
    undone = quoting.undo(by="Ade")  # the event is still in the file
    for bad in (quoting, undone):
        assert quoted_in(bad, journal) == [("t2", "defined")]
        with pytest.raises(DisclosureError, match=r"t2 \(defined\)") as error:
            write_codebook(bad, tmp_path / "bad.jsonl", journal=journal)
        assert "cover" not in str(error.value).lower()
    assert not (tmp_path / "bad.jsonl").exists()
