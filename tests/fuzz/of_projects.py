"""Targets: projects and codebooks of other programs, in XML and SQLite."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from alsjournal.exchange.qda.archive import Archive
from alsjournal.exchange.qda.codebook import _parted, read_codebook
from alsjournal.exchange.qda.qualcoder import read_qualcoder
from alsjournal.exchange.qda.read import read_qda
from alsjournal.exchange.qda.refi import codes_in, parts_of
from alsjournal.exchange.qda.taguette import is_taguette, read_taguette, words_of
from alsjournal.exchange.qda.texts import Texts
from alsjournal.exchange.qda.xml import parsed
from tests.fuzz.bytes_of import several, spoilt
from tests.fuzz.json_of import value
from tests.fuzz.target import Target
from tests.fuzz.xml_of import spoilt_xml
from tests.fuzz.zip_of import packed, spoilt_zip
from tests.qda_files import NAMESPACE, attribute, guid, project, selection, source

__all__ = ["TARGETS"]

_MORE = (
    f'<Variables><Variable guid="{guid("v")}" name="role" typeOfVariable="Text"/>'
    f'</Variables><Cases><Case guid="{guid("c")}" name="m1"><VariableValue>'
    f'<VariableRef targetGUID="{guid("v")}"/><TextValue>Nurse</TextValue>'
    f'</VariableValue><SourceRef targetGUID="{guid("t")}"/></Case></Cases>'
    f'<Notes><Note guid="{guid("n")}" name="memo"><PlainTextContent>Why</'
    f'PlainTextContent></Note></Notes><Links><Link guid="{guid("l")}" originGUID="'
    f'{guid("t")}" targetGUID="{guid("c")}"/></Links><Sets><Set guid="{guid("s")}" '
    f'name="S"><MemberCode targetGUID="{guid("cover")}"/></Set></Sets><Graphs/>'
)
_TEXT = "We asked and they heard. Caf\u00e9 \U0001f600 closed.\r\nNobody covers."
_DATABASES: dict[str, dict[str, list[dict[str, Any]]]] = {
    "taguette": {
        "projects": [{"id": 1, "name": "p", "description": ""}],
        "documents": [
            {
                "id": 1,
                "name": "d",
                "description": "",
                "project_id": 1,
                "contents": "<h1>Log \U0001f600</h1><p>We <b>asked</b> &amp; so.</p>",
            }
        ],
        "tags": [{"id": 1, "project_id": 1, "path": "cover", "description": "x"}],
        "highlights": [
            {
                "id": 1,
                "document_id": 1,
                "start_offset": 8,
                "end_offset": 16,
                "snippet": "We <b>asked</b>",
            }
        ],
        "highlight_tags": [{"highlight_id": 1, "tag_id": 1}],
        "commands": [
            {
                "id": 1,
                "user_login": "ann",
                "payload": json.dumps({"type": "highlight_add", "highlight_id": 1}),
            }
        ],
    },
    "qualcoder": {
        "project": [{"memo": "About"}],
        "source": [
            {
                "id": 1,
                "name": "d",
                "fulltext": _TEXT,
                "memo": "m",
                "owner": "ann",
                "date": "2026-01-01 10:00:00",
            }
        ],
        "code_cat": [{"catid": 1, "name": "top", "supercatid": None, "memo": ""}],
        "code_name": [
            {"cid": 1, "name": "cover", "catid": 1, "color": "#ff0000", "memo": "x"}
        ],
        "code_text": [
            {
                "cid": 1,
                "fid": 1,
                "seltext": "asked",
                "pos0": 3,
                "pos1": 8,
                "owner": "ann",
                "date": "2026-01-01 10:00:00",
                "memo": "why",
            }
        ],
        "code_av": [{"cid": 1}],
        "cases": [{"caseid": 1, "name": "m1", "memo": ""}],
        "case_text": [{"caseid": 1, "fid": 1}],
        "attribute": [{"name": "role", "attr_type": "case", "value": "Nurse", "id": 1}],
        "annotation": [{"fid": 1, "memo": "note", "owner": "ann", "date": "2026"}],
        "journal": [{"name": "j", "jentry": "so", "owner": "ann", "date": "2026"}],
    },
}


def project_parts(path: Path) -> None:
    """Take a project apart as far as its parts: tables take most of the time."""
    with Archive(path, "file") as archive:
        root = parsed(archive.project(), "file")
        parts_of(root, Texts(archive, path.parent), "file")


def base(path: Path) -> None:
    """Take a database apart, as `read_qda` does before it makes tables."""
    if is_taguette(path, "file"):
        read_taguette(path, "file", None)
    else:
        read_qualcoder(path, "file")


def whole(path: Path) -> None:
    """Read a project as its user does."""
    read_qda(path)


def _xml() -> list[str]:
    spans = selection(1, 3, 8, "asked") + selection(2, 32, 38)
    coded = (
        f'<Coding guid="{guid("w")}" creatingUser="{guid("ann")}"><CodeRef targetGUID="'
        f'{guid("trust")}"/></Coding><NoteRef targetGUID="{guid("n")}"/>'
    )
    inside = (
        f'<TextSource guid="{guid("i")}" name="i"><PlainTextContent>{_TEXT[:20]}'
        f"</PlainTextContent>{selection(3, 0, 2)}</TextSource>"
        f'<PDFSource guid="{guid("q")}" name="q"><Representation guid="{guid("r")}" '
        f'plainTextPath="internal://{guid("t")}.txt"/></PDFSource>'
        f'<TextSource guid="{guid("w")}" name="w" richTextPath="internal://w.docx"/>'
    )
    return [
        project(source("t", spans + coded) + inside, more=_MORE),
        project(source("t", spans), origin="NVivo 12", namespace="urn:x"),
    ]


def _projects() -> list[bytes]:
    from tests.fuzz.of_office import _documents

    rich = _documents()[-1]
    return [
        packed(
            [
                ("project.qde", xml.encode()),
                (f"sources/{guid('t')}.txt", _TEXT.encode()),
                ("sources/w.docx", rich),
            ]
        )
        for xml in _xml()
    ]


def _codebooks() -> list[bytes]:
    codes = "".join(
        f'<Code guid="{guid(n)}" name={attribute(n)} isCodable="{n != "top"}" '
        f'color="#00ff00"><Description>What it is\nExample: x</Description>{{}}</Code>'
        for n in ("top", "cover")
    ).format(f'<Code guid="{guid("b")}" name="b" isCodable="true"/>', "")
    book = f'<CodeBook xmlns="{NAMESPACE}" origin="x"><Codes>{codes}</Codes></CodeBook>'
    return [f'<?xml version="1.0" encoding="utf-8"?>{book}'.encode()]


def _database(tables: dict[str, list[dict[str, Any]]], ids: str = "") -> bytes:
    """Write a database; columns take a value of any kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.sqlite3")
        base = sqlite3.connect(path)
        base.execute("PRAGMA page_size = 512")
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        for name, rows in tables.items():
            columns = list(rows[0]) if rows else ["id"]
            base.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
            marks = ", ".join("?" * len(columns))
            for row in rows:
                kept = [row.get(c) for c in columns]
                base.execute(f'INSERT INTO "{name}" VALUES ({marks})', kept)
        base.commit()
        base.close()
        return path.read_bytes()


def _stored(rng: Random) -> Any:
    """Return a value that SQLite can keep."""
    kept = value(rng)
    if isinstance(kept, list | dict):
        kept = json.dumps(kept)
    if isinstance(kept, int) and not -(2**63) <= kept < 2**63:
        return rng.choice((2**63 - 1, -(2**63), 1e300))
    if isinstance(kept, str):
        data = kept.encode("utf-8", "surrogatepass")
        return data if rng.random() < 0.1 else data.decode("utf-8", "replace")
    return kept


def _spoilt_base(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    """Change values of a database; one in two is changed byte by byte."""
    if rng.random() < 0.7:
        return spoilt(rng, data, pool)
    kind = "taguette" if data == pool[0] else "qualcoder"
    tables = {k: [dict(r) for r in rows] for k, rows in _DATABASES[kind].items()}
    for _ in range(several(rng)):
        name = rng.choice(list(tables))
        rows = tables[name]
        if not rows:
            continue
        row = rng.choice(rows)
        column = rng.choice(list(row))
        what = rng.random()
        if what < 0.7:
            row[column] = _stored(rng)
        elif what < 0.8:
            rows.append({**row, column: _stored(rng)})
        elif what < 0.85:
            row[column] = rng.choice(("<![x", "<!x", "</", "&#9999999999;", "<p " * 99))
        elif what < 0.9 and len(row) > 1:
            for one in rows:
                one.pop(column, None)
        elif what < 0.95:
            del tables[name]
        else:
            rows.clear()
    return _database(tables)


def _html(path: Path) -> None:
    """Read HTML as that of a document in Taguette."""
    words_of(path.read_bytes().decode("utf-8", "replace"))


TARGETS = (
    Target("qdpx", _projects, project_parts, (".qdpx",), spoilt_zip, door=whole),
    Target(
        "qde",
        lambda: [xml.encode() for xml in _xml()],
        lambda path: parts_of(_root(path), Texts(None, path.parent), "file"),
        (".qde",),
        spoilt_xml,
        door=whole,
    ),
    Target(
        "qdc",
        _codebooks,
        lambda path: [_parted(one.description) for one in codes_in(_root(path))],
        (".qdc",),
        spoilt_xml,
        door=lambda path: read_codebook(path, by="AB", on="2026-01-01"),
    ),
    Target(
        "sqlite",
        lambda: [_database(tables) for tables in _DATABASES.values()],
        base,
        (".sqlite3",),
        _spoilt_base,
        door=whole,
    ),
    Target(
        "html",
        lambda: [b"<h1>Log</h1><p>We <b>asked</b> &amp; heard.<br/><!-- x --></p>"],
        _html,
        (".html",),
        lambda r, d, p: (spoilt if r.random() < 0.5 else spoilt_xml)(r, d, p),
    ),
)


def _root(path: Path) -> Any:
    with path.open("rb") as file:
        return parsed(file, "file")
