"""How many wrote of something learned: n of N, and what of it may be told whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from alsjournal.cycle._learning import OTHERS, PRESENTED
from alsjournal.cycle._pooled import few_behind, points_at_few, shown_counts
from alsjournal.disclosure import Audience, Policy, Rule

__all__ = ["counts_of_learning"]

_COLUMNS = ("what", "set_id", "session", "position", "learned", "of")
_TIME = ["set_id", "session", "unit"]


def counts_of_learning(
    texts: pd.DataFrame, found: pd.DataFrame, who: Audience, policy: Policy
) -> pd.DataFrame:
    """Count those who wrote of something learned, of those who wrote.

    Parameters
    ----------
    texts, found : pandas.DataFrame
        From `members_texts` and `found_in`.
    who : Audience
    policy : Policy

    Returns
    -------
    pandas.DataFrame
        By session, by set for research, by position as far as it may be told, and in
        all. None for a member, of whom it would be a score.
    """
    texts = texts.assign(learned=texts["reflection_id"].isin(found["reflection_id"]))
    rows = list(_rows(texts, who, policy)) if who.kind != "member" else []
    if not len(texts) or not rows:
        return pd.DataFrame(columns=[*_COLUMNS, "shown"])
    counts = pd.DataFrame(rows)
    whole = dict.fromkeys(("session", "learned", "of"), "Int64")
    counts = counts.reindex(columns=[*_COLUMNS, "held"]).astype(whole)
    pooled = who.kind == "programme"
    within = ("what",) if pooled else ()
    counts = counts if pooled else counts.drop(columns="held")
    return shown_counts(counts, policy.rule(who), count="learned", within=within)


def _rows(
    texts: pd.DataFrame, who: Audience, policy: Policy
) -> Iterator[dict[str, Any]]:
    rule = policy.rule(who)
    research = who.kind == "research"
    keys = ["set_id", "session"] if research else ["session"]
    for key, rows in texts.groupby(keys):
        yield {"what": "session", **dict(zip(keys, key, strict=True))} | _row(
            rows, "unit", rule
        )
    if research:
        for set_id, rows in texts.groupby("set_id"):
            yield {"what": "set", "set_id": set_id} | _row(rows, "unit", rule)
    times = _times(texts)
    if who.kind != "set" or _safe(times, policy.rule(Audience.programme())):
        for position in (PRESENTED, OTHERS):
            rows = times[times["position"] == position]
            yield {"what": "position", "position": position} | _row(rows, "time", rule)
    yield {"what": "in all"} | _row(texts, "unit", rule)


def _times(texts: pd.DataFrame) -> pd.DataFrame:
    """Return the times that somebody wrote, each a person at a session, by position.

    Who presented and asked at one session presented.
    """
    rows = texts[texts["position"].notna() & texts["session"].notna()]
    rows = rows.assign(presented=rows["position"] == PRESENTED)
    times = rows.groupby(_TIME, dropna=False)[["learned", "presented"]].any()
    times = times.reset_index()
    position = times["presented"].map({True: PRESENTED, False: OTHERS})
    return times.assign(position=position.astype("str"), time=range(len(times)))


def _safe(times: pd.DataFrame, rule: Rule) -> bool:
    """Say whether a set may be told by position: no count or rest of it is small."""
    learned = times.groupby("position")["learned"]
    counts = pd.concat([learned.sum(), learned.count() - learned.sum()])
    return len(counts) == 4 and bool((counts >= rule.minimum).all())


def _row(rows: pd.DataFrame, unit: str, rule: Rule) -> dict[str, Any]:
    """Count one group; it is held where it, or it without a set, is of few people.

    For whom nothing is held, nothing is asked.
    """
    learned = rows[rows["learned"]]
    others = rows[~rows[unit].isin(learned[unit])]
    # Of times the minimum is applied to them, and to the people who wrote.
    held = rule.minimum > 0 and (
        any(few_behind(part, "unit", rule) for part in (learned, others))
        or points_at_few(rows, rows["learned"], "unit", rule, unit=unit)
    )
    return {
        "learned": learned[unit].nunique(),
        "of": rows[unit].nunique(),
        "held": held,
    }
