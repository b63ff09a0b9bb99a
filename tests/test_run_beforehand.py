"""What would stop a run after its work is found out before it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import (
    ConfigError,
    InputError,
    MissingKeyError,
    SourceError,
    StoreError,
    StoreLockedError,
)
from alsjournal.ingest.run_settings import RunSettings
from alsjournal.journal import RawJournal
from alsjournal.run import beforehand
from alsjournal.run.alone import alone
from alsjournal.run.doing import Doing
from alsjournal.run.pages import Pages
from alsjournal.run.telling import Quiet
from alsjournal.trends.coded import as_coded

KEY = "a key only for these tests 1"
TOML = """
[programme]
title = "Test"

[files]
reflections = "texts.csv"

[run]
audiences = ["programme", "sets"]
"""
TEXTS = "reflection_id,set_id,member,text\nr1,North,m1,We met.\nr2,South,m2,We did.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    folder = tmp_path / "programme"
    folder.mkdir()
    (folder / "programme.toml").write_text(TOML)
    (folder / "texts.csv").write_text(TEXTS)
    return folder


def say_also(folder: Path, line: str) -> None:
    (folder / "programme.toml").write_text(TOML + line + "\n")


@pytest.fixture(params=[True, False], ids=["plan", "run"])
def only_plan(
    request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> bool:
    """Whether only to plan; a run that gets as far as to anonymise has failed."""

    def never(*_: object, **__: object) -> None:
        pytest.fail("worked")

    monkeypatch.setattr("alsjournal.run.keeping.anonymised", never)
    return bool(request.param)


def test_a_first_plan_has_every_step(folder: Path) -> None:
    before = sorted(folder.iterdir())
    plan = als.run_programme(folder, only_plan=True)
    assert [step.name for step in plan.stale] == [
        *("keep", "group", "code"),
        *("report for programme", "report for set:North", "report for set:South"),
    ]
    assert sorted(folder.iterdir()) == before


def test_a_folder_without_a_programme(tmp_path: Path, only_plan: bool) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("private-note.txt", "letter.txt"):
        (folder / name).write_text("We met on Friday.")
    with pytest.raises(SourceError, match=r"must have a programme.toml.*Got none"):
        als.run_programme(folder, only_plan=only_plan)
    assert len(list(folder.iterdir())) == 2


def test_a_table_is_no_programme(folder: Path, only_plan: bool) -> None:
    with pytest.raises(SourceError, match=r"Got a file \.csv.*takes a single file"):
        als.run_programme(folder / "texts.csv", only_plan=only_plan)


def test_a_set_that_there_is_not(folder: Path, only_plan: bool) -> None:
    said = TOML.replace('"sets"', '"set:Norht"')
    (folder / "programme.toml").write_text(said)
    words = r"Got 'set:Norht'. Did you mean 'North'\? The sets: North, South"
    with pytest.raises(ConfigError, match=words):
        als.run_programme(folder, only_plan=only_plan)
    assert not (folder / "reports").exists()
    assert not (folder / "journal.duckdb").exists()


def test_decisions_that_are_not_there(folder: Path, only_plan: bool) -> None:
    say_also(folder, 'decisions = "decisions.csv"')
    with pytest.raises(SourceError, match="decisions must be readable"):
        als.run_programme(folder, only_plan=only_plan)


@pytest.mark.parametrize("out", ["texts.csv", "texts.csv/reports"])
def test_outputs_where_there_is_no_folder(
    folder: Path, out: str, only_plan: bool
) -> None:
    with pytest.raises(SourceError, match="must go into a folder"):
        als.run_programme(folder, out=folder / out, only_plan=only_plan)


def test_a_file_in_the_place_of_an_audience(folder: Path, only_plan: bool) -> None:
    (folder / "reports").mkdir()
    (folder / "reports" / "set-South").write_text("A file.")
    with pytest.raises(SourceError, match="set-South is no folder"):
        als.run_programme(folder, only_plan=only_plan)


def test_outputs_where_nothing_may_be_written(
    folder: Path, only_plan: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    closed.mkdir()
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != closed)
    with pytest.raises(SourceError, match="nothing may be written into"):
        als.run_programme(folder, out=closed / "reports", only_plan=only_plan)


@pytest.mark.parametrize("journal", [".", "", "..", "nowhere/journal.duckdb"])
def test_a_journal_that_is_no_file(
    folder: Path, journal: str, only_plan: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match="journal must be a file, in a folder"):
        als.run_programme(folder, journal=journal, only_plan=only_plan)


def test_no_processes(folder: Path, only_plan: bool) -> None:
    with pytest.raises(InputError, match=r"other than 0\. Got 0"):
        als.run_programme(folder, n_jobs=0, only_plan=only_plan)


def test_parts_without_a_key(
    folder: Path, only_plan: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ALSJOURNAL_STORE_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    with pytest.raises(MissingKeyError, match=r"parts.*make_store_key") as error:
        als.run_programme(folder, engine="dask", only_plan=only_plan)
    assert "An encrypted journal" not in str(error.value)
    code = re.search(r'python -c "(.*)"', str(error.value))
    assert code is not None
    exec(code[1])
    with pytest.raises((InputError, ImportError)):
        als.run_programme(
            folder, engine="dask", only_plan=False, scheduler="tls://127.0.0.1:9"
        )


def test_sets_are_called_as_the_journal_will_call_them() -> None:
    frame = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2"],
            "set_id": ["Ann Field", "North"],
            "text": ["We met.", "We met again."],
            "member": ["m1", "m2"],
        }
    )
    roster = pd.DataFrame({"member": ["m1"], "name": ["Ann Field"]})
    tables = {"reflections": frame, "roster": roster}
    raw = RawJournal(tables, provenance={"published_key": KEY})
    journal = als.Anonymiser().fit_transform(raw)
    found = beforehand.sets_to_come(raw, KEY.encode())
    assert sorted(found) == beforehand.sets_in(journal)
    assert "North" in found
    assert "Ann Field" not in found


def test_one_run_at_a_time(folder: Path, only_plan: bool) -> None:
    journal = folder / "journal.duckdb"
    before = sorted(folder.iterdir())
    with alone(journal):
        if only_plan:
            assert als.run_programme(folder, only_plan=True).stale
        else:
            with pytest.raises(StoreLockedError, match="Another run is going on"):
                als.run_programme(folder)
    assert sorted(folder.iterdir()) == before
    with alone(journal):
        pass


def test_who_is_killed_locks_nobody_out(folder: Path) -> None:
    journal = folder / "journal.duckdb"
    code = (
        "import os, sys; from pathlib import Path\n"
        "from alsjournal.run.alone import alone\n"
        "with alone(Path(sys.argv[1])): os._exit(9)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(journal)], check=False, timeout=60
    )
    assert killed.returncode == 9
    with alone(journal):
        pass
    assert sorted(p.name for p in folder.iterdir()) == ["programme.toml", "texts.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is tidied up there")
def test_the_lock_of_a_killed_run_is_cleared_away(folder: Path) -> None:
    from alsjournal._aside import tidy

    journal = folder / "journal.duckdb"
    with alone(journal):
        left = set(folder.iterdir())
        tidy(folder)
        assert set(folder.iterdir()) == left
        (one,) = (p for p in left if p.name.startswith("."))
    one.touch()
    tidy(folder)
    assert not one.exists()


class Said(Quiet):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def nothing() -> None:
    pass


def test_steps_are_counted_alike() -> None:
    tell = Said()
    doing = Doing(tell)
    doing.n = 4
    for why in ("", "changed: texts", "", "follows"):
        doing.do("step", "Work", why, nothing)
    assert [line.split(". ")[0] for line in tell.lines] == [
        f"{i} of 4" for i in range(1, 5)
    ]


def test_where_nothing_is_done_nothing_is_said() -> None:
    tell = Said()
    doing = Doing(tell)
    doing.do("step", "Work", "", nothing)
    assert tell.lines == []
    assert [step.done for step in doing.steps] == [False]


@pytest.mark.skipif(sys.platform == "win32", reason="there it may be being removed")
def test_where_nothing_can_be_written_no_other_run_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with (
        pytest.raises(StoreError, match=r"must be able to write.*Permission denied"),
        alone(tmp_path / "journal.duckdb"),
    ):
        pass


def test_decisions_are_about_what_the_programme_reads(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2"],
            "set_id": ["North", "South"],
            "session": 1,
            "member": ["m1", "m2"],
            "text": ["We had no cover.", "The rota is full."],
        }
    )
    journal = als.Journal.from_frame(rows, already_anonymised=True)
    codes = pd.DataFrame({"reflection_id": ["r1", "r2"], "code": ["cover", "rota"]})
    coded = as_coded(journal, codes)
    asked = tmp_path / "decisions.csv"
    asked.write_text("theme,decision\ncover,Pay for it\nrota,Write it sooner\n")
    beforehand.check_decisions(asked, journal, coded, tmp_path / "no")
    asked.write_text("theme,decision\ncovr,Pay for it\n")
    with pytest.raises(InputError, match="Its themes now: 'cover'; 'rota'"):
        beforehand.check_decisions(asked, journal, coded, tmp_path / "no")
    said = RunSettings(audiences=("sets",))
    pages = [Pages(one, said, tmp_path) for one in ("programme", "set:North")]
    assert [page.asks for page in pages] == [True, False]
