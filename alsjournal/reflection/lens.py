"""`LensFinder`: whether a matter is reported as hardship, seen as crisis or unlocked.

A hardship that is told plainly is no crisis framing: the first says what was lost, the
second how it is seen. The three codes are found apart, and a passage may have two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from alsjournal.reflection._sentences import Read
from alsjournal.reflection.cues import Cue, compiled
from alsjournal.reflection.framework_codes import Framework
from alsjournal.reflection.framework_finder import Found, FrameworkFinder
from alsjournal.reflection.passage import Passage

__all__ = ["TRAPPED", "LensFinder", "LensPassage"]

TRAPPED = ("buildings-and-services", "processes", "attitudes", "potential")
"""In what something of worth is held: the four kinds of V. Iles, Unlocking
Commissioning, 2012."""


@dataclass(frozen=True)
class LensPassage(Passage):
    """A passage with a lens; of one with unlocking, in what something is trapped.

    Parameters
    ----------
    trapped : str, default=""
        One of `TRAPPED`; none where the passage does not say that anything is
        trapped, or in what.
    """

    trapped: str = ""


class LensFinder(FrameworkFinder):
    """Finds hardship that is reported, and frames of crisis and of unlocking.

    For people who look at all of a programme: the model card says how far it agrees
    with a careful reading, and under which agreement it is for research alone.

    Parameters
    ----------
    codebook : str or pathlib.Path, optional
        A file of your own, see `alsjournal.reflection.framework_codes`.
    threshold : float, default=0.5
        The confidence from which a sentence counts, over 0 and up to 1.

    Examples
    --------
    >>> text = "We have lost two of our five nurses."
    >>> [p.code for p in LensFinder().spans([text])[0]]  # doctest: +SKIP
    ['hardship']
    """

    construct: ClassVar[str] = "lens"
    name: ClassVar[str] = "als-lens"
    own_codebook: ClassVar[str] = "lens.toml"

    def _passage(self, text: str, read: Read, run: Sequence[Found]) -> Passage:
        plain = super()._passage(text, read, run)
        trapped = ""
        if plain.code == "unlocking":
            words = "".join(read.words[one.sentence] for one in run)
            trapped = _trapped(self.framework, words)
        return LensPassage(
            plain.start, plain.end, plain.code, plain.confidence, trapped
        )


def _trapped(framework: Framework, words: str) -> str:
    held, kinds = _lists(framework)
    if held is None or held.find(words) is None:
        return ""
    counts = {kind: len(cue.parts[0].findall(words)) for kind, cue in kinds.items()}
    most = max(counts, key=lambda kind: counts[kind], default="")
    return most if most and counts[most] else ""


@lru_cache(maxsize=16)
def _lists(framework: Framework) -> tuple[Cue | None, dict[str, Cue]]:
    words = framework.words
    held = compiled("@trapped", words) if "trapped" in words else None
    kinds = {kind: compiled(f"@{kind}", words) for kind in TRAPPED if kind in words}
    return held, kinds
