"""A console on which words are words: no mark-up, no emoji codes, no escape sequences.

What is printed may be what somebody wrote, or called a theme. A terminal obeys what
stands in a text after ESC or a C1 control, and turns the order of letters round where
a sign of Unicode says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.segment import Segment

__all__ = ["PlainConsole", "shown"]

_UNSHOWN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_KEPT = "\n\t"


def shown(text: str) -> str:
    r"""Return a text whose control characters can do nothing to a terminal.

    Examples
    --------
    >>> shown("a\x1b[2Jb\u202ec")
    'a·[2Jb·c'
    """
    if text.isprintable():
        return text
    return "".join(
        "·" if unicodedata.category(c) in _UNSHOWN and c not in _KEPT else c
        for c in text
    )


class PlainConsole(Console):
    """A console that prints every text as it is, less what a terminal would obey.

    Parameters
    ----------
    stderr : bool, default=False
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(
            stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False
        )

    def render(self, renderable: Any, options: Any = None) -> Iterable[Segment]:
        """Yield the segments of what is printed, their texts made harmless."""
        for segment in super().render(renderable, options):
            if segment.control:  # the console's own, as to clear a line of progress
                yield segment
            else:
                yield Segment(shown(segment.text), segment.style)
