"""Which texts to have coded twice: a draw that stands for the whole journal."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alsjournal.coders._material import usable
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["double_coding_sample"]


def double_coding_sample(
    journal: Journal,
    n: int,
    *,
    codings: pd.DataFrame | None = None,
    construct: str = "theme",
    random_state: int = 0,
) -> tuple[str, ...]:
    """Draw texts for a person to code beside the machine, or for a second person.

    Every text has the same chance, so that error rates and shares from the draw hold
    for the journal. It is spread over what the machine found, sets and sessions:
    texts are sorted by these, and every k-th is taken from a random start.

    Parameters
    ----------
    journal : Journal
        Texts that their writers did not let be counted are not drawn. For members'
        own texts only, as shares have it: ``journal.select(author_kind="member")``.
    n : int
        How many texts. For the error rates of a code some 20 texts that have it are
        wanted, by a person's reading; fewer leave wide intervals.
    codings : pandas.DataFrame, optional
        A machine's codings (reflection_id, code), to spread the draw over. By default
        those of models in the journal.
    construct : str, default="theme"
        Which of them.
    random_state : int, default=0

    Returns
    -------
    tuple of str
        Ids of reflections, in an order drawn at random, so that a coder who stops
        early has still read a fair sample. Nothing of what the machine found is told.

    Raises
    ------
    InputError
        If there are fewer than n texts.

    References
    ----------
    Systematic sampling from an ordered list: Cochran, W. G. (1977). Sampling
    Techniques, third edition, chapter 8.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": list("abcd"), "set_id": list("ABAB")})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> drawn = double_coding_sample(journal, 2)
    >>> sorted(journal.select(reflection_id=drawn).table("reflections")["set_id"])
    ['A', 'B']
    """
    rows = usable(journal)
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= len(rows):
        msg = (
            f"n must be a whole number from 1 to {len(rows):,}, the texts that may be "
            f"read. Got {n!r}."
        )
        raise InputError(msg)
    rng = np.random.default_rng(random_state)
    # Texts of the same place in the list stand in random order.
    rows = rows.sort_values("reflection_id").iloc[rng.permutation(len(rows))]
    rows = rows.assign(
        code=rows["reflection_id"].map(_first(journal, codings, construct))
    )
    keys = ["code", "set_id", "session"]
    rows = rows.sort_values(keys, kind="stable", na_position="last")
    places = _one_each(len(rows), n, rng)
    drawn = rows["reflection_id"].to_numpy()[places]
    return tuple(map(str, rng.permutation(drawn)))


def _one_each(size: int, n: int, rng: np.random.Generator) -> list[int]:
    """Draw every (size / n)th place from a random start: each has the same chance."""
    step = size / n
    start = rng.uniform(0, step)
    return [int(start + i * step) for i in range(n)]


def _first(
    journal: Journal, codings: pd.DataFrame | None, construct: str
) -> dict[str, str]:
    """Return the first code that a machine gave each text."""
    if codings is None:
        found = journal.codings(construct=construct)
        codings = found[found["coder"].fillna("").str.contains("/", regex=False)]
    missing = {"reflection_id", "code"} - set(codings.columns)
    if missing:
        msg = (
            f"codings must have the columns reflection_id and code. Missing: "
            f"{', '.join(sorted(missing))}."
        )
        raise InputError(msg)
    if "construct" in codings:
        codings = codings[codings["construct"] == construct]
    first = codings.drop_duplicates("reflection_id")
    return dict(zip(first["reflection_id"], first["code"], strict=True))
