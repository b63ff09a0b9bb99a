"""The report in Easy Read: one idea a line, and only what people have read."""

from __future__ import annotations

from itertools import chain
from typing import Any

from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.report.decisions import Decision
from alsjournal.report.document import (
    Block,
    Document,
    Idea,
    Runs,
    Section,
    runs,
    soft,
    strong,
)
from alsjournal.report.parts.readers import with_readers
from alsjournal.report.rows import plain_rows
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["easy", "refuse_easy"]

_KINDS = ("programme", "set", "public")
_READ = ("coded", "adopted")
_MOST = 3
_FEWEST_PEOPLE = 2
_MOVED = {
    "rising": ("easy.moved_more", "up"),
    "falling": ("easy.moved_fewer", "down"),
    "moved and came back": ("easy.moved_back", "time"),
}


def refuse_easy(audience: Audience) -> None:
    """Refuse an audience that gets no report in Easy Read.

    Raises
    ------
    InputError
        If it is neither a programme, a set nor everybody.
    """
    if audience.kind not in _KINDS:
        msg = (
            "A report in Easy Read must be for 'programme', 'set:<set_id>' or "
            f"'public'. Got {audience.kind!r}: leave Easy Read out, or choose another "
            "audience."
        )
        raise InputError(msg)


def easy(summary: Summary, words: Words) -> Document:
    """Compose a report in Easy Read.

    Parameters
    ----------
    summary : Summary
    words : Words

    Returns
    -------
    Document
        Without quotes, charts and intervals. Groupings that nobody has read are left
        out, and it says that there are some.

    Raises
    ------
    InputError
        If its audience gets none in Easy Read.
    """
    refuse_easy(summary.audience)
    page = _Page(summary, words)
    sections = (
        page.section("what", page.what()),
        page.section("who", page.who()),
        page.section("most", page.most()),
        page.section("moved", page.moved()),
        page.section("next", page.next()),
        page.section("ask", page.ask()),
        page.section("no", page.no()),
    )
    fictional = f" {words('easy.fictional')}" if summary.fictional else ""
    made = words("easy.made", version=summary.version, audience=summary.audience)
    return Document(
        title=words("easy.title"),
        subtitle=summary.subtitle or summary.title,
        for_whom=words(f"easy.for_{summary.audience.kind}"),
        notice=f"{words('easy.draft')}{fictional}",
        blocks=tuple(section for section in sections if section is not None),
        footer=with_readers(made, words),
        language=words.language,
        labels=words.part("label") | {"picture": words("easy.picture")},
        easy=True,
    )


class _Page:
    """Says each part in ideas; what it needs of a summary is all cleared."""

    def __init__(self, summary: Summary, words: Words) -> None:
        self._summary = summary
        self._words = words
        self._rows = plain_rows(summary.themes.to_frame())
        self._read = [row for row in self._rows if row["status"] in _READ]

    def section(self, name: str, ideas: list[Idea]) -> Section | None:
        blocks: tuple[Block, ...] = tuple(ideas)
        head = self._words(f"easy.{name}_head")
        return Section(f"easy-{name}", head, blocks) if blocks else None

    def what(self) -> list[Idea]:
        return [
            self._idea("set", "what_set"),
            self._idea("people", "what_meet"),
            self._idea("write", "what_wrote"),
            self._idea("page", "what_this"),
            self._idea("question", "what_not_all"),
        ]

    def who(self) -> list[Idea]:
        ideas = [self._idea("write", said=self._many())]
        for name in ("sets", "sessions"):
            counts = [row[name] for row in self._rows if row[name] is not None]
            if counts and max(counts) > 1:
                several = name == "sessions" and self._summary.audience.kind != "set"
                key = f"easy.who_{name}{'_all' if several else ''}"
                said = self._words(key, n=max(counts))
                picture = "set" if name == "sets" else "time"
                ideas.append(self._idea(picture, said=said))
        return [
            *ideas,
            self._idea("stop", "who_allowed"),
            self._idea("safe", "who_safe"),
        ]

    def _many(self) -> str:
        counts = [row["wrote"] for row in self._rows if row["wrote"] is not None]
        if not counts:
            return self._words("easy.who_some")
        unit = "member" if self._summary.themes.unit == "members" else "text"
        n = max(counts)
        return self._words(f"easy.who_{unit}{'s' if n > 1 else ''}", n=n)

    def most(self) -> list[Idea]:
        """Tell what most raised of what people have read."""
        if not self._read:
            some = [self._idea("question", "most_unread")]
            return some + (
                [self._idea("page", "most_unread_why")] if self._rows else []
            )
        told = [row for row in self._read if _may_be_told(row)][:_MOST]
        ideas = [self._theme(row, self._raised(row)) for row in told]
        if not told:
            ideas.append(self._idea("question", "most_none"))
        if len(self._read) < len(self._rows):
            ideas.append(self._idea("page", "most_left_out"))
        return ideas

    def _raised(self, row: dict[str, Any]) -> str:
        if row["shown"] == "withheld":
            return self._words("easy.most_withheld")
        unit = "members" if self._summary.themes.unit == "members" else "texts"
        return self._words(f"easy.most_{unit}", shown=self._words.shown(row["shown"]))

    def moved(self) -> list[Idea]:
        """Tell what changed of what people have read; nothing to everybody."""
        change = self._summary.change
        if change is None or not self._read:
            return []
        known = {row["theme"] for row in self._read}
        rows = [row for row in plain_rows(change.to_frame()) if row["theme"] in known]
        called = [row for row in rows if row["verdict"] in _MOVED][:_MOST]
        ideas = []
        for row in called:
            key, picture = _MOVED[row["verdict"]]
            ideas.append(self._theme(row, self._words(key), picture))
        last = "moved_others" if called else "moved_unknown"
        if len(called) < len(rows) or not called:
            ideas.append(self._idea("question", last))
        return ideas

    def next(self) -> list[Idea]:
        """Tell what is asked, of whom; not to everybody."""
        decisions = tuple(chain.from_iterable(self._summary.decisions.values()))
        if not decisions:
            return [self._idea("decide", "next_none")]
        own = self._summary.audience.kind != "public"
        return [self._asked(decision) for decision in decisions] if own else []

    def _asked(self, decision: Decision) -> Idea:
        words = self._words
        lines = [runs(words("easy.next_asked"), " ", strong(decision.decision))]
        if decision.owner:
            lines.append(runs(words("easy.next_owner"), f" {decision.owner}"))
        else:
            lines.append(runs(words("easy.next_nobody")))
        if decision.by:
            lines.append(runs(words("easy.next_by"), f" {decision.by}"))
        return self._lines("decide", tuple(lines))

    def ask(self) -> list[Idea]:
        blank = soft(f"[{self._words('easy.ask_blank')}]")
        whom = runs(self._words("easy.ask_who"), " ", blank)
        return [self._lines("phone", (whom,)), self._idea("people", "ask_help")]

    def no(self) -> list[Idea]:
        return [
            self._idea("stop", "no_yes"),
            self._idea("stop", "no_stop"),
            self._idea("safe", "no_back"),
            self._idea("page", "no_printed"),
        ]

    def _theme(self, row: dict[str, Any], said: str, picture: str = "topic") -> Idea:
        return self._lines(picture, (runs(strong(str(row["theme"]))), *_apart(said)))

    def _idea(self, picture: str, key: str = "", *, said: str = "") -> Idea:
        return self._lines(picture, _apart(said or self._words(f"easy.{key}")))

    def _lines(self, picture: str, lines: tuple[Runs, ...]) -> Idea:
        of = self._words(f"easy.picture_{picture}")
        return Idea(lines, of)


def _may_be_told(row: dict[str, Any]) -> bool:
    """Leave out what one person raised, and what may not be told."""
    shown = str(row["shown"])
    few = row["raised"] is not None and row["raised"] < _FEWEST_PEOPLE
    return not few and shown != "nobody wrote" and not shown.startswith("fewer")


def _apart(said: str) -> tuple[Runs, ...]:
    """Put each sentence on a line of its own.

    Examples
    --------
    >>> [line[0].text for line in _apart("Yes. You can stop.")]
    ['Yes.', 'You can stop.']
    """
    ends = said.replace(". ", ".\n")
    return tuple(runs(line) for line in ends.split("\n"))
