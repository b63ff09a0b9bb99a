"""The packages that a file of pins names: name, version, where, and hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["HERE", "Pin", "folded", "pins"]

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Pin:
    """One package in one version."""

    name: str
    version: str
    where: str
    """The condition on the system or Python; empty where there is none."""
    hashes: tuple[str, ...]


def folded(name: str) -> str:
    """Return a name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> list[Pin]:
    """Return what a file of pins names, in its order."""
    whole = (HERE / file).read_text(encoding="utf-8").replace("\\\n", " ")
    found = []
    for line in filter(None, map(str.strip, whole.splitlines())):
        said, *hashes = re.split(r"\s+--hash=sha256:", line)
        package, _, where = said.partition(" ; ")
        name, _, version = package.partition("==")
        name = folded(name.partition("[")[0])
        found.append(Pin(name, version.strip(), where.strip(), tuple(hashes)))
    return found
