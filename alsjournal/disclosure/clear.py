"""The only maker of `Cleared` tables: exact counts go in, what may be shown comes out.

Masking happens before shares and intervals are computed, so that neither can be
turned back into a count that was withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.cleared.base import SEAL, Cleared
from alsjournal.disclosure.audience import Audience
from alsjournal.disclosure.levels import mask_levels
from alsjournal.disclosure.policy import Policy, Rule
from alsjournal.disclosure.pseudonyms import goes_out, holds_pseudonym
from alsjournal.errors import DisclosureError

__all__ = ["clear", "mask_counts", "together", "wilson"]

C = TypeVar("C", bound=Cleared)

_COUNTS = ("raised", "wrote", "present", "on_roll")
_TRACES = (
    *("sets_raised", "sessions_raised", "came_back"),
    *("first_session", "last_session", "since"),
)
# What is at most the count, and so would say too much of a small one.
_MODELLED = ("standardised", "at_equal_length", "equal_low", "equal_high")
# Shares that no count can be read from, but that move with one: to five points.

Line = tuple[npt.NDArray[np.intp], bool]
"""The positions of rows that add up to a total, and whether they do so exactly."""


def clear(
    kind: type[C],
    counts: pd.DataFrame,
    *,
    audience: Audience,
    policy: Policy,
    by: tuple[str, ...] = (),
    unit: str = "members",
    notes: tuple[str, ...] = (),
    provenance: Mapping[str, object] | None = None,
    keep: pd.Series[bool] | None = None,
) -> C:
    """Turn exact counts into a table released to one audience.

    Parameters
    ----------
    kind : type of Cleared
        The table to make.
    counts : pandas.DataFrame
        The columns of ``kind`` as far as known; missing ones are made empty. If it
        has ``raised`` and ``wrote``, small ones are masked, and ``share``, ``low``,
        ``high`` and ``shown`` are made from what is left. If it has ``level``, means
        of too few are.
    audience : Audience
    policy : Policy
    by : tuple of str, default=()
        The columns that the counts are broken down by.
    unit : {"members", "reflections"}, default="members"
    notes : tuple of str, default=()
    provenance : mapping, optional
    keep : pandas.Series of bool, optional
        Rows to hand on, with the index of ``counts``; all by default. The others
        are left out after masking: they may be what protects a row that stays.

    Returns
    -------
    Cleared
        Of the type ``kind``.

    Raises
    ------
    DisclosureError
        If the audience may not see counts broken down so, or a pseudonym of the
        journal would go out with them.
    """
    rule = policy.rule(audience, by)
    frame = counts.reset_index(drop=True)
    if {"raised", "wrote"} <= set(frame.columns):
        frame = mask_counts(
            frame,
            rule,
            within=("theme",) if by else (),
            across=by if "theme" in frame else None,
            adds_up=unit == "reflections",
        )
    elif {"level", "wrote"} <= set(frame.columns):  # outcomes have levels, too
        frame = mask_levels(frame, rule)
    if keep is not None:
        frame = frame[keep.to_numpy()].reset_index(drop=True)
    for column in kind.COLUMNS:
        if column not in frame:
            frame[column] = None
    if goes_out(audience):
        _refuse_pseudonyms(frame[list(kind.COLUMNS)], notes, provenance, audience)
    return kind(
        frame[list(kind.COLUMNS)],
        str(audience),
        policy.name,
        unit,
        notes,
        provenance or {},
        seal=SEAL,
    )


def together(tables: Sequence[C]) -> C:
    """Put released tables of one kind under each other.

    Parameters
    ----------
    tables : sequence of Cleared
        One at least; of one type, audience, policy and unit.

    Returns
    -------
    Cleared
        With all notes, each once. What they say of how they were made is told apart
        by commas.

    Raises
    ------
    DisclosureError
        If they are not for one audience by one policy, or count different things.
    """
    first = tables[0]
    labels = {(type(t), t.audience, t.policy, t.unit) for t in tables}
    if len(labels) > 1:
        msg = (
            "Tables that are put together must be of one kind, for one audience, by "
            f"one policy and of one unit. Got {len(labels)} different ones."
        )
        raise DisclosureError(msg)
    said: dict[str, dict[str, None]] = {}
    for table in tables:
        for key, value in table.provenance.items():
            said.setdefault(key, {})[str(value)] = None
    return type(first)(
        pd.concat([table.to_frame() for table in tables], ignore_index=True),
        first.audience,
        first.policy,
        first.unit,
        tuple(dict.fromkeys(note for table in tables for note in table.notes)),
        {key: ", ".join(values) for key, values in said.items()},
        seal=SEAL,
    )


def _refuse_pseudonyms(
    frame: pd.DataFrame,
    notes: tuple[str, ...],
    provenance: Mapping[str, object] | None,
    audience: Audience,
) -> None:
    """Refuse a table in which somebody of the journal could be followed.

    The id of the set that it is for may be there, which may look like a pseudonym.
    """
    said = [(str(c), set(v.dropna().astype(str))) for c, v in frame.items()]
    said += [("notes", set(notes))]
    said += [("provenance", {str(value) for value in (provenance or {}).values()})]
    own = audience.name or "\0"
    for where, texts in said:
        if any(holds_pseudonym(text.replace(own, "")) for text in texts):
            msg = (
                f"What is made for {audience.kind!r} must hold no pseudonym of the "
                f"journal, by which people could be followed into another output. "
                f"There is one in {where}. Rename it, or make it for 'research'."
            )
            raise DisclosureError(msg)


def mask_counts(
    counts: pd.DataFrame,
    rule: Rule,
    *,
    within: tuple[str, ...] = (),
    across: tuple[str, ...] | None = None,
    adds_up: bool = False,
) -> pd.DataFrame:
    """Mask the counts that are too small, and make shares of the others.

    Parameters
    ----------
    counts : pandas.DataFrame
        With ``raised`` and ``wrote``; ``present``, ``on_roll`` and where it was
        raised (``sets_raised``, ``first_session`` ...) may be there. Where ``held``
        is true the count is masked too, and where ``wrote_held`` is, how many wrote.
        ``est_share``, ``est_low`` and ``est_high`` take the place of Wilson's.
    rule : Rule
        A count n of N is kept if n and N - n reach ``rule.minimum``.
    within : tuple of str, default=()
        Columns whose groups add up to a total that may be shown elsewhere. Where
        just one row of a group is masked, its smallest other row is masked too:
        else the total would give it away. A row where nobody wrote hides nothing.
    across : tuple of str, optional
        Columns whose groups hold each theme once. Where their counts add up to
        ``wrote``, as when every text has one theme, they are protected alike.
    adds_up : bool, default=False
        Whether the groups of ``within`` add up exactly, as counts of texts do and
        those of people do not, who come back. Then two small counts could be told
        from their sum, and a row that is not small is masked beside them.

    Returns
    -------
    pandas.DataFrame
        With ``share``, ``low``, ``high`` and ``shown`` added. Where fewer than the
        minimum raised it, neither is it said in how many sets or sessions.
    """
    out = counts.copy()
    for column in _COUNTS:
        values = out[column] if column in out else pd.Series(pd.NA, index=out.index)
        out[column] = values.astype("Int64")
    raised, wrote = out["raised"], out["wrote"]
    few = raised < rule.minimum
    hidden = few | (wrote - raised < rule.minimum)
    if "held" in out:
        hidden |= out["held"].astype(bool)
    if rule.minimum:
        hidden = _protected(out, hidden, rule, _lines(out, within, across, adds_up))
        for name in out.columns.intersection(list(_TRACES)):
            out[name] = out[name].astype("Int64").mask(few)
        # How few were away is not for a page that goes round.
        away = out["on_roll"] - out["present"]
        hide = ((away > 0) & (away < rule.minimum)).fillna(value=False)
        out["present"] = out["present"].mask(hide.astype(bool))
    step = rule.rounded_to
    for column in _COUNTS:
        small = out[column] < rule.minimum
        rounded = ((out[column] + step // 2) // step) * step
        out[column] = rounded.mask(small.fillna(False))
    out["raised"] = out["raised"].mask(hidden)
    if "wrote_held" in out:
        out["wrote"] = out["wrote"].mask(out["wrote_held"].astype(bool))
    out[["share", "low", "high"]] = wilson(out["raised"], out["wrote"])
    if "est_share" in out:
        for column in ("share", "low", "high"):
            out[column] = out[f"est_{column}"].astype("Float64").mask(hidden)
    for column in out.columns.intersection(list(_MODELLED)):
        fixed = out[column].astype("Float64").mask(hidden)
        out[column] = (fixed * 20).round() / 20 if rule.minimum else fixed
    words = out["raised"].astype("str") + " of " + out["wrote"].astype("str")
    out["shown"] = words.mask(hidden, "withheld").astype("str")
    out.loc[few & hidden, "shown"] = f"fewer than {rule.minimum}"
    out.loc[wrote == 0, "shown"] = "nobody wrote"
    return out


def wilson(raised: pd.Series[Any], wrote: pd.Series[Any]) -> pd.DataFrame:
    """Shares with their Wilson 95 % intervals.

    The Wilson score interval (Wilson 1927) keeps its coverage in sets of six to
    twelve people, where the usual one covers 62-86 % instead of 95 % (Brown, Cai
    and DasGupta 2001 recommend it for small n).

    Parameters
    ----------
    raised, wrote : pandas.Series of Int64
        Counts; missing or zero denominators give missing shares.

    Returns
    -------
    pandas.DataFrame
        Columns ``share``, ``low``, ``high`` (Float64), with the index of ``raised``.

    Examples
    --------
    >>> x, n = pd.Series([3], dtype="Int64"), pd.Series([7], dtype="Int64")
    >>> wilson(x, n).round(2).values.tolist()
    [[0.43, 0.16, 0.75]]
    """
    from statsmodels.stats.proportion import proportion_confint  # slow to import

    x = raised.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    n = wrote.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(x) & (n > 0)
    out = np.full((len(x), 3), np.nan)
    if known.any():
        low, high = proportion_confint(x[known], n[known], method="wilson")
        out[known] = np.column_stack([x[known] / n[known], low, high])
    frame = pd.DataFrame(out, columns=["share", "low", "high"], index=raised.index)
    return frame.astype("Float64")


def _lines(
    counts: pd.DataFrame,
    within: tuple[str, ...],
    across: tuple[str, ...] | None,
    adds_up: bool,
) -> list[Line]:
    """Return the lines of the table along which totals may be known."""
    written = counts[(counts["wrote"] > 0).to_numpy()]
    at = np.flatnonzero((counts["wrote"] > 0).to_numpy())
    lines = []
    if within:
        lines += [(at[rows], adds_up) for rows in _groups(written, within)]
    if across is not None:
        raised, wrote = written["raised"].to_numpy(int), written["wrote"].to_numpy(int)
        lines += [
            (at[rows], True)
            for rows in _groups(written, across)
            if raised[rows].sum() == wrote[rows[0]]
        ]
    return lines


def _groups(rows: pd.DataFrame, keys: tuple[str, ...]) -> list[npt.NDArray[np.intp]]:
    """Return the positions of the rows of each group, of two rows and more."""
    if not keys:
        return [np.arange(len(rows))] if len(rows) > 1 else []
    group = rows.groupby(list(keys), dropna=False, sort=False).ngroup().to_numpy()
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    return [part for part in parts if len(part) > 1]


def _protected(
    counts: pd.DataFrame, hidden: pd.Series[Any], rule: Rule, lines: list[Line]
) -> pd.Series[bool]:
    """Mask further rows until no line gives a masked one away.

    A line is safe if all of it is masked or nothing, or at least two rows; where it
    adds up exactly, one of these must be masked for the sake of others only.
    """
    out = hidden.to_numpy(dtype=bool).copy()
    own = out.copy()
    raised = counts["raised"].to_numpy(dtype=int)
    names = np.asarray(counts.get("theme", raised), dtype=str)
    again = bool(rule.minimum)
    while again:
        again = False
        for rows, exact in lines:
            masked = out[rows]
            lone = masked.sum() == 1 or (exact and own[rows][masked].all())
            if masked.any() and not masked.all() and lone:
                others = rows[~masked]
                # By name where they are equal: every table of an output hides alike.
                first = np.lexsort((names[others], raised[others]))[0]
                out[others[first]] = again = True
    return pd.Series(out, index=counts.index)
