"""What earlier runs did, and from what: so that only what is stale is done again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alsjournal._aside import new_file
from alsjournal._version import __version__
from alsjournal.errors import SourceError
from alsjournal.run.fingerprints import differences

__all__ = ["Entry", "Ledger"]

_FORM = 1


@dataclass(frozen=True)
class Entry:
    """A step that was done.

    Parameters
    ----------
    parts : mapping of str to str
        What it was made from: names in words, and fingerprints.
    done_at : str, default=""
    seconds : float, default=0.0
    left : mapping of str to str, default={}
        What it left behind, by name: fingerprints.
    """

    parts: Mapping[str, str]
    done_at: str = ""
    seconds: float = 0.0
    left: Mapping[str, str] = field(default_factory=dict)


class Ledger:
    """The steps that were done, in a file beside the journal.

    It holds fingerprints and times: no text, no name, no path.

    Parameters
    ----------
    path : pathlib.Path
        Made with mode 0600 at the first note. One that cannot be understood counts as
        empty: then everything is done again, which harms nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries = _read(path)

    def why(self, step: str, parts: Mapping[str, str]) -> str:
        """Say why a step must be done; nothing if it was done from the same.

        Parameters
        ----------
        step : str
        parts : mapping of str to str
            What it would be made from now.

        Returns
        -------
        str
        """
        entry = self._entries.get(step)
        if entry is None or not entry.parts:
            return "not done yet"
        changed = differences(entry.parts, parts)
        return f"changed: {', '.join(changed)}" if changed else ""

    def left(self, step: str) -> Mapping[str, str]:
        """Return what a step left behind, by name."""
        entry = self._entries.get(step)
        return {} if entry is None else entry.left

    def note(
        self,
        step: str,
        parts: Mapping[str, str],
        *,
        seconds: float,
        left: Mapping[str, str] | None = None,
    ) -> None:
        """Put on record that a step was done.

        Raises
        ------
        SourceError
            If the file cannot be written.
        """
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        kept = dict(sorted((left or {}).items()))  # the same, whatever came between
        self._entries[step] = Entry(parts, now, round(seconds, 3), kept)
        self._write()

    def begin(self, step: str, left: Mapping[str, str]) -> None:
        """Put on record that a step is being done, and what is there of it.

        Parameters
        ----------
        step : str
        left : mapping of str to str
            As for `note`, but for what is being written: if it is stopped, nobody has
            changed that by hand.
        """
        self._entries[step] = Entry({}, left=left)
        self._write()

    def drop(self, step: str) -> None:
        """Forget that a step was done; it is about to be done again."""
        if self._entries.pop(step, None) is not None:
            self._write()

    def _write(self) -> None:
        steps = {name: asdict(entry) for name, entry in self._entries.items()}
        said = {"form": _FORM, "alsjournal": __version__, "steps": steps}
        try:
            with new_file(self._path) as file:
                file.write(json.dumps(said, indent=1).encode())
        except OSError as error:
            msg = (
                f"What was done must be noted in {self._path}. It could not be "
                f"written ({error.strerror}). Make room or correct the rights, and run "
                f"it again: what is done stays."
            )
            raise SourceError(msg) from None


def _read(path: Path) -> dict[str, Entry]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(said, dict) or said.get("form") != _FORM:
        return {}
    steps = said.get("steps")
    found = {n: _entry(e) for n, e in steps.items()} if isinstance(steps, dict) else {}
    return {name: entry for name, entry in found.items() if entry is not None}


def _entry(said: Any) -> Entry | None:
    if not isinstance(said, dict) or not _words(said.get("parts")):
        return None
    left: Any = said.get("left")
    at, took = said.get("done_at"), said.get("seconds")
    if not (_words(left) and isinstance(at, str) and isinstance(took, int | float)):
        return None
    return Entry(said["parts"], at, float(took), left)


def _words(said: object) -> bool:
    return isinstance(said, dict) and all(
        isinstance(k, str) and isinstance(v, str) for k, v in said.items()
    )
