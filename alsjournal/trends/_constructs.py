"""Codings of several constructs, each as something that can be counted."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.reflection.card import ModelCard
from alsjournal.reflection.constructs import CONSTRUCTS, finder_of
from alsjournal.reflection.gate import card_of, may_see
from alsjournal.trends.coded import Coded, as_coded

__all__ = ["Construct", "constructs_of", "shown_constructs"]

_ELSEWHERE = frozenset({"theme", "identifier", "proposed action", "proposed report"})
"""Themes have functions of their own, identifiers are nobody's business, and what
was decided on proposals for the record is no finding."""


@dataclass(frozen=True, repr=False)
class Construct:
    """The codings of one construct, under names that no theme has.

    ``codes`` gives the code of each name, ``titles`` what a code is called;
    ``card`` is None where people coded.
    """

    name: str
    coded: Coded
    codes: dict[str, str]
    titles: dict[str, str]
    card: ModelCard | None


def constructs_of(journal: Journal, codings: pd.DataFrame) -> tuple[Construct, ...]:
    """Return the constructs in a table of codings, in the order of the package.

    Parameters
    ----------
    journal : Journal
    codings : pandas.DataFrame
        At least ``reflection_id``, ``code`` and ``construct``.

    Returns
    -------
    tuple of Construct

    Raises
    ------
    InputError
        If a column is missing, or codings of a construct are by several coders.
    """
    if not isinstance(codings, pd.DataFrame) or "construct" not in codings:
        msg = (
            "codings must be a DataFrame with the columns reflection_id, code and "
            f"construct, as code_reflections gives. Got {_said(codings)}."
        )
        raise InputError(msg)
    there = [str(c) for c in codings["construct"].dropna().unique()]
    order = sorted(set(there) - _ELSEWHERE, key=_place)
    return tuple(
        _construct(journal, name, codings[codings["construct"] == name])
        for name in order
    )


def shown_constructs(
    found: tuple[Construct, ...], audience: Audience
) -> tuple[tuple[Construct, ...], tuple[str, ...]]:
    """Leave out what this audience may not see, and say so.

    See `alsjournal.reflection.gate`.

    Returns
    -------
    tuple of Construct
        Those that may be shown.
    tuple of str
        A sentence that names the others, or nothing.
    """
    kept = tuple(c for c in found if may_see(c.name, c.coded.coder, audience))
    gone = [c.name for c in found if c not in kept]
    if not gone:
        return kept, ()
    said = (
        f"For research alone, as what is found of it agrees too little yet with those "
        f"who coded: {', '.join(gone)}."
    )
    return kept, (said,)


def _construct(journal: Journal, name: str, rows: pd.DataFrame) -> Construct:
    coded = as_coded(journal, rows)
    if ", " in coded.coder:
        msg = (
            f"Codings of {name} must be by one coder to be counted. Got "
            f"{coded.coder.count(', ') + 1}; choose one with "
            f"journal.codings(coder=...)."
        )
        raise InputError(msg)
    by_machine = "/" in coded.coder
    codes = _in_order(name, coded.themes, by_machine)
    names = {code: f"{name}: {code}" for code in codes}
    renamed = coded.codings["code"].map(names).astype("str")
    made = Coded(
        coded.codings.assign(code=renamed),
        tuple(names.values()),
        coder=coded.coder,
        listed=by_machine,
        notes=coded.notes,
        construct=name,
    )
    back = {new: old for old, new in names.items()}
    own = finder_of(name).titles if name in CONSTRUCTS else {}
    titles = {code: own.get(code, code) for code in codes}
    # Beyond research names of codes have no pseudonym in them (`seen_by`).
    back |= {unlinked(name): unlinked(code) for name, code in back.items()}
    titles |= {unlinked(code): unlinked(title) for code, title in titles.items()}
    return Construct(name, made, back, titles, card_of(coded.coder))


def _in_order(name: str, found: tuple[str, ...], by_machine: bool) -> tuple[str, ...]:
    """Return the codes to show: those of the finder first, where it is a machine's."""
    known = finder_of(name).codes if name in CONSTRUCTS else ()
    if not set(found) <= set(known):  # a codebook of the programme's own
        return found
    return tuple(c for c in known if by_machine or c in found)


def _place(construct: str) -> tuple[int, str]:
    names = list(CONSTRUCTS)
    return names.index(construct) if construct in names else len(names), construct


def _said(given: object) -> str:
    if isinstance(given, pd.DataFrame):
        return "one without construct"
    return f"a {type(given).__name__}"
