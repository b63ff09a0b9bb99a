"""`supervision_page`: a facilitator's own log, laid out to take along."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import Facilitation, FacilitatorLog
from alsjournal.errors import InputError
from alsjournal.report.page import environment, html_file, write_whole

__all__ = ["render_supervision", "supervision_page"]

_PARTS = {
    "lead": "you led",
    "co": "co-facilitator",
    "trainee": "trainee",
    "rotating": "your turn",
    "not said": "not said",
}


def supervision_page(
    log: FacilitatorLog, path: str | os.PathLike[str], *, parts: Facilitation
) -> Path:
    """Write a facilitator's page: one HTML file that loads and runs nothing.

    Parameters
    ----------
    log : FacilitatorLog
        From `facilitator_log`.
    path : str or path
        Ends in ``.html``. An earlier page there is replaced, as a whole; where files
        have owners, nobody but the owner can read it.
    parts : Facilitation
        From `facilitation_parts`, for the same member.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    InputError
        If the two are not for one member, or the path is not an HTML file.
    SourceError
        If the file cannot be written there.
    """
    target = html_file(path, "page")
    write_whole(target, render_supervision(log, parts), "page")
    return target


def render_supervision(log: FacilitatorLog, parts: Facilitation) -> str:
    """Return the page as HTML, every text in it escaped.

    Raises
    ------
    InputError
        If the two are not for one member.
    """
    if log.audience != parts.audience:
        msg = (
            "The log and the parts must be made for the same member. Make both with "
            "the same audience."
        )
        raise InputError(msg)
    frame, changes = log.to_frame(), parts.to_frame()
    changes = changes[changes["what"] == "session"]
    own = {what: _rows(rows) for what, rows in frame.groupby("what", sort=False)}
    sets = frame["set_id"].dropna().drop_duplicates().sort_values()
    page: str = (
        environment()
        .get_template("supervision.html.j2")
        .render(
            pseudonym=log.audience.partition(":")[2],
            supervision=[row["text"] for row in own.get("for supervision", [])],
            sets=[_of_set(str(one), own, changes) for one in sets],
            loose=_entries([r for r in own.get("log", []) if r["set_id"] is None]),
            kinds=own.get("kind", []),
            notes=log.notes,
            version=__version__,
        )
    )
    return page


def _of_set(
    set_id: str, own: dict[Any, list[dict[str, Any]]], changes: pd.DataFrame
) -> dict[str, Any]:
    """Return what the page tells of one set."""
    since = {
        row["session"]: row["since"]
        for row in _rows(changes[changes["set_id"] == set_id])
    }

    def of(what: str) -> list[dict[str, Any]]:
        return [row for row in own.get(what, []) if row["set_id"] == set_id]

    sessions = [
        {**row, "part": _PARTS[row["part"]], "since": since.get(row["session"])}
        for row in of("session")
    ]
    return {
        "set_id": set_id,
        "sessions": sessions,
        "logs": _entries(of("log")),
        "asked": of("question"),
    }


def _entries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the passages of one session's logs together."""
    out: list[dict[str, Any]] = []
    for row in rows:
        if not out or out[-1]["session"] != row["session"]:
            out.append({"session": row["session"], "passages": []})
        out[-1]["passages"].append(row)
    return out


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]
