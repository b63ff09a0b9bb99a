"""The first two of the three trust types: `RawJournal` and `Journal`.

A journal is a set of tables (see ``alsjournal.schema``) behind a `TableSource`,
which may be memory or a store file. It hands out copies and batches; nothing here
needs to hold all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import pandas as pd

from alsjournal._memos import memo_row, refuse_coding
from alsjournal._source import FrameSource, TableSource, tables_from_frame
from alsjournal._tables import Tables
from alsjournal.errors import DisclosureError, InputError
from alsjournal.validate import conform, raise_problems

__all__ = ["FrameSource", "Journal", "RawJournal", "TableSource"]

BATCH_SIZE = 2_000
"""Rows in a batch unless told: large enough for vector work, small in memory."""


_MOST_CODERS = 8  # that a message names


class RawJournal(Tables):
    """Identifiable tables, in memory only.

    Its repr shows no text, and pickling it raises. The one way to its text is
    `identifiable_frame`; what comes next is ``Anonymiser().fit_transform(raw)``.

    Parameters
    ----------
    source : mapping of str to pandas.DataFrame
        Tables by name, as in ``alsjournal.schema.TABLES`` (the ``roster`` too).
    provenance : mapping, optional
        How it came about; no text, name or key.
    where : mapping, optional
        Criteria from `select`.

    Raises
    ------
    SchemaError
        If a table breaks the data model.
    """

    _raw = True

    def identifiable_frame(
        self, name: str = "reflections", columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Return a table as people wrote it, names and all.

        The name is long on purpose, so that every use of raw text can be found.

        Parameters
        ----------
        name : str, default="reflections"
        columns : sequence of str, optional
            Fewer columns; all by default.

        Returns
        -------
        pandas.DataFrame
            A copy.
        """
        return self._frame(name, columns)

    def identifiable_batches(
        self,
        name: str = "reflections",
        columns: Sequence[str] | None = None,
        *,
        size: int = BATCH_SIZE,
    ) -> Iterator[pd.DataFrame]:
        """Yield a table as people wrote it, ``size`` rows at a time."""
        yield from self._batches(name, columns, size)

    def select(self, **criteria: object) -> Self:
        """Return the journal of some sets, sessions, members and so on."""
        return type(self)(**self._selected(criteria))

    def __repr__(self) -> str:
        return f"RawJournal({self._counts()}; identifiable, text withheld)"


class Journal(Tables):
    """Pseudonymised tables: identifiers replaced, still personal data under UK GDPR.

    Parameters
    ----------
    source : TableSource or mapping of str to pandas.DataFrame
        Where its tables are.
    provenance : mapping, optional
        How it came about: versions, policy, what was replaced. No text or key.
    where : mapping, optional
        Criteria from `select`.

    Raises
    ------
    SchemaError
        If a table breaks the data model.
    """

    _raw = False

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        text: str = "text",
        reflection_id: str | None = None,
        set_id: str | None = None,
        session: str | None = None,
        member: str | None = None,
        role: str | None = None,
        prompt: str | None = None,
        author_kind: str | None = None,
        kind: str | None = None,
        permission: str = "counts",
        reach: str = "programme",
        already_anonymised: bool = False,
    ) -> Journal:
        """Make a journal of a DataFrame whose texts hold no identifiers any more.

        Parameters
        ----------
        frame : pandas.DataFrame
            One row a reflection. Other columns than the named ones are left out.
        text : str, default="text"
            The column with the words. Rows where it is empty are left out, and
            counted in ``provenance["empty_texts"]``.
        reflection_id, set_id, session, member, role, prompt, author_kind, kind : str
            Names of columns. By default the column of that name, if there is one.
            Without ids, rows are numbered; without sets, all is one set ``"all"``;
            without sessions, all is session 1.
        permission : {"self", "counts", "paraphrase", "quote"}, default="counts"
            What all the writers allowed.
        reach : {"set", "programme", "public"}, default="programme"
            How far that goes.
        already_anonymised : bool, default=False
            Must be True: you say that nobody can be recognised.

        Returns
        -------
        Journal

        Raises
        ------
        DisclosureError
            Unless ``already_anonymised=True``.
        InputError
            If a named column is missing.
        SchemaError
            If ids repeat, or a session is not a whole number.

        Examples
        --------
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"text": ["We met.", "We did not."], "week": [1, 2]})
        >>> Journal.from_frame(frame, session="week", already_anonymised=True)
        Journal(2 reflections, 1 set, 2 sessions)
        """
        if not already_anonymised:
            msg = (
                "Journal.from_frame must be told already_anonymised=True: a Journal "
                "holds no identifiers. For texts with names in them make "
                "RawJournal({'reflections': frame}) and pass it through "
                "Anonymiser().fit_transform."
            )
            raise DisclosureError(msg)
        named = {
            "text": text,
            "reflection_id": reflection_id,
            "set_id": set_id,
            "session": session,
            "member": member,
            "role": role,
            "prompt": prompt,
            "author_kind": author_kind,
            "kind": kind,
        }
        tables, empty = tables_from_frame(frame, named, permission, reach)
        provenance = {"source": "frame", "empty_texts": empty}
        return cls(tables, provenance=provenance)

    def table(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a table as a new DataFrame.

        Parameters
        ----------
        name : str
            As in ``alsjournal.schema.TABLES``.
        columns : sequence of str, optional
            Fewer columns; all by default.

        Returns
        -------
        pandas.DataFrame
            Without rows if the journal has none for it.
        """
        return self._frame(name, columns)

    def batches(
        self,
        name: str = "reflections",
        columns: Sequence[str] | None = None,
        *,
        size: int = BATCH_SIZE,
    ) -> Iterator[pd.DataFrame]:
        """Yield a table's rows in order, ``size`` at most at a time."""
        yield from self._batches(name, columns, size)

    def codings(
        self, *, coder: str | None = None, construct: str | None = None
    ) -> pd.DataFrame:
        """Return what was found in the texts, by people and by models.

        Parameters
        ----------
        coder : str, optional
            Only this person's, or this model's (all its versions: ``"themes"``
            finds ``"themes/0.1.0"``).
        construct : str, optional
            Only of this kind, as ``"theme"``.

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``.

        Raises
        ------
        InputError
            If the whole journal has codings, and none by this coder.
        """
        found = self._frame("codings")
        if coder is not None and len(found):
            whole = found["coder"].astype("str")
            theirs = (whole == coder) | (whole.str.split("/", n=1).str[0] == coder)
            if not theirs.any() and not self.selection:
                raise InputError(_who_coded(found["coder"]))
            found = found[theirs]
        if construct is not None:
            found = found[found["construct"] == construct]
        return found.reset_index(drop=True)

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:
        """Return what outputs on record showed of some counts; for use inside.

        Parameters
        ----------
        cells : iterable of str
            Their words, as `JournalStore.note_release` was given them.

        Returns
        -------
        pandas.DataFrame
            See `JournalStore.earlier_cells`. No rows for a journal in memory, which
            has no record of outputs.
        """
        return self._earlier_cells(cells)

    def with_codings(self, codings: pd.DataFrame) -> Journal:
        """Return an in-memory journal with these codings added.

        Codings with an id that is there already are replaced.
        """
        added, problems = conform("codings", codings)
        raise_problems(problems)
        kept = self._frame("codings")
        kept = kept[~kept["coding_id"].isin(added["coding_id"])]
        frames = {name: self._frame(name) for name in self.tables()}
        frames["codings"] = pd.concat([kept, added], ignore_index=True)
        return Journal(frames, provenance=self.provenance)

    def with_memo(
        self,
        text: str,
        *,
        target: str,
        kind: str,
        author: str,
        date: str | None = None,
    ) -> Journal:
        """Return an in-memory journal with a memo added: a note of who analyses.

        It is private: no report shows it, and it leaves in an export only where it is
        asked for. In a file, `JournalStore.write_memo` adds it; it goes with its
        target when a member is forgotten. Names in it are not looked for: write
        pseudonyms.

        Parameters
        ----------
        text : str
        target : str
            What it is about: a ``reflection_id``, a member's pseudonym, or anything
            else that is no member's, as ``"theme:t3"`` or ``"programme"``. A passage
            is told by its reflection.
        kind : {"reflexive", "analytic", "method"}
        author : str
            Initials or a role do.
        date : str, optional
            The day, YYYY-MM-DD; today by default.

        Returns
        -------
        Journal

        Raises
        ------
        InputError
            If a part is empty, or the target is a coding.
        SchemaError
            If the kind or the date is none.
        """
        row = memo_row(text, target=target, kind=kind, author=author, date=date)
        coded = self._frame("codings", ["coding_id"])["coding_id"]
        refuse_coding(bool((coded == target).any()))
        kept = self._frame("memos")
        kept = kept[~kept["memo_id"].isin(row["memo_id"])]
        frames = {name: self._frame(name) for name in self.tables()}
        frames["memos"] = pd.concat([kept, row], ignore_index=True)
        return Journal(frames, provenance=self.provenance)

    def select(self, **criteria: object) -> Self:
        """Return the journal of some sets, sessions, members and so on.

        Parameters
        ----------
        **criteria
            A column of ``reflections`` and a value, or several. Other tables are
            narrowed to the same sets, sessions, members and issues, where they have
            the column; codings to the same reflections. Permissions stay whole.

        Returns
        -------
        Journal

        Examples
        --------
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"text": list("abc"), "session": [1, 2, 3]})
        >>> journal = Journal.from_frame(frame, already_anonymised=True)
        >>> len(journal.select(session=[1, 3]))
        2
        """
        return type(self)(**self._selected(criteria))

    def __repr__(self) -> str:
        return f"Journal({self._counts()})"


def _who_coded(coders: pd.Series[str]) -> str:
    """Say that nobody of that name coded, and who did."""
    names = sorted(set(coders.dropna().astype("str")))
    more = (
        "" if len(names) <= _MOST_CODERS else f" and {len(names) - _MOST_CODERS} more"
    )
    return (
        f"coder must be one whose codings the journal holds: "
        f"{', '.join(names[:_MOST_CODERS]) or 'none has a coder'}{more}. Got another."
    )
