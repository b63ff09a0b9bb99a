"""`responses`: what people answered to findings that were put to them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

import pandas as pd

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.cleared import Responses
from alsjournal.cycle._pooled import LESS_A_SET, few_behind, points_at_few
from alsjournal.disclosure import (
    Audience,
    Rule,
    audience_of,
    clear,
    mask_counts,
    permitted,
)
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.held import Left
from alsjournal.trends.prevalence import policy_of, provenance_of

__all__ = ["BOXES", "finding_id", "known_findings", "responses", "sessions_of"]

BOXES = ("agree", "missing", "wrong")
"""What can be ticked beside a finding; several may be."""

_LETTERS = 12
_OF_SETS = ("memberships", "reflections")  # whose rows say of which set a member is
_WORD = re.compile(r"[^\W_]+")
_OF_OURS = (
    "Answers count people who gave their code once each, and each sheet without a "
    "code as one person: nobody can tell whether two such sheets are one person's."
)
_VOLUNTARY = (
    "Answering is voluntary. Who did not answer neither agreed nor disagreed, and "
    "those who answer are no sample of the others."
)
_FEW = (
    "Findings are left out that fewer than {k} people answered, people of one set "
    "alone, or, less any one set, fewer than {k}. "
) + LESS_A_SET
_EVERYBODY = "programme"  # whom a page was for, and the group of those without a set
_LOST = (
    "Answers to {n} findings are not told here: their themes have another name now, "
    "or none."
)


def finding_id(theme: str, asked: str | Audience, session: int) -> str:
    """Return the code of a finding, by which an answer is joined to it later.

    Parameters
    ----------
    theme : str
        As a codebook or a page has it, ``"no-cover"`` as ``"No cover"``; empty for
        the question what was not asked.
    asked : str or Audience
        Whom it was put to.
    session : int
        The last session that the finding rests on; 0 where there are none.

    Returns
    -------
    str
        ``f-`` and 12 characters of the SHA-256 of these three, in base32 (RFC 4648):
        the same for whoever makes the page again, and no place to write a name in.

    Examples
    --------
    >>> finding_id("No cover", "set:A", 4)
    'f-PJPWCTPJPJCM'
    >>> finding_id("no-cover", "set:A", 4) == finding_id("No cover", "set:A", 4)
    True
    """
    name = " ".join(_WORD.findall(unlinked(theme).casefold()))
    parts = (str(Audience.parse(asked)), str(session), name)
    made = "".join(f"{len(part)}:{part}" for part in ("finding", *parts))
    digest = hashlib.sha256(made.encode("utf-8", "surrogatepass")).digest()
    return f"f-{base64.b32encode(digest).decode('ascii')[:_LETTERS]}"


def sessions_of(journal: Journal, asked: str | Audience) -> int:
    """Return the last session of which members wrote, for a set or for all; 0 if none.

    Parameters
    ----------
    journal : Journal
    asked : str or Audience
    """
    who = Audience.parse(asked)
    rows = journal.table("reflections", ["set_id", "session"])
    if who.kind == "set":
        rows = rows[rows["set_id"] == who.name]
    last = rows["session"].max()
    return 0 if pd.isna(last) else int(last)


def responses(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
) -> Responses:
    """Count what was answered to each finding that was put to a set or to everybody.

    Parameters
    ----------
    journal : Journal
        With the table ``responses``, as `alsjournal.read_responses` fills it.
    themes : ThemeModel or pandas.DataFrame
        Those that the findings were about.
    audience : str or Audience, default="research"
        Research has each page by itself; a set what it answered itself, exactly; a
        member their own ticks. For the programme the last pages of all sets and of
        the programme are pooled by theme, under the small-number policy, and what
        would be of few people less any one set's own numbers is withheld.

    Returns
    -------
    Responses
        A row a finding and box: ``raised`` of ``wrote`` who answered ticked it. What
        was written beside it stays with those who analyse: it is in no such table.

    Raises
    ------
    DisclosureError
        For the public: nothing was asked for it.
    InputError
        If ``themes`` or ``audience`` cannot be read.

    Notes
    -----
    Whoever keeps all they write to themselves is not counted here either.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"reflection_id": ["1"], "set_id": "A", "session": 1, "text": ["No cover."]}
    ... )
    >>> said = pd.DataFrame(
    ...     {
    ...         "response_id": ["r1", "r2"],
    ...         "finding": finding_id("cover", "set:A", 1),
    ...         "agree": [True, True],
    ...         "missing": [False, True],
    ...     }
    ... )
    >>> journal = Journal({"reflections": rows, "responses": said})
    >>> codes = pd.DataFrame({"reflection_id": ["1"], "code": ["cover"]})
    >>> responses(journal, codes, audience="set:A").to_frame()["shown"].tolist()
    ['2 of 2', '1 of 2', '0 of 2', '0 of 2']
    """
    who = audience_of(journal, audience)
    if who.kind == "public":
        msg = (
            "What was answered to findings must be made for 'research', 'programme', "
            "'set:<set_id>' or 'member:<pseudonym>'. Got 'public'."
        )
        raise DisclosureError(msg)
    policy, coded = policy_of(journal), as_coded(journal, themes)
    coded = seen_by(journal, coded, who)
    rows = journal.table("responses")
    known = _findings(journal, coded.themes)
    rows["text"] = rows["text"].mask(rows["text"].str.strip() == "")
    lost = rows.loc[~rows["finding"].isin(known["finding"]), "finding"].nunique()
    rows = _counted(journal, rows.merge(known, on="finding"), who)
    notes = [_OF_OURS, _VOLUNTARY]
    if who.kind == "programme":
        notes.append(_FEW.format(k=policy.rule(who).minimum))
    if who.kind == "research" and lost:
        notes.append(_LOST.format(n=lost))
    pooled = who.kind == "programme"
    return clear(
        Responses,
        _pooled(journal, rows, policy.rule(who)) if pooled else _count(rows),
        audience=who,
        policy=policy,
        unit="people",
        notes=tuple(notes),
        provenance=provenance_of(coded),
    )


def known_findings(
    journal: Journal, themes: Coder | Coded | pd.DataFrame
) -> frozenset[str]:
    """Return the codes of all findings of these themes that a page can have."""
    return frozenset(_findings(journal, as_coded(journal, themes).themes)["finding"])


def _findings(journal: Journal, themes: Sequence[str]) -> pd.DataFrame:
    """Return every finding that may have been put to somebody, with its code."""
    held = journal.table("reflections", ["set_id"])["set_id"].dropna().unique()
    asked = ["programme", *(f"set:{set_id}" for set_id in sorted(held))]
    made = [
        (finding_id(theme, whom, session), theme, whom, session)
        for whom in asked
        for session in range(sessions_of(journal, whom) + 1)
        for theme in ("", *themes)
    ]
    columns = ["finding", "theme", "asked", "session"]
    return pd.DataFrame(made, columns=columns).drop_duplicates("finding")


def _counted(journal: Journal, rows: pd.DataFrame, who: Audience) -> pd.DataFrame:
    """Leave the answers that this audience may have counted."""
    if who.kind == "set":
        rows = rows[rows["asked"] == str(who)]
    own = pd.Series(who.name if who.kind == "set" else None, rows.index, dtype="str")
    nothing = pd.Series(None, index=rows.index, dtype="str")
    asked = rows[["member"]].assign(set_id=own, reflection_id=nothing)
    rows = rows[permitted(journal, asked, audience=who)]
    return rows.assign(person=rows["member"].fillna(rows["response_id"]))


def _pooled(journal: Journal, rows: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Of each theme the last page of each set, and of a person the last answer."""
    last = rows.groupby(["theme", "asked"])["session"].transform("max")
    pages = rows[rows["session"] == last].sort_values("answered", kind="stable")
    once = pages.drop_duplicates(["theme", "person"], keep="last")
    counts = _count(once.assign(asked=None, session=None))
    held: dict[str, set[str]] = {}
    for name, told in _with_sets(journal, once).groupby("theme"):
        of_it = pages[pages["theme"] == name]
        if not _few_answered(told, of_it, rule):
            held[str(name)] = _held(told, of_it, rule)
    counts = counts[counts["theme"].fillna("").isin(list(held))]
    each = zip(counts["theme"].fillna(""), counts["what"], strict=True)
    is_held = [what in held[name] for name, what in each]
    counts = counts.assign(held=pd.Series(is_held, counts.index, dtype="bool"))
    few = counts["held"].copy()
    # Where everybody ticked one box, two that are shown would tell the third.
    boxes = mask_counts(counts[counts["what"] != "words"], rule, across=("theme",))
    counts["held"] |= boxes["raised"].isna().reindex(counts.index, fill_value=False)
    # "Fewer than 5" would tell the rest where a set's own are 4: so as if it were all.
    counts["raised"] = counts["raised"].mask(few, counts["wrote"])
    return counts


def _with_sets(journal: Journal, rows: pd.DataFrame) -> pd.DataFrame:
    """Say of which set each answer is: of the page's, else of its member's, each.

    Those that are of neither are one more group.
    """
    tables = [journal.table(t, ["member", "set_id"]) for t in _OF_SETS]
    sets = pd.concat(tables).dropna().drop_duplicates()
    everybody = rows["asked"] == _EVERYBODY
    known = rows[everybody].merge(sets, on="member", how="left")
    known["set_id"] = ("set:" + known["set_id"]).fillna(_EVERYBODY)
    own = rows[~everybody].assign(set_id=rows["asked"])
    return pd.concat([own, known], ignore_index=True)


def _few_answered(told: pd.DataFrame, pages: pd.DataFrame, rule: Rule) -> bool:
    """Say whether so few answered to a finding, or less a set, that it is left out."""
    people, less = told["person"].nunique(), [0, *_own_people(pages)]
    if not _without_sets(told):
        if few_behind(told, "person", rule):
            return True
        less += [*told.groupby("set_id")["person"].nunique()]
    return any(Left(people - own, 0).small(rule.minimum) for own in less)


def _held(told: pd.DataFrame, pages: pd.DataFrame, rule: Rule) -> set[str]:
    """Return the boxes whose count is of few people, or would be less a set's own.

    Once by the sets that people are of, and once by the pages that sets have: somebody
    may have answered on two, and be counted here with the last.
    """
    people, own = told["person"].nunique(), _own_people(pages)
    on_pages, held = _said(pages), set()
    for what, ticked in _said(told).items():
        n = told.loc[ticked, "person"].nunique()
        theirs = _own_people(pages[on_pages[what]]).reindex(own.index, fill_value=0)
        left = [Left(n - a, people - b) for a, b in zip(theirs, own, strict=True)]
        few = any(one.small(rule.minimum) for one in left)
        if not _without_sets(told):  # else no set could subtract: small ones are masked
            few |= points_at_few(told, ticked, "person", rule, unit="person")
        if few:
            held.add(what)
    return held


def _own_people(pages: pd.DataFrame) -> pd.Series[int]:
    """Return how many people each set's page has, as the set knows it."""
    own = pages[pages["asked"] != _EVERYBODY]
    return own.groupby("asked")["person"].nunique()


def _without_sets(told: pd.DataFrame) -> bool:
    return bool((told["set_id"] == _EVERYBODY).all())


def _count(rows: pd.DataFrame) -> pd.DataFrame:
    order = ["asked", "session", "theme"]
    groups = rows.groupby(order, dropna=False, sort=False)
    made = [
        (*at, what, group.loc[ticked, "person"].nunique(), group["person"].nunique())
        for at, group in groups
        for what, ticked in _said(group).items()
    ]
    columns = [*order, "what", "raised", "wrote"]
    frame = pd.DataFrame(made, columns=columns).astype(
        {"asked": "str", "session": "Int64", "theme": "str"}
    )
    frame["theme"] = frame["theme"].mask(frame["theme"] == "")
    return frame.sort_values(order, kind="stable").reset_index(drop=True)


def _said(rows: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    """Say of the answers to one theme which ticked each box, and which have words."""
    boxes = BOXES if (rows["theme"] != "").any() else ()
    ticked = {box: rows[box].fillna(value=False).astype(bool) for box in boxes}
    return {**ticked, "words": rows["text"].notna()}
