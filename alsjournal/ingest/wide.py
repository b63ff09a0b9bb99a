"""Read the wide sheets of a programme, and make its long tables of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from alsjournal.errors import InputError
from alsjournal.ingest.config import Programme
from alsjournal.ingest.formats.files import Files
from alsjournal.ingest.formats.grid import Grid
from alsjournal.ingest.forms.plan import check_absent
from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.presets import Preset, preset_named
from alsjournal.ingest.source import Source

__all__ = ["melt_sheets", "source_label"]

Melted = Mapping[str, Sequence[tuple[Source, Grid]]]

_COUNTED = re.compile(r"\s*\(\d+(?:\s*-\s*\d+)?\)")
# "(1-57)" of Microsoft Forms: the responses; "(1)" of a browser: a second copy.


def melt_sheets(programme: Programme, files: Files, preset: Preset | None) -> Melted:
    """Make long tables of the files of reflections, if the preset is of wide sheets.

    Parameters
    ----------
    programme : Programme
    files : Files
    preset : Preset or None

    Returns
    -------
    mapping of str to sequence of (Source, Grid)
        By table; empty for other presets.

    Raises
    ------
    SourceError
        If a file cannot be read.
    InputError
        If it is not certain what a column is, or none of the files has one that
        programme.toml names.
    """
    if preset is None or preset.reshape is None:
        return {}
    melted: dict[str, list[tuple[Source, Grid]]] = {}
    wanted = Wanted("reflections", {}, sure=preset.fits, repeats=True)
    absent: frozenset[str] | None = None
    seen: set[str] = set()
    for source in programme.files.get("reflections", ()):
        with files.grid(source, wanted) as grid:
            found = preset.reshape(grid, programme, source.shown)
        _check_new(seen & found.ids, source.shown)
        seen |= found.ids
        absent = found.absent if absent is None else absent & found.absent
        for table, rows in found.tables.items():
            melted.setdefault(table, []).append((source, rows))
    check_absent(absent or ())
    return melted


def _check_new(again: Collection[str], shown: str) -> None:
    if again:
        msg = (
            f"Each response must be in one file of [files] reflections. {len(again):,} "
            f"of {shown!r} are in an earlier one too. Name only the newest export of "
            f"a form: it holds all."
        )
        raise InputError(msg)


def source_label(path: Path, preset: str | None) -> str:
    """Return the name under which the journal keeps what came from a file.

    A form's next export has another name, which counts the responses: without that
    count it is the same source, and what is gone from the form goes from the journal.

    Examples
    --------
    >>> source_label(Path("Our set(1-57).xlsx"), "ms-forms")
    'Our set.xlsx'
    """
    if preset is None or preset_named(preset).reshape is None or path.suffix == ".toml":
        return path.name
    stem = _COUNTED.sub("", path.stem).strip()
    return f"{stem or path.stem}{path.suffix}"
