"""Run cases in workers, watch over them, and add up what they say."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.worker import AT

__all__ = ["Outcome", "fuzzed"]

_HOME = Path(__file__).parents[2]
_PATIENCE = 25.0
"""Seconds after which a worker that does not hear its own alarm is ended."""
_CHUNK = 50_000


@dataclass
class Outcome:
    """What came of the cases of one reader."""

    reader: str
    cases: int = 0
    read: int = 0
    refused: int = 0
    ended: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)
    peak: int = 0
    loaded: int = 0
    crashes: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        rate = self.cases / self.seconds if self.seconds else 0.0
        slow, number = self.slowest
        return (
            f"{self.reader:<10}{self.cases:>10,}{self.read:>10,}{self.refused:>10,}"
            f"{self.ended:>7,}{self.seconds:>9,.0f}{rate:>9,.0f}{slow:>9.2f} (case "
            f"{number}){self.loaded:>7,}{self.peak:>7,}{len(self.crashes):>6}"
        )


HEAD = (
    "reader         cases      read   refused  ended  seconds  cases/s  slowest s"
    "      MB loaded, at most; crashes"
)


def fuzzed(reader: str, cases: int, seed: int, *, door: bool = False) -> Outcome:
    """Read so many cases.

    Parameters
    ----------
    reader : str
    cases : int
    seed : int
    door : bool, default=False
        Whether to go through the function that users call, which is slower.

    Returns
    -------
    Outcome
    """
    out = Outcome(reader)
    start = time.monotonic()
    at = 0
    with tempfile.TemporaryDirectory(dir=_fast()) as folder:
        while at < cases:
            last = min(cases, at + _CHUNK)
            at = _chunk(out, seed, at, last, Path(folder), door)
    out.cases, out.seconds = at, time.monotonic() - start
    return out


def _fast() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _chunk(
    out: Outcome, seed: int, first: int, last: int, folder: Path, door: bool
) -> int:
    """Run one worker; return the number of the case to go on with."""
    place = folder / "chunk"
    Path(f"{place}.json").unlink(missing_ok=True)
    Path(f"{place}.at").write_bytes(AT.pack(first, 0.0))
    command = [sys.executable, "-m", "tests.fuzz.worker", out.reader]
    numbers = [str(seed), str(first), str(last), str(place)]
    worker = subprocess.Popen(
        [*command, *numbers, "door" if door else "inner"],
        cwd=_HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**_environment(), "FUZZ_FOLDER": str(folder)},
    )
    hung = _watched(worker, place)
    if worker.returncode == 0:
        _added(out, json.loads(Path(f"{place}.json").read_text(encoding="utf-8")))
        return last
    number, began = AT.unpack(Path(f"{place}.at").read_bytes())
    if not began:
        msg = f"the worker of {out.reader} did not start: {worker.returncode}"
        raise RuntimeError(msg)
    # What came before it is run again, as its worker cannot tell any more.
    if number > first:
        _chunk(out, seed, first, number, folder, door)
    why = "hung" if hung else f"ended its process ({worker.returncode})"
    _judge(out, seed, number, why, door)
    return int(number) + 1


def _environment() -> dict[str, str]:
    import os

    path = f"{_HOME}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}


def _watched(worker: subprocess.Popen[bytes], place: Path) -> bool:
    """Wait for a worker; end it where one case takes for ever."""
    while True:
        try:
            worker.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            _, began = AT.unpack(Path(f"{place}.at").read_bytes())
            if began and time.monotonic() - began > _PATIENCE:
                worker.kill()
                worker.wait()
                return True
        else:
            return False


def _judge(out: Outcome, seed: int, number: int, why: str, door: bool) -> None:
    """Take what ended a worker for sound, if the product reads it in a child too."""
    from tests.fuzz.targets import TARGETS

    if TARGETS[out.reader].dies and not door:
        again = Outcome(out.reader)
        with tempfile.TemporaryDirectory(dir=_fast()) as folder:
            _chunk(again, seed, number, number + 1, Path(folder), True)
        if again.refused:
            out.ended += 1
            return
    out.crashes.append((number, why))


def _added(out: Outcome, said: dict[str, object]) -> None:
    out.read += int(said["read"])  # type: ignore[call-overload]
    out.refused += int(said["refused"])  # type: ignore[call-overload]
    out.crashes += [(n, why) for n, why in said["crashes"]]  # type: ignore[attr-defined]
    out.slowest = max(out.slowest, tuple(said["slowest"]))  # type: ignore[call-overload]
    out.peak = max(out.peak, int(said["peak"]))  # type: ignore[call-overload]
    out.loaded = max(out.loaded, int(said["before"]))  # type: ignore[call-overload]
