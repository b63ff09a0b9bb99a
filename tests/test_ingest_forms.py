"""Whole exports of Microsoft and Google Forms, read with and without settings."""

import re

import pytest
from exports import (
    ASKED,
    BROUGHT,
    COUNT,
    EVERYBODY,
    FIRST,
    OPEN,
    QUOTE,
    SET,
    TITLES,
    allowed,
    kit,
    ms_export,
    ms_row,
    read,
    titles_of,
    toml,
)

from alsjournal.errors import QuarantineLimitError
from alsjournal.ingest import read_journal
from alsjournal.wording import PROMPTS, SHEETS

# The kit's own sheet, nothing configured.


def test_the_kits_form_needs_no_settings(tmp_path):
    argued = "We argued, and it helped."
    rows = [
        ms_row(1, FIRST),
        ms_row(2, ["B", "2", "", BROUGHT + ";", argued, *OPEN[1:], COUNT, EVERYBODY]),
    ]
    frame, raw, report = read(kit(tmp_path, *rows))
    assert list(frame["set_id"]) == ["A"] * 3 + ["B"] * 3
    assert list(frame["session"]) == [1] * 3 + [2] * 3
    assert frame["member"].dropna().unique().tolist() == ["A03"]
    assert frame["position"].unique().tolist() == ["questioner", "presenter"]
    assert frame["prompt"].isin(PROMPTS).all()
    assert frame["text"].iloc[3] == argued
    declared = raw.identifiable_frame("permissions")
    assert list(declared["use"]) == ["quote"] * 3 + ["counts"] * 3
    assert list(declared["reach"]) == ["set"] * 3 + ["public"] * 3
    assert list(declared["given"].dt.day) == [3] * 3 + [4] * 3
    assert declared["reflection_id"].tolist() == frame["reflection_id"].tolist()
    assert str(report).splitlines()[0] == (
        "2 responses, 8 answers: 6 taken, 2 nothing was said."
    )
    assert {r.row for r in report.refusals} == {2, 3}
    assert report.files[-1].unused == ()


@pytest.mark.parametrize("language", SHEETS)
def test_the_sheet_is_known_in_every_wording(tmp_path, language):
    sheet = SHEETS[language]
    said = [*FIRST[:3], next(iter(sheet[3].choices)), *OPEN]
    said += [next(reversed(sheet[8].choices)), next(iter(sheet[9].choices))]
    path = ms_export(tmp_path / "f.xlsx", titles_of(sheet), [ms_row(1, said)])
    frame, raw, _ = read(path)
    assert frame[["set_id", "member", "position"]].iloc[0].tolist() == [
        "A",
        "A03",
        "presenter",
    ]
    assert allowed(raw).iloc[0].tolist() == ["quote", "set"]
    assert set(frame["prompt"]) <= {q.title for q in sheet}


def test_headers_as_they_come_out_of_forms(tmp_path):
    odd = [title.replace(" ", "\u00a0", 1) + "\n" for title in TITLES]
    odd[4] = "1. " + odd[4].upper()
    odd[8] = odd[8].strip() + "2"
    frame, raw, _ = read(ms_export(tmp_path / "f.xlsx", odd, [ms_row(1, FIRST)]))
    assert frame["prompt"].iloc[0] == PROMPTS[0]
    assert allowed(raw)["use"].tolist() == ["quote"] * 3


def test_named_people_are_members_by_address_and_stand_in_the_roster(tmp_path):
    said = ["A", 1, "", ASKED, *OPEN, "", ""]
    name = "OKONJO, Zebedee (FERN HILL SURGERY)"
    rows = [
        ms_row(1, said, email="Zebedee.Okonjo@NHS.net", name=name),
        ms_row(2, said, email="zebedee.okonjo@nhs.net", name=name),
        ms_row(3, FIRST, email="ann@nhs.net", name="Ann Lee"),
    ]
    frame, raw, _ = read(kit(tmp_path, *rows))
    assert frame["member"].value_counts().to_dict() == {
        "zebedee.okonjo@nhs.net": 6,
        "A03": 3,
    }
    roster = raw.identifiable_frame("roster").fillna("").set_index("member")
    assert roster.loc["A03", "name"] == "Ann Lee"
    assert roster.loc["zebedee.okonjo@nhs.net"].tolist() == [
        "Zebedee OKONJO",
        "",
        "FERN HILL SURGERY",
    ]


def test_accounts_with_several_answers_are_counted_and_not_named(tmp_path):
    def said(who):
        return ["A", 1, who, *FIRST[3:]]

    ann = {"email": "Ann@nhs.net", "name": "Ann Lee"}
    rows = [
        ms_row(1, said("A03"), **ann),
        ms_row(2, said("A04"), **ann),
        ms_row(3, said("a04 "), email="zeb@nhs.net"),
        ms_row(4, said("A09")),
        ms_row(5, said("A10")),
    ]
    _, _, report = read(kit(tmp_path, *rows))
    assert "accounts that gave different answers to 'Who are you?': 1; each" in str(
        report
    )
    assert "answers to 'Who are you?' that several accounts gave: 1; each" in str(
        report
    )
    assert "nhs.net" not in str(report)
    assert "A04" not in str(report)
    _, _, quiet = read(kit(tmp_path, rows[0], *rows[3:]))
    assert "accounts" not in str(quiet)


def test_nobody_is_known_in_an_anonymous_form(tmp_path):
    said = ["A", 1, "", ASKED, *OPEN, "", ""]
    frame, raw, _ = read(kit(tmp_path, ms_row(1, said), ms_row(2, said, name="Anonym")))
    assert frame["member"].isna().all()
    assert "roster" not in raw.tables()


def test_what_nobody_declared_is_as_the_programme_says(tmp_path):
    kit(tmp_path, ms_row(1, [*FIRST[:8], "", SET]), ms_row(2, [*FIRST[:8], "", ""]))
    path = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n"
        "[files]\nreflections = 'Reflection sheet(1-9).xlsx'\n"
        "[permissions]\nuse = 'paraphrase'\nreach = 'programme'\n",
    )
    uses = allowed(read_journal(path)).value_counts().to_dict()
    assert uses == {("paraphrase", "set"): 3, ("paraphrase", "programme"): 3}


@pytest.mark.parametrize(
    ("said", "use"),
    [
        (QUOTE + ";" + COUNT + ";", "counts"),
        (QUOTE.upper().replace("'", "’") + " ", "quote"),
        ("quote", "quote"),
        ("Self", "self"),
    ],
)
def test_the_strictest_answer_holds_however_it_is_written(tmp_path, said, use):
    _, raw, _ = read(kit(tmp_path, ms_row(1, [*FIRST[:8], said, SET])))
    assert set(allowed(raw)["use"]) == {use}


def test_a_permission_that_is_not_understood_stops_the_ingest(tmp_path):
    words = "Only if Priya agrees"
    path = kit(tmp_path, ms_row(1, FIRST), ms_row(2, [*FIRST[:8], words, SET]))
    with pytest.raises(QuarantineLimitError, match="row 3") as caught:
        read_journal(path, preset="ms-forms")
    message = str(caught.value)
    assert "Priya" not in message
    assert f"1 cannot be; the first is row 3 of {path.name!r}, {TITLES[8]}: " in message
    assert '[values.permissions.use], as "their answer" = "self"' in message
    assert "`use`" not in message
    both = kit(tmp_path, ms_row(1, [*FIRST[:8], f"{QUOTE};{words};", SET]))
    with pytest.raises(QuarantineLimitError):
        read_journal(both, preset="ms-forms")
    settings = toml(
        tmp_path,
        "[programme]\npreset = 'ms-forms'\n[files]\n"
        "reflections = 'Reflection sheet(1-9).xlsx'\n"
        f"[values.permissions.use]\n'{words.upper()}' = 'self'\n",
    )
    assert set(allowed(read_journal(settings))["use"]) == {"self"}


def test_a_permission_without_any_text_stops_nothing(tmp_path):
    silent = ["A", 1, "A03", ASKED, "", "", "n/a", "-", "Whatever", SET]
    frame, _, report = read(kit(tmp_path, ms_row(1, FIRST), ms_row(2, silent)))
    assert len(frame) == 3
    assert report.reasons() == {"text: nothing was said": 5}


def test_other_answers_to_a_closed_question_cost_no_text(tmp_path):
    row = [*FIRST[:3], "I came late", *FIRST[4:]]
    frame, _, report = read(kit(tmp_path, ms_row(1, row), ms_row(2, FIRST)))
    assert frame["position"].isna().tolist() == [True] * 3 + [False] * 3
    assert "position by none of its choices: 1" in str(report)


def test_a_bad_session_is_one_bad_response_and_few_do_not_stop(tmp_path):
    bad = ["A", "the first", *FIRST[2:]]
    rows = [ms_row(1, bad), ms_row(2, FIRST), ms_row(3, FIRST)]
    frame, _, report = read(kit(tmp_path, *rows))
    assert len(frame) == 6
    assert report.reasons()["session: must be a whole number"] == 3
    four = [ms_row(i, bad) for i in range(1, 5)]
    with pytest.raises(QuarantineLimitError, match="4 of 5"):
        read(kit(tmp_path, *four, ms_row(5, FIRST)))


def test_several_answers_of_one_person_in_one_session_are_all_kept(tmp_path):
    frame, _, _ = read(kit(tmp_path, *(ms_row(i, FIRST) for i in range(1, 4))))
    assert len(frame) == 9
    assert frame["reflection_id"].is_unique


def test_texts_stay_as_they_are(tmp_path):
    text = '=HYPERLINK("http://x")\n“We” met; twice, \U0001f600.'
    row = [*FIRST[:4], text, "Ann Lee", "+1", "@sum", QUOTE, SET]
    frame, _, _ = read(kit(tmp_path, ms_row(1, row)))
    assert frame["text"].tolist() == [text, "Ann Lee", "+1", "@sum"]


def test_a_question_that_stands_twice(tmp_path):
    questions = [*TITLES, PROMPTS[0] + "2", TITLES[1] + "2"]
    good = ms_row(1, [*FIRST, "And once more: we laughed.", ""])
    also = ms_row(2, ["A", "", *FIRST[2:], "", 4])
    two = ms_row(3, [*FIRST, "", 2])
    path = ms_export(tmp_path / "f.xlsx", questions, [good, also, two])
    frame, _, report = read(path)
    assert frame["reflection_id"].is_unique
    assert list(frame["session"]) == [1] * 4 + [4] * 3
    assert (frame["prompt"] == PROMPTS[0]).sum() == 3
    assert report.reasons()[
        "session: questions that ask the same have different answers"
    ] == 1  # fmt: skip


@pytest.mark.slow
def test_two_thousand_responses(tmp_path):
    rows = [
        ms_row(i, [*FIRST[:4], f"In week {i} we met.", *FIRST[5:]])
        for i in range(1, 2_001)
    ]
    frame, raw, report = read(kit(tmp_path, *rows))
    assert len(frame) == len(raw.identifiable_frame("permissions")) == 6_000
    assert frame["reflection_id"].is_unique
    assert re.match(r"2,000 responses, 8,000 answers: 6,000 taken", str(report))
