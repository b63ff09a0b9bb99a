"""The journal's file in trouble: locks, rights, full disks, kills, other files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from alsjournal.errors import StoreError, StoreLockedError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore

ROOT = Path(__file__).parents[1]
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and rights")
root_only = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="needs root to become somebody else"
)

PRELUDE = """
import os, secrets, sys, time
sys.path.insert(0, {root!r})
import duckdb
import pandas as pd
from alsjournal.errors import StoreError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore

class Many:
    def __init__(self, pause=0.0, n=10**6):
        self.pause, self.n = pause, n
    def names(self):
        return ("reflections",)
    def count(self, name, where):
        return self.n
    def batches(self, name, *, columns, where, size):
        for start in range(0, self.n, size):
            ids = range(start, start + size)
            yield pd.DataFrame({{
                "reflection_id": [f"r{{i}}" for i in ids],
                "text": [secrets.token_hex(50) for i in ids],
            }})
            print("batch", flush=True)
            time.sleep(self.pause)

store = JournalStore({path!r}, timeout=0.2)
"""


def script(store: JournalStore, code: str) -> list[str]:
    prelude = PRELUDE.format(root=str(ROOT), path=str(store.path))
    return [sys.executable, "-c", prelude + textwrap.dedent(code)]


def started(store: JournalStore, code: str) -> subprocess.Popen[str]:
    """A child process, once it has said its first line."""
    child = subprocess.Popen(
        script(store, code), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip()
    return child


def finish(child: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = child.communicate(timeout=120)
    return out, err


def journal(*texts: str) -> Journal:
    ids = [f"r{i}" for i in range(len(texts))]
    return Journal({"reflections": pd.DataFrame({"reflection_id": ids, "text": texts})})


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    return JournalStore(tmp_path / "journal.duckdb", timeout=0.3)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_the_journal(
    store: JournalStore, how: signal.Signals
) -> None:
    store.write(journal("One.", "Two."), source="a")
    child = started(store, "store.write(Journal(Many(0.3)), source='a')")
    child.send_signal(how)
    _, err = finish(child)
    assert child.returncode != 0
    if how is signal.SIGINT:
        assert "KeyboardInterrupt" in err
    assert list(store.read().table("reflections")["text"]) == ["One.", "Two."]
    assert store.write(journal("One.", "Two."), source="a").total.unchanged == 2


@posix
@pytest.mark.slow
def test_a_lock_names_the_process_that_holds_it(store: JournalStore) -> None:
    store.write(journal("One."))
    code = f"""
    con = duckdb.connect({str(store.path)!r})
    print("open", flush=True)
    sys.stdin.read()
    """
    child = subprocess.Popen(
        script(store, code), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    try:
        for operation in (store.read, lambda: store.write(journal("Two."))):
            with pytest.raises(StoreLockedError) as caught:
                operation()
            message = str(caught.value)
            assert f"PID {child.pid}" in message
            assert "python" in message
            assert "/python" not in message.replace(str(store.path), "")
            assert "Close the notebook" in message
    finally:
        child.communicate(timeout=60)
    assert len(store.read()) == 1


def test_a_connection_of_ones_own_is_named(store: JournalStore) -> None:
    store.write(journal("One."))
    with (
        duckdb.connect(str(store.path)),
        pytest.raises(StoreLockedError, match="this same Python process"),
    ):
        store.read()
    assert len(store.read()) == 1


def test_threads_take_turns(store: JournalStore) -> None:
    patient = JournalStore(store.path, timeout=60)
    errors: list[BaseException] = []

    def work(i: int) -> None:
        try:
            patient.write(
                Journal(
                    {
                        "reflections": pd.DataFrame(
                            {"reflection_id": [f"t{i}"], "text": ["Words."]}
                        )
                    }
                )
            )
            len(patient.read())
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(store.read()) == 4


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
def test_a_full_disk_leaves_the_journal(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    if (
        os.geteuid()
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a tmpfs is not permitted here")
    try:
        store = JournalStore(disk / "journal.duckdb", timeout=0.3)
        store.write(journal("One."))
        code = "store.write(Journal(Many(n=200_000)))"
        done = subprocess.run(
            script(store, code), capture_output=True, text=True, check=False
        )
        assert "is full. The journal is as it was before" in done.stderr
        assert list(store.read().table("reflections")["text"]) == ["One."]
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@root_only
@pytest.mark.slow
@pytest.mark.parametrize("case", ["folder", "file", "read-only", "new"])
def test_without_rights(tmp_path: Path, case: str) -> None:
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    store = JournalStore(tmp_path / "journal.duckdb")
    if case != "new":
        store.write(journal("One."))
    if case == "read-only":
        store.path.chmod(0o644)
    if case == "folder":
        tmp_path.chmod(0o700)
    operation = "read()" if case in ("folder", "file") else "write(Journal(Many(n=9)))"
    code = f"""
    import alsjournal.store.journal_store, duckdb, pyarrow
    os.setgid(65534)
    os.setuid(65534)
    try:
        store.{operation}
    except StoreError as error:
        print(error)
    """
    done = subprocess.run(
        script(store, code), capture_output=True, text=True, check=False
    )
    assert f"{store.path} and its folder must be yours" in done.stdout, done.stderr


def test_paths_that_are_no_journal(tmp_path: Path) -> None:
    text, empty, other = (tmp_path / n for n in ("a.txt", "empty", "other.duckdb"))
    text.write_text("These are words, not a journal. " * 200)
    empty.touch()
    duckdb.connect(str(other)).close()
    cases = {
        text: "another kind of file",
        empty: "an empty file",
        other: "another DuckDB database",
        tmp_path: "a folder",
    }
    for path, got in cases.items():
        before = path.read_bytes() if path.is_file() else b""
        store = JournalStore(path, timeout=0)
        for operation in (store.read, lambda s=store: s.write(journal("One."))):
            with pytest.raises(StoreError, match=f"Got {got}") as caught:
                operation()
            assert str(caught.value).startswith(str(path))
        assert not path.is_file() or path.read_bytes() == before


def test_a_missing_file_or_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=r"must be a journal at a\.duckdb\."):
        JournalStore("a.duckdb").read()
    with pytest.raises(StoreError, match=r"The folder of none/a\.duckdb must exist"):
        JournalStore("none/a.duckdb").write(journal("One."))
    assert list(tmp_path.iterdir()) == []
