"""What is closed after use, and a process of ours that is asked line by line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Self, cast

import alsjournal._version as _here

__all__ = ["Child", "Closing"]


class Closing:
    """What is closed at the end of its ``with``, whatever happened in it."""

    def close(self) -> None:
        """Let go of what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()


class Child(Closing):
    """A process that runs a module of this package, as it was imported here.

    Parameters
    ----------
    *command : str
        The module, without ``alsjournal.``, and what it is told.
    hidden : callable
        Whether a variable, by its name, is kept from the child. By default none is.
    """

    def __init__(
        self, *command: str, hidden: Callable[[str], bool] = lambda _: False
    ) -> None:
        env = {name: said for name, said in os.environ.items() if not hidden(name)}
        home = str(Path(_here.__file__).parents[1])
        search = os.pathsep.join(filter(None, (home, env.get("PYTHONPATH"))))
        # One thread: more would only stand in line, and reserve memory, which is
        # limited where files are unfolded.
        env |= {"PYTHONPATH": search, "OMP_NUM_THREADS": "1"}
        module, *told = command
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", f"alsjournal.{module}", *told],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
        )
        self._questions = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    def say(self, line: str) -> None:
        """Write a line.

        Raises
        ------
        OSError
            If the process has ended.
        """
        self._questions.write(line.encode() + b"\n")
        self._questions.flush()

    def answer(self, most: int = -1) -> bytes:
        """Return the next line, up to so many bytes; empty if it has ended."""
        return self._answers.readline(most)

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._questions, self._answers):
            with suppress(OSError, ValueError):
                pipe.close()
