"""`indicators`: by how many of those who wrote each code of a construct was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from alsjournal.cleared import Indicators
from alsjournal.disclosure import (
    LEAST,
    Audience,
    audience_of,
    clear,
    together,
)
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.reflection.card import Figure, ModelCard
from alsjournal.reflection.constructs import code_reflections
from alsjournal.trends._constructs import Construct, constructs_of, shown_constructs
from alsjournal.trends._equal_length import NOTHING, present_at, shares_of
from alsjournal.trends.coded import Coded, seen_by
from alsjournal.trends.counts import Units, count_themes, units_of
from alsjournal.trends.held import held_note, hold_back
from alsjournal.trends.prevalence import groups_of, policy_of, provenance_of

__all__ = [
    "SENTENCES",
    "agreed",
    "checked_group",
    "checked_sentences",
    "indicator_codings",
    "indicators",
]

SENTENCES = 5
"""At how many sentences elements are compared: most reflections have as many."""

_EQUAL = (
    "At equal length: the share that would show it among {m} sentences of each who "
    "wrote so many, as longer texts show more."
)


def indicators(
    journal: Journal,
    codings: pd.DataFrame | None = None,
    *,
    audience: str | Audience = "research",
    by: Sequence[str] | None = None,
    sentences: int = SENTENCES,
) -> Indicators:
    """Count by how many of those who wrote each code of each construct was shown.

    Parameters
    ----------
    journal : Journal
    codings : pandas.DataFrame, optional
        Of one construct or more, by machines or by people (columns ``reflection_id``,
        ``code`` and ``construct``). By default the texts are read with everything
        that the package has: to ask more than once, keep `code_reflections` 's.
    audience : str or Audience, default="research"
        ``research``, ``set:<set_id>``, ``programme`` or ``public``; of what a single
        member shows there is no table.
    by : sequence of {"parent", "set_id", "session", "role", "prompt"}, optional
        As in `theme_prevalence`.
    sentences : int, default=5
        At how many sentences the elements of reflection are compared.

    Returns
    -------
    Indicators
        A row for each code in each group.

    Raises
    ------
    DisclosureError
        For a member, or if the audience may not see counts broken down so, or may
        see none of these constructs.
    InputError
        If a parameter cannot be read, or a construct was coded by several.

    Notes
    -----
    People are counted as in `theme_prevalence`. The elements of reflection also have
    a share at equal length of text: distinct elements grow with the number of
    sentences (rank correlation 0.60 on 374 diaries), so that counts alone would draw
    shorter texts as less reflection. A construct whose card asks for an agreement
    that its machine has not reached is shown to research alone.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"reflection_id": ["1", "2"], "text": ["x", "y"], "member": ["a", "b"]}
    ... )
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame(
    ...     {"reflection_id": ["1"], "code": ["helps"], "construct": ["own"]}
    ... )
    >>> indicators(journal, codes).to_frame()[["code", "shown"]].values.tolist()
    [['helps', '1 of 2']]
    """
    who = checked_group(audience_of(journal, audience))
    checked_sentences(sentences)
    groups = groups_of(by, who)
    policy = policy_of(journal)
    policy.rule(who, groups)
    found = code_reflections(journal) if codings is None else codings
    shown, notes = shown_constructs(constructs_of(journal, found), who)
    if notes and not shown:
        msg = f"Indicators for {str(who)!r} must be of something it may see. "
        raise DisclosureError(msg + notes[0])
    units = units_of(journal, who)
    asked = _Asked(journal, who, units, groups, sentences, notes)
    nothing = pd.DataFrame(columns=list(Indicators.COLUMNS))
    empty = clear(Indicators, nothing, audience=who, policy=policy, unit=units.unit)
    tables = [_table(asked, construct) for construct in shown]
    return together(tables) if tables else empty


@dataclass(frozen=True, repr=False)
class _Asked:
    """What every construct is counted by."""

    journal: Journal
    audience: Audience
    units: Units
    by: tuple[str, ...]
    sentences: int
    notes: tuple[str, ...]


def _table(asked: _Asked, construct: Construct) -> Indicators:
    journal, who, units, by = asked.journal, asked.audience, asked.units, asked.by
    policy = policy_of(journal)
    coded = seen_by(journal, construct.coded, who)
    counts = count_themes(journal, coded, units, by)
    counts = hold_back(journal, coded, units, counts, by, audience=who, policy=policy)
    counts, said = _at_equal_length(asked, counts, coded)
    counts["construct"] = construct.name
    counts["code"] = counts["theme"].map(construct.codes).astype("str")
    counts["title"] = counts["code"].map(construct.titles).astype("str")
    counts = _with_agreement(counts, construct.card)
    if who.kind in ("set", "public"):
        counts = counts.drop(columns=["sets", "sets_raised"])
    return clear(
        Indicators,
        _in_order(counts, construct, by),
        audience=who,
        policy=policy,
        by=by,
        unit=units.unit,
        notes=(
            *asked.notes,
            *units.notes,
            *construct.coded.notes,
            *said,
            *agreed(construct),
            *(f"{construct.name}: {note}" for note in held_note(counts, by)),
        ),
        provenance={**provenance_of(coded), **_said_of(construct)},
    )


def indicator_codings(
    journal: Journal, codings: pd.DataFrame, *, audience: str | Audience
) -> tuple[Coded, ...]:
    """Return what `indicators` counts for an audience, for the record of outputs.

    Parameters
    ----------
    journal : Journal
    codings : pandas.DataFrame
    audience : str or Audience

    Returns
    -------
    tuple of Coded
    """
    who = audience_of(journal, audience)
    shown, _ = shown_constructs(constructs_of(journal, codings), who)
    return tuple(construct.coded for construct in shown)


def checked_group(audience: Audience) -> Audience:
    """Return the audience if it is of a group.

    Raises
    ------
    DisclosureError
        For a member.
    """
    if audience.kind == "member":
        msg = (
            "Indicators must be of a group: research, set:<set_id>, programme or "
            "public. Got a single member; nobody is measured by what they wrote."
        )
        raise DisclosureError(msg)
    return audience


def checked_sentences(sentences: int) -> None:
    """Refuse a number of sentences that is none.

    Raises
    ------
    InputError
        If it is no whole number from 1 up.
    """
    whole = isinstance(sentences, int) and not isinstance(sentences, bool)
    if not whole or sentences < 1:
        msg = f"sentences must be a whole number from 1 up. Got {sentences!r}."
        raise InputError(msg)


def _at_equal_length(
    asked: _Asked, counts: pd.DataFrame, coded: Coded
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Add the shares at equal length, for elements of reflection."""
    if coded.construct != "element" or asked.audience.kind == "public":
        return counts, ()
    present = present_at(coded, asked.units, asked.by, asked.sentences)
    minimum = policy_of(asked.journal).rule(asked.audience).minimum
    shares = shares_of(present, asked.by, least=max(minimum, LEAST))
    out = counts.merge(shares, on=["theme", *asked.by], how="left")
    if asked.audience.kind == "set":  # beside its count, it would point at somebody
        left_out = out["wrote"] - out.pop("equal_wrote")
        few = ((left_out > 0) & (left_out < LEAST)).fillna(value=False)
        for column in ("at_equal_length", "equal_low", "equal_high"):
            out[column] = out[column].mask(few.astype(bool))
    return out, (_EQUAL.format(m=asked.sentences),)


def _with_agreement(counts: pd.DataFrame, card: ModelCard | None) -> pd.DataFrame:
    """Add how far a machine agrees with whom on each code, by the model's card."""
    if card is None:
        return counts.assign(kappa=None, agreement="")
    codes = counts["code"]
    own = {code: card.of(code) or card.headline for code in codes.unique()}
    kappas = {c: f.value if f.statistic == "kappa" else None for c, f in own.items()}
    told = {code: _told(figure) for code, figure in own.items()}
    return counts.assign(kappa=codes.map(kappas), agreement=codes.map(told))


def _told(figure: Figure) -> str:
    return str(figure) if figure.by == "people" else f"{figure}; by {figure.by}"


def _said_of(construct: Construct) -> dict[str, str]:
    card = construct.card
    return {} if card is None else {f"agreement of {construct.name}": card.agreement}


def agreed(construct: Construct) -> tuple[str, ...]:
    """Say how far a machine agrees with whom; nothing where people coded."""
    card = construct.card
    return () if card is None else (f"{card.title}: {card.agreement}",)


def _in_order(
    counts: pd.DataFrame, construct: Construct, by: tuple[str, ...]
) -> pd.DataFrame:
    """Leave out what shows nothing; put the groups in order, and codes as they are."""
    rank = {theme: i for i, theme in enumerate(construct.codes)}
    kept = counts[counts["code"] != NOTHING]
    ordered = kept.assign(_rank=kept["theme"].map(rank))
    ordered = ordered.sort_values([*by, "_rank"], kind="stable")
    return ordered.drop(columns="_rank").reset_index(drop=True)
