"""`joint_display` and `with_readings`: side by side, for a person to read."""

from __future__ import annotations

import pandas as pd
import pytest
from helpers import written

import alsjournal as als
from alsjournal.errors import ConfigError, DisclosureError, InputError, SourceError
from alsjournal.evaluation import contribution_page
from alsjournal.exchange import csv_text
from alsjournal.journal import Journal

THEORY = {
    "steps": [
        {"id": "ask", "text": "They ask.", "assumptions": ["Time."]}
        | {"indicators": ["theme:cover", "theme:covers", "survey:heard"]},
        {"id": "act", "text": "They act."}
        | {"indicators": ["survey:acted", "actions-heard-back", "outcome:team"]},
    ]
}
SURVEY = [
    {"respondent": f"p{i}", "wave": "end", "item": item, "answer": "yes"}
    for item in ("acted", "heard")
    for i in range(6)
]


def made(provenance=None, **tables):
    texts = [("A", 1, f"m{i}", "cover" if i < 3 else "") for i in range(6)]
    rows = {
        "survey": SURVEY,
        "permissions": [{"member": f"m{i}", "use": "quote"} for i in range(6)],
        "actions": [
            {"action_id": f"a{i}", "set_id": "A", "session": 1, "owner": f"m{i}"}
            for i in range(3)
        ],
        "action_reports": [{"action_id": "a1", "session": 2, "status": "done"}],
        "outcomes": [
            {"outcome_id": "x1", "set_id": "A", "level": "team", "claimed_by": "m1"}
        ],
        "claims": [
            {"claim_id": "c1", "step": "act", "outcome_id": "x1", "text": "We."}
            | {"judged_at": "2020-03-19"},
            {"claim_id": "c2", "step": "elsewhere", "outcome_id": "x1", "text": "No."},
        ],
        **tables,
    }
    first, codes = written(texts, **rows)
    frames = {name: first.table(name) for name in first.tables()}
    about = {"theory": THEORY, "invited": {"end": 9}, **(provenance or {})}
    return Journal(frames, provenance=about), codes


def rows_of(display):
    return display.to_frame().set_index("step")


def test_every_kind_stands_in_its_own_column():
    journal, codes = made()
    rows = rows_of(als.joint_display(journal, codes))
    ask, act = rows.loc["ask"], rows.loc["act"]
    assert ask["themes"] == "cover: raised by 3 of 6 who wrote"
    assert ask["survey"].startswith("heard (end): all 6 who answered (of 9 invited)")
    assert ask["quotes"].count("\n") == 1
    assert ask["assumptions"] == "Time."
    assert act["outcomes"] == "team: checked, none; only claimed, 1 of 1"
    assert act["claims"].startswith("We. [")
    assert "look for one" in act["claims"]


def test_what_people_say_and_what_is_on_record_are_never_one_figure():
    journal, codes = made()
    display = als.joint_display(journal, codes)
    act = rows_of(display).loc["act"]
    assert act["survey"].startswith("acted (end): all 6")
    assert act["heard_back"].startswith("heard back on 1 of 3")
    assert "heard back" not in act["survey"]
    assert any("no figure is made of both" in note for note in display.notes)


def test_what_nothing_measures_is_said_with_the_nearest():
    journal, codes = made()
    display = als.joint_display(journal, codes)
    missing = rows_of(display).loc["ask", "missing"]
    assert missing.startswith("theme:covers: no such theme that may be told here")
    assert "Did you mean 'cover'?" in missing
    assert "Claims that name no step of this display: 1. See the claims." in (
        display.notes
    )


def test_no_verdict_is_made():
    journal, codes = made()
    frame = als.joint_display(journal, codes).to_frame()
    assert (frame[["reading", "note", "read_by", "read_at"]] == "").all(axis=None)


def test_without_themes_the_rest_stands():
    journal, _ = made()
    rows = rows_of(als.joint_display(journal, None))
    assert "theme:cover: no themes were given" in rows.loc["ask", "missing"]
    assert rows.loc["ask", "survey"]


def test_without_a_theory_the_questions_are_the_rows():
    journal, codes = made({"theory": {}})
    display = als.joint_display(journal, codes)
    rows = rows_of(display)
    assert list(rows.index) == ["acted", "heard"]
    assert rows["themes"].isna().all()
    assert any("no [[theory.steps]]" in note for note in display.notes)


def test_steps_can_be_chosen_or_said_for_once():
    journal, codes = made()
    assert list(rows_of(als.joint_display(journal, codes, steps=["act"])).index) == [
        "act"
    ]
    own = als.joint_display(journal, codes, steps={"x": ["theme:cover"]})
    assert rows_of(own)["themes"].tolist() == ["cover: raised by 3 of 6 who wrote"]
    with pytest.raises(InputError, match="Did you mean 'act'"):
        als.joint_display(journal, codes, steps=["acts"])
    with pytest.raises(InputError, match="list of ids"):
        als.joint_display(journal, codes, steps="act")
    with pytest.raises(ConfigError, match="an indicator must be"):
        als.joint_display(journal, codes, steps={"x": ["cover"]})


def test_elements_come_with_how_far_people_agree():
    journal, codes = made()
    found = codes.assign(code="Learning", construct="element", coder="ann")
    display = als.joint_display(
        journal, codes, steps={"x": ["element:Learning"]}, elements=found
    )
    said = rows_of(display).loc["x", "elements"]
    assert said.startswith("Learning: shown by 3 of 6 who wrote")


def test_the_programme_sees_what_its_functions_show():
    journal, codes = made()
    row = rows_of(als.joint_display(journal, codes, audience="programme"))
    assert row.loc["ask", "themes"] == "cover: raised by fewer than 5"
    assert row["quotes"].isna().all()  # nor words of a theme that few raised
    assert row.loc["act", "heard_back"] == "withheld"
    assert row.loc["act", "outcomes"] == (
        "team: checked, withheld; only claimed, withheld"
    )
    assert row["claims"].isna().all()


@pytest.mark.parametrize("who", ["public", "member:m1"])
def test_others_are_refused(who):
    journal, codes = made()
    with pytest.raises(DisclosureError, match="A joint display"):
        als.joint_display(journal, codes, audience=who)


def test_what_one_table_may_not_show_is_no_failure_of_the_others():
    journal, codes = made()
    rows = rows_of(als.joint_display(journal.select(set_id="A"), codes))
    assert "not shown to 'research'" in rows.loc["act", "missing"]
    assert rows.loc["act", "heard_back"]


def test_a_pseudonym_in_the_theory_does_not_go_out():
    text = "[member m-111111111111] asks."
    steps = [{"id": "ask", "text": text, "indicators": ["attendance"]}]
    journal, codes = made({"theory": {"steps": steps}})
    display = als.joint_display(journal, codes, audience="set:A")
    assert rows_of(display).loc["ask", "text"] == "[a colleague] asks."


def test_pages_escape_every_word():
    steps = [{"id": "ask", "text": "<b>They | ask</b>", "indicators": ["theme:cover"]}]
    journal, codes = made({"theory": {"steps": steps}})
    display = als.joint_display(journal, codes)
    assert "&lt;b&gt;They | ask" in display.to_html()
    assert "<b>" not in display.to_html() + display.to_markdown()
    assert "They \\| ask" in display.to_markdown()
    tables = als.contribution(journal), als.stories(journal)
    page = contribution_page(display, *tables, title="<i>")
    assert "<i>" not in page
    other = als.stories(journal, audience="set:A")
    with pytest.raises(DisclosureError, match="one audience"):
        contribution_page(display, tables[0], other)


def test_a_notebook_shows_a_step_beneath_the_other():
    steps = [{"id": "ask", "text": "<b>Ask</b>", "indicators": ["theme:cover"]}]
    journal, codes = made({"theory": {"steps": steps}})
    shown = als.joint_display(journal, codes)._repr_html_()
    assert shown.count("<table") == shown.count("<caption") == 1
    assert "ask: &lt;b&gt;Ask&lt;/b&gt;" in shown
    assert "not read yet" in shown
    assert "no figure is made of both" in shown
    assert "heard back" not in shown.split("</table>")[0]  # what says nothing


READ = {"step": "act", "reading": "Contradict", "note": "They said so; the record no."}
BY = {"read_by": "KM", "read_at": "2026-03-01"}


def test_a_person_fills_it_in():
    journal, codes = made()
    display = als.joint_display(journal, codes)
    act = rows_of(als.with_readings(display, [{**READ, **BY}])).loc["act"]
    assert act[["reading", "read_by", "read_at"]].tolist() == [
        *("contradict", "KM", "2026-03-01")
    ]
    assert rows_of(display).loc["act", "reading"] == ""
    again = als.with_readings(
        als.with_readings(display, [{**READ, **BY}]),
        pd.DataFrame([{**READ, **BY, "step": "ask", "reading": "no data"}]),
    )
    assert rows_of(again)["reading"].tolist() == ["no data", "contradict"]
    assert "contradict" in again.to_html()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**READ, **BY, "reading": "agrees"}, "must be confirm, expand, contradict or"),
        ({**READ, **BY, "reading": "confirms"}, "Did you mean 'confirm'"),
        ({**READ, **BY, "step": "acts"}, "Row 1 does not. Did you mean 'act'"),
        ({**READ, "read_at": "2026-03-01"}, "Row 1 has none"),
        ({**READ, **BY, "read_at": "March"}, "no such date"),
        ({"step": "act"}, "Missing: reading"),
    ],
)
def test_a_reading_that_cannot_be(row, words):
    journal, codes = made()
    display = als.joint_display(journal, codes)
    with pytest.raises(InputError, match=words) as caught:
        als.with_readings(display, [row])
    assert "They said so" not in str(caught.value)


def test_a_step_is_read_once():
    journal, codes = made()
    display = als.joint_display(journal, codes)
    with pytest.raises(InputError, match="Row 2 has act again"):
        als.with_readings(display, [{**READ, **BY}] * 2)
    with pytest.raises(InputError, match="must be a JointDisplay"):
        als.with_readings(als.stories(journal), [])


def test_it_goes_through_a_csv_and_back(tmp_path):
    journal, codes = made()
    display = als.joint_display(journal, codes)
    path = tmp_path / "display.csv"
    path.write_text(csv_text(display), encoding="utf-8")
    sheet = pd.read_csv(path, dtype="str")
    sheet.loc[1, ["reading", "read_by", "read_at"]] = ["expand", "KM", "2026-03-01"]
    sheet.to_csv(path, index=False, encoding="utf-8-sig")
    read = als.with_readings(display, path)
    assert rows_of(read)["reading"].tolist() == ["", "expand"]
    assert read.notes == display.notes
    # What was read of other figures says so.
    journal, codes = made(action_reports=[])
    later = als.with_readings(als.joint_display(journal, codes), path)
    assert (
        "The figures of 1 row have changed since somebody read them: act"
        in (later.notes[-1])
    )
    with pytest.raises(SourceError):
        als.with_readings(display, tmp_path / "none.csv")
    path.write_text("")
    with pytest.raises(InputError, match="Missing: step, reading"):
        als.with_readings(display, path)
