"""A process that reads cases, with little memory and time, and says how far it is.

Run by `run`; ``python -m tests.fuzz.worker READER SEED FIRST LAST PLACE DOOR``. Into
the file ``PLACE.at`` it writes which case is being read, into ``PLACE.json`` what came
of all.
"""

from __future__ import annotations

import json
import mmap
import os
import resource
import shutil
import signal
import struct
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from alsjournal.errors import AlsjournalError
from tests.fuzz.target import Target, TooLong
from tests.fuzz.targets import TARGETS

__all__ = ["AT", "MEMORY", "one"]

AT = struct.Struct("<qd")
MEMORY = 1 << 30
"""Bytes that a case may take beside what is loaded."""


def _too_long(*_: object) -> None:
    raise TooLong


def _limit() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    top = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (top, top))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, _too_long)


def one(target: Target, path: Path, door: bool) -> str:
    """Read a file; return what came of it: ``read``, ``refused``, or what crashed."""
    read = target.door if door and target.door else target.read
    signal.setitimer(signal.ITIMER_REAL, target.seconds)
    try:
        read(path)
    except AlsjournalError as error:
        said = str(error)
        return "refused" if said.isprintable() or "\n" in said else "says odd signs"
    except TooLong:
        return f"took more than {target.seconds:g} s"
    except MemoryError as error:
        return _where("took more than 1 GB", error)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is one too many
        return _where(type(error).__name__, error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return "read"


def _where(what: str, error: BaseException) -> str:
    """Name a place in the code, not what was read."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/alsjournal/" in f.filename] or frames
    place = ours[-1].filename.rpartition("/alsjournal/")[2]
    return f"{what} at {place}:{ours[-1].lineno}"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(name: str, seed: int, first: int, last: int, place: str, door: bool) -> None:
    """Read cases, from the first to before the last."""
    target = TARGETS[name]
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("FUZZ_FOLDER")))
    for number in range(len(target.seeds)):  # what is loaded late is loaded now
        _case(target, seed, number, folder, door)
    before = _peak()
    _limit()
    out: dict[str, Any] = {"read": 0, "refused": 0, "crashes": [], "slowest": [0.0, 0]}
    with Path(f"{place}.at").open("r+b") as file, mmap.mmap(file.fileno(), 0) as shown:
        for number in range(first, last):
            shown[: AT.size] = AT.pack(number, time.monotonic())
            came, took = _case(target, seed, number, folder, door)
            out["slowest"] = max(out["slowest"], [round(took, 3), number])
            if came in out:
                out[came] += 1
            elif len(out["crashes"]) < 500:
                out["crashes"].append([number, came])
    shutil.rmtree(folder)
    out["before"], out["peak"] = round(before), round(_peak())
    Path(f"{place}.json").write_text(json.dumps(out), encoding="utf-8")


def _case(
    target: Target, seed: int, number: int, folder: Path, door: bool
) -> tuple[str, float]:
    data, suffix = target.case(seed, number)
    path = folder / f"file{suffix}"
    path.write_bytes(data)
    start = time.monotonic()
    came = one(target, path, door)
    return came, time.monotonic() - start


if __name__ == "__main__":
    _name, *_numbers, _place, _door = sys.argv[1:]
    _seed, _first, _last = map(int, _numbers)
    main(_name, _seed, _first, _last, _place, _door == "door")
