"""``alsjournal demo``: the whole way on the sample programme."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._files import themes_folder
from alsjournal.cli._run import Terminal, progress, say, verb

__all__ = ["demo"]


@verb
def demo(
    out: Annotated[
        Path, typer.Option("--out", help="The folder to write into.")
    ] = Path("als-demo"),
) -> None:
    """Go the whole way on the fictional sample: from texts to a charted summary."""
    from alsjournal._resources import resource_path
    from alsjournal.anonymise import Anonymiser
    from alsjournal.datasets import load_sample
    from alsjournal.errors import SourceError
    from alsjournal.reflection import code_reflections
    from alsjournal.report import write_report
    from alsjournal.report.shown import READ_FOR
    from alsjournal.run.grouping import fit_and_keep
    from alsjournal.store import JournalStore

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"The demo must be able to write into {out} ({error.strerror})."
        raise SourceError(msg) from None
    raw = load_sample()
    say(f"Read the sample programme, fictional: {len(raw)} texts.")
    with progress("Anonymising") as done:
        # With the sample's own key, whatever is set: again, it is the same journal.
        anonymiser = Anonymiser(key_env="ALSJOURNAL_SAMPLE_KEY")
        journal = anonymiser.fit_transform(raw, progress=done)
    path = out / "journal.duckdb"
    JournalStore(path).write(journal, source="sample")
    journal = JournalStore(path).read()
    say(f"Anonymised and kept: {path}")
    folder = themes_folder(path)
    model, coded = fit_and_keep(path, journal, "auto", 0, folder, tell=Terminal())
    say(f"Grouped by theme: {len(model.theme_names_)} groupings")
    with progress("Reading what the texts show"):
        shown = code_reflections(journal, READ_FOR)
    write = partial(write_report, journal, codings=shown)
    summary = write(coded, out / "summary.html", audience="programme")
    reference = journal.codings(coder="reference", construct="theme")
    asked = resource_path("corpora", "sample", "report", "decisions.csv")
    read = write(reference, out / "summary-coded.html", decisions=asked)
    board = write(reference, out / "summary-coded.docx", decisions=asked)
    pages = []
    for set_id in journal.table("sets")["set_id"]:
        page = out / f"set-{set_id}.html"
        pages.append(write(coded, page, audience=f"set:{set_id}"))
    say("Open in a browser (no network needed):")
    say(f"  {summary}   for those who lead the programme")
    say(f"  {read}   the same from the sample's reference coding")
    say(f"  {board}   that as a Word file, for a board")
    for page in pages:
        say(f"  {page}   for that set and its facilitator")
