"""The journal's file in trouble: locks, rights, full disks, kills, other files."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
    with small_disk(disk, "6m"):
        store = JournalStore(disk / "journal.duckdb", timeout=0.3)
        store.write(journal("One."))
        code = "store.write(Journal(Many(n=200_000)))"
        done = subprocess.run(
            script(store, code), capture_output=True, text=True, check=False
        )
        assert "is full. The journal is as it was before" in done.stderr
        assert list(store.read().table("reflections")["text"]) == ["One."]


OPERATIONS = {
    "forget": "store.forget('m7')",
    "restore": "store.restore(backup, overwrite=True)",
    "rotate": "store.rotate('another key of the tests')",
    "backup": "store.backup(folder)",
}
NAMES = [
    pytest.param(name, marks=pytest.mark.encryption) if name == "rotate" else name
    for name in OPERATIONS
]


def set_up(store: JournalStore, n: int) -> Path:
    """Write a journal of some size, and a backup of it in a folder of its own."""
    folder = store.path.parent / "backups"
    folder.mkdir()
    texts = [secrets.token_hex(100) for _ in range(n)]
    rows = {"reflection_id": [f"r{i}" for i in range(n)], "member": "m8", "text": texts}
    frame = pd.DataFrame(rows)
    frame.loc[0, "member"] = "m7"
    store.write(Journal({"reflections": frame}))
    return store.backup(folder / "b.duckdb").path


def operate(name: str, backup: Path, wait: str) -> str:
    """Code of a child that stops at a point of the operation."""
    return f"""
    import alsjournal.store._rewrite as rewrite, alsjournal.store._files as files
    backup, folder = {str(backup)!r}, {str(backup.parent)!r}
    {wait}
    {OPERATIONS[name]}
    """


HALFWAY = """
    def fill(con, removal, real=rewrite._fill):
        done = real(con, removal)
        print("halfway", flush=True)
        time.sleep(60)
        return done
    rewrite._fill = fill
"""
NEARLY = """
    def sync(path, *flags, real=files.sync):
        real(path, *flags)
        print("nearly", flush=True)
        time.sleep(60)
    files.sync = sync
"""


@posix
@pytest.mark.slow
@pytest.mark.parametrize("wait", [HALFWAY, NEARLY], ids=["halfway", "nearly"])
@pytest.mark.parametrize("name", NAMES)
def test_a_copy_that_is_killed_leaves_the_journal(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch, name: str, wait: str
) -> None:
    if name == "rotate":
        pytest.importorskip("duckdb_extension_httpfs", reason="needs the extra")
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key of the tests only")
    backup = set_up(store, 3000)
    before = store.read().table("reflections")
    child = started(store, operate(name, backup, wait))
    child.kill()
    finish(child)
    pd.testing.assert_frame_equal(store.read().table("reflections"), before)
    # The next write clears away what was left beside the journal.
    store.set_provenance({"a": 1})
    assert sorted(p.name for p in store.path.parent.iterdir()) == [
        "backups",
        "journal.duckdb",
    ]
    store.backup(backup.parent / "c.duckdb")
    names = {p.name for p in backup.parent.iterdir()} - {"d.duckdb.json"}
    assert names == {"b.duckdb", "b.duckdb.json", "c.duckdb", "c.duckdb.json"}


@contextmanager
def small_disk(disk: Path, size: str) -> Iterator[None]:
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if (
        os.geteuid()
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a tmpfs is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
@pytest.mark.parametrize("name", NAMES)
def test_a_copy_that_does_not_fit_leaves_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name == "rotate":
        pytest.importorskip("duckdb_extension_httpfs", reason="needs the extra")
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key of the tests only")
    (tmp_path / "a").mkdir()
    large = JournalStore(tmp_path / "a" / "journal.duckdb", timeout=0.3)
    backup = set_up(large, 20_000)
    size = large.path.stat().st_size
    with small_disk(tmp_path / "disk", f"{int(size * 1.5)}"):
        store = JournalStore(tmp_path / "disk" / "journal.duckdb", timeout=0.3)
        shutil.copy(large.path, store.path)
        before = store.read().table("reflections")
        target = backup if name == "restore" else store.path.with_name("b")
        operation = {
            "forget": lambda: store.forget("m7"),
            "restore": lambda: store.restore(target, overwrite=True),
            "rotate": lambda: store.rotate("another key of the tests"),
            "backup": lambda: store.backup(target),
        }[name]
        with pytest.raises(StoreError, match="is full"):
            operation()
        pd.testing.assert_frame_equal(store.read().table("reflections"), before)
        assert [p.name for p in store.path.parent.iterdir()] == [store.path.name]


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
    names = ("a.csv", "a", "empty", "other.duckdb")
    table, text, empty, other = (tmp_path / name for name in names)
    table.write_text("session,text\n1,We met.\n")
    text.write_text("These are words, not a journal. " * 200)
    empty.touch()
    duckdb.connect(str(other)).close()
    cases = {
        table: "a .csv file.* alsjournal ingest",
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


def test_who_holds_the_file_writes_and_others_wait(tmp_path: Path) -> None:
    store = JournalStore(tmp_path / "journal.duckdb", timeout=0.2)
    frame = pd.DataFrame({"text": ["We met."], "member": ["m1"]})
    store.write(Journal.from_frame(frame, already_anonymised=True))
    met: list[BaseException] = []

    def other() -> None:
        try:
            store.set_provenance({"seen": 2})
        except StoreLockedError as error:
            met.append(error)

    with store.held():
        store.set_provenance({"seen": 1})
        assert store.provenance()["seen"] == 1
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        with pytest.raises(StoreError, match="one operation at a time"):
            store.forget("m1")
        with pytest.raises(StoreError, match="one operation at a time"), store.held():
            store.forget("m1")
        store.set_provenance({"seen": 3})
    assert len(met) == 1
    other()
    assert store.provenance()["seen"] == 2
