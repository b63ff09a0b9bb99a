"""How a project is written for the program that is to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from alsjournal.exchange.qda.offsets import Ints, Unit, line_breaks, widths

__all__ = ["PROFILES", "Profile", "ProfileName", "plain"]

ProfileName = Literal["standard", "nvivo", "qualcoder"]


def plain(text: str) -> str:
    """Return a text with line feeds as its only line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Profile:
    """How texts are written and places in them counted; the end is always exclusive.

    Parameters
    ----------
    name : str
    unit : {"code points", "UTF-16 units", "bytes"}, default="code points"
    windows : bool, default=False
        Whether files have a BOM and line breaks of Windows, which count two.
    """

    name: str
    unit: Unit = "code points"
    windows: bool = False

    def file(self, text: str) -> bytes:
        """Return a text as its file holds it."""
        if not self.windows:
            return plain(text).encode("utf-8", "replace")
        return plain(text).replace("\n", "\r\n").encode("utf-8-sig", "replace")

    def places(self, text: str) -> Ints:
        r"""Return what each place of a text (in code points) is in its file.

        Examples
        --------
        >>> PROFILES["standard"].places("a\r\nb").tolist()
        [0, 1, 1, 2, 3]
        >>> PROFILES["nvivo"].places("\U0001f600\nb").tolist()
        [0, 2, 4, 5]
        """
        each = widths(text, self.unit)
        returns, _ = line_breaks(text)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        each[(points == 0x0A) | (points == 0x0D)] = 2 if self.windows else 1
        each[returns] = 0
        return np.concatenate(([0], np.cumsum(each)))


PROFILES: dict[str, Profile] = {
    "standard": Profile("standard"),
    "nvivo": Profile("nvivo", "UTF-16 units", windows=True),
    "qualcoder": Profile("qualcoder"),
}
"""By the name of the program; ``standard`` for all others."""
