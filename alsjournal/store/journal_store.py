"""The journal's file, and everything that may be done with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from alsjournal._given import given_path
from alsjournal._memos import memo_row, refuse_coding
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.store import _codings, _meta, _refusals, _write
from alsjournal.store._connect import opened, transaction
from alsjournal.store._files import Place
from alsjournal.store._upsert import WITHDRAWN
from alsjournal.store.keeping import Keeping
from alsjournal.store.query import run_query
from alsjournal.store.reports import WriteReport
from alsjournal.store.source import StoreSource

__all__ = ["JournalStore"]


class JournalStore(Keeping):
    """A journal in one file: a DuckDB database that only its owner may read.

    The file is opened for one operation and closed after it, so a notebook and the
    command line can share it. Every operation happens whole or not at all, whatever
    stops it: an error, Ctrl-C, a full disk, a killed process.

    Parameters
    ----------
    path : str or path-like
        Of the file, as ``"journal.duckdb"``. The first `write` makes it (mode 0600).
    timeout : float, default=5.0
        Seconds to wait while another process has the file open.
    encrypted : bool, optional
        True makes an encrypted file, and refuses a plain one; by default an existing
        file says itself, and a new one is plain. Writing an encrypted file needs the
        extra ``encryption``; its key is found by itself (see
        ``alsjournal.store.keys``) and never lies beside the journal.

    See Also
    --------
    alsjournal.journal.Journal : What is kept.

    Notes
    -----
    A store holds the path only. It can be pickled, and nothing of the journal goes
    with it. No operation writes texts outside the file (nothing is spilled to disk);
    DuckDB's log, ``<path>.wal``, lives while an operation does, with the same mode.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> frame = pd.DataFrame({"text": ["We met.", "We met again."], "session": [1, 2]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> store = JournalStore(folder.name + "/journal.duckdb")
    >>> print(store.write(journal, source="notes.csv").tables["reflections"])
    2 added, 0 changed, 0 removed, 0 unchanged
    >>> print(store.write(journal, source="notes.csv").tables["reflections"])
    0 added, 0 changed, 0 removed, 2 unchanged
    >>> store.read()
    Journal(2 reflections, 1 set, 2 sessions)
    >>> store.sql("SELECT session, count(*) AS n FROM reflections GROUP BY session")[
    ...     "n"
    ... ].tolist()
    [1, 1]
    >>> folder.cleanup()
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        timeout: float = 5.0,
        encrypted: bool | None = None,
    ) -> None:
        self._place = Place(given_path(path), timeout, encrypted)

    @property
    def path(self) -> Path:
        """The path as it was given."""
        return Path(self._place.given)

    def write(
        self,
        journal: Journal,
        *,
        source: str | None = None,
        refused: pd.DataFrame | None = None,
        provenance: Mapping[str, object] | None = None,
    ) -> WriteReport:
        """Write a journal's rows; writing the same again changes nothing.

        Rows are streamed. One whose key (as in ``alsjournal.schema.TABLES``) is
        there already takes the place of the earlier one, in the same position; new
        ones come after all others. Tables of other sources stay as they are.

        Parameters
        ----------
        journal : Journal
        source : str, optional
            A short label of where the rows come from, as a file's name. Rows that an
            earlier write of this source brought and that are not in this journal are
            deleted (unless another source has brought them too): a corrected file
            replaces its rows. By default nothing is deleted.
        refused : pandas.DataFrame, optional
            What of the source could not be read, as in `write_refusals`: kept in the
            same go.
        provenance : mapping, optional
            What else is to be kept of how it came about, as in `set_provenance`.

        Returns
        -------
        WriteReport
            Rows added, changed, removed and unchanged, by table.

        Raises
        ------
        DisclosureError
            If it is a RawJournal: identifiable texts are never written. If a key lies
            beside the journal. If the pseudonyms of those who are in the file, or
            were forgotten there, were made with another key.
        MissingKeyError
            If it cannot be told whether it holds people who were forgotten, as the
            key for pseudonyms is not at hand; or the file's own key is not.
        MissingExtraError
            If the file is encrypted and the extra ``encryption`` is not installed.
        InputError
            If it is no Journal, the source is not a label, or the provenance cannot
            be kept.
        SchemaError
            If a batch breaks the data model.
        StoreError
            If the file cannot be used, or the disk is full.
        StoreLockedError
            If another process has it open.

        Notes
        -----
        What belongs to people who were forgotten in this journal is held back, and
        counted in ``WriteReport.held_back``. The table ``releases`` is left out: it
        is about the outputs of one file, see `note_release`.

        Codings go with their reflection. Where the wording of a reflection changes,
        its codings by models (``coder`` with a version, as ``"themes/0.1.0"``) are
        deleted, as their offsets are of the old words: run the model again. Codings
        by people are kept, and counted in ``WriteReport.stale_codings``. Codings that
        the journal itself brings are taken as they are.
        """
        _write.check_journal(journal)
        _check_source(source)
        rows = None if refused is None else _refusals.checked_refusals(refused)
        told = {**journal.provenance, **(provenance or {})}
        with (
            opened(self._place, write=True, create=True) as con,
            transaction(con) as state,
        ):
            report, claimed = _write.write_journal(con, journal, source)
            noted = _meta.merge_provenance(con, told)
            if report.any_change:
                _meta.raise_version(con)
            if rows is not None:
                change = _refusals.replace_refusals(con, rows, source)
                noted |= WriteReport({"refusals": change}).any_change
            state.keep = report.any_change or claimed or noted
        return report

    def read(self) -> Journal:
        """Return the journal. Its rows stay in the file until they are asked for.

        Returns
        -------
        Journal
            Each use of it opens the file for a moment and sees what it then holds.

        Raises
        ------
        StoreError
            If there is no journal, or the file is something else; later, if the
            journal changes while its batches are gone through.
        StoreLockedError
            If another process is writing to it.
        """
        return Journal(StoreSource(self._place), provenance=self.provenance())

    def provenance(self) -> dict[str, Any]:
        """Return how the journal came about, as its writes have said."""
        with opened(self._place) as con:
            return _meta.read_provenance(con)

    def set_provenance(self, provenance: Mapping[str, object]) -> None:
        """Add to the provenance; of each key the latest word holds.

        Parameters
        ----------
        provenance : mapping
            Of numbers, words, dates, lists and mappings. No text, name or key.

        Raises
        ------
        InputError
            If a value is something else.
        StoreError
            If there is no journal, or it cannot be written.
        """
        with opened(self._place, write=True) as con, transaction(con) as state:
            state.keep = _meta.merge_provenance(con, provenance)

    def note_review(self, records: int, last: str, *, restarts: int = 0) -> None:
        """Keep how long the log of the review is, so that a shorter one is found out.

        To be given to ``alsjournal.anonymise.review.open_review`` as ``noted``.

        Parameters
        ----------
        records : int
            How many decisions the log has.
        last : str
            The hash of the last.
        restarts : int, default=0
            How many times it was begun anew since the last note.

        Raises
        ------
        StoreError
            If there is no journal, or it cannot be written.
        """
        with opened(self._place, write=True) as con, transaction(con) as state:
            kept = _meta.read_provenance(con).get("review")
            earlier = kept.get("restarts", 0) if isinstance(kept, dict) else 0
            said = {"records": records, "last": last, "restarts": earlier + restarts}
            state.keep = _meta.merge_provenance(con, {"review": said})

    def write_codings(
        self, frame: pd.DataFrame, *, replace: tuple[str, str] | None = None
    ) -> WriteReport:
        """Add codings; a model's new ones replace its earlier ones.

        Parameters
        ----------
        frame : pandas.DataFrame
            Of the columns of the table ``codings``.
        replace : tuple of (coder, construct), optional
            Whose earlier codings are deleted if they are not in the frame: the coder
            without a version, as ``("themes", "theme")``. By default those of every
            model (a coder with a version, as ``"themes/0.1.0"``) and construct in the
            frame. Codings by people are only added to, unless they are named here.

        Returns
        -------
        WriteReport

        Raises
        ------
        SchemaError
            If a row breaks the data model, or is of a reflection that is not there.
        StoreError
            If there is no journal, or it cannot be written.
        """
        with opened(self._place, write=True) as con, transaction(con) as state:
            report = _codings.write_codings(con, frame, replace)
            state.keep = report.any_change
            if state.keep:
                _meta.raise_version(con)
        return report

    def write_memo(
        self,
        text: str,
        *,
        target: str,
        kind: str,
        author: str,
        date: str | None = None,
    ) -> WriteReport:
        """Add a memo to the file; see `alsjournal.journal.Journal.with_memo`.

        Returns
        -------
        WriteReport
            A memo about somebody who was forgotten is held back.

        Raises
        ------
        InputError
            If a part is empty, or the target is a coding.
        SchemaError
            If the kind or the date is none.
        StoreError
            If there is no journal, or it cannot be written.
        """
        row = memo_row(text, target=target, kind=kind, author=author, date=date)
        stored = self.read()
        for coded in stored.batches("codings", ["coding_id"], size=50_000):
            refuse_coding(bool((coded["coding_id"] == target).any()))
        return self.write(Journal({"memos": row}, provenance=stored.provenance))

    def write_refusals(
        self, frame: pd.DataFrame, *, source: str | None = None
    ) -> WriteReport:
        """Keep what could not be read: the file, the row, the column, the reason.

        Parameters
        ----------
        frame : pandas.DataFrame
            Columns ``file``, ``row``, ``column`` and ``reason``. The reason names a
            rule, never the value.
        source : str, optional
            As in `write`: earlier refused rows of this source are replaced (with an
            empty frame, removed). By default those of the files in the frame.

        Returns
        -------
        WriteReport
            With the one table ``refusals``.

        Raises
        ------
        SchemaError
            If the frame has other columns.
        StoreError
            If the file cannot be used.
        """
        _check_source(source)
        rows = _refusals.checked_refusals(frame)
        with (
            opened(self._place, write=True, create=True) as con,
            transaction(con) as state,
        ):
            change = _refusals.replace_refusals(con, rows, source)
            report = WriteReport({"refusals": change})
            state.keep = report.any_change
        return report

    def refusals(self) -> pd.DataFrame:
        """Return the rows that could not be read: file, row, column and reason."""
        with opened(self._place) as con:
            return _refusals.read_refusals(con)

    def sql(self, query: str) -> pd.DataFrame:
        """Answer one SELECT over the journal's tables, reading only.

        Parameters
        ----------
        query : str
            One ``SELECT`` or ``WITH ... SELECT`` in DuckDB's SQL. Its tables are
            those of the data model, and ``refusals``; it reaches no other file,
            variable or setting.

        Returns
        -------
        pandas.DataFrame
            The researcher's own: it may hold texts, and it is not `Cleared`.

        Raises
        ------
        InputError
            If it is not one SELECT, or DuckDB does not understand it.
        StoreError
            If there is no journal, or it cannot be read.
        """
        return run_query(self._place, query)

    def __repr__(self) -> str:
        return f"JournalStore({self._place.given!r})"


def _check_source(source: object) -> None:
    good = isinstance(source, str) and source.strip() and source != WITHDRAWN
    if source is not None and not good:
        msg = "source= must be a short label, as a file's name, or None. Got neither."
        raise InputError(msg)
