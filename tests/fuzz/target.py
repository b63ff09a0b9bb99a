"""What a target is: a reader, sound files for it, and how they are spoilt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from tests.fuzz.bytes_of import spoilt

__all__ = ["Target", "TooLong"]


class TooLong(BaseException):
    """A case took longer than it may; nothing catches this by accident."""


@dataclass(frozen=True)
class Target:
    """A reader that either returns or raises an error of ours.

    Parameters
    ----------
    name : str
    made : callable
        Makes the sound files, as bytes.
    read : callable
        Reads a file that lies at a path.
    suffixes : tuple of str
        How the file may be called.
    spoil : callable
        Changes bytes.
    dies : bool, default=False
        Whether the product reads this in a child of its own, which may end by its
        limits: then `door` must say so in words.
    door : callable, optional
        The same through the public function; `read` where there is no other.
    seconds : float, default=10
        How long a case may take.
    """

    name: str
    made: Callable[[], list[bytes]]
    read: Callable[[Path], object]
    suffixes: tuple[str, ...]
    spoil: Callable[[Random, bytes, list[bytes]], bytes] = spoilt
    dies: bool = False
    door: Callable[[Path], object] | None = None
    seconds: float = 10.0

    @cached_property
    def seeds(self) -> list[bytes]:
        """The sound files."""
        return self.made()

    def case(self, seed: int, number: int) -> tuple[bytes, str]:
        """Return a case: its bytes, and how its file is called. The same for a number.

        The sound files come first.
        """
        if number < len(self.seeds):
            return self.seeds[number], self.suffixes[number % len(self.suffixes)]
        rng = Random(f"{self.name} {seed} {number}")
        at = rng.randrange(len(self.seeds))
        suffix = self.suffixes[at % len(self.suffixes)]
        if rng.random() < 0.01:
            suffix = rng.choice(self.suffixes)
        return self.spoil(rng, self.seeds[at], self.seeds), suffix
