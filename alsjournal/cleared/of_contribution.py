"""Released tables of what a programme contributed: claims, stories, displays."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass

from alsjournal.cleared.base import Cleared

__all__ = ["Claims", "JointDisplay", "Stories"]

_HEADINGS = {
    "step": "step",
    "text": "what is to happen",
    "assumptions": "what it assumes",
    "survey": "what people say of themselves (survey)",
    "themes": "what they write of",
    "quotes": "in their words",
    "elements": "how they reflect",
    "outcomes": "outcomes on record",
    "heard_back": "actions heard back on (record)",
    "attendance": "who was there and wrote",
    "claims": "what is claimed, and against it",
    "missing": "not measured",
    "reading": "reading: confirm, expand, contradict, no data",
    "note": "note",
    "read_by": "read by",
    "read_at": "read on",
}
_NOT_READ = "not read yet"
_ALWAYS = ("step", "text", "reading", "note")


@dataclass(frozen=True, repr=False, eq=False)
class Claims(Cleared):
    """What the programme is said to have had a part in, with what speaks against it.

    ``outcome`` is the outcome's own words and ``amount`` what was claimed in them;
    ``claimed_by`` is the kind of who claimed it (*member*, *set*, *organisation*, *not
    said*), never who, and ``checked`` says whether somebody verified it. ``strength``
    is a judgement of ``judged_by``, of the day ``judged_at``: nothing is computed from
    it. ``note`` says what is missing: counter-evidence, other explanations, a
    judgement, an outcome.
    """

    COLUMNS = (
        *("claim_id", "set_id", "session", "step", "text"),
        *("outcome", "level", "amount", "claimed_by", "checked"),
        *("evidence_for", "evidence_against", "other_explanations"),
        *("strength", "judged_by", "judged_at", "note"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Stories(Cleared):
    """Stories of change that were chosen, with who chose each and why.

    ``text`` and ``reason`` are empty where whose the story is has not allowed quotes.
    """

    COLUMNS = (
        *("story_id", "set_id", "session", "domain", "level"),
        *("text", "chosen_by", "reason", "note"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class JointDisplay(Cleared):
    """What was counted beside what was written, along the steps of a theory of change.

    A row a step. Several figures of one kind stand in one cell, a line each. What
    people say that they did (``survey``) and what was heard back on (``heard_back``)
    are two columns, and no figure is made of both. ``missing`` names what nothing
    measures. ``reading`` (*confirm*, *expand*, *contradict* or *no data*), ``note``,
    ``read_by`` and ``read_at`` are empty until a person has filled them in.
    """

    COLUMNS = (
        *("step", "text", "assumptions", "survey", "themes", "quotes", "elements"),
        *("outcomes", "heard_back", "attendance", "claims", "missing"),
        *("reading", "note", "read_by", "read_at"),
    )

    def to_html(self) -> str:
        """Return the display as a table in HTML, every word escaped.

        Returns
        -------
        str
            A ``table`` and its notes, to be put into a page. Columns in which nothing
            stands are left out, but those to fill in.
        """
        names, rows = self._shown(lambda s: html.escape(s).replace("\n", "<br>"))
        heads = "".join(f"<th scope='col'>{_HEADINGS[name]}</th>" for name in names)
        body = "".join(
            f"<tr><th scope='row'>{first}</th>"
            + "".join(f"<td>{cell}</td>" for cell in cells)
            + "</tr>\n"
            for first, *cells in rows
        )
        said = (f"For the audience {self.audience}.", *self.notes)
        notes = "".join(f"<p>{html.escape(note)}</p>\n" for note in said)
        return f"<table>\n<tr>{heads}</tr>\n{body}</table>\n{notes}"

    def to_markdown(self) -> str:
        """Return the display as a table in Markdown, for a report that is written on.

        Returns
        -------
        str
        """
        names, rows = self._shown(_in_markdown)
        lines = [[_HEADINGS[name] for name in names], ["---"] * len(names), *rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        notes = "\n".join(f"- {note}" for note in self.notes)
        return f"{table}\n\nFor the audience {self.audience}.\n\n{notes}\n"

    def _repr_html_(self) -> str:
        """Show a small table for each step: one row of all columns is too narrow."""
        names, rows = self._shown(lambda s: html.escape(s).replace("\n", "<br>"))
        steps = [_beneath(dict(zip(names, row, strict=True))) for row in rows]
        said = (f"For the audience {self.audience}.", *self.notes)
        notes = "".join(f"<p>{html.escape(note)}</p>\n" for note in said)
        return "".join(steps) + notes

    def _shown(
        self, written: Callable[[str], str]
    ) -> tuple[list[str], list[list[str]]]:
        """Return the columns that say something, and the cells of each row."""
        frame = self.to_frame()
        frame = frame.astype(object).where(frame.notna(), "")
        names = [
            name
            for name in self.COLUMNS
            if name in _ALWAYS or any(cell for cell in frame[name])
        ]
        rows = [
            [written(str(cell)) for cell in row]
            for row in frame[names].itertuples(index=False, name=None)
        ]
        return names, rows


def _beneath(cells: dict[str, str]) -> str:
    """Return a step as a table of its own: what each cell is, and what it says."""
    named = f"{cells.pop('step')}: {cells.pop('text')}".rstrip(": ")
    left = "text-align:left;vertical-align:top"
    rows = "".join(
        f"<tr><th scope='row' style='{left};width:13em'>{_HEADINGS[name]}</th>"
        f"<td style='{left}'>{cell or _NOT_READ}</td></tr>\n"
        for name, cell in cells.items()
        if cell or name == "reading"
    )
    caption = f"<caption style='text-align:left'><b>{named}</b></caption>"
    return f"<table style='width:100%;max-width:52em'>\n{caption}\n{rows}</table>\n"


def _in_markdown(words: str) -> str:
    r"""Keep a cell in its cell: bars, breaks and tags are written otherwise.

    Examples
    --------
    >>> print(_in_markdown("a | b\n<i>"))
    a \| b<br>&lt;i&gt;
    """
    plain = html.escape(words, quote=False).replace("\\", "\\\\").replace("|", "\\|")
    return plain.replace("\n", "<br>")
