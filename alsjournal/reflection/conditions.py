"""`ConditionFinder`: what, by its writers, helps the work or stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from alsjournal.reflection._parse import parsed
from alsjournal.reflection._sentences import Read, sentences_of
from alsjournal.reflection.effects import effect_of, goes_on, settled
from alsjournal.reflection.framework_finder import Found, FrameworkFinder
from alsjournal.reflection.passage import Passage, codings_of
from alsjournal.themes._code import joined
from alsjournal.themes._input import texts_of

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

__all__ = ["ConditionFinder", "ConditionPassage"]


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

    The conditions and their cues are in ``conditions.toml``. A condition that usually
    helps is marked as hindering where the words say so ("nobody may decide"), and the
    other way round.

    Parameters
    ----------
    codebook : str or pathlib.Path, optional
        A file of your own, see `alsjournal.reflection.framework_codes`.
    threshold : float, default=0.5
        The confidence from which a sentence counts, over 0 and up to 1.

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
        text, read = doc.text, sentences_of(doc)
        marks: dict[int, tuple[str, float]] = {}
        for found in self._found(read):
            effect = self._effect(read, found)
            held = marks.get(found.sentence)
            if held and held[0] != effect:
                effect = "mixed"
            sure = max(found.confidence, held[1] if held else 0.0)
            marks[found.sentence] = (effect, sure)
        for i, words in enumerate(read.words):
            said = effect_of(words)
            if i not in marks and said.said:
                sure = 0.5 if said.helps + said.hinders == 1 else 0.65
                if sure >= self.threshold:
                    marks[i] = (said.said, sure)
        return list(_joined(text, read, marks))

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
        after = effect_of(read.words[i + 1]) if follows else None
        return settled(usual, effect_of(read.words[i]), after)


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
