"""A planted name turns up in no artefact, from reading to report."""

from __future__ import annotations

import csv
import io
import logging
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from canary_record import (
    FACILITATOR,
    MAIL,
    NAME,
    PARTS,
    PHONE,
    RAW_ID,
    THEORY,
    naming,
    record,
)
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cli._app import app
from alsjournal.trends import finding_id

pytestmark = pytest.mark.slow

CUSTODIAN = "Ashdown"


def programme(folder: Path) -> Path:
    sample = als.load_sample().identifiable_frame("reflections")
    rows = [["id", "set", "when", "who", "by", "text"]]
    for i, text in enumerate(sample["text"].head(40)):
        planted = (
            f" Then {NAME} rang me on {PHONE}." if i % 3 == 0 else f" Mail {MAIL}."
        )
        who = RAW_ID if i % 5 == 0 else f"p{i % 5}"
        rows.append([f"{who}/{i}", "A", str(i % 4 + 1), who, "member", text + planted])
    for i, (who, by) in enumerate(
        [(FACILITATOR, "facilitator"), (FACILITATOR, "facilitator"), ("", "set")]
    ):
        log = naming("Planned: to ask.\nHappened: we said what we learned.")
        rows.append([f"{who}/log{i}", "A", str(i + 1), who, by, log])
    with (folder / "texts.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    with (folder / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["member", "name"], [RAW_ID, NAME]])
    answers = ["yes", "no", "Yes", f"ask {NAME}", f"no, {PHONE}", "yes"]
    people = [RAW_ID, *(f"p{i}" for i in range(1, 6))]
    answered = [
        [who, wave, "acted", answer]
        for wave in ("baseline", "end")
        for who, answer in zip(people, answers, strict=True)
    ]
    with (folder / "survey.csv").open("w", newline="", encoding="utf-8") as file:
        head = ["respondent", "wave", "item", "answer"]
        csv.writer(file).writerows([head, *answered])
    toml = folder / "programme.toml"
    toml.write_text(
        "[programme]\ntitle = 'Canary'\n[files]\nreflections = 'texts.csv'\n"
        "roster = 'roster.csv'\nsurvey = 'survey.csv'\n"
        + "".join(f"{table} = '{file}'\n" for table, file in record(folder).items())
        + "[record]\nproposals = 'set'\n"
        "[review]\ncustodian = 'Ximena Ashdown-Vale'\n"
        "[columns.reflections]\nreflection_id = 'id'\n"
        "set_id = 'set'\nsession = 'when'\nmember = 'who'\nauthor_kind = 'by'\n"
        f"text = 'text'\n[permissions]\nuse = 'quote'\nreach = 'public'\n{THEORY}",
        encoding="utf-8",
    )
    return toml


def of_the_record(journal: als.Journal) -> list[list[str]]:
    """Return the verbs that tell what a set wrote down, for all who may see it."""
    led = journal.table("facilitations").drop_duplicates("part").set_index("part")
    facilitator, own = (f"member:{led['person'][p]}" for p in ("lead", "rotating"))
    verbs = [
        [verb, "--audience", audience, *written]
        for audience in ("set:A", "programme", "research")
        for verb, *written in (
            ["indicators", "--csv", "shown.csv"],
            ["record", "--csv", f"record-{audience[:3]}"],
            ["objectives"],
            ["attendance"],
            ["facilitation", "--csv", f"parts-{audience[:3]}"],
            ["contribution", "--csv", f"claims-{audience[:3]}"],
        )
    ]
    for audience in ("set:A", "research", own):
        verbs += [["proposals", "--audience", audience, "--csv", "found.csv"]]
    verbs += [[verb, "--audience", own] for verb in ("record", "objectives")]
    verbs += [["report", "--audience", own, "--out", "of-one.html"]]
    verbs += [["facilitation", "--audience", facilitator, "--page", "own.html"]]
    return [[verb, "j.duckdb", *rest] for verb, *rest in verbs]


def trouble(
    source: Path, toml: Path, env: dict[str, str], out: Path, said: io.StringIO
) -> None:
    """Run what fails while names are at hand, and note what it says."""
    names = source / "review-names.csv"
    names.write_text(f"name,rule\n{NAME},perhaps\n", encoding="utf-8")
    wrong_toml = source / "wrong.toml"
    text = toml.read_text(encoding="utf-8")
    wrong_toml.write_text(text.replace("Ximena Ashdown-Vale", NAME), encoding="utf-8")
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


def told(verb: list[str], env: dict[str, str], out: Path) -> str:
    """Run a verb, and return what it says beside the sentences under review."""
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
    return "\n".join(shown) + run.stderr


def test_nowhere(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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
    code = finding_id("", "set:A", 4)
    said_of = f"finding,words,sheet\n{code},{naming('More nights.')},1\n{NAME},,1\n"
    (source / "said.csv").write_text(said_of, encoding="utf-8")
    verbs = [
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
        ["report", "j.duckdb", "--out", "programme.docx"],
        ["report", "j.duckdb", "--audience", "research", "--out", "research.md"],
        ["findings", "j.duckdb", "--audience", "set:A", "--out", "asked.html"],
        [
            *("findings", "j.duckdb", "--answers", str(source / "said.csv")),
            *("--source", str(toml)),
        ],
        ["info", "j.duckdb"],
        ["export", "j.duckdb", "--to", "tables"],
    ]
    for verb in verbs:
        said.write(told(verb, env, out))
    monkeypatch.chdir(out)
    for verb in of_the_record(als.JournalStore("j.duckdb").read()):
        result = CliRunner().invoke(app, verb, env={**env, "COLUMNS": "200"})
        assert result.exit_code == 0, (verb, result.output)
        said.write(result.output)
    trouble(source, toml, env, out, said)
    journal = als.JournalStore(out / "j.duckdb").read()
    kept = [said.getvalue(), repr(journal), str(dict(journal.provenance)), caplog.text]
    kept += [journal.table(name).to_csv() for name in journal.tables()]
    for folder in (out, home):
        for path in folder.rglob("*"):
            if path.is_file():
                kept.append(path.read_bytes().decode("latin-1"))
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as inside:
                    kept += [
                        inside.read(name).decode("latin-1")
                        for name in inside.namelist()
                    ]
    everything = "\n".join(kept)
    assert "[member m-" in everything  # the test would see what is there
    assert '"audit"' in everything
    for words in ("Ask about rota 2.", "Nights are shared.", "A night off.", "For."):
        assert f"{words} Then [colleague A] rang [phone number]" in everything
    for words in ("It was Friday.", "More nights."):  # kept for those who analyse
        assert f"{words} Then [member m-" in everything
    for canary in (CUSTODIAN, *PARTS, PHONE, MAIL, "900461", RAW_ID):
        assert canary not in everything, canary
