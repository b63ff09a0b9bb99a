"""The transformer for elements of reflection, where it is installed."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal._resources import resource_path
from alsjournal.errors import InputError, MissingExtraError, SourceError
from alsjournal.reflection._encoder import EncoderElements, laid_out

PLAIN = [
    ("I was so nervous before the meeting, and relieved once it was over.", "Feeling"),
    ("Next time I will ask each of them before I plan the rota.", "Intention"),
    ("She came in, opened the window and handed out the forms.", "Experience"),
    ("I believe that people learn best when they can make mistakes.", "Belief"),
]
SHIPPED = "als-elements-encoder"


@pytest.fixture(scope="module")
def encoder() -> EncoderElements:
    pytest.importorskip("onnxruntime", reason="needs the extra encoder")
    pytest.importorskip("tokenizers", reason="needs the extra encoder")
    return EncoderElements.load()


class Letters:
    """A piece a letter."""

    def encode(self, text: str, *, add_special_tokens: bool) -> Letters:
        assert not add_special_tokens
        self.ids = [ord(c) for c in text if c != " "]
        return self


def marked(sentence: str, context: str, most: int = 99) -> tuple[str, str]:
    ids, marks = laid_out(Letters(), (60, 62), most, sentence, context)
    assert len(ids) == len(marks) <= most
    return "".join(map(chr, ids)), "".join(map(str, marks))


@pytest.mark.parametrize(
    ("sentence", "context", "most", "ids", "marks"),
    [
        ("bb", "", 9, "<bb>", "0110"),
        ("bb", "aa bb\n cc", 9, "<aabbcc>", "00011000"),
        ("bb", "aaaa bb c", 7, "<aabbc>", "0001100"),
        ("bb", "a bb cccc", 7, "<abbcc>", "0011000"),
        ("bb", "elsewhere", 7, "<bb>el>", "0110000"),
        ("bbbbbbbbb", "a bbbbbbbbb c", 5, "<bbb>", "01110"),
        ("", "", 5, "<>", "00"),
    ],
)
def test_lays_a_sentence_among_its_neighbours(
    sentence: str, context: str, most: int, ids: str, marks: str
) -> None:
    assert marked(sentence, context, most) == (ids, marks)


@given(st.text("ab ", max_size=20), st.text("abc ", max_size=30), st.integers(4, 12))
def test_never_longer_than_can_be_read(sentence: str, context: str, most: int) -> None:
    ids, marks = marked(sentence, context, most)
    own = "".join(sentence.split())
    assert marks.count("1") == min(len(own), most - 2)
    assert ids[0] == "<"
    assert ids[-1] == ">"


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
    assert encoder.proba([]).shape == (0, 9)


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
