"""Tables as CSV for people."""

import csv
import io

import pandas as pd

import alsjournal as als
from alsjournal.exchange import csv_text


def test_a_table_without_rows_has_its_header() -> None:
    rows = pd.DataFrame(
        {
            "reflection_id": ["r1"],
            "set_id": ["A"],
            "session": [1],
            "member": ["m1"],
            "text": ["We had no cover."],
        }
    )
    journal = als.Journal.from_frame(rows, already_anonymised=True)
    codes = pd.DataFrame({"reflection_id": ["r1"], "code": ["cover"]})
    table = als.recurring_issues(journal, codes, audience="programme")
    assert table.to_frame().empty
    text = csv_text(table)
    assert text.strip()
    assert next(csv.reader(io.StringIO(text))) == list(table.to_frame().columns)
    assert pd.read_csv(io.StringIO(text)).empty
