"""A programme's own codes: refused before they can run for ever."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.errors import ConfigError
from alsjournal.ingest.codes import LONGEST, _ways, compiled, compiled_all, matches


@pytest.mark.parametrize(
    "pattern",
    [
        r"PT\d{6}",
        r"\bALS-\d{4}\b",
        r"ward (?P<value>[a-z]+)",
        r"(?:ST|PT|X)-?\d{3,8}(?:/\d{1,2})?",
        r"[A-Z]+ \d+",
        r"(ab)+c",
        r"(?<!\d)\d{3}[- ]?\d{4}(?!\d)",
        r"study (?P<n>\d)(?P=n)",
        r"(?>\d+)x",
        r"(a)?(?(1)b|c)d",
    ],
)
def test_patterns_that_people_write_are_taken(pattern):
    assert compiled("patient-id", pattern).pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "be a regular expression"),
        ("(" * 5_000 + "a" + ")" * 5_000, "be a regular expression"),
        ("a{99999999999}", "be a regular expression"),
        ("", "match something"),
        ("x*", "match something"),
        (r"\b", "match something"),
        ("(?=a)", "match something"),
        (r"\d{201}", "match 200 characters at most"),
        ("(a+)+b", "end in time"),
        ("(a*)*b", "end in time"),
        ("(a|aa)+b", "end in time"),
        ("(a|b|ab)*c", "end in time"),
        ("(a?){60}a", "end in time"),
        (r"(\d{1,3}){1,60}x", "end in time"),
        (r"(\w+\s?)+x", "end in time"),
        (r"\d+\d+\d+x", "end in time"),
        ("a?" * 15 + "a", "end in time"),
        ("(a|a){15}b", "end in time"),
        ("(?=(a+)+b)a", "end in time"),
        ("((a{1,99}){1,99}){1,99}b", "end in time"),
        (7, "be a text"),
        (["a"], "be a text"),
    ],
)
def test_others_are_refused_by_their_label_alone(pattern, why):
    with pytest.raises(ConfigError, match=why) as caught:
        compiled_all({"fine": "a", "ward-code": pattern})
    assert "'ward-code'" in str(caught.value)
    if isinstance(pattern, str) and len(pattern) > 4:
        assert pattern not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "label", ["", "9", "a" * 41, "a]b", "[name", "AUDIT", "role", "a--b", "é", "a\nb"]
)
def test_labels_that_are_none(label):
    with pytest.raises(ConfigError, match="label"):
        compiled(label, "a")


def test_ways_are_an_upper_bound_of_what_the_engine_tries():
    parse = re._parser.parse
    assert _ways(parse("abc")) == 1
    assert _ways(parse("a?")) == 2
    assert _ways(parse("a{2,5}b{3}")) == 4
    assert _ways(parse("(?:ab|cd|ef)x?")) == 6
    assert _ways(parse("(?:a?){2}")) == 4


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [r"a+a+b", r"(?:a?){13}b", "(a|a){13}b"])
def test_the_worst_that_is_taken_ends(pattern):
    assert not list(matches(compiled("x", pattern), "a" * 1_000))


@given(st.lists(st.sampled_from(["PT123456", "x", " ", "pt1", "1"]), max_size=400))
@settings(max_examples=60)
def test_stretches_find_what_one_search_finds(parts):
    text, pattern = "".join(parts), compiled("x", r"PT\d{6}(?!\d)")
    assert list(matches(pattern, text)) == [m.span() for m in pattern.finditer(text)]


def test_what_is_longer_than_a_code_is_cut_and_not_left():
    text = "ward " + "x" * 5_000
    covered = sum(b - a for a, b in matches(compiled("x", r"(?<=\w|\s)x+"), text))
    assert covered >= 2 * LONGEST
