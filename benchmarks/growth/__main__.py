"""The whole way by number of reflections, stage by stage, beside what else there is.

    python benchmarks/growth --data FOLDER [--texts 1000 10000 100000]
        [--from-journal 1000000] [--peers-to 10000] [--stages keep group ...]
        [--folder F] [--out FOLDER]

Up to 100,000 the way begins at a programme's files; with ``--from-journal`` at the
anonymised journal, and the report is of themes alone, as reading the grammar is what
takes longest. Peers run where ``ALSJOURNAL_GROWTH_PEERS`` names their Python (see
``benchmarks/requirements-growth-peers.txt``), on the same files in the same run.

Each stage is a process of its own. What was measured is kept after each of them in
``results.jsonl`` in ``--out``; a run that was stopped goes on there, with the same
``--folder``. ``results.md`` has the tables, ``results.html`` the charts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import page

HERE = Path(__file__).resolve().parent

WHOLE = ("keep", "group", "code", "count", "report")
FROM_JOURNAL = ("group", "code", "count", "bare_report")
PEERS = ("presidio-bertopic", "by-hand")
MADE = {"journal": "journal.duckdb", "programme": "reflections.csv"}


def measured(command: list[str]) -> list[dict[str, Any]]:
    """Run something in a process of its own; return what it took."""
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "false"}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    return list(json.loads(done.stdout.splitlines()[-1]))


def run(
    way: str, n: int, stages: tuple[str, ...], folder: Path, out: Path, data: Path
) -> None:
    """Measure the stages of a way that were not yet."""
    known = {(r["way"], r["texts"], r["part"]) for r in page.read(out)}
    todo = [s for s in stages if (way, n, s) not in known]
    if not todo:
        return
    what = "journal" if way == "ours, from the journal" else "programme"
    if not (folder / MADE[what]).exists():
        # By a process of its own: one that a large one starts counts as large.
        made = [sys.executable, str(HERE / "texts.py"), what, str(data), str(n)]
        subprocess.run([*made, str(folder)], check=True)
    for stage in todo:
        script, python = HERE / "stages.py", sys.executable
        if way not in ("ours", "ours, from the journal"):
            script, python = HERE / "peers.py", os.environ["ALSJOURNAL_GROWTH_PEERS"]
        page.note(
            out, way, n, stage, measured([python, str(script), stage, str(folder)])
        )


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    parser.add_argument(
        "--texts", type=int, nargs="*", default=[1_000, 10_000, 100_000]
    )
    parser.add_argument("--from-journal", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--peers-to", type=int, default=10_000)
    parser.add_argument("--stages", nargs="*", default=list(WHOLE))
    parser.add_argument("--folder", type=Path, help="for the journals, while it runs")
    parser.add_argument("--out", type=Path, default=HERE)
    said = parser.parse_args()
    if said.data is None:
        parser.error("say where the data is: --data, or ALSJOURNAL_DATA")
    data, out = Path(said.data), said.out
    with tempfile.TemporaryDirectory() as scratch:
        place = said.folder or Path(scratch)
        for n in said.texts:
            folder = place / str(n)
            folder.mkdir(parents=True, exist_ok=True)
            run("ours", n, tuple(said.stages), folder, out, data)
            if n <= said.peers_to and "ALSJOURNAL_GROWTH_PEERS" in os.environ:
                for peer in PEERS:
                    run(peer, n, (peer,), folder, out, data)
            page.write(out, folder, n)
        for n in said.from_journal:
            folder = place / f"journal-{n}"
            folder.mkdir(parents=True, exist_ok=True)
            run("ours, from the journal", n, FROM_JOURNAL, folder, out, data)
    page.write(out)


if __name__ == "__main__":
    main()
