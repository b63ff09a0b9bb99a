"""Themes as they stood on an earlier day, and a sentence that says so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from alsjournal.errors import InputError
from alsjournal.themes._events import day

if TYPE_CHECKING:
    from alsjournal.themes.model import ThemeModel

__all__ = ["as_of"]


def as_of(model: ThemeModel, when: str) -> tuple[ThemeModel, str]:
    """Return a model with its codebook as it was, and what a reader must be told.

    Parameters
    ----------
    model : ThemeModel
    when : str
        A day, YYYY-MM-DD; decisions of that day count. Decisions have a day and no
        time, so no time zone comes into it.

    Returns
    -------
    model : ThemeModel
        ``model.with_codebook(model.codebook_.as_of(when))``.
    note : str
        The day, how many decisions were made by then, and that the texts are today's.

    Raises
    ------
    InputError
        If it is no day, one to come, one before the first decision, or one on which
        the model was not there.

    Examples
    --------
    >>> then, note = as_of(model, "2026-05-01")  # doctest: +SKIP
    >>> note  # doctest: +SKIP
    'Themes as at the end of 1 May 2026 (2 of 5 decisions); the texts are those of now.'
    """
    last = dt.date.fromisoformat(day("" if when is None else when))
    book = model.codebook_
    first = min((e.when for e in book.events if e.when), default="")
    if not first:
        msg = (
            "A day can be shown once somebody has decided something. Nobody has: the "
            "groupings are as the machine made them. Leave the day out."
        )
        raise InputError(msg)
    if not first <= last.isoformat() <= day(None):
        msg = (
            f"The day must be from {first}, when the first decision was made, to "
            f"today. Got {last.isoformat()}."
        )
        raise InputError(msg)
    earlier = book.as_of(last.isoformat())
    made = sum(e.action != "made" for e in earlier.events)
    all_ = sum(e.action != "made" for e in book.events)
    note = (
        f"Themes as at the end of {last.day} {last:%B %Y} ({made} of {all_} "
        f"decisions); the texts are those of now."
    )
    return model.with_codebook(earlier), note
