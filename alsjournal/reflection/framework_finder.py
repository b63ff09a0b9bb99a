"""`FrameworkFinder`: finds the codes of a framework by their cues and examples.

A sentence shows a code if one of its cues is there and not negated; or if words that
hint at it are there and the sentence is like the code's examples; or if it is very
like them. What either says becomes one confidence, 1 - (1 - cues) (1 - likeness).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from alsjournal.errors import InputError
from alsjournal.reflection._matcher import matcher
from alsjournal.reflection._sentences import Read, sentences_of, text_of
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.framework_codes import (
    Framework,
    FrameworkCode,
    read_framework,
)
from alsjournal.reflection.passage import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Found", "FrameworkFinder", "checked_threshold"]


@dataclass(frozen=True)
class Found:
    """What one sentence shows of one code, before neighbours are joined.

    ``turned``: the words say the opposite of what the code usually means.
    """

    sentence: int
    code: str
    confidence: float
    turned: bool = False


class FrameworkFinder(Finder):
    """Finds the codes of a framework; a class of it names its construct and file.

    Parameters
    ----------
    codebook : str or pathlib.Path, optional
        A file of your own, see `alsjournal.reflection.framework_codes`; the one that
        comes with the class by default.
    threshold : float, default=0.5
        The confidence from which a sentence counts, over 0 and up to 1. A higher one
        finds less and errs less.
    """

    own_codebook: ClassVar[str]
    turns: ClassVar[bool] = False
    """Whether a negated cue shows the code with the opposite meaning, or not at all."""

    needs: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *, codebook: str | Path | None = None, threshold: float = 0.5
    ) -> None:
        self.codebook = codebook
        self.threshold: float | None = threshold

    @property
    def framework(self) -> Framework:
        """The codes with their definitions.

        Raises
        ------
        InputError
            If the codebook holds something that cannot be.
        SourceError
            If there is no such file.
        """
        if self.codebook is None:
            return _shipped(self.own_codebook)
        return read_framework(self.codebook)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that may be found, in the order to show."""
        return self.framework.names

    @property
    def titles(self) -> dict[str, str]:
        """What each code is called where people read it."""
        return {code.name: code.title for code in self.framework.codes}

    def read(self, doc: Doc) -> list[Passage]:
        """Return the passages of one parsed text, in order.

        Parameters
        ----------
        doc : spacy.tokens.Doc

        Returns
        -------
        list of Passage
            Whole sentences; neighbours with the same code are one passage.

        Raises
        ------
        InputError
            If the codebook or the threshold cannot be used.
        SourceError
            If there is no such codebook.
        """
        text, read = text_of(doc), sentences_of(doc)
        found = self._found(read)
        out = [self._passage(text, read, run) for run in _runs(found, self.codes)]
        return sorted(out, key=lambda p: (p.start, p.end))

    def _passage(self, text: str, read: Read, run: Sequence[Found]) -> Passage:
        start, end = read.whole(text, run[0].sentence, run[-1].sentence)
        return Passage(start, end, run[0].code, max(f.confidence for f in run))

    @property
    def _least(self) -> float:
        return checked_threshold(self.threshold)

    def _found(self, read: Read) -> list[Found]:
        least = self._least
        own = matcher(self.framework, turns=self.turns)
        found = []
        for i, shown in enumerate(own.strengths(read)):
            for j, (strength, turned) in shown.items():
                if strength >= least:
                    found.append(_as_code(i, own.framework.codes[j], strength, turned))
        return found


@lru_cache(maxsize=8)
def _shipped(name: str) -> Framework:
    return read_framework(Path(__file__).with_name(name))


def _as_code(
    sentence: int, code: FrameworkCode, strength: float, turned: bool
) -> Found:
    """Give the opposite of a code to the code that it belongs to, if there is one."""
    if turned and code.other:
        return Found(sentence, code.other, strength)
    return Found(sentence, code.name, strength, turned=turned)


def checked_threshold(threshold: object) -> float:
    """Return a threshold, or say what it must be."""
    number = isinstance(threshold, int | float) and not isinstance(threshold, bool)
    if not number or not 0 < threshold <= 1:  # type: ignore[operator]
        msg = "threshold must be a number over 0 and up to 1. Got something else."
        raise InputError(msg)
    return float(threshold)  # type: ignore[arg-type]


def _runs(found: Sequence[Found], codes: Sequence[str]) -> list[list[Found]]:
    """Return neighbouring sentences with the same code together."""
    runs: list[list[Found]] = []
    for code in codes:
        last = -2
        for one in sorted(
            (f for f in found if f.code == code), key=lambda f: f.sentence
        ):
            if one.sentence - last in (0, 1):
                runs[-1].append(one)
            else:
                runs.append([one])
            last = one.sentence
    return runs
