"""Broad themes, and what is proposed: only what the passages bear out."""

from __future__ import annotations

import numpy as np
import pytest
from test_themes_model import fitted, journal_of, written

from alsjournal.errors import InputError, NotFittedError
from alsjournal.themes import ThemeModel, proposals, theme_tree
from alsjournal.themes.tree import NODES, PROPOSALS, _joins

TEXTS, _ = written(120)


def test_few_themes_need_no_broad_ones() -> None:
    tree = theme_tree(fitted(TEXTS, n_themes=5))
    assert tuple(tree.columns) == NODES
    assert len(tree) == 5
    assert tree["parent"].isna().all()


@pytest.mark.parametrize("n_themes", [6, 9, 12])
def test_broad_themes_hold_every_theme_once(n_themes: int) -> None:
    model = fitted(TEXTS, n_themes=n_themes)
    tree = theme_tree(model)
    broad, leaves = tree[tree["theme_id"].isna()], tree[tree["theme_id"].notna()]
    assert 3 <= len(broad) <= 5
    assert leaves["theme_id"].tolist() == model.theme_ids_
    assert set(leaves["parent"]) == set(broad["node"])
    sizes = leaves.groupby("parent")["size"].sum()
    assert (broad.set_index("node")["size"] == sizes).all()
    assert broad["height"].between(0, 1).all()
    assert broad["name"].str.len().gt(0).all()
    single = leaves["parent"].value_counts()
    for node in single.index[single == 1]:
        own = leaves.loc[leaves["parent"] == node, "name"].iloc[0]
        assert broad.set_index("node").loc[node, "name"] == own


def test_topics_stay_together() -> None:
    model = fitted(TEXTS, n_themes=9)
    tree = theme_tree(model)
    leaves = tree[tree["theme_id"].notna()].set_index("theme_id")["parent"]
    topics = np.asarray([i % 3 for i in range(len(TEXTS))])
    shared: dict[str, set[int]] = {}
    for i, theme_id in enumerate(model.theme_ids_):
        own = int(np.bincount(topics[model.labels_ == i], minlength=3).argmax())
        shared.setdefault(str(leaves[theme_id]), set()).add(own)
    assert all(len(own) == 1 for own in shared.values())


def test_ward_with_weights_is_wards_of_repeated_points() -> None:
    from scipy.cluster.hierarchy import linkage

    rng = np.random.default_rng(0)
    points, sizes = rng.normal(size=(6, 4)), np.asarray([1, 3, 2, 5, 1, 2])
    found = sorted(cost for *_, cost in _joins(points, sizes))
    whole = linkage(np.repeat(points, sizes, axis=0), "ward")[-5:, 2] ** 2 / 2
    np.testing.assert_allclose(found, np.sort(whole), rtol=1e-4)


def test_a_theme_cut_in_two_is_proposed_for_merging() -> None:
    journal = journal_of(TEXTS, member=[f"m{i % 20}" for i in range(120)])
    model = fitted(journal, n_themes=6, unclear=0.0)
    found = proposals(model, journal)
    assert tuple(found.columns) == PROPOSALS
    merges = found[found["what"] == "merge"]
    assert len(merges)
    topics = np.asarray([i % 3 for i in range(120)])
    kept = model.labels_
    at = {theme: i for i, theme in enumerate(model.theme_ids_)}
    for row in merges.itertuples():
        a = topics[kept == at[str(row.theme_id)]]
        b = topics[kept == at[str(row.other_id)]]
        assert np.bincount(a).argmax() == np.bincount(b).argmax()
    assert (merges["holds"] == "not measured").all()
    assert merges["reason"].str.contains("Read some").all()


def test_two_topics_in_one_theme_are_proposed_for_splitting() -> None:
    journal = journal_of(TEXTS, member=[f"m{i % 20}" for i in range(120)])
    model = fitted(journal, n_themes=2, unclear=0.0)
    before = model.codebook_
    found = proposals(model, journal)
    assert "split" in set(found["what"])
    assert found.loc[found["what"] == "split", "other"].isna().all()
    assert model.codebook_ == before
    again = proposals(model, journal)
    assert again.equals(found)


def test_what_few_people_share_is_not_split() -> None:
    """Each part must be shared by twice the people that a grouping needs."""
    journal = journal_of(TEXTS, member=[f"m{i % 5}" for i in range(120)])
    model = fitted(journal, n_themes=2, unclear=0.0)
    assert "split" not in set(proposals(model, journal)["what"])


def test_three_clear_themes_are_left_alone() -> None:
    model = fitted(TEXTS, n_themes=3)
    assert "merge" not in set(proposals(model, TEXTS)["what"])


@pytest.mark.parametrize("n", [1, 2, 5, 12])
def test_any_number_of_texts(n: int) -> None:
    for n_themes in ("auto", 1, 7):
        model = fitted(TEXTS[:n], n_themes=n_themes)
        theme_tree(model)
        proposals(model, TEXTS[:n])


def test_refusals() -> None:
    with pytest.raises(NotFittedError):
        theme_tree(ThemeModel())
    with pytest.raises(InputError, match="very ones"):
        proposals(fitted(TEXTS, n_themes=3), TEXTS[:9])
