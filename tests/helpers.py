"""Tiny journals, written in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from alsjournal.journal import Journal

Text = tuple[str | None, int | None, str | None, str]
"""Set, session, member, and the codes of the text with blanks between."""


def written(
    texts: Iterable[Text], **tables: pd.DataFrame | list[dict[str, object]]
) -> tuple[Journal, pd.DataFrame]:
    """Make a journal of texts ``r1``, ``r2`` ... and the codings of them."""
    rows: list[dict[str, object]] = []
    codings: list[dict[str, object]] = []
    for i, (set_id, session, member, codes) in enumerate(texts, 1):
        rows.append(
            {
                "reflection_id": f"r{i}",
                "set_id": set_id,
                "session": session,
                "member": member,
                "text": f"This is what text {i} says.",
            }
        )
        codings += [{"reflection_id": f"r{i}", "code": c} for c in codes.split()]
    frames = {name: pd.DataFrame(table) for name, table in tables.items()}
    journal = Journal({"reflections": pd.DataFrame(rows), **frames} if rows else frames)
    return journal, pd.DataFrame(codings, columns=["reflection_id", "code"])


def crowd(
    n: int, codes: Sequence[str], *, session: int = 1, set_id: str = "A", first: int = 0
) -> list[Text]:
    """Make a text each for ``n`` members; the i-th has the i-th entry of ``codes``."""
    return [
        (set_id, session, f"m{first + i}", codes[i] if i < len(codes) else "")
        for i in range(n)
    ]
