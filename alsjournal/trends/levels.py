"""`reflection_levels`: how many elements texts show, and who speaks in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from alsjournal.cleared import Levels
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.reflection.constructs import code_reflections
from alsjournal.reflection.voice import voice_rates
from alsjournal.trends._constructs import Construct, constructs_of
from alsjournal.trends._equal_length import NOTHING, present_at
from alsjournal.trends.counts import Units, count_themes, units_of
from alsjournal.trends.held import held_note, hold_back
from alsjournal.trends.indicators import (
    SENTENCES,
    agreed,
    checked_group,
    checked_sentences,
)
from alsjournal.trends.prevalence import groups_of, policy_of, provenance_of

__all__ = ["reflection_levels"]

_NO_SCORE = (
    "Means over people, none of them a score: more elements are not better learning."
)
_VOICE = {"we": "we, us, our: per 100 words", "they": "they, them: per 100 words"}


def reflection_levels(
    journal: Journal,
    codings: pd.DataFrame | None = None,
    *,
    audience: str | Audience = "research",
    by: Sequence[str] | None = None,
    sentences: int = SENTENCES,
) -> Levels:
    """Return how many different elements texts show at equal length, on average.

    Parameters
    ----------
    journal : Journal
    codings : pandas.DataFrame, optional
        Elements of reflection, one coding a sentence (those of sentences that show
        none too); read by the package's model by default.
    audience : str or Audience, default="research"
        ``research``, ``set:<set_id>`` or ``programme``. Research also gets how often
        *we* and *they* are said, per 100 words.
    by : sequence of {"parent", "set_id", "session", "role", "prompt"}, optional
        As in `alsjournal.theme_prevalence`.
    sentences : int, default=5
        Among how many sentences of each writer elements are counted.

    Returns
    -------
    Levels
        A row for each measure in each group, also where too few wrote to tell.

    Raises
    ------
    DisclosureError
        For a member or the public, or if the audience may not see groups so.
    InputError
        If a parameter cannot be read, or there are no elements among the codings.

    Notes
    -----
    The number of different elements among m sentences drawn from what a writer wrote
    (Hurlbert 1971), then the mean over writers, with Student's interval; of *we* and
    *they* the mean of the writers' rates. No mean is of fewer than three people, and
    none is a score: more elements are not better writing, nor better learning.

    Examples
    --------
    >>> rows = [(f"r{i}", f"m{i}", "We met.") for i in range(3)]
    >>> frame = pd.DataFrame(rows, columns=["reflection_id", "member", "text"])
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame({"reflection_id": [r[0] for r in rows for _ in range(5)]})
    >>> codes["code"] = ["Experience", "Feeling", "Other", "Other", "Other"] * 3
    >>> codes["construct"] = "element"
    >>> levels = reflection_levels(journal, codes, by=())
    >>> levels.to_frame()["shown"].tolist()[0]
    '2.0 (2.0 to 2.0)'
    """
    who = checked_group(audience_of(journal, audience))
    if who.kind == "public":
        msg = (
            "Means over people must be for those who took part: set:<id>, programme "
            "or research. Got 'public'."
        )
        raise DisclosureError(msg)
    checked_sentences(sentences)
    groups = groups_of(by, who)
    policy = policy_of(journal)
    policy.rule(who, groups)
    found = code_reflections(journal, ["element"]) if codings is None else codings
    elements = _elements(journal, found)
    units = units_of(journal, who)
    rows = _groups(journal, elements, units, groups, who)
    values = [_distinct(elements, units, groups, sentences)]
    if who.kind == "research":
        values += _voice(journal, units, groups)
    parts = [
        rows.merge(_means(own, groups), on=["all", *groups], how="left").assign(
            measure=measure, wrote=lambda t: t["wrote"].fillna(0).astype("Int64")
        )
        for measure, own in values
    ]
    return clear(
        Levels,
        pd.concat(parts, ignore_index=True),
        audience=who,
        policy=policy,
        by=groups,
        unit=units.unit,
        notes=(
            *units.notes,
            *elements.coded.notes,
            _NO_SCORE,
            *agreed(elements),
            *held_note(rows, groups),
        ),
        provenance=provenance_of(elements.coded),
    )


def _elements(journal: Journal, codings: pd.DataFrame) -> Construct:
    for construct in constructs_of(journal, codings):
        if construct.name == "element":
            return construct
    msg = (
        "codings must hold elements of reflection (construct 'element'). Got none; "
        "code_reflections(journal, ['element']) finds them."
    )
    raise InputError(msg)


def _groups(
    journal: Journal,
    elements: Construct,
    units: Units,
    by: tuple[str, ...],
    audience: Audience,
) -> pd.DataFrame:
    """Return every group that there is, and whether its number is held back."""
    coded = elements.coded
    counts = count_themes(journal, coded, units, by)
    counts = hold_back(
        journal, coded, units, counts, by, audience=audience, policy=policy_of(journal)
    )
    rows = counts.drop_duplicates(list(by)) if by else counts.head(1)
    rows = rows[[*by, "wrote_held"]].assign(all=0, held=rows["wrote_held"])
    return rows.drop(columns="wrote_held").reset_index(drop=True)


def _distinct(
    elements: Construct, units: Units, by: tuple[str, ...], m: int
) -> tuple[str, pd.DataFrame]:
    """Return of each writer how many elements are among m of their sentences."""
    present = present_at(elements.coded, units, by, m)
    kept = present[present["theme"].map(elements.codes) != NOTHING]
    own = kept.groupby([*by, "unit"], dropna=False)["present"].sum()
    measure = f"different elements in {m} sentences"
    return measure, own.rename("value").reset_index()


def _voice(
    journal: Journal, units: Units, by: tuple[str, ...]
) -> list[tuple[str, pd.DataFrame]]:
    """Return of each writer how often each word is said, per 100 words."""
    said = voice_rates(journal)[["reflection_id", "words", *_VOICE]]
    rows = said.merge(units.rows, on="reflection_id")
    own = rows.groupby([*by, "unit"], dropna=False)[["words", *_VOICE]].sum()
    own = own[own["words"] > 0].reset_index()
    return [
        (measure, own.assign(value=100 * own[word] / own["words"]))
        for word, measure in _VOICE.items()
    ]


def _means(values: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """Return the mean of each group, Student's 95 % interval, and of how many."""
    from scipy.stats import t

    keys = ["all", *by]
    own = values.assign(all=0).groupby(keys, dropna=False)["value"]
    out = own.agg(level="mean", spread="std", wrote="size").reset_index()
    n = out["wrote"].to_numpy(dtype=float)
    far = t.ppf(0.975, np.maximum(n - 1, 1)) * out["spread"] / np.sqrt(n)
    out["low"], out["high"] = (out["level"] - far).clip(lower=0), out["level"] + far
    return out.drop(columns="spread")
