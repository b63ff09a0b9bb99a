"""`non_writing`: how far those who did not write could move a share."""

from __future__ import annotations

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import NonWriting, Prevalence
from alsjournal.cycle._told import NOT_RECORDED, policy_of
from alsjournal.cycle.attendance import ALL, presence
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["non_writing"]

_PLACE = ["between", "set_id", "session", "group"]
_BOUNDS = (
    "From none of those who did not write having raised it to all of them: nothing is "
    "assumed of them, and chance comes on top."
)


def non_writing(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    prevalence: Prevalence | None = None,
) -> NonWriting:
    """Say how many on the roll did not write, and how far they could move a share.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience, default="research"
        As for `alsjournal.presence`.
    prevalence : Prevalence, optional
        Of the same journal and audience, broken down by set, session or role at most;
        for each of its themes the bounds are added.

    Returns
    -------
    NonWriting
        The rows of `alsjournal.presence`, as far as both their counts may be told, then
        a row for each theme.

    Raises
    ------
    DisclosureError
        As for `alsjournal.presence`.
    InputError
        If ``prevalence`` is none, counts texts, is for another audience or policy, or
        is of a part of those who wrote.

    Notes
    -----
    Of N on the roll w wrote, and x of these raised a theme. If those who did not write
    may have raised it or not, the share of all lies between x / N and
    (x + N - w) / N: the worst-case bounds of Manski (1989, "Anatomy of the selection
    problem", Journal of Human Resources 24, 343-360). ``unknown``, their width, is
    (N - w) / N whatever the theme. All is made of counts that the audience may see
    anyway.

    Examples
    --------
    >>> texts = pd.DataFrame({"text": ["a", "b"], "set_id": "A", "session": [1, 1]})
    >>> texts["reflection_id"], texts["member"] = ["1", "2"], ["m", "n"]
    >>> spells = pd.DataFrame({"member": list("mno"), "set_id": "A", "from_session": 1})
    >>> journal = Journal({"reflections": texts, "memberships": spells})
    >>> non_writing(journal, audience="set:A").to_frame()["shown"].tolist()
    ['1 of 3 did not write', '1 of 3 did not write']
    """
    who = audience_of(journal, audience)
    table = presence(journal, audience=who)
    groups = _groups(table.to_frame())
    parts = [groups]
    if prevalence is not None:
        _check(prevalence, who, table.policy)
        parts.append(_themes(prevalence.to_frame(), groups))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.rename(columns={"raised": "raised_by"})
    return clear(
        NonWriting,
        _typed(frame),
        audience=who,
        policy=policy_of(journal),
        notes=(_BOUNDS, *table.notes),
        provenance={"alsjournal": __version__},
    )


def _groups(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[[*_PLACE, "on_roll", "wrote"]].copy()
    rows["silent"] = rows["on_roll"] - rows["wrote"]
    rows["unknown"] = rows["silent"] / rows["on_roll"].where(rows["on_roll"] > 0)
    known = rows["silent"].notna()
    said = rows["silent"].astype("str") + " of " + rows["on_roll"].astype("str")
    rows["shown"] = (said + " did not write").where(known, table["shown_wrote"])
    return rows


def _themes(shares: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return the bounds of each theme, where its counts and the roll are known."""
    rows = shares[["theme", "set_id", "session", "raised", "wrote", "on_roll"]].copy()
    by_role = shares["role"].notna()
    rows["group"] = shares["role"]
    rows["between"] = pd.Series(ALL, index=rows.index).mask(
        rows["session"].notna(), "session"
    )
    rows["between"] = rows["between"].mask(by_role, "role")
    roles = groups[groups["between"] == "role"].set_index("group")["on_roll"]
    lone = by_role & rows["set_id"].isna() & rows["session"].isna()
    rows["on_roll"] = rows["on_roll"].mask(lone, rows["group"].map(roles))
    silent = rows["on_roll"] - rows["wrote"]
    rows["silent"] = silent.where(silent >= 0)
    known = rows["silent"].notna() & rows["raised"].notna() & (rows["on_roll"] > 0)
    on_roll, most = rows["on_roll"].where(known), rows["raised"] + rows["silent"]
    rows["unknown"] = rows["silent"] / on_roll
    rows["at_least"], rows["at_most"] = rows["raised"] / on_roll, most / on_roll
    rows["shown"] = [
        f"between {least} and {more} of {all_of_them} on the roll" if told else other
        for least, more, all_of_them, told, other in zip(
            rows["raised"],
            most,
            rows["on_roll"],
            known,
            shares["shown"].where(rows["raised"].isna(), NOT_RECORDED),
            strict=True,
        )
    ]
    return rows


def _check(prevalence: object, who: Audience, policy: str) -> None:
    if not isinstance(prevalence, Prevalence):
        msg = (
            f"prevalence must be a table of alsjournal.theme_prevalence. Got "
            f"{type(prevalence).__name__}."
        )
        raise InputError(msg)
    theirs = (prevalence.audience, prevalence.policy)
    if theirs != (str(who), policy) or prevalence.unit != "members":
        msg = (
            f"prevalence must be for the same audience and policy, {str(who)!r} and "
            f"{policy!r}, and count members. Got {theirs[0]!r}, {theirs[1]!r} and "
            f"{prevalence.unit}. Make it with theme_prevalence(..., audience=...)."
        )
        raise InputError(msg)
    frame = prevalence.to_frame()
    if frame[["parent", "prompt"]].notna().any(axis=None):
        msg = (
            "prevalence must be broken down by set_id, session or role at most: of "
            "other parts it is not known who belongs to them. Leave parent and prompt "
            "out of by=."
        )
        raise InputError(msg)
    if prevalence.provenance.get("writers", "all") != "all":
        msg = (
            "prevalence must be of all who wrote: the others are those on the roll who "
            "did not. Got that of the continuing members. Use writers='all'."
        )
        raise InputError(msg)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    whole = ("session", "on_roll", "wrote", "silent", "raised_by")
    parts = ("unknown", "at_least", "at_most")
    frame = frame.reindex(columns=list(NonWriting.COLUMNS))
    kinds = {
        c: "Int64" if c in whole else "Float64" if c in parts else "str" for c in frame
    }
    return frame.astype(kinds)
