"""Do labels of themes use the words that people used? Called by `themes.py`.

A hit: a content word of the name that people gave a theme, in its base form, is in the
first three labels. Counted twice: for the themes as people had coded them, which
judges labels alone, and for the groupings of a fit with the number given, each theme
matched with the grouping that shares most of its texts (one to one, Hungarian method),
which judges both. A name none of whose words is in any text of its theme cannot be
hit; how many can is the ceiling.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from alsjournal.embed import SpacyEmbedder, unit
from alsjournal.nlp import load_pipeline
from alsjournal.themes import ThemeModel
from alsjournal.themes.candidates import Passages, candidates
from alsjournal.themes.labels import Vocabulary

Labels = Sequence[Sequence[str]]


def words_of(text: str) -> set[str]:
    """Return the base forms of the content words of a text."""
    nlp = load_pipeline(components=("lemmatizer",))
    doc = nlp(text.lower().replace("/", " ").replace("_", " "))
    return {t.lemma_ for t in doc if t.is_alpha and not t.is_stop}


def hits(names: Sequence[str], labels: Labels, n: int = 3) -> int:
    """Count the names of which a content word is in the first labels."""
    return sum(
        bool(words_of(name) & words_of(" , ".join(own[:n])))
        for name, own in zip(names, labels, strict=True)
    )


def of_codes(
    texts: list[str], labels: np.ndarray, k: int, n: int = 3
) -> tuple[Labels, Labels]:
    """Return the terms and the candidates of themes as people had coded them."""
    embedder = SpacyEmbedder().fit(texts)
    vectors = embedder.transform(texts)
    centres = unit(np.stack([vectors[labels == i].mean(axis=0) for i in range(k)]))
    nobody = [""] * len(texts)
    vocabulary = Vocabulary.of(texts, nobody, labels, k)
    likeness = centres @ embedder.transform(list(vocabulary.terms)).T
    each = [(i,) for i in range(k)]
    terms = vocabulary.top(likeness, each, 10)
    near = (vectors * centres[labels]).sum(axis=1)
    passages = Passages(texts, nobody, np.arange(len(texts)), labels, near)
    words = vocabulary.words(likeness, each)
    found = candidates(
        passages, centres, terms, embed=embedder.transform, n=n, words=words
    )
    return terms, found


def label_hits(name: str, texts: list[str], coded: list[str]) -> None:
    """Print how many names of themes are hit."""
    names = sorted(set(coded))
    k, labels = len(names), np.asarray([names.index(code) for code in coded])
    sets = [[texts[i] for i in np.flatnonzero(labels == j)] for j in range(k)]
    ceiling = hits(names, sets, len(texts))
    terms, phrases = of_codes(texts, labels, k)
    print(f"{name}: labels of {k} themes; {ceiling} could be hit")
    print(f"  as coded: terms {hits(names, terms)}  phrases {hits(names, phrases)}")
    model = ThemeModel(n_themes=k, unclear=0.0, random_state=0).fit(texts)
    shared = np.zeros((k, k), dtype=int)
    given = model.predict(texts)
    np.add.at(shared, (labels[given >= 0], given[given >= 0]), 1)
    found = linear_sum_assignment(-shared)[1]
    own = [model.theme_names_[i].split(", ") for i in found]
    terms = [model.terms_[i] for i in found]
    most = shared[np.arange(k), found] * 2 >= shared.sum(axis=1)
    print(f"  groupings: terms {hits(names, terms)}  phrases {hits(names, own)}")
    print(f"  of the groupings {int(most.sum())} have half the texts of their theme")
    for theme, label in zip(names, phrases, strict=True):
        print(f"      {theme}: {', '.join(label)}")
