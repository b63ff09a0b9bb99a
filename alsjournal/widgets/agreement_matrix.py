"""`AgreementMatrix`: where two coders meet, where they differ, and in which texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import traitlets

from alsjournal.charts.agreement import (
    NO_CODE,
    code_pairs_chart,
    code_pairs_rows,
    code_pairs_table,
)
from alsjournal.coders import Agreement, coding_pairs
from alsjournal.coders._who import Read
from alsjournal.coders.pairs import MOST_CODES, Pairs
from alsjournal.journal import Journal
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.chart_view import ChartView
from alsjournal.widgets.paging import InParts
from alsjournal.widgets.words import plural, sentence

__all__ = ["AgreementMatrix"]

MAX_ROWS = MOST_CODES
"""Codes that are shown at once; of more, one part after the other."""


class AgreementMatrix(InParts, ChartView):
    """See code by code where two coders meet and differ, and find those texts.

    Where units have several codes, each code is a bar: both gave it, only the first,
    only the second. Where they have one, it is a matrix of the codes of the one by
    those of the other. Kappa with its interval and n stands beside each code. Choosing
    a bar or a cell gives the texts behind it as ``disagreements``, in Python: ids, and
    never their words. A machine against a person is the error of an instrument; two
    people are compared only where the approach expects them to code alike.

    Parameters
    ----------
    source : Journal or pandas.DataFrame
        A journal with codings, or a table of them.
    unit : {"text", "sentence", "passage", "character"}
        What gets the codes or not.
    coders : sequence of str, optional
        Two; by default those of the codings, if they are two.
    construct, codes, same, read, labels, uncoded : optional
        As in ``alsjournal.agreement``.
    approach, n_bootstraps, random_state : optional
        As in ``alsjournal.agreement``.

    Attributes
    ----------
    selection : tuple of Cell
        What is chosen: ``Cell("cover")`` for all of a code,
        ``Cell("cover", None, "only ann")`` for a part of it; with ``labels="one"`` the
        second coder's code is in that place.
    disagreements : pandas.DataFrame
    agreement : Agreement
    part : int
        Of more than 40 codes, which forty, from 0.
    chart : altair.LayerChart

    Raises
    ------
    InputError
        As ``alsjournal.agreement``: also for two people in reflexive analysis. If the
        coders are not two, or ``labels="one"`` and there are more than 40 codes.

    Examples
    --------
    >>> texts = [f"r{i}" for i in range(12)]
    >>> ann = pd.DataFrame({"reflection_id": texts[:6], "code": "cover"})
    >>> ben = pd.DataFrame({"reflection_id": texts[1:6], "code": "cover"})
    >>> both = pd.concat([ann.assign(coder="ann"), ben.assign(coder="ben")])
    >>> view = AgreementMatrix(both, unit="text", read=texts, approach="codebook")
    >>> view.selection = (Cell("cover", None, "only ann"),)
    >>> view.disagreements["reflection_id"].tolist()
    ['r0']
    """

    def __init__(
        self,
        source: Journal | pd.DataFrame,
        *,
        unit: Literal["text", "sentence", "passage", "character"],
        coders: Sequence[str] | None = None,
        construct: str = "theme",
        codes: Collection[str] | None = None,
        same: Mapping[str, str] | None = None,
        read: Read = None,
        labels: Literal["several", "one"] = "several",
        uncoded: Literal["none", "unread"] = "none",
        approach: str | None = None,
        n_bootstraps: int = 1_000,
        random_state: int = 0,
    ) -> None:
        pairs = coding_pairs(
            source,
            unit=unit,
            coders=coders,
            construct=construct,
            codes=codes,
            same=same,
            read=read,
            labels=labels,
            uncoded=uncoded,
            approach=approach,
            n_bootstraps=n_bootstraps,
            random_state=random_state,
        )
        rows = code_pairs_rows(pairs.table)
        every = list(dict.fromkeys(rows["code"]))
        super().__init__()
        self._private |= {
            "audience": pairs.table.audience,
            "pairs": pairs,
            "rows": rows,
            "codes": every,
            "choices": _choices(rows),
            "size": len(every) if labels == "one" else MAX_ROWS,
        }
        self._draw()

    def __repr__(self) -> str:
        first, second = self._coders()
        return (
            f"AgreementMatrix({plural(len(self._private['codes']), 'code')}, {first} "
            f"and {second}, audience 'research'; show it in a notebook, or write it "
            f"with .to_html())"
        )

    @property
    def agreement(self) -> Agreement:
        """The figures, as ``alsjournal.agreement`` gives them."""
        pairs: Pairs = self._private["pairs"]
        return pairs.agreement

    @property
    def disagreements(self) -> pd.DataFrame:
        """The texts in which the two differ, of what is chosen; of nothing, none.

        Columns ``reflection_id``, ``code_a`` and ``code_b``, what each gave (empty for
        none), and ``units``, how many of the text. It holds no text.
        """
        differ: pd.DataFrame = self._private["pairs"].differ
        rows: pd.DataFrame = self._private["rows"]
        pairs = {_key(row) for cell in self.selection for row in _of(rows, cell)}
        ours = zip(*(_plain(differ[c]) for c in ("code_a", "code_b")), strict=True)
        return differ[[key in pairs for key in ours]].reset_index(drop=True)

    def _coders(self) -> tuple[str, str]:
        first, second = self._private["rows"][["coder_a", "coder_b"]].iloc[0]
        return str(first), str(second)

    def _near(self, cell: Cell) -> list[Cell]:
        whole = self.choice(Cell(cell.theme).key)
        return [] if whole is None else [whole]

    def _draw(self) -> None:
        table = self._private["pairs"].table
        every, size = self._private["codes"], self._private["size"]
        codes = every[self.part * size :][:size]
        rows: pd.DataFrame = self._private["rows"]
        some = None if len(codes) == len(every) else codes
        here = rows if some is None else rows[rows["code"].isin(codes)]
        here = here[(here["units"] > 0) | (table.provenance.get("labels") == "one")]
        marks = {
            str(row["said"]): Cell(str(row["code"]), None, str(row["part"]))
            for row in here.to_dict("records")
        }
        lines: dict[str, list[str]] = {code: [] for code in codes}
        for name, cell in marks.items():
            lines[cell.theme].append(name)
        self._show(
            code_pairs_chart(table, codes=some),
            code_pairs_table(table, codes=some),
            [line for line in lines.values() if line],
            marks,
            extra={
                "themes": every,
                "noun": "code",
                "sets": [],
                "together": False,
                "parts": self._parts(),
                "verdicts": [],
                "notes": list(table.notes),
                "file": "agreement-matrix",
            },
        )
        self._status = self._words()

    def _words(self) -> str:
        if not self.selection:
            return "Nothing is chosen."
        return " ".join(self._sentences())

    def _sentences(self) -> list[str]:
        """What is chosen in counts, the figure of its code, and in how many texts."""
        rows: pd.DataFrame = self._private["rows"]
        cell = self.selection[-1]
        out = [sentence(str(row["said"])) for row in _of(rows, cell)]
        own = rows[rows["code"] == cell.theme]
        figure = str(own["figure"].iloc[0])
        out += [sentence(f"Of {cell.theme}: {figure}")] if figure else []
        wary = own["warning"].dropna()
        out += [sentence(f"Be wary: {words}") for words in wary if words]
        n = self.disagreements["reflection_id"].nunique()
        out.append(
            f"They differ here in {plural(n, 'text')}: .disagreements of this view "
            f"says in which."
            if n
            else "They do not differ here."
        )
        return out

    def _detail(self) -> dict[str, object]:
        """What lies behind the choice, in words."""
        if not self.selection:
            return {"type": "detail", "theme": ""}
        cell = self.selection[-1]
        return {
            "type": "detail",
            "theme": f"{cell.theme}: {cell.set_id}" if cell.set_id else cell.theme,
            "sentences": self._sentences(),
            "svg": "",
            "waiting": False,
            "has_quotes": False,
            "quotes": [],
            "quotes_note": "",
        }

    def _in_all(self) -> tuple[int, int]:
        return len(self._private["codes"]), self._private["size"]

    @traitlets.observe("selection")
    def _chosen(self, _: object) -> None:
        self._status = self._words()
        if self.comm is not None:
            self.send(self._detail())


def _choices(rows: pd.DataFrame) -> dict[Any, Cell]:
    cells = [Cell(str(code)) for code in dict.fromkeys(rows["code"])]
    pairs = zip(rows["code"], rows["part"], strict=True)
    cells += [Cell(str(code), None, str(part)) for code, part in pairs]
    return {cell.key: cell for cell in cells}


def _of(rows: pd.DataFrame, cell: Cell) -> list[dict[Any, Any]]:
    """The rows of the table that a choice stands for."""
    own = rows[rows["code"] == cell.theme]
    own = own if cell.set_id is None else own[own["part"] == cell.set_id]
    found: list[dict[Any, Any]] = own.to_dict("records")
    return found


def _key(row: dict[Any, Any]) -> tuple[str, str]:
    first, second = (_plain(pd.Series([row[c]]))[0] for c in ("code_a", "code_b"))
    return first, second


def _plain(codes: pd.Series[Any]) -> list[str]:
    return [NO_CODE if pd.isna(code) else str(code) for code in codes]
