"""`objective_history`: an objective as it sharpens, each wording beside the last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from alsjournal._version import __version__
from alsjournal.anonymise.unlinked import unlinked
from alsjournal.cleared import ObjectiveHistory
from alsjournal.cycle._specific import QUESTIONS, answers
from alsjournal.cycle._wording import difference
from alsjournal.disclosure import (
    Audience,
    audience_of,
    clear,
    goes_out,
    permissions_of,
    policy_named,
)
from alsjournal.errors import DisclosureError
from alsjournal.ingest import records
from alsjournal.journal import Journal

__all__ = ["objective_history"]

_LEVELS = ("programme", "set", "member")
_SIX = (
    "Beside six questions, from who to owner, stand the words that answer them, found "
    "by rules in English; where there are none, the rules saw none. It is a checklist, "
    "not a mark: a wider objective is not a worse one."
)
_NOT_SHOWN = (
    "Only the programme's own wordings are shown. What a set worded together is the "
    "set's to hand on; nothing on record says that it did."
)


def objective_history(
    journal: Journal, *, audience: str | Audience = "research"
) -> ObjectiveHistory:
    """Lay the wordings of each objective side by side, with what changed.

    Parameters
    ----------
    journal : Journal
        With the table ``objectives``.
    audience : str or Audience, default="research"
        A set sees what it worded itself and what the programme gave it; the programme
        its own wordings; a member their own; research all.

    Returns
    -------
    ObjectiveHistory
        A row a version, in order: by set, by level, then by version. The programme's,
        a set's and each member's wordings are lines of their own: a wording is
        compared with the one before in its line.

    Raises
    ------
    DisclosureError
        For the public.
    InputError
        If it is no journal, or the audience cannot be read or is not of it.

    Notes
    -----
    A set's objective is worded together, so that no member's permission covers it,
    and it went through the anonymiser like every text; whom it names is "[a
    colleague]" in what goes out. A member's own objective is a text of theirs: it is
    for themselves, and for research if they let their texts be counted.

    Words are compared by `difflib.SequenceMatcher`. The questions are those of Doran
    (1981) that a wording can answer, and where; see docs/cycle.md for what the rules
    take for an answer.

    Examples
    --------
    >>> texts = pd.DataFrame({"reflection_id": ["1"], "text": ["a"], "set_id": ["A"]})
    >>> wordings = pd.DataFrame(
    ...     {
    ...         "set_id": "A",
    ...         "version": [1, 2],
    ...         "level": "set",
    ...         "session": [1, 3],
    ...         "text": ["Fewer falls.", "Fewer falls in two homes by May."],
    ...     }
    ... )
    >>> journal = Journal({"reflections": texts, "objectives": wordings})
    >>> history = objective_history(journal, audience="set:A").to_frame()
    >>> history.loc[1, ["difference", "by_when"]].tolist()
    ['Fewer falls {+in two homes by May+}.', 'by May']
    """
    who = audience_of(journal, audience)
    if who.kind == "public":
        msg = (
            "The history of an objective must be for those who took part: "
            "set:<set_id>, programme, member:<pseudonym> or research. Got 'public'."
        )
        raise DisclosureError(msg)
    held = journal.table("objectives")
    seen, left_out = _seen(journal, held, who)
    seen = seen[seen["text"].fillna("").str.strip() != ""]
    if goes_out(who):
        dates = who.kind == "set"
        seen = seen.assign(text=[unlinked(t, dates=dates) for t in seen["text"]])
    frame = _side_by_side(_in_lines(seen))
    checked = pd.DataFrame(answers(list(frame["text"])), columns=list(QUESTIONS))
    checked = checked.mask(checked == "", None).astype("str")
    frame = pd.concat([frame, checked], axis=1)
    exact = who.kind == "research"
    of_them = held[held["set_id"].isin(seen["set_id"])]
    odd = [o for o in records.oddities({"objectives": of_them}) if o.rows]
    return clear(
        ObjectiveHistory,
        frame,
        audience=who,
        policy=policy_named(journal.provenance.get("policy", "default")),
        unit="wordings",
        notes=(_SIX, *left_out, *(o.said(exact=exact) for o in odd)),
        provenance={"alsjournal": __version__},
    )


def _seen(
    journal: Journal, held: pd.DataFrame, who: Audience
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the wordings that an audience may see, and what to say of the others."""
    level = held["level"].where(held["level"].notna(), "set")
    held = held.assign(level=level.mask(held["set_id"].isna() & (level == "set")))
    held["level"] = held["level"].fillna("programme")
    own = (held["level"] == "member").to_numpy(dtype=bool)
    if who.kind == "member":
        return held[own & (held["member"] == who.name).fillna(value=False)], ()
    if who.kind == "programme":
        others = bool((held["level"] != "programme").any())
        return held[held["level"] == "programme"], (_NOT_SHOWN,) * others
    if who.kind == "set":
        theirs = (held["set_id"] == who.name).fillna(value=False)
        given = held["set_id"].isna() & (held["level"] == "programme")
        note = "Members' own objectives are theirs alone, and not shown."
        return held[(theirs | given) & ~own], (note,) * bool((own & theirs).any())
    asked = held[["member"]].assign(reflection_id=pd.Series(dtype="str"))
    silent = own & (permissions_of(journal, asked)["use"] == "self").to_numpy()
    n = int(silent.sum())
    note = f"Wordings that members keep to themselves are left out: {n:,}."
    return held[~silent], (note,) * bool(n)


def _in_lines(seen: pd.DataFrame) -> pd.DataFrame:
    """Put wordings in order, and say whose line each is of, without a pseudonym."""
    rank = seen["level"].map({name: i for i, name in enumerate(_LEVELS)})
    own = seen["level"] == "member"
    # Of whom it is not known whose it is, it is compared with nothing.
    nobody = own & seen["member"].isna()
    unknown = pd.Series([f"\0{i}" for i in range(len(seen))], index=seen.index)
    seen = seen.assign(member=seen["member"].mask(nobody, unknown).where(own))
    keys = ["set_id", "rank", "member", "version"]
    rows = seen.assign(rank=rank).sort_values(keys, kind="stable")
    rows["whose"] = rows["level"].map({"programme": "the programme", "set": "the set"})
    for _, theirs in rows[rows["level"] == "member"].groupby("set_id", dropna=False):
        number = pd.factorize(theirs["member"])[0] + 1
        one = number.max() == 1
        rows.loc[theirs.index, "whose"] = [
            "a member" if one else f"a member ({n})" for n in number
        ]
    return rows.astype({"whose": "str"}).reset_index(drop=True)


def _side_by_side(rows: pd.DataFrame) -> pd.DataFrame:
    """Add to each wording the one before in its line, and what changed."""
    told = [
        told
        for _, line in rows.groupby(["set_id", "whose"], dropna=False, sort=False)
        for told in _changes(line)
    ]
    columns = ["before", "text_before", "difference", "kept", "added", "taken_out"]
    found = pd.DataFrame(told, columns=["at", *columns]).set_index("at")
    numbers = dict.fromkeys(("before", "kept", "added", "taken_out"), "Int64")
    words = dict.fromkeys(("text_before", "difference"), "str")
    return rows.join(found.astype(numbers | words))


def _changes(line: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    for (_, old), (at, new) in pairwise(line.iterrows()):
        found = difference(old["text"], new["text"])
        counts = (found.words(op) for op in ("kept", "added", "taken out"))
        yield at, old["version"], old["text"], found.marked, *counts
