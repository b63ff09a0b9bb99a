"""What every estimator keeps to: scikit-learn's contract, and nobody's words."""

from __future__ import annotations

import inspect
import pickle
from typing import Any

import pandas as pd
import pytest
from sklearn.base import clone

import alsjournal as als
from alsjournal.errors import NotFittedError

pytestmark = pytest.mark.slow

CANARY = "zzyzxkanarie"

TEXTS = [
    f"{start} {what} {end}"
    for start in ("We had no cover for", "Nobody decided about", "The phones and")
    for what in ("the clinic", "the budget", "home visits", "the board")
    for end in ("again this week.", "and I was cross.")
]


def journal() -> als.Journal:
    frame = pd.DataFrame({"text": [*TEXTS, f"{CANARY} was here with the budget."]})
    frame["member"] = [f"m{i % 6}" for i in range(len(frame))]
    frame["session"] = [i % 4 + 1 for i in range(len(frame))]
    return als.Journal.from_frame(frame, already_anonymised=True)


ESTIMATORS = {
    "SpacyEmbedder": als.SpacyEmbedder,
    "ThemeModel": als.ThemeModel,
    "Anonymiser": als.Anonymiser,
    "AimFinder": als.AimFinder,
    "ConditionFinder": als.ConditionFinder,
    "LensFinder": als.LensFinder,
    "PracticeFinder": als.PracticeFinder,
    "ReflectionElements": als.ReflectionElements,
}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_constructor_is_keyword_only_and_stores(name: str) -> None:
    signature = inspect.signature(ESTIMATORS[name].__init__)
    parameters = list(signature.parameters.values())[1:]
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters)
    made = ESTIMATORS[name]()
    assert made.get_params() == {p.name: p.default for p in parameters}
    assert set(vars(made)) == {p.name for p in parameters}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_clones_and_takes_parameters(name: str) -> None:
    made = ESTIMATORS[name]()
    first, *_ = made.get_params()
    made.set_params(**{first: made.get_params()[first]})
    assert clone(made).get_params() == made.get_params()


def test_refuses_before_fit() -> None:
    with pytest.raises(NotFittedError):
        als.ThemeModel().predict(TEXTS)
    with pytest.raises(NotFittedError):
        als.ThemeModel().code(journal())


def test_a_framework_is_kept_apart_from_x() -> None:
    book = als.Codebook().add("x", by="A", examples=["The budget.", "The board."])
    coder = als.FrameworkCoder(book).fit(journal())
    assert set(clone(coder).get_params()) == {"codebook", "recall", "embedder"}
    held = everything(coder)
    assert CANARY not in held
    assert not [text for text in TEXTS if text in held]


def test_fits_twice_to_the_same() -> None:
    model = als.ThemeModel(n_themes=3, random_state=0)
    first = model.fit(journal()).predict(journal())
    again = model.fit(journal()).predict(journal())
    fresh = clone(model).fit(journal()).predict(journal())
    assert list(first) == list(again) == list(fresh)


@pytest.mark.parametrize("name", ["SpacyEmbedder", "ThemeModel"])
def test_keeps_nothing_of_x(name: str) -> None:
    made = ESTIMATORS[name]().fit(journal())
    held = repr(vars(made)) + repr(made) + str(getattr(made, "_repr_html_", str)())
    assert CANARY not in held
    for text in TEXTS:
        assert text not in held


def test_elements_keep_nothing_of_x() -> None:
    texts = [*TEXTS, f"{CANARY} was here with the budget."]
    labels = [("Feeling", "Difficulty")["cross" in t] for t in texts]
    made = als.ReflectionElements().fit(texts, labels)
    held = everything(made) + repr(made)
    assert CANARY not in held
    assert not [text for text in TEXTS if text in held]
    again = clone(made).fit(texts, labels)
    assert (made.predict_proba(texts) == again.predict_proba(texts)).all()


def test_a_term_needs_three_members() -> None:
    frame = pd.DataFrame({"text": TEXTS})
    frame["text"] += [f" {CANARY}" if i < 8 else "" for i in range(len(TEXTS))]
    frame["member"] = [
        "a" if i < 4 else "b" if i < 8 else f"m{i % 5}" for i in range(24)
    ]
    only_two = als.Journal.from_frame(frame, already_anonymised=True)
    model = als.ThemeModel(n_themes=3, random_state=0).fit(only_two)
    assert CANARY not in everything(model)
    frame["member"] = [f"m{i % 5}" for i in range(24)]
    five = als.Journal.from_frame(frame, already_anonymised=True)
    model = als.ThemeModel(n_themes=3, random_state=0).fit(five)
    assert CANARY in everything(model)


def everything(model: Any) -> str:
    """All that a fitted model holds, also in private attributes."""
    seen: list[str] = []

    def walk(value: Any, depth: int = 0) -> None:
        if depth > 6:
            return
        if isinstance(value, dict):
            for k, v in value.items():
                walk(k, depth + 1)
                walk(v, depth + 1)
        elif isinstance(value, (list, tuple, set, frozenset)):
            for v in value:
                walk(v, depth + 1)
        elif hasattr(value, "__dict__") and not inspect.isclass(value):
            walk(vars(value), depth + 1)
        else:
            seen.append(str(value))

    walk(vars(model))
    return " ".join(seen)


def test_saving_never_pickles(tmp_path) -> None:
    model = als.ThemeModel(n_themes=3, random_state=0).fit(journal())
    model.save(tmp_path / "m")
    for path in (tmp_path / "m").rglob("*"):
        data = path.read_bytes()
        assert CANARY.encode() not in data
        if path.is_file():
            with pytest.raises(Exception):  # noqa: B017, PT011
                pickle.loads(data)
