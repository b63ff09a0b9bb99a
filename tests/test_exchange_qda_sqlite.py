"""The files of Taguette and QualCoder: places in their own count, damage refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.errors import AlsjournalError, InputError, SourceError
from alsjournal.exchange.qda.taguette import words_of

HTML = (
    "<h1>Log \U0001f600</h1><p>We <b>asked</b> &amp; caf\u00e9s closed.</p>\n<p>End</p>"
)
WORDS = "Log \U0001f600We asked & caf\u00e9s closed.\nEnd"
_TAGUETTE = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT,
    filename TEXT, project_id INTEGER, text_direction TEXT, contents TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER,
    start_offset INTEGER, end_offset INTEGER, snippet TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT,
    description TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, user_login TEXT, project_id INTEGER,
    payload TEXT);
"""
_QUALCODER = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text,
    memo text, owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text,
    memo text, supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer,
    owner text, date text, color text);
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer,
    pos1 integer, owner text, date text, memo text);
CREATE TABLE code_av (avid integer primary key, id integer, cid integer);
CREATE TABLE cases (caseid integer primary key, name text, memo text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer,
    pos0 integer, pos1 integer);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text,
    value text, id integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer,
    pos1 integer, memo text, owner text, date text);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text,
    owner text);
"""


def bytes_of(quote: str) -> tuple[int, int]:
    start = len(WORDS[: WORDS.index(quote)].encode())
    return start, start + len(quote.encode())


def database(path: Path, schema: str, **tables: Iterable[tuple[object, ...]]) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(schema)
        for name, rows in tables.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {name} VALUES ({marks})", row)
    return path


def taguette(path: Path, *, projects: int = 1) -> Path:
    quotes = ["\U0001f600", "asked", "caf\u00e9s closed", "End"]
    rows = [(i, 1, *bytes_of(q), q) for i, q in enumerate(quotes, 1)]
    rows += [(8, 1, 0, 999, "far"), (9, 1, *bytes_of("closed"), "caf")]
    added = json.dumps({"type": "highlight_add", "highlight_id": 2})
    return database(
        path,
        _TAGUETTE,
        projects=[(i, f"Project {i}", "") for i in range(1, projects + 1)],
        documents=[(1, "Log", "", "log.txt", 1, "LEFT_TO_RIGHT", HTML)],
        highlights=rows,
        tags=[(1, 1, "cover.none", "Nobody."), (2, 1, "trust", "")],
        highlight_tags=[(1, 1), (2, 1), (2, 2), (3, 2), (8, 1)],
        commands=[(1, "ann", 1, added), (2, "bea", 1, "[not, json")],
    )


def qualcoder(folder: Path, *, words: str = "asked") -> Path:
    text = "\U0001f600 We asked.\r\nThey came."
    folder.mkdir()
    database(
        folder / "data.qda",
        _QUALCODER,
        project=[("v6", "2026", "About it all.", "QualCoder 3.5")],
        source=[
            (1, "Log", text, None, "Short.", "ann", "2026-05-01 10:00:00"),
            (2, "film.mp4", None, "/video/film.mp4", "", "ann", ""),
        ],
        code_cat=[(1, "Staff", "ann", "", "", None)],
        code_name=[(1, "Cover", "Nobody.", 1, "ann", "", "#F5A9A9")],
        code_text=[
            (1, 1, words, 5, 10, "ann", "2026-05-02 11:30:00", ""),
            (1, 1, words, 5, 10, "bea", "2026-05-03 11:30:00", "Sure?"),
            (1, 2, "", 0, 3, "bea", "", ""),
        ],
        code_av=[(1, 2, 1)],
        cases=[(1, "Priya", "")],
        case_text=[(1, 1, 1, 0, 20), (2, 1, 1, 21, 22)],
        attribute=[(1, "Meeting", "file", "2", 1), (2, "Job", "case", "nurse", 1)],
        annotation=[(1, 1, 0, 2, "Odd.", "ann", "2026-05-04 09:00:00")],
        journal=[(1, "Day one", "We began.", "2026-05-01 09:00:00", "ann")],
    )
    return folder


def test_the_words_of_html_are_those_that_are_counted() -> None:
    text, counts = words_of(HTML)
    counted = "".join(c for c, n in zip(text, counts, strict=True) if n)
    assert counted == WORDS
    assert int(counts.sum()) == len(WORDS.encode())
    assert text.splitlines()[:2] == ["Log \U0001f600", "We asked & caf\u00e9s closed."]


def test_a_project_of_taguette(tmp_path: Path) -> None:
    read = als.read_qda(taguette(tmp_path / "p.sqlite3"))
    quotes = ["\U0001f600", "asked", "caf\u00e9s closed", "End"]
    assert read.selections["text"].tolist() == quotes
    assert read.selections["codes"].tolist() == [
        ("cover.none",),
        ("cover.none", "trust"),
        ("trust",),
        (),
    ]
    assert read.selections["coder"].fillna("").tolist() == ["", "ann", "", ""]
    assert sorted(read.losses["reason"]) == [
        "its place is not in the text",
        "the words kept with it stand elsewhere",
    ]
    raw = read.to_raw()
    assert len(raw.identifiable_frame("codings")) == 4


def test_of_several_projects_one_must_be_named(tmp_path: Path) -> None:
    path = taguette(tmp_path / "p.sqlite3", projects=3)
    with pytest.raises(InputError, match="holds 3 projects"):
        als.read_qda(path)
    assert len(als.read_qda(path, project=1)) == 4
    assert not len(als.read_qda(path, project=2))


def test_a_project_of_qualcoder(tmp_path: Path) -> None:
    read = als.read_qda(qualcoder(tmp_path / "p.qda"))
    assert read.selections[["text", "coder"]].to_numpy().tolist() == [
        ["asked", "ann; bea"]
    ]
    assert read.codes["path"].tolist() == ["Staff", "Staff / Cover"]
    lost = read.losses.set_index("what")["n"].to_dict()
    assert lost == {"sources": 1, "selections": 1, "sound or film codings": 1}
    memos = dict(zip(read.memos["text"], read.memos["author"].fillna(""), strict=True))
    assert {"Short.", "Nobody.", "Sure?", "Odd.", "We began.", "About it all."} == set(
        memos
    )
    raw = read.to_raw({"session": "Meeting", "member": "case", "role": "Job"})
    (row,) = raw.identifiable_frame().to_dict("records")
    assert (row["member"], row["session"], row["role"]) == ("Priya", 2, "nurse")
    codings = raw.identifiable_frame("codings")
    assert codings["coder"].tolist() == ["ann", "bea"]
    assert codings["made_at"].dt.day.tolist() == [2, 3]
    same = als.read_qda(tmp_path / "p.qda" / "data.qda")
    assert same.selections.equals(read.selections)


def test_a_text_that_was_changed_since_gives_no_shifted_words(tmp_path: Path) -> None:
    read = als.read_qda(qualcoder(tmp_path / "p.qda", words="We asked"))
    assert not len(read)
    assert set(read.not_taken["reason"]) == {"the words kept with it stand elsewhere"}


def test_a_file_that_is_open_elsewhere_is_refused(tmp_path: Path) -> None:
    path = taguette(tmp_path / "p.sqlite3")
    (tmp_path / "p.sqlite3-wal").write_bytes(b"changes")
    with pytest.raises(SourceError, match="must be closed"):
        als.read_qda(path)


def test_nothing_is_written_beside_it(tmp_path: Path) -> None:
    path = taguette(tmp_path / "p.sqlite3")
    before = path.read_bytes()
    path.chmod(0o400)
    als.read_qda(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["p.sqlite3"]


def test_another_database_is_refused(tmp_path: Path) -> None:
    path = database(tmp_path / "p.sqlite3", "CREATE TABLE a (b);")
    with pytest.raises(SourceError, match="something else"):
        als.read_qda(path)
    (tmp_path / "empty.qda").mkdir()
    with pytest.raises(SourceError):
        als.read_qda(tmp_path / "empty.qda")


def test_a_view_in_place_of_a_table_is_not_run(tmp_path: Path) -> None:
    loop = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i"
    schema = _TAGUETTE.replace(
        "CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT);",
        f"CREATE VIEW projects AS {loop} AS id, i AS name FROM n;",
    )
    with pytest.raises(SourceError, match="something else"):
        als.read_qda(database(tmp_path / "p.sqlite3", schema))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return taguette(tmp_path_factory.mktemp("t") / "p.sqlite3").read_bytes()


@settings(max_examples=150, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(16, 30_000), st.integers(0, 255)), max_size=9
    ),
    cut=st.integers(0, 9_000),
)
def test_damage_ends_in_our_own_errors_or_in_a_project(
    whole: bytes,
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, int]],
    cut: int,
) -> None:
    data = bytearray(whole)
    for place, value in changes:
        data[place % len(data)] = value
    path = tmp_path_factory.mktemp("fuzz") / "p.sqlite3"
    path.write_bytes(bytes(data[: len(data) - cut]))
    try:
        als.read_qda(path)
    except AlsjournalError:
        return
