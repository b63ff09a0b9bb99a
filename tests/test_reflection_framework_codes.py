"""A framework in a file: read whole, or refused by the name of table and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from alsjournal import AimFinder, ConditionFinder
from alsjournal.errors import InputError, SourceError
from alsjournal.reflection.framework_codes import read_framework
from alsjournal.reflection.framework_finder import FrameworkFinder

PACKAGE = Path(__file__).parents[1] / "alsjournal" / "reflection"
WHOLE = '[x]\ntitle = "X"\ndefinition = "What it is."\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "n"), [("conditions", 18), ("lens", 3), ("aims", 8), ("practices", 8)]
)
def test_what_is_shipped_is_whole(name: str, n: int) -> None:
    framework = read_framework(PACKAGE / f"{name}.toml")
    assert len(framework.codes) == n
    for code in framework.codes:
        assert code.definition
        assert code.include
        assert code.exclude
        assert code.source
        assert len(code.cues) >= 5, code.name
        assert len(code.examples) >= 5, code.name
        if name == "conditions":
            assert code.usual in ("helps", "hinders")
            assert code.cfir


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must have a table"),
        ("x = 1", r"\[x\] must be a table"),
        ("[x]\n", r"\[x\] title"),
        ('[x]\ntitle = "X"\n', r"\[x\] definition"),
        (WHOLE, r"\[x\] cues or examples"),
        (WHOLE + "cue = []\n", r"\[x\] cue must be one of"),
        (WHOLE + 'cues = "a"\n', r"\[x\] cues must be a list"),
        (WHOLE + 'cues = ["a", "(b"]\n', r"\[x\] cues, number 2"),
        (WHOLE + 'cues = ["@c"]\n', r"\[x\] cues, number 1: @c must be a list"),
        (WHOLE + 'cues = ["a"]\nusual = "good"\n', r"\[x\] usual"),
        (WHOLE + 'cues = ["a"]\nopposite = ["b"]\n', r"\[x\] opposite"),
        (WHOLE + 'cues = ["a"]\nother = "y"\n', r"\[x\] other"),
        (WHOLE + "source = 3\n", r"\[x\] source must be text"),
        ("words = 3\n" + WHOLE, r"\[words\]"),
        ('[words]\na = ["@b"]\n' + WHOLE, r"\[words\] a"),
        ("[x\n", "must be TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_framework(written(tmp_path, text))


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    with pytest.raises(SourceError, match=r"own\.toml"):
        read_framework(path)
    path.write_bytes(b"\xff\xfe\x00[x]")
    with pytest.raises(InputError, match="UTF-8"):
        read_framework(path)


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE + 'cues = ["a"]\n')
    assert read_framework(path) is read_framework(path)
    path.write_text(WHOLE.replace("[x]", "[longer]") + 'cues = ["b"]\n')
    import os

    os.utime(path, ns=(1, 1))
    assert read_framework(path).names == ("longer",)


@pytest.mark.slow
def test_a_programme_brings_its_own(tmp_path: Path) -> None:
    own = WHOLE.replace("[x]", "[tea]") + 'cues = ["kettle", "(tea|scones)"]\n'
    path = written(tmp_path, own)
    for kind in (AimFinder, ConditionFinder):
        finder = kind(codebook=path)
        assert finder.codes == ("tea",)
        assert finder.predict(["The kettle was on.", "Nothing."]).tolist() == [[1], [0]]


@pytest.mark.slow
def test_examples_alone_find_what_is_like_them(tmp_path: Path) -> None:
    own = (
        '[tea]\ntitle = "T"\ndefinition = "D."\n'
        'examples = ["The kettle is on for tea.", "We drank tea with milk."]\n'
        '[bus]\ntitle = "B"\ndefinition = "D."\n'
        'examples = ["The bus was late.", "We waited at the bus stop."]\n'
    )
    finder = AimFinder(codebook=written(tmp_path, own))
    assert finder.predict(["We drank tea with milk again."]).tolist() == [[1, 0]]


@pytest.mark.slow
@pytest.mark.parametrize("threshold", [0, 1.5, "high", True])
def test_a_threshold_is_a_share(threshold: object) -> None:
    with pytest.raises(InputError, match="threshold"):
        AimFinder(threshold=threshold).spans(["One."])  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_higher_threshold_finds_no_more() -> None:
    text = "We had no backfill, no locum and nobody to cover. The partners agreed it."
    low: FrameworkFinder = ConditionFinder(threshold=0.3)
    high = ConditionFinder(threshold=0.7)
    few, many = high.spans([text])[0], low.spans([text])[0]
    assert {p.code for p in few} <= {p.code for p in many}
    assert all(p.confidence >= 0.7 for p in few)
