"""The verbs that benchmarks/faults.py kills, and the programme they are run on."""

from __future__ import annotations

import csv
import importlib
import os
import pkgutil
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faulting import JOURNAL, ROOMS, copied, forked, run

SETS = ("A", "B")
TEXTS = 7  # of each set: its shortest
TABLES = (
    *("sets", "members", "permissions", "reflections"),
    *("actions", "action_reports", "survey", "roster"),
)
LAST = "3"  # session
PLANTED = ("Quillfeather", "Tamsin Oakenshaw", "07700 900417", "tamsin@example.org")
PUT_RIGHT = "This text was put right later, and Tamsin Oakenshaw is in it."
SOURCE, CORRECTED = "programme.toml", "corrected.toml"
PROGRAMME = f"{{source}}/{SOURCE}"
INGEST = ("ingest", PROGRAMME, "--journal", JOURNAL, "--jobs", "1")
THEMES = ("themes", JOURNAL, "--n-themes", "4", "--no-stability")
PAGE = ("report", JOURNAL, "--out", "summary.html")
EXPORT = ("export", JOURNAL, "--to", "tables", "--format", "csv")
QDPX = ("export", JOURNAL, "--qdpx", "project.qdpx")
PREVIEW = ("preview", JOURNAL, "--out", "pages", "--audience", "programme")
TOLD = ("trends", JOURNAL)
ADE = ("--by", "Ade", "--on", "2026-01-02")


@dataclass
class Verb:
    """A verb, what was done in its folder before, and how often it is killed.

    ``asked`` is a verb that must say so where a kill left two things apart. ``ahead``:
    what is written first on purpose, so that it may be there alone: the vault, of
    which the journal then does not know yet; that pages were made, so that nothing is
    quoted until they are answered.
    """

    args: tuple[str, ...]
    first: tuple[tuple[str, ...], ...] = ()
    typed: str = ""
    weight: float = 1.0
    asked: tuple[str, ...] = ()
    ahead: bool = False


BEGUN = (INGEST,)
CODED = (*BEGUN, THEMES)
NAMED = (*CODED, ("codebook", JOURNAL, "rename", "t1", "Cover", *ADE))
FULL = (*NAMED, PAGE, EXPORT, ("backup", JOURNAL, "copy.duckdb"))
VERBS = {
    "init": Verb(("init", "."), weight=0.5),
    "ingest, first": Verb(INGEST, weight=2),
    "ingest, again": Verb(INGEST, BEGUN),
    "ingest, corrected": Verb(
        (INGEST[0], f"{{source}}/{CORRECTED}", *INGEST[2:]), BEGUN, weight=2
    ),
    "ingest --vault": Verb(
        (*INGEST, "--vault", "../vault/originals.vault", "--recipient", "{recipient}"),
        ahead=True,
    ),
    "review": Verb(
        ("review", PROGRAMME, "--journal", JOURNAL, "--jobs", "1", "--limit", "6"),
        BEGUN,
        "A\nr\na\nN\nu\ns\nq\n",
    ),
    "review --restart": Verb(
        ("review", PROGRAMME, "--journal", JOURNAL, "--restart"),
        (*BEGUN, ("review", PROGRAMME, "--journal", JOURNAL, "--jobs", "1")),
        "r\nq\n",
        0.5,
        ("review", PROGRAMME, "--journal", JOURNAL, "--log"),
    ),
    "themes": Verb(THEMES, BEGUN, weight=2, asked=TOLD),
    "themes, again": Verb(THEMES, NAMED, weight=2, asked=TOLD),
    "codebook rename": Verb(
        ("codebook", JOURNAL, "rename", "t2", "Notes", *ADE), NAMED, asked=TOLD
    ),
    "codebook not-this": Verb(
        ("codebook", JOURNAL, "not-this", "t2", "{text}", *ADE),
        NAMED,
        weight=2,
        asked=TOLD,
    ),
    "report": Verb(PAGE, FULL, weight=0.3),
    "export": Verb((*EXPORT, "--overwrite"), FULL, weight=0.7),
    "export --qdpx": Verb((*QDPX, "--overwrite"), (*NAMED, QDPX)),
    "release": Verb(("release", JOURNAL, "--out", "check.html"), CODED, weight=0.3),
    "preview": Verb(PREVIEW, CODED, weight=0.7, ahead=True),
    "preview --answers": Verb(
        ("preview", JOURNAL, "--answers", "{answers}"), (*CODED, PREVIEW)
    ),
    "findings": Verb(
        ("findings", JOURNAL, "--audience", "set:A", "--out", "f.html"), NAMED, "", 0.3
    ),
    "survey": Verb(("survey", JOURNAL, "--csv", "survey.csv"), BEGUN, weight=0.5),
    "record": Verb(
        ("record", JOURNAL, "--audience", "set:A", "--csv", "record"), BEGUN, "", 0.3
    ),
    "proposals": Verb(
        ("proposals", JOURNAL, "--audience", "research", "--csv", "p.csv"),
        BEGUN,
        "",
        0.3,
    ),
    "proposals --settle": Verb(("proposals", JOURNAL, "--settle", "{settle}"), BEGUN),
    "indicators": Verb(
        ("indicators", JOURNAL, "--construct", "condition", "--csv", "i.csv"),
        BEGUN,
        "",
        0.3,
    ),
    "trends": Verb(("trends", JOURNAL, "--csv", "trends.csv"), CODED, weight=0.5),
    "backup": Verb(("backup", JOURNAL, "../vault"), FULL, weight=2),
    "restore": Verb(
        ("restore", JOURNAL, "copy.duckdb", "--overwrite"),
        (*FULL, ("withdraw", JOURNAL, "--member", "{member}")),
        weight=3,
    ),
    "restore, new place": Verb(("restore", "other.duckdb", "copy.duckdb"), FULL),
    "withdraw": Verb(("withdraw", JOURNAL, "--member", "{member}"), FULL, weight=2),
    "forget": Verb(
        ("forget", JOURNAL, "{member}", "--yes"), FULL, weight=5, asked=TOLD
    ),
}


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
    tables |= {"reflections": texts, "corrected": corrected}
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
    words += '\n[review]\ncustodian = "Ashdown"\n'
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


def warm(source: Path, scratch: Path) -> None:
    """Load what verbs need; read and anonymise the files once for all runs.

    Until it has done both, `ingest` writes nothing, so that kills there show little.
    """
    import alsjournal
    from alsjournal import ingest
    from alsjournal.anonymise import Anonymiser

    for module in pkgutil.walk_packages(alsjournal.__path__, "alsjournal."):
        if "__main__" not in module.name:
            importlib.import_module(module.name)
    read, clean = ingest.read_journal_with_report, Anonymiser.fit_transform
    known = {name: read(source / name) for name in (SOURCE, CORRECTED)}
    cleaned = {name: clean(Anonymiser(), raw) for name, (raw, _) in known.items()}

    def known_read(path: Path, **more: Any) -> Any:  # noqa: ARG001
        return known[Path(path).name]

    def known_clean(self: Any, raw: Any, **more: Any) -> Any:
        name = next(n for n, (r, _) in known.items() if r is raw)
        if more.get("originals") is not None:
            return clean(self, raw, **more)
        return cleaned[name]

    ingest.read_journal_with_report = known_read  # type: ignore[assignment]
    Anonymiser.fit_transform = known_clean  # type: ignore[method-assign]
    for part in ROOMS:
        (scratch / part).mkdir(parents=True)
    before = Path.cwd()
    os.chdir(scratch / "work")
    try:
        with Path(os.devnull).open("w") as out, redirect_stdout(out):
            for args in (INGEST, THEMES):
                filled = [word.format(source=source) for word in args]
                alsjournal.cli._app.app(filled, standalone_mode=False)
    finally:
        os.chdir(before)


class Bench:
    """The folders from which verbs begin, made once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = write_source(folder / "source")
        self.filled = {"source": str(folder / "source"), "recipient": recipient()}
        self.rooms: dict[tuple[tuple[str, ...], ...], Path] = {}

    def args(self, args: tuple[str, ...], room: Path) -> list[str]:
        """Fill in what is only known of a journal: a member, a text, answers."""
        wanted = [w for w in args if w in _OF_JOURNAL]
        if wanted and "member" not in self.filled:
            self.filled |= forked(lambda _: look_up(room / "work" / JOURNAL))
        if "{answers}" in wanted:
            given = forked(lambda _: answers(room, self.folder / "answers.csv"))
            self.filled["answers"] = given["path"]
        if "{settle}" in wanted and "settle" not in self.filled:
            given = forked(lambda _: settle(room, self.folder / "settle.csv"))
            self.filled["settle"] = given["path"]
        return [word.format(**self.filled) if "{" in word else word for word in args]

    def room(self, first: tuple[tuple[str, ...], ...], typed: str = "") -> Path:
        """Return the folder in which these verbs were run, one after the other."""
        if first not in self.rooms:
            before = self.room(first[:-1], typed) if first else None
            room = self.folder / f"room{len(self.rooms)}"
            if before is not None:
                copied(before, room)
                done = run(room, self.args(first[-1], room), said=typed)
                if done.code:
                    msg = f"{first[-1]}: {done.code} {done.said}"
                    raise SystemExit(msg)
            else:
                for part in ROOMS:
                    (room / part).mkdir(parents=True)
            self.rooms[first] = room
        return self.rooms[first]


_OF_JOURNAL = ("{member}", "{text}", "{answers}", "{settle}")


def recipient() -> str:
    """Return a key that vaults are sealed for."""
    try:
        import pyrage
    except ImportError:
        return ""
    return str(pyrage.x25519.Identity.generate().to_public())


def look_up(path: Path) -> dict[str, str]:
    """Return a member with several texts, and a text that a theme holds."""
    from alsjournal.store import JournalStore

    store = JournalStore(path)
    query = "SELECT member, min(reflection_id) AS text FROM reflections WHERE member "
    query += "IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
    row = store.sql(query).iloc[0]
    return {"member": row["member"], "text": row["text"]}


def answers(room: Path, path: Path) -> dict[str, str]:
    """Write what members answered to the previews of a room."""
    from alsjournal.store import JournalStore

    codes = JournalStore(room / "work" / JOURNAL).sql(
        "SELECT DISTINCT passage FROM previews WHERE passage IS NOT NULL ORDER BY 1"
    )["passage"]
    said = ("keep", "remove")
    rows = [{"passage": c, "answer": said[i % 2]} for i, c in enumerate(codes)]
    write_table(path, rows)
    return {"path": str(path)}


def settle(room: Path, path: Path) -> dict[str, str]:
    """Write decisions on what is proposed from the texts of a room."""
    from alsjournal.cycle import proposed_actions
    from alsjournal.store import JournalStore

    journal = JournalStore(room / "work" / JOURNAL).read()
    ids = proposed_actions(journal, audience="research").to_frame()["proposal_id"]
    said = {"by": "set", "when": "2026-01-04", "status": ""}
    rows = [
        {"proposal_id": p, "decision": ("confirm", "reject")[i % 2], **said}
        for i, p in enumerate(ids[:6])
    ]
    write_table(path, rows)
    return {"path": str(path)}
