"""What keeps a journal's file safe, and what takes people out of it again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pandas as pd

from alsjournal.disclosure import Audience
from alsjournal.store import (
    _backup,
    _cells,
    _previews,
    _releases,
    _restore,
    _rotate,
    _withdraw,
)
from alsjournal.store._attach import is_encrypted
from alsjournal.store._connect import opened, transaction
from alsjournal.store._files import Place, remove_of_runs
from alsjournal.store.forget import Beside, forget_members
from alsjournal.store.reports import (
    AnswersReport,
    BackupReport,
    ForgetReport,
    RestoreReport,
    WithdrawReport,
)

__all__ = ["Keeping"]


class Keeping:
    """The part of `JournalStore` that is about the file and the people in it."""

    _place: Place

    @property
    def encrypted(self) -> bool:
        """Whether the journal's file is encrypted, or would be made so."""
        path = self._place.path
        return is_encrypted(path) if path.is_file() else bool(self._place.encrypted)

    def rotate(self, key: str | None = None) -> None:
        """Encrypt the journal, or encrypt it anew under another key.

        All is copied into a new file under the new key, which takes the old one's
        place. Until then the old file stays as it is, under its old key.

        Parameters
        ----------
        key : str, optional
            The new key, of 16 bytes or more. It is not kept: put it where
            `alsjournal.store.keys.find_store_keys` finds it. By default the first of
            those that are found there.

        Raises
        ------
        MissingKeyError
            If there is no key.
        MissingExtraError
            If the extra ``encryption`` is not installed.
        ConfigError
            If the key is too weak.
        DisclosureError
            If a key lies beside the journal.
        StoreError
            If the file cannot be read or replaced. Then it is as it was.
        """
        _rotate.rotate(self._place, key)

    def backup(self, target: str | os.PathLike[str]) -> BackupReport:
        """Write a copy of the journal that can be restored.

        Others may read the journal meanwhile. The copy of an encrypted journal is
        encrypted, under the present key.

        Parameters
        ----------
        target : str or path-like
            A folder, where the copy gets the journal's name and the time, or a new
            file. The manifest goes beside it: sha256, size, schema, rows by table.

        Returns
        -------
        BackupReport

        Raises
        ------
        StoreError
            If something is there already, or it cannot be written.
        DisclosureError
            If a key lies in that folder.
        """
        return _backup.back_up(self._place, target)

    def restore(
        self, backup: str | os.PathLike[str], *, overwrite: bool = False
    ) -> RestoreReport:
        """Put a backup in the journal's place.

        Who was forgotten in the journal that is there is left out, what was taken
        back there stays taken back, and its record of outputs is kept.

        Parameters
        ----------
        backup : str or path-like
            The copy; its manifest must lie beside it.
        overwrite : bool, default=False
            Replace the journal that is there.

        Returns
        -------
        RestoreReport

        Raises
        ------
        StoreError
            If there is a journal and it is not to be replaced, or the backup is
            damaged, cut off, edited, or of a newer schema. Nothing is changed then.
        MissingKeyError
            If the key is not at hand: for an encrypted backup, or to tell who was
            forgotten.
        """
        return _restore.restore(self._place, backup, overwrite=overwrite)

    def withdraw(
        self,
        member: str | None = None,
        reflection_id: str | None = None,
        *,
        on: date | str | None = None,
        use: str | None = None,
        reach: str | None = None,
    ) -> WithdrawReport:
        """Record that a permission was taken back.

        It is a row of ``permissions`` that no source can change or remove. Reading
        the same files again does not undo it; a permission given later does.

        Parameters
        ----------
        member : str, optional
            Who takes it back, for all their texts, later ones included.
        reflection_id : str, optional
            For one text only.
        on : date or str, optional
            From the end of which day; today by default. A time of day is taken
            as it is.
        use : {"counts", "paraphrase", "quote"}, optional
            Which use was taken back. What was allowed less than that, by a
            permission of its own, still stands. All uses by default.
        reach : {"set", "programme", "public"}, optional
            How far that went; as empty in ``permissions`` by default.

        Returns
        -------
        WithdrawReport
            With the outputs that are stale by it. They are marked in ``releases``.

        Raises
        ------
        InputError
            If the journal does not hold the member or the text, or the date is in
            the future.
        StoreError
            If there is no journal, or it cannot be written.

        See Also
        --------
        alsjournal.disclosure.permission : What a permission means.
        """
        asked = _withdraw.Withdrawal(member, reflection_id, on, use, reach)
        with opened(self._place, write=True) as con, transaction(con):
            return _withdraw.withdraw(con, asked)

    def forget(
        self, member: str, *more: str, beside: Beside | None = None
    ) -> ForgetReport:
        """Remove members, and rewrite the file so that no byte of them is left.

        Removed are all rows in which a column that names a person holds the
        pseudonym, the codings, permissions and memos of their reflections, memos
        about them, the reports on their actions, and what is claimed of
        outcomes that they told. In the texts of others
        ``[member <pseudonym>]`` becomes ``[name]``, and codings move with the words.
        Then a new file takes the old one's place.

        A tombstone of each stays: enough to hold them back when a source that still
        has them is written again, and not enough to read who it was.

        Parameters
        ----------
        member : str
            The pseudonym, as in the table ``members``.
        *more : str
            Further ones, in the same go.
        beside : callable, optional
            Called with what is to go (`Leaving`) while the journal still holds it and
            nobody else can open it: to strike it from files beside the journal. What
            it raises stops all. `alsjournal.themes.forget_members` gives the one for
            saved themes and codebooks; without it they are not reached.

        Returns
        -------
        ForgetReport
            ``found`` is False if the journal held nothing of them; the file
            is rewritten even so, as rows deleted earlier leave bytes behind.

        Raises
        ------
        InputError
            If it is not a pseudonym.
        StoreError
            If the file cannot be used or replaced (the disk must hold a second copy
            for a moment). Then nothing was forgotten.
        StoreLockedError
            If another process has it open.

        Notes
        -----
        A tombstone is HMAC-SHA256 of the pseudonym under the user's key for
        pseudonyms, which later writes then need; without a key, under a salt that
        lies in the file.

        Copies of the file elsewhere (backups, exports) are not reached, nor what the
        disk itself keeps of a deleted file: keep the journal on an encrypted disk.
        What an earlier run kept beside the file to go on from is removed.
        """
        remove_of_runs(self._place.path)
        return forget_members(self._place, (member, *more), beside=beside)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other process and thread out, while something takes several steps.

        Reads and writes of this thread go on inside; `forget`, `rotate`, `restore` and
        `sql` do not. So two people who decide at once do it one after the other.

        Raises
        ------
        StoreError
            If there is no journal, or it cannot be written.
        StoreLockedError
            If another process has it open for longer than the timeout.

        Examples
        --------
        >>> with JournalStore("my.duckdb", timeout=30).held():  # doctest: +SKIP
        ...     edit_what_lies_beside()
        """
        with opened(self._place, write=True, hold=True):
            yield

    def note_release(
        self,
        audience: str | Audience,
        *,
        kind: str,
        place: str | os.PathLike[str],
        counted: Iterable[str] = (),
        quoted: Iterable[str] = (),
        record: bool = False,
        whole: bool = False,
        cells: pd.DataFrame | None = None,
    ) -> str:
        """Record that an output was made, so that it is known who is in it.

        `forget` and `withdraw` mark as stale the outputs that hold what they take
        away.

        Parameters
        ----------
        audience : str or Audience
        kind : str
            As ``"report"``, ``"table"``, ``"export"`` or ``"backup"``.
        place : str or path-like
            The file as the user called it. Put no name into it; pseudonyms in it are
            not kept.
        counted, quoted : iterable of str, default=()
            The ids of the reflections that it counts, and of those that it quotes.
        record : bool, default=False
            Whether it shows what sets keep on record besides texts, as a report does.
        whole : bool, default=False
            Whether it holds the whole journal, as a backup does, or does not tell whose
            its entries are, so that anybody may be in it.
        cells : pandas.DataFrame, optional
            The counts that it shows: ``cell`` (what was counted, in words of the
            caller's own), ``raised`` and ``wrote``. Kept as keyed fingerprints and
            numbers, for `earlier_cells`.

        Returns
        -------
        str
            Its id in the table ``releases``.

        Raises
        ------
        InputError
            If the audience is none, or an id is not in the journal.
        StoreError
            If there is no journal, or it cannot be written.
        """
        output = _releases.Output(
            audience, kind, place, counted, quoted, record=record, whole=whole
        )
        with opened(self._place, write=True) as con, transaction(con):
            release_id = _releases.note(con, output)
            if cells is not None:
                _cells.note_cells(con, release_id, cells)
            return release_id

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:
        """Return what earlier outputs showed of these counts.

        Parameters
        ----------
        cells : iterable of str
            Their words, as they were given to `note_release`.

        Returns
        -------
        pandas.DataFrame
            Columns ``release_id``, ``audience``, ``kind``, ``place``, ``made_at``,
            ``cell``, ``raised`` and ``wrote``: for use inside, as they are exact.
        """
        with opened(self._place) as con:
            return _cells.earlier_cells(con, cells)

    def note_previews(
        self,
        place: str | os.PathLike[str],
        members: Sequence[str],
        passages: pd.DataFrame,
    ) -> None:
        """Record that members were shown what would be quoted of them.

        From then on `alsjournal.quotes` lets pass what they keep.

        Parameters
        ----------
        place : str or path-like
            The folder with a page for each.
        members : sequence of str
            Their pseudonyms.
        passages : pandas.DataFrame
            Columns ``passage`` (its code), ``audience`` (programme or public),
            ``member``, ``reflection_id`` and ``words`` (its fingerprint).

        Raises
        ------
        StoreError
            If there is no journal, or it cannot be written.
        """
        with opened(self._place, write=True) as con, transaction(con):
            _previews.note_previews(con, place, members, passages)

    def answer_previews(self, answers: Sequence[_previews.Answer]) -> AnswersReport:
        """Write down what members said of their previews.

        Each is kept in ``previews``, and as a dated row of ``permissions`` for the
        text that no source can change or remove. The same answers again change
        nothing.

        Parameters
        ----------
        answers : sequence of Answer
            As `alsjournal.read_answers` makes them of a file.

        Returns
        -------
        AnswersReport
            With the outputs that are stale by it. They are marked in ``releases``.

        Raises
        ------
        StoreError
            If there is no journal, or it cannot be written.
        """
        with opened(self._place, write=True) as con, transaction(con):
            return _previews.answer_previews(con, answers)

    def stale(self) -> pd.DataFrame:
        """Return the outputs that hold what they may not hold any more.

        Returns
        -------
        pandas.DataFrame
            Rows of the table ``releases``. Of one place only what was made there
            last: an output that was made again is not stale. ``reason`` says why:
            ``"withdrawn"``, ``"forgotten"``, both, or ``"unfinished"``.
        """
        with opened(self._place) as con:
            return _releases.stale_frame(con)
