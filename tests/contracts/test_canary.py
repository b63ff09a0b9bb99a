"""A planted name turns up in no artefact, from reading to report."""

from __future__ import annotations

import csv
import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

import alsjournal as als

pytestmark = pytest.mark.slow

NAME = "Zebedee Quennell-Okonjo"
PARTS = ("Zebedee", "Quennell", "Okonjo", "zebedee", "ZEBEDEE")
CUSTODIAN = "Ashdown"
PHONE = "07700 900461"
MAIL = "zebedee.q@surgery.example"
RAW_ID = "zebedee-q"


def programme(folder: Path) -> Path:
    sample = als.load_sample().identifiable_frame("reflections")
    rows = [["id", "set", "when", "who", "text"]]
    for i, text in enumerate(sample["text"].head(40)):
        planted = (
            f" Then {NAME} rang me on {PHONE}." if i % 3 == 0 else f" Mail {MAIL}."
        )
        who = RAW_ID if i % 5 == 0 else f"p{i % 5}"
        rows.append([f"{who}/{i}", "A", str(i % 4 + 1), who, text + planted])
    with (folder / "texts.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    with (folder / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["member", "name"], [RAW_ID, NAME]])
    answers = ["yes", "no", "Yes", f"ask {NAME}", f"no, {PHONE}", "yes"]
    people = [RAW_ID, *(f"p{i}" for i in range(1, 6))]
    said = [
        [who, wave, "acted", answer]
        for wave in ("baseline", "end")
        for who, answer in zip(people, answers, strict=True)
    ]
    with (folder / "survey.csv").open("w", newline="", encoding="utf-8") as file:
        head = ["respondent", "wave", "item", "answer"]
        csv.writer(file).writerows([head, *said])
    toml = folder / "programme.toml"
    toml.write_text(
        "[programme]\ntitle = 'Canary'\n[files]\nreflections = 'texts.csv'\n"
        "roster = 'roster.csv'\nsurvey = 'survey.csv'\n"
        "[review]\ncustodian = 'Ximena Ashdown-Vale'\n"
        "[columns.reflections]\nreflection_id = 'id'\n"
        "set_id = 'set'\nsession = 'when'\nmember = 'who'\ntext = 'text'\n"
        "[permissions]\nuse = 'quote'\nreach = 'public'\n",
        encoding="utf-8",
    )
    return toml


def trouble(
    source: Path, toml: Path, env: dict[str, str], out: Path, said: io.StringIO
) -> None:
    """Run what fails while names are at hand, and note what it says."""
    names = source / "review-names.csv"
    names.write_text(f"name,rule\n{NAME},perhaps\n", encoding="utf-8")
    wrong_toml = source / "wrong.toml"
    text = toml.read_text(encoding="utf-8")
    wrong_toml.write_text(text.replace("Ximena Ashdown-Vale", NAME), encoding="utf-8")
    facilitations = source / "facilitations.csv"
    facilitations.write_text(f"set_id,session,person\nA,1,{RAW_ID}\n")
    text = wrong_toml.read_text(encoding="utf-8")
    text = text.replace("[review]", "facilitations = 'facilitations.csv'\n[review]")
    wrong_toml.write_text(text, encoding="utf-8")
    for verb in (
        ["ingest", str(toml), "--journal", "j.duckdb"],
        ["review", str(wrong_toml), "--journal", "j.duckdb"],
    ):
        run = subprocess.run(
            [sys.executable, "-m", "alsjournal", *verb],
            cwd=out,
            env={**env, "ALSJOURNAL_DEBUG": "1"},
            capture_output=True,
            text=True,
        )
        assert run.returncode in (1, 2), (verb, run.stdout)
        said.write(run.stdout + run.stderr)


def test_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    source = tmp_path / "in"
    out = tmp_path / "out"
    source.mkdir()
    out.mkdir()
    toml = programme(source)
    home = tmp_path / "home"
    home.mkdir()
    env = {
        **os.environ,
        "ALSJOURNAL_KEY": "a key only for this test 123",
        "HOME": str(home),
        "TMPDIR": str(home),
    }
    said = io.StringIO()
    # An answer that names somebody, as careless people write them.
    answer = f"passage,answer,date\nq-{NAME},{MAIL},{PHONE}\n"
    (source / "answers.csv").write_text(answer, encoding="utf-8")
    for verb in (
        ["check", str(toml)],
        ["ingest", str(toml), "--journal", "j.duckdb"],
        ["review", str(toml), "--journal", "j.duckdb", "--limit", "6", "--audit", "30"],
        ["review", str(toml), "--journal", "j.duckdb", "--log"],
        ["ingest", str(toml), "--journal", "j.duckdb", "--jobs", "2"],
        ["themes", "j.duckdb"],
        ["trends", "j.duckdb", "--audience", "research", "--csv", "t.csv"],
        ["change", "j.duckdb", "--audience", "set:A", "--csv", "moved.csv"],
        ["change", "j.duckdb"],
        ["issues", "j.duckdb", "--audience", "set:A", "--near"],
        ["difference", "j.duckdb", "--audience", "set:A"],
        ["survey", "j.duckdb", "--csv", "survey.csv"],
        ["survey", "j.duckdb", "--answers", "--audience", "research"],
        ["contribution", "j.duckdb", "--audience", "set:A", "--html", "c.html"],
        ["preview", "j.duckdb", "--out", "pages"],
        ["preview", "j.duckdb", "--answers", str(source / "answers.csv")],
        ["release", "j.duckdb", "--out", "check.html"],
        ["release", "j.duckdb", "--audience", "set:A", "--out", "check-set.html"],
        ["report", "j.duckdb", "--out", "programme.html"],
        ["report", "j.duckdb", "--audience", "set:A", "--out", "set.html"],
        ["info", "j.duckdb"],
        ["export", "j.duckdb", "--to", "tables"],
    ):
        run = subprocess.run(
            [sys.executable, "-m", "alsjournal", *verb],
            cwd=out,
            env=env,
            input="A\nN\nr\na\nu\ne\n1 1\ny\n" + "a\n0\n" * 40,
            capture_output=True,
            text=True,
        )
        may_refuse = verb[0] == "release" or "--answers" in verb
        assert run.returncode in ((0, 1) if may_refuse else (0,)), (verb, run.stderr)
        # The review shows a sentence at a time, with what it asks about in marks.
        shown = [line for line in run.stdout.splitlines() if ">>" not in line]
        assert (len(shown) < run.stdout.count("\n")) == ("--audit" in verb)
        said.write("\n".join(shown) + run.stderr)
    trouble(source, toml, env, out, said)
    journal = als.JournalStore(out / "j.duckdb").read()
    kept = [said.getvalue(), repr(journal), str(dict(journal.provenance)), caplog.text]
    kept += [journal.table(name).to_csv() for name in journal.tables()]
    for folder in (out, home):
        for path in folder.rglob("*"):
            if path.is_file():
                kept.append(path.read_bytes().decode("latin-1"))
    everything = "\n".join(kept)
    assert "[member m-" in everything  # the test would see what is there
    assert '"audit"' in everything
    for canary in (CUSTODIAN, *PARTS, PHONE, MAIL, "900461", RAW_ID):
        assert canary not in everything, canary
