"""Which actions and questions of a set belong to a theme: by the record, or by meaning.

By the record: it is of the same session and the same issue as the texts in which most
people, two at least, raise the theme. That says where it was agreed or asked, not that
it addresses the theme: of 54 such ties on the sample 14 agreed with the coders, who
marked the passages that tell what became of an action (of all themes raised there, 37
of 245). So it is told as what it is, and two are shown.

By meaning: the theme is the nearest to an action, of all those that the set raised, and
near enough. That is a guess, and is told as one.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["NEAR", "TextEmbedder", "near", "on_same_issue"]

NEAR = 0.3
"""Cosine from which an action may be about its nearest theme, both with the mean of the
set's passages taken off. Chosen on the sample: 12 of 17 such were right, of 37 actions
with a reference; without a limit 16 of 37."""

_SEVERAL = 2  # one who wrote on an issue is not pointed at by a tie to it


class TextEmbedder(Protocol):
    """What makes vectors of texts, as `alsjournal.SpacyEmbedder` does."""

    def fit_transform(self, X: list[str]) -> npt.NDArray[np.float32]:
        """Return a row of numbers for each text."""


def on_same_issue(
    rows: pd.DataFrame, codings: pd.DataFrame, texts: pd.DataFrame
) -> pd.DataFrame:
    """Tie rows of a record to themes that were raised on their issue at their session.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``set_id``, ``session`` and ``issue_id``.
    codings : pandas.DataFrame
        ``reflection_id`` and ``code``.
    texts : pandas.DataFrame
        ``reflection_id``, ``unit``, ``set_id``, ``session``, ``issue_id``.

    Returns
    -------
    pandas.DataFrame
        The rows, once for each theme that most raised there, with ``theme`` and
        ``people``: how many did, two at least. Most people first.
    """
    where = ["set_id", "session", "issue_id"]
    found = codings[["reflection_id", "code"]].drop_duplicates()
    found = found.merge(texts.dropna(subset=where), on="reflection_id")
    counted = found.groupby([*where, "code"])["unit"].nunique().rename("people")
    people = counted.reset_index().rename(columns={"code": "theme"})
    most = people.groupby(where)["people"].transform("max")
    people = people[(people["people"] == most) & (most >= _SEVERAL)]
    tied = rows.merge(people, on=where)
    return tied.sort_values(["people", "session"], ascending=[False, False])


def near(
    rows: pd.DataFrame, passages: pd.DataFrame, embedder: TextEmbedder
) -> pd.DataFrame:
    """Return the actions that may be about a theme, by what their words mean.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``text``.
    passages : pandas.DataFrame
        ``code`` and ``text``: what the set wrote of each theme.
    embedder : TextEmbedder

    Returns
    -------
    pandas.DataFrame
        The rows that are near enough to one theme, with ``theme`` and ``likeness``,
        the nearest first.
    """
    themes = sorted(passages["code"].unique())
    if rows.empty or len(themes) < 2:  # of one theme, everything would be nearest
        return rows.assign(theme="", likeness=0.0).iloc[:0]
    told = [*passages["text"], *rows["text"]]
    vectors = _unit(np.asarray(embedder.fit_transform(told), dtype=float))
    own, others = vectors[: len(passages)], vectors[len(passages) :]
    of_theme = [own[(passages["code"] == t).to_numpy()].mean(axis=0) for t in themes]
    middle = own.mean(axis=0)
    likeness = _unit(others - middle) @ _unit(np.stack(of_theme) - middle).T
    best = likeness.argmax(axis=1)
    out = rows.assign(
        theme=[themes[i] for i in best],
        likeness=likeness[np.arange(len(rows)), best],
    )
    return out[out["likeness"] >= NEAR].sort_values("likeness", ascending=False)


def _unit(x: npt.NDArray[Any]) -> npt.NDArray[Any]:
    length = np.linalg.norm(x, axis=1, keepdims=True)
    out: npt.NDArray[Any] = x / np.maximum(length, 1e-12)
    return out
