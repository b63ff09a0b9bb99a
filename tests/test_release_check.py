"""The release check as a whole, and its page."""

from __future__ import annotations

import pickle
from html.parser import HTMLParser
from pathlib import Path

import pytest
from release_journals import HOSTILE, MEMBERS, programme, stored

import alsjournal as als
from alsjournal.errors import ConfigError, DisclosureError, InputError
from alsjournal.release.custodian import render_check


@pytest.fixture(autouse=True)
def ranks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pipeline: every word is frequent."""
    monkeypatch.setattr("alsjournal.release.passages.word_rank", lambda _: 1)


def levels(report: als.release.ReleaseReport, check: str) -> set[str]:
    return {f.level for f in report.findings if f.check == check}


def test_a_theme_with_too_few_writers_must_be_mended() -> None:
    few = als.release_check(*programme(n=4), audience="programme")
    assert levels(few, "quotes") == {"mend"}
    assert not few.ok
    enough = als.release_check(*programme(n=6), audience="programme")
    assert levels(enough, "quotes") == set()
    assert enough.ok
    stricter = als.release_check(*programme(n=6), audience="programme", policy="k10")
    assert (stricter.ok, stricter.rule) == (False, "k10")


def test_a_role_of_one_person_and_money_must_be_cleared() -> None:
    journal, codes = programme(
        extra={0: "The matron found £600 for it.", 1: "They gave us £600 for it."},
        roles=["matron", *["nurse"] * 5],
    )
    page = als.release_check(journal, codes, audience="programme")
    assert levels(page, "quotes") == {"mend"}
    assert "amount of money" in render_check(page)
    assert "names a role" not in render_check(page)  # it is not quoted there
    own = als.release_check(journal, codes, audience="set:A")
    assert "names a role" in render_check(own)


def test_the_writers_keep_settles_it(tmp_path: Path) -> None:
    store, codes = stored(tmp_path, n=4)
    assert not als.release_check(store, codes, audience="programme").ok
    als.preview(store, codes, tmp_path / "pages", audience="programme")
    empty = als.release_check(store, codes, audience="programme")
    assert (empty.ok, empty.quotes) == (True, 0)
    path = tmp_path / "answers.csv"
    lines = [f"{code},keep" for code in store.read().table("previews")["passage"]]
    path.write_text("\n".join(["passage,answer", *lines]))
    als.read_answers(store, path)
    kept = als.release_check(store, codes, audience="programme")
    assert (kept.ok, kept.quotes, levels(kept, "quotes")) == (True, 3, {"note"})


def test_one_writer_often() -> None:
    journal, codes = programme(n=1)
    rows = journal.table("reflections")
    texts = rows.loc[rows.index.repeat(5)].assign(
        reflection_id=[f"s{i}" for i in range(5)],
        text=[f"A text of number {i} by one." for i in range(5)],
    )
    often = als.Journal(
        {"reflections": texts, "permissions": journal.table("permissions")}
    )
    codes = codes.loc[codes.index.repeat(5)].assign(
        reflection_id=texts["reflection_id"].to_numpy(), code=list("abcde")
    )
    report = als.release_check(often, codes, audience="programme")
    assert "3 at most" in dict(report.rules)["quotes of one writer"]
    assert report.quotes == 3


def test_research_is_only_told() -> None:
    report = als.release_check(*programme(n=3), audience="research")
    assert (report.rule, report.ok) == ("none", True)
    assert {f.level for f in report.findings} <= {"note"}


def test_the_public_without_previews() -> None:
    report = als.release_check(*programme(), audience="public")
    assert report.quotes == 0
    assert levels(report, "previews") == {"note"}


def test_no_text_where_it_does_not_belong() -> None:
    report = als.release_check(*programme(n=3), audience="programme")
    seen = [repr(report), report.to_frame().to_csv(), repr(report.findings)]
    assert "alpha" in render_check(report)  # it is there, on the page
    assert not any("alpha" in text for text in seen)
    assert not any(m in text for m in MEMBERS for text in seen)
    with pytest.raises(DisclosureError, match="pickled"):
        pickle.dumps(report)


def test_the_same_again_is_the_same() -> None:
    one, two = (
        als.release_check(*programme(n=4), audience="programme") for _ in range(2)
    )
    assert render_check(one) == render_check(two)


def test_hostile_words_run_nothing_on_the_page(tmp_path: Path) -> None:
    journal, codes = programme(n=3, extra={0: HOSTILE})
    codes["code"] = HOSTILE
    report = als.release_check(journal, codes, audience="programme")
    page = report.write(tmp_path / "check.html").read_text(encoding="utf-8")
    seen: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(
            self, tag: str, attrs: list[tuple[str, str | None]]
        ) -> None:
            seen.add(tag)

    Tags().feed(page)
    assert "alert(1)" in page
    assert not seen & {"script", "img", "iframe", "link", "form"}
    assert (tmp_path / "check.html").stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "check.html"]


def test_what_cannot_be_checked(tmp_path: Path) -> None:
    journal, codes = programme()
    with pytest.raises(InputError, match="others read"):
        als.release_check(journal, codes, audience=f"member:{MEMBERS[0]}")
    with pytest.raises(ConfigError, match="k5"):
        als.release_check(journal, codes, audience="programme", policy="none")
    with pytest.raises(DisclosureError, match="whole journal"):
        als.release_check(journal.select(session=1), codes, audience="programme")
    report = als.release_check(journal, codes, audience="programme")
    with pytest.raises(InputError, match=r"\.html"):
        report.write(tmp_path / "check.txt")
