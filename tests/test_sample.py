"""The sample holds what its data card says."""

from __future__ import annotations

import csv
import random
import re
import statistics
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import alsjournal as als

SAMPLE = Path(__file__).parents[1] / "corpora" / "sample"
NHS_WEIGHTS = range(10, 1, -1)


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {r["reflection_id"]: r["text"] for r in rows("tables/reflections.csv")}


@pytest.fixture(scope="module")
def words(texts: dict[str, str]) -> list[list[str]]:
    return [re.findall(r"[a-z']+", text.lower()) for text in texts.values()]


def test_its_size() -> None:
    sample = als.load_sample()
    assert len(sample) == 217
    assert len(sample.identifiable_frame("members")) == 30
    assert set(sample.identifiable_frame("sets")["set_id"]) == set("ABCD")
    members = sample.identifiable_frame("reflections")["author_kind"] == "member"
    assert members.sum() >= 180


def test_the_data_card_counts_its_files() -> None:
    card = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for name, count in re.findall(
        r"\| `((?:tables|coding)/\w+\.csv)` \| ([\d,]+)", card
    ):
        if f"| `{name}`," not in card:
            assert len(rows(name)) == int(count.replace(",", "")), name


def test_no_phrase_is_a_formula(words: list[list[str]]) -> None:
    where: dict[tuple[str, ...], set[int]] = {}
    for i, text in enumerate(words):
        for k in range(len(text) - 4):
            where.setdefault(tuple(text[k : k + 5]), set()).add(i)
    assert sum(len(at) > 1 for at in where.values()) < 0.01 * len(where)


def test_its_words_are_many(words: list[list[str]]) -> None:
    every = [word for text in words for word in text]
    chance = random.Random(0)
    for _ in range(10):
        assert len(set(chance.sample(every, 20_000))) >= 2_400


def test_its_lengths_spread(words: list[list[str]]) -> None:
    low, _, high = statistics.quantiles([len(text) for text in words], n=4)
    assert high - low >= 60


def test_no_two_texts_open_alike(words: list[list[str]]) -> None:
    openings = [tuple(text[:5]) for text in words if len(text) >= 5]
    assert len(set(openings)) == len(openings)


@pytest.mark.parametrize(
    "name",
    [
        "codings.csv",
        "elements.csv",
        "second_pass.csv",
        "second_pass_elements.csv",
        "action_links.csv",
        "settled.csv",
        "conditions.csv",
        "second_pass_conditions.csv",
        "commitments.csv",
        "second_pass_commitments.csv",
    ],
)
def test_every_span_lies_in_its_text(name: str, texts: dict[str, str]) -> None:
    found = rows(f"coding/{name}")
    assert found
    for row in found:
        text = texts[row["reflection_id"]]
        start, end = int(row["start"]), int(row["end"])
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


def test_every_code_is_in_the_codebook() -> None:
    book = {(r["construct"], r["code"]) for r in rows("coding/codebook.csv")}
    for name in ("codings.csv", "elements.csv", "second_pass.csv"):
        assert {(r["construct"], r["code"]) for r in rows(f"coding/{name}")} <= book
    kinds = {("question", r["kind"]) for r in rows("coding/questions.csv")}
    assert kinds <= book
    themes = [code for construct, code in book if construct == "theme"]
    assert 10 <= len(themes) <= 14
    written = (SAMPLE / "coding" / "codebook.md").read_text(encoding="utf-8")
    for _, code in book:
        assert f"### {code}\n" in written


def test_conditions_and_commitments_are_coded_by_their_codebooks() -> None:
    book = SAMPLE.parents[1] / "alsjournal" / "reflection" / "conditions.toml"
    held = tomllib.loads(book.read_text(encoding="utf-8"))
    codes = {code for code, own in held.items() if "definition" in own} | {"other"}
    assert len(codes) == 19
    for name in ("conditions.csv", "second_pass_conditions.csv"):
        found = rows(f"coding/{name}")
        assert {r["code"] for r in found} <= codes
        assert {r["effect"] for r in found} <= {"helps", "hinders", "mixed"}
    for name in ("commitments.csv", "second_pass_commitments.csv"):
        found = rows(f"coding/{name}")
        assert {r["code"] for r in found} == {"commitment", "wish"}
        assert {r["owner"] for r in found} <= {"writer", "set", "other", "not said"}


def test_every_name_of_the_roster_is_coded(texts: dict[str, str]) -> None:
    coded: dict[str, list[tuple[int, int]]] = {}
    for row in rows("coding/codings.csv"):
        if row["construct"] == "identifier":
            span = (int(row["start"]), int(row["end"]))
            coded.setdefault(row["reflection_id"], []).append(span)
    names = {r["name"].split()[-1] for r in rows("tables/roster.csv")}
    for rid, text in texts.items():
        for name in names:
            for found in re.finditer(rf"\b{re.escape(name)}\b", text):
                at = found.span()
                spans = coded.get(rid, [])
                assert any(a <= at[0] and at[1] <= b for a, b in spans), rid


def test_nhs_numbers_have_their_check_digit(texts: dict[str, str]) -> None:
    seen = 0
    for row in rows("coding/codings.csv"):
        if row["code"] == "NHS_NUMBER":
            text = texts[row["reflection_id"]][int(row["start"]) : int(row["end"])]
            digits = [int(d) for d in text if d.isdigit()]
            weighted = zip(NHS_WEIGHTS, digits, strict=False)
            check = 11 - sum(w * d for w, d in weighted) % 11
            assert digits[:3] == [9, 9, 9]
            assert digits[9] == check % 11
            seen += 1
    assert seen


SURVEY = {
    "recommend": 18,
    "open_honest": 18,
    "organisation_valued": 18,
    "patients_considered": 18,
    "acted_between": 16,
    "understood_challenges": 14,
    "surpassed": 4,
}


@pytest.mark.parametrize("item", SURVEY)
def test_the_survey_gives_its_figures(item: str) -> None:
    end = [r for r in rows("tables/survey.csv") if r["wave"] == "end"]
    answers = [r["answer"] for r in end if r["item"] == item]
    assert len(answers) == 18
    assert answers.count("yes") == SURVEY[item]


def test_keys_hold() -> None:
    sample = als.load_sample()
    frame = sample.identifiable_frame
    members = set(frame("members")["member"])
    for table, column in (
        ("memberships", "member"),
        ("attendance", "member"),
        ("reflections", "member"),
        ("turns", "presenter"),
    ):
        assert set(frame(table)[column].dropna()) <= members, table
    issues = set(frame("issues")["issue_id"])
    for table in ("turns", "questions", "actions", "offers", "reflections"):
        assert set(frame(table)["issue_id"].dropna()) <= issues, table
    actions = set(frame("actions")["action_id"])
    assert set(frame("action_reports")["action_id"]) <= actions
    assert set(frame("outcomes")["action_id"].dropna()) <= actions
    questions = {r["question_id"] for r in rows("coding/questions.csv")}
    assert questions == set(frame("questions")["question_id"])


def test_nobody_writes_who_is_not_on_the_roll() -> None:
    frame = als.load_sample().identifiable_frame
    own = frame("reflections")
    own = own[own["author_kind"] == "member"]
    spells = own.merge(frame("memberships"), on=["member", "set_id"])
    inside = (spells["session"] >= spells["from_session"]) & (
        spells["to_session"].isna() | (spells["session"] <= spells["to_session"])
    )
    covered = set(spells.loc[inside.fillna(True), "reflection_id"])
    assert set(own["reflection_id"]) == covered


def test_a_set_that_never_speaks_of_records_loses_members() -> None:
    gold = als.load_gold()
    own = als.load_sample().identifiable_frame("reflections")
    own = own[own["author_kind"] == "member"]
    spoke = set(gold.loc[gold["code"] == "records", "reflection_id"])
    own = own.assign(records=own["reflection_id"].isin(spoke))
    cells = own.groupby(["set_id", "session", "member"])["records"].any().reset_index()
    assert not cells.loc[cells["set_id"] == "B", "records"].any()
    late, early = cells["session"] >= 4, cells["session"] <= 3
    in_b = cells["set_id"] == "B"
    assert (late & in_b).sum() < (early & in_b).sum()
    crude = cells[late]["records"].mean() - cells[early]["records"].mean()
    within = (
        cells[late & ~in_b]["records"].mean() - cells[early & ~in_b]["records"].mean()
    )
    assert crude > within


def test_gold_moves_with_the_texts_when_they_are_anonymised() -> None:
    gold = als.load_gold()
    assert set(gold["construct"]) == {
        "theme",
        "condition",
        "lens",
        "element",
        "identifier",
    }
    assert isinstance(gold, pd.DataFrame)


@pytest.mark.slow
def test_the_journal_carries_the_reference_coding() -> None:
    journal = als.Anonymiser().fit_transform(als.load_sample())
    codings = journal.codings(coder="reference")
    assert set(codings["construct"]) == {"theme", "condition", "lens", "element"}
    texts = journal.table("reflections").set_index("reflection_id")["text"]
    ends = codings["reflection_id"].map(texts.str.len())
    assert (codings["end"] <= ends).all()
    surnames = {r["name"].split()[-1].lower() for r in rows("tables/roster.csv")}
    everything = " ".join(journal.table("reflections")["text"]).lower()
    assert not [n for n in surnames if re.search(rf"\b{re.escape(n)}\b", everything)]
