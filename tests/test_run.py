"""A programme is run once, and again only what is stale; nothing done is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import ConfigError, InputError
from alsjournal.journal import Journal
from alsjournal.run.telling import Quiet
from alsjournal.store import JournalStore

pytestmark = pytest.mark.slow

KEY = "a key only for these tests 1"
TOML = """
[programme]
title = "Test"

[files]
reflections = "texts.csv"

[permissions]
use = "quote"
reach = "programme"

[run]
audiences = ["programme"]
n_themes = 3
constructs = []
"""
HEADER = "reflection_id,set_id,session,member,text\n"
SAID = (
    "There was no cover for the half day, so I came late.",
    "The ward could not discharge anybody before the weekend.",
    "We asked the practice manager about the rota again.",
)


def rows(n: int = 36) -> str:
    return "".join(
        f'r{i},{"AB"[i % 2]},{i // 12 + 1},m{i % 12},"{SAID[i % 3]} It was week {i}."\n'
        for i in range(n)
    )


class Said(Quiet):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programme")
    (folder / "programme.toml").write_text(TOML)
    (folder / "texts.csv").write_text(HEADER + rows())
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ALSJOURNAL_KEY", KEY)
        report = als.run_programme(folder)
    assert [step.done for step in report.steps] == [True] * 4
    assert report.steps[2].why == "follows from a step before"
    return folder


@pytest.fixture
def folder(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    copy = tmp_path / "programme"
    shutil.copytree(done, copy)
    return copy


def stale(folder: Path) -> list[str]:
    """Run it; return the steps that were done, which are those that it had planned."""
    plan = als.run_programme(folder, only_plan=True)
    planned = [step.name for step in plan.stale]
    report = als.run_programme(folder)
    did = [step.name for step in report.steps if step.done]
    assert set(did) <= set(planned)
    assert not als.run_programme(folder, only_plan=True).stale
    return did


def here(folder: Path, places: Iterable[str]) -> set[str]:
    """Of these places those in a folder: the journal's copy knows earlier ones too."""
    return {place for place in places if place.startswith(str(folder))}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


REPORT = "report for programme"


def test_all_is_there_and_only_for_its_owner(folder: Path) -> None:
    out = folder / "reports" / "programme"
    names = ["changes.csv", "recurring.csv", "summary.html", "themes.csv"]
    assert sorted(p.name for p in out.iterdir()) == names
    for path in (*out.iterdir(), folder / "journal.duckdb.run.json"):
        assert path.stat().st_mode & 0o077 == 0
    releases = JournalStore(folder / "journal.duckdb").read().table("releases")
    assert len(releases) == len(names)


def test_nothing_is_done_twice(folder: Path) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert stale(folder) == []
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_a_corrected_text_makes_all_stale(folder: Path) -> None:
    edit(folder / "texts.csv", "week 7.", "week seven.")
    assert stale(folder) == ["keep", "group", "code", REPORT]


def test_a_title_changes_no_theme(folder: Path) -> None:
    edit(folder / "programme.toml", '"Test"', '"Another"')
    assert stale(folder) == ["keep", REPORT]
    assert "Another" in (folder / "reports/programme/summary.html").read_text()


def test_a_name_that_people_gave_changes_the_report_alone(folder: Path) -> None:
    path = folder / "journal.duckdb"
    run = subprocess.run(
        [
            *(sys.executable, "-m", "alsjournal", "codebook", str(path)),
            *("rename", "t1", "Cover", "--by", "Ade"),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert stale(folder) == [REPORT]
    assert "Cover" in (folder / "reports/programme/themes.csv").read_text()


def test_a_permission_taken_back_reaches_themes_and_report(folder: Path) -> None:
    store = JournalStore(folder / "journal.duckdb")
    member = store.read().table("reflections")["member"].iloc[0]
    store.withdraw(member)
    did = stale(folder)
    assert did == ["group", "code", REPORT]
    assert not als.run_programme(folder, only_plan=True).stale


def test_a_report_holds_whom_the_record_alone_names(folder: Path) -> None:
    store = JournalStore(folder / "journal.duckdb")
    action = {"action_id": ["a1"], "set_id": ["A"], "session": [1], "owner": ["dot"]}
    store.write(Journal({"actions": pd.DataFrame(action)}), source="by hand")
    (folder / "reports/programme/summary.html").unlink()
    assert REPORT in stale(folder)
    held = {Path(release.place).name for release in store.forget("dot").stale}
    assert held == {"summary.html"}


def test_another_number_of_themes_is_another_grouping(folder: Path) -> None:
    edit(folder / "programme.toml", "n_themes = 3", "n_themes = 2")
    assert stale(folder) == ["group", "code", REPORT]


def test_steps_are_counted_and_follow_each_other(folder: Path) -> None:
    edit(folder / "programme.toml", "n_themes = 3", "n_themes = 2")
    tell = Said()
    report = als.run_programme(folder, tell=tell)
    assert [step.name for step in report.did] == ["group", "code", REPORT]
    assert report.steps[2].why == "follows from a step before"
    counted = [line[:6] for line in tell.lines if line[1:5] == " of "]
    assert counted == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]


@pytest.mark.parametrize("only_plan", [True, False])
def test_a_decision_about_no_theme_is_known_before_any_page(
    folder: Path, only_plan: bool
) -> None:
    edit(folder / "programme.toml", '["programme"]', '["set:A", "programme"]')
    with (folder / "programme.toml").open("a") as file:
        file.write('decisions = "decisions.csv"\n')
    asked = folder / "decisions.csv"
    asked.write_text("theme,decision\nNo such theme,Pay for it\n")
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    with pytest.raises(InputError, match="Got one about 'No such theme'"):
        als.run_programme(folder, only_plan=only_plan)
    after = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert after == before


@pytest.mark.parametrize("name", ["summary.html", "themes.csv"])
def test_a_lost_output_is_made_again(folder: Path, name: str) -> None:
    (folder / "reports/programme" / name).unlink()
    assert stale(folder) == [REPORT]
    assert (folder / "reports/programme" / name).is_file()


def test_outputs_that_are_made_no_more_are_named_when_they_are_stale(
    folder: Path,
) -> None:
    page = folder / "reports/programme/summary.html"
    page.unlink()
    als.run_programme(folder)
    edit(folder / "programme.toml", '["programme"]', '["set:A"]')
    assert als.run_programme(folder).outdated == ()
    store = JournalStore(folder / "journal.duckdb")
    texts = store.read().table("reflections")
    store.forget(texts.loc[texts["set_id"] == "A", "member"].iloc[0])
    plan = als.run_programme(folder, only_plan=True)
    assert {r.audience for r in plan.outdated} == {"programme"}  # the set's are to do
    left = here(folder, [r.place for r in plan.outdated])
    assert str(page) in left
    assert len(left) == 4
    run = subprocess.run(
        [sys.executable, "-m", "alsjournal", "run", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    said = run.stdout[run.stdout.index("Done.") :]
    assert f"  report {page} for programme of " in said
    assert all(place in said for place in left)
    assert "set-A" not in said
    shutil.rmtree(page.parent)
    run = subprocess.run(
        [sys.executable, "-m", "alsjournal", "run", str(folder), "--plan"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "4 stale outputs on record are not found from here" in run.stdout


def test_what_was_changed_by_hand_stays(folder: Path) -> None:
    page = folder / "reports/programme/summary.html"
    page.write_text("Ours now.")
    (folder / "reports/programme/themes.csv").unlink()
    tell = Said()
    als.run_programme(folder, tell=tell)
    kept = page.with_name("summary-changed-1.html")
    assert kept.read_text() == "Ours now."
    assert "Ours now." not in page.read_text()
    assert any(str(kept) in line for line in tell.lines)


def test_what_no_run_is_known_to_have_left_stays(folder: Path) -> None:
    out = folder / "reports/programme"
    (out / "summary.docx").write_text("Of somebody else.")
    edit(folder / "programme.toml", "n_themes = 3", 'n_themes = 3\nformats = ["docx"]')
    als.run_programme(folder)
    kept = {p.name for p in out.iterdir() if "-before-" in p.name}
    assert kept == {"summary-before-1.docx"}
    assert (out / "summary-before-1.docx").read_text() == "Of somebody else."
    edit(folder / "programme.toml", '["docx"]', '["html"]')
    als.run_programme(folder)  # a format of before comes back: a run left that one
    assert {p.name for p in out.iterdir() if "-before-" in p.name} == kept


def test_without_a_note_of_runs_nothing_is_written_over(folder: Path) -> None:
    page = folder / "reports/programme/summary.html"
    page.write_text("Ours now.")
    (folder / "journal.duckdb.run.json").unlink()
    assert len(stale(folder)) == 4
    assert page.with_name("summary-before-1.html").read_text() == "Ours now."
    assert "Ours now." not in page.read_text()


def test_what_was_changed_by_hand_is_on_record_with_who_is_in_it(folder: Path) -> None:
    out = folder / "reports/programme"
    store = JournalStore(folder / "journal.duckdb")
    for words in ("Ours now.", "Ours again."):
        (out / "summary.html").write_text(words)
        (out / "themes.csv").unlink()
        als.run_programme(folder)
    copies = {str(out / f"summary-changed-{n}.html") for n in (1, 2)}
    assert copies <= set(store.read().table("releases")["place"])
    member, other = store.read().table("reflections")["member"].unique()[:2]
    assert copies <= {r.place for r in store.withdraw(member).stale}
    assert copies <= {r.place for r in store.forget(other).stale}
    als.run_programme(folder)  # what lies beside them is made anew; they are not
    assert here(folder, store.stale()["place"]) == copies


@pytest.mark.skipif(sys.platform == "win32", reason="there they stay")
def test_what_a_killed_run_left_goes_though_its_audience_is_made_no_more(
    folder: Path,
) -> None:
    left = folder / "reports/research/.summary.html.als-a1b2c3d4"
    left.parent.mkdir()
    left.write_text("Half of it.")
    assert stale(folder) == []
    assert not left.exists()


@pytest.mark.parametrize("changed", [[], ["themes.csv"], ["summary.html"]])
def test_what_a_stopped_run_wrote_was_changed_by_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch, changed: list[str]
) -> None:
    import alsjournal.run.pages as pages

    edit(folder / "programme.toml", "n_themes = 3", "n_themes = 2")
    real = pages.note_output

    def stopped(*args: Any, **more: Any) -> None:
        if args[-1].name == "changes.csv":
            raise KeyboardInterrupt
        real(*args, **more)

    out = folder / "reports/programme"
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    with monkeypatch.context() as patched:
        patched.setattr(pages, "note_output", stopped)
        with pytest.raises(KeyboardInterrupt):
            als.run_programme(folder)
    for name in ("themes.csv", "changes.csv"):
        assert (out / name).read_bytes() != before[name]
    for name in changed:
        (out / name).write_text("Ours now.")
    assert [s.name for s in als.run_programme(folder).steps if s.done] == [REPORT]
    kept = [p for p in out.iterdir() if p.name not in before]
    assert [p.name.replace("-changed-1", "") for p in kept] == changed
    assert {p.read_text() for p in kept} <= {"Ours now."}


def test_a_journal_that_is_gone_is_made_again(folder: Path) -> None:
    (folder / "journal.duckdb").unlink()
    assert "keep" in stale(folder)


def test_whoever_is_forgotten_is_in_no_file_of_a_run(folder: Path) -> None:
    store = JournalStore(folder / "journal.duckdb")
    assert (folder / "journal.duckdb.spans").exists()
    member = store.read().table("reflections")["member"].iloc[0]
    store.forget(member)
    assert not (folder / "journal.duckdb.spans").exists()
    stale(folder)
    after = store.read().table("reflections")
    assert member not in set(after["member"])


def test_no_spans_are_kept_of_whoever_was_forgotten(folder: Path) -> None:
    store = JournalStore(folder / "journal.duckdb")
    spans = folder / "journal.duckdb.spans"
    texts = len(spans.read_bytes().splitlines()) - 1
    rows = store.read().table("reflections")
    member = rows["member"].iloc[0]
    store.forget(member)
    with (folder / "texts.csv").open("a") as file:
        file.write('r99,A,3,m3,"A new row came."\n')
    als.run_programme(folder)
    theirs = int((rows["member"] == member).sum())
    assert len(spans.read_bytes().splitlines()) - 1 == texts - theirs + 1


def test_a_copy_that_the_journal_notes_is_not_lost_sight_of(folder: Path) -> None:
    from alsjournal.run.work import Work

    store = JournalStore(folder / "journal.duckdb")
    store.set_provenance({"dataset": "s3://ours/a"})
    als.run_programme(folder)
    assert store.provenance()["dataset"] == "s3://ours/a"
    run = Work(folder, None, None, None, Quiet(), None)
    run.copy.write("parts")
    assert store.provenance()["dataset"] == "parts"
    run.copy.take_back()
    assert store.provenance()["dataset"] == "s3://ours/a"


def test_stopped_while_it_anonymises_it_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("journal.duckdb", "journal.duckdb.run.json"):
        (folder / name).unlink()
    spans = folder / "journal.duckdb.spans"
    lines = spans.read_bytes().splitlines(keepends=True)
    spans.write_bytes(b"".join(lines[:20]))
    read: list[int] = []
    from alsjournal.anonymise.chain import Chain

    find = Chain.find

    def counted(self: Chain, readings: list[object]) -> object:
        read.append(len(readings))
        return find(self, readings)  # type: ignore[arg-type]

    monkeypatch.setattr(Chain, "find", counted)
    als.run_programme(folder)
    assert sum(read) == len(lines) - 20
    assert len(spans.read_bytes().splitlines()) == len(lines)


def test_killed_between_themes_and_codings_it_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(folder / "programme.toml", "n_themes = 3", "n_themes = 2")
    import alsjournal.run.work as work

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(work, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            als.run_programme(folder)
    # The themes of before still stand, with their codings.
    journal = JournalStore(folder / "journal.duckdb").read()
    assert journal.codings(coder="themes")["code"].nunique() == 3

    def never(*_: object, **__: object) -> None:
        pytest.fail("fitted again")

    with monkeypatch.context() as patched:
        patched.setattr(work, "fitted", never)
        report = als.run_programme(folder)
    assert [s.name for s in report.steps if s.done] == ["code", REPORT]
    assert journal.codings(coder="themes")["code"].nunique() == 2


def test_a_decision_between_themes_and_codings_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alsjournal.themes import ThemeModel

    edit(folder / "programme.toml", "n_themes = 3", "n_themes = 2")
    import alsjournal.run.work as work

    def decide(*_: object, **__: object) -> None:
        themes = folder / "journal.themes"
        model = ThemeModel.load(themes)
        book = model.codebook_.rename(model.theme_ids_[0], "Cover", by="Ade")
        model.with_codebook(book).save(themes)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(work, "publish", decide)
        with pytest.raises(KeyboardInterrupt):
            als.run_programme(folder)
    report = als.run_programme(folder)
    assert [s.name for s in report.steps if s.done] == ["group", "code", REPORT]
    kept = ThemeModel.load(folder / "journal.themes").codebook_
    assert "Cover" in kept.names()


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals of POSIX")
def test_killed_again_and_again_it_ends_as_if_it_had_not_been(
    folder: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    for name in ("programme.toml", "texts.csv"):
        shutil.copy(folder / name, fresh / name)
    command = [sys.executable, "-m", "alsjournal", "run", str(fresh)]
    for seconds in (2.0, 5.0, 8.0, 11.0):
        child = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seconds)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    last = subprocess.run(command, check=False, capture_output=True, text=True)
    assert last.returncode == 0, last.stderr
    one, two = (JournalStore(f / "journal.duckdb").read() for f in (folder, fresh))
    for name in ("reflections", "permissions", "codings"):
        assert one.table(name).equals(two.table(name))
    page = Path("reports/programme/themes.csv")
    assert (folder / page).read_text() == (fresh / page).read_text()


def test_wrong_words_are_answered(folder: Path) -> None:
    with pytest.raises(InputError, match="'local' or 'dask'"):
        als.run_programme(folder, engine="spark")
    edit(folder / "programme.toml", '["programme"]', '["board"]')
    with pytest.raises(ConfigError, match="Got 'board'"):
        als.run_programme(folder)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--engine", "spark"), "local, dask"),
        (("--scheduler", "tcp://x:1"), "goes with --engine dask"),
        (("--workers", "2"), "goes with --engine dask"),
    ],
)
def test_wrong_options_are_answered(
    folder: Path, args: tuple[str, ...], told: str
) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "alsjournal", "run", str(folder), *args],
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2
    assert told in run.stderr
    assert "Traceback" not in run.stderr


def test_a_set_gets_a_folder_of_its_own(folder: Path) -> None:
    edit(folder / "programme.toml", '["programme"]', '["programme", "sets"]')
    report = als.run_programme(folder)
    assert {"set-A", "set-B", "programme"} == {
        p.name for p in report.out.iterdir() if p.is_dir()
    }
