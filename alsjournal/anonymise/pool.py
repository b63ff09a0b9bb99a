"""Run the finders in several processes: the same spans, in the same order, sooner.

The children are plain processes that talk by pipes. So it works in notebooks and in
scripts without a guard of ``__main__``, no text goes through a file (as joblib's
shared memory would), and what a child is given stands in one place: no key.
"""

from __future__ import annotations

import json
import os
import queue
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from alsjournal._child import Child, Closing
from alsjournal.anonymise.chain import FINDERS
from alsjournal.anonymise.finders.entries import RosterEntry
from alsjournal.anonymise.key import KEY_ENV
from alsjournal.anonymise.reading import Finder
from alsjournal.anonymise.spans import Span
from alsjournal.errors import AlsjournalError, InputError

__all__ = ["Pool", "n_processes"]

_LARGE = 1_000_000
"""Characters from which several processes are worth their start (about 5 s each)."""
_OURS = "ALSJOURNAL_"
_AHEAD = 2
"""Lists of texts given to each process at most, so that memory stays small."""


def n_processes(
    n_jobs: int | None, characters: int, finders: Sequence[str | Finder] | None
) -> int:
    """Return how many processes are to read texts.

    Parameters
    ----------
    n_jobs : int or None
        As scikit-learn has it: -1 all cores, -2 all but one. None: all cores for
        a million characters or more, else one.
    characters : int
        Of all texts.
    finders : sequence of str or Finder or None
        Objects of the caller's own stay in the caller's process.

    Returns
    -------
    int

    Raises
    ------
    InputError
        If ``n_jobs`` is 0, or no whole number.

    Examples
    --------
    >>> n_processes(None, 1_000, None), n_processes(3, 1_000, None)
    (1, 3)
    """
    if n_jobs is not None and (type(n_jobs) is not int or n_jobs == 0):
        got = n_jobs if type(n_jobs) is int else f"a {type(n_jobs).__name__}"
        msg = f"n_jobs must be None or a whole number other than 0. Got {got}."
        raise InputError(msg)
    if not all(isinstance(f, str) for f in finders or ()):
        return 1
    if n_jobs is None:
        return _cores() if characters >= _LARGE else 1
    return n_jobs if n_jobs > 0 else max(1, _cores() + 1 + n_jobs)


class Pool(Closing):
    """Processes that run the finders, for as long as this is open.

    Parameters
    ----------
    n : int
        How many.
    finders : sequence of str or None
    gazetteer : str or pathlib.Path or None
    roster : sequence of RosterEntry
    patterns : mapping of str to str, optional
    key_env : str, default="ALSJOURNAL_KEY"
        The variable that holds the key: the children do not get it.

    Notes
    -----
    Each child takes about 600 MB, most of it the pipeline's table of words.
    """

    def __init__(
        self,
        n: int,
        *,
        finders: Sequence[str] | None,
        gazetteer: str | Path | None,
        roster: Sequence[RosterEntry],
        patterns: Mapping[str, str] | None = None,
        key_env: str = KEY_ENV,
    ) -> None:
        setting = {
            "finders": list(FINDERS if finders is None else finders),
            "gazetteer": None if gazetteer is None else str(Path(gazetteer).absolute()),
            "patterns": None if patterns is None else dict(patterns),
            "roster": [
                [e.name, e.aliases, e.person, e.organisation, e.code] for e in roster
            ],
        }
        self._n = n
        self._free: queue.SimpleQueue[_Finding] = queue.SimpleQueue()
        self._children: list[_Finding] = []
        self._threads = ThreadPoolExecutor(n)
        for _ in range(n):
            child = _Finding(setting, key_env)
            self._children.append(child)
            self._free.put(child)

    def __repr__(self) -> str:
        return f"Pool({self._n} processes)"

    def map(self, parts: Iterable[list[str]]) -> Iterator[list[list[Span]]]:
        """Yield the spans of each list of texts, in the order of the lists.

        Raises
        ------
        AlsjournalError
            If a process ends early.
        """
        running: deque[Future[list[list[Span]]]] = deque()
        for part in parts:
            running.append(self._threads.submit(self._find, part))
            if len(running) >= self._n * _AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

    def close(self) -> None:
        """End the processes."""
        for child in self._children:
            child.close()
        self._threads.shutdown(cancel_futures=True)

    def _find(self, part: list[str]) -> list[list[Span]]:
        child = self._free.get()
        try:
            return child.find(part)
        finally:
            self._free.put(child)


class _Finding:
    """One process that finds."""

    def __init__(self, setting: dict[str, Any], key_env: str) -> None:
        def hidden(name: str) -> bool:
            return name == key_env or name.startswith(_OURS)

        self._child = Child("anonymise.worker", hidden=hidden)
        with suppress(OSError):  # if it has ended early, the first answer says so
            self._child.say(json.dumps(setting))

    def find(self, texts: list[str]) -> list[list[Span]]:
        """Return the spans of each text."""
        if not texts:
            return []
        try:
            self._child.say(json.dumps(texts))
            answer = json.loads(self._child.answer() or b"null")
        except (OSError, ValueError):
            answer = None
        if answer is None:
            msg = (
                "A process that reads texts has ended early, perhaps for lack of "
                "memory. Nothing was kept. Use fewer: n_jobs=1."
            )
            raise AlsjournalError(msg)
        return [[Span(*one) for one in spans] for spans in answer]

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._child.close()


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
