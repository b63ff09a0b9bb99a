"""`QdaProject`: what a program for qualitative analysis holds, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd

from alsjournal._source import refuse_pickling

if TYPE_CHECKING:
    from alsjournal.journal import Journal, RawJournal
    from alsjournal.themes import Codebook

__all__ = ["COLUMNS", "QdaProject"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "selections": (
        *("source", "start", "end", "text", "codes", "coder"),
        *("guid", "source_guid"),
    ),
    "codings": (
        *("source", "start", "end", "code", "construct", "coder", "made_at"),
        *("confidence", "guid", "selection_guid", "source_guid"),
    ),
    "codes": (
        *("code", "parent", "path", "construct", "codable", "color", "description"),
        *("guid", "parent_guid"),
    ),
    "sources": ("source", "text", "how", "counted", "description", "guid"),
    "cases": ("case", "sources", "description", "guid"),
    "variables": ("of", "variable", "value", "guid"),
    "memos": ("memo", "text", "author", "date", "on", "guid"),
    "links": ("origin", "target", "direction", "link"),
    "sets": ("set", "kind", "guid"),
    "not_taken": ("source", "start", "end", "reason", "guid"),
    "losses": ("what", "reason", "n"),
}
"""The tables of a project."""

_WHOLE = ("start", "end", "n")
_SEVERAL = ("codes", "sources", "on")


class QdaProject:
    """A project of NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette and the like.

    Its texts are as people wrote them: it stays in memory, its repr shows no text, and
    pickling it raises. Its tables are copies. `to_raw` makes a `RawJournal` of it;
    `codings_of` gives what people coded in texts that a journal has.

    Parameters
    ----------
    rows : mapping of str to sequence of tuple
        The rows of the tables in `COLUMNS`.
    origin : str
        The program that wrote it, as the file says.

    See Also
    --------
    read_qda : Reads one.
    """

    def __init__(
        self,
        rows: Mapping[str, Sequence[tuple[Any, ...]]],
        *,
        origin: str = "",
    ) -> None:
        self.__frames = {
            table: _frame(rows.get(table, ()), columns)
            for table, columns in COLUMNS.items()
        }
        self.origin = origin

    def _table(self, name: str) -> pd.DataFrame:
        return self.__frames[name].copy()

    @property
    def selections(self) -> pd.DataFrame:
        """Coded passages, one a row.

        ``source`` (its name), ``start`` and ``end`` (code points of the source's text,
        end exclusive; missing for a whole source), ``text``, ``codes`` (a tuple of
        names), ``coder`` (several with a semicolon between), and their GUIDs.
        """
        return self._table("selections")

    @property
    def codings(self) -> pd.DataFrame:
        """Each code that somebody gave to a passage, one a row; no text."""
        return self._table("codings")

    @property
    def codes(self) -> pd.DataFrame:
        """The tree of codes: ``code``, ``parent`` and ``path``, parents first."""
        return self._table("codes")

    @property
    def sources(self) -> pd.DataFrame:
        """The texts, how each was come by, and how places in it are counted.

        The text is as in the file, but for a BOM; missing where the file lacks it.
        """
        return self._table("sources")

    @property
    def cases(self) -> pd.DataFrame:
        """Persons, or what else sources are of, each with the GUIDs of its sources."""
        return self._table("cases")

    @property
    def variables(self) -> pd.DataFrame:
        """What is said of sources, cases and memos: ``variable`` and ``value``."""
        return self._table("variables")

    @property
    def memos(self) -> pd.DataFrame:
        """Notes, and the GUIDs of what each is ``on``; of the project if of none."""
        return self._table("memos")

    @property
    def links(self) -> pd.DataFrame:
        """Links between things, by their GUIDs."""
        return self._table("links")

    @property
    def sets(self) -> pd.DataFrame:
        """What belongs to which set, by GUID."""
        return self._table("sets")

    @property
    def not_taken(self) -> pd.DataFrame:
        """Selections in quarantine: their places as in the file, and the reason."""
        return self._table("not_taken")

    @property
    def losses(self) -> pd.DataFrame:
        """What could not be taken: ``what``, ``reason`` and ``n``."""
        return self._table("losses")

    def to_raw(
        self,
        columns: Mapping[str, str] | None = None,
        *,
        construct: str = "theme",
        permission: str | None = None,
        reach: str | None = None,
    ) -> RawJournal:
        """Return the texts with their codings and memos as a `RawJournal`.

        What comes next is ``Anonymiser().fit_transform(raw)``: codings move with the
        text. Memos become memos, which are private.

        Parameters
        ----------
        columns : mapping of str to str, optional
            Which variable of sources or cases holds a column, as ``{"set_id": "Team",
            "session": "Meeting", "role": "Job"}``. ``"case"`` is the name of the case
            that a source belongs to: ``{"member": "case"}``; then the names of cases
            are looked for in texts, as those of a roster. By default variables that
            are called as our columns, as in our own export.
        construct : str, default="theme"
            What codes say where the project does not tell.
        permission : {"self", "counts", "paraphrase", "quote"}, optional
            What all the writers allowed, where the project does not tell. By default
            nothing is declared: texts are counted in the programme, and never quoted.
        reach : {"set", "programme", "public"}, optional
            How far that goes.

        Returns
        -------
        RawJournal

        Raises
        ------
        InputError
            If it holds no text, or there is no such column or variable.
        SchemaError
            If a value breaks the data model, as a session that is no number.

        Examples
        --------
        >>> raw = read_qda("interviews.qdpx").to_raw(
        ...     {"member": "case"}
        ... )  # doctest: +SKIP
        """
        from alsjournal.exchange.qda.to_raw import raw_of

        return raw_of(
            self,
            columns or {},
            construct=construct,
            permission=permission,
            reach=reach,
        )

    def codings_of(
        self, journal: Journal, *, construct: str = "theme"
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return what people coded in texts that a journal has, for the journal.

        For a project that `write_qdpx` wrote and that people coded elsewhere. A source
        belongs to a text by its variable ``reflection_id``, its GUID or its name, and
        only if the words are the same: line breaks may differ.

        Parameters
        ----------
        journal : Journal
        construct : str, default="theme"
            What codes say where the project does not tell.

        Returns
        -------
        codings : pandas.DataFrame
            For ``journal.with_codings`` or `JournalStore.write_codings`. A coding that
            the journal has already keeps its id there.
        left : pandas.DataFrame
            What was not taken: ``what``, ``reason`` and ``n``.

        Examples
        --------
        >>> project = read_qda("coded.qdpx")  # doctest: +SKIP
        >>> codings, left = project.codings_of(journal)  # doctest: +SKIP
        >>> journal = journal.with_codings(codings)  # doctest: +SKIP
        """
        from alsjournal.exchange.qda.to_journal import codings_for

        return codings_for(self, journal, construct=construct)

    def codebook(self, *, by: str, on: str | None = None) -> Codebook:
        """Return the codes as a codebook, each a candidate theme.

        Parameters
        ----------
        by : str
            Who takes them over.
        on : str, optional
            The day, YYYY-MM-DD; today by default.

        Returns
        -------
        Codebook
        """
        from alsjournal.exchange.qda.codebook import codebook_of

        return codebook_of(self.codes, by=by, on=on)

    def __len__(self) -> int:
        """The number of selections."""
        return len(self.__frames["selections"])

    def __repr__(self) -> str:
        def said(table: str) -> str:
            n = len(self.__frames[table])
            return f"{n:,} {table if n != 1 else table[:-1]}"

        shown = ", ".join(map(said, ("sources", "selections", "codes", "cases")))
        return f"QdaProject({shown}; identifiable, text withheld)"

    def __reduce__(self) -> NoReturn:
        refuse_pickling("A QdaProject")


def _frame(rows: Iterable[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype="object")
    for column in columns:
        if column in _SEVERAL:
            continue
        if column in _WHOLE:
            frame[column] = frame[column].astype("Int64")
        elif column == "codable":
            frame[column] = frame[column].astype("bool")
        else:
            frame[column] = frame[column].astype("str")
    return frame
