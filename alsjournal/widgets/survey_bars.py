"""`SurveyBars`: what people said in the survey, and each question wave by wave."""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from alsjournal.charts.survey import survey_bars, survey_rows, survey_table
from alsjournal.cleared import SurveyItems
from alsjournal.errors import InputError
from alsjournal.widgets.card_view import checked
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.chart_view import ChartView
from alsjournal.widgets.words import plural, sentence

__all__ = ["SurveyBars"]


class SurveyBars(ChartView):
    """See by how many each question was answered yes, and open a question.

    A dot is the share of those who answered, the bar its 95 % interval, and how many
    they are stands beside it. Choosing a question says its counts wave by wave, what
    changed, and where to be wary, as where all said yes. It works by mouse and by
    keyboard (arrow keys, Home, End, Enter, Escape), and remains a picture with a table
    where no kernel runs. Free text is never shown.

    Parameters
    ----------
    items : SurveyItems
        As ``alsjournal.survey_items`` makes it.

    Attributes
    ----------
    selection : tuple of Cell
        The questions that are chosen, by the item of the survey, as
        ``Cell("open_honest")``.
    wave : str
        The wave that is drawn; at first the last one.
    set_id : str or None
        The set that is drawn; ``None`` where counts are of all together.
    chart : altair.LayerChart
        The dots.

    Raises
    ------
    InputError
        If it is no such table, or is empty.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"item": ["acted"], "wave": ["end"], "shown": ["16 of 18"]})
    >>> rows = rows.assign(in_words="16 of the 18 who answered", n=16, answered=18)
    >>> rows = rows.assign(share=0.89, low=0.67, high=0.97)
    >>> policy, who = policy_named("default"), Audience.programme()
    >>> view = SurveyBars(clear(SurveyItems, rows, audience=who, policy=policy))
    >>> view.selection = (Cell("acted"),)
    >>> view.answers_shown()["shown"].tolist()
    ['16 of 18']
    """

    wave = traitlets.Unicode().tag(sync=True)
    set_id = traitlets.Unicode(None, allow_none=True).tag(sync=True)

    def __init__(self, items: SurveyItems) -> None:
        checked(items, SurveyItems, "items", "alsjournal.survey_items")
        survey_rows(items)  # refuses a table that cannot be drawn
        super().__init__()
        frame = items.to_frame()
        waves = list(dict.fromkeys(frame["wave"].dropna().astype(str)))
        sets = list(dict.fromkeys(frame["set_id"].dropna().astype(str)))
        self._private |= {
            "audience": items.audience,
            "items": items,
            "answers": frame,
            "waves": waves,
            "sets": sets,
            "choices": {},
        }
        with self.hold_trait_notifications():
            self.set_id = sets[0] if sets else None
            self.wave = waves[-1] if waves else ""
        self._draw()

    def __repr__(self) -> str:
        n = self._private["answers"]["item"].nunique()
        waves = len(self._private["waves"])
        return (
            f"SurveyBars({plural(n, 'question')}, {plural(waves, 'wave')}, audience "
            f"{self.audience!r}; show it in a notebook, or write it with .to_html())"
        )

    def answers_shown(self) -> pd.DataFrame:
        """Return the counts behind what is chosen.

        Returns
        -------
        pandas.DataFrame
            A row a wave and question, of the set that is drawn; the columns of the
            table. No rows where nothing is chosen.
        """
        rows = self._own()
        wanted = [cell.theme for cell in self.selection]
        return rows[rows["item"].isin(wanted)].reset_index(drop=True)

    def _own(self) -> pd.DataFrame:
        """The rows of the set that is drawn."""
        frame: pd.DataFrame = self._private["answers"]
        return frame if self.set_id is None else frame[frame["set_id"] == self.set_id]

    def _draw(self) -> None:
        items: SurveyItems = self._private["items"]
        asked: dict[str, Any] = {"wave": self.wave or None, "set_id": self.set_id}
        rows = survey_rows(items, **asked)
        cells = {str(item): Cell(str(item)) for item in rows["item"]}
        self._private["choices"] = {cell.key: cell for cell in cells.values()}
        self._private["asked"] = dict(zip(rows["item"], rows["asked"], strict=True))
        kept = self._private["choices"]
        self.selection = tuple(cell for cell in self.selection if cell.key in kept)
        drawn = rows[rows["share"].notna()]
        marks = dict(zip(drawn["said"], map(cells.get, drawn["item"]), strict=True))
        sets: list[str] = self._private["sets"]
        self._show(
            survey_bars(items, **asked),
            survey_table(items, **asked),
            [[name] for name in marks],
            {name: cell for name, cell in marks.items() if cell is not None},
            extra={
                "themes": list(cells),
                "names": dict(zip(cells, rows["name"], strict=True)),
                "noun": "question",
                "waves": self._private["waves"],
                "sets": sets if len(sets) > 1 else [],
                "together": False,
                "verdicts": [],
                "notes": list(items.notes),
                "file": "survey",
            },
        )
        self._status = self._words()

    def _words(self) -> str:
        if not self.selection:
            return "Nothing is chosen."
        return " ".join(self._sentences(self.selection[-1]))

    def _sentences(self, cell: Cell) -> list[str]:
        """The counts of a question wave by wave, what changed, what to be wary of."""
        rows = self._own()
        out = []
        for row in rows[rows["item"] == cell.theme].to_dict("records"):
            said = row["shown"] if pd.isna(row["in_words"]) else row["in_words"]
            out.append(sentence(f"{row['wave']}: {said}"))
            if _told(row["ceiling"]):
                out.append(sentence(f"Be wary: {row['ceiling']}"))
            if _told(row["change_in_words"]):
                since = row["since"] if _told(row["since"]) else "before"
                out.append(sentence(f"Since {since}, {row['change_in_words']}"))
        return out

    def _detail(self) -> dict[str, object]:
        """What lies behind the choice: its counts in words."""
        if not self.selection:
            return {"type": "detail", "theme": ""}
        cell = self.selection[-1]
        return {
            "type": "detail",
            "theme": self._private["asked"].get(cell.theme, cell.theme),
            "sentences": self._sentences(cell),
            "svg": "",
            "waiting": False,
            "has_quotes": False,
            "quotes": [],
            "quotes_note": "",
        }

    @traitlets.validate("wave")
    def _wave_known(self, proposal: Any) -> str:
        value: str = proposal["value"]
        return _one_of(value, self._private["waves"], "wave")

    @traitlets.validate("set_id")
    def _set_known(self, proposal: Any) -> str | None:
        value: str | None = proposal["value"]
        return value if value is None else _one_of(value, self._private["sets"], "set")

    @traitlets.observe("wave", "set_id")
    def _redraw(self, _: object) -> None:
        if self._svg:
            self._draw()

    @traitlets.observe("selection")
    def _chosen(self, _: object) -> None:
        self._status = self._words()
        if self.comm is not None:
            self.send(self._detail())


def _one_of(value: str, known: list[str], name: str) -> str:
    if known and value not in known:
        msg = f"{name} must be one of the {len(known)} of the table. Got another."
        raise InputError(msg)
    return value


def _told(words: object) -> bool:
    return isinstance(words, str) and bool(words.strip())
