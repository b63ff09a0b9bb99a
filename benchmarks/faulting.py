"""Stop a verb of the command line at any point, and look at what it left.

A process that has everything loaded forks a child for each run; the child runs one
verb in a folder and is killed (SIGKILL), by itself at its n-th call that writes, or
from outside after a while. What it left is looked at in a further child, so that the
first process never holds a journal open.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import select
import shutil
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JOURNAL = "journal.duckdb"
ROOMS = ("work", "tmp", "config", "vault")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FILE_EVENTS = (
    *("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir"),
    *("os.chmod", "os.truncate", "shutil.move", "shutil.rmtree"),
)
_TAKEN = re.compile(r'"(done_at|seconds)": [^,]*')
_DATED = re.compile(r"\d{4}-?\d\d-?\d\dT\d\d:?\d\d:?\d\d")
_MADE_UP = {
    # Drawn at random, or the time of day: other in each run.
    "releases": {"release_id", "made_at"},
    "codings": {"made_at"},
    "_released": {"release_id"},
    "_cells": {"release_id", "salt", "cell"},
    "_tombstones": {"made_at"},
    "_migrations": {"applied_at"},
    "previews": {"release_id"},
}


@dataclass(frozen=True)
class Stop:
    """Where a run is stopped.

    ``how``: ``"call"``, just before the n-th call; ``"after"``, so many seconds after
    it; ``"time"``, so many seconds after its start; ``"never"``.
    """

    how: str = "never"
    n: int = 0
    seconds: float = 0.0


@dataclass
class Run:
    """What became of a run."""

    code: int | None
    seconds: float
    calls: list[str] = field(default_factory=list)
    said: str = ""

    @property
    def killed(self) -> bool:
        """Whether it was stopped before its end."""
        return self.code is None


class Points:
    """Counts the calls of this process that change files, or run a statement."""

    def __init__(self, root: Path, stop: Stop, tell: int) -> None:
        self._root, self._stop, self._tell = str(root), stop, tell
        self.calls: list[str] = []

    def watch(self) -> None:
        """Begin; for the rest of this process."""
        import duckdb

        sys.addaudithook(self._heard)
        os.fsync = self._counted("fsync", os.fsync)
        for name in ("execute", "close"):
            real = getattr(duckdb.DuckDBPyConnection, name)
            setattr(duckdb.DuckDBPyConnection, name, self._counted(name, real))

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = given
            if not isinstance(flags, int) or not flags & _WRITES:
                return
        elif event in _FILE_EVENTS:
            path = given[0]
        else:
            return
        if str(path).startswith(self._root) or not str(path).startswith("/"):
            self._point(event)

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            self._point(name)
            return real(*args, **more)

        return counted

    def _point(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) != self._stop.n:
            return
        if self._stop.how == "call":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self._stop.how == "after":
            os.write(self._tell, b"!")


NEVER = Stop()


def forked(work: Callable[[int], object], patience: float = 300.0) -> Any:
    """Return what a function gives in a child of this process, as JSON has it."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            said = json.dumps(work(write)).encode()
        except BaseException as error:  # noqa: BLE001 - told to whoever asked
            said = json.dumps({"error": f"{type(error).__name__}: {error}"}).encode()
        with os.fdopen(write, "wb") as out:
            out.write(said)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as file:
        said = b"".join(_until(file.fileno(), time.monotonic() + patience, child))
    os.waitpid(child, 0)
    return json.loads(said)


def _until(handle: int, deadline: float, child: int) -> Iterator[bytes]:
    while True:
        ready, _, _ = select.select(
            [handle], [], [], max(0, deadline - time.monotonic())
        )
        if not ready:
            os.kill(child, signal.SIGKILL)
            raise TimeoutError
        piece = os.read(handle, 1 << 16)
        if not piece:
            return
        yield piece


Work = Sequence[str] | Callable[[], object]


def run(room: Path, args: Work, stop: Stop = NEVER, said: str = "") -> Run:
    """Run a verb in ``room/work``, in a child that is a group of its own.

    Parameters
    ----------
    room : pathlib.Path
        With the folders of `ROOMS`.
    args : sequence of str, or callable
        As on the command line; or what to do instead.
    stop : Stop
    said : str, default=""
        What is typed while it runs.
    """
    told, tell = os.pipe()
    log = room / "log.txt"
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os.close(told)
        _in_child(room, args, stop, tell, log, said)
    with suppress(OSError):
        os.setpgid(child, child)
    os.close(tell)
    wait = stop.seconds if stop.how == "time" else 300.0
    ready, _, _ = select.select([told], [], [], wait)
    if ready and os.read(told, 1):
        time.sleep(stop.seconds)
    if stop.how != "never" or not ready:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    os.close(told)
    _, status = os.waitpid(child, 0)
    code = None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    shown, ended, calls = text.rpartition("\n#calls ")
    return Run(
        code,
        time.monotonic() - begun,
        calls.split() if ended else [],
        " ".join((shown if ended else text).split()),
    )


def _in_child(
    room: Path, args: Work, stop: Stop, tell: int, log: Path, said: str
) -> None:
    os.setpgid(0, 0)
    os.chdir(room / "work")
    os.environ["TMPDIR"] = str(room / "tmp")
    os.environ["XDG_CONFIG_HOME"] = str(room / "config")
    import tempfile

    tempfile.tempdir = None
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdin = io.StringIO(said)
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1)  # noqa: SIM115
    points = Points(room, stop, tell)
    points.watch()
    code = 70
    try:
        # Of a verb that leaves with a code of its own, this gives that code.
        code = _done(args) if callable(args) else _verb(args)
    except BaseException as error:  # noqa: BLE001 - its code is what is asked for
        code = getattr(error, "exit_code", 70)
        if code == 70:
            print(f"{type(error).__name__}")
    print("\n#calls " + " ".join(points.calls))
    sys.stdout.flush()
    os._exit(int(code))


def _done(work: Callable[[], object]) -> int:
    work()
    return 0


def _verb(args: Sequence[str]) -> int:
    from alsjournal.cli._app import app

    return int(app(list(args), standalone_mode=False) or 0)


def copied(room: Path, to: Path) -> Path:
    """Copy a room, so that a run begins from it."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(room, to, symlinks=True)
    return to


Words = Sequence[str | bytes]


def state(room: Path, names: Words) -> dict[str, Any]:
    """Return what a room holds: rows by table, files, and names that should not be.

    Returns
    -------
    dict
        ``tables``: a digest by table; ``rows``: how many; ``files``: a digest by
        path; ``modes``; ``names``: where one of the names stands; ``doubled``:
        tables in which an id stands twice; or ``error``.
    """
    found: dict[str, Any] = forked(lambda _: _state(room, names))
    return found


def _state(room: Path, names: Words) -> dict[str, Any]:
    os.environ["XDG_CONFIG_HOME"] = str(room / "config")  # for the store key
    files = [p for part in ROOMS for p in sorted((room / part).rglob("*"))]
    here = {_DATED.sub("T", str(p.relative_to(room))): p for p in files}
    wanted = [n if isinstance(n, bytes) else n.encode() for n in names]
    spoiled = [
        name
        for name, path in [*here.items(), ("log.txt", room / "log.txt")]
        if path.is_file() and any(_holds(path, word) for word in wanted)
    ]
    journal = room / "work" / JOURNAL
    known = (journal, journal.with_name(JOURNAL + ".wal"))
    digests = {
        name: _digest(path)
        for name, path in here.items()
        if path.is_file() and path not in known
    }
    modes = {name: oct(path.stat().st_mode & 0o777) for name, path in here.items()}
    out = {
        "files": digests,
        "folders": [name for name, path in here.items() if path.is_dir()],
        "modes": modes,
        "names": spoiled,
        "wal": known[1].exists(),
        "links": {n: p.stat().st_nlink for n, p in here.items() if p.is_file()},
    }
    if not journal.exists():
        return {**out, **_NOTHING}
    digests[f"work/{JOURNAL}"] = "encrypted" if _is_encrypted(journal) else "plain"
    return {**out, **_tables(journal, [n for n in names if isinstance(n, str)])}


def _is_encrypted(journal: Path) -> bool:
    from alsjournal.store._attach import is_encrypted

    return is_encrypted(journal)


_NOTHING: dict[str, Any] = {"tables": {}, "rows": {}, "doubled": [], "unfinished": 0}


def _holds(path: Path, word: bytes) -> bool:
    if word in path.read_bytes():
        return True
    if not zipfile.is_zipfile(path):
        return False
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
        return any(word in archive.read(n) for n in archive.namelist())
    return False


def _digest(path: Path) -> str:
    """Name what a file holds, without the time at which it was made."""
    if path.suffix == ".duckdb":
        try:
            return "rows " + _sha(json.dumps(_tables(path, ())["tables"]).encode())
        except Exception as error:  # noqa: BLE001 - a copy that is not whole
            return f"unreadable {type(error).__name__}"
    if path.name.endswith(".duckdb.json"):
        return "manifest"
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts = b"".join(n.encode() + archive.read(n) for n in archive.namelist())
        return _sha(parts)
    text = _DATED.sub("T", path.read_text("utf-8", "replace"))
    if path.name == "store-key":
        return f"{len(text.splitlines())} keys"
    if path.name.endswith(".run.json"):
        text = _TAKEN.sub("", text)
    return _sha(text.encode())


def _tables(journal: Path, names: Sequence[str]) -> dict[str, Any]:
    """Read every table of a journal as it is opened by the store itself."""
    from alsjournal.store._connect import opened
    from alsjournal.store._files import Place

    tables, rows, doubled, spoiled = {}, {}, [], []
    unfinished = 0
    with opened(Place(str(journal), 5.0)) as con, closing(con.cursor()) as own:
        own.execute("USE journal")
        listed = own.execute(
            "SELECT table_name, list(column_name ORDER BY column_index) "
            "FROM duckdb_columns() WHERE schema_name = '_alsjournal' "
            "AND database_name = 'journal' GROUP BY 1 ORDER BY 1"
        ).fetchall()
        for table, columns in listed:
            kept = [c for c in columns if c not in _MADE_UP.get(table, ())]
            order = "_row" if "_row" in columns else "ALL"
            chosen = ", ".join(f'"{c}"' for c in kept)
            found = own.execute(
                f'SELECT {chosen} FROM _alsjournal."{table}" ORDER BY {order}'
            ).fetchall()
            if order == "ALL":
                found.sort(key=repr)
            if "reason" in kept:  # what is begun is told apart
                begun = [r for r in found if r[kept.index("reason")] == "unfinished"]
                unfinished += len(begun)
                found = [r for r in found if r not in begun]
            text = _DATED.sub("T", repr(found))
            tables[table], rows[table] = _sha(text.encode()), len(found)
            spoiled += [table for name in names if name in text]
            numbers = [r[kept.index("_row")] for r in found] if order == "_row" else []
            if len(set(numbers)) < len(numbers) or _twice(own, table):
                doubled.append(table)
    tables = {name: digest for name, digest in tables.items() if rows[name]}
    told = {"doubled": doubled, "told": spoiled, "unfinished": unfinished}
    return {"tables": tables, "rows": rows, **told}


def _twice(con: Any, table: str) -> bool:
    """Say whether a key of the data model stands twice in a table."""
    from alsjournal.schema import TABLES

    if table not in TABLES:
        return False
    key = ", ".join(f'"{c}"' for c in TABLES[table].key)
    query = (
        f'SELECT count(*) FROM (SELECT 1 FROM _alsjournal."{table}" '
        f"GROUP BY {key} HAVING count(*) > 1)"
    )
    return bool(con.execute(query).fetchall()[0][0])


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
