"""Targets: tables of texts (csv, tsv, JSON, Markdown) and the small tables of verbs."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from alsjournal.anonymise.finders.gazetteer import read_gazetteer
from alsjournal.anonymise.review.names import NamesFile
from alsjournal.errors import AlsjournalError
from alsjournal.evaluation.readings import _plain
from alsjournal.ingest import read_journal_with_report
from alsjournal.ingest.formats.files import Files
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.source import Source
from alsjournal.release.answers import _read as read_answers
from alsjournal.release.responses import _rows as read_responses
from alsjournal.report.decisions import read_decisions
from alsjournal.schema import TABLES
from tests.fuzz.bytes_of import hostile_text, several, spoilt
from tests.fuzz.json_of import changed, dumped
from tests.fuzz.target import Target

__all__ = ["TARGETS", "WANTED", "journal_of"]

WANTED = Wanted("reflections", {}, TABLES["reflections"].names, ("text",))
_HEAD = "reflection_id,set_id,session,member,author_kind,kind,role,prompt,text,language"
_ROW = (
    'r1,A,1,m1,member,after-session,Nurse,"What, then?","We asked\nand ""heard"".",en'
)
_CSV = (
    f"{_HEAD}\n{_ROW}\nr2,A,2,m2,member,log,,,Nobody could cover for me.,en\n",
    "set_id;session;text\nA;1;We met\nB;2;Caf\u00e9 \U0001f600 again\n",
    "session\ttext\n1\tWe met\n2\t=1+1\n",
    "Set ID,Session,Text\r\nA,1,We met\r\nA,2,Again\r\n",
    "text\nWe met\nWe asked, and they listened\n",
)
_RECORDS = [
    {"reflection_id": "r1", "set_id": "A", "session": 1, "text": "We met"},
    {"set_id": "A", "session": 2, "text": "Caf\u00e9 again", "role": None},
    {"set_id": "B", "session": 2.0, "text": "Nobody", "present": True},
]
_MARKDOWN = (
    "# Set A\n\n## Session 1\n\nMember: m1\n\nWe asked and they **heard**.\n\n---\n* b",
    "# Set B\n\n* one\n* two\n\n| set | text |\n|---|---|\n| A | We met |\n",
    "Session 2\nMember: m2\nWhat did you learn?\nThat nobody covers.\n\n> quoted\n",
)
_SMALL = (
    "theme,decision,owner,by\nCover,Pay for it,The board,March\n",
    "passage,answer,date\nq-1a2b,keep,2026-11-22\nq-2b3c,remove,22/11/2026\n",
    "finding,who,agree,missing,wrong,date\nf-1,m1,yes,,,2026-11-22\nf-2,,no,x,y,\n",
    "name,rule,label,second\nQuillan,always,PERSON,yes\nThe Chase,never,,\n",
    "name,code\nThe Chase Surgery,A1\nQuay Practice Ltd,B2\n",
    "step,reading,note,read_by,read_at\nact,confirm,so,AB,2026-03-01\n",
    "proposal_id,decision\np-1,confirm\np-2,reject\n",
)


def opened(path: Path) -> None:
    """Read all rows of a table."""
    with Files() as files, files.grid(Source(path, "file"), WANTED) as grid:
        for _ in grid.records:
            pass


def journal_of(path: Path) -> None:
    """Read a whole journal, and say all that its account says."""
    _, report = read_journal_with_report(path, enforce_limit=False)
    str(report)
    report.to_frame()


def of_verbs(path: Path) -> None:
    """Read a table as each verb does that takes one."""
    _each(path, read_decisions, read_answers, read_responses, read_gazetteer, NamesFile)


def more_of_verbs(path: Path) -> None:
    """The same, and what takes longer."""
    of_verbs(path)
    _each(path, _plain, lambda place: NamesFile(place).always())


def _each(path: Path, *readers: Callable[[Path], object]) -> None:
    for read in readers:
        with suppress(AlsjournalError):
            read(path)


_LONG = 100_000  # characters of a row that is not given many times


def _separated(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    """Change cells, and then bytes."""
    if rng.random() < 0.5 or b"\0" in data:
        return spoilt(rng, data, pool)
    text = data.decode()
    sign = next(s for s in (";", "\t", ",") if s in text or s == ",")
    rows = [line.split(sign) for line in text.split("\n")]
    for _ in range(several(rng)):
        row = rng.choice(rows)
        word = hostile_text(rng)
        quoted = '"' + word.replace('"', '""') + '"'
        at = rng.randrange(len(row))
        row[at] = quoted if rng.random() < 0.5 else word
        if rng.random() < 0.1:
            row.insert(at, row[at])
        if rng.random() < 0.03 and sum(map(len, rows[-1])) < _LONG:
            rows.extend(rows[-2:] * rng.choice((3, 30)))
    return "\n".join(map(sign.join, rows)).encode("utf-8", "surrogatepass")


def _json(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    """Change values of records, and then bytes."""
    if rng.random() < 0.3:
        return spoilt(rng, data, pool)
    listed = data.startswith(b"[")
    records = json.loads(data) if listed else [*map(json.loads, data.splitlines())]
    tree = changed(rng, records)
    if listed or not isinstance(tree, list):
        return dumped(rng, tree).encode("utf-8", "surrogatepass")
    lines = "\n".join(dumped(rng, record) for record in tree)
    return lines.encode("utf-8", "surrogatepass")


def _encoded(*texts: str) -> list[bytes]:
    return [text.encode() for text in texts]


def _records() -> list[bytes]:
    lines = "\n".join(map(json.dumps, _RECORDS))
    return _encoded(lines, json.dumps(_RECORDS), json.dumps(_RECORDS[:1]))


TARGETS = (
    Target(
        "csv",
        lambda: [*_encoded(*_CSV), _CSV[0].encode("utf-16")],
        opened,
        (".csv", ".csv", ".tsv"),
        _separated,
        door=journal_of,
    ),
    Target("jsonl", _records, opened, (".jsonl", ".json"), _json, door=journal_of),
    Target("markdown", lambda: _encoded(*_MARKDOWN), opened, (".md",), door=journal_of),
    Target(
        "verbs",
        lambda: _encoded(*_SMALL),
        of_verbs,
        (".csv",),
        _separated,
        door=more_of_verbs,
    ),
)
