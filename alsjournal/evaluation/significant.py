"""`stories`: stories of change that were chosen, by whom and why."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import Stories
from alsjournal.cycle._seen import KEPT, made_by, only_for, with_words
from alsjournal.disclosure import (
    QUOTES_A_PERSON,
    Audience,
    audience_of,
    clear,
    policy_of,
    preview_gate,
)
from alsjournal.evaluation._words import in_words, nothing_to_tell
from alsjournal.journal import Journal

__all__ = ["stories"]

_CHOSEN = (
    "Stories were chosen, and by whom and why stands beside each: they show what "
    "people found most telling, and are no sample of what happened."
)
_NOT_SHOWN = "its words are not shown: whose it is has not allowed quotes"
_NO_REASON = "why it was chosen is not written down"
_NO_CHOOSER = "who chose it is not written down"
_ALLOWED = (
    "Those alone whose members let quotes go beyond their set, three of one member at "
    "most; without the set."
)
_GATED = (
    "No stories: previews for this audience were made, and these words stood in none. "
    "Ask those whose they are, and hand the set's own page over if they agree."
)


def stories(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    release: str | None = None,
) -> Stories:
    """Tell the stories of change that were chosen, as far as whose they are allowed.

    Parameters
    ----------
    journal : Journal
        With the table ``stories``.
    audience : str or Audience, default="research"
        Research has all, a set and a member their own; the programme those whose
        member let quotes go so far.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    Stories
        A row a story. Where the words may not be shown, neither is the reason.

    Raises
    ------
    DisclosureError
        For the public: no story has stood in a preview.
    InputError
        If the audience cannot be read.

    Notes
    -----
    The most significant change technique (Davies and Dart 2005) asks people for
    stories by domain of change, and groups choose the most telling ones in turn and
    say why: who chose, and the reason, are as much of the evidence as the story.

    Examples
    --------
    >>> told = pd.DataFrame({"story_id": ["s1"], "member": "m1", "text": ["We ask."]})
    >>> journal = Journal({"stories": told.assign(chosen_by="the set")})
    >>> stories(journal).to_frame()["note"].item()
    'its words are not shown: whose it is has not allowed quotes; why it was chosen is \
not written down'
    """
    who = audience_of(journal, audience)
    only_for(who, ("set", "member", "research", "programme"), "Stories")
    rows = with_words(journal, "stories", who)
    notes = [_CHOSEN, KEPT]
    closed = preview_gate(journal, who).closed
    if who.kind == "programme":
        rows = rows[rows["may"] & rows["text"].notna()]
        rows = rows[rows.groupby("member").cumcount() < QUOTES_A_PERSON]
        notes.append(_ALLOWED)
        if closed:
            rows, notes = rows.iloc[:0], [_GATED]
    words = ("text", "reason", "domain", "chosen_by")
    frame, named = in_words(journal, _told(rows), words, who, release)
    if who.kind == "programme":
        frame = frame.sort_values(["domain", "text"]).reset_index(drop=True)
        frame[["set_id", "session"]] = pd.NA
    if who.kind not in ("research", "member"):  # an id may have been made of somebody's
        frame["story_id"] = pd.NA
    said = (*notes, *named)
    if not len(frame) and not closed:
        said = nothing_to_tell("stories", "stories")
    return clear(
        Stories,
        frame,
        audience=who,
        policy=policy_of(journal),
        unit="stories",
        notes=said,
        provenance={**made_by(), "coder": "people"},
    )


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    notes = []
    for row in rows.to_dict("records"):
        said = [] if row["may"] else [_NOT_SHOWN]
        said += [_NO_CHOOSER] * pd.isna(row["chosen_by"])
        said += [_NO_REASON] * pd.isna(row["reason"])
        notes.append("; ".join(said))
    out = rows.assign(text=rows["said"], reason=rows["reason"].where(rows["may"]))
    out["note"] = pd.Series(notes, index=rows.index, dtype="str")
    return out.reset_index(drop=True)
