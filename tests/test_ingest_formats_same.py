"""The same programme gives the same journal, whatever it is written in."""

import csv
import json
from html import escape

import openpyxl
import pandas as pd
import pytest

from alsjournal import Anonymiser, load_sample, read_journal
from alsjournal._resources import resource_path
from alsjournal.schema import TABLES

SETTINGS = "[programme]\nlanguage = 'en'\ndate_order = 'iso'\n[files]\n"
NAMES = [
    path.stem for path in resource_path("corpora", "sample", "tables").glob("*.csv")
]


def rows_of(name):
    path = resource_path("corpora", "sample", "tables", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def typed(name, header, cell):
    """As a spreadsheet holds it: numbers and true values, not their texts."""
    kind = TABLES[name][header].kind
    if not cell:
        return None
    if kind in ("int", "float"):
        return float(cell)
    if kind == "bool":
        return cell == "true"
    return pd.Timestamp(cell).to_pydatetime() if kind == "date" else cell


def as_xlsx(folder):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in NAMES:
        sheet = book.create_sheet(name.replace("_", " ").capitalize())
        headers, *rows = rows_of(name)
        sheet.append(headers)
        for row in rows:
            cells = zip(headers, row, strict=True)
            sheet.append([typed(name, header, cell) for header, cell in cells])
    book.save(folder / "all.xlsx")
    return 'workbook = "all.xlsx"'


def as_parquet(folder):
    for name in NAMES:
        load_sample().identifiable_frame(name).to_parquet(folder / f"{name}.parquet")
    return "\n".join(f'{name} = "{name}.parquet"' for name in NAMES)


def as_jsonl(folder):
    for name in NAMES:
        headers, *rows = rows_of(name)
        lines = [json.dumps(dict(zip(headers, row, strict=True))) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return "\n".join(f'{name} = "{name}.jsonl"' for name in NAMES)


def as_docx(folder):
    """As somebody would type it: a heading, and a table below it."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    for name in NAMES:
        document.add_heading(name.replace("_", " ").capitalize(), level=1)
        rows = "".join(
            "<w:tr>"
            + "".join(f"<w:tc>{cell_xml(cell)}</w:tc>" for cell in row)
            + "</w:tr>"
            for row in rows_of(name)
        )
        table = f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>"
        document.element.body.insert_element_before(parse_xml(table), "w:sectPr")
    document.save(folder / "all.docx")
    return 'workbook = "all.docx"'


def cell_xml(text):
    kept = '<w:t xml:space="preserve">'
    lines = (
        f"<w:p><w:r>{kept}{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n")
    )
    return "".join(lines)


def as_tsv(folder):
    for name in NAMES:
        path = folder / f"{name}.tsv"
        with path.open("w", encoding="utf-16", newline="") as file:
            csv.writer(file, delimiter="\t").writerows(rows_of(name))
    return "\n".join(f'{name} = "{name}.tsv"' for name in NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("write", [as_xlsx, as_parquet, as_jsonl, as_docx, as_tsv])
def test_every_table_is_the_same(tmp_path, write):
    (tmp_path / "programme.toml").write_text(SETTINGS + write(tmp_path))
    raw, sample = read_journal(tmp_path / "programme.toml"), load_sample()
    assert set(raw.tables()) == set(NAMES)
    for name in NAMES:
        there, here = sample.identifiable_frame(name), raw.identifiable_frame(name)
        pd.testing.assert_frame_equal(here, there)


@pytest.mark.slow
def test_and_so_is_the_journal_byte_for_byte(tmp_path, monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key only for this test 123")
    written = []
    for write in (as_xlsx, as_parquet, as_docx, as_tsv):
        folder = tmp_path / write.__name__
        folder.mkdir()
        (folder / "programme.toml").write_text(SETTINGS + write(folder))
        raw = read_journal(folder / "programme.toml")
        light = Anonymiser(finders=["identifiers", "roster"])
        journal = light.fit_transform(raw)
        written.append({n: journal.table(n).to_csv() for n in journal.tables()})
    assert all(tables == written[0] for tables in written)
