from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError, SourceError
from alsjournal.report import summarise

EVIL = "</script><img src=x onerror=alert(1)> and =cmd|'/C calc'!A1 said nothing new"


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def journal(
    members: int = 8, sets: tuple[str, ...] = ("A", "B"), **kwargs
) -> als.Journal:
    rows = [
        {
            "reflection_id": f"{s}-{n}-{m}",
            "set_id": s,
            "session": n,
            "member": f"{s}{m}",
            "text": f"In set {s} we had no cover at all this time, said number {m}.",
        }
        for s in sets
        for n in (1, 2, 3)
        for m in range(members)
    ]
    frame = pd.DataFrame(rows)
    return als.Journal.from_frame(frame, already_anonymised=True, **kwargs)


def codings(journal: als.Journal, code: str = "cover") -> pd.DataFrame:
    ids = journal.table("reflections", ["reflection_id", "session", "member"])
    some = ids[ids["member"].str[-1].astype(int) < 5]
    out = pd.DataFrame({"reflection_id": some["reflection_id"], "code": code})
    other = ids[(ids["session"] == 1) & (ids["member"] == "A0")]
    rare = pd.DataFrame({"reflection_id": other["reflection_id"], "code": "parking"})
    return pd.concat([out, rare], ignore_index=True)


@pytest.mark.parametrize("audience", ["programme", "set:A", "public", "research"])
def test_the_page_runs_nothing_and_loads_nothing(tmp_path: Path, audience: str) -> None:
    source = journal(permission="quote", reach="public")
    path = als.write_report(
        source, codings(source), tmp_path / "r.html", audience=audience
    )
    page = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert not re.search(r"fetch|XMLHttp|eval|Function|innerHTML|import", script)
    assert "@import" not in page
    assert f"Audience: {audience}." in page
    assert page.count("<h1") == 1
    assert "<title>" in page
    assert 'lang="en-GB"' in page


def test_texts_are_inert(tmp_path: Path) -> None:
    rows = journal().table("reflections")
    rows["text"] = EVIL
    source = als.Journal.from_frame(
        rows, already_anonymised=True, permission="quote", reach="programme"
    )
    codes = codings(source, code=f"=1+1 {EVIL}")
    page = als.write_report(source, codes, tmp_path / "r.html").read_text("utf-8")
    assert EVIL not in page
    found = Elements()
    found.feed(page)
    assert page.count("<script") == 1  # ours, which its digest names
    assert not {"img", "iframe", "object", "link"} & found.tags
    assert not [name for name in found.attributes if name.startswith("on")]


def test_a_programme_sees_no_small_number_and_no_set(tmp_path: Path) -> None:
    source = journal(permission="quote")
    summary = summarise(source, codings(source), audience="programme")
    themes = summary.themes.to_frame().set_index("theme")
    assert themes.loc["cover", "shown"] == "10 of 16"
    assert themes.loc["parking", "shown"] == "fewer than 5"
    assert pd.isna(themes.loc["parking", "raised"])
    assert [f.theme for f in summary.findings] == ["cover"]
    assert set(summary.quotes.to_frame()["source"]) == {"a member"}
    page = als.write_report(source, codings(source), tmp_path / "r.html").read_text(
        "utf-8"
    )
    assert "set A," not in page


def test_a_set_sees_its_own_and_that_others_raised_it(tmp_path: Path) -> None:
    source = journal(permission="quote")
    page = als.write_report(
        source, codings(source), tmp_path / "r.html", audience="set:A"
    ).read_text("utf-8")
    assert "Set A" in page
    assert "5 of 8" in page
    assert "also raised elsewhere" in page
    assert "In set B" not in page


def test_too_few_people_are_said_so(tmp_path: Path) -> None:
    small = journal(members=4, sets=("A",))
    page = als.write_report(small, codings(small), tmp_path / "r.html").read_text(
        "utf-8"
    )
    assert "Too few people wrote" in page
    assert "<svg" not in page


def test_nobody_is_quoted_who_did_not_allow_it(tmp_path: Path) -> None:
    source = journal()
    page = als.write_report(source, codings(source), tmp_path / "r.html").read_text(
        "utf-8"
    )
    assert "no cover at all" not in page


def test_the_public_gets_no_quotes_before_a_preview(tmp_path: Path) -> None:
    source = journal(permission="quote", reach="public")
    path = als.write_report(
        source, codings(source), tmp_path / "r.html", audience="public"
    )
    assert "<blockquote" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [("r.odt", InputError, "ending in .html"), ("no/r.html", SourceError, "exists")],
)
def test_a_wrong_path(tmp_path: Path, name: str, error: type, words: str) -> None:
    source = journal()
    with pytest.raises(error, match=words):
        als.write_report(source, codings(source), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("audience", ["member:m-none", "set:Z", "board"])
def test_a_wrong_audience(tmp_path: Path, audience: str) -> None:
    source = journal()
    with pytest.raises(InputError):
        als.write_report(
            source, codings(source), tmp_path / "r.html", audience=audience
        )


def test_the_same_journal_gives_the_same_bytes(tmp_path: Path) -> None:
    source = journal(permission="quote")
    one = als.write_report(source, codings(source), tmp_path / "1.html").read_bytes()
    two = als.write_report(source, codings(source), tmp_path / "2.html").read_bytes()
    assert one == two


def test_an_empty_journal_still_gives_a_page(tmp_path: Path) -> None:
    source = journal()
    none = codings(source).iloc[:0]
    page = als.write_report(source, none, tmp_path / "r.html").read_text("utf-8")
    assert "No themes: there are too few texts" in page
    assert 'id="h-wrote"' not in page


@pytest.mark.parametrize(
    ("audience", "said"),
    [
        ("set:A", "No theme was raised by two people or more."),
        ("programme", "No theme was raised by enough people"),
    ],
)
def test_a_small_set_is_not_told_that_there_are_no_themes(
    tmp_path: Path, audience: str, said: str
) -> None:
    source = journal(members=3, sets=("A",))
    rare = pd.DataFrame({"reflection_id": ["A-1-0"], "code": ["parking"]})
    path = als.write_report(source, rare, tmp_path / "r.html", audience=audience)
    page = path.read_text("utf-8")
    assert said in page
    assert "<h3>parking</h3>" in page
    assert "No themes" not in page


@pytest.mark.parametrize("audience", ["programme", "public"])
def test_part_of_a_journal_is_not_a_programme(tmp_path: Path, audience: str) -> None:
    source = journal(permission="quote", reach="public")
    part = source.select(set_id="A")
    with pytest.raises(DisclosureError, match="whole journal"):
        als.write_report(part, codings(part), tmp_path / "r.html", audience=audience)
    some = source.select(session=[1, 2])  # its difference to the whole is a session
    with pytest.raises(DisclosureError, match="whole journal"):
        als.theme_prevalence(some, codings(source), audience=audience)


def test_a_set_is_told_that_a_list_is_missing_and_not_that_it_is_hidden(
    tmp_path: Path,
) -> None:
    source = journal()
    for audience, hidden in (("set:A", False), ("programme", True)):
        path = als.write_report(
            source, codings(source), tmp_path / "p.html", audience=audience
        )
        told = path.read_text().split('id="h-wrote"')[1].split("</table>")[0]
        # Of nobody it was kept who came; who was on the roll a set may know alone.
        assert "not recorded" in told
        assert ("not shown" in told) is hidden


def test_a_set_sees_what_changed_since_the_last_session() -> None:
    source = journal(members=4, sets=("A",))
    ids = source.table("reflections", ["reflection_id", "session", "member"])
    at = {"cover": (1, 2, 3), "parking": (1, 3), "pay": (2,), "hope": (3,)}
    rows = [
        {"reflection_id": r.reflection_id, "code": code}
        for r in ids.itertuples()
        for code, sessions in at.items()
        if r.session in sessions and r.member in ("A0", "A1")
    ]
    since = summarise(source, pd.DataFrame(rows), audience="set:A").since
    assert since is not None
    assert (since.last, since.before) == (3, 2)
    assert since.new == ("hope",)
    assert since.back == ("parking",)
    assert since.gone == ("pay",)
    assert summarise(source, pd.DataFrame(rows), audience="research").since is None


def test_nothing_for_the_public_without_permission(tmp_path: Path) -> None:
    source = journal(permission="quote", reach="programme")
    with pytest.raises(DisclosureError, match="may be shown"):
        als.write_report(
            source, codings(source), tmp_path / "r.html", audience="public"
        )


def test_every_theme_that_nobody_adopted_is_marked(tmp_path: Path) -> None:
    class Model:
        theme_names_ = ("cover", "pay", "phones")
        terms_ = (("cover",), ("pay",), ("phones",))
        codebook_ = (
            als.Codebook()
            .make(theme_names_, by="themes/1")
            .rename("pay", "Pay", by="Ade", on="2026-05-01")
            .rename("Pay", "pay", by="Ade", on="2026-05-01")
            .adopt("phones", central_idea="x", by="Ade", date="2026-05-01")
        )

        def code(self, source: als.Journal) -> pd.DataFrame:
            return pd.concat([codings(source, name) for name in self.theme_names_])

    source = journal(permission="quote", reach="programme")
    page = als.write_report(source, Model(), tmp_path / "r.html")
    text = page.read_text(encoding="utf-8")
    for name, mark in (
        ("cover", "machine grouping, not yet read"),
        ("pay", "named, not yet adopted"),
    ):
        linked = f'{name}.</strong></a> <span class="soft">({mark})</span>'
        assert linked in text
        assert f'<th scope="row">{name} ({mark})</th>' in text
    assert "phones.</strong></a> Raised" in text
    assert '<th scope="row">phones</th>' in text
    assert "Those marked" in text


def shown_codings(journal: als.Journal, construct: str, code: str, coder: str) -> Any:
    ids = journal.table("reflections")["reflection_id"]
    frame = pd.DataFrame({"reflection_id": ids.repeat(5), "code": code})
    return frame.assign(construct=construct, coder=coder)


def test_what_texts_show_stands_with_the_machines_agreement(tmp_path: Path) -> None:
    made = journal()
    read = shown_codings(made, "element", "Feeling", "elements/0.1.0")
    path = als.write_report(
        made, codings(made), tmp_path / "p.html", audience="set:A", codings=read
    )
    page = path.read_text(encoding="utf-8")
    assert "What the texts show" in page
    assert "Feeling" in page
    assert "kappa" in page
    assert "shown.csv" in page


def test_what_people_and_machine_agree_on_too_little_is_not_in_a_report(
    tmp_path: Path,
) -> None:
    made = journal()
    read = shown_codings(made, "lens", "crisis", "als-lens/0.1.0")
    for audience in ("programme", "set:A"):
        path = als.write_report(
            made, codings(made), tmp_path / "p.html", audience=audience, codings=read
        )
        page = path.read_text(encoding="utf-8")
        assert "What the texts show" not in page
        assert "crisis" not in page


def test_an_empty_table_of_what_texts_show_leaves_it_out(tmp_path: Path) -> None:
    made = journal()
    none = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
    path = als.write_report(made, codings(made), tmp_path / "p.html", codings=none)
    assert "What the texts show" not in path.read_text(encoding="utf-8")


def learned_part(page: str) -> str:
    return page.split('id="h-learned"')[1].split('id="h-first"')[0]


def lessons_page(tmp_path: Path, audience: str = "set:A") -> str:
    made = journal(permission="quote", reach="set")
    rows = made.table("reflections")
    rows["text"] = [f"I see now that number {i} helps." for i in range(len(rows))]
    allowed = made.table("permissions")
    source = als.Journal({"permissions": allowed, "reflections": rows})
    ids = rows.loc[rows["set_id"] == "A", "reflection_id"]
    read = pd.DataFrame({"reflection_id": ids, "code": "Learning"})
    read = read.assign(construct="element", coder="ann")
    path = als.write_report(
        source, codings(source), tmp_path / "p.html", audience=audience, codings=read
    )
    return path.read_text(encoding="utf-8")


def test_a_set_s_page_begins_with_what_was_learned(tmp_path: Path) -> None:
    page = lessons_page(tmp_path)
    part = learned_part(page)
    assert page.index("What was learned") < page.index("What people wrote about")
    words = re.findall(r'class="said">(.*?)</span>', part)
    assert len(words) == len(set(words)) == 7
    heads = re.findall(r"<h3[^>]*>(.*?)</h3>", part)
    assert heads == ["Session 3", "Session 2", "Session 1"]
    assert "8 of 8 who wrote" in part
    assert "presented" not in re.sub(r"<details>.*?</details>", "", part, flags=re.S)


def test_only_a_set_s_page_has_it(tmp_path: Path) -> None:
    assert 'id="h-learned"' not in lessons_page(tmp_path, "research")


def test_where_nothing_was_learned_a_set_s_page_says_what_to_do(tmp_path: Path) -> None:
    made = journal()
    none = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
    path = als.write_report(
        made, codings(made), tmp_path / "p.html", audience="set:A", codings=none
    )
    part = learned_part(path.read_text(encoding="utf-8"))
    assert "Nothing that was learned may be told here yet" in part
    assert "keep ten minutes" in part
    assert "<blockquote" not in part


def test_what_a_machine_took_for_learned_stands_apart(tmp_path: Path) -> None:
    made = journal(permission="quote")
    read = shown_codings(made, "element", "Learning", "elements/0.1.0")
    path = als.write_report(
        made, codings(made), tmp_path / "p.html", audience="set:A", codings=read
    )
    part = learned_part(path.read_text(encoding="utf-8"))
    before, after = part.split("Perhaps also")
    assert "<blockquote" not in before
    assert after.count("<blockquote") == 2
    assert "who wrote" not in before
