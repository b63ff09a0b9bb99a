"""A small programme with quotes, in memory and in a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from alsjournal.journal import Journal
from alsjournal.store import JournalStore

MEMBERS = [f"m-00000000000{i}" for i in range(6)]
HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'


def programme(
    *,
    reach: str = "public",
    extra: dict[int, str] | None = None,
    members: list[str] | None = None,
    roles: list[str] | None = None,
    n: int = 6,
) -> tuple[Journal, pd.DataFrame]:
    """Six people (or ``n``), a text each with words of their own, one theme."""
    people = (members or MEMBERS)[:n]
    texts = [
        f"Nobody came to cover word{i}alpha for us. {(extra or {}).get(i, '')}".strip()
        for i in range(n)
    ]
    rows = pd.DataFrame(
        {
            "reflection_id": [f"r{i}" for i in range(n)],
            "set_id": "A",
            "session": 1,
            "member": people,
            "text": texts,
        }
    )
    tables = {
        "reflections": rows,
        "members": pd.DataFrame(
            {"member": people, "role": roles or ["nurse"] * n}, dtype="str"
        ),
        "permissions": pd.DataFrame(
            {"member": people, "use": "quote", "reach": reach, "given": "2020-01-01"}
        ),
    }
    codes = pd.DataFrame({"reflection_id": rows["reflection_id"], "code": "cover"})
    return Journal(tables), codes


def stored(folder: Path, **options: object) -> tuple[JournalStore, pd.DataFrame]:
    """The same in a file."""
    journal, codes = programme(**options)  # type: ignore[arg-type]
    store = JournalStore(folder / "journal.duckdb", timeout=0.5)
    store.write(journal, source="a")
    return store, codes
