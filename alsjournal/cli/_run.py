"""What every verb shares: the console, exit codes, and errors in plain words.

Exit codes: 0 done; 1 something was refused, or quarantined beyond the limit;
2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NoReturn, ParamSpec, TypeVar

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from alsjournal.cli._console import PlainConsole
from alsjournal.errors import (
    AlsjournalError,
    DisclosureError,
    QuarantineLimitError,
    StoreError,
)

__all__ = [
    "INTERRUPTED",
    "Terminal",
    "fail",
    "out",
    "progress",
    "say",
    "stopped_as_by_hand",
    "verb",
]

P = ParamSpec("P")
R = TypeVar("R")

_REFUSED = (DisclosureError, QuarantineLimitError, StoreError)
INTERRUPTED = 130


def out() -> PlainConsole:
    """Console for results."""
    return PlainConsole()


def _err() -> PlainConsole:
    return PlainConsole(stderr=True)


def say(line: str) -> None:
    """Print a line of the result."""
    out().print(line)


def fail(message: str, code: int) -> NoReturn:
    """Print an error and leave."""
    _err().print(f"alsjournal: {message}")
    raise typer.Exit(code)


@contextmanager
def progress(words: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far a long step is; yields a function that takes how much is done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        *((TextColumn("left:"), TimeRemainingColumn()) if total else ()),
    )
    with Progress(*columns, console=_err(), transient=True) as bar:
        task = bar.add_task(words, total=total)

        def done(n: int) -> None:
            bar.update(task, completed=n)

        yield done


class Terminal:
    """Says on the terminal what a run does."""

    def say(self, line: str) -> None:
        """Print a line of the result."""
        say(line)

    def step(
        self, words: str, total: int | None = None
    ) -> AbstractContextManager[Callable[[int], None]]:
        """Show a bar."""
        return progress(words, total)


@contextmanager
def stopped_as_by_hand() -> Iterator[None]:
    """Whoever ends this process ends what it started, as Ctrl-C does."""

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what goes wrong in a verb into a sentence and an exit code."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except AlsjournalError as error:
            fail(str(error), 1 if isinstance(error, _REFUSED) else 2)
        except KeyboardInterrupt:
            fail("interrupted. What was there before is unchanged.", INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except Exception as error:  # noqa: BLE001 - a message may hold people's words
            fail(_unexpected(error), 1)

    return run


def _unexpected(error: BaseException) -> str:
    """Say where it happened, never what was being read."""
    kind = type(error).__name__
    if os.environ.get("ALSJOURNAL_DEBUG"):
        frames: list[Any] = traceback.extract_tb(error.__traceback__)
        where = "\n".join(f"  {f.filename}:{f.lineno} in {f.name}" for f in frames)
        return f"an error that should not happen ({kind}), at\n{where}"
    return (
        f"an error that should not happen ({kind}). Its message is withheld: it could "
        f"hold people's words. Set ALSJOURNAL_DEBUG=1 to see where it happened, and "
        f"report that."
    )
