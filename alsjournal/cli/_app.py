"""The application: which verbs there are."""

from __future__ import annotations

from typing import Annotated

import typer

from alsjournal._version import __version__
from alsjournal.cli import (
    agreement,
    attendance,
    backup,
    bench,
    change,
    check,
    codebook,
    compare,
    contribution,
    demo,
    difference,
    encrypt,
    export,
    facilitation,
    findings,
    forget,
    indicators,
    info,
    ingest,
    init,
    issues,
    lab,
    objectives,
    preview,
    proposals,
    record,
    release,
    report,
    restore,
    review,
    run,
    serve,
    survey,
    themes,
    trends,
    who,
    withdraw,
)
from alsjournal.cli._run import say

__all__ = ["app"]

app = typer.Typer(
    name="alsjournal",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Learning from what members of action learning sets write.",
    epilog="Exit codes: 0 done, 1 something was refused, 2 wrong usage, "
    "130 interrupted.",
)

for module in (
    demo,
    init,
    check,
    run,
    ingest,
    review,
    themes,
    codebook,
    indicators,
    trends,
    change,
    compare,
    issues,
    difference,
    survey,
    objectives,
    attendance,
    facilitation,
    record,
    proposals,
    contribution,
    agreement,
    preview,
    release,
    report,
    findings,
    export,
    serve,
    info,
    lab,
    encrypt,
    backup,
    restore,
    who,
    withdraw,
    forget,
    bench,
):
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))


def _version(value: bool) -> None:
    if value:
        say(f"alsjournal {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say it."),
    ] = False,
) -> None:
    """Learning from what members of action learning sets write."""
