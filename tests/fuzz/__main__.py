"""Give every reader files that nobody would write.

::

    python -m tests.fuzz                         all readers, 2,000 cases each
    python -m tests.fuzz csv docx --cases 200000 --seed 3
    python -m tests.fuzz csv --door --cases 300  through the functions that users call
    python -m tests.fuzz csv --seed 1 --case 17  one case again, with its traceback
    python -m tests.fuzz csv --atheris 300       guided by coverage, for 300 seconds

A case is made of a sound file, a seed and its number, and is the same each time. It may
be read or refused in words; all else is a crash, and its number is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.fuzz.run import HEAD, Outcome, fuzzed
from tests.fuzz.targets import TARGETS


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("readers", nargs="*", choices=[*TARGETS, []], metavar="READER")
    asked.add_argument("--cases", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--door", action="store_true")
    asked.add_argument("--case", type=int)
    asked.add_argument("--write", type=Path, help="write the case into this file")
    asked.add_argument("--json", type=Path)
    asked.add_argument("--atheris", type=int, metavar="SECONDS")
    return asked.parse_args()


def _again(
    reader: str, seed: int, number: int, *, door: bool, write: Path | None
) -> None:
    """Read one case with nothing caught."""
    target = TARGETS[reader]
    data, suffix = target.case(seed, number)
    if write is not None:
        write.write_bytes(data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(data)
        read = target.door if door and target.door else target.read
        read(path)
    sys.stdout.write("read\n")


def main() -> int:
    """Do what was asked; 1 if anything crashed."""
    asked = _asked()
    readers = asked.readers or list(TARGETS)
    if asked.atheris:
        from tests.fuzz.with_atheris import guided

        guided(readers[0], asked.atheris)
    if asked.case is not None:
        door, write = asked.door, asked.write
        _again(readers[0], asked.seed, asked.case, door=door, write=write)
        return 0
    sys.stdout.write(f"{HEAD}\n")

    def run(reader: str) -> Outcome:
        out = fuzzed(reader, asked.cases, asked.seed, door=asked.door)
        lines = [str(out), *(f"    --case {n}: {why}" for n, why in out.crashes[:40])]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        return out

    with ThreadPoolExecutor(asked.jobs) as pool:
        outcomes = list(pool.map(run, readers))
    if asked.json:
        told = [asdict(out) for out in outcomes]
        asked.json.write_text(json.dumps(told), encoding="utf-8")
    return int(any(out.crashes for out in outcomes))


if __name__ == "__main__":
    raise SystemExit(main())
