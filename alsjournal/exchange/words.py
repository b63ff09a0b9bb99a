"""What an export says of itself: for whom, of whom, what may not be done with it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from alsjournal._version import __version__
from alsjournal.dictionary import meaning_of
from alsjournal.disclosure import Audience
from alsjournal.exchange import spreadsheet
from alsjournal.exchange.content import Content
from alsjournal.exchange.folder import MACHINES
from alsjournal.exchange.spreadsheet import Fitter
from alsjournal.trends.quotes import set_words

__all__ = ["Lines", "as_text", "read_me"]

Lines = tuple[tuple[str, str], ...]
"""Each with a heading, which may be empty, and a sentence or two."""

_WHO = {
    "research": "The analysts named in the agreement, and nobody else.",
    "programme": "Those who lead the programme.",
    "public": "Everybody.",
}
_MAY_NOT = """
research
These people can still be recognised by somebody who knows them: under UK GDPR this is
personal data. Keep it encrypted, and only where the agreement says that it may be kept.

research
Do not try to find out who somebody is, nor join this with other data about people.

research
Do not pass it on. Counts are exact and small numbers are not protected: what others
see must be made for them (`--audience programme`).

research
Quote only texts whose permission is quote, and no further than its reach: see the table
permissions. A text that has none there may be counted in the programme, and no more.

set
The counts are exact: do not pass them on beyond the set, they would point at people.

programme
Do not publish it: what the public may see is less (`--audience public`).

programme, public
Do not try to work out a number that is not shown, from the others or from another
export, nor who somebody is.

research, set, programme
When somebody takes a permission back, delete this folder and export again.
"""
# For whom, then the sentence.
_LICENCE = (
    "The people who wrote have the rights in their words. They gave them under the "
    "agreement of their set and a permission that they can take back. This export "
    "adds no licence."
)
_UNCHANGED = (
    f"The folder {MACHINES} holds the same tables without any change, for R, Python "
    f"and the like. An empty cell here may be a missing value or an empty text; there "
    f"the two are kept apart."
)
_WORKBOOK = (
    "Open the workbook rather than the csv: a spreadsheet guesses what a csv means, "
    "and may turn an id into a date."
)
_APOSTROPHE = (
    "In csv a text that a spreadsheet would run as a formula has an apostrophe before "
    "it. In the workbook it is plain text."
)


def read_me(
    content: Content,
    rows: Mapping[str, int],
    fitter: Fitter,
    formats: Sequence[str],
) -> Lines:
    """Return what stands on the first sheet.

    Parameters
    ----------
    content : Content
        Gone through, so that what was left out is known.
    rows : mapping of str to int
        Rows written, by table.
    fitter : Fitter
        With what it had to change.
    formats : sequence of {"csv", "xlsx", "parquet"}

    Returns
    -------
    tuple of (str, str)
    """
    who = content.audience
    lines = [(content.title, "")]
    if content.provenance.get("fictional"):
        lines.append(("", "Everything in it is fictional."))
    lines.append(("For", _who(who)))
    lines.append(("Of", f"{content.people}."))
    if content.until:
        lines.append(("Sessions", f"Up to {content.until}."))
    if content.selection:
        chosen = ", ".join(content.selection)
        lines.append(("Part", f"A part of the journal, chosen by {chosen}."))
    lines += _headed("What may not be done", _may_not(who))
    lines.append(("Licence", _LICENCE))
    lines += _headed("Left out", _left_out(content))
    lines += _headed("Changed for a spreadsheet", _changed(fitter, rows))
    lines += _headed(
        "Tables",
        [f"{n}: {k:,} row{'s' * (k != 1)}. {meaning_of(n)}" for n, k in rows.items()],
    )
    why = [f"{n} has no rows: {reason}." for n, reason in content.empty.items()]
    lines += _headed("To know", (*why, *content.notes))
    lines += _headed("How to read", (*_machines(formats), _WORKBOOK, _APOSTROPHE))
    policy = content.provenance.get("policy", "default")
    lines.append(("Made by", f"alsjournal {__version__}, policy {policy}."))
    return tuple(lines)


def as_text(lines: Lines) -> str:
    """Lay the lines out as plain text."""
    out: list[str] = []
    for heading, words in lines:
        if heading:
            out.append(f"\n{heading}" if out else heading)
        out += textwrap.wrap(words, 78, initial_indent="  ", subsequent_indent="  ")
    return "\n".join(out) + "\n"


def _who(who: Audience) -> str:
    if who.kind == "set":
        words = set_words(who.name)
        return f"{words[0].upper()}{words[1:]} and its facilitator, and nobody else."
    return _WHO[who.kind]


def _may_not(who: Audience) -> list[str]:
    blocks = [block.split("\n", 1) for block in _MAY_NOT.strip().split("\n\n")]
    return [
        " ".join(words.split())
        for whom, words in blocks
        if who.kind in whom.split(", ")
    ]


def _headed(heading: str, sentences: Sequence[str]) -> list[tuple[str, str]]:
    return [(heading if i == 0 else "", words) for i, words in enumerate(sentences)]


def _left_out(content: Content) -> list[str]:
    gone = {name: n for name, n in content.left_out.items() if n}
    memos = gone.pop("memos", 0)
    said = []
    texts = gone.pop("reflections", 0)
    if texts:
        said.append(
            f"{texts:,} text{'s' * (texts != 1)} that the writer keeps to themselves, "
            f"or took back the permission for."
        )
    if gone:
        listed = ", ".join(f"{name} {n:,}" for name, n in gone.items())
        said.append(f"What hangs on such texts and people, in rows: {listed}.")
    if memos:
        said.append(
            f"{memos:,} memo{'s' * (memos != 1)}: private unless asked for, and never "
            f"about texts that were left out."
        )
    return said


def _changed(fitter: Fitter, rows: Mapping[str, int]) -> list[str]:
    said = []
    for (table, column), n in sorted(fitter.cut.items()):
        said.append(
            f"{table}, {column}: {n:,} text{'s' * (n != 1)} longer than a cell holds "
            f"(32,767 characters) {'end' if n != 1 else 'ends'} with a note where it "
            f"was cut. {fitter.whole}"
        )
    for (table, column), n in sorted(fitter.signs.items()):
        said.append(
            f"{table}, {column}: {n:,} text{'s' * (n != 1)} with control characters, "
            f"which no cell holds, show a sign in their place (as \u240b). "
            f"{fitter.whole}"
        )
    for name, n in rows.items():
        if n > spreadsheet.ROWS:
            said.append(
                f"{name}: {n:,} rows are more than a sheet holds "
                f"({spreadsheet.ROWS:,} and the header), and go on in {name}-2 and so "
                f"on."
            )
    return said


def _machines(formats: Sequence[str]) -> tuple[str, ...]:
    return (_UNCHANGED,) if set(formats) & {"csv", "parquet"} else ()
