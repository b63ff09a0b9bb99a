"""Vectors depend on each text alone, and are the same every time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from alsjournal.embed import SpacyEmbedder, checked_texts, unit
from alsjournal.embed.word_table import all_but_the_top
from alsjournal.errors import DisclosureError, InputError, NotFittedError
from alsjournal.journal import Journal, RawJournal

TEXTS = [
    "The ward had no beds, and discharges were late.",
    "We set up a PCN-wide rota; it didn't hold.",
    "the of and",
    "",
    "Co-production with patients’ families",
    "[name] told us [two words] nothing",
    "No beds on the ward",
]


def cosine(a: str, b: str) -> float:
    x, y = SpacyEmbedder().fit_transform([a, b])
    return float(x @ y)


def test_unit_keeps_rows_of_zeros() -> None:
    out = unit(np.array([[0.0, 0.0], [0.0, 2.0]]))
    assert out.dtype == np.float32
    assert out.tolist() == [[0.0, 0.0], [0.0, 1.0]]


def test_all_but_the_top_removes_the_mean_and_the_strongest_directions() -> None:
    rng = np.random.default_rng(0)
    table = rng.normal(size=(200, 8))
    table[:, 0] = 50 * rng.normal(size=200) + 9
    out = all_but_the_top(table, 1)
    assert np.abs(out[:, 0]).max() < 0.05
    assert np.allclose(np.linalg.norm(out, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("one text", "in a list"),
        (None, "NoneType"),
        (3, "int"),
        ({"a": "b"}, "dict"),
        (pd.DataFrame({"text": ["a"]}), "DataFrame"),
        (["fine", None], "position 1"),
        (["fine", b"bytes"], "position 1"),
        ([1.5], "position 0"),
    ],
)
def test_what_is_no_sequence_of_texts_is_refused(bad: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        checked_texts(bad)


def test_texts_of_many_kinds() -> None:
    frame = pd.DataFrame({"text": ["a b", "c"]})
    journal = Journal.from_frame(frame, already_anonymised=True)
    for given in (("a b", "c"), frame["text"], np.array(["a b", "c"]), journal):
        assert checked_texts(given) == ["a b", "c"]


def test_raw_journals_are_refused_without_their_words() -> None:
    raw = RawJournal(
        {"reflections": pd.DataFrame({"reflection_id": ["r"], "text": ["Secret"]})}
    )
    with pytest.raises(DisclosureError, match="Anonymise first") as error:
        checked_texts(raw)
    assert "Secret" not in str(error.value)


def test_transform_needs_fit() -> None:
    with pytest.raises(NotFittedError, match="fit"):
        SpacyEmbedder().transform(["a"])


def test_the_constructor_only_stores() -> None:
    embedder = SpacyEmbedder(model="nowhere", projection="odd", batch_size=-1)  # type: ignore[arg-type]
    assert clone(embedder).get_params() == embedder.get_params()


@pytest.mark.slow
class TestWithThePipeline:
    def test_shape_type_and_length(self) -> None:
        out = SpacyEmbedder().fit_transform(TEXTS)
        assert out.shape == (len(TEXTS), 684)
        assert out.dtype == np.float32
        length = np.linalg.norm(out, axis=1)
        assert np.allclose(length[[0, 1, 4, 5, 6]], 1, atol=1e-5)

    def test_texts_without_a_content_word_are_zero(self) -> None:
        out = SpacyEmbedder().fit_transform(TEXTS)
        assert not out[[2, 3]].any()

    def test_batches_order_and_company_do_not_matter(self) -> None:
        whole = SpacyEmbedder().fit_transform(TEXTS * 3)
        for size in (1, 2, 5, 100):
            part = SpacyEmbedder(batch_size=size).fit_transform(TEXTS * 3)
            assert part.tobytes() == whole.tobytes()
        alone = np.vstack([SpacyEmbedder().fit_transform([t]) for t in TEXTS])
        assert alone.tobytes() == whole[: len(TEXTS)].tobytes()

    def test_no_texts(self) -> None:
        assert SpacyEmbedder().fit_transform([]).shape == (0, 684)

    def test_meaning(self) -> None:
        near = cosine("long waiting times", "delays in the queue")
        far = cosine("long waiting times", "friendly kind nurses")
        assert near > far + 0.1

    @pytest.mark.parametrize(
        ("short", "long"),
        [
            ("our PCN", "primary care network"),
            ("the pcn's plan", "primary care network plan"),
            ("two ICBs", "integrated care boards"),
            ("GP Fed", "federation of doctors"),
            ("PCN-wide", "primary care network"),
            ("PCN/ICB", "primary care network, integrated care board"),
            ("Pcn", "primary care network"),
            ("Co-production", "collaboration with users on design"),
            ("co production", "collaboration with users on design"),
            ("MDTs", "multidisciplinary team meetings"),
        ],
    )
    def test_abbreviations_mean_what_they_stand_for(
        self, short: str, long: str
    ) -> None:
        assert cosine(short, long) > 0.6

    def test_common_words_are_not_taken_for_abbreviations(self) -> None:
        assert cosine("my pals", "friends") > cosine("my PALS", "friends")

    def test_placeholders_say_nothing(self) -> None:
        x, y = SpacyEmbedder().fit_transform(["[person 1] was late", "was late"])
        assert (x == y).all()

    def test_parameters_are_checked_in_fit(self) -> None:
        with pytest.raises(InputError, match="batch_size must be"):
            SpacyEmbedder(batch_size=0).fit(["a"])
        with pytest.raises(InputError, match="projection must be"):
            SpacyEmbedder(projection=3).fit(["a"])  # type: ignore[arg-type]

    def test_repr_and_attributes_hold_no_text(self) -> None:
        embedder = SpacyEmbedder().fit(["Zebedee went to Llanfair"])
        embedder.transform(["Zebedee went to Llanfair"])
        assert (
            "Zebedee" not in f"{embedder!r} {vars(embedder)} {embedder._repr_html_()}"
        )
