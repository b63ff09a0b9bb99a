"""The note of a copy in parts: whoever forgets a member must know of it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["CopyNote"]


class CopyNote:
    """The note of a dataset in a journal's provenance, for the time of a run.

    Parameters
    ----------
    journal : pathlib.Path
    """

    def __init__(self, journal: Path) -> None:
        self._journal = journal
        self._other = ""

    def write(self, storage: str) -> None:
        """Note a copy; what was noted before it is remembered."""
        from alsjournal.store import JournalStore

        store = JournalStore(self._journal)
        noted = store.provenance().get("dataset") or ""
        if noted != storage:
            self._other = str(noted)
            store.set_provenance({"dataset": storage})

    def take_back(self) -> None:
        """Note that the copy is gone; one that was noted before it is not."""
        self.write(self._other)
