"""`what_changed`: outcomes, checked and claimed apart, wanted or not."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import Outcomes
from alsjournal.cycle._pooled import LESS_A_SET, points_at_few, shown_counts
from alsjournal.cycle._seen import (
    KEPT,
    made_by,
    only_for,
    or_nothing,
    rendered,
    with_words,
)
from alsjournal.disclosure import Audience, Rule, audience_of, clear, policy_of
from alsjournal.journal import Journal
from alsjournal.schema import TABLES

__all__ = ["what_changed"]

_LEVELS = (*TABLES["outcomes"]["level"].choices, "not said")
_CHECKED, _CLAIMED = "checked", "claimed"
_VALUES: dict[str, tuple[str, ...]] = {
    "level": _LEVELS,
    "intended": ("intended", "not intended", "not said"),
    "tied": ("to an action", "to no action"),
}
_READ = (
    "Checked is what somebody verified; claimed is what somebody said and nobody "
    "checked. That an outcome is tied to an action is what was recorded, not proof "
    "that one brought about the other."
)
_AMOUNTS = (
    "An amount is what was claimed, in whatever its text counts (people, nights, "
    "pounds): amounts are not added up."
)
_POOLED = (
    "Pooled over the sets; withheld where it would be of one set, of fewer than {k} "
    "people, or where a count or the rest of it is under {k}. " + LESS_A_SET
)


def what_changed(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    release: str | None = None,
) -> Outcomes:
    """Count what changed, by level, intended or not, and tied to an action or to none.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience, default="research"
        A set and a member have their own, with words; research all, by set; the
        programme pooled, without words.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    Outcomes
        The unit is outcomes. Checked and claimed ones are counted apart.

    Raises
    ------
    DisclosureError
        For the public.
    InputError
        If the audience cannot be read.

    Notes
    -----
    Negative and unintended outcomes are counted and told as any other. Words and
    amounts are shown if who claimed the outcome has allowed quotes.

    Examples
    --------
    >>> rows = pd.DataFrame({"outcome_id": ["1", "2"], "set_id": "A", "level": "team"})
    >>> journal = Journal({"outcomes": rows.assign(verified=[True, False])})
    >>> table = what_changed(journal, audience="research").to_frame()
    >>> table.loc[table["what"] == "in all", ["checked", "shown"]].values.tolist()[:2]
    [['checked', '1 of 2'], ['claimed', '1 of 2']]
    """
    who = audience_of(journal, audience)
    only_for(who, ("set", "member", "research", "programme"), "Outcomes")
    policy = policy_of(journal)
    rule = policy.rule(who)
    rows = _named(with_words(journal, "outcomes", who))
    notes = [_READ, KEPT]
    named: tuple[str, ...] = ()
    parts = []
    if who.kind == "research":
        for set_id, own in rows.groupby("set_id"):
            parts.append(_counted(own, rule).assign(set_id=set_id))
    parts.append(_counted(rows, rule, pooled=who.kind == "programme"))
    if who.kind == "programme":
        notes.append(_POOLED.format(k=rule.minimum))
    else:
        told, named = _told(journal, rows, who, release)
        parts.append(told)
        notes.append(_AMOUNTS)
    frame = pd.concat([p for p in parts if len(p)] or parts, ignore_index=True)
    if who.kind in ("set", "member") and "sets" in frame:
        frame = frame.drop(columns="sets")
    return clear(
        Outcomes,
        frame,
        audience=who,
        policy=policy,
        unit="outcomes",
        notes=or_nothing((*notes, *named), rows, "outcomes are", "outcomes"),
        provenance=made_by(),
    )


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the words of the table in the place of true and false."""
    intended = rows["intended"].map({True: "intended", False: "not intended"})
    tied = rows["action_id"].notna().map({True: "to an action", False: "to no action"})
    verified = rows["verified"].fillna(value=False)
    return rows.assign(
        level=rows["level"].fillna("not said"),
        intended=intended.astype("str").fillna("not said"),
        tied=tied.astype("str"),
        checked=verified.map({True: _CHECKED, False: _CLAIMED}).astype("str"),
    )


def _counted(rows: pd.DataFrame, rule: Rule, *, pooled: bool = False) -> pd.DataFrame:
    """Count checked and claimed ones, and each of these by level and so on."""
    counts = [
        {"what": "in all", "checked": c, "outcomes": n, "of": len(rows)}
        for c, n in (
            (c, int((rows["checked"] == c).sum())) for c in (_CHECKED, _CLAIMED)
        )
    ]
    for checked in (_CHECKED, _CLAIMED):
        own = rows[rows["checked"] == checked]
        for what, values in _VALUES.items():
            counts += [
                {
                    "what": what,
                    "checked": checked,
                    what: value,
                    "outcomes": int((own[what] == value).sum()),
                    "of": len(own),
                }
                for value in values
            ]
    columns = ["what", "checked", *_VALUES, "outcomes", "of"]
    frame = pd.DataFrame(counts, columns=columns).astype(dict.fromkeys(_VALUES, "str"))
    frame["sets"] = rows["set_id"].nunique()
    if not len(rows):
        return frame.iloc[:0]
    if not pooled:
        shown = shown_counts(frame, rule, count="outcomes")
        return shown[shown["outcomes"] > 0]
    frame["held"] = _held(frame, rows, rule)
    return shown_counts(frame, rule, count="outcomes", within=("what", "checked"))


def _held(frame: pd.DataFrame, rows: pd.DataFrame, rule: Rule) -> list[bool]:
    """Say which counts are of too few, or would be without one set.

    Counted are outcomes: the minimum is applied to them, and to who claimed them.
    Where checked or claimed ones are too few all is held: the parts would tell them.
    """

    def few(own: pd.DataFrame, counted: pd.Series[bool]) -> bool:
        return points_at_few(own, counted, "claimed_by", rule)

    whole = few(rows, rows["checked"] == _CHECKED)
    halves = {c: rows[rows["checked"] == c] for c in (_CHECKED, _CLAIMED)}
    return [
        whole or (what != "in all" and few(half, half[what] == value))
        for what, half, value in (
            (row["what"], halves[row["checked"]], row.get(row["what"]))
            for row in frame.to_dict("records")
        )
    ]


def _told(
    journal: Journal, rows: pd.DataFrame, who: Audience, release: str | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a row for each outcome, with its words where they may be shown."""
    rows = rows.sort_values(["set_id", "session"], kind="stable")
    words, notes = rendered(journal, rows.assign(theme=rows["level"]), who, release)
    columns = ["checked", "set_id", "session", *_VALUES]
    told = rows[columns].assign(
        what="told", text=words, amount=rows["amount"].where(words.notna())
    )
    return told, notes
