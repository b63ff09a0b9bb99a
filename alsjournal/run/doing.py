"""Steps one by one: done where there is a reason to, and told."""

from __future__ import annotations

import time
from collections.abc import Callable

from alsjournal.run.steps import Step
from alsjournal.run.telling import Telling

__all__ = ["Doing"]


class Doing:
    """Does steps, or plans them, and keeps what became of each.

    Of steps that are passed over it says nothing until one is done: where none is, a
    sentence at the end is enough.

    Parameters
    ----------
    tell : Telling
    """

    def __init__(self, tell: Telling) -> None:
        self._tell = tell
        self._passed: list[str] = []
        self.steps: list[Step] = []
        self.n = 0  # how many there will be

    def plan(self, name: str, title: str, why: str) -> None:
        """Only say why a step is to be done."""
        self.steps.append(Step(name, title, why, done=False))

    def do(self, name: str, title: str, why: str, work: Callable[[], None]) -> None:
        """Do a step if there is a reason to."""
        begun = time.perf_counter()
        at = f"{len(self.steps) + 1} of {self.n}"
        if why:
            self._say_passed()
            self._tell.say(f"{at}. {title} ({why})")
            work()
        seconds = time.perf_counter() - begun
        step = Step(name, title, why, done=bool(why), seconds=seconds)
        self.steps.append(step)
        if not why:
            self._passed.append(f"{at}. {step}")
        if any(step.done for step in self.steps):
            self._say_passed()

    def _say_passed(self) -> None:
        for line in self._passed:
            self._tell.say(line)
        self._passed = []
