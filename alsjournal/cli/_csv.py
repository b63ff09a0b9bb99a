"""Writing a table where the user wants it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal._aside import new_file
from alsjournal.cli._run import say
from alsjournal.run.outputs import being_made, note_output

if TYPE_CHECKING:
    from alsjournal.cleared import Cleared
    from alsjournal.coders import Agreement
    from alsjournal.journal import Journal
    from alsjournal.trends import Coded

__all__ = ["folder_made", "give_csv", "write_csv"]


def write_csv(table: Cleared | Agreement, path: Path, *, private: bool = False) -> None:
    """Write a table as csv; as any file of its owner, or for them alone.

    Raises
    ------
    SourceError
        If nothing can be written there.
    """
    from alsjournal.errors import SourceError
    from alsjournal.exchange import csv_text

    try:
        with new_file(path, private=private) as file:
            file.write(csv_text(table).encode("utf-8"))
    except OSError as error:
        msg = f"The table must go where it can be written: {path} ({error.strerror})."
        raise SourceError(msg) from None


def folder_made(folder: Path) -> Path:
    """Return the folder that tables go into, made if it was not there.

    Raises
    ------
    SourceError
        If it cannot be made.
    """
    from alsjournal.errors import SourceError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = (
            f"The tables must go into a folder: {folder} cannot be one "
            f"({error.strerror}). Name another."
        )
        raise SourceError(msg) from None
    return folder


def give_csv(
    cleared: Cleared, path: Path, *, journal: Path, opened: Journal, coded: Coded
) -> None:
    """Write what was counted for an audience, and put on record that it was."""
    with being_made(journal, cleared.audience, "table", path):
        write_csv(cleared, path)
        note_output(journal, opened, cleared.audience, "table", path, counting=coded)
    say(f"{len(cleared)} rows written to {path}, for {cleared.audience!r} alone.")
