"""`responses`: what people answered to findings that were put to them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.cleared import Responses
from alsjournal.disclosure import Audience, audience_of, clear, permitted
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.prevalence import policy_of, provenance_of

__all__ = ["BOXES", "finding_id", "known_findings", "responses", "sessions_of"]

BOXES = ("agree", "missing", "wrong")
"""What can be ticked beside a finding; several may be."""

_LETTERS = 12
_WORD = re.compile(r"[^\W_]+")
_OF_OURS = (
    "Answers count people who gave their code once each, and each sheet without a "
    "code as one person: nobody can tell whether two such sheets are one person's."
)
_VOLUNTARY = (
    "Answering is voluntary. Who did not answer neither agreed nor disagreed, and "
    "those who answer are no sample of the others."
)
_FEW = "Findings that fewer than {k} people answered are left out."
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
        the programme are pooled by theme, under the small-number policy.

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
        rows = _pooled(rows)
        notes.append(_FEW.format(k=policy.rule(who).minimum))
    if who.kind == "research" and lost:
        notes.append(_LOST.format(n=lost))
    counts = _count(rows)
    if who.kind == "programme":
        counts = counts[counts["wrote"] >= policy.rule(who).minimum]
    return clear(
        Responses,
        counts,
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


def _pooled(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each theme the last page of each set, and of a person the last answer."""
    last = rows.groupby(["theme", "asked"])["session"].transform("max")
    rows = rows[rows["session"] == last].sort_values("answered", kind="stable")
    rows = rows.drop_duplicates(["theme", "person"], keep="last")
    return rows.assign(asked=None, session=None)


def _count(rows: pd.DataFrame) -> pd.DataFrame:
    order = ["asked", "session", "theme"]
    groups = rows.groupby(order, dropna=False, sort=False)
    made = [row for at, group in groups for row in _ticked(at, group)]
    columns = [*order, "what", "raised", "wrote"]
    frame = pd.DataFrame(made, columns=columns).astype(
        {"asked": "str", "session": "Int64", "theme": "str"}
    )
    frame["theme"] = frame["theme"].mask(frame["theme"] == "")
    return frame.sort_values(order, kind="stable").reset_index(drop=True)


def _ticked(
    at: tuple[object, ...], group: pd.DataFrame
) -> Iterator[tuple[object, ...]]:
    people = group["person"].nunique()
    wrote = group.loc[group["text"].notna(), "person"].nunique()
    if at[-1]:
        for box in BOXES:
            ticked = group[group[box].fillna(value=False).astype(bool)]
            yield (*at, box, ticked["person"].nunique(), people)
    yield (*at, "words", wrote, people)
