"""``alsjournal run``: the whole way of a programme, and again only what is stale."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._run import Terminal, say, verb
from alsjournal.cli.check import JobsOption, show_report

if TYPE_CHECKING:
    from alsjournal.ingest import IngestReport

__all__ = ["run"]

_ROWS = 5
_ENGINES = ("local", "dask")


@verb
def run(
    source: Annotated[
        Path, typer.Argument(help="programme.toml, or the folder that holds it.")
    ],
    journal: Annotated[
        Path | None,
        typer.Option("--journal", help="The journal's file; else as the settings say."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The folder of tables and reports; likewise."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Only say what is stale, and why.")
    ] = False,
    jobs: JobsOption = None,
    engine: Annotated[
        str,
        typer.Option("--engine", help="local, or dask: several processes or machines."),
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", help="A Dask scheduler's address, as tls://...:8786."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes here, without a scheduler."),
    ] = None,
    storage: Annotated[
        str | None,
        typer.Option(
            "--storage", help="Where their parts lie; else as the settings say."
        ),
    ] = None,
) -> None:
    """Do all steps: read, anonymise, keep, find themes, write tables and reports.

    Again, it does only what a change of files, settings, codebook, review or version
    makes stale. Stopped, it goes on where it stopped.
    """
    from alsjournal.run import run_programme

    if engine not in _ENGINES:
        msg = f"must be one of {', '.join(_ENGINES)}; got {engine!r}"
        raise typer.BadParameter(msg, param_hint="--engine")
    dask = {"--scheduler": scheduler, "--workers": workers, "--storage": storage}
    for option, value in dask.items():
        if value is not None and engine != "dask":
            msg = "goes with --engine dask"
            raise typer.BadParameter(msg, param_hint=option)
    report = run_programme(
        source,
        journal=journal,
        out=out,
        only_plan=plan,
        n_jobs=jobs,
        engine=engine,
        scheduler=scheduler,
        n_workers=workers,
        storage=storage,
        tell=Terminal(),
        on_read=_read,
    )
    if plan:
        say(str(report))
        return
    say(f"Done. Tables and reports are in {report.out}, each for its audience alone.")
    say("Read every quote before you pass it on: no anonymiser finds every name.")


def _read(report: IngestReport) -> None:
    show_report(report, _ROWS)
