"""The command line as a user meets it: answers, exit codes, and nothing lost."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import alsjournal as als

pytestmark = pytest.mark.slow

KEY = "a key only for these tests 1"
TOML = (
    "[programme]\ntitle = 'Test'\n[files]\nreflections = 'texts.csv'\n"
    "[permissions]\nuse = 'quote'\nreach = 'programme'\n"
)
HEADER = "reflection_id,set_id,session,member,text\n"
ROWS = "".join(
    f"r{i},A,{i % 3 + 1},m{i % 5},We talked about cover and number {i}.\n"
    for i in range(30)
)


def run(
    *args: str, cwd: Path, env: dict[str, str] | None = None, **kwargs: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alsjournal", *args],
        cwd=cwd,
        env={**os.environ, "ALSJOURNAL_KEY": KEY, "COLUMNS": "200", **(env or {})},
        capture_output=True,
        text=True,
        **kwargs,  # type: ignore[call-overload]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "programme.toml").write_text(TOML)
    (tmp_path / "texts.csv").write_text(HEADER + ROWS)
    return tmp_path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def no_traceback(result: subprocess.CompletedProcess[str]) -> str:
    said = result.stdout + result.stderr
    assert "Traceback" not in said
    assert "should not happen" not in said
    return said


def test_demo_goes_the_whole_way(tmp_path: Path) -> None:
    result = run(
        "demo", cwd=tmp_path, env={"ALSJOURNAL_KEY": "", "HOME": str(tmp_path)}
    )
    assert result.returncode == 0, result.stderr
    for name in ("journal.duckdb", "summary.html", "set-A.html"):
        assert (tmp_path / "als-demo" / name).stat().st_size > 1000
        assert name == "journal.duckdb" or f"als-demo/{name}" in result.stdout
    again = run("demo", cwd=tmp_path)
    assert again.returncode == 0, again.stderr


def test_check_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = run("check", "programme.toml", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "30" in result.stdout
    assert sorted(folder.rglob("*")) == before


def test_ingest_twice_changes_nothing_and_a_correction_replaces(folder: Path) -> None:
    assert run("ingest", "programme.toml", cwd=folder).returncode == 0
    first = als.JournalStore(folder / "journal.duckdb").read().table("reflections")
    again = run("ingest", "programme.toml", cwd=folder)
    assert again.returncode == 0
    second = als.JournalStore(folder / "journal.duckdb").read().table("reflections")
    assert first.equals(second)
    fewer = "".join(ROWS.splitlines(keepends=True)[:-1]).replace("number 3.", "three.")
    (folder / "texts.csv").write_text(HEADER + fewer)
    assert run("ingest", "programme.toml", cwd=folder).returncode == 0
    third = als.JournalStore(folder / "journal.duckdb").read().table("reflections")
    assert len(third) == 29
    assert third["text"].str.contains("three").sum() == 1


BAD = {
    "missing column": (HEADER.replace("text", "words") + ROWS, "text", 2),
    "wrong encoding": (None, "encoding", 2),
    "empty file": ("", "empty", 2),
    "header only": (HEADER, "no rows", 2),
    "duplicate id": (HEADER + ROWS + "r1,A,1,m1,Said again.\n", "same", 0),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input(folder: Path, case: str) -> None:
    assert run("ingest", "programme.toml", cwd=folder).returncode == 0
    before = digest(folder / "journal.duckdb")
    content, word, code = BAD[case]
    if content is None:
        text = (HEADER + ROWS).encode().replace(b"cover", bytes(range(0x80, 0xA0)))
        (folder / "texts.csv").write_bytes(text)
    else:
        (folder / "texts.csv").write_text(content)
    result = run("ingest", "programme.toml", cwd=folder)
    said = no_traceback(result)
    assert result.returncode == code, said
    assert word in said.lower()
    assert "Said again" not in said
    if code:
        assert digest(folder / "journal.duckdb") == before


def test_a_date_that_cannot_be(folder: Path) -> None:
    toml = TOML.replace("'texts.csv'\n", "'texts.csv'\nsessions = 'sessions.csv'\n")
    (folder / "programme.toml").write_text(toml)
    (folder / "sessions.csv").write_text(
        "set_id,session,date\nA,1,2020-01-05\nA,2,2020-02-31\nA,3,2020-03-05\n"
    )
    result = run("check", "programme.toml", cwd=folder)
    said = no_traceback(result)
    assert "sessions.csv" in said
    assert "date" in said
    assert "2020-02-31" not in said


def test_a_file_that_is_not_there(folder: Path) -> None:
    (folder / "texts.csv").unlink()
    result = run("ingest", "programme.toml", cwd=folder)
    assert result.returncode == 2
    assert "texts.csv" in no_traceback(result)
    result = run("ingest", "nowhere.toml", cwd=folder)
    assert result.returncode == 2
    assert "nowhere.toml" in no_traceback(result)


def test_no_key_says_what_to_do(folder: Path) -> None:
    nothing = {
        "ALSJOURNAL_KEY": "",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    result = run("ingest", "programme.toml", cwd=folder, env=nothing)
    assert result.returncode == 2
    assert "alsjournal init" in no_traceback(result)
    assert run("init", "new", cwd=folder, env=nothing).returncode == 0
    result = run("ingest", "programme.toml", cwd=folder, env=nothing)
    assert result.returncode == 0, result.stderr


def test_init_never_overwrites(folder: Path) -> None:
    before = digest(folder / "programme.toml")
    result = run("init", ".", cwd=folder)
    assert result.returncode == 0
    assert "stays as it is" in result.stdout
    assert digest(folder / "programme.toml") == before


def test_the_file_of_init_can_be_read(tmp_path: Path) -> None:
    assert run("init", ".", cwd=tmp_path).returncode == 0
    (tmp_path / "reflections.csv").write_text("text\nWe talked.\nWe did not.\n")
    result = run("check", "programme.toml", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "2" in result.stdout


def test_verbs_in_the_wrong_order(folder: Path) -> None:
    for args in (["themes", "journal.duckdb"], ["report", "journal.duckdb"]):
        result = run(*args, cwd=folder)
        assert result.returncode == 2
        assert "ingest" in no_traceback(result)
    assert run("ingest", "programme.toml", cwd=folder).returncode == 0
    result = run("report", "journal.duckdb", cwd=folder)
    assert result.returncode == 2
    assert "alsjournal themes" in no_traceback(result)


def test_the_programme_may_not_see_single_sets(folder: Path) -> None:
    assert run("ingest", "programme.toml", cwd=folder).returncode == 0
    assert (
        run("themes", "journal.duckdb", "--n-themes", "2", cwd=folder).returncode == 0
    )
    result = run("trends", "journal.duckdb", "--by", "set_id,session", cwd=folder)
    assert result.returncode == 1
    assert "audience" in no_traceback(result)
    result = run("report", "journal.duckdb", "--audience", "bored", cwd=folder)
    assert result.returncode == 2
    assert "must be 'research'" in no_traceback(result)
    result = run("themes", "journal.duckdb", "--n-themes", "many", cwd=folder)
    assert result.returncode == 2


def test_an_interrupted_ingest_leaves_the_journal(folder: Path) -> None:
    assert run("ingest", "programme.toml", cwd=folder).returncode == 0
    before = digest(folder / "journal.duckdb")
    many = "".join(
        f"x{i},A,1,m{i % 5},Text number {i} about Sarah in Leeds and what {i} said.\n"
        for i in range(20_000)
    )
    (folder / "texts.csv").write_text(HEADER + many)
    child = subprocess.Popen(
        [sys.executable, "-m", "alsjournal", "ingest", "programme.toml"],
        cwd=folder,
        env={**os.environ, "ALSJOURNAL_KEY": KEY, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert "20,000 rows read" in child.stdout.readline()  # it is under way
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=120)
    assert child.returncode == 130, (out, err)
    assert "interrupted" in err
    assert "Traceback" not in err
    assert digest(folder / "journal.duckdb") == before


AS_SOMEBODY_ELSE = """
import os, sys
from alsjournal.cli._app import app
sys.argv = ["alsjournal", "ingest", "programme.toml"]
try:
    app()  # as root: loads all that is needed, and writes journal.duckdb
except SystemExit as done:
    assert not done.code, done.code
os.setgid(65534)
os.setuid(65534)
sys.argv += ["--journal", sys.argv[0] and os.environ["TARGET"]]
app()
"""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root")
@pytest.mark.parametrize("target", ["other.duckdb", "journal.duckdb"])
def test_a_folder_without_rights(folder: Path, target: str) -> None:
    opened = [folder, *(p for p in folder.parents if not p.stat().st_mode & 0o001)]
    modes = [(path, path.stat().st_mode) for path in opened]
    for path in opened:
        path.chmod(path.stat().st_mode | 0o055)
    for path in folder.iterdir():
        path.chmod(0o644)
    try:
        result = subprocess.run(
            [sys.executable, "-c", AS_SOMEBODY_ELSE],
            cwd=folder,
            env={**os.environ, "ALSJOURNAL_KEY": KEY, "TARGET": target},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for path, mode in modes:
            path.chmod(mode)
    said = no_traceback(result)
    assert result.returncode in (1, 2), said
    assert target in result.stderr
    assert len(als.JournalStore(folder / "journal.duckdb").read()) == 30
    assert not (folder / "other.duckdb").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root")
def test_a_full_disk(folder: Path) -> None:
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        args = ["ingest", "programme.toml", "--journal", "disk/journal.duckdb"]
        assert run(*args, cwd=folder).returncode == 0
        before = als.JournalStore(disk / "journal.duckdb").read().table("reflections")
        many = "".join(
            f"y{i},A,1,m{i % 5},{os.urandom(400).hex()}\n" for i in range(20_000)
        )
        (folder / "texts.csv").write_text(HEADER + many)
        result = run(*args, cwd=folder)
        said = no_traceback(result)
        assert result.returncode == 1, said
        after = als.JournalStore(disk / "journal.duckdb").read().table("reflections")
        assert after.equals(before)
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.data
def test_real_comments_go_the_whole_way(als_data: Path, tmp_path: Path) -> None:
    comments = als_data / "nhs_fft" / "comments.csv"
    args = ["ingest", str(comments), "--preset", "nhs-fft", "--journal", "j.duckdb"]
    result = run(*args, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    store = als.JournalStore(tmp_path / "j.duckdb")
    taken, refused = len(store.read()), len(store.refusals())
    assert taken + refused == 7908
    assert f"7,908 rows read: {taken:,} taken, " in result.stdout
    again = run(*args, cwd=tmp_path)
    assert (
        f"reflections: 0 added, 0 changed, 0 removed, {taken:,} unchanged"
        in again.stdout
    )
    steps = (
        ["themes", "j.duckdb"],
        ["trends", "j.duckdb", "--audience", "research", "--by", "parent,session"],
        ["report", "j.duckdb", "--out", "r.html"],
    )
    for step in steps:
        result = run(*step, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
    assert "NEAS" in run(*steps[1], cwd=tmp_path).stdout
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "<blockquote" in page


def test_texts_that_are_not_grouped_yet_are_not_silence(folder: Path) -> None:
    steps = (
        ["ingest", "programme.toml"],
        ["themes", "journal.duckdb", "--n-themes", "2"],
    )
    for step in steps:
        assert run(*step, cwd=folder).returncode == 0
    with (folder / "texts.csv").open("a") as file:
        file.write("r90,A,4,m1,We talked about cover again and again.\n")
    assert run(*steps[0], cwd=folder).returncode == 0
    result = run("report", "journal.duckdb", cwd=folder)
    assert result.returncode == 2
    assert "alsjournal themes" in no_traceback(result)
    assert run(*steps[1], cwd=folder).returncode == 0
    assert run("report", "journal.duckdb", cwd=folder).returncode == 0


def test_too_few_texts_still_give_a_page(folder: Path) -> None:
    (folder / "texts.csv").write_text(HEADER + "".join(ROWS.splitlines(True)[:6]))
    for step in (["ingest", "programme.toml"], ["themes", "journal.duckdb"]):
        assert run(*step, cwd=folder).returncode == 0
    result = run("report", "journal.duckdb", cwd=folder)
    assert result.returncode == 0, result.stderr
    page = (folder / "summary.html").read_text(encoding="utf-8")
    assert "No themes" in page


def test_init_on_a_file(folder: Path) -> None:
    result = run("init", "texts.csv", cwd=folder)
    assert result.returncode == 2
    assert "is a file" in no_traceback(result)
