"""Ask the child process for the tables of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from alsjournal._child import Child, Closing
from alsjournal.errors import SourceError
from alsjournal.unfold.limits import MAX_CELL, MEMORY

__all__ = ["ContainerKind", "Table", "Unfolded"]

ContainerKind = Literal["workbook", "document", "columns"]

_LINE = 64 * MAX_CELL
"""Bytes that one answer may have: the child is not trusted either."""

_KILLED = "killed"
_WHY = {
    "memory": f"It unfolds to more than {MEMORY >> 20:,} MB",
    _KILLED: "It unfolds to more than this computer can hold, or takes too long",
    "password": "It is protected by a password",
    "dtd": "It declares entities of its own (a DTD), which office programs never do",
}


@dataclass(frozen=True)
class Table:
    """A table of a file: which it is, and how it begins.

    Parameters
    ----------
    number : int
        To ask for its rows.
    name : str
        Of the sheet, or the heading over it.
    visible : bool
    height : int
        Rows, empty ones too.
    top : sequence of (int, list of str)
        Its first rows, with their numbers.
    counts : dict of str to int
        What else was seen, as formulas; no values.
    prose : bool, default=False
        Whether it is the text of a document, a row a paragraph.
    """

    number: int
    name: str
    visible: bool
    height: int
    top: Sequence[tuple[int, list[str]]]
    counts: dict[str, int] = field(default_factory=dict)
    prose: bool = False


class Unfolded(Closing):
    """A file, unfolded by a child process that lives as long as this is open.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it, for messages.
    kind : {"workbook", "document", "columns"}
    """

    def __init__(self, path: Path, shown: str, kind: ContainerKind) -> None:
        self._shown = shown
        self._child = Child("unfold.child", kind, str(path.absolute()))
        self._tables: list[Table] | None = None

    def tables(self) -> list[Table]:
        """Return the tables of the file, as they lie in it.

        Raises
        ------
        SourceError
            If the file cannot be read, or is larger than it may be.
        """
        if self._tables is None:
            said = self._ask("tables")
            self._tables = [Table(number=i, **table) for i, table in enumerate(said)]
        return self._tables

    def rows(self, number: int) -> Iterator[tuple[int, list[str] | None]]:
        """Yield the rows of a table; None for values that are too long.

        Raises
        ------
        SourceError
            If reading stops halfway.
        """
        answer = self._ask(str(number))
        while answer is not None:
            row, cells = answer
            fits = all(len(cell) <= MAX_CELL for cell in cells)
            yield row, cells if fits else None
            answer = self._answer()

    def turn_to(self, path: Path) -> None:
        """Ask about another file of that kind from now on.

        Raises
        ------
        SourceError
            If it cannot be read; the child process has then ended.
        """
        self._tables = None
        self._ask(json.dumps(str(path.absolute())))

    def close(self) -> None:
        """End the child process."""
        self._child.close()

    def _ask(self, question: str) -> Any:
        # If it has ended early, its last words say why.
        with suppress(OSError):
            self._child.say(question)
        return self._answer()

    def _answer(self) -> Any:
        line = self._child.answer(_LINE)
        answer = json.loads(line) if line.endswith(b"\n") else {"error": _KILLED}
        if isinstance(answer, dict) and "error" in answer:
            raise self._refusal(answer.get("why") or answer["error"])
        return answer

    def _refusal(self, why: str) -> SourceError:
        said = _WHY.get(why, "It is damaged, or holds something unusual")
        return SourceError(
            f"{self._shown!r} must be a file as an office program writes it. {said}. "
            f"Open it where it was made and save it again, or save it as CSV UTF-8."
        )
