"""The one page that a facilitator brings: nobody's words stand on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from alsjournal.report.document import (
    Block,
    Items,
    Para,
    Run,
    Runs,
    Section,
    runs,
    strong,
)
from alsjournal.report.parts.marks import Marks
from alsjournal.report.parts.told import unlettered
from alsjournal.report.rows import plain_rows
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["before_session"]

_MOST = 4  # of each list: the page is one side
_LONGEST = 45  # words of what a set wrote together
_SENTENCE_END = re.compile(r"(?<=[.;?!]) ")


def before_session(summary: Summary, words: Words) -> Section:
    """Put a set's page before its next session on one side."""
    marks = Marks(summary, words)
    parts = (
        ("learned", _learned(summary, words)),
        ("back", _raised(summary, words, marks, "came back", "back")),
        ("new", _raised(summary, words, marks, "new", "new")),
        ("unheard", _unheard(summary, words)),
        ("ask", _questions(summary, words, marks)),
    )
    blocks: list[Block] = [Para(runs(words("page.intro")), "soft")]
    for name, inside in parts:
        head = words(f"page.{name}")
        blocks.append(Section(f"page-{name}", head, tuple(inside), level=3))
    if marks.shaky:
        blocks.append(Para(runs(words("page.shaky_left_out")), "soft"))
    blocks.append(Para(runs(words("page.few")), "soft"))
    return Section("page", words("page.head"), tuple(blocks), one_side=True)


def _learned(summary: Summary, words: Words) -> list[Block]:
    """Tell what the set wrote together, and how it heard back; no member's words."""
    blocks: list[Block] = []
    if summary.learned is not None:
        told = summary.learned.table.to_frame()
        together = told[(told["what"] == "told") & (told["source"] == "set text")]
        latest = together.sort_values("session", ascending=False, kind="stable")
        lines = [
            runs(strong(words("label.session_n", n=row["session"])), f": {_cut(row)}")
            for row in plain_rows(latest.head(2))
            if row["session"] is not None
        ]
        blocks += [Items(tuple(lines))] if lines else []
    if summary.recorded.heard is not None:
        for row in plain_rows(summary.recorded.heard.to_frame()):
            if row["what"] == "in all" and row["in_words"]:
                said = words.shown(row["in_words"])
                blocks.append(Para(runs(words("page.heard", said=said))))
    if not blocks:
        blocks.append(Para(runs(words("page.learned_none"))))
    if summary.learned is not None and len(summary.learned.chosen):
        blocks.append(Para(runs(words("page.learned_more")), "soft"))
    return blocks


def _cut(row: dict[str, Any]) -> str:
    """Take the first sentences, whole ones, as far as they fit."""
    sentences = _SENTENCE_END.split(" ".join(unlettered(str(row["text"])).split()))
    taken = 1
    while taken < len(sentences) and _words(sentences[: taken + 1]) <= _LONGEST:
        taken += 1
    more = " [...]" if taken < len(sentences) else ""
    return " ".join(sentences[:taken]) + more


def _words(sentences: list[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def _raised(
    summary: Summary, words: Words, marks: Marks, what: str, part: str
) -> list[Block]:
    """List the themes that are new at the last session, or came back."""
    every = _difference(summary)
    rows = [row for row in every if not marks.is_shaky(str(row["theme"]))]
    lines = [
        runs(
            strong(str(row["theme"])),
            *_marked(marks, str(row["theme"])),
            ": ",
            words(
                f"page.{part}_one" if _is_one(row) else f"page.{part}_line",
                session=row["session"],
                shown=words.shown(row["shown_now"]),
            ),
        )
        for row in rows
        if row["what"] == what
    ]
    shaky = any(row["what"] == what for row in every) and not lines
    none = words("page.none_holds" if shaky else f"page.{part}_none")
    blocks: list[Block] = _list(lines, none)
    gone = [str(row["theme"]) for row in rows if row["what"] == "not raised this time"]
    if part == "back" and gone:
        session = rows[0]["session"]
        said = words("page.gone", session=session, themes="; ".join(gone[:_MOST]))
        blocks.append(Para(runs(said)))
    return blocks


def _is_one(row: dict[str, Any]) -> bool:
    """Whether the number would be of one person, on a page that is brought along."""
    return str(row["shown_now"]).startswith("1 of ")


def _marked(marks: Marks, theme: str) -> tuple[str | Run, ...]:
    mark = marks.of(theme)
    return (" ", mark) if mark.text else ()


def _difference(summary: Summary) -> list[dict[str, Any]]:
    table = summary.recorded.difference
    return [] if table is None else plain_rows(table.to_frame())


def _list(lines: list[Runs], none: str) -> list[Block]:
    return [Items(tuple(lines[:_MOST]))] if lines else [Para(runs(none))]


def _unheard(summary: Summary, words: Words) -> list[Block]:
    """List actions of earlier sessions that nobody has told of since."""
    trail = summary.recorded.trail
    if trail is None:
        return [Para(runs(words("page.unheard_no_record")))]
    rows = plain_rows(trail.to_frame())
    actions = [row for row in rows if row["kind"] == "action"]
    if not actions:
        return [Para(runs(words("page.unheard_no_record")))]
    told = {_key(row) for row in rows if row["kind"] == "report back"}
    heard = summary.recorded.heard
    counted = [] if heard is None else plain_rows(heard.to_frame())
    # As it is counted beside: a session may be held of which there is no text.
    due = {r["session"] for r in counted if r["what"] == "session" and r["not_yet"]}
    hidden = words("page.unheard_hidden")
    lines = [
        runs(
            words(
                "page.unheard_line",
                session=row["session"],
                action=row["text"] or hidden,
            )
        )
        for row in actions
        if _key(row) not in told and row["session"] in due
    ]
    note = Para(runs(words("page.unheard_note")), "soft")
    return [*_list(lines, words("page.unheard_none")), *([note] if lines else [])]


def _key(row: dict[str, Any]) -> tuple[Any, Any]:
    return row["issue_id"], row["about"]


def _questions(summary: Summary, words: Words, marks: Marks) -> list[Block]:
    """Choose a question for each of the themes that a set might look at first."""
    cards = summary.recorded.cards
    if cards is None:
        return [Para(runs(words("page.ask_none")))]
    asked: dict[str, list[str]] = {}
    for row in plain_rows(cards.to_frame()):
        if row["kind"] == "question to ask" and row["text"]:
            asked.setdefault(str(row["theme"]), []).append(str(row["text"]))
    lines, used = [], set()
    for theme in _first(summary, asked):
        if marks.is_shaky(theme):
            continue
        question = next((q for q in asked[theme] if q not in used), None)
        if question is None:
            continue
        used.add(question)
        said = words("page.ask_about", theme=theme, question=question)
        lines.append(runs(said, *_marked(marks, theme)))
    return _list(lines, words("page.ask_none"))


def _first(summary: Summary, themes: Iterable[str]) -> list[str]:
    """Order themes: what came back, what went, what is new, then as they recur."""
    order = {"came back": 0, "not raised this time": 1, "new": 2}
    what = {str(row["theme"]): str(row["what"]) for row in _difference(summary)}
    return sorted(themes, key=lambda theme: order.get(what.get(theme, ""), 3))
