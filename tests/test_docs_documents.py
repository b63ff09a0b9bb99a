"""The examples of docs/documents.md are what happens."""

import io
import re
from pathlib import Path

import pandas as pd

from alsjournal.ingest import read_journal, read_journal_with_report

PAGE = (Path(__file__).parents[1] / "docs" / "documents.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def same(raw, said):
    expected = pd.read_csv(io.StringIO(said), dtype=str, keep_default_na=False)
    frame = raw.identifiable_frame("reflections")[list(expected.columns)]
    frame = frame.astype(object).fillna("").astype("str")
    assert frame.to_dict("records") == expected.to_dict("records")


def test_the_document(tmp_path):
    (markdown,) = blocks("markdown")
    (tmp_path / "log.md").write_text(markdown, encoding="utf-8")
    same(read_journal(tmp_path / "log.md"), blocks("csv")[0])


def test_the_folder(tmp_path):
    (drawn,) = blocks("text")
    for line in drawn.splitlines()[1:]:
        name, text = re.split(r"\s{2,}", line.strip())
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (toml,) = blocks("toml")
    said = toml.replace('reflections = "log.docx"\n', "").replace("# refl", "refl")
    (tmp_path / "programme.toml").write_text(said, encoding="utf-8")
    raw, report = read_journal_with_report(tmp_path)
    same(raw, blocks("csv")[1])
    assert [(r.row, r.reason) for r in report.refusals] == [
        (3, "its name does not fit the pattern")
    ]
