"""The outputs for one audience: tables, and a report in each format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal._given import whole_path
from alsjournal.errors import SourceError
from alsjournal.run.outputs import being_made, note_output

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.ingest.run_settings import RunSettings
    from alsjournal.journal import Journal
    from alsjournal.store import Release
    from alsjournal.themes import ThemeModel
    from alsjournal.trends import Coded

__all__ = ["Pages", "outdated_outputs"]

_TABLES = ("themes.csv", "changes.csv", "recurring.csv")
_BEING_WRITTEN = ""


class Pages:
    """What a run writes for one audience, in a folder of its own.

    Parameters
    ----------
    audience : str
    said : RunSettings
    out : pathlib.Path
        The folder of all outputs.
    """

    def __init__(self, audience: str, said: RunSettings, out: Path) -> None:
        self.audience, self._said = audience, said
        self.name = f"report for {audience}"
        self.title = f"Tables and report for {audience}"
        self.folder = out / _plain(audience)

    @property
    def asks(self) -> bool:
        """Whether decisions are asked on it: of those who lead."""
        return self.audience == "programme"

    @property
    def settings(self) -> list[object]:
        """What of the settings the outputs depend on."""
        said = self._said
        return [self.audience, said.formats, said.language, said.constructs]

    @property
    def outputs(self) -> set[tuple[str, str, str]]:
        """Audience, kind and place of each file."""
        return {
            (self.audience, _kind(name), whole_path(self.folder / name))
            for name in self.files
        }

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files in the folder."""
        # Where a theme was raised is for those who took part.
        tables = _TABLES[:2] if self.audience == "public" else _TABLES
        return (*tables, *(f"summary.{kind}" for kind in self._said.formats))

    def missing(self) -> str:
        """Return the first file that is not there; empty if all are."""
        lost = (n for n in self.files if not (self.folder / n).is_file())
        return next(lost, "")

    def left(self, being_written: str = "") -> dict[str, str]:
        """Return the fingerprint of each file that is there; of one, that it may be."""
        found = {being_written: _BEING_WRITTEN} if being_written else {}
        for name in (n for n in self.files if n != being_written):
            with suppress(OSError):
                data = (self.folder / name).read_bytes()
                found[name] = hashlib.sha256(data).hexdigest()[:32]
        return found

    def set_aside(self, left: Mapping[str, str], journal: Path) -> list[Path]:
        """Move files that somebody changed, or that no run is known to have left.

        They still hold what they were made of: so they are outputs on record too.

        Parameters
        ----------
        left : mapping of str to str
            What `left` said when they were written, or before that.
        journal : pathlib.Path
            The journal's file.

        Returns
        -------
        list of pathlib.Path
            Where they are now.
        """
        from alsjournal.store._copies import note_copy

        moved = []
        for name, mark in self.left().items():
            known = left.get(name)
            if known in (mark, _BEING_WRITTEN):
                continue
            file = self.folder / name
            why, n = "before" if known is None else "changed", 1
            while (to := file.with_stem(f"{file.stem}-{why}-{n}")).exists():
                n += 1
            kind = _kind(name)
            # On record first: a stop between the two leaves none that nobody knows of.
            note_copy(journal, self.audience, kind, file, to)
            moved.append(file.rename(to))
        return moved

    def write(
        self,
        path: Path,
        journal: Journal,
        model: ThemeModel,
        coded: Coded,
        shown: pd.DataFrame,
        *,
        tell: Callable[[str], None],
    ) -> None:
        """Write all of it, and put on record what was shown.

        Parameters
        ----------
        path : pathlib.Path
            The journal's file.
        journal : Journal
        model : ThemeModel
        coded : Coded
        shown : pandas.DataFrame
            What texts show besides themes.
        tell : callable
            Called with the name of each file before it is written.

        Raises
        ------
        SourceError
            If nothing can be written there.
        """
        for name, make in self._tables().items():
            with journal.reading():
                table = make(journal, coded)
            self._made()  # no folder for somebody to whom nothing may be shown
            place = self.folder / name
            what = (self.audience, "table", place)
            tell(name)
            with being_made(path, *what):
                self._write_csv(place, table)
                note_output(path, journal, *what, counting=coded)
        for kind in self._said.formats:
            tell(f"summary.{kind}")
            self._write_report(kind, path, journal, model, coded, shown)

    def _tables(self) -> dict[str, Callable[[Journal, Coded], Any]]:
        from alsjournal.trends import recurring_issues, theme_change, theme_prevalence

        made: tuple[Callable[..., Any], ...]
        made = (theme_prevalence, theme_change, recurring_issues)
        given: dict[str, Callable[..., Any]] = dict(zip(_TABLES, made, strict=True))
        return {
            name: partial(given[name], audience=self.audience)
            for name in self.files
            if name in given
        }

    def _write_csv(self, place: Path, table: Any) -> None:
        from alsjournal._aside import new_file
        from alsjournal.exchange import csv_text

        try:
            with new_file(place) as file:
                file.write(csv_text(table).encode())
        except OSError as error:
            raise _unwritable(self.folder, error) from None

    def _write_report(
        self,
        kind: str,
        path: Path,
        journal: Journal,
        model: ThemeModel,
        coded: Coded,
        shown: pd.DataFrame,
    ) -> None:
        from alsjournal.anonymise.review import log_beside
        from alsjournal.report import write_report
        from alsjournal.trends import indicator_codings

        log = log_beside(path).path
        what = (self.audience, "report", self.folder / f"summary.{kind}")
        with being_made(path, *what):
            write_report(
                journal,
                coded,
                what[-1],
                audience=self.audience,
                codings=shown,
                decisions=(self.asks and self._said.decisions) or (),
                language=self._said.language,
                model=model,
                review=log if log.exists() else None,
            )
            also = indicator_codings(journal, shown, audience=self.audience)
            note_output(path, journal, *what, quoting=coded, also=also, record=True)

    def _made(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise _unwritable(self.folder, error) from None


def outdated_outputs(journal: Path, to_make: Iterable[Pages]) -> tuple[Release, ...]:
    """Return the outputs on record that are stale, and are not to be made again.

    Parameters
    ----------
    journal : pathlib.Path
        The journal's file.
    to_make : iterable of Pages
        What is to be made again.

    Returns
    -------
    tuple of Release
    """
    from alsjournal.store import JournalStore
    from alsjournal.store._releases import as_releases

    made = set().union(*(page.outputs for page in to_make))
    found = as_releases(JournalStore(journal).stale())
    return tuple(
        one
        for one in found
        if (one.audience, one.kind, whole_path(one.place)) not in made
    )


def _kind(name: str) -> str:
    """Return what an output is called on record."""
    return "table" if name.endswith(".csv") else "report"


def _plain(audience: str) -> str:
    """Return the name of an audience's folder: no path gets out of it."""
    kept = "".join(c if c.isalnum() or c in "-_" else "-" for c in audience)
    if kept.replace("-", ":", 1) == audience or kept == audience:
        return kept
    mark = hashlib.sha256(audience.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{kept}-{mark}"  # two sets may differ in a sign that no file may have


def _unwritable(folder: Path, error: OSError) -> SourceError:
    msg = (
        f"Tables and reports must go where they can be written: {folder} "
        f"({error.strerror}). Correct [run] out, or --out."
    )
    return SourceError(msg)
