"""`ConditionFinder`: what, by its writers, helps the work or stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from alsjournal.embed.vectors import Floats
from alsjournal.reflection._condition_file import shipped_heads
from alsjournal.reflection._condition_heads import rules_of
from alsjournal.reflection._matcher import matcher
from alsjournal.reflection._parse import parsed
from alsjournal.reflection._sentences import Read, sentences_of, text_of
from alsjournal.reflection.effects import effect_of, goes_on, settled
from alsjournal.reflection.framework_finder import (
    Found,
    FrameworkFinder,
    checked_threshold,
)
from alsjournal.reflection.passage import Passage, codings_of
from alsjournal.themes._code import joined
from alsjournal.themes._input import texts_of

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

__all__ = ["ConditionFinder", "ConditionPassage"]

_RULES = 0.5
"""The confidence from which rules count by themselves."""


@dataclass(frozen=True)
class ConditionPassage(Passage):
    """A passage that shows a condition, and what the condition does.

    Parameters
    ----------
    effect : {"helps", "hinders", "mixed"}, default="hinders"
    """

    effect: str = "hinders"


class ConditionFinder(FrameworkFinder):
    """Finds 18 conditions of work across organisations, and what each of them does.

    The conditions and their cues are in ``conditions.toml``. A logistic regression for
    each, learned from passages written for it and from coded ones (see its model
    card), reads the words of a sentence or of two neighbours, their vectors, and what
    the rules make of them; a passage's confidence is its probability. With a codebook
    of your own the rules alone decide.

    A condition that usually helps is marked as hindering where the words say so
    ("nobody may decide"), and the other way round.

    Parameters
    ----------
    codebook : str or pathlib.Path, optional
        A file of your own, see `alsjournal.reflection.framework_codes`.
    threshold : float, optional
        The confidence from which a sentence counts, over 0 and up to 1. By default
        each condition has its own, chosen to find much of it; with a codebook of your
        own it is 0.5.

    Examples
    --------
    >>> found = ConditionFinder().spans(["There was no backfill."])  # doctest: +SKIP
    >>> [(p.code, p.effect) for p in found[0]]  # doctest: +SKIP
    [('no-protected-time', 'hinders')]
    """

    construct: ClassVar[str] = "condition"
    name: ClassVar[str] = "als-conditions"
    own_codebook: ClassVar[str] = "conditions.toml"
    turns: ClassVar[bool] = True

    def __init__(
        self,
        *,
        codebook: str | Path | None = None,
        threshold: float | None = None,
    ) -> None:
        self.codebook = codebook
        self.threshold = threshold

    def effects(self, X: object) -> pd.DataFrame:
        """Return what is said to help or hinder, whatever it is, as codings.

        Besides the passages with a condition, those whose words say that something
        helped or hindered, without any of the conditions.

        Parameters
        ----------
        X : Journal or sequence of str

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``; ``code`` is "helps", "hinders" or
            "mixed".

        Raises
        ------
        InputError
            If X is neither.
        """
        frames = []
        for batch in texts_of(X):
            usable = [i for i, use in enumerate(batch.usable) if use]
            texts = [batch.texts[i] for i in usable]
            found = [self._effects(doc) for doc in parsed(texts, self.needs)]
            ids = [batch.ids[i] for i in usable]
            made = codings_of(
                ids, found, construct=self.construct, coder=f"{self.coder}/effects"
            )
            frames.append(made)
        return joined(frames)

    def _effects(self, doc: Doc) -> list[Passage]:
        text, read = text_of(doc), sentences_of(doc)
        marks: dict[int, tuple[str, float]] = {}
        for found in self._found(read):
            effect = self._effect(read, found)
            held = marks.get(found.sentence)
            if held and held[0] != effect:
                effect = "mixed"
            sure = max(found.confidence, held[1] if held else 0.0)
            marks[found.sentence] = (effect, sure)
        for i, words in enumerate(read.words):
            said = effect_of(words, read.keys[i])
            if i not in marks and said.said:
                sure = 0.5 if said.helps + said.hinders == 1 else 0.65
                if sure >= self._least:
                    marks[i] = (said.said, sure)
        return list(_joined(text, read, marks))

    @property
    def _least(self) -> float:
        return checked_threshold(_RULES if self.threshold is None else self.threshold)

    def _found(self, read: Read) -> list[Found]:
        if self.codebook is not None:
            return super()._found(read)
        least, heads = self._least, shipped_heads()
        seen = rules_of(read, matcher(self.framework, turns=self.turns))
        windows, sure = heads.proba(read, seen)
        wanted = heads.thresholds if self.threshold is None else np.float32(least)
        shown = (sure >= wanted) & ~self._opposed(sure)
        found = []
        for j in np.flatnonzero(shown.any(axis=0)):
            rows = np.flatnonzero(shown[:, j])
            for first, last, p in _alone([(*windows[k], sure[k, j]) for k in rows]):
                turned = bool(seen.turned[first : last + 1, j].any())
                found += [
                    Found(i, heads.codes[j], round(float(p), 4), turned=turned)
                    for i in range(first, last + 1)
                ]
        return found

    def _opposed(self, sure: Floats) -> npt.NDArray[np.bool_]:
        """Say where the opposite of a condition is the surer: both cannot be."""
        out = np.zeros(sure.shape, dtype=bool)
        for j, code in enumerate(self.framework.codes):
            if code.other:
                out[:, j] = sure[:, j] < sure[:, self.codes.index(code.other)]
        return out

    def _passage(self, text: str, read: Read, run: Sequence[Found]) -> Passage:
        plain = super()._passage(text, read, run)
        effects = {self._effect(read, one) for one in run}
        effect = effects.pop() if len(effects) == 1 else "mixed"
        return ConditionPassage(
            plain.start, plain.end, plain.code, plain.confidence, effect
        )

    def _effect(self, read: Read, found: Found) -> str:
        usual = self.framework[found.code].usual or "hinders"
        if found.turned:
            usual = "hinders" if usual == "helps" else "helps"
        i = found.sentence
        follows = i + 1 < len(read.words) and goes_on(read.words[i + 1])
        after = effect_of(read.words[i + 1], read.keys[i + 1]) if follows else None
        return settled(usual, effect_of(read.words[i], read.keys[i]), after)


def _alone(sure: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Leave out pairs of which one sentence shows the condition by itself."""
    single = {first for first, last, _ in sure if first == last}
    return [
        (first, last, p)
        for first, last, p in sure
        if first == last or not single & {first, last}
    ]


def _joined(
    text: str, read: Read, marks: dict[int, tuple[str, float]]
) -> Iterator[Passage]:
    """Yield neighbouring sentences with the same effect together."""
    start: int | None = None
    for i in sorted(marks):
        effect, sure = marks[i]
        if start is None:
            start, most = i, sure
        most = max(most, sure)
        if marks.get(i + 1, ("", 0))[0] != effect:
            span = read.whole(text, start, i)
            yield Passage(span.start, span.end, effect, most)
            start = None
