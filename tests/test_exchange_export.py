"""Who gets what, and that a folder is whole or was never there."""

from __future__ import annotations

import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from helpers import crowd, written

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError, SourceError
from alsjournal.exchange import read_tables
from alsjournal.journal import FrameSource, Journal
from alsjournal.validate import conform

OTHERS = ["programme", "set:A", "public"]
RELEASED = {"theme_prevalence", "theme_summary", "theme_change", "recurring_issues"}
RELEASED |= {"quotes"}


def programme() -> tuple[Journal, pd.DataFrame]:
    """Twelve members of two sets; in A, m0 took all back and m1 one text."""
    texts = [
        *crowd(6, ["cover"] * 5, set_id="A"),
        *crowd(6, ["cover"] * 6, set_id="B", first=6),
    ]
    journal, codes = written(
        texts,
        members=[{"member": f"m{i}", "role": "nurse"} for i in range(12)],
        permissions=[
            {"member": "m0", "use": "quote", "withdrawn": "2026-02-01"},
            {"reflection_id": "r2", "use": "self"},
            {"reflection_id": "r3", "use": "quote", "reach": "public"},
            {"member": "m3", "use": "quote", "reach": "programme"},
        ],
        issues=[
            {"issue_id": "i1", "presenter": "m0", "text": "Mine alone."},
            {"issue_id": "i2", "presenter": "m2", "text": "For the set."},
        ],
        actions=[
            {"action_id": "a1", "owner": "m0", "text": "I will ask."},
            {"action_id": "a2", "owner": "m2", "text": "I will wait."},
        ],
        action_reports=[
            {"action_id": "a1", "session": 2, "text": "I asked."},
            {"action_id": "a2", "session": 2, "text": "I waited."},
        ],
        memos=[
            {"memo_id": "x1", "target": "r1", "text": "About a text that stays."},
            {"memo_id": "x2", "target": "c2", "text": "About its coding."},
            {"memo_id": "x3", "target": "r3", "text": "About another."},
        ],
    )
    codings = codes.assign(construct="theme", coder="ann")
    codings["coding_id"] = codings["reflection_id"].str.replace("r", "c")
    return journal.with_codings(codings), codes


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file of an export as text, unpacked."""
    for path in folder.rglob("*"):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    yield f"{path.name}/{name}", book.read(name).decode("utf-8")
        elif path.suffix == ".parquet":
            yield path.name, pd.read_parquet(path).to_csv()
        elif path.is_file():
            yield path.name, path.read_text(encoding="utf-8")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_what_is_kept_to_oneself_stays_with_all_that_hangs_on_it(
    tmp_path: Path,
) -> None:
    journal, codes = programme()
    report = als.export_tables(journal, tmp_path / "out", themes=codes)
    tables = read_tables(tmp_path / "out")
    assert set(tables["reflections"]["reflection_id"]) == {
        f"r{i}" for i in range(3, 13)
    }
    assert not {"r1", "r2"} & set(tables["codings"]["reflection_id"])
    assert tables["permissions"]["reflection_id"].dropna().tolist() == ["r3"]
    assert "m0" in tables["permissions"]["member"].tolist()  # so that it stays so
    assert tables["issues"]["issue_id"].tolist() == ["i2"]
    assert tables["actions"]["action_id"].tolist() == ["a2"]
    assert tables["action_reports"]["action_id"].tolist() == ["a2"]
    assert len(tables["members"]) == 12  # the roll
    assert "memos" not in tables
    assert report.left_out == {
        "permissions": 1,
        "reflections": 2,
        "issues": 1,
        "actions": 1,
        "action_reports": 1,
        "codings": 2,
        "memos": 3,
    }
    words = (tmp_path / "out/for-people/read-me.txt").read_text(encoding="utf-8-sig")
    assert "2 texts that the writer keeps to themselves" in " ".join(words.split())
    for name, text in everything(tmp_path / "out"):
        for secret in ("text 1 says", "text 2 says", "Mine alone", "I asked"):
            assert secret not in text, (name, secret)


def test_memos_go_if_asked_for_but_never_about_what_stays(tmp_path: Path) -> None:
    journal, _ = programme()
    als.export_tables(journal, tmp_path / "out", memos=True)
    assert read_tables(tmp_path / "out")["memos"]["memo_id"].tolist() == ["x3"]


def test_research_gets_exact_numbers_of_what_may_be_counted(tmp_path: Path) -> None:
    journal, codes = programme()
    als.export_tables(journal, tmp_path / "out", themes=codes)
    tables = read_tables(tmp_path / "out")
    assert set(tables) >= RELEASED
    summary = als.theme_summary(journal, codes).to_frame()
    assert tables["theme_summary"]["shown"].tolist() == summary["shown"].tolist()
    assert tables["quotes"]["quote"].tolist()  # of those who allowed it


def test_nobody_else_gets_a_table_of_the_journal(tmp_path: Path) -> None:
    journal, codes = programme()
    for audience in OTHERS:
        folder = tmp_path / audience.replace(":", "-")
        report = als.export_tables(journal, folder, themes=codes, audience=audience)
        absent = {"theme_change", "recurring_issues"} if audience == "public" else set()
        assert set(report.tables) == RELEASED - absent
        assert report.left_out == {}
        ids = [f">{x}<" for x in ("m3", "r3", "c3", "nurse")]
        ids += [f'"{x}"' for x in ("m3", "r3", "c3", "nurse")]
        for name, text in everything(folder):
            assert "text 3 says" not in text or audience != "public", name
            assert "text 7 says" not in text, name
            assert not [x for x in ids if x in text], name
        kept = als.theme_prevalence(journal, codes, audience=audience).to_frame()
        found = read_tables(folder)["theme_prevalence"]
        assert found["shown"].tolist() == kept["shown"].tolist()
        assert found["raised"].astype("Int64").equals(kept["raised"].astype("Int64"))


def test_small_numbers_are_withheld_from_the_programme(tmp_path: Path) -> None:
    journal, codes = programme()
    few = pd.concat([codes, codes[-2:].assign(code="parking")], ignore_index=True)
    als.export_tables(journal, tmp_path / "out", themes=few, audience="programme")
    rows = read_tables(tmp_path / "out")["theme_prevalence"].set_index("theme")
    assert rows.loc["parking", "shown"] == "fewer than 5"
    assert pd.isna(rows.loc["parking", "raised"])


@pytest.mark.parametrize(
    "audience", ["member:m3", "everybody", "", "research:x", "set:"]
)
def test_other_audiences_are_refused(tmp_path: Path, audience: str) -> None:
    journal, codes = programme()
    with pytest.raises(InputError, match="must be") as error:
        als.export_tables(journal, tmp_path / "out", themes=codes, audience=audience)
    assert "m3" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    journal, codes = programme()
    with pytest.raises(InputError, match="must name a set"):
        als.export_tables(journal, tmp_path / "o", themes=codes, audience="set:Z")


@pytest.mark.parametrize("audience", ["programme", "public"])
def test_a_part_is_for_research_and_sets_alone(tmp_path: Path, audience: str) -> None:
    journal, codes = programme()
    part = journal.select(set_id="A")
    with pytest.raises(DisclosureError, match="whole journal"):
        als.export_tables(part, tmp_path / "o", themes=codes, audience=audience)


@pytest.mark.parametrize("audience", OTHERS)
def test_released_tables_need_themes(tmp_path: Path, audience: str) -> None:
    journal, _ = programme()
    with pytest.raises(InputError, match="themes must be given"):
        als.export_tables(journal, tmp_path / "out", audience=audience)


def test_a_raw_journal_does_not_leave(tmp_path: Path) -> None:
    raw = als.RawJournal(
        {"reflections": pd.DataFrame({"text": ["x"], "reflection_id": ["r"]})}
    )
    with pytest.raises(InputError, match="must be a Journal"):
        als.export_tables(raw, tmp_path / "out")  # type: ignore[arg-type]


@pytest.mark.parametrize("formats", [["doc"], [], ["csv", "ods"], "pickle"])
def test_unknown_formats_are_refused(tmp_path: Path, formats: object) -> None:
    with pytest.raises(InputError, match="formats must name"):
        als.export_tables(programme()[0], tmp_path / "o", formats=formats)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("formats", "people", "machines"),
    [
        (["xlsx"], {".xlsx", ".txt"}, set()),
        (["csv"], {".csv", ".txt"}, {".csv", ".json"}),
        ("parquet", set(), {".parquet", ".json"}),
        (("parquet", "xlsx"), {".xlsx", ".txt"}, {".parquet", ".json"}),
    ],
)
def test_formats(
    tmp_path: Path, formats: object, people: set[str], machines: set[str]
) -> None:
    als.export_tables(programme()[0], tmp_path / "o", formats=formats)  # type: ignore[arg-type]
    for name, kinds in (("for-people", people), ("for-machines", machines)):
        assert {p.suffix for p in (tmp_path / "o").glob(f"{name}/*")} == kinds


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_what_is_for_research_is_its_owners_alone(tmp_path: Path) -> None:
    journal, codes = programme()
    als.export_tables(journal, tmp_path / "out", themes=codes)
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    journal, codes = programme()
    als.export_tables(journal, tmp_path / "one", themes=codes)
    again, _ = programme()
    als.export_tables(again, tmp_path / "two", themes=codes)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_an_earlier_export_is_replaced_only_if_told(tmp_path: Path) -> None:
    journal, codes = programme()
    als.export_tables(journal, tmp_path / "out", themes=codes)
    before = snapshot(tmp_path / "out")
    with pytest.raises(InputError, match="earlier export"):
        als.export_tables(journal, tmp_path / "out")
    assert snapshot(tmp_path / "out") == before
    als.export_tables(journal, tmp_path / "out", formats=["csv"], overwrite=True)
    assert not list((tmp_path / "out").rglob("*.xlsx"))
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "other",
    [
        "notes.txt",
        "for-people/mine.xlsx",
        "for-machines/x.csv",
        "for-people/sets.csv/x",
    ],
)
def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, other: str) -> None:
    journal, _ = programme()
    als.export_tables(journal, tmp_path / "out", formats=["parquet"])
    mine = tmp_path / "out" / other
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("mine")
    before = snapshot(tmp_path / "out")
    with pytest.raises(InputError, match="something that would be lost"):
        als.export_tables(journal, tmp_path / "out", overwrite=True)
    assert snapshot(tmp_path / "out") == before


def test_a_file_or_a_link_is_no_folder(tmp_path: Path) -> None:
    journal, _ = programme()
    (tmp_path / "file").write_text("mine")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("file", "link"):
        with pytest.raises(InputError, match="file or a link"):
            als.export_tables(journal, tmp_path / name, overwrite=True)
    assert (tmp_path / "file").read_text() == "mine"


def test_an_empty_folder_and_new_parents_are_taken(tmp_path: Path) -> None:
    journal, _ = programme()
    (tmp_path / "empty").mkdir()
    for name in ("empty", "a/b/c"):
        als.export_tables(journal, tmp_path / name, formats=["csv"])
        assert als.read_export(tmp_path / name).tables()


def test_where_it_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SourceError, match="unchanged"):
        als.export_tables(programme()[0], tmp_path / "file" / "out")


class Failing(FrameSource):
    """Tables that break off in the middle, as a file that changes does."""

    def batches(self, name: str, **kwargs: object) -> Iterator[pd.DataFrame]:
        yield from super().batches(name, **kwargs)  # type: ignore[arg-type]
        if name == "reflections" and "text" in kwargs["columns"]:  # type: ignore[operator]
            raise OSError(28, "No space left on device")


@pytest.mark.parametrize("formats", [["csv"], ["xlsx"], ["parquet"], ["csv", "xlsx"]])
def test_half_an_export_is_none(tmp_path: Path, formats: list[str]) -> None:
    journal, _ = programme()
    als.export_tables(journal, tmp_path / "out", formats=["csv"])
    before = snapshot(tmp_path / "out")
    frames = {name: journal.table(name) for name in journal.tables()}
    failing = Journal(Failing(frames))
    with pytest.raises(SourceError, match="No space left"):
        als.export_tables(failing, tmp_path / "out", formats=formats, overwrite=True)
    assert snapshot(tmp_path / "out") == before
    with pytest.raises(SourceError, match="unchanged"):
        als.export_tables(failing, tmp_path / "new", formats=formats)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_of_a_journal_without_rows_nothing_is_made_up(tmp_path: Path) -> None:
    report = als.export_tables(Journal({}), tmp_path / "out")
    assert report.tables == {}
    assert als.read_export(tmp_path / "out").tables() == ()


def test_a_part_is_said_to_be_one_and_stays_one(tmp_path: Path) -> None:
    journal, codes = programme()
    als.export_tables(journal.select(set_id="B"), tmp_path / "out")
    back = als.read_export(tmp_path / "out")
    assert len(back) == 6
    with pytest.raises(DisclosureError, match="whole journal"):
        als.theme_prevalence(back, codes, audience="programme")
    words = (tmp_path / "out/for-people/read-me.txt").read_text(encoding="utf-8-sig")
    assert "A part of the journal, chosen by set_id." in words


def test_no_path_name_of_a_file_or_print_of_a_key_goes_out(tmp_path: Path) -> None:
    journal, codes = programme()
    frames = {name: journal.table(name) for name in journal.tables()}
    told = {
        "title": "Ours",
        "policy": "k10",
        "invited": {"end": 7},
        "files": [{"file": "/home/zoe/texts.csv", "sha256": "feed"}],
        "anonymiser": {"operator": "replace", "key_fingerprint": "c0ffee99"},
        "something": "new",
    }
    journal = Journal(frames, provenance=told)
    for audience in ("research", *OTHERS):
        als.export_tables(
            journal, tmp_path / "out", themes=codes, audience=audience, overwrite=True
        )
        for name, text in everything(tmp_path / "out"):
            for word in ("zoe", "feed", "c0ffee99", str(tmp_path)):
                assert word not in text, (name, word)
    als.export_tables(journal, tmp_path / "out", overwrite=True)
    back = als.read_export(tmp_path / "out").provenance
    assert back["policy"] == "k10"
    assert back["invited"] == {"end": 7}
    assert "something" not in back


def test_months_of_sessions_are_told_without_days(tmp_path: Path) -> None:
    journal, codes = programme()
    frames = {name: journal.table(name) for name in journal.tables()}
    held = [
        {"set_id": "A", "session": 1, "date": "2026-01-17"},
        {"set_id": "B", "session": 1, "date": "2026-03-18"},
    ]
    frames["sessions"], _ = conform("sessions", pd.DataFrame(held))
    journal = Journal(frames)
    for audience, month in (("set:A", "2026-01"), ("programme", "2026-03")):
        folder = tmp_path / month
        als.export_tables(journal, folder, themes=codes, audience=audience)
        words = (folder / "for-people/read-me.txt").read_text(encoding="utf-8-sig")
        assert f"Up to {month}." in words
        assert "01-17" not in words


def test_the_page_on_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).parents[1] / "docs" / "export.md"
    (block,) = re.findall(
        r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(block, "export.md", "exec"), names)
    assert len(names["again"]) == len(names["journal"]) == 2  # type: ignore[arg-type]


def test_an_empty_table_says_why(tmp_path: Path) -> None:
    made, codings = written([("A", 1, f"m{i}", "cover") for i in range(12)])
    report = als.export_tables(
        made, tmp_path / "out", themes=codings, audience="public", formats=["csv"]
    )
    assert {name for name, n in report.tables.items() if not n} == set(report.empty)
    assert "let go as far as this audience" in report.empty["theme_summary"]
    assert "allowed quotes" in report.empty["quotes"]
    package = tmp_path / "out" / "for-machines" / "datapackage.json"
    assert json.dumps(report.empty["quotes"]) in package.read_text("utf-8")
    words = (tmp_path / "out" / "for-people").glob("*.txt")
    assert any("quotes has no rows" in path.read_text("utf-8") for path in words)
