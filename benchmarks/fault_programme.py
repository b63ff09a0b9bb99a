"""The programme that benchmarks/faults.py runs verbs on, with names planted in it."""

from __future__ import annotations

import csv
import importlib
import os
import pkgutil
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from faulting import ROOMS

SETS = ("A", "B")
TEXTS = 7  # of each set: its shortest
TABLES = (
    *("sets", "members", "permissions", "reflections"),
    *("facilitations", "actions", "action_reports", "survey", "roster"),
)
CODERS = ("reference", "second")
LAST = "3"  # session
PLANTED = ("Quillfeather", "Tamsin Oakenshaw", "07700 900417", "tamsin@example.org")
PUT_RIGHT = "This text was put right later, and Tamsin Oakenshaw is in it."
SOURCE, CORRECTED = "programme.toml", "corrected.toml"
SETTINGS = """
codings = "tables/codings.csv"

[review]
custodian = "Ashdown"

[run]
audiences = ["programme"]
formats = ["md"]
n_themes = 4
constructs = []
"""


def write_source(folder: Path) -> list[str]:
    """Write the programme's files; return the names that must stay in them."""
    from alsjournal._resources import resource_path

    sample = resource_path("corpora", "sample")
    tables = {n: read_table(sample / "tables" / f"{n}.csv") for n in TABLES}
    tables["survey"] = tables["survey"][:40]
    texts = sorted(tables["reflections"], key=lambda row: len(row["text"]))
    chosen = [r for s in SETS for r in [t for t in texts if t["set_id"] == s][:TEXTS]]
    texts = [planted(row, i) for i, row in enumerate(chosen)]
    ids = {"", *(row["reflection_id"] for row in texts)}
    may = tables["permissions"]
    tables["permissions"] = [row for row in may if row["reflection_id"] in ids]
    known = tables["roster"]
    names = [row["name"] for row in known]
    known += [{**known[0], "member": "A99", "name": PLANTED[1], "aliases": ""}]
    known += [{**known[0], "member": "B99", "name": f"Ada {PLANTED[0]}"}]
    last = {**texts[-1], "reflection_id": "B-new", "text": "A new one."}
    corrected = [{**texts[0], "text": PUT_RIGHT}, *texts[1:-1], last]
    corrected += [{**last, "reflection_id": "B-bad", "session": "soon"}]
    coded = read_table(sample / "coding" / "codings.csv")
    tables |= {"reflections": texts, "corrected": corrected}
    tables["codings"] = twice_coded(coded, {t["reflection_id"] for t in texts[1:-1]})
    (folder / "tables").mkdir(parents=True)
    for name, rows in tables.items():
        write_table(folder / "tables" / f"{name}.csv", rows)
    words = (sample / "programme.toml").read_text(encoding="utf-8")
    kept = ("tables/", "codings = ")
    lines = words.splitlines(keepends=True)
    words = "".join(
        line
        for line in lines
        if not any(k in line for k in kept) or line.partition(" ")[0] in TABLES
    )
    words = words.replace("\n[disclosure]", f"{SETTINGS}\n[disclosure]", 1)
    (folder / "programme.toml").write_text(words, encoding="utf-8")
    words = words.replace("tables/reflections.csv", "tables/corrected.csv")
    words = words.replace("[programme]", "[programme]\nmax_quarantine = 0.2", 1)
    (folder / "corrected.toml").write_text(words, encoding="utf-8")
    return [*names, *PLANTED]


def read_table(path: Path) -> list[dict[str, str]]:
    """Read the rows of a csv that are of the chosen sets, or of no set."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        row
        for row in rows
        if (row.get("set_id") or row.get("member") or "A")[0] in SETS
        and row.get("session", LAST) <= LAST
    ]


def twice_coded(rows: list[dict[str, str]], ids: set[str]) -> list[dict[str, str]]:
    """Return the themes of some texts, and all but every fifth by a second coder."""
    own = [r for r in rows if r["construct"] == "theme" and r["reflection_id"] in ids]
    one, two = ([{**row, "coder": coder} for row in own] for coder in CODERS)
    two = [{**r, "coding_id": f"S{i}"} for i, r in enumerate(two) if i % 5]
    return [*one, *two]


def planted(row: dict[str, str], i: int) -> dict[str, str]:
    """Put a name, a number or an address at the end of a text."""
    said = (
        f"Then Ms {PLANTED[0]} rang.",
        f"I asked {PLANTED[1]} about it.",
        f"Her number is {PLANTED[2]}.",
        f"I wrote to {PLANTED[3]}.",
    )
    return {**row, "text": f"{row['text']} {said[i % len(said)]}"}


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]) if rows else ["none"])
        out.writeheader()
        out.writerows(rows)


def warm(source: Path, scratch: Path, verbs: tuple[tuple[str, ...], ...]) -> None:
    """Load what verbs need; read and anonymise the files once for all runs.

    Until it has done both, `ingest` writes nothing, so that kills there show little.
    """
    import alsjournal
    from alsjournal import ingest
    from alsjournal.anonymise import Anonymiser
    from alsjournal.run import grouping

    for module in pkgutil.walk_packages(alsjournal.__path__, "alsjournal."):
        if "__main__" not in module.name:
            importlib.import_module(module.name)
    read, clean = ingest.read_journal_with_report, Anonymiser.fit_transform
    known = {name: read(source / name) for name in (SOURCE, CORRECTED)}
    cleaned = {name: clean(Anonymiser(), raw) for name, (raw, _) in known.items()}

    def known_read(path: Path, **more: Any) -> Any:  # noqa: ARG001
        return known[Path(path).name]

    def known_clean(self: Any, raw: Any, **more: Any) -> Any:
        name = next((n for n, (r, _) in known.items() if r is raw), None)
        meanwhile = more.get("originals") is not None or more.get("resume") is not None
        if name is None or meanwhile:  # what is written then is looked at too
            return clean(self, raw, **more)
        return cleaned[name]

    grouping._BOOTSTRAPS = 2  # they write nothing
    ingest.read_journal_with_report = known_read  # type: ignore[assignment]
    Anonymiser.fit_transform = known_clean  # type: ignore[method-assign]
    for part in ROOMS:
        (scratch / part).mkdir(parents=True)
    before = Path.cwd()
    os.chdir(scratch / "work")
    try:
        with Path(os.devnull).open("w") as out, redirect_stdout(out):
            for args in verbs:
                filled = [word.format(source=source) for word in args]
                alsjournal.cli._app.app(filled, standalone_mode=False)
    finally:
        os.chdir(before)
