"""How long work says what it does: on a screen, in a notebook, not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

__all__ = ["Notebook", "Quiet", "Telling"]


class Telling(Protocol):
    """Where a run says what it does."""

    def say(self, line: str) -> None:
        """Say a line that stays."""

    def step(
        self, words: str, total: int | None = None
    ) -> AbstractContextManager[Callable[[int], None]]:
        """Show how far a step is; its value takes how much of ``total`` is done."""


class Quiet:
    """Says nothing."""

    def say(self, line: str) -> None:
        """Say nothing."""

    @contextmanager
    def step(
        self,
        words: str,  # noqa: ARG002
        total: int | None = None,  # noqa: ARG002
    ) -> Iterator[Callable[[int], None]]:
        """Show nothing."""
        yield lambda _: None


class Notebook(Quiet):
    """Bars of tqdm: widgets in a notebook, lines elsewhere."""

    @contextmanager
    def step(
        self, words: str, total: int | None = None
    ) -> Iterator[Callable[[int], None]]:
        """Show a bar."""
        from tqdm.auto import tqdm  # type: ignore[import-untyped]

        with tqdm(total=total, desc=words, leave=False) as bar:
            yield lambda n: bar.update(n - bar.n)
