"""Who answered a form turns up in no artefact, nor when they did to the minute."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from exports import OPEN_TEXTS, QUOTE, SET, TITLES, csv_export, ms_export, ms_row

import alsjournal as als
from alsjournal.errors import QuarantineLimitError
from alsjournal.ingest import read_journal

pytestmark = pytest.mark.slow

CANARIES = (
    "Zebedee",
    "zebedee",
    "ZEBEDEE",
    "QUENNELL",
    "Quennell",
    "quennell",
    "Tamsin",
    "Okonjo",
    "okonjo",
    "@fernhill",
    "14:05",
    "14:11",
)
NAMES = [
    ("Zebedee.Quennell@fernhill.example", "QUENNELL, Zebedee (FERN HILL SURGERY)"),
    ("tamsin.okonjo@fernhill.example", "OKONJO, Tamsin (FERN HILL SURGERY)"),
]


def answers(i: int) -> list[object]:
    texts = [f"{text} Then zebedee and Ms Okonjo spoke." for text in OPEN_TEXTS[:3]]
    return ["A", i % 3 + 1, "", "", *texts, "Zebedee Quennell", QUOTE, SET]


def export(folder: Path, service: str) -> Path:
    if service == "google-forms":
        rows = [
            [f"2026/03/{i + 1:02} 2:05:33 pm GMT", NAMES[i % 2][0], *answers(i)]
            for i in range(6)
        ]
        headers = ["Timestamp", "Email Address", *TITLES]
        return csv_export(folder / "form.csv", headers, rows)
    rows = [
        ms_row(i, answers(i), email=NAMES[i % 2][0], name=NAMES[i % 2][1])
        for i in range(6)
    ]
    return ms_export(folder / "form(1-6).xlsx", TITLES, rows)


@pytest.mark.parametrize("service", ["ms-forms", "google-forms"])
def test_nowhere(tmp_path: Path, service: str) -> None:
    source, out, home = (tmp_path / name for name in ("in", "out", "home"))
    for folder in (source, out, home):
        folder.mkdir()
    path = export(source, service)
    env = {
        **os.environ,
        "ALSJOURNAL_KEY": "a key only for this test 123",
        "HOME": str(home),
        "TMPDIR": str(home),
    }
    kept = []
    for verb in (["check", str(path)], ["ingest", str(path), "--journal", "j.duckdb"]):
        run = subprocess.run(
            [sys.executable, "-m", "alsjournal", *verb, "--preset", service],
            cwd=out,
            env=env,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, (verb, run.stderr)
        kept.append(run.stdout + run.stderr)
    journal = als.JournalStore(out / "j.duckdb").read()
    assert len(journal) == 24
    assert "roster" not in journal.tables()
    kept += [journal.table(name).to_csv() for name in journal.tables()]
    for folder in (out, home):
        for file in folder.rglob("*"):
            if file.is_file():
                kept.append(file.read_bytes().decode("latin-1"))
    everything = "\n".join(kept)
    assert "[member m-" in everything  # the test would see what is there
    for canary in CANARIES:
        assert canary not in everything, canary


def test_nor_in_what_stops_the_ingest(tmp_path: Path) -> None:
    row = answers(1)
    row[8] = "Ask Zebedee"
    path = ms_export(
        tmp_path / "f.xlsx", TITLES, [ms_row(1, row, email=NAMES[0][0], name="Zebedee")]
    )
    with pytest.raises(QuarantineLimitError) as caught:
        read_journal(path, preset="ms-forms")
    assert not any(canary in str(caught.value) for canary in CANARIES)
