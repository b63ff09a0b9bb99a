"""Codings of a project for a journal that has its texts already."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alsjournal.exchange.qda.names import guid_of, reading_id, rows_in
from alsjournal.exchange.qda.offsets import line_breaks
from alsjournal.exchange.qda.profiles import plain
from alsjournal.exchange.qda.to_raw import by_guid, is_date
from alsjournal.schema import TABLES
from alsjournal.validate import conform, raise_problems

if TYPE_CHECKING:
    import numpy.typing as npt

    from alsjournal.exchange.qda.project import QdaProject
    from alsjournal.journal import Journal

__all__ = ["codings_for"]

_CODINGS = list(TABLES["codings"].names)


def codings_for(
    project: QdaProject, journal: Journal, *, construct: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return codings for a journal, and what was left; see `QdaProject.codings_of`."""
    left: Counter[tuple[str, str]] = Counter()
    moves = _moves(project, journal, left)
    known = _known(journal)
    rows = []
    for one in rows_in(project.codings):
        place = moves.get(str(one.source_guid))
        if place is None:
            left["codings", "their source is no text of the journal"] += 1
            continue
        reflection, move = place
        start, end = one.start, one.end
        if not pd.isna(start):
            start, end = int(move[int(start)]), int(move[int(end)])
            if start >= end:  # only line breaks that the journal's text does not have
                left["codings", "of no words of the journal's text"] += 1
                continue
        said = one.construct if isinstance(one.construct, str) else construct
        coder = one.coder if isinstance(one.coder, str) else ""
        row = known.get(
            _mark(reflection, start, end, one.code, said, coder)
        ) or reading_id(
            "c",
            f"{one.source_guid} {one.guid} {one.code} {one.start} {one.end} {coder}",
        )
        rows.append(
            (
                *(row, reflection, start, end, one.code, said, coder or None),
                *(one.confidence, one.made_at),
            )
        )
    frame = pd.DataFrame(rows, columns=_CODINGS, dtype="object")
    frame["confidence"] = pd.to_numeric(frame["confidence"], errors="coerce")
    frame["made_at"] = frame["made_at"].where(is_date(frame["made_at"].astype("str")))
    frame = frame.drop_duplicates("coding_id")
    codings, problems = conform("codings", frame)
    raise_problems(problems)
    told = [(what, why, n) for (what, why), n in sorted(left.items())]
    return codings, pd.DataFrame(told, columns=["what", "reason", "n"])


def _moves(
    project: QdaProject, journal: Journal, left: Counter[tuple[str, str]]
) -> dict[str, tuple[str, npt.NDArray[np.int64]]]:
    """Return for each source the text that it is, and where its places are there."""
    said = by_guid(project.variables)
    texts: dict[str, str] = {}
    for batch in journal.batches("reflections", ["reflection_id", "text"]):
        texts.update(zip(batch["reflection_id"], batch["text"], strict=True))
    by_id = {guid_of("text", i): i for i in texts}
    out = {}
    for one in rows_in(project.sources):
        if not isinstance(one.text, str):
            continue
        named = said.get(one.guid, {}).get("reflection_id", "")
        stem = str(one.source).removesuffix(".txt")
        found = next((i for i in (named, stem) if i in texts), by_id.get(one.guid, ""))
        if not found:
            left["sources", "no text of the journal"] += 1
            continue
        move = _move(one.text, texts[found])
        if move is None:
            left["sources", "their words differ from the journal's"] += 1
            continue
        out[str(one.guid)] = (found, move)
    return out


def _move(theirs: str, ours: str) -> npt.NDArray[np.int64] | None:
    r"""Return the places of one text in another that differs in line breaks only.

    Examples
    --------
    >>> _move("a\r\nb", "a\nb").tolist()
    [0, 1, 1, 2, 3]
    >>> _move("a", "b") is None
    True
    """
    if theirs == ours:
        return np.arange(len(ours) + 1)
    if plain(theirs).rstrip() != plain(ours).rstrip():
        return None
    to, back = _to_plain(theirs), _to_plain(ours)
    # Blank lines at the very end may be there or not.
    to = np.minimum(to, back[-1])
    moved: npt.NDArray[np.int64] = np.searchsorted(back, to, side="left")
    return moved


def _to_plain(text: str) -> npt.NDArray[np.int64]:
    """Return where each place of a text is once its line breaks are line feeds."""
    each = np.ones(len(text), dtype=np.int64)
    each[line_breaks(text)[0]] = 0
    return np.concatenate(([0], np.cumsum(each)))


def _mark(
    reflection: str, start: Any, end: Any, code: object, said: str, coder: str
) -> tuple[str, ...]:
    place = ("", "") if pd.isna(start) else (str(int(start)), str(int(end)))
    return (reflection, *place, str(code), said, coder)


def _known(journal: Journal) -> dict[tuple[str, ...], str]:
    """Return the ids of the codings that the journal has, by what they say."""
    out = {}
    for one in rows_in(journal.codings()):
        coder = one.coder if isinstance(one.coder, str) else ""
        mark = _mark(
            str(one.reflection_id),
            one.start,
            one.end,
            one.code,
            str(one.construct),
            coder,
        )
        out[mark] = str(one.coding_id)
    return out
