"""The verbs that benchmarks/faults.py kills, and the folders from which they begin."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fault_filled import WRITTEN, can_encrypt, look_up, recipient
from fault_programme import CODERS, CORRECTED, SOURCE, write_source
from faulting import JOURNAL, ROOMS, copied, forked, run

PROGRAMME = f"{{source}}/{SOURCE}"
INGEST = ("ingest", PROGRAMME, "--journal", JOURNAL, "--jobs", "1")
THEMES = ("themes", JOURNAL, "--n-themes", "4", "--no-stability")
PAGE = ("report", JOURNAL, "--out", "summary.html")
EXPORT = ("export", JOURNAL, "--to", "tables", "--format", "csv")
QDPX = ("export", JOURNAL, "--qdpx", "project.qdpx")
PREVIEW = ("preview", JOURNAL, "--out", "pages", "--audience", "programme")
TOLD = ("trends", JOURNAL)
ADE = ("--by", "Ade", "--on", "2026-01-02")
FINDINGS = ("findings", JOURNAL, "--audience", "set:A", "--out", "f.html")
ENCRYPT = ("encrypt", JOURNAL)
RUN = ("run", PROGRAMME, "--journal", JOURNAL, "--out", "reports", "--jobs", "1")
RUN_CORRECTED = (RUN[0], f"{{source}}/{CORRECTED}", *RUN[2:])
Words = tuple[str, ...]
Step = Words | Callable[[], object]


def halted() -> None:
    """Leave what runs leave that were killed: themes not kept yet, hidden copies."""
    themes, spans = Path("journal.themes"), Path(f"{JOURNAL}.spans")
    shutil.copytree(themes, f".{JOURNAL}.themes")
    shutil.copytree(themes, f".{themes}.als-a2b3c4d5/new")
    shutil.copy(spans, f".{spans}.als-a2b3c4d5")


@dataclass
class Verb:
    """A verb, what was done in its folder before, and how often it is killed.

    ``asked`` is a verb that must say so where a kill left two things apart. ``ahead``:
    what is written first on purpose, so that it may be there alone: the vault, of
    which the journal then does not know yet; that pages were made, so that nothing is
    quoted until they are answered; a key, before anything is encrypted with it.
    ``steps``: whether what was done of it stays done, as of two outputs the first.
    ``gone``: whether nothing that tells of the member may be left in the end, but in
    outputs on record.
    ``needs``: an extra.
    """

    args: Words
    first: tuple[Step, ...] = ()
    typed: str = ""
    weight: float = 1.0
    asked: tuple[str, ...] = ()
    ahead: bool = False
    steps: bool = False
    gone: bool = False
    needs: str = ""


BEGUN = (INGEST,)
CODED = (*BEGUN, THEMES)
NAMED = (*CODED, ("codebook", JOURNAL, "rename", "t1", "Cover", *ADE))
FULL = (*NAMED, PAGE, EXPORT, ("backup", JOURNAL, "copy.duckdb"))
SAID = ("codebook", JOURNAL, "not-this", "t2", "{text}", "--why", "{why}", *ADE)
ON_RECORD = ("work/summary.html", "work/tables/", "work/copy.duckdb", "work/reports/")
"""Outputs that hold whoever is forgotten, and are listed when that is done."""
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
        needs="vault",
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
    "findings": Verb(FINDINGS, NAMED, "", 0.3),
    "findings --answers": Verb(
        ("findings", JOURNAL, "--answers", "{responses}"), (*NAMED, FINDINGS)
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
        (
            *("indicators", JOURNAL, "--construct", "condition"),
            *("--audience", "research", "--csv", "i.csv"),
        ),
        BEGUN,
        "",
        0.3,
    ),
    "contribution": Verb(
        ("contribution", JOURNAL, "--csv", "contribution", "--html", "c.html"),
        CODED,
        ahead=True,
        steps=True,
    ),
    "facilitation": Verb(
        ("facilitation", JOURNAL, "--audience", "set:A", "--csv", "parts"), BEGUN
    ),
    "facilitation --page": Verb(
        (
            *("facilitation", JOURNAL, "--audience", "member:{facilitator}"),
            *("--csv", "parts", "--page", "own.html"),
        ),
        BEGUN,
    ),
    "agreement": Verb(
        (
            *("agreement", JOURNAL, "--unit", "text", "--csv", "agreement.csv"),
            *(word for coder in CODERS for word in ("--coder", coder)),
        ),
        BEGUN,
    ),
    "change": Verb(("change", JOURNAL, "--csv", "change.csv"), CODED, weight=0.5),
    "compare": Verb(
        ("compare", JOURNAL, "--between", "set_id", "--csv", "compare.csv"),
        CODED,
        weight=0.5,
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
        ("forget", JOURNAL, "{member}", "--yes"),
        FULL,
        weight=5,
        asked=TOLD,
        gone=True,
    ),
    "forget, when halted": Verb(
        ("forget", JOURNAL, "{member}", "--yes"),
        (RUN, SAID, RUN, halted),
        weight=3,
        asked=TOLD,
        gone=True,
    ),
    "run": Verb(RUN, weight=4, asked=(*RUN, "--plan"), steps=True),
    "run on corrected": Verb(
        RUN_CORRECTED,
        (RUN, SAID),
        weight=4,
        asked=(*RUN_CORRECTED, "--plan"),
        steps=True,
    ),
    "encrypt": Verb(ENCRYPT, BEGUN, weight=2, ahead=True, needs="encryption"),
    "encrypt --rotate": Verb(
        (*ENCRYPT, "--rotate"), (*BEGUN, ENCRYPT), ahead=True, needs="encryption"
    ),
}


class Bench:
    """The folders from which verbs begin, made once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = write_source(folder / "source")
        self.filled: dict[str, Any] = {"source": str(folder / "source")}
        self.filled["recipient"] = recipient()
        self.rooms: dict[tuple[Step, ...], Path] = {}

    def lacks(self, verb: Verb) -> bool:
        """Say whether the extra that a verb needs is not installed."""
        there = {"vault": bool(self.filled["recipient"]), "encryption": can_encrypt()}
        return not there.get(verb.needs, True)

    @property
    def tells(self) -> list[str | bytes]:
        """What tells of the member whom verbs are about."""
        keys = [bytes.fromhex(key) for key in self.filled["keys"]]
        return [*self.filled["tells"], *keys]

    def args(self, args: Words, room: Path) -> list[str]:
        """Fill in what is only known of a journal: a member, a text, answers."""
        wanted = {w.partition("{")[2].rstrip("}") for w in args if "{" in w}
        if wanted - {*self.filled, *WRITTEN}:
            self.filled |= forked(lambda _: look_up(room / "work" / JOURNAL))
        for name in sorted(wanted & {*WRITTEN}):
            path = self.folder / f"{name}.csv"
            said = forked(lambda _, n=name, p=path: WRITTEN[n](room, p))
            if said is not None:
                msg = f"{name}: {said}"
                raise SystemExit(msg)
            self.filled[name] = str(path)
        return [word.format(**self.filled) if "{" in word else word for word in args]

    def room(self, first: tuple[Step, ...], typed: str = "") -> Path:
        """Return the folder in which these were done, one after the other."""
        if first not in self.rooms:
            before = self.room(first[:-1], typed) if first else None
            room = self.folder / f"room{len(self.rooms)}"
            if before is not None:
                copied(before, room)
                step = first[-1]
                step = step if callable(step) else self.args(step, room)
                done = run(room, step, said=typed)
                if done.code != 0:
                    msg = f"{first[-1]}: {done.code} {done.said}"
                    raise SystemExit(msg)
            else:
                for part in ROOMS:
                    (room / part).mkdir(parents=True)
            self.rooms[first] = room
        return self.rooms[first]
