"""Findings to answer to: what is asked, of whom, and what becomes of the answers."""

from __future__ import annotations

from alsjournal.report.asked import Asked, Sheet
from alsjournal.report.document import (
    Answers,
    Ask,
    Block,
    Box,
    Card,
    Cards,
    Document,
    Items,
    Para,
    Section,
    runs,
)
from alsjournal.report.parts.readers import with_readers
from alsjournal.report.words import Words
from alsjournal.trends.responses import BOXES

__all__ = ["sheet_document"]

_HOW = ("how_voluntary", "how_read", "how_kept", "how_code")
_LABELS = ("member", "lines", "copy", "copied", "save")
_NOBODY_READ = ("grouping", "candidate")


def sheet_document(sheet: Sheet, words: Words) -> Document:
    """Compose a page of findings that its readers answer to.

    Parameters
    ----------
    sheet : Sheet
    words : Words

    Returns
    -------
    Document
        Nobody's words stand on it: they are put to a group by nobody but themselves.
    """
    kind = sheet.audience.kind
    asked = words(f"ask.subtitle_{kind}")
    footer = words(
        "label.made_with", version=sheet.version, coder="", audience=sheet.audience
    )
    return Document(
        title=asked,
        subtitle=": ".join(filter(None, (sheet.title, sheet.subtitle))),
        for_whom=words(f"ask.for_{kind}"),
        notice=words("label.fictional") if sheet.fictional else "",
        blocks=(
            _how(sheet, words),
            _findings(sheet, words),
            _open(sheet, words),
            _answers(words),
        ),
        footer=with_readers(footer, words),
        language=words.language,
        labels=words.part("label"),
    )


def _how(sheet: Sheet, words: Words) -> Section:
    lines = [words(f"ask.{name}") for name in _HOW]
    if sheet.contact:
        lines.append(words("ask.contact", contact=sheet.contact))
    blocks = (
        Para(runs(words("ask.how_what")), "lead"),
        Box((Items(tuple(runs(line) for line in lines)),)),
    )
    return Section("how", words("ask.how"), blocks)


def _findings(sheet: Sheet, words: Words) -> Section:
    blocks: tuple[Block, ...] = (Para(runs(words("ask.none"))),)
    if sheet.findings:
        cards = tuple(_card(sheet, finding, words) for finding in sheet.findings)
        blocks = (Cards(cards, numbered=True),)
    return Section("findings", words("ask.findings"), blocks)


def _card(sheet: Sheet, finding: Asked, words: Words) -> Card:
    people = f"{sheet.audience.kind}_{finding.how_many}"
    key = people if sheet.unit == "members" else "texts"
    said = words(f"ask.{key}", shown=words.shown(finding.shown))
    if finding.since is not None:
        said += " " + words("ask.since", since=finding.since)
    blocks: list[Block] = [Para(runs(said))]
    if finding.status in _NOBODY_READ:
        blocks.append(Para(runs(words(f"ask.{finding.status}")), "soft"))
    blocks.append(
        Ask(
            finding.code,
            words("ask.about", theme=finding.theme),
            words("ask.line"),
            tuple((box, words(f"ask.box_{box}")) for box in BOXES),
            words("ask.code", code=finding.code),
        )
    )
    return Card(finding.theme, tuple(blocks))


def _open(sheet: Sheet, words: Words) -> Section:
    code = sheet.open_code
    ask = Ask(
        code,
        words("ask.open"),
        words("ask.open_more"),
        note=words("ask.code", code=code),
    )
    return Section("open", words("ask.open"), (ask,))


def _answers(words: Words) -> Section:
    labels = {name: words(f"ask.{name}") for name in _LABELS}
    block = Answers(words("ask.answers_intro"), words("ask.by_hand"), labels)
    return Section("answers", words("ask.answers"), (block,))
