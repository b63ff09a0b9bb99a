"""`contribution_page`: a joint display, claims and stories as one page in HTML."""

from __future__ import annotations

import html
from collections.abc import Hashable
from typing import Any

from alsjournal.cleared import Claims, Cleared, JointDisplay, Stories
from alsjournal.errors import DisclosureError

__all__ = ["contribution_page"]

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_STYLE = """
:root { color-scheme: light dark; --line: #767676; --soft: #4c5560; --paper: #fff;
        --ink: #1a1a1a; }
@media (prefers-color-scheme: dark) { :root { --line: #8a929a; --soft: #b5bdc6;
        --paper: #15191d; --ink: #eef1f4; } }
body { font: 1.0625rem/1.5 Arial, Helvetica, sans-serif; margin: 2rem auto;
       max-width: 52rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
       overflow-wrap: anywhere; }
section { border: 1px solid var(--line); border-radius: .3rem; padding: .5rem 1rem;
          margin: 1rem 0; break-inside: avoid; }
h3 { margin: .3rem 0; }
dl { margin: 0; }
dt { color: var(--soft); font-weight: bold; margin-top: .5rem; }
dd { margin: 0; white-space: pre-line; }
.notes { color: var(--soft); }
"""

_HEADS = {
    "survey": "people say (survey)",
    "themes": "they write of",
    "quotes": "in their words",
    "elements": "they show",
    "outcomes": "outcomes",
    "heard_back": "heard back on (record)",
    "attendance": "who was there",
    "claims": "claimed",
    "missing": "not measured",
    "reading": "read as: confirm, expand, contradict, or no data",
    "evidence_for": "what speaks for it",
    "evidence_against": "what speaks against it",
    "other_explanations": "what else may explain it",
    "amount": "amount, in the unit of the outcome's words",
    "strength": "strength, as somebody judged it",
}
_EMPTY = {"reading": "not read yet"}


def contribution_page(
    display: JointDisplay,
    claims: Claims,
    stories: Stories,
    *,
    title: str = "What the programme contributed",
) -> str:
    """Put what an evaluator reads of a programme on one page.

    Parameters
    ----------
    display : JointDisplay
    claims : Claims
    stories : Stories
        All for one audience.
    title : str

    Returns
    -------
    str
        HTML that opens without network and holds no script; every word is escaped.

    Raises
    ------
    DisclosureError
        If they are for several audiences.

    Examples
    --------
    >>> from alsjournal.evaluation import contribution, joint_display, stories
    >>> from alsjournal.journal import Journal
    >>> empty = Journal({})
    >>> page = contribution_page(
    ...     joint_display(empty, None), contribution(empty), stories(empty)
    ... )
    >>> page.count("<h2>"), "<script" in page
    (4, False)
    """
    parts: tuple[tuple[str, Cleared], ...] = (
        ("Numbers beside words, step by step", display),
        ("What is claimed, and what speaks against it", claims),
        ("Stories of change", stories),
    )
    audiences = {part.audience for _, part in parts}
    if len(audiences) > 1:
        msg = (
            f"A page must be for one audience. Got tables for {len(audiences)}: make "
            f"all three for the same."
        )
        raise DisclosureError(msg)
    body = "\n".join(_part(head, part) for head, part in parts)
    notes = dict.fromkeys(note for _, part in parts for note in part.notes)
    body += "\n<h2>How to read this</h2>\n<ul class='notes'>"
    body += "".join(f"<li>{html.escape(note)}</li>" for note in notes) + "</ul>"
    name = html.escape(title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{name}</h1>\n{body}\n</body>\n</html>\n"
    )


def _part(head: str, table: Cleared) -> str:
    """Each row as a card: what it is of, and then what there is to say."""
    frame = table.to_frame()
    plain = frame.astype(object).where(frame.notna(), "")
    rows = [_card(row) for row in plain.to_dict("records")]
    empty = "<p>There is nothing of this that may be shown here.</p>"
    return f"<h2>{html.escape(head)}</h2>\n" + ("\n".join(rows) or empty)


def _card(row: dict[Hashable, Any]) -> str:
    said = {str(k): v for k, v in row.items() if not str(k).endswith("_id")}
    title = " ".join(filter(None, [f"{said.pop('step', '')}:", str(said.pop("text"))]))
    lines = [
        f"<dt>{html.escape(_HEADS.get(name, name.replace('_', ' ')))}</dt>"
        f"<dd>{html.escape(_plain(value) or _EMPTY[name])}</dd>"
        for name, value in said.items()
        if _plain(value) or name in _EMPTY
    ]
    head = html.escape(title.removeprefix(": ").rstrip(":").strip() or "Without words")
    return f"<section><h3>{head}</h3><dl>{''.join(lines)}</dl></section>"


def _plain(value: object) -> str:
    """A value in words: whole numbers as such, a day without its hours."""
    if isinstance(value, float):
        return f"{value:,.15g}"
    return str(value).removesuffix(" 00:00:00")
