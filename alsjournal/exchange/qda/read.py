"""`read_qda` and `read_qdpx`: projects of other programs, as tables in memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from alsjournal._given import given_path
from alsjournal.errors import InputError, SourceError
from alsjournal.exchange.qda.archive import Archive
from alsjournal.exchange.qda.offsets import NAMED, Convention
from alsjournal.exchange.qda.project import QdaProject
from alsjournal.exchange.qda.qualcoder import qualcoder_file, read_qualcoder
from alsjournal.exchange.qda.refi import parts_of
from alsjournal.exchange.qda.tables import project_of
from alsjournal.exchange.qda.taguette import is_taguette, read_taguette
from alsjournal.exchange.qda.texts import Texts
from alsjournal.exchange.qda.xml import MAX_XML, parsed
from alsjournal.ingest.opening import check_is_file, opened

__all__ = ["Offsets", "read_qda", "read_qdpx"]

Offsets = Literal["exclusive", "standard", "nvivo", "qualcoder", "bytes"]

_ZIP = b"PK"
_SQLITE = b"SQLite format 3\0"


def read_qdpx(
    path: str | os.PathLike[str],
    *,
    offsets: Offsets | None = None,
    strict: bool = False,
) -> QdaProject:
    """Read a REFI-QDA project, as NVivo, ATLAS.ti, MAXQDA or QualCoder export it.

    How places in texts are counted differs from program to program. It is found out
    from the words that selections name and from where words begin and end; a
    selection of which it cannot be told is not taken, and never shifted.

    Parameters
    ----------
    path : str or path-like
        A ``.qdpx``, or a ``project.qde`` with its ``sources`` beside it.
    offsets : {"exclusive", "standard", "nvivo", "qualcoder", "bytes"}, optional
        How places are counted, if you know it: code points with the end exclusive
        (QualCoder too) or inclusive (the standard), UTF-16 units (NVivo), or bytes.
    strict : bool, default=False
        Whether a selection that cannot be placed raises.

    Returns
    -------
    QdaProject
        What could not be taken stands in its ``losses``.

    Raises
    ------
    SourceError
        If the file is missing, damaged, protected, no project, or larger than one is.
    InputError
        If ``offsets`` is not known, or ``strict`` and a selection cannot be placed.

    See Also
    --------
    read_qda : Also reads the files of Taguette and QualCoder.
    write_qdpx : The way back.

    Notes
    -----
    Only the project's own texts are read: in the archive, or in its folder. Pictures,
    PDF pages, sound and film are counted in ``losses``; of a PDF its text is taken
    where the project has it.
    """
    given = Path(given_path(path))
    convention = _convention(offsets)
    shown = str(path)
    check_is_file(given, shown)
    if _starts_with(given, shown) == _ZIP:
        with Archive(given, shown) as archive:
            root = parsed(archive.project(), shown)
            parts = parts_of(root, Texts(archive, given.parent), shown)
    elif given.suffix.lower() in (".qde", ".xml"):
        if given.stat().st_size > MAX_XML:
            msg = f"{shown!r} must be at most {MAX_XML:,} bytes. It is larger."
            raise SourceError(msg)
        with opened(given, shown) as file:
            parts = parts_of(parsed(file, shown), Texts(None, given.parent), shown)
    else:
        msg = (
            f"{shown!r} must be a REFI-QDA project (.qdpx), which is a zip archive. It "
            f"is something else. Export it again as one."
        )
        raise SourceError(msg)
    return project_of(parts, convention=convention, strict=strict)


def read_qda(
    path: str | os.PathLike[str],
    *,
    offsets: Offsets | None = None,
    strict: bool = False,
    project: int | None = None,
) -> QdaProject:
    """Read a project of a program for qualitative analysis, whichever wrote it.

    Parameters
    ----------
    path : str or path-like
        A REFI-QDA project (``.qdpx``), QualCoder's project folder (``.qda``) or the
        ``data.qda`` in it, or Taguette's file (``.sqlite3``).
    offsets : {"exclusive", "standard", "nvivo", "qualcoder", "bytes"}, optional
        See `read_qdpx`; it is for REFI-QDA only.
    strict : bool, default=False
        Whether a selection that cannot be placed raises.
    project : int, optional
        Which one, of a Taguette file that holds several.

    Returns
    -------
    QdaProject

    Raises
    ------
    SourceError
        If the file is missing, damaged, no project, or larger than one is.
    InputError
        If it is not certain which project, or see `read_qdpx`.

    Examples
    --------
    >>> project = read_qda("interviews.qdpx")  # doctest: +SKIP
    >>> project.selections[["codes", "coder"]]  # doctest: +SKIP
    """
    given, shown = Path(given_path(path)), str(path)
    inside = qualcoder_file(given)
    if inside is not None:
        parts, landed = read_qualcoder(inside, shown)
        return project_of(parts, landed=landed, strict=strict)
    check_is_file(given, shown)
    if _starts_with(given, shown, len(_SQLITE)) != _SQLITE:
        return read_qdpx(path, offsets=offsets, strict=strict)
    if is_taguette(given, shown):
        parts, landed = read_taguette(given, shown, project)
    else:
        parts, landed = read_qualcoder(given, shown)
    return project_of(parts, landed=landed, strict=strict)


def _starts_with(path: Path, shown: str, n: int = len(_ZIP)) -> bytes:
    with opened(path, shown) as file:
        return file.read(n)


def _convention(offsets: str | None) -> Convention | None:
    if offsets is None or offsets in NAMED:
        return None if offsets is None else NAMED[offsets]
    msg = (
        f"offsets must be one of {', '.join(NAMED)}, or nothing to find it out. Got "
        f"{offsets!r}."
    )
    raise InputError(msg)
