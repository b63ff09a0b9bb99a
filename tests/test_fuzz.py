"""Files that nobody would write, given to every reader in processes with limits.

`python -m tests.fuzz` runs more of them, and one again by its number.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[1]
CASES = 20_000
BY_THE_DOOR = 40
DOORS = ("csv", "jsonl", "markdown", "verbs", "xlsx", "docx", "parquet", "qdpx", "qde")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them"),
]


def fuzzed(place: Path, *asked: str) -> list[dict[str, Any]]:
    """Run cases in two processes at a time, and return what came of each reader."""
    command = [sys.executable, "-m", "tests.fuzz", "--jobs", "2", "--json", str(place)]
    done = subprocess.run(
        [*command, *asked], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert place.exists(), done.stderr[-2_000:]
    outcomes: list[dict[str, Any]] = json.loads(place.read_text(encoding="utf-8"))
    for one in outcomes:
        assert not one["crashes"], (one["reader"], one["crashes"][:20])
        assert one["slowest"][0] < 10, (one["reader"], one["slowest"])
        assert one["peak"] - one["loaded"] < 1024, one["reader"]
    return outcomes


@pytest.mark.timeout(1_800)
def test_every_reader_reads_or_refuses(tmp_path: Path) -> None:
    outcomes = fuzzed(tmp_path / "out.json", "--cases", str(CASES))
    assert len(outcomes) == 17
    for one in outcomes:
        told = one["read"] + one["refused"] + one["ended"]
        assert told == one["cases"] == CASES
        assert one["read"] > CASES / 50, one["reader"]  # some get through to the end


@pytest.mark.timeout(1_800)
def test_what_users_call_reads_or_refuses(tmp_path: Path) -> None:
    fuzzed(tmp_path / "out.json", *DOORS, "--door", "--cases", str(BY_THE_DOOR))


def test_sound_files_are_read(tmp_path: Path) -> None:
    for one in fuzzed(tmp_path / "out.json", "--cases", "1"):
        assert one["read"] == 1, one["reader"]
