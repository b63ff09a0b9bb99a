"""The first sides: how sure a finding is, what is asked, what a set brings along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import InputError, SourceError
from alsjournal.report.compose import compose
from alsjournal.report.decisions import Decision, decisions_about, read_decisions
from alsjournal.report.parts.findings import sureness
from alsjournal.report.readable import readable
from alsjournal.report.render.markdown import to_markdown
from alsjournal.report.summarise import Finding, summarise
from alsjournal.report.words import words_in
from alsjournal.trends import as_coded

EN = words_in("en")
NONE = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
WIDE = Finding(
    theme="Cover",
    shown="18 of 23",
    wrote=23,
    low=13,
    high=21,
    sets=(4, 4),
    sessions=(6, 6),
    since=None,
    came_back=False,
    widest=True,
    status="coded",
)


def journal(members: int = 6) -> als.Journal:
    rows = [
        {
            "reflection_id": f"{s}-{n}-{m}",
            "set_id": s,
            "session": n,
            "member": f"{s}{m}",
            "text": f"In set {s} at {n} we spoke of the rota again, number {m}.",
        }
        for s in "ABC"
        for n in (1, 2, 3)
        for m in range(members)
    ]
    frame = pd.DataFrame(rows)
    return als.Journal.from_frame(frame, already_anonymised=True, permission="quote")


def codes(made: als.Journal) -> pd.DataFrame:
    ids = made.table("reflections", ["reflection_id", "session"])
    parts = [
        ids.assign(code="who-decides"),
        ids[ids["session"] != 2].assign(code="cover"),
        ids[ids["session"] == 3].assign(code="hope"),
    ]
    return pd.concat(parts)[["reflection_id", "code"]].reset_index(drop=True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {},
            "Sure that it is shared: each of the 4 sets raised it; the passages",
        ),
        ({"sets": (3, 4)}, "Sure that it is shared: 3 of 4 sets"),
        ({"sets": (2, 4)}, "Fairly sure"),
        ({"low": 11}, "Fairly sure"),
        ({"status": "candidate"}, "Fairly sure"),
        ({"status": "grouping"}, "Not sure"),
        ({"sets": (1, 4)}, "Not sure: one set alone"),
        ({"low": None, "high": None, "shown": "withheld"}, "Fairly sure"),
    ],
)
def test_how_sure_follows_its_rule(changed: dict[str, object], said: str) -> None:
    assert sureness(replace(WIDE, **changed), EN).startswith(said)  # type: ignore[arg-type]


def test_the_interval_is_said_in_people_and_never_where_it_may_not_be() -> None:
    assert "anything from 13 to 21" in sureness(WIDE, EN)
    hidden = replace(WIDE, low=None, high=None, shown="withheld")
    assert "may not be told" in sureness(hidden, EN)
    assert "23" not in sureness(hidden, EN)


def test_the_first_side_has_five_findings_at_most_and_no_percentage() -> None:
    made = journal()
    summary = summarise(made, codes(made), codings=NONE)
    first = to_markdown(compose(summary)).split("\n## What people wrote about")[0]
    assert 1 <= first.count("**How sure.**") <= 5
    assert "12 of 18" in first or "18 of 18" in first or "withheld" not in first
    assert "%" not in first.replace("95 % interval", "")


def test_codes_are_said_in_words_all_or_none() -> None:
    made = journal()
    coded = as_coded(made, codes(made))
    assert readable(coded).themes == ("Cover", "Hope", "Who decides")
    named = as_coded(made, codes(made).replace("who-decides", "Who decides?"))
    assert readable(named).themes == named.themes


def test_a_decision_stands_under_its_finding(tmp_path: Path) -> None:
    made = journal()
    path = tmp_path / "d.csv"
    path.write_text("Theme,Decision,Owner\nwho-decides,Say who may sign.,The board\n")
    page = als.write_report(
        made, codes(made), tmp_path / "p.md", codings=NONE, decisions=path
    ).read_text("utf-8")
    assert "Say who may sign. Owner: The board." in page


def test_a_decision_about_what_few_raised_is_asked_below_the_findings() -> None:
    made = journal()
    ids = made.table("reflections", ["reflection_id"])
    rare = pd.concat([codes(made), ids.head(1).assign(code="beds")])
    asked = (Decision("beds", "Open two beds.", "The trust"),)
    summary = summarise(made, rare, codings=NONE, decisions=asked)
    first = to_markdown(compose(summary)).split("\n## What people wrote about")[0]
    assert "Open two beds. Owner: The trust." in first.split("Decision asked.")[-1]
    assert "Decision asked. Beds" in first


def test_two_decisions_about_a_theme_are_both_asked() -> None:
    made = journal()
    asked = (
        Decision("who-decides", "Say who may sign.", "The board"),
        Decision("who-decides", "May we sign ourselves?", "The trust", "May"),
    )
    summary = summarise(made, codes(made), codings=NONE, decisions=asked)
    for easy in (False, True):
        page = to_markdown(compose(summary, easy_read=easy))
        assert page.index("Say who may sign.") < page.index("May we sign ourselves?")
        assert "?." not in page


def test_a_decision_about_nothing_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="Did you mean"):
        decisions_about([Decision("cove", "Pay")], ["Cover", "Hope"])


@pytest.mark.parametrize(
    "content", [b"", b"theme\nx\n", b"\xff\xfe", b"theme,decision\n"]
)
def test_what_is_no_table_of_decisions(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_decisions(path)
    with pytest.raises(SourceError):
        read_decisions(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("theme,decision,onwer\ncover,Pay.,The board\n", "'onwer'.*owner"),
        ("theme,decision,notes\ncover,Pay.,\n", "'notes'.*take it out"),
        ("theme,decision,theme\ncover,Pay.,\n", "each once. Got 'theme' twice"),
        ("theme,decision\ncover,Pay, then ask.\n", "Row 2 .*double quotes"),
        ("theme,decision,owner,\nhope,Ask.,,\ncover,Pay.,Us,May\n", "column 4.*row 3"),
        ("theme,,decision\ncover,soon,Pay.\n", "column 2.*row 2"),
    ],
)
def test_nothing_of_a_file_of_decisions_is_left_out_unseen(
    tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "d.csv"
    path.write_text(content)
    with pytest.raises(InputError, match=told):
        read_decisions(path)


def test_columns_and_cells_without_a_word_are_none(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("theme,decision,,\ncover,Pay.,,,\n")
    assert [one.decision for one in read_decisions(path)] == ["Pay."]


@pytest.mark.parametrize("audience", ["set:A", "public", "research"])
def test_decisions_are_refused_where_no_page_shows_them(
    tmp_path: Path, audience: str
) -> None:
    made, asked = journal(), [Decision("who-decides", "Say who may sign.")]
    page = tmp_path / "p.md"
    with pytest.raises(InputError, match=r"programme's page.*Got some for"):
        als.write_report(
            made, codes(made), page, audience=audience, codings=NONE, decisions=asked
        )
    assert not page.exists()


def test_in_easy_read_a_set_is_told_what_is_decided(tmp_path: Path) -> None:
    made, asked = journal(), [Decision("who-decides", "Say who may sign.")]
    page = als.write_report(
        made,
        codes(made),
        tmp_path / "p.md",
        audience="set:A",
        decisions=asked,
        easy_read=True,
    )
    assert "We ask for this: Say who may sign" in page.read_text("utf-8").replace(
        "*", ""
    )


def test_half_a_decision_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("theme,decision\ncover,Pay.\nhope,\n")
    with pytest.raises(InputError, match="Row 3 lacks"):
        read_decisions(path)


def test_what_nobody_has_read_is_told_to_nobody() -> None:
    class Model:
        theme_names_ = ("cover", "hope", "who-decides")
        terms_ = (("cover",), ("hope",), ("who",))
        codebook_ = als.Codebook().make(theme_names_, by="themes/1")

        def code(self, source: als.Journal) -> pd.DataFrame:
            return codes(source)

    rows = journal().table("reflections")
    made = als.Journal.from_frame(
        rows, already_anonymised=True, permission="quote", reach="public"
    )
    summary = summarise(made, Model(), audience="public", codings=NONE)
    page = to_markdown(compose(summary))
    assert "Nobody has read and adopted a theme yet" in page
    assert "Cover" not in page
    for audience in ("programme", "set:A"):
        shown = compose(summarise(made, Model(), audience=audience, codings=NONE))
        assert "Cover" in to_markdown(shown)


def test_an_adopted_theme_says_what_it_is_about() -> None:
    class Model:
        theme_names_ = ("cover", "hope", "who-decides")
        terms_ = (("cover",), ("hope",), ("who",))
        codebook_ = (
            als.Codebook()
            .make(theme_names_, by="themes/1")
            .adopt(
                "who-decides",
                central_idea="Nobody knows who may say yes, nor p-7KQ2XDAB4N6R.",
                by="KM",
                date="2026-11-22",
            )
        )

        def code(self, source: als.Journal) -> pd.DataFrame:
            return codes(source)

    made = journal()
    page = to_markdown(compose(summarise(made, Model(), codings=NONE)))
    first = page.split("\n## What people wrote about")[0]
    assert "Nobody knows who may say yes" in first
    assert "7KQ2XDAB4N6R" not in page


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [("", None, "Got the folder"), ("x.html", "docx", "Got '.html' for 'docx'")],
)
def test_a_file_that_would_mislead(
    tmp_path: Path, name: str, given: str | None, words: str
) -> None:
    made = journal()
    with pytest.raises(InputError, match=words):
        als.write_report(made, codes(made), tmp_path / name, format=given)


def before(made: als.Journal) -> str:
    summary = summarise(made, codes(made), audience="set:A", codings=NONE)
    return to_markdown(compose(summary)).split("\n## What was learned")[0]


def test_a_set_s_page_says_what_came_back_and_what_is_new() -> None:
    page = before(journal())
    assert "**Cover**: raised again at session 3" in page
    assert "**Hope**: raised for the first time at session 3" in page
    assert "keeps no record of actions" in page


def test_no_member_s_words_stand_on_it() -> None:
    assert "we spoke of the rota" not in before(journal())


@pytest.mark.parametrize(
    ("owner", "told"), [("A0", "Count the visits"), (None, "may not be shown")]
)
def test_what_was_not_heard_back_on_is_listed(owner: str | None, told: str) -> None:
    made = journal()
    tables = {name: made.table(name) for name in made.tables()}
    of_members = pd.DataFrame({"member": ["A0"], "use": "quote", "reach": "set"})
    tables["permissions"] = pd.concat([tables["permissions"], of_members])
    tables["issues"] = pd.DataFrame(
        {"issue_id": ["i1"], "set_id": ["A"], "text": ["Who may sign?"]}
    )
    tables["actions"] = pd.DataFrame(
        {
            "action_id": ["a1", "a2", "a3"],
            "set_id": "A",
            "session": [1, 1, 3],
            "issue_id": "i1",
            "owner": owner,
            "text": ["Ring the store.", "Count the visits.", "Write it down."],
        }
    )
    tables["action_reports"] = pd.DataFrame(
        {
            "action_id": ["a1"],
            "session": [2],
            "status": ["done"],
            "text": ["They said yes."],
        }
    )
    page = before(als.Journal(tables))
    part = page.split("Not heard back on yet")[1].split("###")[0]
    assert told in part
    assert part.count("Agreed at session 1") == 1
    assert "session 3" not in part  # agreed at the last one


@pytest.mark.parametrize("few", [True, False])
def test_a_programme_s_page_tells_no_set_s_number_of_actions(few: bool) -> None:
    made = journal()
    tables = {name: made.table(name) for name in made.tables()}
    rows = [
        {"action_id": f"{s}{i}", "set_id": s, "owner": f"{s}{i % 6}", "session": 1}
        for s, of in (("A", 12), ("B", 7 if few else 14))
        for i in range(of)
    ]
    heard = [f"A{i}" for i in range(6)] + [f"B{i}" for i in range(1 if few else 6)]
    tables["actions"] = pd.DataFrame(rows)
    reports = pd.DataFrame({"action_id": heard, "session": 2, "status": "done"})
    tables["action_reports"] = reports
    made = als.Journal(tables)
    summary = summarise(made, codes(made), audience="programme", codings=NONE)
    page = to_markdown(compose(summary))
    hidden = "On how many of their actions sets heard back is not shown"
    assert (hidden in page) == few
    assert ("Sets heard back on 12 of 26 actions." in page) != few
    assert "of 19" not in page  # of which A has 12


def test_what_is_due_goes_by_the_record_where_there_is_no_text() -> None:
    """Heard back on at session 4, of which nobody wrote."""
    made = journal()
    tables = {name: made.table(name) for name in made.tables()}
    ids = [f"a{i}" for i in range(8)]
    actions = pd.DataFrame({"action_id": ids, "set_id": "A", "session": 3})
    tables["actions"] = actions.assign(owner="set", text="Ring the store.")
    reports = pd.DataFrame({"action_id": ids[:5], "session": 4, "status": "done"})
    tables["action_reports"] = reports
    page = before(als.Journal(tables))
    assert "heard back on 5 of 8" in page
    assert "All actions that were due" not in page
    assert page.count("Agreed at session 3") == 3
