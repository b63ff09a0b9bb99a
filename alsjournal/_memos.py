"""A memo as a row of the data model."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from alsjournal.errors import InputError
from alsjournal.validate import conform, raise_problems, validate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["memo_row", "refuse_coding"]


def memo_row(
    text: str, *, target: str, kind: str, author: str, date: str | None
) -> pd.DataFrame:
    """Return a memo as a row of the table ``memos``; the same memo has the same id.

    Raises
    ------
    InputError
        If a part is empty.
    SchemaError
        If the kind or the date is none.
    """
    import pandas as pd

    parts = {"text": text, "target": target, "kind": kind, "author": author}
    for name, value in parts.items():
        if not isinstance(value, str) or not value.strip():
            msg = f"{name} must be a text that is not empty. Got nothing."
            raise InputError(msg)
    day = date or dt.datetime.now(tz=dt.UTC).date().isoformat()
    told = "\x1f".join((*parts.values(), str(day))).encode("utf-8", "replace")
    row = {"memo_id": hashlib.sha256(told).hexdigest()[:16], **parts, "date": day}
    frame, problems = conform("memos", pd.DataFrame([row]))
    raise_problems(problems + validate("memos", frame))
    return frame


def refuse_coding(known: bool) -> None:
    """Refuse a memo about a coding: it would outlive the text of who is forgotten."""
    if known:
        msg = (
            "target must be a reflection_id, a member or anything else that is no "
            "coding. Got a coding_id. Give the reflection_id of the coding, so that "
            "the memo goes when its text goes."
        )
        raise InputError(msg)
