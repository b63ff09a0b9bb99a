"""The folder of an export: there is either all of the new one or all of the old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alsjournal._aside import new_folder, usual_mode
from alsjournal.errors import AlsjournalError, InputError, SourceError
from alsjournal.exchange.content import RELEASED
from alsjournal.schema import TABLES

__all__ = ["MACHINES", "PEOPLE", "README", "WORKBOOK", "replaced"]

PEOPLE = "for-people"
MACHINES = "for-machines"
WORKBOOK = "tables.xlsx"
README = "read-me.txt"

_NAMES = "|".join((*TABLES, *RELEASED))
_OURS = {
    PEOPLE: re.compile(
        rf"{re.escape(WORKBOOK)}|{re.escape(README)}"
        rf"|dictionary\.csv|({_NAMES})(-\d+)?\.csv"
    ),
    MACHINES: re.compile(rf"datapackage\.json|({_NAMES})\.(csv|parquet)"),
}


@contextmanager
def replaced(folder: Path, *, private: bool, overwrite: bool) -> Iterator[Path]:
    """Give a new folder to write into; it takes the place of ``folder`` at the end.

    Parameters
    ----------
    folder : pathlib.Path
        New, empty, or an earlier export.
    private : bool
        Whether only its owner may read it.
    overwrite : bool
        Whether an earlier export may be replaced.

    Yields
    ------
    pathlib.Path
        Beside ``folder``, readable by nobody else until it is complete. Whatever
        else is put beside the new one there goes away.

    Raises
    ------
    InputError
        If the folder holds something else, or an earlier export without
        ``overwrite``.
    SourceError
        If it cannot be written there.
    """
    _check(folder, overwrite=overwrite)
    try:
        with new_folder(folder) as new:
            yield new
            _set_modes(new, private=private)
    except AlsjournalError:  # some of them are an OSError too
        raise
    except OSError as error:
        msg = (
            f"The export must go where it can be written: {folder} "
            f"({error.strerror or type(error).__name__}). What was there before is "
            f"unchanged. Make room, or choose another folder."
        )
        raise SourceError(msg) from None


def _check(folder: Path, *, overwrite: bool) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        msg = (
            f"folder must be a folder, or not there yet. {folder} is a file or a link. "
            f"Choose another."
        )
        raise InputError(msg)
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not _is_export(folder):
        earlier = ", or hold an earlier export and nothing else" if overwrite else ""
        msg = (
            f"folder must be new or empty{earlier}. {folder} holds something that "
            f"would be lost. Choose another."
        )
        raise InputError(msg)
    if not overwrite:
        msg = (
            f"{folder} holds an earlier export. Choose another folder, or say "
            f"overwrite=True (`--overwrite`) to replace it."
        )
        raise InputError(msg)


def _is_export(folder: Path) -> bool:
    """Say whether all that it holds is what an export is made of."""
    for inside in folder.iterdir():
        ours = _OURS.get(inside.name)
        if ours is None or inside.is_symlink() or not inside.is_dir():
            return False
        for file in inside.iterdir():
            plain = file.is_file() and not file.is_symlink()
            if not plain or not ours.fullmatch(file.name):
                return False
    return True


def _set_modes(new: Path, *, private: bool) -> None:
    if not private:  # as its owner makes any file
        new.chmod(usual_mode(folder=True))
        return
    for path in (new, *new.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
