"""The steps of a run, and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsjournal.store import Release

__all__ = ["RunReport", "Step"]


@dataclass(frozen=True)
class Step:
    """A step of a run.

    Parameters
    ----------
    name : str
    title : str
        In words.
    why : str
        Why it was done, or is to be; empty: nothing it is made from has changed.
    done : bool
    seconds : float, default=0.0
    """

    name: str
    title: str
    why: str
    done: bool
    seconds: float = 0.0

    def __str__(self) -> str:
        if not self.why:
            return f"{self.title}: nothing has changed"
        if not self.done:
            return f"{self.title}: to do ({self.why})"
        return f"{self.title}: done in {self.seconds:,.1f} s ({self.why})"


@dataclass(frozen=True)
class RunReport:
    """What a run did.

    Parameters
    ----------
    steps : tuple of Step
    journal : pathlib.Path
    out : pathlib.Path
        The folder of tables and reports.
    outdated : tuple of Release, default=()
        Outputs on record that hold what they may not hold any more, and that this
        run does not make again.
    """

    steps: tuple[Step, ...]
    journal: Path
    out: Path
    outdated: tuple[Release, ...] = ()

    @property
    def did(self) -> tuple[Step, ...]:
        """The steps that were done."""
        return tuple(step for step in self.steps if step.done)

    @property
    def stale(self) -> tuple[Step, ...]:
        """The steps that are still to do."""
        return tuple(step for step in self.steps if step.why and not step.done)

    def __str__(self) -> str:
        return "\n".join(map(str, self.steps))
