"""The events of a codebook, and how each changes a theme."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, get_args

from alsjournal.errors import InputError

__all__ = ["Event", "Status", "Theme", "apply", "day", "event_of", "said"]

Action = Literal["made", "named", "adopted", "rejected", "merged", "split", "undone"]
Status = Literal["grouping", "candidate", "adopted", "rejected"]


@dataclass(frozen=True)
class Event:
    """One decision.

    Parameters
    ----------
    action : {"made", "named", "adopted", "rejected", "merged", "split", "undone"}
    theme : str
        The theme's id, as ``"t3"``.
    by : str
        Who decided; a model and its version for "made".
    when : str, default=""
        The day as YYYY-MM-DD; empty for "made", so that a fit with the same input
        gives the same codebook.
    why : str, default=""
    value : str, default=""
        The name ("made", "named"), the central idea ("adopted").
    others : tuple of str, default=()
        Ids: those merged into the theme, or those it was split into.
    """

    action: Action
    theme: str
    by: str
    when: str = ""
    why: str = ""
    value: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """How a theme stands after all events."""

    theme_id: str
    name: str
    status: Status = "grouping"
    central_idea: str = ""
    merged_into: str = ""
    split_from: str = ""


def apply(state: dict[str, Theme], event: Event) -> None:
    """Let one event change how the themes stand."""
    if event.action == "made":
        _make(state, event)
        return
    own, found = event.theme, state[event.theme]
    if event.action == "named":
        status = "candidate" if found.status == "grouping" else found.status
        state[own] = replace(found, name=event.value, status=status)
    elif event.action == "adopted":
        state[own] = replace(found, status="adopted", central_idea=event.value)
    elif event.action == "rejected":
        state[own] = replace(found, status="rejected")
    elif event.action == "merged":
        _merge(state, event)
    elif event.action == "split":
        for part, name in zip(event.others, json.loads(event.value), strict=True):
            state[part] = Theme(part, str(name), "candidate", "", "", own)


def _make(state: dict[str, Theme], event: Event) -> None:
    before = state.get(event.theme)
    if before is None:
        state[event.theme] = Theme(event.theme, event.value)
    elif before.status == "adopted":  # found by a later fit: to be read again
        state[event.theme] = replace(before, status="candidate")


def _merge(state: dict[str, Theme], event: Event) -> None:
    ids = (event.theme, *event.others)
    if len(set(ids)) < len(ids) or any(state[i].merged_into for i in ids):
        raise ValueError  # only in a file that was tampered with: it could go round
    state[event.theme] = replace(state[event.theme], status="candidate")
    for other in event.others:
        state[other] = replace(state[other], merged_into=event.theme)


def event_of(kept: Mapping[str, object]) -> Event:
    """Check what was read, field by field."""
    if set(kept) != {f.name for f in fields(Event)} or kept["action"] not in get_args(
        Action
    ):
        raise ValueError
    others = kept["others"]
    plain = {k: v for k, v in kept.items() if k != "others"}
    if not isinstance(others, list) or not all(
        isinstance(v, str) for v in (*plain.values(), *others)
    ):
        raise ValueError
    return Event(**plain, others=tuple(others))  # type: ignore[arg-type]


def said(what: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        msg = f"{what} must be a text that is not empty. Got nothing."
        raise InputError(msg)
    return value.strip()


def day(on: object) -> str:
    if on is None:
        return dt.datetime.now(tz=dt.UTC).date().isoformat()
    try:
        return dt.date.fromisoformat(str(on)).isoformat()
    except ValueError:
        msg = "The date must be a day as YYYY-MM-DD. Got something else."
        raise InputError(msg) from None
