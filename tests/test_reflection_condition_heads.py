"""The heads of conditions: kept in plain files, read with suspicion."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from alsjournal import ConditionFinder
from alsjournal.errors import InputError, SourceError
from alsjournal.reflection._condition_file import (
    load_heads,
    save_heads,
    shipped_heads,
)
from alsjournal.reflection._condition_heads import (
    Rules,
    mean_vectors,
    rules_of,
    weighted,
    windows,
)
from alsjournal.reflection._matcher import matcher
from alsjournal.reflection._sentences import read_text

pytestmark = pytest.mark.slow

TEXTS = [
    "The director left. Then the next one left too, and nobody signed.",
    "There was no backfill.",
    "",
    "We met on a Tuesday. It rained.",
    "The form went round three boards. None of us may decide.",
]


@pytest.fixture
def folder(tmp_path):
    save_heads(shipped_heads(), tmp_path)
    return tmp_path


def read_by(heads, text):
    read = read_text(text)
    seen = rules_of(read, matcher(ConditionFinder().framework, turns=True))
    return heads.proba(read, seen)[1]


def test_saved_and_read_it_is_the_same(folder) -> None:
    again = load_heads(folder)
    for text in TEXTS:
        assert (read_by(again, text) == read_by(shipped_heads(), text)).all()
    first = (folder / "arrays.safetensors").read_bytes()
    save_heads(again, folder)
    assert (folder / "arrays.safetensors").read_bytes() == first


def test_a_window_is_weighed_as_if_it_were_alone() -> None:
    idf = np.linspace(1, 5, 40, dtype=np.float32)
    told = [[3, 1, 3], [], [*range(40), 7, 7], [39]]
    rows, values, ends = weighted(told, idf)
    for k, own in enumerate(told):
        alone = weighted([own], idf)
        here = slice(ends[k], ends[k + 1])
        assert rows[here].tolist() == alone[0].tolist() == sorted(set(own))
        assert values[here].tobytes() == alone[1].tobytes()


def test_the_vector_of_a_window_is_the_mean_of_its_sentences() -> None:
    rows = np.eye(3, 4, dtype=np.float32)
    found = mean_vectors(rows, [(1, 1), (0, 1), (0, 2)])
    expected = [[0, 1, 0, 0], [0.5**0.5] * 2 + [0, 0], [3**-0.5] * 3 + [0]]
    assert found == pytest.approx(np.array(expected))


def test_the_codes_are_those_of_the_codebook() -> None:
    assert shipped_heads().codes == ConditionFinder().framework.names


def test_is_small() -> None:
    heads = shipped_heads()
    assert heads.terms.dtype == np.float16
    assert len(heads.vocabulary) == len(heads.idf) < 20_000


def test_another_table_of_vectors_is_refused(folder) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["vectors_hash"] = "another"
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(InputError, match="table of vectors"):
        load_heads(folder)


@pytest.mark.parametrize("name", ["config.json", "arrays.safetensors"])
@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe{", b"[" * 100_000])
def test_a_broken_file_is_refused(folder, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(SourceError, match="Install alsjournal again"):
        load_heads(folder)


@pytest.mark.parametrize(
    "terms", [None, [], ["b", "a"], ["a", "a"], [1], ["a" * 200], ["a"]]
)
def test_a_vocabulary_that_does_not_fit_is_refused(folder, terms) -> None:
    (folder / "vocabulary.json").write_text(json.dumps({"terms": terms}), "utf-8")
    with pytest.raises(SourceError):
        load_heads(folder)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("idf", lambda a: a[:-1], "other arrays"),
        ("terms", lambda a: a.astype(np.float32), "another type"),
        ("shifts", lambda a: a * np.float32("nan"), "cannot be"),
        ("thresholds", lambda a: a * 0, "over 0"),
    ],
)
def test_arrays_that_cannot_be_are_refused(folder, name, change, message) -> None:
    arrays = load_file(folder / "arrays.safetensors")
    arrays[name] = np.ascontiguousarray(change(arrays[name]))
    save_file(arrays, folder / "arrays.safetensors")
    with pytest.raises(SourceError, match=message):
        load_heads(folder)


def test_a_missing_file_is_refused(folder) -> None:
    (folder / "vocabulary.json").unlink()
    with pytest.raises(SourceError, match="missing"):
        load_heads(folder)


def test_without_a_known_word_nothing_is_likely() -> None:
    read = read_text("Qwxzt! Vbnmk.")
    n = len(read.words)
    nothing = Rules(np.zeros((n, 18), dtype=np.float32), np.zeros((n, 18), dtype=bool))
    found, sure = shipped_heads().proba(read, nothing)
    assert found == windows(n)
    assert not sure.any()


def test_company_changes_nothing() -> None:
    finder = ConditionFinder()
    together = finder.spans(TEXTS * 20)
    alone = [finder.spans([text])[0] for text in TEXTS]
    assert together == alone * 20
    assert any(alone)


def test_a_pair_is_shown_where_neither_sentence_is_enough() -> None:
    single, text = ConditionFinder(threshold=0.05), TEXTS[0]
    for passage in single.spans([text])[0]:
        assert passage.of(text).endswith(".")
        assert passage.confidence >= 0.05


def test_a_threshold_of_ones_own_holds_for_all() -> None:
    low, high = (ConditionFinder(threshold=t).predict(TEXTS) for t in (0.05, 0.9))
    assert (low >= high).all()
    assert low.sum() > high.sum()
    with pytest.raises(InputError, match="threshold must be"):
        ConditionFinder(threshold=2).predict(TEXTS)


def test_of_a_condition_and_its_opposite_the_surer_is_shown() -> None:
    text = "My time was protected and the backfill paid, so we could think."
    codes = {p.code for p in ConditionFinder(threshold=0.01).spans([text])[0]}
    assert "protected-time" in codes
    assert "no-protected-time" not in codes


def test_a_codebook_of_ones_own_is_read_by_its_rules_alone(tmp_path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[parking]\ntitle = "Parking"\ndefinition = "Where to leave a car."\n'
        'usual = "hinders"\ncues = ["car park"]\n',
        "utf-8",
    )
    found = ConditionFinder(codebook=own).spans(["The car park was full."])[0]
    assert [(p.code, p.confidence >= 0.5) for p in found] == [("parking", True)]
