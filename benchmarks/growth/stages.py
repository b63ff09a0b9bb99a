"""Each stage of the way in a process of its own: seconds, processor, memory."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEY = "measuring only, no persons here"
_SELF, _CHILDREN = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN


class Clock:
    """What steps took: seconds, seconds of processor (children too), peak MB."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def __call__(self, what: str, step: Callable[[], Any]) -> Any:
        """Do a step and note what it took."""
        wall, busy = time.perf_counter(), processor()
        done = step()
        self.rows.append(
            {
                "stage": what,
                "seconds": time.perf_counter() - wall,
                "processor": processor() - busy,
                "peak_mb": megabytes(),
            }
        )
        return done


def processor() -> float:
    """Return seconds of processor so far; of children, those that have ended."""
    used = [resource.getrusage(who) for who in (_SELF, _CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def megabytes() -> float:
    """Return the peak of this process, with that of its largest child."""
    return sum(resource.getrusage(who).ru_maxrss for who in (_SELF, _CHILDREN)) / 1024


def keep(folder: Path, clock: Clock) -> None:
    """Read the files, anonymise, keep."""
    from alsjournal.ingest import read_journal_with_report
    from alsjournal.run.keeping import anonymised, kept

    source, path = folder / "programme.toml", folder / "journal.duckdb"
    raw, report = clock("read", lambda: read_journal_with_report(source))
    cleaned = clock(
        "anonymise",
        lambda: anonymised(raw, source, path, resume=folder / "spans"),
    )
    clock("keep", lambda: kept(cleaned, report.to_frame(), raw, path, "measuring"))


def group(folder: Path, clock: Clock) -> None:
    """Find themes."""
    from alsjournal.run.grouping import fitted
    from alsjournal.run.telling import Quiet
    from alsjournal.store import JournalStore

    journal = JournalStore(folder / "journal.duckdb").read()
    themes = folder / "journal.themes"
    model = clock(
        "themes",
        lambda: fitted(journal, "auto", 0, themes, tell=Quiet(), stability=False),
    )
    model.save(folder / "pending")


def code(folder: Path, clock: Clock) -> None:
    """Say which text is about what, and keep it."""
    from alsjournal.run.grouping import publish
    from alsjournal.run.telling import Quiet
    from alsjournal.store import JournalStore
    from alsjournal.themes import ThemeModel

    path = folder / "journal.duckdb"
    journal, model = JournalStore(path).read(), ThemeModel.load(folder / "pending")
    themes = folder / "journal.themes"
    clock("code", lambda: publish(model, path, journal, themes, None, tell=Quiet()))


def count(folder: Path, clock: Clock) -> None:
    """Count, say what changed and what comes back, make widgets."""
    import alsjournal as als
    from alsjournal.run.grouping import coded_of
    from alsjournal.store import JournalStore

    path = folder / "journal.duckdb"
    journal = JournalStore(path).read()
    _, coded = clock("open", lambda: coded_of(journal, path, folder / "journal.themes"))
    for audience in ("programme", "research"):
        table = clock(
            f"count, {audience}",
            lambda a=audience: als.theme_prevalence(journal, coded, audience=a),
        )
        if audience == "programme":
            clock("widget", lambda t=table: als.TrendExplorer(t))
    clock(
        "change, programme",
        lambda: als.theme_change(journal, coded, audience="programme"),
    )
    clock(
        "recurrence, programme",
        lambda: als.recurring_issues(journal, coded, audience="programme"),
    )


def report(folder: Path, clock: Clock, *, grammar: bool = True) -> None:
    """Write the programme's report; read the texts for it if ``grammar``."""
    from alsjournal.ingest.run_settings import CONSTRUCTS
    from alsjournal.reflection import code_reflections
    from alsjournal.report import write_report
    from alsjournal.report.shown import nothing_read
    from alsjournal.run.grouping import coded_of
    from alsjournal.store import JournalStore

    path = folder / "journal.duckdb"
    journal = JournalStore(path).read()
    _, coded = coded_of(journal, path, folder / "journal.themes")
    shown = nothing_read()
    if grammar:
        shown = clock(
            "read for what texts show", lambda: code_reflections(journal, CONSTRUCTS)
        )
    page = folder / "summary.html"
    clock("report", lambda: write_report(journal, coded, page, codings=shown))


def bare_report(folder: Path, clock: Clock) -> None:
    """Write the report of themes alone."""
    report(folder, clock, grammar=False)


STAGES = {
    "keep": keep,
    "group": group,
    "code": code,
    "count": count,
    "report": report,
    "bare_report": bare_report,
}


def warm() -> None:
    """Load what every stage needs before any clock runs."""
    import alsjournal as als
    from alsjournal.nlp import load_pipeline

    load_pipeline(components=("ner",))
    als.SpacyEmbedder().fit_transform(["To warm up."])
    for name in ("TrendExplorer", "write_report", "recurring_issues"):
        getattr(als, name)


def main() -> None:
    """Run one stage in a folder; print what it took as JSON."""
    os.environ.setdefault("ALSJOURNAL_KEY", KEY)
    warm()
    stage, folder = sys.argv[1], Path(sys.argv[2])
    clock = Clock()
    STAGES[stage](folder, clock)
    print(json.dumps(clock.rows))


if __name__ == "__main__":
    main()
