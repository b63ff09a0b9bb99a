"""How the number of themes was chosen can be seen."""

from __future__ import annotations

import pandas as pd
import pytest
from test_themes_model import fitted, written

from alsjournal.themes.number import Point, curve_frame, points_of

COLUMNS = ["n_themes", "silhouette", "error", "chosen"]


def test_the_curve_is_kept() -> None:
    texts, _ = written(90)
    model = fitted(texts, unclear=0.0)
    curve = model.number_curve_
    assert list(curve.columns) == COLUMNS
    assert curve["chosen"].sum() == 1
    chosen = curve[curve["chosen"]].iloc[0]
    best = curve.loc[curve["silhouette"].idxmax()]
    assert chosen["n_themes"] >= model.n_themes_
    assert chosen["n_themes"] >= best["n_themes"]
    assert chosen["silhouette"] >= best["silhouette"] - best["error"]
    curve.loc[:, "chosen"] = False  # a copy: the model's own is as it was
    assert model.number_curve_["chosen"].sum() == 1


def test_no_curve_where_the_number_was_given_or_there_are_too_few() -> None:
    texts, _ = written(40)
    for model in (fitted(texts, n_themes=3), fitted(texts[:5])):
        assert model.number_curve_.empty
        assert list(model.number_curve_.columns) == COLUMNS


def test_it_can_be_read_again() -> None:
    points = (Point(2, 0.1, 0.01, False), Point(3, 0.2, 0.01, True))
    assert points_of([list(point) for point in points]) == points
    pd.testing.assert_frame_equal(curve_frame(points), curve_frame(list(points)))


@pytest.mark.parametrize(
    "rows",
    [None, {}, [1], [[2, 0.1, 0.1]], [[2, 0.1, 0.1, 1]], [["2", 0.1, 0.1, True]]],
)
def test_other_rows_are_refused(rows: object) -> None:
    with pytest.raises(ValueError, match="no curve"):
        points_of(rows)
