"""What people decided on proposals, as they hand it in: checked."""

from __future__ import annotations

import pandas as pd

from alsjournal.cycle._proposed import STATES
from alsjournal.disclosure import holds_pseudonym
from alsjournal.errors import InputError
from alsjournal.schema import TABLES

__all__ = ["STATUSES", "checked_decisions"]

STATUSES = TABLES["action_reports"]["status"].choices
_ASKED = ("proposal_id", "decision", "by", "when")
_MAY = ("status",)


def checked_decisions(decisions: object) -> pd.DataFrame:
    """Return decisions with all their columns, texts trimmed and days as days.

    Raises
    ------
    InputError
        If it is no table of these, or a row cannot be meant. Rows are counted from 0.

    Examples
    --------
    >>> row = {"proposal_id": "1f", "decision": "reject", "by": "set"}
    >>> len(checked_decisions(pd.DataFrame([{**row, "when": "2026-05-04"}])))
    1
    """
    if not isinstance(decisions, pd.DataFrame) or not set(_ASKED) <= set(decisions):
        msg = (
            f"decisions must be a DataFrame with the columns {', '.join(_ASKED)}, and "
            f"status for reports. Got something else. Take the proposal_id from "
            f"proposed_actions or proposed_reports."
        )
        raise InputError(msg)
    rows = decisions.reindex(columns=[*_ASKED, *_MAY]).reset_index(drop=True)
    for name in ("proposal_id", "decision", "by", "status"):
        trimmed = rows[name].astype("str").str.strip()
        rows[name] = trimmed.mask(trimmed == "")
    rows["when"] = pd.to_datetime(rows["when"], errors="coerce", format="ISO8601")
    _refuse(rows["proposal_id"].isna(), "proposal_id", "the id of a proposal")
    _refuse(~rows["decision"].isin(STATES), "decision", " or ".join(STATES))
    signed = rows["by"].fillna("/")
    unfit = signed.str.contains("/", regex=False) | signed.map(holds_pseudonym)
    _refuse(unfit, "by", "who decided, as a role (set, facilitator), without '/'")
    _refuse(rows["when"].isna(), "when", "a day, as 2026-05-04")
    known = rows["status"].isna() | rows["status"].isin(STATUSES)
    _refuse(~known, "status", f"{', '.join(STATUSES)} or empty")
    _refuse(rows["proposal_id"].duplicated(), "proposal_id", "there once only")
    return rows


def _refuse(wrong: pd.Series[bool], column: str, must: str) -> None:
    if wrong.any():
        msg = (
            f"decisions, column {column!r}: must be {must}. {int(wrong.sum())} row(s) "
            f"break this, first row {int(wrong.to_numpy().argmax())} (counted from 0). "
            f"Nothing was written; correct it and hand all in again."
        )
        raise InputError(msg)
