"""A programme with the record of its sessions alone: read, kept, told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.errors import ConfigError, InputError, QuarantineLimitError

TABLES = {
    "sets": "set_id,title\nA,Ours\n",
    "sessions": "set_id,session,date\nA,1,2024-01-10\nA,2,2024-02-10\n",
    "turns": "set_id,session,order,presenter,issue_id,form\n"
    "A,1,1,Anwen,I1,new\nA,2,1,Anwen,I1,progress\n",
    "issues": "issue_id,set_id,presenter,text\nI1,A,Anwen,Who has the van?\n",
    "questions": "question_id,set_id,session,issue_id,asked_by,text\n"
    "Q1,A,1,I1,Bogdan,Who drives it?\n",
    "actions": "action_id,set_id,session,issue_id,owner,text,due_session\n"
    "T1,A,1,I1,Anwen,Ring the garage.,2\nT2,A,2,I1,set,Share the keys.,3\n"
    "T3,A,2,I1,Carys,Keep a list.,3\n",
    "action_reports": "action_id,session,status,text\nT1,2,changed,It was sold.\n",
}
QUOTE = '[permissions]\nuse = "quote"\nreach = "set"\n'


def programme(folder: Path, more: str = "", **changed: str | None) -> Path:
    tables = {k: v for k, v in {**TABLES, **changed}.items() if v is not None}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    files = "".join(f'{name} = "{name}.csv"\n' for name in tables)
    (folder / "programme.toml").write_text(f"[files]\n{files}{more}", encoding="utf-8")
    return folder


def read(folder: Path) -> als.Journal:
    return als.Anonymiser(finders=[]).fit_transform(als.read_journal(folder))


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key of the tests only, long enough")


def texts(journal: als.Journal) -> set[str]:
    return set(als.issue_trail(journal, audience="set:A").to_frame()["text"].dropna())


def test_it_is_taken_and_said(tmp_path: Path) -> None:
    report = als.check(programme(tmp_path))
    assert any(note.startswith("No reflections") for note in report.notes)
    assert report.refused == 0
    journal = read(tmp_path)
    assert len(journal) == 0
    heard = als.hearing_back(journal, audience="set:A").to_frame()
    assert heard["in_words"].tolist()[-1] == (
        "heard back on 1 of 1: 1 changed; 2 not due yet"
    )


def test_without_permission_it_has_the_words_of_the_set_alone(tmp_path: Path) -> None:
    # Nobody is listed: an owner who stands nowhere else is still no body.
    assert texts(read(programme(tmp_path))) == {"Share the keys."}


def test_the_permission_of_the_programme_is_for_the_record(tmp_path: Path) -> None:
    told = texts(read(programme(tmp_path, QUOTE)))
    assert {"Who has the van?", "Ring the garage.", "It was sold."} <= told
    assert "Keep a list." in told


def test_who_said_no_is_heeded(tmp_path: Path) -> None:
    said = "member,reflection_id,use,reach\nBOGDAN,,self,set\n"
    journal = read(programme(tmp_path, QUOTE, permissions=said))
    assert "Who drives it?" not in texts(journal)
    assert "Ring the garage." in texts(journal)


def test_a_no_of_nobody_stops_it(tmp_path: Path) -> None:
    said = "member,reflection_id,use,reach\nBogdana,,self,set\n"
    with pytest.raises(QuarantineLimitError, match="fit nobody"):
        als.read_journal(programme(tmp_path, permissions=said))


def test_a_record_of_which_nothing_can_be_taken_is_refused(tmp_path: Path) -> None:
    none = dict.fromkeys(TABLES, None) | {"sets": TABLES["sets"]}
    bad = "set_id,session,order\nA,one,1\n"
    limit = "[programme]\nmax_quarantine = 1.0\n"
    with pytest.raises(InputError, match="At least one row of the record"):
        als.read_journal(programme(tmp_path, limit, **{**none, "turns": bad}))


def test_neither_a_record_nor_reflections_is_refused(tmp_path: Path) -> None:
    none = dict.fromkeys(TABLES, None) | {"sets": TABLES["sets"]}
    with pytest.raises(ConfigError, match="record of the sessions"):
        als.read_journal(programme(tmp_path, **none))


def test_a_workbook_of_a_record_is_read(tmp_path: Path) -> None:
    programme(tmp_path)
    book = tmp_path / "ours.xlsx"
    with pd.ExcelWriter(book) as sheets:
        for name in TABLES:
            frame = pd.read_csv(tmp_path / f"{name}.csv")
            frame.to_excel(sheets, sheet_name=name, index=False)
    raw = als.read_journal(book)
    assert len(raw) == 0
    assert len(raw.identifiable_frame("actions")) == 3


@pytest.mark.slow
def test_the_verbs_ingest_and_record(tmp_path: Path) -> None:
    kept = tmp_path / "j.duckdb"
    source = programme(tmp_path, QUOTE)
    run = CliRunner().invoke(app, ["ingest", str(source), "--journal", str(kept)])
    assert run.exit_code == 0, run.output
    assert "No reflections" in run.output
    assert "alsjournal record" in run.output
    told = CliRunner().invoke(app, ["record", str(kept), "--audience", "set:A"])
    assert told.exit_code == 0, told.output
    assert "heard back on action 1, changed: It was sold." in told.output
    assert "session 2: after “Ring the garage”: It was sold." in told.output
    assert "Anwen" not in told.output
    out = tmp_path / "out"
    words = ["record", str(kept), "--audience", "set:A", "--csv", str(out)]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert sorted(p.name for p in out.iterdir()) == [
        "hearing_back.csv",
        "issue_trail.csv",
        "what_was_learned.csv",
    ]
    for page in out.iterdir():
        assert "Anwen" not in page.read_text(encoding="utf-8")
    actions = als.JournalStore(kept).read().table("actions")
    owner = actions.loc[actions["text"] == "Ring the garage.", "owner"].item()
    gone = CliRunner().invoke(app, ["withdraw", str(kept), "--member", owner])
    told = CliRunner().invoke(app, ["info", str(kept)])
    for said in (gone, told):
        assert f"table {out} for set:A" in said.output
    one = ["record", str(kept), "--audience", "programme", "--issue", "I1"]
    assert CliRunner().invoke(app, one).exit_code == 2
