"""`hearing_back`: on how many of its actions a set heard back, and how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from alsjournal.cleared import HearingBack
from alsjournal.cycle._pooled import LESS_A_SET, points_at_few, shown_counts
from alsjournal.cycle._seen import (
    KEPT,
    last_held,
    looked_up,
    made_by,
    only_for,
    or_nothing,
    seen,
)
from alsjournal.disclosure import (
    Audience,
    Rule,
    audience_of,
    clear,
    policy_of,
    wilson,
)
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal

__all__ = ["hearing_back"]

_STANDING = ("done", "part", "changed", "dropped")
_LEAST_FOR_SHARES = 50  # fewer actions are told as counts
_BY: dict[str, tuple[str, ...]] = {
    "set": ("session",),
    "member": ("session",),
    "research": ("set_id",),
    "programme": (),
}
_MAY: dict[str, tuple[str, ...]] = {**_BY, "research": ("set_id", "session")}
_READ = (
    "Heard back on says that a set came back to an action, whatever had become of it. "
    "To change an action, or to drop it, is as good an answer as to have done it."
)
_POOLED = (
    "Pooled over the sets, and withheld unless {k} actions or more were heard back on "
    "and {k} or more not yet, those actions are of {k} people or bodies or more, and "
    "two sets or more have one that is due. " + LESS_A_SET
)


def hearing_back(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    by: Sequence[str] | None = None,
) -> HearingBack:
    """Count on how many actions was heard back, and how they stand.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience, default="research"
        A set has its own actions, by the session at which they were agreed; research
        all, by set; the programme one count for all sets; a member their own.
    by : sequence of str, optional
        Other than by default: of ``set_id`` and ``session`` for research, of
        ``session`` for a set and a member. Never by person.

    Returns
    -------
    HearingBack
        The unit is actions. The last row is of all of them.

    Raises
    ------
    DisclosureError
        For the public, or if ``by`` is not for this audience.
    InputError
        If the audience cannot be read, or ``by`` names no column.

    Notes
    -----
    An action is due at ``due_session``; where none is said, at the session after the
    one at which it was agreed. Those that are due later than the last session that was
    held are counted apart, also if they were heard back on early. The last session
    held is the last of which anything is on record, as sessions that are planned may be
    listed. How an action stands is what its latest report says.

    There are shares, with their Wilson 95 % interval, from 50 actions on: fewer say
    more as counts. What the programme may see goes by its policy (n of N if n and
    N - n are 5 or more), and is withheld too where it would be one set's own count, or
    of fewer people than that, or where so few would be left without one set, which
    knows its own numbers.

    Examples
    --------
    >>> journal = Journal(
    ...     {
    ...         "actions": pd.DataFrame(
    ...             {"action_id": ["1", "2"], "set_id": "A", "session": [1, 2]}
    ...         ).assign(owner="set"),
    ...         "action_reports": pd.DataFrame(
    ...             {"action_id": ["1"], "session": [2], "status": ["changed"]}
    ...         ),
    ...         "sets": pd.DataFrame({"set_id": ["A"]}),
    ...     }
    ... )
    >>> hearing_back(journal, audience="set:A").to_frame()["in_words"].tolist()[-1]
    'heard back on 1 of 1: 1 changed; 1 not due yet'
    """
    who = audience_of(journal, audience)
    only_for(who, tuple(_BY), "Hearing back")
    groups = _resolved(by, who)
    actions = _with_reports(journal, who)
    counts = _counted(actions, groups)
    policy = policy_of(journal)
    notes = [_READ, KEPT]
    if who.kind == "programme":
        least = policy.rule(who).minimum
        counts = _pooled(counts, actions, policy.rule(who))
        notes.append(_POOLED.format(k=least))
    else:
        counts["shown"] = _shown(counts)
        counts["in_words"] = [_in_words(row) for row in counts.to_dict("records")]
        if who.kind != "research":
            counts = counts.drop(columns="sets")
    return clear(
        HearingBack,
        _with_shares(counts),
        audience=who,
        policy=policy,
        by=groups,
        unit="actions",
        notes=or_nothing(notes, counts, "actions are", "actions, action_reports"),
        provenance=made_by(),
    )


def _resolved(by: Sequence[str] | None, who: Audience) -> tuple[str, ...]:
    if by is None:
        return _BY[who.kind]
    groups = (by,) if isinstance(by, str) else tuple(by)
    unknown = [name for name in groups if name not in _MAY["research"]]
    if unknown or len(set(groups)) < len(groups):
        msg = f"by must name set_id or session, each once. Got {groups}."
        raise InputError(msg)
    if not set(groups) <= set(_MAY[who.kind]):
        allowed = ", ".join(_MAY[who.kind]) or "nothing"
        msg = (
            f"For the audience {who.kind!r} hearing back may be told by {allowed}; got "
            f"{', '.join(groups)}. Leave by= out, or make it for another audience."
        )
        raise DisclosureError(msg)
    return groups


def _with_reports(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the actions with whether they are due, and how they stand."""
    rows = seen(journal, "actions", who)
    reports = journal.table("action_reports").sort_values("session", kind="stable")
    latest = reports.drop_duplicates("action_id", keep="last").set_index("action_id")
    status = latest["status"].fillna("not_said")
    held = looked_up(last_held(journal), rows["set_id"]).astype("Int64")
    due = rows["due_session"].fillna(rows["session"] + 1)
    return rows.assign(
        due=~(due > held).fillna(value=False).astype(bool),
        stands=looked_up(status, rows["action_id"]).fillna("not_yet"),
    )


def _counted(actions: pd.DataFrame, groups: tuple[str, ...]) -> pd.DataFrame:
    if not len(actions):
        return _row(actions, {"what": "in all"}).iloc[:0]
    parts = []
    if groups:
        what = "session" if "session" in groups else "set"
        for key, rows in actions.groupby(list(groups), dropna=False):
            named = dict(zip(groups, key, strict=True))
            parts.append(_row(rows, {"what": what, **named}))
    parts.append(_row(actions, {"what": "in all"}))
    out = pd.concat(parts, ignore_index=True)
    whole = [c for c in out.columns if c not in ("what", "set_id")]
    return out.astype(dict.fromkeys(whole, "Int64"))


def _row(actions: pd.DataFrame, named: dict[str, Any]) -> pd.DataFrame:
    due = actions[actions["due"]] if len(actions) else actions
    stands = due["stands"].value_counts()
    early = actions[~actions["due"].astype(bool)]["stands"] != "not_yet"
    row = {
        "set_id": pd.NA,
        "session": pd.NA,
        **named,
        "heard": int((due["stands"] != "not_yet").sum()),
        "actions": len(due),
        **{name: int(stands.get(name, 0)) for name in (*_STANDING, "not_said")},
        "not_yet": int(stands.get("not_yet", 0)),
        "not_due": len(actions) - len(due),
        "early": int(early.sum()),
        "sets": actions["set_id"].nunique(),
    }
    return pd.DataFrame([row]).astype({"set_id": "str"})


def _pooled(counts: pd.DataFrame, actions: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Return the one count that a programme may see, or that it is withheld."""
    due = actions[actions["due"].astype(bool)]
    # Counted are actions: the minimum is applied to them, and to whose they are.
    few = points_at_few(due, due["stands"] != "not_yet", "owner", rule)
    out = shown_counts(counts.assign(held=few), rule, count="heard", of="actions")
    told = out["heard"].notna()
    out["shown"] = _shown(out).where(told, "withheld").astype("str")
    return out[["what", "heard", "actions", "sets", "shown"]]


def _shown(counts: pd.DataFrame) -> pd.Series[str]:
    of = counts["heard"].astype("str") + " of " + counts["actions"].astype("str")
    words: pd.Series[str] = ("heard back on " + of).astype("str")
    return words


def _with_shares(counts: pd.DataFrame) -> pd.DataFrame:
    enough = (counts["actions"] >= _LEAST_FOR_SHARES).fillna(value=False)
    of = counts["actions"].where(enough)
    counts[["share", "low", "high"]] = wilson(counts["heard"], of)
    return counts


def _in_words(row: Mapping[Any, Any]) -> str:
    """Say how the actions stand, leaving out what there is none of."""
    said = [f"{row[name]} {name}" for name in _STANDING if row[name]]
    if row["not_said"]:
        said.append(f"{row['not_said']} without a word on how")
    if row["not_yet"]:
        said.append(f"{row['not_yet']} not heard back on yet")
    later = ""
    if row["not_due"]:
        later = f"{row['not_due']} not due yet"
        later += f" ({row['early']} heard back on early)" if row["early"] else ""
    if not row["actions"]:
        return later
    words = f"{row['shown']}: {', '.join(said)}"
    return f"{words}; {later}" if later else words
