"""The child process: it reads one file and writes rows of text to its output.

Run as ``python -m alsjournal.unfold.child KIND PATH``. It answers a line of its input
with lines of JSON: ``tables`` with what there is, a number with the rows of that
table, each ``[row, [value, ...]]``, and ``null`` after the last; a path in quotes with
``null``, and that file is meant from then on. What goes wrong is ``{"error": KIND}``:
no words of the file, as they could be somebody's.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from alsjournal.unfold.limits import CPU_SECONDS, MEMORY

__all__ = ["Container", "main"]

_READERS = {
    "workbook": "alsjournal.unfold.workbook",
    "document": "alsjournal.unfold.document",
    "columns": "alsjournal.unfold.columns",
}


class Container(Protocol):
    """What a reader makes of a file."""

    def tables(self) -> list[dict[str, Any]]:
        """The tables there are: name, visible, rows, top rows, counts."""

    def rows(self, number: int) -> Iterable[tuple[int, list[str]]]:
        """The rows of a table: their numbers and values."""


def main(kind: str, path: str) -> int:
    """Answer questions about a file until the input ends."""
    _limit()
    try:
        container: Container = import_module(_READERS[kind]).opened(Path(path))
        for line in sys.stdin:
            asked = line.strip()
            if asked == "tables":
                _say(container.tables())
                continue
            if asked.startswith('"'):
                container = import_module(_READERS[kind]).opened(
                    Path(json.loads(asked))
                )
                _say(None)
                continue
            for row in container.rows(int(asked)):
                _say(row)
            _say(None)
    except MemoryError:
        # What was unfolded is let go of before anything is said.
        container = None  # type: ignore[assignment]
        _say({"error": "memory"})
    except (BrokenPipeError, KeyboardInterrupt):
        return 0
    # What a library in Rust panics with is no Exception; its words may be somebody's.
    except BaseException as error:  # noqa: BLE001
        _say({"error": type(error).__name__, "why": getattr(error, "why", "")})
    return 0


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _limit() -> None:
    """Take little memory and time, and write no file: not even a core dump."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    if os.name != "posix":
        return
    import resource

    for name, limit in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        what = getattr(resource, name)
        _, hard = resource.getrlimit(what)
        top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(what, (top, top))
        except (ValueError, OSError):  # a system that does not know this limit
            continue


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
