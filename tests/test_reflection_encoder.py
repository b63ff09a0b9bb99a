"""The transformer for elements of reflection, where it is installed."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from alsjournal._resources import resource_path
from alsjournal.errors import InputError, MissingExtraError, SourceError
from alsjournal.reflection._encoder import EncoderElements
from alsjournal.reflection.card import model_card

PLAIN = [
    ("I was so nervous before the meeting, and relieved once it was over.", "Feeling"),
    ("Next time I will ask each of them before I plan the rota.", "Intention"),
    ("On Tuesday I went to the ward and handed the list to the matron.", "Experience"),
    ("I believe that people learn best when they can make mistakes.", "Belief"),
]
SHIPPED = "als-elements-encoder"


@pytest.fixture(scope="module")
def encoder() -> EncoderElements:
    pytest.importorskip("onnxruntime", reason="needs the extra encoder")
    pytest.importorskip("tokenizers", reason="needs the extra encoder")
    return EncoderElements.load()


def test_finds_what_is_plain(encoder: EncoderElements) -> None:
    found = encoder.proba([sentence for sentence, _ in PLAIN])
    assert found.dtype == np.float32
    assert found.shape == (len(PLAIN), 9)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    said = [encoder.labels[i] for i in found.argmax(axis=1)]
    assert said == [label for _, label in PLAIN]
    assert list(encoder.labels) == sorted(encoder.labels)


def test_a_row_depends_on_nothing_else(encoder: EncoderElements) -> None:
    texts = [sentence for sentence, _ in PLAIN] + [
        "",
        "...",
        "Žluť 漢字 🙂",
        "word " * 500,
    ]
    together = encoder.proba(texts)
    assert np.array_equal(encoder.proba(texts[::-1])[::-1], together)
    alone = np.vstack([encoder.proba([text]) for text in texts])
    assert np.array_equal(alone, together)
    assert np.isfinite(together).all()
    assert np.array_equal(encoder.proba(texts, ["Elsewhere."] * len(texts)), together)
    assert encoder.proba([]).shape == (0, 9)


def test_reads_as_far_as_it_can(encoder: EncoderElements) -> None:
    long = "word " * encoder.max_length
    assert np.array_equal(encoder.proba([long]), encoder.proba([long + "and on"]))


def test_two_cores_say_the_same(encoder: EncoderElements) -> None:
    texts = [sentence for sentence, _ in PLAIN]
    two = EncoderElements.load(threads=2)
    assert np.allclose(two.proba(texts), encoder.proba(texts), atol=1e-3)


def test_wrong_use_is_refused(encoder: EncoderElements) -> None:
    with pytest.raises(InputError, match="one text for each sentence"):
        encoder.proba(["One."], ["One.", "Two."])
    with pytest.raises(InputError, match="Got one value of type str"):
        encoder.proba("One.")
    with pytest.raises(InputError, match="threads must be"):
        EncoderElements.load(threads=0)


def test_the_card_is_its_page() -> None:
    card = model_card(SHIPPED)
    page = resource_path("models", SHIPPED, "README.md").read_text("utf-8")
    assert page == card.to_markdown()
    assert card.headline.statistic == "kappa"


def test_shows_no_text(encoder: EncoderElements) -> None:
    encoder.proba(["Tell nobody."])
    assert "nobody" not in repr(encoder)
    assert "nobody" not in str(vars(encoder))


def test_a_folder_must_be_what_it_says(
    encoder: EncoderElements, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=r"config\.json is missing"):
        EncoderElements.load(tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(resource_path("models", SHIPPED), copy)
    with (copy / "model.onnx").open("ab") as file:
        file.write(b" ")
    with pytest.raises(SourceError, match="another than"):
        EncoderElements.load(copy)
    config = json.loads((copy / "config.json").read_text("utf-8"))
    (copy / "config.json").write_text(json.dumps({**config, "version": 0}), "utf-8")
    with pytest.raises(SourceError, match="version 1"):
        EncoderElements.load(copy)
    (copy / "config.json").write_text("[", "utf-8")
    with pytest.raises(SourceError, match="cannot be read"):
        EncoderElements.load(copy)


@pytest.mark.parametrize("absent", ["onnxruntime", "tokenizers"])
def test_says_what_to_install(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(MissingExtraError, match=r"alsjournal\[encoder\]"):
        EncoderElements.load()
