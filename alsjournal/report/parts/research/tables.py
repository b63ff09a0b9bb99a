"""The tables for those who check, each with a download of all its columns."""

from __future__ import annotations

from alsjournal.cleared import Cleared
from alsjournal.report.document import ENGLISH, Block, Para, Section, runs
from alsjournal.report.parts.research.cells import grid, laid_out
from alsjournal.report.research import ForResearch
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["tables"]

_COLUMNS = {
    "prevalence": (
        *("theme", "where", "raised", "wrote", "present", "on_roll"),
        *("share", "low:high"),
    ),
    "change": (
        *("theme", "verdict", "start", "end", "change", "change_low:change_high"),
        *("p", "q"),
    ),
    "change_others": (
        *("theme", "pooled_change", "pooled_low:pooled_high", "continuing"),
        *("continuing_change", "continuing_low:continuing_high", "smallest"),
    ),
    "recurrence": (
        *("theme", "sets_raised", "sessions_raised", "came_back"),
        *("status_now", "because", "resolved"),
    ),
    "power": ("starts", "smallest", "smallest_of_many", "sentence"),
    "survey": ("question", "wave", "n", "answered", "invited", "share", "low:high"),
    "survey_change": (
        *("question", "wave", "change", "change_low:change_high", "p", "q"),
    ),
    "presence": ("where", "on_roll", "present", "missed", "wrote"),
    "membership": ("what", "set_id", "standing", "attrition", "members", "of"),
    "silence": (
        *("where", "theme", "on_roll", "silent", "raised_by", "at_least", "at_most"),
    ),
}

_AGAIN = ("change_others", "survey_change")
"""Other columns of a table whose download has all of them."""


def tables(summary: Summary, found: ForResearch, words: Words) -> Section:
    """Lay every table out that the journal gives."""
    figures = found.figures
    given: dict[str, Cleared | None] = {
        "prevalence": figures.by_set,
        "change": summary.change,
        "change_others": summary.change,
        "recurrence": summary.recurrence,
        "power": figures.power,
        "survey": summary.recorded.survey,
        "survey_change": summary.recorded.survey,
        "presence": summary.recorded.presence,
        "membership": summary.recorded.membership,
        "silence": figures.silence,
    }
    blocks: list[Block] = [Para(runs(words("research.tables_note")), "soft")]
    notes: dict[str, None] = {}
    for name, table in given.items():
        if table is None or not len(table):
            continue
        caption = words(f"research.{name}_caption")
        file = "" if name in _AGAIN else f"research-{name}.csv"
        made = laid_out(table, caption, _COLUMNS[name], words, file)
        blocks += [made] if made.rows else []
        notes |= dict.fromkeys(table.notes)
    if figures.cautions:
        caption = words("research.cautions_caption")
        columns = ("do_not_claim", "why")
        blocks.append(grid(caption, columns, figures.cautions, words, "cautions.csv"))
    blocks += [Para(runs(note), "soft", ENGLISH) for note in notes]
    return Section("tables", words("research.tables_head"), tuple(blocks))
