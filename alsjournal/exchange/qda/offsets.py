"""Places in a text, as programs count them, and what they are in code points.

The standard (REFI-QDA 1.5, section 10.2) counts code points and includes the last one.
Programs do otherwise: NVivo counts UTF-16 units and excludes the end, QualCoder code
points, Taguette and some scripts bytes of UTF-8; a line break of Windows is one or two;
the mark at the beginning of a file (BOM) counts or does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

__all__ = ["CONVENTIONS", "NAMED", "Convention", "Places", "line_breaks", "widths"]

Unit = Literal["code points", "UTF-16 units", "bytes"]
LineBreak = Literal["as in the file", "one", "two"]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Convention:
    """How a program counts places.

    Parameters
    ----------
    unit : {"code points", "UTF-16 units", "bytes"}, default="code points"
    inclusive : bool, default=False
        Whether the end is the place of the last character, and not the one after it.
    line_break : {"as in the file", "one", "two"}, default="as in the file"
        What a line break counts, whatever it is in the file.
    bom : bool, default=False
        Whether the mark at the beginning of the file counts.
    """

    unit: Unit = "code points"
    inclusive: bool = False
    line_break: LineBreak = "as in the file"
    bom: bool = False

    def __str__(self) -> str:
        said = [self.unit, f"end {'inclusive' if self.inclusive else 'exclusive'}"]
        if self.line_break != "as in the file":
            said.append(f"a line break counts {self.line_break}")
        if self.bom:
            said.append("the BOM counts")
        return ", ".join(said)


CONVENTIONS: tuple[Convention, ...] = tuple(
    Convention(unit, inclusive, line_break, bom)
    for bom in (False, True)
    for unit in get_args(Unit)
    for inclusive in (False, True)
    for line_break in get_args(LineBreak)
)
"""Every way of counting that is tried, the likeliest first."""

NAMED: dict[str, Convention] = {
    "exclusive": Convention(),
    "standard": Convention(inclusive=True),
    "nvivo": Convention("UTF-16 units"),
    "qualcoder": Convention(),
    "bytes": Convention("bytes"),
}
"""Ways of counting that a user can name."""


def widths(text: str, unit: Unit) -> Ints:
    r"""Return how much each code point of a text counts.

    Examples
    --------
    >>> widths("a\u00e9\U0001f600", "UTF-16 units").tolist()
    [1, 1, 2]
    >>> widths("a\u00e9\U0001f600", "bytes").tolist()
    [1, 2, 4]
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    out = np.ones(len(points), dtype=np.int64)
    if unit == "UTF-16 units":
        out += points > 0xFFFF
    elif unit == "bytes":
        out += (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    return out


def line_breaks(text: str) -> tuple[Ints, Ints]:
    """Return where the carriage returns of CRLF stand, and bare line feeds."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    feed = points == 0x0A
    before = np.zeros_like(feed)
    before[1:] = points[:-1] == 0x0D
    return np.flatnonzero(feed & before) - 1, np.flatnonzero(feed & ~before)


class Places:
    r"""The places of one text under one convention.

    Parameters
    ----------
    text : str
        As in the file, without its BOM.
    convention : Convention
    has_bom : bool, default=False
        Whether the file has one.

    Examples
    --------
    >>> Places("a\U0001f600b", Convention("UTF-16 units")).span(3, 4)
    (2, 3)
    >>> Places("a\U0001f600b", Convention("UTF-16 units")).span(2, 4) is None
    True
    """

    def __init__(
        self, text: str, convention: Convention, *, has_bom: bool = False
    ) -> None:
        each = widths(text, convention.unit)
        returns, bare = line_breaks(text)
        if convention.line_break == "one":
            each[returns] = 0
        elif convention.line_break == "two":
            each[bare] = 2
        bom = 3 if convention.unit == "bytes" else 1
        first = bom if convention.bom and has_bom else 0
        self._inclusive = convention.inclusive
        self._at = np.concatenate(([first], first + np.cumsum(each)))

    @classmethod
    def of_widths(cls, each: Ints) -> Places:
        """Return the places of a text of which it is known what each sign counts."""
        made = cls("", Convention())
        made._at = np.concatenate(([0], np.cumsum(each)))
        return made

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return a span in code points, its end exclusive.

        None where there is no such place: outside the text, within a character, or
        with nothing in it.
        """
        end += self._inclusive
        if not 0 <= start < end <= int(self._at[-1]):
            return None
        # Of several signs at one place the last: the others count nothing.
        first = int(np.searchsorted(self._at, start, side="right")) - 1
        last = int(np.searchsorted(self._at, end, side="left"))
        if self._at[first] != start or self._at[last] != end or first >= last:
            return None
        return first, last
