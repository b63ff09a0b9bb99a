"""Targets: workbooks, Word documents and Parquet, read as the child process reads."""

from __future__ import annotations

import io
import json
from collections import deque
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from alsjournal.ingest.formats.document import open_document
from alsjournal.ingest.formats.kinds import kind_of
from alsjournal.ingest.formats.packed import open_packed
from alsjournal.ingest.source import Source
from alsjournal.unfold.child import _READERS
from alsjournal.unfold.parent import Unfolded
from tests.fuzz.bytes_of import spoilt
from tests.fuzz.of_tables import WANTED, journal_of
from tests.fuzz.target import Target, TooLong
from tests.fuzz.zip_of import packed, spoilt_zip
from tests.word_files import p, raw_docx, style, styles, table

__all__ = ["TARGETS", "Here"]


class Here(Unfolded):
    """What the child process would say, without the process."""

    def __init__(self, path: Path, kind: str) -> None:
        self._shown, self._tables = "file", None
        self._said: Iterator[Any] = iter(())
        self._container: Any = self._tried(
            lambda: import_module(_READERS[kind]).opened(path)
        )

    def _tried(self, work: Any) -> Any:
        try:
            return work()
        except MemoryError:
            raise self._refusal("memory") from None
        except TooLong:
            raise
        except BaseException as error:  # noqa: BLE001 - as the child does
            why = getattr(error, "why", "") or type(error).__name__
            raise self._refusal(why) from None

    def _ask(self, question: str) -> Any:
        if question == "tables":
            return json.loads(json.dumps(self._tried(self._container.tables)))
        self._said = self._container.rows(int(question))
        return self._answer()

    def _answer(self) -> Any:
        row = self._tried(lambda: next(self._said, None))
        return json.loads(json.dumps(row))


def opened(path: Path) -> None:
    """Read a packed file: its tables, or what it says."""
    kind = kind_of(path, "file")
    if kind not in _READERS:
        return
    source = Source(path, "file")
    here = Here(path, kind)
    if kind == "document":
        grid = open_document(source, WANTED, here, sha256="")
    else:
        grid = open_packed(source, WANTED, here, how="workbook", sha256="")
    deque(grid.records, maxlen=0)


def _sheets() -> list[bytes]:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    rows = (["set_id", "session", "text"], ["A", 1, "We met"], [None, 2.5, "=1+1"])
    for row in rows:
        sheet.append(row)
    sheet["A4"], sheet["B4"] = True, "#REF!"
    sheet.merge_cells("A2:A3")
    hidden = book.create_sheet("B")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return [_small(out.getvalue()), _inline()]


def _small(data: bytes) -> bytes:
    """Leave out what no reader of cells looks at: the theme is most of a workbook."""
    from tests.fuzz.zip_of import parts_of

    kept = [part for part in parts_of(data) if "theme" not in part[0]]
    return packed(kept)


def _inline() -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="B{n}"><v>{n}</v></c><c r="C{n}" t="b"><v>1</v></c>'
        f'<c r="D{n}" t="str"><f>A1</f><v>x</v></c></row>'
        for n, text in enumerate(("text", "We met", "Again"), 1)
    )
    return packed(
        [
            (
                "_rels/.rels",
                f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}'
                f'/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            ),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                f'<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}'
                '/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
            ),
            (
                "xl/worksheets/sheet1.xml",
                f'<worksheet xmlns="{main}"><dimension ref="A1:D3"/><sheetData>{cells}'
                f'</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
                f"</worksheet>".encode(),
            ),
        ]
    )


def _documents() -> list[bytes]:
    import tempfile

    import docx

    out: list[bytes] = []
    heads = styles(style("Heading1", "heading 1"), style("T", "Title"))
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    )
    bodies = (
        p("Session 1", style="Heading1")
        + p("Member: m1")
        + p("We asked ", "<w:r><w:rPr><w:strike/></w:rPr><w:t>no</w:t></w:r>", field),
        p("Set A", style="T")
        + table(["session", "text"], ["1", "We met"], ["2", table(["a", "b"])]),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.docx")
        for body in bodies:
            raw_docx(path, body, **{"word__styles.xml": heads})
            out.append(path.read_bytes())
        made = docx.Document()
        made.add_heading("Session 2", 1)
        made.add_paragraph("Nobody could cover for me.")
        made.add_table(2, 2).cell(0, 0).text = "text"
        made.save(str(path))
        from tests.fuzz.zip_of import parts_of

        body = [one for one in parts_of(path.read_bytes()) if "document.xml" in one[0]]
        out.append(packed(body))
    return out


def _columns() -> list[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = []
    columns = {
        "set_id": ["A", "B", None],
        "session": [1, 2, 3],
        "text": ["We met", "Caf\u00e9", "Again"],
        "list": [[1], [], None],
    }
    for compression in ("none", "snappy", "zstd"):
        file = io.BytesIO()
        pq.write_table(pa.table(columns), file, compression=compression)
        out.append(file.getvalue())
    return out


TARGETS = (
    Target("xlsx", _sheets, opened, (".xlsx",), spoilt_zip, dies=True, door=journal_of),
    Target(
        "docx", _documents, opened, (".docx",), spoilt_zip, dies=True, door=journal_of
    ),
    Target(
        "parquet", _columns, opened, (".parquet",), spoilt, dies=True, door=journal_of
    ),
)
