"""``alsjournal release``: what an output would give away, before it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import (
    AsOfOption,
    AudienceOption,
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
)
from alsjournal.cli._run import say, verb
from alsjournal.run.outputs import being_made

if TYPE_CHECKING:
    from alsjournal.release import ReleaseReport

__all__ = ["release"]


@verb
def release(
    journal: JournalArgument,
    audience: AudienceOption = "programme",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the page for the data custodian there."),
    ] = None,
    policy: Annotated[
        str | None, typer.Option("--policy", help="k5, k10 or hes-2018: check by it.")
    ] = None,
    folder: ThemesOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Check what an output would give away; exit code 1 if it must be mended first."""
    from alsjournal.release import release_check
    from alsjournal.store import JournalStore

    store = JournalStore(journal)
    _, coded = open_coded(open_journal(journal), journal, folder, as_of=as_of)
    report = release_check(store, coded, audience=audience, policy=policy)
    _tell(report)
    if out is not None:
        kind, quoted = "release check", report.quoted_ids
        with being_made(journal, "research", kind, out):
            path = report.write(out)
            store.note_release("research", kind=kind, place=out, quoted=quoted)
        say(f"For the data custodian alone, as it holds people's words: {path}")
    if not report.ok:
        raise typer.Exit(1)


def _tell(report: ReleaseReport) -> None:
    say(f"For {report.audience!r}: policy {report.policy!r}, rule {report.rule!r}.")
    for what, words in report.rules:
        say(f"  {what}: {words}")
    say(f"Passages that would be quoted: {report.quotes:,}.")
    for one in report.linkage:
        say(
            f"Traced to their writers by style, within {one.within}: {one.right:,} of "
            f"{one.quotes:,} ({one.share:.0%}; {one.low:.0%} to {one.high:.0%}; by "
            f"chance {one.chance:.0%})."
        )
    for level, words in (
        ("mend", "To be mended first"),
        ("look", "To be looked at"),
        ("note", "To be known"),
    ):
        found = [f for f in report.findings if f.level == level]
        say(f"{words}: {len(found):,}")
        for finding in found:
            say(f"  {finding.check}, {finding.where}: {finding.found}")
    if report.ok:
        say("Nothing that must be mended. Read the output itself before it goes out.")
