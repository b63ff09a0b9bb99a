"""Pages that show members what would be quoted of them."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from release_journals import HOSTILE, MEMBERS, programme, stored

import alsjournal as als
from alsjournal.errors import InputError


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_each_gets_their_own_words_and_nobody_elses(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    report = als.preview(store, codes, tmp_path / "pages")
    assert (report.pages, report.passages) == (6, 3)  # three for a theme
    pages = {p.stem: p.read_text(encoding="utf-8") for p in report.folder.iterdir()}
    assert set(pages) == set(MEMBERS)
    for i, member in enumerate(MEMBERS):
        for j, other in enumerate(MEMBERS):
            if i != j:
                assert f"word{j}alpha" not in pages[member]
                assert other not in pages[member]
    quoted = set(store.read().table("previews")["member"])
    for i, member in enumerate(MEMBERS):
        assert (f"word{i}alpha" in pages[member]) == (member in quoted)


def test_it_shows_what_the_report_will_quote(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    before = als.quotes(store.read(), codes, audience="programme").to_frame()
    report = als.preview(store, codes, tmp_path / "pages", audience="programme")
    pages = "".join(p.read_text(encoding="utf-8") for p in report.folder.iterdir())
    assert len(before) == report.passages
    assert all(quote in pages for quote in before["quote"])


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    folder = als.preview(store, codes, tmp_path / "pages").folder
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}


def test_hostile_words_run_nothing(tmp_path: Path) -> None:
    store, codes = stored(tmp_path, extra={0: HOSTILE})
    codes["code"] = HOSTILE
    folder = als.preview(store, codes, tmp_path / "pages").folder
    page = (folder / f"{MEMBERS[0]}.html").read_text(encoding="utf-8")
    assert "alert(1)" in page
    tags = Tags()
    tags.feed(page)
    assert not tags.seen & {"script", "img", "iframe", "link", "form", "object"}
    assert not {a for a in tags.attributes if a.startswith("on")} | (
        tags.attributes & {"src", "href", "action"}
    )
    assert "default-src 'none'" in page
    assert "http:" not in page
    assert "https:" not in page


def test_codes_are_new_each_time_and_say_nothing(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "one")
    als.preview(store, codes, tmp_path / "two")
    rows = store.read().table("previews")
    assert rows.groupby("words")["passage"].nunique().eq(2).all()
    assert rows["passage"].str.fullmatch("q-[0-9A-HJKMNP-TV-Z]{12}").all()


def test_who_would_not_be_quoted_learns_that(tmp_path: Path) -> None:
    store, codes = stored(tmp_path, reach="programme")
    folder = als.preview(store, codes, tmp_path / "pages", audience="public").folder
    for path in folder.iterdir():
        page = path.read_text(encoding="utf-8")
        assert "None of your words would be quoted" in page
        assert "Texts of yours: 1." in page


def test_it_is_on_record_and_forgotten_with_its_member(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    releases = store.read().table("releases")
    assert set(releases["audience"]) == {f"member:{m}" for m in MEMBERS}
    assert releases["place"].str.endswith("[member].html").all()
    store.forget(MEMBERS[0])
    journal = store.read()
    for name in ("previews", "releases"):
        assert MEMBERS[0] not in journal.table(name).to_csv()
    assert MEMBERS[0].encode() not in store.path.read_bytes()


def test_a_preview_survives_a_restore(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    copy = store.backup(tmp_path / "copy.duckdb").path
    als.preview(store, codes, tmp_path / "pages")
    before = store.read().table("previews")
    store.restore(copy, overwrite=True)
    assert store.read().table("previews").equals(before)


def test_what_cannot_be_previewed_is_refused(tmp_path: Path) -> None:
    journal, codes = programme()
    with pytest.raises(InputError, match="JournalStore"):
        als.preview(journal, codes, tmp_path / "pages")  # type: ignore[arg-type]
    store, codes = stored(tmp_path)
    for audience in ("set:A", "research", ()):
        with pytest.raises(InputError, match="programme"):
            als.preview(store, codes, tmp_path / "pages", audience=audience)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mine.txt").write_text("x")
    with pytest.raises(InputError, match=r"new or empty\. "):
        als.preview(store, codes, tmp_path / "pages")
    assert len(store.read().table("previews")) == 0


@pytest.mark.parametrize("name", ["../../etc", "Ann Smith", "a/b", "", "x" * 65])
def test_members_must_be_pseudonyms(tmp_path: Path, name: str) -> None:
    people = [name or "CON .", *MEMBERS[1:]]
    store, codes = stored(tmp_path, members=people)
    with pytest.raises(InputError, match="pseudonyms") as caught:
        als.preview(store, codes, tmp_path / "pages")
    assert not name or name not in str(caught.value)
    assert not (tmp_path / "pages").exists()
