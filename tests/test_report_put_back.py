"""Findings that are put back to those they are of."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from release_journals import HOSTILE, MEMBERS, programme, stored

import alsjournal as als
from alsjournal.errors import InputError
from alsjournal.release import read_responses
from alsjournal.report import summarise
from alsjournal.report.asked import sheet_of
from alsjournal.report.compose import compose
from alsjournal.report.render.markdown import to_markdown
from alsjournal.trends import finding_id

NONE = pd.DataFrame({"construct": pd.Series(dtype="str")})


def themes(codes: pd.DataFrame, **raised_by: int) -> pd.DataFrame:
    """Code so many of the texts with each further theme."""
    more = [codes.head(n).assign(code=name) for name, n in raised_by.items()]
    return pd.concat([codes, *more], ignore_index=True)


def test_findings_say_by_how_many_and_one_person_is_no_finding() -> None:
    journal, codes = programme()
    coded = themes(codes, pay=4, rota=3, van=2, alone=1)
    sheet = sheet_of(journal, coded, audience="set:A")
    told = {f.theme: (f.how_many, f.shown) for f in sheet.findings}
    assert told == {
        "cover": ("all", "6 of 6"),
        "pay": ("most", "4 of 6"),
        "rota": ("half", "3 of 6"),
        "van": ("some", "2 of 6"),
    }


def test_there_are_eight_at_most() -> None:
    journal, codes = programme()
    coded = themes(codes, **{f"t{i}": 3 for i in range(12)})
    assert len(sheet_of(journal, coded, audience="set:A").findings) == 8


def test_a_programme_is_told_no_small_number() -> None:
    journal, codes = programme(n=6)
    sheet = sheet_of(journal, themes(codes, pay=2), audience="programme")
    assert "pay" not in {finding.theme for finding in sheet.findings}


def test_no_words_of_anybody_stand_on_the_page(tmp_path: Path) -> None:
    journal, codes = programme()
    for ending in ("html", "docx", "md"):
        path = als.write_findings(
            journal, codes, tmp_path / f"a.{ending}", audience="set:A"
        )
        made = path.read_bytes()
        if ending == "docx":
            made = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")
        assert b"alpha" not in made
        assert finding_id("cover", "set:A", 1).encode() in made
        assert finding_id("", "set:A", 1).encode() in made


def test_the_page_runs_its_own_script_alone(tmp_path: Path) -> None:
    journal, codes = programme()
    coded = codes.assign(code=HOSTILE)
    path = als.write_findings(journal, coded, tmp_path / "a.html", audience="set:A")
    page = path.read_text(encoding="utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "alert(1)</script>" not in page.replace(script, "")
    assert "http" not in script
    assert '<button type="button" data-do="copy">Copy</button>' in page
    assert page.count('type="checkbox"') == 3


def test_a_word_file_has_boxes_to_tick(tmp_path: Path) -> None:
    journal, codes = programme()
    path = als.write_findings(journal, codes, tmp_path / "a.docx", audience="set:A")
    xml = zipfile.ZipFile(path).read("word/document.xml").decode()
    assert xml.count("<w14:checkbox>") == 3


@pytest.mark.parametrize("audience", ["public", "research", f"member:{MEMBERS[0]}"])
def test_others_are_not_asked(tmp_path: Path, audience: str) -> None:
    journal, codes = programme()
    with pytest.raises(InputError, match="put back to those"):
        als.write_findings(journal, codes, tmp_path / "a.md", audience=audience)


def said(store: als.JournalStore, folder: Path, *rows: str) -> None:
    path = folder / "answers.csv"
    head = "finding,agree,missing,wrong,words,sheet"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    assert not read_responses(store, path).refused


def test_answers_stand_beside_the_finding_on_the_sets_own_page(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    code = finding_id("cover", "set:A", 1)

    def page() -> str:
        summary = summarise(store.read(), codes, audience="set:A", codings=NONE)
        return to_markdown(compose(summary))

    said(store, tmp_path, f"{code},x,,,,1", f"{code},x,x,,Nights.,2")
    assert "who answered to this" not in page()  # two are somebody
    said(store, tmp_path, f"{code},x,,,,3")
    assert "Of 3 who answered to this, 3 said that it is right, 1 that" in page()
    assert "Nights" not in page()


def test_analysts_have_a_table_and_the_programme_no_small_number(
    tmp_path: Path,
) -> None:
    store, codes = stored(tmp_path)
    code = finding_id("cover", "programme", 1)
    said(store, tmp_path, *(f"{code},x,,,,{i}" for i in range(4)))
    journal = store.read()
    page = to_markdown(compose(summarise(journal, codes, audience="research")))
    assert "What people answered to the findings" in page
    assert len(als.responses(journal, codes, audience="programme")) == 0
    said(store, tmp_path, *(f"{code},x,,,,{i}" for i in range(4, 12)))
    shown = als.responses(store.read(), codes, audience="programme").to_frame()
    assert shown["asked"].isna().all()
    assert set(shown["wrote"]) == {12}
    small = shown[shown["what"] != "agree"]
    assert small["raised"].isna().all()


def test_the_public_is_told_nothing_of_answers() -> None:
    journal, codes = programme()
    with pytest.raises(als.errors.DisclosureError):  # type: ignore[attr-defined]
        als.responses(journal, codes, audience="public")


def test_who_keeps_everything_to_themselves_is_not_counted(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    path = tmp_path / "answers.csv"
    code = finding_id("cover", "set:A", 1)
    path.write_text(f"finding,wrong,member\n{code},x,{MEMBERS[0]}\n", encoding="utf-8")
    read_responses(store, path)
    assert len(als.responses(store.read(), codes, audience="set:A"))
    store.withdraw(member=MEMBERS[0])
    assert not len(als.responses(store.read(), codes, audience="set:A"))
