"""Melting loses no answer and invents none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.ingest.config import Programme
from alsjournal.ingest.formats.grid import Grid, Record
from alsjournal.ingest.forms.melt import ANSWERED, PERSON
from alsjournal.ingest.forms.settings import FormSettings
from alsjournal.ingest.presets import PRESETS

PROMPTS = ["Why?", "How\u00a0so?", "And then?"]
META = ["ID", "Start time", "Completion time", "Email", "Name"]
CELLS = st.text(max_size=25)
DAY = "2026-03-02"


def melted(rows, survey=()):
    records = iter([Record(i + 2, i + 2, row) for i, row in enumerate(rows)])
    grid = Grid("as text", "0" * 64, [*META, *PROMPTS, "Often?"], records)
    settings_ = FormSettings(prompts=("Why?", "How so?", "And"), survey=tuple(survey))
    programme = Programme(files={}, forms=settings_)
    return PRESETS["ms-forms"].reshape(grid, programme, "f.xlsx")


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_no_cell_is_lost_or_invented(answers):
    rows = [
        [str(i), f"{DAY} 14:05:{i:02}", f"{DAY} 14:11:00",
         "anonymous", "", *said]
        for i, said in enumerate(answers, 1)
    ]  # fmt: skip
    found = melted(rows, ["Often?"])
    grid = found.tables["reflections"]
    records = list(grid.records)
    at = {name: i for i, name in enumerate(grid.headers)}
    told = [(r.row, r.fields[at["prompt"]], r.fields[at["text"]]) for r in records]
    names = ["Why?", "How so?", "And then?"]
    assert told == [
        (i, name, cell)
        for i, said in enumerate(answers, 2)
        for name, cell in zip(names, said[:3], strict=True)
    ]
    ids = [r.fields[at["reflection_id"]] for r in records]
    assert len(set(ids)) == len(ids)
    for record in records:
        assert not any(record.fields[at[name]] for name in PERSON)
        assert record.fields[at[ANSWERED]] == "2026-03-02"
    survey = list(found.tables["survey"].records) if "survey" in found.tables else []
    kept = [cells[3].strip().removesuffix(";") for cells in answers]
    assert [r.fields[4] for r in survey] == [cell for cell in kept if cell]
    assert grid.responses == len(answers)
    assert "permissions" not in found.tables


def test_a_row_that_cannot_be_read_stays_one():
    rows = [["1", "2026-03-02 14:05:33", "2026-03-02 14:11:00", "", "", *"abcd"]]
    grid = Grid(
        "as text", "0" * 64, [*META, *PROMPTS, "Often?"],
        iter([Record(2, 2, None, "a quote is not closed"), Record(3, 3, rows[0])]),
    )  # fmt: skip
    programme = Programme(files={}, forms=FormSettings(prompts=("Why?",)))
    found = PRESETS["ms-forms"].reshape(grid, programme, "f.csv").tables["reflections"]
    first, second = found.records
    assert (first.fields, first.reason) == (None, "a quote is not closed")
    assert second.row == 3
    assert found.unused == ("How so?", "And then?", "Often?")
