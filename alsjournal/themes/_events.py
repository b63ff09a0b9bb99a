"""The events of a codebook, and how each changes a theme."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from alsjournal.errors import InputError

__all__ = ["FIELDS", "Event", "Status", "Theme", "apply", "day", "event_of", "said"]

Action = Literal[
    "made",
    "added",
    "named",
    "defined",
    "adopted",
    "rejected",
    "merged",
    "split",
    "read",
    "doubted",
    "put in",
    "taken out",
    "left",
    "resolved",
    "undone",
]
Status = Literal["grouping", "candidate", "adopted", "rejected"]

FIELDS = ("definition", "include", "exclude", "examples", "coded_examples")
"""What "defined" may set."""


@dataclass(frozen=True)
class Event:
    """One decision.

    Parameters
    ----------
    action : str
        "made" (by a model), "added" (by a person), "named", "defined", "adopted",
        "rejected", "merged", "split", "read", "doubted" (texts that do not fit),
        "put in" and "taken out" (one text), "left" (that text is the model's again),
        "resolved" (tied to an outcome), or "undone".
    theme : str
        The theme's id, as ``"t3"``.
    by : str
        Who decided; a model and its version for "made".
    when : str, default=""
        The day as YYYY-MM-DD; empty for "made", so that a fit with the same input
        gives the same codebook.
    why : str, default=""
    value : str, default=""
        The name ("made", "added", "named"), the central idea ("adopted"), the fields
        as JSON ("defined"), the names as JSON ("split"), how many texts ("read",
        "doubted"), the outcome's id ("resolved").
    others : tuple of str, default=()
        Ids: those merged into the theme, or those it was split into.
    texts : tuple of str, default=()
        Ids of the reflections that it is about.
    """

    action: Action
    theme: str
    by: str
    when: str = ""
    why: str = ""
    value: str = ""
    others: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """How a theme stands after all events.

    Parameters
    ----------
    theme_id, name : str
    status : {"grouping", "candidate", "adopted", "rejected"}, default="grouping"
    definition : str, default=""
        Its central idea.
    include, exclude : str, default=""
        What belongs to it, and what looks like it and does not.
    examples : tuple of str, default=()
        Sentences that a person made up; never a member's words.
    coded_examples : tuple of str, default=()
        Ids of codings that show it best: their words stay in the journal.
    by, when : str, default=""
        Who decided on it last, and the day.
    texts_read : tuple of str, default=()
        Ids of the texts that somebody read for it.
    n_read : int, default=0
        How many those are, told also where the ids are not.
    does_not_fit : tuple of str, default=()
        Ids of texts that a person chose because they strain the theme.
    put_in, taken_out : tuple of str, default=()
        Ids of texts of which a person said "this theme" or "not this theme".
    resolved : tuple of (str, str), default=()
        Ids of outcomes by which a person calls it resolved, each with the day of that.
    merged_into, split_from : str, default=""
    """

    theme_id: str
    name: str
    status: Status = "grouping"
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    coded_examples: tuple[str, ...] = ()
    by: str = ""
    when: str = ""
    texts_read: tuple[str, ...] = ()
    n_read: int = 0
    does_not_fit: tuple[str, ...] = ()
    put_in: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()
    resolved: tuple[tuple[str, str], ...] = ()
    merged_into: str = ""
    split_from: str = ""

    @property
    def central_idea(self) -> str:
        """The definition."""
        return self.definition


State = dict[str, Theme]


def apply(state: State, event: Event) -> None:
    """Let one event change how the themes stand."""
    if event.action in ("made", "added"):
        _make(state, event)
        return
    found = state[event.theme]
    _CHANGES[event.action](state, event, found)
    state[event.theme] = replace(state[event.theme], by=event.by, when=event.when)


def _make(state: State, event: Event) -> None:
    before = state.get(event.theme)
    if before is None:
        status: Status = "grouping" if event.action == "made" else "candidate"
        state[event.theme] = Theme(
            event.theme, event.value, status, by=event.by, when=event.when
        )
    elif before.status == "adopted":  # found by a later fit: to be read again
        state[event.theme] = replace(before, status="candidate")


def _name(state: State, event: Event, found: Theme) -> None:
    status = "candidate" if found.status == "grouping" else found.status
    state[event.theme] = replace(found, name=event.value, status=status)


def _define(state: State, event: Event, found: Theme) -> None:
    given = json.loads(event.value)
    if not isinstance(given, dict) or not set(given) <= set(FIELDS):
        raise ValueError
    fields_: dict[str, Any] = {}
    for key, value in given.items():
        several = key.endswith("examples")
        if not (_are_texts(value) if several else isinstance(value, str)):
            raise ValueError
        fields_[key] = tuple(value) if several else value
    state[event.theme] = replace(found, **fields_)


def _adopt(state: State, event: Event, found: Theme) -> None:
    state[event.theme] = replace(found, status="adopted", definition=event.value)


def _reject(state: State, event: Event, found: Theme) -> None:
    state[event.theme] = replace(found, status="rejected")


def _merge(state: State, event: Event, found: Theme) -> None:
    ids = (event.theme, *event.others)
    if len(set(ids)) < len(ids) or any(state[i].merged_into for i in ids):
        raise ValueError  # only in a file that was tampered with: it could go round
    state[event.theme] = replace(found, status="candidate")
    for other in event.others:
        state[other] = replace(state[other], merged_into=event.theme)


def _split(state: State, event: Event, found: Theme) -> None:
    for part, name in zip(event.others, json.loads(event.value), strict=True):
        state[part] = Theme(
            part,
            str(name),
            "candidate",
            by=event.by,
            when=event.when,
            split_from=found.theme_id,
        )


def _read(state: State, event: Event, found: Theme) -> None:
    new = _less(event.texts, found.texts_read)
    told = int(event.value) - len(event.texts)  # of a file without ids
    if told < 0:
        raise ValueError
    state[event.theme] = replace(
        found,
        texts_read=found.texts_read + new,
        n_read=found.n_read + len(new) + told,
    )


def _doubt(state: State, event: Event, found: Theme) -> None:
    state[event.theme] = replace(found, does_not_fit=event.texts)


def _put_in(state: State, event: Event, found: Theme) -> None:
    put_in = _less(found.put_in, event.texts) + event.texts
    for own in _family(state, event.theme):
        taken_out = _less(state[own].taken_out, event.texts)
        state[own] = replace(state[own], taken_out=taken_out)
    state[event.theme] = replace(state[event.theme], put_in=put_in)


def _take_out(state: State, event: Event, found: Theme) -> None:
    del found
    for own in _family(state, event.theme):
        before = state[own]
        out = _less(before.taken_out, event.texts) + event.texts
        put_in = _less(before.put_in, event.texts)
        state[own] = replace(before, taken_out=out, put_in=put_in)


def _leave(state: State, event: Event, found: Theme) -> None:
    del found
    for own in _family(state, event.theme):
        before = state[own]
        state[own] = replace(
            before,
            taken_out=_less(before.taken_out, event.texts),
            put_in=_less(before.put_in, event.texts),
        )


def _resolve(state: State, event: Event, found: Theme) -> None:
    if not event.value:  # of a file without ids
        return
    before = tuple(pair for pair in found.resolved if pair[0] != event.value)
    now = (*before, (event.value, event.when))
    state[event.theme] = replace(found, resolved=now)


_CHANGES: dict[str, Callable[[State, Event, Theme], None]] = {
    "named": _name,
    "defined": _define,
    "adopted": _adopt,
    "rejected": _reject,
    "merged": _merge,
    "split": _split,
    "read": _read,
    "doubted": _doubt,
    "put in": _put_in,
    "taken out": _take_out,
    "left": _leave,
    "resolved": _resolve,
}


def _less(texts: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...]:
    without = frozenset(gone)
    return tuple(t for t in texts if t not in without)


def _family(state: State, theme: str) -> list[str]:
    """Return a theme and all that were merged into it, over several steps."""
    own = [theme]
    for found in own:  # grows while it is gone through
        own += [t for t, other in state.items() if other.merged_into == found]
    return own


def event_of(kept: Mapping[str, object]) -> Event:
    """Check what was read, field by field."""
    if set(kept) != {f.name for f in fields(Event)} or kept["action"] not in get_args(
        Action
    ):
        raise ValueError
    values: dict[str, Any] = {}
    for key, value in kept.items():
        several = key in ("others", "texts")
        if not (_are_texts(value) if several else isinstance(value, str)):
            raise ValueError
        values[key] = tuple(value) if several else value  # type: ignore[arg-type]
    return Event(**values)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def said(what: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        msg = f"{what} must be a text that is not empty. Got nothing."
        raise InputError(msg)
    return value.strip()


def day(on: object) -> str:
    if on is None:
        return dt.datetime.now().astimezone().date().isoformat()  # where people are
    try:
        return dt.date.fromisoformat(str(on)).isoformat()
    except ValueError:
        msg = "The date must be a day as YYYY-MM-DD. Got something else."
        raise InputError(msg) from None
