"""The journal as an encrypted Parquet dataset, for work on more than one machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import pandas as pd

from alsjournal._given import given_path
from alsjournal.errors import InputError, SchemaError
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store._cipher import Cipher, ciphers
from alsjournal.store._dataset import (
    Replacement,
    check_number,
    check_own,
    check_whole,
    file_of_run,
    fill,
    parts_done,
    rows_of,
    sweep,
)
from alsjournal.store._manifest import (
    MANIFEST,
    Manifest,
    Part,
    Stored,
    generation_in,
    load,
    new_generation,
    salt_of,
    save,
)
from alsjournal.store._parquet import (
    file_bytes,
    read_rows,
    read_words,
    translated,
    write_table,
)
from alsjournal.store._storage import Storage, storage_at
from alsjournal.store._write import check_journal
from alsjournal.store.dataset_source import DatasetSource
from alsjournal.validate import conform, raise_problems, validate

__all__ = ["JournalDataset", "Part"]


class JournalDataset:
    """A copy of a journal of one moment: encrypted Parquet files in a folder.

    For programmes whose texts go beyond one machine: workers read the reflections
    part by part and write what they find, each on its own, while nobody holds the
    whole. The journal stays in its own file; this is made of it anew for each run.

    It is always encrypted, with the store key (``alsjournal.store.keys``), which each
    machine that uses it must have in its own configuration or in
    ``ALSJOURNAL_STORE_KEY``. It needs the extra ``scale``.

    Parameters
    ----------
    path : str or path-like
        A folder of its own, or a URI of object storage that
        ``pyarrow.fs.FileSystem.from_uri`` takes (``"s3://bucket/folder"``), without
        a password in it.
    rows : int, default=20_000
        Of the reflections in each part that `write` makes.

    See Also
    --------
    alsjournal.store.JournalStore : Where a journal is kept.

    Notes
    -----
    **It knows nothing of what happens afterwards.** Who is forgotten or takes their
    permission back in the journal's file is still in the copy: `write` it again, or
    `remove` it. Note in the provenance of the file that there is a copy
    (``store.set_provenance({"dataset": path})``), and ``alsjournal forget`` and
    ``withdraw`` say so. The record of outputs stays with the file too: make outputs
    for others from there, where earlier ones are known.

    A dataset holds its path only, and no key. It can be pickled, and nothing of the
    journal goes with it. `write`, `keep_codings` and `remove` are for one process at
    a time; `write_codings` may be called by many, one for each part.

    Files are of Parquet's modular encryption (AES-GCM): a byte that was changed, or
    a file put in another's place, is an error and never a wrong answer. What can be
    seen without a key is in ``dataset.json`` and the names of files: which tables
    there are, how many rows and bytes each has, and the names of runs.

    Examples
    --------
    >>> dataset = JournalDataset("s3://our-bucket/programme")
    >>> dataset
    JournalDataset('s3://our-bucket/programme')
    >>> dataset.write(journal)  # doctest: +SKIP
    6
    >>> for part in dataset.parts():  # doctest: +SKIP
    ...     frame = dataset.part(part.number, ["reflection_id", "text"])
    ...     dataset.write_codings(part.number, find(frame), run="themes-1")
    >>> dataset.keep_codings(  # doctest: +SKIP
    ...     "themes-1", coder="themes", construct="theme"
    ... )
    241133
    """

    def __init__(self, path: str | os.PathLike[str], *, rows: int = 20_000) -> None:
        self._given = given_path(path)
        self._rows = rows

    @property
    def path(self) -> str:
        """The path or URI as it was given."""
        return self._given

    def write(self, journal: Journal) -> int:
        """Write a journal in the place of what the dataset held; stream its rows.

        Whole or not at all: until the last file is there, the dataset is what it was.

        Parameters
        ----------
        journal : Journal
            All its tables are written, also those about its outputs.

        Returns
        -------
        int
            The number of parts.

        Raises
        ------
        DisclosureError
            If it is a RawJournal: identifiable texts are never written. If a key
            lies in the folder, or beside it.
        InputError
            If it is no Journal, or ``rows`` or the path cannot be used.
        MissingKeyError
            If there is no store key.
        MissingExtraError
            If the extra ``scale`` is not installed.
        StoreError
            If the folder holds other things, or cannot be written.
        """
        check_journal(journal)
        if not isinstance(self._rows, int) or self._rows < 1:
            msg = f"rows must be a whole number from 1. Got {self._rows!r}."
            raise InputError(msg)
        generation = new_generation()
        cipher = ciphers(salt_of(generation))[0]
        storage = storage_at(self._given)
        storage.check_apart()
        with translated(self._given, "its folder"):
            check_own(storage)
            sweep(storage, keep=generation_in(storage))
            storage.make(generation)
        try:
            with journal.reading():
                manifest = fill(storage, cipher, journal, generation, self._rows)
            check_whole(storage, manifest)
            save(storage, cipher, manifest)
        except BaseException:
            with suppress(Exception):
                storage.remove(generation)
            raise
        with translated(self._given, "files of before"):
            sweep(storage, keep=generation)
        return len(manifest.parts)

    def read(self) -> Journal:
        """Return the journal as the dataset has it now; rows stay there until asked.

        Returns
        -------
        Journal
            Once the dataset was made anew it raises a StoreError: read it again.

        Raises
        ------
        StoreError
            If there is no dataset, or it is damaged, or the store key is another.
        MissingKeyError
            If there is no store key.
        MissingExtraError
            If the extra ``scale`` is not installed.
        """
        storage, manifest, cipher = self._loaded()
        provenance = read_words(storage, cipher, manifest.provenance)
        return Journal(DatasetSource(self._given, manifest), provenance=provenance)

    def parts(self) -> tuple[Part, ...]:
        """Return the parts: the number of each, and the positions of its rows.

        Raises
        ------
        StoreError, MissingKeyError, MissingExtraError
            As `read`.
        """
        return self._loaded()[1].ranges()

    def part(self, number: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the reflections of one part.

        Parameters
        ----------
        number : int
            As `parts` has it.
        columns : sequence of str, optional
            Fewer columns; all by default. Only these are read.

        Returns
        -------
        pandas.DataFrame
            In journal order, with the journal's dtypes; its index counts from 0.

        Raises
        ------
        InputError
            If there is no such part.
        SchemaError
            If there is no such column.
        StoreError, MissingKeyError, MissingExtraError
            As `read`.
        """
        names = TABLES["reflections"].names
        chosen = names if columns is None else tuple(columns)
        if not set(chosen) <= set(names):
            msg = (
                f"The table 'reflections' has the columns {', '.join(names)}. Got "
                f"another one."
            )
            raise SchemaError(msg)
        storage, manifest, cipher = self._loaded()
        file = manifest.file_of_part(check_number(number, manifest))
        frames = list(read_rows(storage, cipher, file, "reflections", chosen))
        return pd.concat(frames, ignore_index=True)

    def write_codings(self, number: int, frame: pd.DataFrame, run: str) -> None:
        """Write the codings of one part, in the place of earlier ones of this run.

        Whole or not at all, and as often as is tried: a worker that is lost and its
        successor leave what one of them found.

        Parameters
        ----------
        number : int
            The part.
        frame : pandas.DataFrame
            Of the columns of the table ``codings``; without rows if nothing was
            found.
        run : str
            A label of letters, digits, ``.``, ``-`` and ``_``. It can be seen without
            a key.

        Raises
        ------
        InputError
            If there is no such part, or the run is no such label.
        SchemaError
            If a row breaks the data model, or is of a reflection that the part does
            not have.
        StoreError, MissingKeyError, MissingExtraError
            As `read`.
        """
        rows, problems = conform("codings", frame)
        raise_problems(problems + validate("codings", rows))
        storage, manifest, cipher = self._loaded()
        number = check_number(number, manifest)
        file = file_of_run(run, manifest, number)
        source = manifest.file_of_part(number)
        ids = ["reflection_id"]
        lost = rows["reflection_id"].copy()
        for known in read_rows(storage, cipher, source, "reflections", ids):
            lost = lost[~lost.isin(known["reflection_id"])]
        if len(lost):
            msg = (
                f"The table 'codings', column 'reflection_id': must be one of the "
                f"reflections of part {number}. {len(lost)} rows are of others. Code "
                f"what part({number}) returned."
            )
            raise SchemaError(msg)
        with translated(self._given, file):
            storage.make(file.rpartition("/")[0])
            storage.put(file, file_bytes(cipher, file, "codings", rows))

    def codings_done(self, run: str) -> tuple[int, ...]:
        """Return the numbers of the parts whose codings of this run are there.

        Raises
        ------
        InputError
            If the run is no label, see `write_codings`.
        StoreError, MissingKeyError, MissingExtraError
            As `read`.
        """
        storage, manifest, _ = self._loaded()
        return parts_done(storage, manifest, run)

    def keep_codings(self, run: str, *, coder: str, construct: str) -> int:
        """Put the codings of a run into the table ``codings``, once all are there.

        They take the place of the earlier ones of that coder and construct, and come
        after all others. Doing it twice is as doing it once.

        Parameters
        ----------
        run : str
            As `write_codings` was given it.
        coder : str
            Whose they are, without a version: ``"themes"``.
        construct : str
            Of which kind they are: ``"theme"``.

        Returns
        -------
        int
            The number of codings of the run.

        Raises
        ------
        InputError
            If the codings of a part are missing.
        SchemaError
            If one is by another coder or of another construct, or a ``coding_id``
            comes twice.
        StoreError, MissingKeyError, MissingExtraError
            As `read`.
        """
        storage, manifest, cipher = self._loaded()
        done = parts_done(storage, manifest, run)
        if len(done) < len(manifest.parts):
            msg = (
                f"The codings of a run must be there for all {len(manifest.parts)} "
                f"parts before they are kept. Got {len(done)}. codings_done(run) says "
                f"which; write the others with write_codings."
            )
            raise InputError(msg)
        files = [file_of_run(run, manifest, number) for number in done]
        replaced = Replacement(coder, construct)
        earlier = [manifest.file_of("codings")] if "codings" in manifest.tables else []
        frames = replaced.frames(
            rows_of(storage, cipher, earlier), rows_of(storage, cipher, files)
        )
        name = f"codings-{uuid4().hex}.parquet"
        path = f"{manifest.generation}/{name}"
        try:
            rows = write_table(storage, cipher, path, "codings", frames)
            stored = Stored(name, rows, TABLES["codings"].names)
            tables = {**manifest.tables, "codings": stored}
            save(storage, cipher, replace(manifest, tables=tables))
        except BaseException:
            with suppress(Exception):
                storage.remove(path)
            raise
        with translated(self._given, "earlier codings"):
            for file in earlier:
                storage.remove(file)
        return replaced.new

    def remove(self) -> None:
        """Remove the dataset, if there is one: its files, and its folder if empty.

        No key is needed. What others put into the folder stays.

        Raises
        ------
        StoreError
            If it cannot be removed.
        """
        storage = storage_at(self._given)
        with translated(self._given, "its folder"):
            storage.remove(MANIFEST)
            sweep(storage, keep=None)
            storage.remove_empty()

    def _loaded(self) -> tuple[Storage, Manifest, Cipher]:
        storage = storage_at(self._given)
        with translated(self._given, MANIFEST):
            return storage, *load(storage)

    def __repr__(self) -> str:
        return f"JournalDataset({self._given!r})"
