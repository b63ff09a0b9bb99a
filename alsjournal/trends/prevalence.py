"""`theme_prevalence`: by how many of those who wrote each theme was raised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import Prevalence
from alsjournal.disclosure import Audience, audience_of, clear, policy_of
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.trends._continuing import Writers, of_writers
from alsjournal.trends._estimates import Estimate, checked_estimate, estimated
from alsjournal.trends._standardised import standardised
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import count_themes, units_of
from alsjournal.trends.held import held_note, hold_back
from alsjournal.trends.holding import holding_note

__all__ = [
    "groups_of",
    "policy_of",
    "provenance_of",
    "refuse_public",
    "theme_prevalence",
]

_FAR = 0.10
"""How far pooled and standardised shares may differ without a word."""

_BY = ("parent", "set_id", "session", "role", "prompt")


def theme_prevalence(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
    by: Sequence[str] | None = None,
    estimate: Estimate = "observed",
    errors: pd.DataFrame | None = None,
    writers: Writers = "all",
) -> Prevalence:
    """Count by how many of those who wrote each theme was raised.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience, default="research"
        Whom it is for: what they may see is decided by the policy of the journal.
    by : sequence of {"parent", "set_id", "session", "role", "prompt"}, optional
        What to break down by. By default ``("set_id", "session")`` for research, a
        set and a member; ``("session",)``, all sets together, for the programme and
        the public, who may not see single sets.
    estimate : str, default="observed"
        What the share and its interval are of. ``"observed"``: those who raised it at
        least once. ``"each session"``: of the times that somebody wrote, over all
        sessions. ``"partial pooling"``: each set with what the others are like behind
        it. ``"corrected"``: as a person would have coded, from ``errors``. All but
        the first are for research and for a set itself.
    errors : pandas.DataFrame, optional
        For ``"corrected"``: the table of `alsjournal.error_rates`.
    writers : {"all", "continuing"}, default="all"
        Whose texts are counted: of all who wrote, or of the members alone who wrote in
        the first and in the last third of their set's sessions (for research, and for
        a set itself; ``present`` and ``on_roll`` are then empty).

    Returns
    -------
    Prevalence
        A row for each theme in each group, in the order of ``by``; themes and
        sessions that nobody mentioned are there, as zeros.

    Raises
    ------
    DisclosureError
        If the audience may not see counts broken down so, or of continuing members.
    InputError
        If ``by``, ``audience``, ``estimate`` or ``writers`` cannot be read, or they do
        not go together.

    Notes
    -----
    The unit is the member (the text, where no text has a member): a member counts
    once in a cell. Texts that their writers keep to themselves are not counted. The
    interval is Wilson's for a binomial share (Wilson 1927); over several sessions
    pooled it is that of "raised it at least once", again one count a member. Of times
    that somebody wrote it is Wilson's with a design effect (Kish 1965), as the same
    people write several times; partial pooling is a beta-binomial model (Gelman and
    others 2013); the correction is Rogan and Gladen's (1978). Which to use when is on
    the page on trends.

    Where several sets are pooled by session, ``standardised`` is the share that the
    same mix of sets and roles at every session would give; a note says where it is
    far from the pooled one.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "reflection_id": ["1", "2", "3"],
    ...         "text": ["No cover.", "No backfill.", "We laughed."],
    ...         "member": ["ann", "bea", "cy"],
    ...     }
    ... )
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame({"reflection_id": ["1", "2"], "code": ["cover", "cover"]})
    >>> theme_prevalence(journal, codes).to_frame()["shown"].tolist()
    ['2 of 3']
    """
    who = audience_of(journal, audience)
    groups = _resolved(by, who, estimate)
    policy = policy_of(journal)
    policy.rule(who, groups)
    coded = seen_by(journal, as_coded(journal, themes), who)
    checked_estimate(estimate, groups, who, coded)
    narrowed = writers != "all"
    with journal.reading():
        units = of_writers(units_of(journal, who), writers, who)
        counts = count_themes(journal, coded, units, groups)
        if narrowed:
            counts[["present", "on_roll"]] = pd.NA
        counts = hold_back(
            journal, coded, units, counts, groups, audience=who, policy=policy
        )
    counts, said = estimated(
        counts, estimate, groups, coded=coded, units=units, errors=errors
    )
    if groups == ("session",):
        counts = counts.merge(
            standardised(coded, units), on=["theme", "session"], how="left"
        )
        said += _mix_note(counts, policy.rule(who).minimum)
    if who.kind in ("set", "member", "public"):
        counts = counts.drop(columns=["sets", "sets_raised"])
    counts = _in_order(counts, coded.themes, groups)
    return clear(
        Prevalence,
        counts,
        audience=who,
        policy=policy,
        by=groups,
        unit=units.unit,
        notes=(
            *units.notes,
            *coded.notes,
            *said,
            *held_note(counts, groups),
            *holding_note(coded, counts["theme"]),
        ),
        provenance=provenance_of(coded) | ({"writers": writers} if narrowed else {}),
    )


def _mix_note(counts: pd.DataFrame, least: int) -> tuple[str, ...]:
    """Say so where pooled shares are far from those of a fixed mix."""
    wrote, raised = (counts[c].astype("Float64") for c in ("wrote", "raised"))
    shown = (raised >= least) & (wrote - raised >= least) & (wrote > 0)
    far = (raised / wrote - counts["standardised"]).abs() > _FAR
    told = far & shown & ~counts["held"] & ~counts["wrote_held"]
    if not told.fillna(False).any():
        return ()
    note = (
        "Who wrote changed over the sessions, so that pooled counts are here and there "
        "more than ten points from those of a fixed mix of sets and roles (the column "
        "standardised): read changes from alsjournal.theme_change."
    )
    return (note,)


def refuse_public(audience: Audience) -> None:
    """Refuse the public what is told of where a theme was raised.

    Raises
    ------
    DisclosureError
        For the public.
    """
    if audience.kind == "public":
        msg = (
            "Where and when a theme was raised must be for those who took part: "
            "set:<id>, programme or research. Got 'public'."
        )
        raise DisclosureError(msg)


def provenance_of(coded: Coded) -> dict[str, object]:
    """What a released table says of how it was made."""
    return {"coder": coded.coder, "alsjournal": __version__}


def groups_of(by: Sequence[str] | None, audience: Audience) -> tuple[str, ...]:
    """Return what to break counts down by: what was asked, or the audience's own.

    Raises
    ------
    InputError
        If ``by`` is no list of columns that there are, each once.
    """
    if by is None:
        pooled = audience.kind in ("programme", "public")
        return ("session",) if pooled else ("set_id", "session")
    given: object = by
    if not isinstance(given, Iterable):
        msg = f"by must be a list of columns. Got a {type(given).__name__}."
        raise InputError(msg)
    by = (by,) if isinstance(by, str) else tuple(by)
    unknown = [name for name in by if name not in _BY]
    if unknown or len(set(by)) < len(by):
        msg = f"by must name columns, each once, of {', '.join(_BY)}. Got {by}."
        raise InputError(msg)
    return by


def _resolved(
    by: Sequence[str] | None, audience: Audience, estimate: Estimate
) -> tuple[str, ...]:
    pooled = audience.kind in ("programme", "public")
    if by is None and estimate == "each session" and not pooled:
        return ("set_id",)  # it is over all of the sessions
    return groups_of(by, audience)


def _in_order(
    counts: pd.DataFrame, themes: tuple[str, ...], by: tuple[str, ...]
) -> pd.DataFrame:
    rank: Any = {theme: i for i, theme in enumerate(themes)}
    ordered = counts.assign(_rank=counts["theme"].map(rank))
    ordered = ordered.sort_values([*by, "_rank"], kind="stable")
    return ordered.drop(columns="_rank").reset_index(drop=True)
