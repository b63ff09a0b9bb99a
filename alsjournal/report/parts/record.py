"""What the record and the survey tell: answers, outcomes, claims, stories."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alsjournal.exchange import csv_text
from alsjournal.report.document import (
    ENGLISH,
    Block,
    Card,
    Cards,
    Para,
    Picture,
    Run,
    Section,
    Table,
    runs,
    strong,
)
from alsjournal.report.parts.research.cells import between
from alsjournal.report.rows import plain_rows
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["outcomes", "survey"]

_CLAIM = {
    "outcome": "claim_outcome",
    "claimed_by": "claim_by",
    "evidence_for": "claim_for",
    "evidence_against": "claim_against",
    "other_explanations": "claim_other",
    "strength": "claim_strength",
}
_CLOSED = ("claimed_by", "checked", "strength", "evidence_against")


def survey(summary: Summary, words: Words) -> Section | None:
    """Chart the last wave, and lay all waves out beside each other."""
    from alsjournal.charts import survey_bars

    table = summary.recorded.survey
    if table is None:
        return None
    frame = table.to_frame()
    columns = ("question", "wave", "said", "interval", "change")
    rows = tuple(
        (
            str(row["question"] or row["item"]),
            words.shown(row["wave"] or ""),
            words.shown(row["in_words"] or row["shown"]),
            words.shown(between(row["low"], row["high"])),
            words.shown(row["change_in_words"] or ""),
        )
        for row in plain_rows(frame)
    )
    told = Table(
        words("survey.caption"),
        tuple(words(f"survey.{name}") for name in columns),
        rows,
        file="survey.csv",
        csv=csv_text(table),
        folded=words("label.same_as_table"),
    )
    notes = Run(" ".join(table.notes), language=ENGLISH)
    own = summary.audience.kind == "set" and frame["set_id"].isna().all()
    all_sets = f" {words('survey.note_set')}" if own else ""
    note = Para(runs(words("survey.note"), all_sets, " ", notes), "soft")
    if not frame["share"].notna().any():
        return Section("survey", words("survey.head"), (told, note))
    chart = survey_bars(table)
    picture = Picture(chart, str(chart.to_dict()["description"]), told, ENGLISH)
    return Section("survey", words("survey.head"), (picture, note))


def outcomes(summary: Summary, words: Words) -> Section | None:
    """Tell outcomes, who claims them with what speaks against it, and stories."""
    kept = summary.recorded
    blocks: list[Block] = []
    if kept.heard is not None:
        blocks += _heard(plain_rows(kept.heard.to_frame()), words)
    if kept.outcomes is not None:
        blocks.append(_levels(kept.outcomes.to_frame(), words))
    if kept.claims is not None:
        cards = [_claim(row, words) for row in plain_rows(kept.claims.to_frame())]
        some = (Cards(tuple(cards)), *_notes(kept.claims.notes))
        blocks.append(Section("claims", words("outcomes.claims_head"), some, level=3))
    if kept.stories is not None:
        cards = [_story(row, words) for row in plain_rows(kept.stories.to_frame())]
        some = (Cards(tuple(cards)), *_notes(kept.stories.notes))
        blocks.append(Section("stories", words("outcomes.stories_head"), some, level=3))
    if not blocks:
        return None
    return Section("outcomes", words("outcomes.head"), tuple(blocks))


def _notes(notes: tuple[str, ...]) -> tuple[Para, ...]:
    return tuple(Para(runs(note), "soft", ENGLISH) for note in notes)


def _heard(rows: list[dict[str, Any]], words: Words) -> list[Block]:
    for row in rows:
        if row["what"] != "in all":
            continue
        hidden = row["heard"] is None
        key = "outcomes.heard_back_withheld" if hidden else "outcomes.heard_back"
        shown = words.shown(str(row["shown"]).removeprefix("heard back on "))
        return [Para(runs(words(key, shown=shown)))]
    return []


def _levels(frame: pd.DataFrame, words: Words) -> Table:
    """Lay outcomes out by level: checked beside claimed."""
    told = frame[frame["what"].isin(["in all", "level"])]
    named = told["level"].astype("str").where(told["level"].notna(), "")
    told = told.assign(level=named)
    rows = []
    for level, own in told.groupby("level", sort=False):
        shown = dict(zip(own["checked"], own["shown"], strict=True))
        head = words.shown(level) or words("outcomes.in_all")
        told_as = (words.shown(shown.get(name, "")) for name in ("checked", "claimed"))
        rows.append((head, *told_as))
    columns = ("what", "checked", "claimed")
    return Table(
        words("outcomes.caption"),
        tuple(words(f"outcomes.{name}") for name in columns),
        tuple(rows),
    )


def _claim(row: dict[str, Any], words: Words) -> Card:
    lines = []
    for name, key in _CLAIM.items():
        said = row.get(name)
        if said is None and name == "evidence_against":
            said = words("outcomes.claim_none")
        if said is not None:
            head = strong(f"{words(f'outcomes.{key}')}.")
            kept = "" if name in _CLOSED else ENGLISH
            told = words.shown(said) if name in _CLOSED else str(said)
            if name == "claimed_by" and row["checked"]:
                told += f", {words.shown(row['checked'])}"
            lines.append(Para(runs(head, " ", Run(told, language=kept))))
    return Card(str(row["text"] or ""), tuple(lines))


def _story(row: dict[str, Any], words: Words) -> Card:
    level = words.shown(row["level"])
    source = words("outcomes.story_source", level=level, domain=row["domain"])
    blocks: list[Block] = [Para(runs(str(row["text"] or "")), language=ENGLISH)]
    why = row["reason"]
    if why:
        reason = Run(str(why), language=ENGLISH)
        blocks.append(Para(runs(words("outcomes.story_why", why=""), reason)))
    return Card(source, tuple(blocks))
