"""Whether somebody's name surely stands in the few words of a theme's name."""

from __future__ import annotations

import csv

import pytest

from alsjournal._resources import resource_path
from alsjournal.anonymise.named import surely_names
from alsjournal.reflection.constructs import CONSTRUCTS, finder_of


@pytest.mark.parametrize(
    "name",
    [
        "Fenella Winterbottom rota",
        "fenella winterbottom",
        "THADDEUS SNODGRASS",
        "What Priya Nair asked",
        "Mary-Ann Hale",
        "Ann Frost",
        "John Smith\u2019s list",
        "Dr Hale",
        "Dr. Hale's rota",
        "Sister Mary",
        "When Mrs Boateng came",
    ],
)
def test_a_full_name_or_a_title_with_a_name_is_seen(name: str) -> None:
    assert surely_names(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Hope", "Grace under pressure", "Jobs and pay", "Marking time", "", "Né 🙂"),
        *("Cover", "Trust", "No one to stand in", "Who decides", "rota, staff"),
        *("Power and Money", "Will Grace Hope", "Nurse Practitioners", "Nurse Bank"),
        *("Sister wards", "Doctor shortages", "MS Teams", "Dr Cover", "Matron Rounds"),
        *("North West", "Christmas Eve", "Tansy Lane", "Fern Hill", "Myers-Briggs"),
        *("Lewin's model", "Winter Crisis", "[member m-0123456789AB] rota"),
    ],
)
def test_ordinary_names_of_themes_hold_none(name: str) -> None:
    assert not surely_names(name)


def test_no_code_of_the_sample_or_of_the_package_is_taken_for_a_name() -> None:
    path = resource_path("corpora", "sample", "coding", "codebook.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    codes = [row["code"] for row in rows]
    for construct in CONSTRUCTS:
        finder = finder_of(construct)
        codes += [*finder.codes, *finder.titles.values()]
    plain = [code.replace("-", " ") for code in codes]
    assert len(plain) > 100
    assert not [
        c for c in (*codes, *plain) if surely_names(c) or surely_names(c.title())
    ]
