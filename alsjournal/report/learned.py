"""Choose what a set's page tells first: what was learned, session by session."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal.cleared import Learned
from alsjournal.cycle import what_was_learned
from alsjournal.disclosure import Audience
from alsjournal.journal import Journal

__all__ = ["Lessons", "chosen_lessons", "lessons"]

_MOST, _PERHAPS = 7, 2  # what a set reads aloud in a few minutes
_LONGEST = 150  # words of a note that a set wrote together
_FIRST = {"set text": 0, "answer": 1, "passage": 2, "report": 3}
_DONE = "done"


@dataclass(frozen=True)
class Lessons:
    """What was learned, as a set's page tells it.

    ``table`` is all that may be told; ``chosen`` has the rows for the page, the latest
    session first, and ``perhaps`` those that a machine alone took for something
    learned: on texts of the NHS it is seldom right, so they stand apart. ``counted``
    says whether its counts are worth telling: those of a machine are not.
    ``positions`` says by position how often, where it is safe.
    """

    table: Learned
    chosen: pd.DataFrame
    perhaps: pd.DataFrame
    counted: bool
    positions: dict[str, str]


def lessons(
    journal: Journal, codings: pd.DataFrame, audience: Audience, release: str | None
) -> Lessons | None:
    """Gather what a set learned for its own page; None for other audiences.

    Parameters
    ----------
    journal : Journal
    codings : pandas.DataFrame
        As `alsjournal.code_reflections` gives them.
    audience : Audience
    release : str or None
    """
    if audience.kind != "set":
        return None
    return chosen_lessons(
        what_was_learned(journal, audience=audience, codings=codings, release=release)
    )


def chosen_lessons(table: Learned) -> Lessons:
    """Choose what to tell first of all that a set may be told.

    Parameters
    ----------
    table : Learned
        For a set.
    """
    frame = table.to_frame()
    told = frame[frame["what"] == "told"]
    split = frame[frame["what"] == "position"]
    by_machine = "/" in str(table.provenance.get("read by", ""))
    found = (frame.loc[frame["what"] == "in all", "learned"] > 0).any()
    guessed = told["how"] == "found by machine"
    chosen = _chosen(told[~guessed], _MOST)
    apart = told[guessed & ~told["text"].isin(chosen["text"])]
    return Lessons(
        table,
        chosen,
        _chosen(apart, _PERHAPS),
        counted=bool(found) and not by_machine,
        positions=dict(zip(split["position"], split["shown"], strict=True)),
    )


def _chosen(told: pd.DataFrame, most: int) -> pd.DataFrame:
    """Take one of each session in turn from the latest on; no words twice.

    Within a session what was written to say what was learned goes before what was
    heard back, and an action that went otherwise before one that was done.
    """
    rows = told.assign(
        rank=told["source"].map(_FIRST) + 0.5 * (told["how"] == _DONE),
        size=-told["text"].str.len(),
        on=-told["session"].fillna(0).astype("int64"),
    )
    rows = rows.sort_values(["on", "rank", "size"], kind="stable")
    rows = rows.drop_duplicates("text")
    kind = [rows["on"], rows["source"] == "report"]
    rows["place"] = rows.groupby(kind).cumcount().astype("float")
    # What was heard back stands for a session of which nothing else is told.
    alone = ~rows["on"].isin(rows.loc[~kind[1], "on"])
    rows["place"] += kind[1] * (1.25 - 0.75 * alone)
    first = rows.sort_values(["place", "on"], kind="stable").head(most)
    chosen = first.sort_values(["on", "rank"], kind="stable")
    chosen["text"] = [_cut(text) for text in chosen["text"]]
    return chosen[list(told.columns)].reset_index(drop=True)


def _cut(text: str) -> str:
    """Cut what is too long for a page.

    Examples
    --------
    >>> len(_cut("word " * 400).split())
    151
    """
    words = text.split(" ")
    return text if len(words) <= _LONGEST else " ".join(words[:_LONGEST]) + " [...]"
