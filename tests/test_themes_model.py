"""`ThemeModel`: its contract, its manners with few texts, and what it may keep."""

from __future__ import annotations

import zlib
from typing import Any, Self

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, clone
from sklearn.metrics import adjusted_rand_score

from alsjournal.disclosure import permitted
from alsjournal.embed import unit
from alsjournal.errors import DisclosureError, InputError, NotFittedError
from alsjournal.journal import Journal, RawJournal
from alsjournal.schema import TABLES
from alsjournal.segment import ClauseSegmenter
from alsjournal.themes import Codebook, ThemeModel, exemplars
from alsjournal.themes._learn import says_nothing

TOPICS = {
    "beds": "beds ward discharge hospital waiting corridor bay",
    "rota": "rota shifts staffing cover nights sickness agency",
    "trust": "listening questions trust silence courage honesty set",
}
FILLERS = "we the they our had very and then was"


class WordEmbedder(BaseEstimator):
    """A fixed random vector for each word, added up: fast, and needs no pipeline."""

    def fit(self, X: object, y: object = None) -> Self:
        return self

    def transform(self, X: list[str]) -> np.ndarray:
        rows = [np.zeros(24)]
        for text in X:
            words = [w.strip(".,!?").lower() for w in text.split()]
            rows.append(
                sum((vector(w) for w in words if w not in FILLERS), np.zeros(24))
            )
        return unit(np.asarray(rows[1:]).reshape(len(X), 24))


def vector(word: str) -> np.ndarray:
    for i, words in enumerate(TOPICS.values()):
        if word in words.split():
            base = np.zeros(24)
            base[i] = 3.0
            return base + np.random.default_rng(zlib.crc32(word.encode())).normal(
                size=24
            )
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=24)


def written(n: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Texts on three topics, and their topics."""
    rng = np.random.default_rng(seed)
    texts, topics = [], []
    for i in range(n):
        topic = list(TOPICS)[i % 3]
        words = rng.choice(TOPICS[topic].split(), 5)
        small = rng.choice(FILLERS.split(), 3)
        texts.append(" ".join([*words[:2], *small, *words[2:], f"x{i}."]))
        topics.append(topic)
    return texts, topics


def journal_of(texts: list[str], **columns: object) -> Journal:
    frame = pd.DataFrame({"text": texts, **columns})
    return Journal.from_frame(frame, already_anonymised=True)


def fitted(X: object, **parameters: Any) -> ThemeModel:
    return ThemeModel(embedder=WordEmbedder(), random_state=0, **parameters).fit(X)


def test_it_finds_what_the_texts_are_about() -> None:
    texts, topics = written(90)
    model = fitted(texts, n_themes=3, unclear=0.0)
    assert adjusted_rand_score(topics, model.predict(texts)) > 0.95
    assert model.sizes_.sum() == 90
    joined = {word for terms in model.terms_ for word in " ".join(terms).split()}
    assert {"beds", "rota", "trust"} & joined
    assert len(set(model.theme_names_)) == 3


def test_the_number_is_chosen_between_its_bounds() -> None:
    texts, _ = written(90)
    assert 2 <= fitted(texts).n_themes_ <= 12


@pytest.mark.parametrize("n", [*range(8), 11, 12, 20, 50])
@pytest.mark.parametrize("n_themes", ["auto", 1, 3, 17])
def test_any_number_of_texts(n: int, n_themes: Any) -> None:
    texts, _ = written(n)
    for given_texts in (texts, texts[:1] * n, ["and the"] * n, ["", *texts]):
        model = fitted(given_texts, n_themes=n_themes)
        labels = model.predict(given_texts)
        assert labels.shape == (len(given_texts),)
        assert labels.dtype == np.int64
        assert labels.max(initial=-1) < model.n_themes_
        assert model.transform(given_texts).shape == (len(given_texts), model.n_themes_)
        assert len(model.theme_names_) == len(model.terms_) == model.n_themes_
        assert model.centroids_.shape == (model.n_themes_, 24)
        model.code(given_texts)


def test_few_texts_are_not_grouped_unless_asked() -> None:
    texts, _ = written(11)
    model = fitted(texts)
    assert model.n_themes_ == 0
    assert (model.predict(texts) == -1).all()
    assert model.transform(texts).shape == (11, 0)
    assert model.code(texts).empty
    assert fitted(texts, n_themes=3).n_themes_ == 3
    members = [f"m{i % 5}" for i in range(12)]
    assert fitted(journal_of([*texts, "a twelfth"], member=members)).n_themes_ == 2


def test_no_more_themes_than_different_texts() -> None:
    assert fitted(["beds ward", "Beds, ward!", "rota"], n_themes=9).n_themes_ == 2


def test_the_same_words_get_the_same_label() -> None:
    texts, _ = written(60)
    doubled = [t for text in texts for t in (text, text.upper(), f"{text}!")]
    for unclear in (0.0, 0.3, "auto"):
        labels = fitted(doubled, unclear=unclear).predict(doubled).reshape(-1, 3)
        assert (labels == labels[:, :1]).all()


@pytest.mark.parametrize(("unclear", "share"), [(0.0, 0.0), (0.4, 0.4), (0.25, 0.25)])
def test_the_least_sure_are_unclear(unclear: Any, share: float) -> None:
    texts, _ = written(80)
    labels = fitted(texts, n_themes=3, unclear=unclear).predict(texts)
    assert (labels == -1).mean() == pytest.approx(share, abs=0.02)


def test_the_same_input_gives_the_same_result() -> None:
    texts, _ = written(70)
    one, two = fitted(texts), fitted(texts)
    for name in ("centroids_", "sizes_", "labels_"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
    assert one.terms_ == two.terms_
    assert one.codebook_ == two.codebook_
    again = one.fit(texts)
    assert again.labels_.tobytes() == two.labels_.tobytes()
    pd.testing.assert_frame_equal(one.code(texts), two.code(texts))


def test_new_texts_go_to_the_nearest() -> None:
    texts, topics = written(90)
    model = fitted(texts, n_themes=3, unclear=0.0)
    new, new_topics = written(30, seed=9)
    together = [*topics, *new_topics]
    labels = [*model.predict(texts), *model.predict(new)]
    assert adjusted_rand_score(together, labels) > 0.9
    alone = np.concatenate([model.predict([text]) for text in new])
    assert (alone == model.predict(new)).all()


def test_texts_that_may_not_be_used_are_not_used() -> None:
    texts, _ = written(60)
    frame = pd.DataFrame({"text": texts, "reflection_id": [f"r{i}" for i in range(60)]})
    journal = Journal.from_frame(frame, already_anonymised=True)
    grants = journal.table("permissions")
    grants.loc[::4, "use"] = "self"
    reflections = journal.table("reflections")
    some = Journal({"reflections": reflections, "permissions": grants})
    allowed = permitted(some, some.table("reflections")).to_numpy()
    assert 0 < allowed.sum() < 60
    model = fitted(some, n_themes=3, unclear=0.0)
    labels = model.predict(some)
    assert len(labels) == 60
    assert (labels[~allowed] == -1).all()
    assert (labels[allowed] >= 0).all()
    assert model.n_texts_ == allowed.sum()
    assert not model.transform(some)[~allowed].any()
    assert set(model.code(some)["reflection_id"]) <= set(
        frame["reflection_id"][allowed]
    )
    # What is allowed later is labelled, what is withdrawn later no longer.
    assert (model.predict(journal) >= 0).all()
    fewer = fitted(journal, n_themes=3, unclear=0.0).predict(some)
    assert (fewer[~allowed] == -1).all()
    assert (fewer[allowed] >= 0).all()


def test_nothing_to_say_is_no_theme() -> None:
    texts, _ = written(30)
    both = [*texts, *["Nothing to add."] * 20, "N/A", "none"]
    model = fitted(both, n_themes=3, unclear=0.0)
    labels = model.predict(both)
    assert (labels[30:] == -1).all()
    assert (labels[:30] >= 0).all()
    assert len(labels) == 52
    assert (model.predict(["nothing further", "no comment"]) == -1).all()


@pytest.mark.parametrize(
    "text",
    ["N/A", "n.a.", "None", "No comments!", "nothing else to add", "Don't know",
     "I have nothing to add", "Did not answer", "As above", "no", "Nothing to report"],
)  # fmt: skip
def test_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text", ["No beds", "Nothing was done about it", "None of us knew", "", "Not safe"]
)
def test_says_something(text: str) -> None:
    assert not says_nothing(text)


class TestTerms:
    def test_a_term_needs_three_members(self) -> None:
        texts, _ = written(60)
        texts = [f"{t} hallway" if i < 20 else t for i, t in enumerate(texts)]
        texts = [
            f"{t} secretword oddpair" if i in (5, 8) else t for i, t in enumerate(texts)
        ]
        texts += ["secretword oddpair beds ward"] * 5  # often, but by two people
        members = [f"m{i % 12}" for i in range(60)] + ["m5"] * 5
        model = fitted(journal_of(texts, member=members), n_themes=3)
        kept = {
            *model._groups.vocabulary.terms,
            *(t for own in model.terms_ for t in own),
        }
        assert "hallway" in kept
        assert not {t for t in kept if "secretword" in t or "oddpair" in t}
        for term in kept:
            users = {
                m for m, t in zip(members, texts, strict=True) if term in t.lower()
            }
            assert len(users) >= 3

    def test_without_members_a_term_needs_five_texts(self) -> None:
        texts, _ = written(40)
        texts = [f"{t} rareword" if i < 4 else t for i, t in enumerate(texts)]
        texts = [f"{t} fiveword" if i < 5 else t for i, t in enumerate(texts)]
        kept = fitted(texts, n_themes=3)._groups.vocabulary.terms
        assert "fiveword" in kept
        assert "rareword" not in kept
        for term in kept:
            assert sum(term in text.lower() for text in texts) >= 5

    def test_partial_fit_keeps_the_rule(self) -> None:
        texts, _ = written(60)
        model = fitted(texts, n_themes=3)
        model.partial_fit([f"{t} singleton" for t in texts[:4]])
        assert "singleton" not in model._groups.vocabulary.terms
        model.partial_fit([f"{t} manyfold" for t in texts[:9]])
        assert "manyfold" in model._groups.vocabulary.terms

    def test_nothing_personal_is_in_its_attributes_or_repr(self) -> None:
        texts, _ = written(60)
        texts = [f"{t} Zebedee" if i == 7 else t for i, t in enumerate(texts)]
        members = [f"pseudonym{i % 9}" for i in range(60)]
        model = fitted(journal_of(texts, member=members), n_themes=3)
        shown = f"{model!r} {model._repr_html_()} {vars(model)}"
        shown += f"{vars(model._groups)} {vars(model._layout)} {model.codebook_.events}"
        for words in ("zebedee", "pseudonym", texts[0].lower(), "r000001"):
            assert words not in shown.lower()


class TestCode:
    def test_codings_are_a_table_of_passages(self) -> None:
        texts, _ = written(60)
        journal = journal_of(
            [f"{a} {b}" for a, b in zip(texts, texts[1:] + texts[:1], strict=True)]
        )
        model = fitted(journal, n_themes=3)
        codings = model.code(journal)
        assert tuple(codings.columns) == TABLES["codings"].names
        assert codings["coding_id"].is_unique
        assert set(codings["construct"]) == {"theme"}
        assert codings["coder"].str.startswith("themes/").all()
        assert codings["made_at"].isna().all()
        assert codings["confidence"].between(0, 1).all()
        assert set(codings["code"]) <= set(model.theme_names_)
        rows = journal.table("reflections").set_index("reflection_id")["text"]
        for row in codings.itertuples():
            passage = rows[row.reflection_id][row.start : row.end]
            assert passage == passage.strip() != ""
        assert len(journal.with_codings(codings).codings(coder="themes")) == len(
            codings
        )

    def test_the_first_coding_is_what_predict_says(self) -> None:
        texts, _ = written(60)
        model = fitted(texts, n_themes=3)
        labels = model.predict(texts)
        first = model.code(texts).drop_duplicates("reflection_id")
        assert [model.theme_names_.index(c) for c in first["code"]] == list(
            labels[labels >= 0]
        )
        assert [int(i) for i in first["reflection_id"]] == list(
            np.flatnonzero(labels >= 0)
        )

    def test_exemplars_are_spread_over_sessions(self) -> None:
        texts, _ = written(60)
        where = {"set_id": ["A"] * 60, "session": [1 + i // 30 for i in range(60)]}
        journal = journal_of(texts, member=[f"m{i}" for i in range(60)], **where)
        chosen = exemplars(fitted(journal, n_themes=3, unclear=0.0), journal, 2)
        when = journal.table("reflections").set_index("reflection_id")["session"]
        for _, rows in chosen[chosen["kind"] == "exemplar"].groupby("theme"):
            assert set(when[rows["reflection_id"]]) == {1, 2}

    def test_a_counter_example_is_at_the_edge(self) -> None:
        texts, _ = written(59)
        journal = journal_of([*texts, "beds ward hospital rota shifts bay."])
        model = fitted(journal, n_themes=3, unclear=0.0)
        chosen = exemplars(model, journal, 2)
        assert (chosen.groupby("theme")["kind"].last() == "counter").all()
        assert chosen["kind"].value_counts().to_dict() == {"exemplar": 6, "counter": 3}
        mixed = journal.table("reflections")["reflection_id"].iloc[-1]
        edges = chosen[chosen["kind"] == "counter"]
        theme = model.theme_names_[model.predict(journal)[-1]]
        assert edges.set_index("theme")["reflection_id"][theme] == mixed
        every = exemplars(model, journal, 60)
        assert set(every["kind"]) == {"exemplar"}

    def test_exemplars_are_spread_over_members(self) -> None:
        texts, _ = written(60)
        members = ["loud"] * 40 + [f"m{i}" for i in range(20)]
        journal = journal_of(texts, member=members, set_id=["A", "B"] * 30)
        model = fitted(journal, n_themes=3, unclear=0.0)
        chosen = exemplars(model, journal, 3)
        columns = ["theme", "reflection_id", "start", "end", "fit", "kind"]
        assert list(chosen.columns) == columns
        chosen = chosen[chosen["kind"] == "exemplar"]
        who = journal.table("reflections").set_index("reflection_id")["member"]
        for _, rows in chosen.groupby("theme"):
            assert len(rows) == 3
            assert who[rows["reflection_id"]].is_unique
        with pytest.raises(InputError, match="n must be"):
            exemplars(model, journal, 0)
        with pytest.raises(InputError, match="needs a Journal"):
            exemplars(model, texts)  # type: ignore[arg-type]


class TestManyTexts:
    def test_a_sample_is_grouped_and_the_others_join(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("alsjournal.themes._passes.SAMPLE", 100)
        monkeypatch.setattr("alsjournal.themes._learn._TREE", 60)
        monkeypatch.setattr("alsjournal.themes._input.BATCH", 50)
        texts, topics = written(400)
        model = fitted(texts, n_themes=3, unclear=0.0)
        assert adjusted_rand_score(topics, model.predict(texts)) > 0.9
        assert model.sizes_.sum() == 400
        assert model.n_texts_ == 100
        other = fitted(texts, n_themes=3, unclear=0.0)
        assert model.labels_.tobytes() == other.labels_.tobytes()

    def test_partial_fit_moves_the_centroids_towards_new_texts(self) -> None:
        texts, _ = written(60)
        model = fitted(texts, n_themes=3, unclear=0.0)
        before = model.centroids_.copy()
        new, _ = written(30, seed=5)
        names = list(model.theme_names_)
        assert model.partial_fit(new) is model
        assert model.theme_names_ == names
        assert not np.allclose(model.centroids_, before)
        assert model.n_texts_ == 90
        assert model.sizes_.sum() == 90
        whole = fitted([*texts, *new], n_themes=3, unclear=0.0)
        likeness = (model.centroids_ @ whole.centroids_.T).max(axis=1)
        assert (likeness > 0.99).all()

    def test_partial_fit_first_is_fit(self) -> None:
        texts, _ = written(30)
        parameters = {"embedder": WordEmbedder(), "n_themes": 3}
        first = ThemeModel(**parameters).partial_fit(texts)
        assert (first.labels_ == ThemeModel(**parameters).fit(texts).labels_).all()


class TestContract:
    def test_get_set_and_clone(self) -> None:
        model = ThemeModel(n_themes=4, unclear=0.1, random_state=3)
        assert set(model.get_params(deep=False)) == {
            *(
                "n_themes",
                "unclear",
                "segmenter",
                "embedder",
                "codebook",
                "random_state",
            )
        }
        assert clone(model).get_params() == model.get_params()
        assert model.set_params(n_themes="auto").n_themes == "auto"
        assert not [name for name in vars(model) if name.endswith("_")]

    @pytest.mark.parametrize(
        "name", ["predict", "transform", "code", "save", "with_codebook"]
    )
    def test_before_fit(self, name: str) -> None:
        with pytest.raises(NotFittedError, match="fit"):
            getattr(ThemeModel(), name)(["a text"])

    @pytest.mark.parametrize(
        ("parameters", "said"),
        [
            ({"n_themes": 0}, "n_themes must be"),
            ({"n_themes": 2.5}, "n_themes must be"),
            ({"n_themes": True}, "n_themes must be"),
            ({"n_themes": "many"}, "n_themes must be"),
            ({"unclear": 1.0}, "unclear must be"),
            ({"unclear": -0.1}, "unclear must be"),
            ({"unclear": "some"}, "unclear must be"),
            ({"unclear": float("nan")}, "unclear must be"),
            ({"segmenter": "words"}, "segmenter must be"),
            ({"embedder": "spacy"}, "embedder must be"),
            ({"codebook": {}}, "codebook must be"),
            ({"random_state": "x"}, "random_state must be"),
        ],
    )
    def test_parameters_are_checked_in_fit(self, parameters: Any, said: str) -> None:
        model = ThemeModel(**parameters)
        with pytest.raises(InputError, match=said):
            model.fit(["a text"])

    def test_input_is_checked(self) -> None:
        model = fitted(written(20)[0], n_themes=2)
        for method in (model.fit, model.predict, model.transform, model.code):
            with pytest.raises(InputError, match="in a list"):
                method("one text")
            with pytest.raises(InputError, match="position 1"):
                method(["fine", None])
            raw = RawJournal(
                {
                    "reflections": pd.DataFrame(
                        {"reflection_id": ["r"], "text": ["Ann said"]}
                    )
                }
            )
            with pytest.raises(DisclosureError, match="Anonymise first"):
                method(raw)

    def test_the_input_is_not_changed(self) -> None:
        texts, _ = written(30)
        before = list(texts)
        journal = journal_of(texts)
        rows = journal.table("reflections")
        fitted(texts)
        fitted(journal)
        assert texts == before
        pd.testing.assert_frame_equal(journal.table("reflections"), rows)

    def test_a_segmenter_of_ones_own(self) -> None:
        texts, _ = written(30)
        model = fitted(texts, n_themes=3, segmenter=ClauseSegmenter(2))
        assert model.predict(texts).shape == (30,)


class TestWithCodebook:
    def test_names_merges_and_rejections_are_followed(self) -> None:
        texts, _ = written(90)
        model = fitted(texts, n_themes=4, unclear=0.0)
        labels = model.predict(texts)
        a, b, c, d = model.theme_names_
        book = model.codebook_.rename(a, "Mine", by="Ade").merge([b, c], by="Ade")
        edited = model.with_codebook(book.reject(d, by="Ade"))
        assert edited.theme_names_ == ["Mine", b]
        now = edited.predict(texts)
        assert (now == np.array([0, 1, 1, -1])[labels]).all()
        assert edited.sizes_.tolist() == [(now == 0).sum(), (now == 1).sum()]
        assert edited.transform(texts).shape == (90, 2)
        assert set(edited.code(texts)["code"]) == {"Mine", b}
        assert model.theme_names_ == [a, b, c, d]
        back = edited.with_codebook(model.codebook_)
        assert (back.predict(texts) == labels).all()

    def test_new_texts_near_a_rejected_one_are_unclear(self) -> None:
        texts, _ = written(90)
        model = fitted(texts, n_themes=3, unclear=0.0)
        new, _ = written(30, seed=4)
        before = model.predict(new)
        book = model.codebook_.reject(model.theme_names_[1], by="Ade")
        after = model.with_codebook(book).predict(new)
        assert (after == np.array([0, -1, 1])[before]).all()

    def test_a_codebook_of_other_themes_is_refused(self) -> None:
        model = fitted(written(30)[0], n_themes=3)
        with pytest.raises(InputError, match="know every theme"):
            model.with_codebook(Codebook())
        with pytest.raises(InputError, match="must be a Codebook"):
            model.with_codebook({})  # type: ignore[arg-type]

    def test_examples_of_ones_own_find_a_theme(self) -> None:
        texts, _ = written(90)
        plain = Codebook().add("Qwerty", by="Ade", on="2026-01-01")
        own = TOPICS["rota"].split()
        examples = [" ".join(own[i : i + 4]) for i in range(4)]
        shown = plain.define("Qwerty", by="Ade", on="2026-01-01", examples=examples)
        assert "Qwerty" not in fitted(texts, n_themes=3, codebook=plain).theme_names_
        model = fitted(texts, n_themes=3, codebook=shown)
        rota = [i for i, text in enumerate(texts) if "rota" in text]
        found = model.predict(texts)[rota]
        assert (found == model.theme_names_.index("Qwerty")).mean() > 0.5
        assert model.n_themes_ == 3  # the others are new

    def test_a_new_fit_goes_on_with_the_codebook(self) -> None:
        texts, _ = written(90)
        first = fitted(texts, n_themes=3)
        book = first.codebook_.adopt(
            first.theme_names_[0], central_idea="x", by="Ade", date="2025-01-02"
        )
        book = book.rename(first.theme_ids_[0], "Kept", by="Ade", on="2025-01-02")
        later = fitted([*texts, *written(30, seed=3)[0]], n_themes=3, codebook=book)
        assert set(later.theme_ids_) == set(first.theme_ids_)
        assert "Kept" in later.theme_names_
        assert later.codebook_.status("Kept") == "candidate"  # to be read again


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=30), st.sampled_from(["auto", 2, 5]))
def test_any_texts(texts: list[str], n_themes: Any) -> None:
    model = fitted(texts, n_themes=n_themes)
    assert len(model.predict(texts)) == len(texts)
    model.code(texts)


@pytest.mark.slow
@pytest.mark.data
def test_agreement_with_people_on_comments(als_data: Any) -> None:
    rows = pd.read_csv(als_data / "nhs_fft" / "comments.csv")
    rows = rows[(rows["n_labels"] == 1) & (rows["words"] >= 5) & rows["informative"]]
    sizes = rows["labels"].value_counts()
    out = ["Labelling not possible", "Not assigned"]
    rows = rows[rows["labels"].isin(sizes.index[sizes >= 25].difference(out))]
    rows = rows[~rows["labels"].str.contains("experience &")]
    from sklearn.metrics import normalized_mutual_info_score

    journal = journal_of(rows["text"].tolist())
    model = ThemeModel(n_themes=17, unclear=0.0, random_state=0).fit(journal)
    labels = model.predict(journal)
    assert normalized_mutual_info_score(rows["labels"], labels) >= 0.33
    assert adjusted_rand_score(rows["labels"], labels) >= 0.17


def test_texts_in_other_languages_are_not_grouped():
    from alsjournal.themes._input import texts_of

    frame = pd.DataFrame(
        {
            "reflection_id": list("abcd"),
            "text": ["One.", "Dau.", "Three.", "Four."],
            "language": ["en", "cy", None, "en from cy"],
        }
    )
    (batch,) = texts_of(Journal({"reflections": frame}))
    assert batch.usable.tolist() == [True, False, True, True]
