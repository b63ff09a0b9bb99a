"""Members' pages, findings to answer and analysts' reports, in Welsh."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from release_journals import MEMBERS, programme

import alsjournal as als
from alsjournal.journal import Journal
from alsjournal.report.parts.research.cells import grid
from alsjournal.report.words import words_in

ME, OTHER = MEMBERS[:2]
NOTHING = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
STEP = {"id": "s1", "text": "Sets meet.", "indicators": ["survey:q", "theme:cover"]}
MADE_AS = ("html", "md")


def with_record() -> tuple[Journal, pd.DataFrame]:
    """Return a programme in which two people did something and answered."""
    journal, codes = programme()
    tables = {name: journal.table(name) for name in journal.tables()}
    both: dict[str, Any] = {"set_id": "A", "session": 1}
    tables["attendance"] = pd.DataFrame(
        {**both, "member": [ME, OTHER], "present": [True, False]}
    )
    tables["facilitations"] = pd.DataFrame({**both, "person": [ME], "part": "lead"})
    tables["actions"] = pd.DataFrame(
        {**both, "action_id": ["a1"], "owner": ME, "text": "Ask for cover."}
    )
    tables["action_reports"] = pd.DataFrame(
        {"action_id": ["a1"], "session": 2, "status": "done"}
    )
    tables["survey"] = pd.DataFrame(
        {"respondent": [ME, OTHER], "wave": "end", "item": "q", "answer": ["yes", "no"]}
    )
    about = {"approach": "codebook", "theory": {"steps": [STEP]}}
    return Journal(tables, provenance=about), codes


def written(folder: Path, audience: str, made_as: str, language: str = "cy") -> str:
    """Return a page's text, as its reader sees it."""
    journal, codes = with_record()
    target = folder / f"page.{made_as}"
    if audience.startswith("findings "):
        als.write_findings(
            journal,
            codes,
            target,
            audience=audience.removeprefix("findings "),
            language=language,
        )
    else:
        als.write_report(
            journal,
            codes,
            target,
            audience=audience,
            language=language,
            codings=NOTHING,
        )
    return html.unescape(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("made_as", MADE_AS)
@pytest.mark.parametrize(
    ("audience", "said", "english"),
    [
        (
            f"member:{ME}",
            ("own.subtitle", "own.allowed", "own.did", "own.rights", "own.not_here"),
            "What you wrote|Session \\d|What was counted|\\| lead",
        ),
        (
            "findings set:A",
            ("ask.subtitle_set", "ask.how_kept", "ask.open", "ask.box_agree"),
            "6 of 6|Most of you|This is right",
        ),
        (
            "findings programme",
            ("ask.subtitle_programme", "ask.how_voluntary", "ask.open_more"),
            "of those who wrote|This is right",
        ),
        (
            "research",
            (
                *("research.methods_head", "research.permissions_head"),
                *("research.tables_note", "research.against_head"),
                *("research.display_head", "fact.written", "column.on_roll"),
            ),
            "How this was made|On the roll|To be written by",
        ),
    ],
)
def test_pages_are_written_in_welsh(
    tmp_path: Path, audience: str, said: tuple[str, ...], english: str, made_as: str
) -> None:
    page = written(tmp_path, audience, made_as)
    words = words_in("cy")
    assert [key for key in said if words(key) not in page] == []
    assert words("about.unread") in page
    visible = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.S)
    assert re.findall(rf"\{{\w+\}}|{english}", visible) == []


def test_values_of_closed_lists_are_welsh(tmp_path: Path) -> None:
    page = written(tmp_path, "research", "md")
    assert "| dyfynnu | pawb |" in page
    assert "aelod o set A" in page
    assert "| arwain |" in written(tmp_path, f"member:{ME}", "md")
    assert "6 o 6" in written(tmp_path, "findings set:A", "md")


def test_a_download_keeps_the_english_values() -> None:
    rows = [("quote", "programme", 3)]
    table = grid("", ("use", "reach", "texts"), rows, words_in("cy"), "x.csv")
    assert table.rows == (("dyfynnu", "y rhaglen", "3"),)
    assert '"quote","programme","3"' in table.csv


def test_intervals_may_be_below_nought() -> None:
    assert words_in("cy").shown("-0.07 to -0.03") == "-0.07 i -0.03"


def test_what_stays_english_is_marked_beside_its_welsh_head(tmp_path: Path) -> None:
    page = written(tmp_path, "research", "html")
    head = words_in("cy")("display.text")
    assert f'<strong>{head}. </strong><span lang="en-GB">Sets meet.' in page
    reading = words_in("cy")("display.reading")
    assert f"<strong>{reading}. </strong>i'w ysgrifennu gan yr awduron" in page
    assert '<strong lang="en-GB">' in page
