"""Two wordings side by side, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

from alsjournal.cycle._cues import LIGHT

__all__ = ["Difference", "difference"]

Op = Literal["kept", "taken out", "added"]
Part = tuple[Op, str]

_WORD = re.compile(
    r"\[[^\[\]]*\]"  # what the anonymiser put there is one word
    r"|[£$€]?\d+(?:[.,:]\d+)*%?"
    r"|\w+(?:['\u2019\-]\w+)*"
    r"|[^\w\s]"
)
_MARKS: dict[Op, tuple[str, str]] = {
    "kept": ("", ""),
    "taken out": ("[-", "-]"),
    "added": ("{+", "+}"),
}


@dataclass(frozen=True)
class Difference:
    """What was kept, taken out and added between two wordings.

    Parameters
    ----------
    parts : tuple of (str, str)
        In reading order; of each the operation (*kept*, *taken out*, *added*) and
        the words, with the blanks that follow them.
    """

    parts: tuple[Part, ...]

    @property
    def before(self) -> str:
        """The earlier wording; blanks between words that stayed are the later one's."""
        return "".join(text for op, text in self.parts if op != "added")

    @property
    def after(self) -> str:
        """The later wording, without blanks round it."""
        return "".join(text for op, text in self.parts if op != "taken out")

    @property
    def marked(self) -> str:
        """One string, marked as GNU wdiff does: ``[-taken out-]``, ``{+added+}``."""
        out = []
        for op, text in self.parts:
            left, right = _MARKS[op]
            words = text.rstrip()
            out.append(f"{left}{words}{right}{text[len(words) :] or ' '}")
        return re.sub(r" (?=[,.;:!?])", "", " ".join("".join(out).split()))

    def words(self, op: Op) -> int:
        """Count the words of one kind; signs between them are none."""
        return sum(
            bool(re.search(r"\w", word))
            for kind, text in self.parts
            if kind == op
            for word in _WORD.findall(text)
        )


def difference(before: str, after: str) -> Difference:
    """Compare two wordings, word by word.

    Parameters
    ----------
    before, after : str
        Blanks round them do not count.

    Returns
    -------
    Difference
        Applying it to ``before`` gives ``after``: that is its property ``after``.

    Notes
    -----
    Words are matched by `difflib.SequenceMatcher` (the longest common runs, after
    Ratcliff and Obershelp 1988), with capitals as they are. Where all that both have
    between changed words is a sign or a word as "of", it is not told as kept: it would
    tear the change apart.

    Examples
    --------
    >>> found = difference("Fewer trips to hospital.", "Fewer nights in hospital.")
    >>> found.marked
    'Fewer [-trips to-] {+nights in+} hospital.'
    >>> found.words("kept"), found.words("added")
    (2, 2)
    """
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(
        None, [w.rstrip() for w in old], [w.rstrip() for w in new], autojunk=False
    )
    return Difference(tuple(_merged(_parts(matcher.get_opcodes(), old, new))))


def _words(text: str) -> list[str]:
    """Split a text into words and signs, each with the blanks after it."""
    text = text.strip()
    starts = [found.start() for found in _WORD.finditer(text)]
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


def _carries(word: str) -> bool:
    """Whether a word says something by itself."""
    return bool(re.search(r"\w", word)) and word.strip().lower() not in LIGHT


def _parts(
    codes: Sequence[tuple[str, int, int, int, int]], old: list[str], new: list[str]
) -> Iterator[Part]:
    for i, (tag, a, b, c, d) in enumerate(codes):
        inside = 0 < i < len(codes) - 1
        if tag == "equal" and (not inside or any(map(_carries, new[c:d]))):
            yield "kept", "".join(new[c:d])
            continue
        yield "taken out", "".join(old[a:b])
        yield "added", "".join(new[c:d])


def _merged(parts: Iterable[Part]) -> Iterator[Part]:
    """Put changes that follow each other together: first what went, then what came."""
    for kept, run in groupby(parts, key=lambda part: part[0] == "kept"):
        found = list(run)
        kinds: tuple[Op, ...] = ("kept",) if kept else ("taken out", "added")
        for kind in kinds:
            text = "".join(words for op, words in found if op == kind)
            if text:
                yield kind, text
