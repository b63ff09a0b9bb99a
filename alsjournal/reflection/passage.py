"""`Passage`: where in a text something was found; and its way into codings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alsjournal.validate import conform, empty_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Passage", "codings_of"]


@dataclass(frozen=True)
class Passage:
    """A stretch of a text that shows a code; it holds offsets and no words.

    Parameters
    ----------
    start, end : int
        Code points of the text, the end not included.
    code : str
    confidence : float, default=1.0
        From 0 to 1; what it is worth stands in the model card.
    """

    start: int
    end: int
    code: str
    confidence: float = 1.0

    def of(self, text: str) -> str:
        """Return its words in the text that it was found in.

        Examples
        --------
        >>> Passage(3, 9, "agreed").of("We agreed.")
        'agreed'
        """
        return text[self.start : self.end]


def codings_of(
    ids: Sequence[str],
    found: Sequence[Sequence[Passage]],
    *,
    construct: str,
    coder: str,
) -> pd.DataFrame:
    """Return what was found in some texts as rows of the table ``codings``.

    Parameters
    ----------
    ids : sequence of str, length n
        The texts' ``reflection_id``.
    found : sequence of sequence of Passage, length n
    construct : str
        As "element".
    coder : str
        Who found it, as name and version: "elements/0.1.0".

    Returns
    -------
    pandas.DataFrame
        The same passage with the same code always has the same ``coding_id``.
    """
    import pandas as pd

    rows = [
        {
            "coding_id": _id(coder, own, passage),
            "reflection_id": own,
            "start": passage.start,
            "end": passage.end,
            "code": passage.code,
            "construct": construct,
            "coder": coder,
            "confidence": round(float(passage.confidence), 4),
        }
        for own, passages in zip(ids, found, strict=True)
        for passage in passages
    ]
    if not rows:
        return empty_frame("codings")
    return conform("codings", pd.DataFrame(rows))[0]


def _id(coder: str, reflection_id: str, passage: Passage) -> str:
    parts = (coder, reflection_id, passage.code, str(passage.start), str(passage.end))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
