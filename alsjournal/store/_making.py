"""That an output is being made is on record before it is there.

An output and its record lie in two places. So a run that is stopped between the two
leaves an output that is called stale until it is made again, never one that nobody
knows of.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alsjournal.errors import StoreError
from alsjournal.store import _releases
from alsjournal.store._connect import opened, transaction
from alsjournal.store._files import Place

__all__ = ["making"]


@contextmanager
def making(
    journal: Path, audience: str, kind: str, place: str | os.PathLike[str]
) -> Iterator[None]:
    """Keep in a journal that an output is begun, until its record takes over.

    Parameters
    ----------
    journal : pathlib.Path
    audience, kind : str
    place : str or path-like
        As `JournalStore.note_release` will have them.

    Raises
    ------
    StoreError
        If the journal cannot be written. Then nothing is made.
    """
    file = Place(str(journal), 5.0)
    with opened(file, write=True) as con, transaction(con):
        begun = _releases.begin(con, audience, kind, place)
    try:
        yield
    except StoreError:  # it may be there, and not be on record otherwise
        raise
    except BaseException:  # a stop by hand too: what was there before is there still
        with suppress(StoreError):
            _drop(file, begun)
        raise
    _drop(file, begun)  # of one that was recorded under another name


def _drop(file: Place, begun: str) -> None:
    with opened(file, write=True) as con, transaction(con):
        _releases.drop(con, begun)
