"""`run_programme`: from a programme's files to its reports, and again what is stale."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal._given import given_path
from alsjournal.errors import InputError
from alsjournal.run.alone import alone
from alsjournal.run.grouping import Here
from alsjournal.run.steps import RunReport
from alsjournal.run.telling import Quiet, Telling

if TYPE_CHECKING:
    import os

    from alsjournal.ingest import IngestReport

__all__ = ["run_programme"]


def run_programme(
    source: str | os.PathLike[str],
    *,
    journal: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str] | None = None,
    only_plan: bool = False,
    n_jobs: int | None = None,
    engine: str = "local",
    scheduler: str | None = None,
    n_workers: int | None = None,
    storage: str | None = None,
    tell: Telling | None = None,
    on_read: Callable[[IngestReport], None] | None = None,
) -> RunReport:
    """Go the whole way: read, anonymise, keep, find themes, write tables and reports.

    What a step is made from is noted beside the journal (``<journal>.run.json``,
    fingerprints only), so that the next run does only what a change of files,
    settings, codebook, review or version makes stale. A run that was interrupted goes
    on where it stopped; in the anonymiser that is the text at which it stopped
    (``<journal>.spans``: where identifiers stand, under the key; no text, no name).

    Parameters
    ----------
    source : str or path
        The ``programme.toml``, or the folder that holds it; its section ``[run]``
        says for whom outputs are made.
    journal : str or path, optional
        The journal's file; goes before what ``[run]`` says.
    out : str or path, optional
        The folder of outputs; likewise.
    only_plan : bool, default=False
        Say what is stale, and why; do nothing. What follows from a step that is to be
        done is taken as stale too.
    n_jobs : int, optional
        Processes that anonymise, as for `Anonymiser`.
    engine : {"local", "dask"}, default="local"
        What goes through the anonymised texts: this process, or Dask's workers, with
        the same results. Identifiable texts never go to a worker.
    scheduler, n_workers : str, int, optional
        For Dask; see `alsjournal.scale.DaskEngine`.
    storage : str, optional
        For Dask: where the parts of the journal lie, encrypted, until all is done;
        goes before what ``[run]`` says. ``<journal>.parts`` by default.
    tell : Telling, optional
        Where it says what it does; nowhere by default.
        `alsjournal.run.telling.Notebook` shows bars.
    on_read : callable, optional
        Given the account of every row that was read, where files are read.

    Returns
    -------
    RunReport

    Raises
    ------
    SourceError, InputError
        At once, with ``only_plan`` too, if there is no ``programme.toml``, or it asks
        for what cannot be: outputs or a journal where nothing can be written,
        decisions that are not there, a set that no text is of.
    StoreLockedError
        If another run is going on with this journal.
    AlsjournalError
        Of a step that could not be done, as its own function says. What was done
        before it stays done.

    Examples
    --------
    >>> import alsjournal as als  # doctest: +SKIP
    >>> print(als.run_programme("programme.toml"))  # doctest: +SKIP
    Read, anonymise, keep: nothing has changed
    Find themes: nothing has changed
    ...
    """
    from alsjournal.run.work import Work  # loads pandas; the command's help does not

    path = Path(given_path(source, "source"))
    if engine not in ("local", "dask"):
        msg = f"engine must be 'local' or 'dask'. Got {engine!r}."
        raise InputError(msg)
    tell = tell or Quiet()
    if engine == "dask":
        from alsjournal.scale.engine import check_parts_key

        check_parts_key()
    run = Work(path, journal, out, n_jobs, tell, on_read)
    if only_plan:
        return run.plan()
    with alone(run.journal):
        if engine == "local":
            return run.do(Here(tell))
        from alsjournal.scale import DaskEngine

        place = storage or run.said.storage or f"{run.journal}.parts"
        dask = DaskEngine(
            storage=place, scheduler=scheduler, n_workers=n_workers, tell=tell
        )
        with dask:
            report = run.do(dask, place)
            dask.remove()
        run.copy.take_back()
        return report
