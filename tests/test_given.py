"""What is no path, no journal and no query is answered in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import alsjournal as als
from alsjournal._given import given_path, pending_themes, spans_file, themes_folder
from alsjournal.errors import InputError

FRAME = pd.DataFrame({"text": ["We met.", "We met again."], "session": [1, 2]})
CODES = pd.DataFrame({"reflection_id": ["r000001"], "code": ["meeting"]})


def journal() -> als.Journal:
    return als.Journal.from_frame(FRAME, already_anonymised=True)


PATHS: dict[str, Callable[[object], object]] = {
    "read_journal": als.read_journal,
    "check": als.check,
    "JournalStore": als.JournalStore,
    "backup": lambda p: als.JournalStore("j.duckdb").backup(p),
    "restore": lambda p: als.JournalStore("j.duckdb").restore(p),
    "ThemeModel.load": als.ThemeModel.load,
    "write_report": lambda p: als.write_report(journal(), CODES, p),
    "export_tables": lambda p: als.export_tables(journal(), p),
    "read_export": als.read_export,
    "read_answers": lambda p: als.read_answers(als.JournalStore("j.duckdb"), p),
    "write_kit": als.write_kit,
}
OTHERS: dict[str, Callable[[object], object]] = {
    "Journal": als.Journal,
    "RawJournal": als.RawJournal,
    "spans": als.Anonymiser().spans,
    "sql": lambda q: als.JournalStore("j.duckdb").sql(q),  # type: ignore[arg-type]
    "theme_prevalence": lambda j: als.theme_prevalence(j, CODES),  # type: ignore[arg-type]
    "by": lambda by: als.theme_prevalence(journal(), CODES, by=by),  # type: ignore[arg-type]
    "table": lambda name: journal().table(name),  # type: ignore[arg-type]
    "what_not_to_claim": als.what_not_to_claim,
    "check_chart": als.check_chart,
    "preset": lambda name: als.check("notes.csv", preset=name),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("given", [None, 5, ["notes.csv"], b"notes.csv"])
@pytest.mark.parametrize("name", PATHS)
def test_what_is_no_path(name: str, given: object) -> None:
    with pytest.raises(InputError, match="must be one path, a str or"):
        PATHS[name](given)


@pytest.mark.parametrize("given", [5, object(), {1: 2}])
@pytest.mark.parametrize("name", OTHERS)
def test_what_is_of_another_type(
    name: str, given: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    als.JournalStore("j.duckdb").write(journal())
    with pytest.raises(InputError, match=r"must|has the tables"):
        OTHERS[name](given)


@pytest.mark.parametrize("folder", [".", "..", ""])
def test_beside_what_has_no_name_there_is_nothing(folder: str) -> None:
    from alsjournal.anonymise.review import log_beside

    for place in (themes_folder, spans_file, pending_themes, log_beside):
        with pytest.raises(InputError, match=r"journal must be a file.*Got a folder"):
            place(Path(folder))


def test_a_path_stays_as_it_was_written() -> None:
    assert given_path("./a/../b.csv") == "./a/../b.csv"
    assert given_path(Path("b.csv")) == "b.csv"
    with pytest.raises(InputError, match=r"^folder must be one path.*Got a list"):
        given_path(["a"], "folder")
