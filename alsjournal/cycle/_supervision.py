"""Questions for a facilitator's supervision that follow from the record, by rule.

None is a judgement, and none compares them with anybody. Each says what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

__all__ = ["for_supervision"]

Asked = tuple[str | None, str]
"""The set that a question is about (None: all of theirs), and the question."""

_LEAST = 3
"""Own questions from which their forms are asked about: of fewer one is a third."""

_PLAN = frozenset({"plan", "planned", "i planned", "intended", "my plan"})
_CAME = frozenset({"happened", "what happened", "did", "i did", "actual", "what i did"})


def for_supervision(
    sessions: pd.DataFrame, kinds: dict[str, int], headings: pd.DataFrame
) -> Iterator[Asked]:
    """Yield questions that follow from what is on record.

    Parameters
    ----------
    sessions : pandas.DataFrame
        A row a session that they had a part in: ``set_id``, ``session``, ``part``,
        ``logs``, ``unclear`` (logs that may be theirs), ``questions``, ``asked``,
        ``actions`` (Int64), and ``over``: whether the set went on after their last.
    kinds : dict of str to int
        How many of their own questions are of which kind.
    headings : pandas.DataFrame
        ``set_id``, ``session`` and ``kind``: the headings in their logs.

    Yields
    ------
    tuple
    """
    sets = len(set(sessions["set_id"]))
    several = sets > 1
    for set_id, own in sessions.groupby("set_id", sort=True):
        for asked in _of_set(own):
            where = f"In set {set_id} {asked}" if several else _capital(asked)
            yield str(set_id), where
    for at, own in headings.groupby(["set_id", "session"], sort=True):
        said = {str(kind).lower() for kind in own["kind"]}
        if said & _PLAN and not said & _CAME:
            where = f"set {at[0]}, session {at[1]}" if several else f"session {at[1]}"
            yield (
                str(at[0]),
                f"For {where} you wrote down a plan and not what came of it. What did?",
            )
    yield from _of_kinds(kinds)
    if several:
        asked = (
            f"You are on record in {sets} sets. What do you carry from one into "
            f"another, and is it yours to carry?"
        )
        yield None, asked


def _of_set(own: pd.DataFrame) -> Iterator[str]:
    recorded = own["questions"].fillna(0) > 0
    silent = own.loc[recorded & (own["asked"].fillna(0) == 0), "session"]
    if len(silent):
        yield (
            f"no question of yours is on record for {_at(silent)}. What did you want "
            f"to ask there and keep back, and what came into the gap?"
        )
    most = own.loc[recorded & (own["asked"] * 2 > own["questions"]), "session"]
    if len(most):
        yield (
            f"more than half of the questions on record for {_at(most)} are yours. "
            f"Whose turn was it to ask?"
        )
    idle = own.loc[recorded & (own["actions"] == 0), "session"]
    if len(idle):
        yield (
            f"there are questions on record for {_at(idle)} and no action. Did you "
            f"leave it open on purpose, and who noticed?"
        )
    yield from _of_logs(own)
    yield from _of_parts(own)


def _of_logs(own: pd.DataFrame) -> Iterator[str]:
    bare = own.loc[(own["logs"] == 0) & (own["unclear"] == 0), "session"]
    if len(bare) == len(own):
        yield "there is no log of yours. What would you not have wanted to write down?"
    elif len(bare):
        yield (
            f"there is no log of yours on {_at(bare)}. What is still with you from "
            f"there, now that some time has passed?"
        )


def _of_parts(own: pd.DataFrame) -> Iterator[str]:
    rows = own.sort_values("session")[["session", "part"]].itertuples(index=False)
    for (_, before), (session, now) in pairwise(rows):
        if before != "lead" and now == "lead":
            yield (
                f"you led at session {session} and had not at the one of yours before. "
                f"What did you do otherwise than you had watched it done?"
            )
            return
    if bool(own["over"].iloc[0]):
        yield (
            f"the set went on after session {own['session'].max()}, and you are on "
            f"record with no part since. What did you hand over, and what did you keep?"
        )


def _of_kinds(kinds: dict[str, int]) -> Iterator[Asked]:
    total = kinds.get("open", 0) + kinds.get("closed", 0)
    if total < _LEAST:
        return
    if kinds.get("closed", 0) * 2 > total:
        asked = (
            f"By their form {kinds['closed']} of your {total} questions on record ask "
            f"for a yes, a no or a fact. Where did the set need just that, and where "
            f"did it end something?"
        )
        yield None, asked
    held = max(kinds.get("advice", 0), kinds.get("leading", 0))  # one may be both
    if held:
        asked = (
            f"There may be a view of your own in {held} or more of your {total} "
            f"questions on record. Was it heard as a question?"
        )
        yield None, asked


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _at(sessions: pd.Series[int]) -> str:
    """Name sessions.

    Examples
    --------
    >>> _at(pd.Series([3, 1, 5]))
    'sessions 1, 3 and 5'
    """
    told = [str(s) for s in sorted(sessions)]
    if len(told) == 1:
        return f"session {told[0]}"
    return f"sessions {', '.join(told[:-1])} and {told[-1]}"
