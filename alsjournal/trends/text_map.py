"""`text_map`: how many texts lie where on a plane, for research alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.cleared import TextMap
from alsjournal.disclosure import Audience, audience_of, clear, policy_of
from alsjournal.embed import SpacyEmbedder
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal
from alsjournal.themes._input import texts_of
from alsjournal.trends._plane import LEARNED_FROM, Plane, plane_of
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.counts import Units, units_of
from alsjournal.trends.prevalence import provenance_of

__all__ = ["MOST_POINTS", "Places", "own_texts", "places_on", "text_map", "text_places"]

MOST_POINTS = 5_000
"""Texts up to which each is a point of its own; more are counted in squares."""

POINT = 0.01
"""Side of the squares to which points are rounded, so that no place is a text's own
mark by which it is known elsewhere."""

SQUARE = 1 / 32
"""Side of the squares in which more texts are counted: at most 64 by 64."""

_FEW = 3


@dataclass(frozen=True, repr=False)
class Places:
    """A map, and what only an analyst's own Python knows: which text lies where.

    Parameters
    ----------
    table : TextMap
    rows : pandas.DataFrame
        A row a text: ``reflection_id``, ``set_id``, ``session``, ``theme``, and the
        ``x`` and ``y`` that the table has for it.
    """

    table: TextMap
    rows: pd.DataFrame

    def __repr__(self) -> str:
        return f"Places({len(self.rows):,} texts)"

    def inside(self, x: tuple[float, float], y: tuple[float, float]) -> pd.DataFrame:
        """Return the texts whose places are in a rectangle: ids, set, session, theme.

        Parameters
        ----------
        x, y : tuple of float
            From and to.
        """
        at = self.rows["x"].between(*x) & self.rows["y"].between(*y)
        return self.rows.loc[at].drop(columns=["x", "y"]).reset_index(drop=True)


def text_map(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
    embedder: Any = None,
    random_state: int = 0,
) -> TextMap:
    """Put members' texts on a plane, as near to each other as what they say is alike.

    The plane is that of the first two principal components of the texts' vectors. It
    keeps a small part of what tells them apart (a note says how much), so that texts
    that lie side by side may be unlike, and like ones lie apart: it is a place to look
    for what to read, and no finding.

    Parameters
    ----------
    journal : Journal
        Texts that their writers keep to themselves are not on the map.
    themes : ThemeModel or pandas.DataFrame
        A fitted model, whose vectors are used, or codings.
    audience : str or Audience, default="research"
        No other may see it: a place is a text's.
    embedder : transformer, optional
        Texts to vectors; by default the model's, or `SpacyEmbedder`.
    random_state : int, default=0
        For the sample from which the plane is learned, where there are more than
        10,000 texts.

    Returns
    -------
    TextMap
        A row for each place and theme; up to 5,000 texts to 1/200 of the longer side,
        of more the counts in squares of 1/64. Every text is counted.

    Raises
    ------
    DisclosureError
        For another audience than research.
    InputError
        If fewer than three texts can be put on it.

    Examples
    --------
    >>> model = ThemeModel(random_state=0).fit(journal)  # doctest: +SKIP
    >>> text_map(journal, model).to_frame()["texts"].sum()  # doctest: +SKIP
    217
    """
    return text_places(
        journal,
        themes,
        audience=audience,
        embedder=embedder,
        random_state=random_state,
    ).table


def text_places(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
    embedder: Any = None,
    random_state: int = 0,
) -> Places:
    """Return a map with which text lies where; parameters are those of `text_map`."""
    who = audience_of(journal, audience)
    if who.kind != "research":
        msg = (
            f"A map of single texts must be made for 'research': a place on it is a "
            f"text's. Got {str(who)!r}. For others there is "
            f"alsjournal.theme_prevalence."
        )
        raise DisclosureError(msg)
    coded = seen_by(journal, as_coded(journal, themes), who)
    units = units_of(journal, who)
    ids = frozenset(units.rows["reflection_id"])
    order = [one for own, _ in own_texts(journal, ids) for one in own]
    plane = plane_of(
        partial(_words, journal, ids),
        len(order),
        _embedding(themes, embedder, journal, ids),
        random_state=random_state,
    )
    rows = pd.DataFrame({"reflection_id": order}, dtype="str")
    known = units.rows[["reflection_id", "set_id", "session"]]
    rows = rows.merge(known, on="reflection_id", how="left")
    first = coded.codings.drop_duplicates("reflection_id")
    rows = rows.merge(first[["reflection_id", "code"]], on="reflection_id", how="left")
    rows = rows.rename(columns={"code": "theme"})
    return places_on(rows, plane, journal=journal, coded=coded, units=units)


def places_on(
    rows: pd.DataFrame, plane: Plane, *, journal: Journal, coded: Coded, units: Units
) -> Places:
    """Count texts that are on a plane by place and theme.

    Parameters
    ----------
    rows : pandas.DataFrame
        A row a text of the plane, in its order.
    plane : Plane
    journal : Journal
        For its policy.
    coded : Coded
    units : Units

    Raises
    ------
    InputError
        If fewer than three texts have a place.
    """
    known = ~np.isnan(plane.places[:, 0])
    n, away = int(known.sum()), len(units.rows) - int(known.sum())
    if n < _FEW:
        msg = (
            f"A map must have {_FEW} texts at least, in English and with words that "
            f"are known. Got {n}. Read them instead."
        )
        raise InputError(msg)
    side = POINT if n <= MOST_POINTS else SQUARE
    kept = rows.loc[known].reset_index(drop=True)
    kept[["x", "y"]] = _middles(plane.places[known], side)
    by = ["x", "y", "theme"]
    counts = kept.groupby(by, dropna=False, sort=True).size().rename("texts")
    table = clear(
        TextMap,
        counts.reset_index().astype({"texts": "Int64"}),
        audience=Audience.research(),
        policy=policy_of(journal),
        unit="reflections",
        notes=(*units.notes, *coded.notes, *_notes(plane, n, away, side)),
        provenance=provenance_of(coded)
        | {"side": side, "kept": round(sum(plane.kept), 3), "themes": coded.themes},
    )
    return Places(table, kept)


def own_texts(
    journal: Journal, ids: frozenset[str]
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield ids and texts, some at a time: of these ids, as far as they may be used."""
    for batch in texts_of(journal):
        own = [
            i
            for i, (name, usable) in enumerate(
                zip(batch.ids, batch.usable, strict=True)
            )
            if usable and name in ids
        ]
        yield [batch.ids[i] for i in own], [batch.texts[i] for i in own]


def _words(journal: Journal, ids: frozenset[str]) -> Iterator[list[str]]:
    for _, texts in own_texts(journal, ids):
        yield texts


def _embedding(
    themes: object, embedder: Any, journal: Journal, ids: frozenset[str]
) -> Callable[[Sequence[str]], npt.NDArray[np.float32]]:
    own: Any = getattr(themes, "vectors_of", None)
    if embedder is None and own is not None:
        return own  # type: ignore[no-any-return]
    chosen = SpacyEmbedder() if embedder is None else embedder
    some: list[str] = []
    for texts in _words(journal, ids):
        some += texts
        if len(some) >= LEARNED_FROM:
            break
    fitted: Any = chosen.fit(some)
    return fitted.transform  # type: ignore[no-any-return]


def _middles(places: npt.NDArray[np.float64], side: float) -> npt.NDArray[np.float64]:
    """Return the middles of the squares in which places lie."""
    middles: npt.NDArray[np.float64] = np.floor(places / side) * side + side / 2
    return np.round(middles, 6)


def _notes(plane: Plane, n: int, away: int, side: float) -> Iterator[str]:
    first, second = plane.kept
    yield (
        f"Across and up are the first two principal components of the texts' vectors: "
        f"they keep {first + second:.0%} ({first:.0%} and {second:.0%}) of what tells "
        f"the texts apart. Texts side by side here may be unlike, and like ones far "
        f"apart: read before you conclude."
    )
    yield "A text of several themes is counted for its first."
    if side == POINT:
        yield "Texts that fall on one place are one dot."
    if n > plane.learned_from:
        yield (
            f"The plane was learned from a random sample of {plane.learned_from:,} "
            f"texts; all {n:,} are on it."
        )
    if side == SQUARE:
        yield f"Of more than {MOST_POINTS:,} texts the map shows counts in squares."
    if away:
        yield (
            f"{away:,} text(s) are not on it: in another language, or without a word "
            f"that is known."
        )
