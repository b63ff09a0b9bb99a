"""`ThemeBrief`: what a programme lead needs of each theme, in five minutes."""

from __future__ import annotations

from html import escape
from typing import Any

import altair as alt
import pandas as pd

from alsjournal.charts.cells import MAX_PANELS, cells_of
from alsjournal.charts.render import to_svg
from alsjournal.charts.trend import theme_trend
from alsjournal.cleared import Change, Prevalence, QuoteSet, ThemeSummary
from alsjournal.widgets.card_view import Card, CardView, checked, in_whose
from alsjournal.widgets.cell import Cell
from alsjournal.widgets.dots import dots_of
from alsjournal.widgets.parts import Part, heading, image, quote, text
from alsjournal.widgets.theme_view import check_audience
from alsjournal.widgets.words import by_whom, in_places, said_from, sentence

__all__ = ["ThemeBrief"]

MAX_QUOTES = 5
"""Quotes on an opened card."""

MAX_PICTURES = 40
"""Pictures on the page that ``to_html`` writes: those of the first themes."""

_STEP, _HEIGHT = 88, 130  # pixels a session, and in all
_ENOUGH = 50  # people from whom on a share is said too
_MACHINE = (
    "Groupings are a computer's, of similar passages. Nobody has read and adopted "
    "them as themes: they are places to start reading, not findings."
)
_READ = {
    "grouping": "Machine grouping, not yet read by anybody.",
    "candidate": "Named by a person, not yet adopted.",
    "adopted": "Read and adopted.",
    "coded": "Coded from a codebook, not by a model.",
}


class ThemeBrief(CardView):
    """Read, theme by theme, who raised it, where, how it changed, and what was said.

    A card a theme: by how many of those who wrote it was raised, in how many sets and
    sessions, whether anybody has read and adopted it, and what changed in words. An
    opened card has what that rests on, a picture over the sessions, and quotes that
    were cleared for this audience. It works by mouse and by keyboard (arrow keys, Home,
    End, Enter, Escape); ``to_html`` writes all cards with their pictures, and without
    the quotes, as a page.

    Parameters
    ----------
    summary : ThemeSummary
        As ``alsjournal.theme_summary`` makes it.
    change : Change, optional
        As ``alsjournal.theme_change`` makes it.
    quotes : QuoteSet, optional
        As ``alsjournal.quotes`` makes it.
    prevalence : Prevalence, optional
        Counts by session, as ``alsjournal.theme_prevalence`` makes them.

    Attributes
    ----------
    selection : tuple of Cell
        The themes that are chosen; the last of them is the card that is open.

    Raises
    ------
    InputError
        If one of them is no such table, or counts are not by session.
    DisclosureError
        If they were cleared for several audiences.

    Notes
    -----
    Under 50 people who wrote there are counts and no percentages: one person more or
    less would move them by more than two points.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> rows = pd.DataFrame({"theme": ["Cover"], "status": ["grouping"]})
    >>> rows = rows.assign(raised=16, wrote=18, sessions_raised=4, sessions=6)
    >>> policy, who = policy_named("default"), Audience.programme()
    >>> brief = ThemeBrief(clear(ThemeSummary, rows, audience=who, policy=policy))
    >>> brief
    ThemeBrief(1 theme, audience 'programme'; show it in a notebook)
    """

    noun = "theme"

    def __init__(
        self,
        summary: ThemeSummary,
        change: Change | None = None,
        quotes: QuoteSet | None = None,
        prevalence: Prevalence | None = None,
    ) -> None:
        checked(summary, ThemeSummary, "summary", "alsjournal.theme_summary")
        check_audience(summary, change, Change, "change", "alsjournal.theme_change")
        check_audience(summary, quotes, QuoteSet, "quotes", "alsjournal.quotes")
        maker = "alsjournal.theme_prevalence"
        check_audience(summary, prevalence, Prevalence, "prevalence", maker)
        dots_of(prevalence)  # refuses counts that are not by session
        super().__init__()
        frame = summary.to_frame()
        verdicts = {} if change is None else _verdicts(change.to_frame())
        records = frame.to_dict("records")
        self._private |= {
            "audience": summary.audience,
            "rows": pd.DataFrame(columns=list(QuoteSet.COLUMNS))
            if quotes is None
            else quotes.to_frame(),
            "quotes": quotes is not None,
            "summary": {str(row["theme"]): row for row in records},
            "verdicts": verdicts,
            "prevalence": prevalence,
            "drawn": {},
        }
        tables = (summary, change, quotes, prevalence)
        notes = (note for table in tables if table is not None for note in table.notes)
        self._lay(
            [_card(row, summary.unit, verdicts) for row in records],
            title=f"Themes {in_whose(summary.audience)}",
            columns=("Theme", "Raised", "In", "How far it is read", "What changed"),
            lead=_lead(frame),
            notes=dict.fromkeys(notes),
            file="theme-brief",
        )

    def _parts(self, cell: Cell) -> list[Part]:
        row = self._private["summary"][cell.theme]
        out = [text(sentence(said)) for said in _given(row["stability"])]
        if _given(row["terms"]):
            out.append(text(f"Telling words: {row['terms']}."))
        out += [text(said) for said in self._why(cell.theme)]
        svg = self._picture(cell.theme)
        if svg:
            out.append(image(svg, label=f"{cell.theme}, session by session"))
        quotes = said_from(self._rows_of(cell).head(MAX_QUOTES))
        if quotes:
            out.append(heading("In people's words"))
        out += [quote(one["quote"], source=one["from"]) for one in quotes]
        if self._private["quotes"] and not quotes:
            out.append(text("No quotes were chosen here."))
        return out or [text("There is nothing more to show on this theme.")]

    def _why(self, theme: str) -> list[str]:
        """What the verdict on a theme rests on, and what to be wary of."""
        verdict = self._private["verdicts"].get(theme, {})
        return [
            *(
                sentence(f"{verdict['verdict']}: {said[:1].lower()}{said[1:]}")
                for said in _given(verdict.get("evidence"))
            ),
            *map(sentence, _given(verdict.get("warning"))),
        ]

    def _picture(self, theme: str) -> str:
        """The theme over the sessions, drawn once; ``""`` where there are no counts."""
        prevalence: Prevalence | None = self._private["prevalence"]
        if prevalence is None:
            return ""
        drawn: dict[str, str] = self._private["drawn"]
        if theme not in drawn:
            cells = cells_of(prevalence)
            can = theme in cells.themes and len(cells.sets) <= MAX_PANELS
            prefix = f"als-brief-{len(drawn)}-{self.model_id}"
            chart = _small(prevalence, theme) if can else None
            drawn[theme] = to_svg(chart, prefix=prefix) if chart else ""
        return drawn[theme]

    def _figure(self) -> str:
        cards = self._cards["cards"]
        told = [
            "".join(
                (
                    f"<section><h2>{escape(card['head'])}</h2>",
                    f"<p>{escape(' '.join(card['lines']))}</p>",
                    *(f"<p>{escape(said)}</p>" for said in self._why(card["head"])),
                    self._picture(card["head"]) if i < MAX_PICTURES else "",
                    "</section>",
                )
            )
            for i, card in enumerate(cards)
        ]
        title = f"<h1>{escape(self._title())}</h1>"
        lead = "".join(f"<p>{escape(words)}</p>" for words in self._cards["lead"])
        notes = "".join(f"<p>{escape(note)}</p>" for note in self._cards["notes"])
        return f"{title}{lead}{''.join(told)}<hr>{notes}"

    def _saved(self) -> str:
        return super()._figure()


def _small(prevalence: Prevalence, theme: str) -> Any:
    """The theme over the sessions, as small as it can be read."""
    chart = theme_trend(prevalence, theme)
    if isinstance(chart, alt.LayerChart):
        return chart.properties(width=alt.Step(_STEP), height=_HEIGHT)
    return chart


def _lead(frame: pd.DataFrame) -> tuple[str, ...]:
    return (_MACHINE,) * bool((frame["status"] == "grouping").any())


def _card(row: dict[Any, Any], unit: str, verdicts: dict[str, dict[Any, Any]]) -> Card:
    theme, whom = str(row["theme"]), by_whom(row["shown"], unit)
    where = in_places(row, "sets", "sessions")
    raised = f"raised {whom}{_share(row)}"
    status = _READ.get(str(row["status"]), sentence(str(row["status"])))
    verdict = verdicts.get(theme, {}).get("verdict", "")
    if where:
        counted = raised.startswith("raised by how many")
        raised = f"raised in {where}; {whom}" if counted else f"{raised}, in {where}"
    lines = [
        sentence(raised),
        f"Over the sessions: {verdict}." if verdict else "",
        "" if pd.isna(row["since"]) else f"Not raised since session {row['since']}.",
        status,
    ]
    return Card(
        Cell(theme),
        theme,
        tuple(line for line in lines if line),
        (theme, whom + _share(row), where, status, str(verdict)),
    )


def _share(row: dict[Any, Any]) -> str:
    """A share with its interval, where enough people wrote."""
    if pd.isna(row["share"]) or row["wrote"] < _ENOUGH:
        return ""
    share, low, high = (f"{100 * row[name]:.0f}" for name in ("share", "low", "high"))
    return f" ({share} %; 95 % interval {low} to {high} %)"


def _verdicts(change: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """Return what may be said of each theme over all of the audience's sets."""
    rows = change[change["role"].isna()]
    every = rows["set_id"].isna()
    one = len(rows["set_id"].dropna().unique()) == 1
    chosen = rows if one and not every.any() else rows[every]
    return {str(row["theme"]): row for row in chosen.to_dict("records")}


def _given(words: object) -> list[str]:
    """The words, if there are any."""
    return [words] if isinstance(words, str) and words.strip() else []
