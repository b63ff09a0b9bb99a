"""What is masked wherever it stands, and what never is: a list beside the sources.

It holds words of people's texts, so it lies where those lie, with the roster, and
nothing of it enters the journal. Anybody can open it in a spreadsheet and correct it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from alsjournal._aside import new_file
from alsjournal.anonymise.normalise import normalise
from alsjournal.anonymise.reading import Reading
from alsjournal.errors import ConfigError, SourceError

__all__ = ["NAMES_FILE", "NamesFile"]

NAMES_FILE = "review-names.csv"
_LARGEST = 20_000_000  # bytes; a name takes some twenty
_COLUMNS = ("name", "rule", "label", "second")
_RULES = ("always", "never")

Row = dict[str, str]


class NamesFile:
    """A csv with the columns ``name``, ``rule``, ``label`` and ``second``.

    ``rule`` is ``always`` or ``never``; ``label`` is what it is masked as, ``PERSON``
    if empty; ``second`` is ``yes`` where a second person has agreed.

    Parameters
    ----------
    path : str or pathlib.Path
        It need not be there yet.

    Raises
    ------
    ConfigError
        If a column is missing, or a rule is neither.
    SourceError
        If it cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._rows = list(_rows(self.path))

    def __repr__(self) -> str:
        return f"NamesFile({len(self._rows)} rows, withheld)"

    def always(self) -> dict[tuple[str, ...], str]:
        """Return the words that are masked wherever they stand, with their label."""
        return {
            words: row["label"] or "PERSON"
            for row in self._rows
            if row["rule"] == "always" and (words := _words(row["name"]))
        }

    def never(self, *, by_two: bool = False) -> frozenset[tuple[str, ...]]:
        """Return the words that are never masked.

        Parameters
        ----------
        by_two : bool, default=False
            Only those that a second person has agreed to.
        """
        return frozenset(
            _words(row["name"])
            for row in self._rows
            if row["rule"] == "never" and (row["second"] == "yes" or not by_two)
        ) - {()}

    def put(
        self, name: str, rule: str, label: str = "", *, second: bool = False
    ) -> None:
        """Add a row, in place of an earlier one of the same words, and save.

        Parameters
        ----------
        name : str
        rule : {"always", "never"}
        label : str, default=""
        second : bool, default=False
            Whether a second person agrees.
        """
        row = {"name": name, "rule": rule, "label": label}
        words = _words(name)
        kept = [row for row in self._rows if _words(row["name"]) != words]
        self._save([*kept, {**row, "second": "yes" if second else ""}])

    def rows(self) -> list[Row]:
        """Return all rows, for `restore`."""
        return [dict(row) for row in self._rows]

    def restore(self, rows: list[Row]) -> None:
        """Put back earlier rows, and save."""
        self._save(rows)

    def _save(self, rows: list[Row]) -> None:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, _COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
        try:
            with new_file(self.path) as file:
                file.write(out.getvalue().encode())
        except OSError as error:
            msg = f"The list of names must be writable: {self.path} ({error.strerror})."
            raise SourceError(msg) from None
        self._rows = rows


def _rows(path: Path) -> Iterator[Row]:
    try:
        if path.stat().st_size > _LARGEST:
            msg = (
                f"The list of names must be small: {_LARGEST // 1_000_000} MB at most. "
                f"{path.name} is larger. Give what is masked everywhere to the roster."
            )
            raise ConfigError(msg)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        msg = f"The list of names must be readable and UTF-8: {path}. Save it as such."
        raise SourceError(msg) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        named = reader.fieldnames or ()
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:  # a cell of more than 131,072 characters: a quote left open
        msg = f"{path.name} must be a csv. A cell never ends: close its quote."
        raise ConfigError(msg) from None
    missing = [c for c in ("name", "rule") if c not in named]
    if missing:
        msg = (
            f"{path.name} must have the columns name and rule. It lacks "
            f"{' and '.join(missing)}. Name them in the first line."
        )
        raise ConfigError(msg)
    for line, row in rows:
        kept = {c: normalise(row.get(c) or "").text.strip() for c in _COLUMNS}
        kept["rule"], kept["second"] = kept["rule"].lower(), kept["second"].lower()
        if kept["name"] and kept["rule"] not in _RULES:
            msg = (
                f"{path.name}, line {line}: rule must be always or never. "
                f"Got neither. Correct it."
            )
            raise ConfigError(msg)
        if kept["name"]:
            yield kept


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word, _, _ in Reading(name).words)
