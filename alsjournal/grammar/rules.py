"""Parts of speech and lemmas by spaCy's rules, each kind of word looked at once.

The rules are the pipeline's own (``attribute_ruler`` and ``lemmatizer`` of spaCy 3.8),
and so are their results. spaCy tries all rules at each word of each text. Here words
that the rules cannot tell apart are one kind: a kind is a tag, a relation, and the word
itself only where a rule names it, so that what is remembered of kinds from one call to
the next holds no word of a text but those that the rules name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alsjournal.tok2vec import distinct

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Rules", "are_plain"]

Kind = tuple[int, int, int, int]
"""The word if a rule names it, else 0; its tag; its relation; whether it is space."""
Whole = NDArray[np.uint64]

_KNOWN = frozenset(["LOWER", "TAG", "DEP", "IS_SPACE"])
_SET = ["TAG", "DEP", "POS", "MORPH", "LEMMA"]
_MOST = 20_000
"""Kinds that are remembered; texts in English have some thousands."""


def are_plain(nlp: Language) -> bool:
    """Say whether a pipeline's rules are of the form that `Rules` reads."""
    from spacy.lang.en.lemmatizer import EnglishLemmatizer

    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    ruler: Any = nlp.get_pipe("attribute_ruler")
    return (
        type(lemmatizer) is EnglishLemmatizer
        and lemmatizer.mode == "rule"
        and not lemmatizer.overwrite
        and all(
            set(spec) <= _KNOWN and _is_plain(spec.get("LOWER", ""))
            for rule in ruler.patterns
            for pattern in rule["patterns"]
            for spec in pattern
        )
    )


def _is_plain(said: Any) -> bool:
    return isinstance(said, str) or set(said) <= {"IN", "REGEX"}


class Rules:
    """The rules of a pipeline, ready to be asked for all words of some texts.

    Parameters
    ----------
    nlp : spacy.language.Language
        One for which `are_plain`.
    """

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher

        self._vocab: Any = nlp.vocab
        self._lemmatizer = _lemmatizer_of(nlp)
        ruler: Any = nlp.get_pipe("attribute_ruler")
        self._attributes: Any = ruler.attrs
        self._single: Any = Matcher(nlp.vocab)
        self._part: Any = Matcher(nlp.vocab)
        self._long: list[tuple[int, int, list[int]]] = []
        words: set[str] = set()
        self._shapes: list[re.Pattern[str]] = []
        n_parts = 0
        for i, rule in enumerate(ruler.patterns):
            for pattern in rule["patterns"]:
                for spec in pattern:
                    self._name(spec.get("LOWER", {}), words)
                if len(pattern) == 1:
                    self._single.add(str(i), [pattern])
                    continue
                parts = list(range(n_parts, n_parts + len(pattern)))
                for part, spec in zip(parts, pattern, strict=True):
                    self._part.add(str(part), [[spec]])
                at = rule["index"] % len(pattern)
                self._long.append((i, at, parts))
                n_parts += len(pattern)
        hashes = sorted(self._vocab.strings.add(word) for word in words)
        self._named = np.array(hashes, dtype=np.uint64)
        self._n_parts = n_parts
        self._of_kind: dict[Kind, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._made: dict[tuple[Kind, tuple[int, ...]], tuple[int, ...]] = {}

    def _name(self, said: Any, words: set[str]) -> None:
        if isinstance(said, str):
            words.add(said)
            return
        words.update(said.get("IN", ()))
        if "REGEX" in said:
            self._shapes.append(re.compile(said["REGEX"]))

    def apply(self, docs: Sequence[Doc]) -> None:
        """Set parts of speech, morphology and lemmas of parsed texts.

        Parameters
        ----------
        docs : sequence of spacy.tokens.Doc
            With tags and relations, of the vocabulary of the pipeline.
        """
        read: Any = ["LOWER", "TAG", "DEP", "IS_SPACE", "ORTH"]
        every = [doc.to_array(read).astype(np.uint64) for doc in docs if len(doc)]
        if not every:
            return
        rows: Whole = np.concatenate(every)
        ends = np.cumsum([len(own) for own in every])
        made: Any = self._ruled(rows, ends)
        changed = (made[:, :2] != rows[:, 1:3]).any(axis=1)
        self._add_lemmas(rows[:, 4], made)
        for doc, end in zip((d for d in docs if len(d)), ends.tolist(), strict=True):
            own = slice(end - len(doc), end)
            if changed[own].any():  # white space: other tags and relations
                doc.from_array(["TAG", "DEP"], made[own, :2])
            doc.from_array(["POS", "MORPH", "LEMMA"], made[own, 2:])

    def _ruled(self, rows: Whole, ends: NDArray[np.intp]) -> Whole:
        """Return tag, relation, part of speech, morphology and lemma of each word."""
        keys = rows[:, :4].copy()
        keys[~np.isin(keys[:, 0], self._names_in(keys[:, 0])), 0] = 0
        first, place = distinct(keys)
        kinds: list[Kind] = [tuple(key) for key in keys[first].tolist()]
        self._learn(kinds, rows[first, 4])
        made = np.array([self._result(kind, ()) for kind in kinds], dtype=np.uint64)
        out: Whole = made[place]
        for i, more in self._of_several(kinds, place, ends):
            out[i] = self._result(kinds[place[i]], more)
        return out

    def _names_in(self, lower: Whole) -> Whole:
        """Return the words that rules name, and those here that are of their shape."""
        text = self._vocab.strings
        shaped = [
            word
            for word in np.unique(lower).tolist()
            if any(shape.search(text[word]) for shape in self._shapes)
        ]
        return np.concatenate([self._named, np.array(shaped, dtype=np.uint64)])

    def _learn(self, kinds: Sequence[Kind], orth: Whole) -> None:
        """Ask the matchers of which rules kinds not met before are."""
        if len(self._of_kind) > _MOST:
            self._of_kind.clear()
            self._made.clear()
        new = [i for i, kind in enumerate(kinds) if kind not in self._of_kind]
        if not new:
            return
        doc = self._doc([int(orth[i]) for i in new])
        tags: Any = np.array([kinds[i][1:3] for i in new], dtype=np.uint64)
        doc.from_array(["TAG", "DEP"], tags)
        told = [self._numbers(matcher, doc) for matcher in (self._single, self._part)]
        for n, i in enumerate(new):
            self._of_kind[kinds[i]] = told[0][n], told[1][n]

    def _numbers(self, matcher: Any, doc: Any) -> list[tuple[int, ...]]:
        found: list[set[int]] = [set() for _ in doc]
        for name, start, _ in matcher(doc, allow_missing=True):
            found[start].add(int(self._vocab.strings[name]))
        return [tuple(sorted(own)) for own in found]

    def _result(self, kind: Kind, more: tuple[int, ...]) -> tuple[int, ...]:
        """Return what the rules of a kind, and some more, set one after another."""
        made = self._made.get((kind, more))
        if made is None:
            from spacy.tokens._retokenize import set_token_attrs

            doc = self._doc([kind[0] or self._vocab.strings.add("x")])
            tags: Any = np.array([kind[1:3]], dtype=np.uint64)
            doc.from_array(["TAG", "DEP"], tags)
            for i in sorted({*self._of_kind[kind][0], *more}):
                set_token_attrs(doc[0], self._attributes[i])
            made = tuple(doc.to_array(_SET)[0].astype(np.uint64).tolist())
            self._made[kind, more] = made
        return made

    def _of_several(
        self, kinds: Sequence[Kind], place: Any, ends: NDArray[np.intp]
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the words that rules over several words set, and those rules."""
        fits = np.zeros((len(kinds), self._n_parts), dtype=bool)
        for row, kind in enumerate(kinds):
            fits[row, list(self._of_kind[kind][1])] = True
        text = np.searchsorted(ends, np.arange(len(place)), side="right")
        found: dict[int, set[int]] = {}
        for i, at, parts in self._long:
            size = len(place) - len(parts) + 1
            if size < 1:
                continue
            here = text[:size] == text[len(parts) - 1 :]
            for k, part in enumerate(parts):
                here &= fits[place[k : k + size], part]
            for start in np.flatnonzero(here).tolist():
                found.setdefault(start + at, set()).add(i)
        for word, more in found.items():
            yield word, tuple(sorted(more))

    def _add_lemmas(self, orth: Whole, made: Whole) -> None:
        """Lemmatise each distinct word that no rule gave a lemma."""
        bare = np.flatnonzero(made[:, 4] == 0)
        first, place = distinct(np.column_stack([orth[bare], made[bare, 2:4]]))
        if not len(first):
            return
        doc = self._doc(orth[bare[first]].tolist())
        doc.from_array(["POS", "MORPH"], made[bare[first], 2:4])
        lemmas = [self._lemmatizer.lemmatize(token)[0] for token in doc]
        self._lemmatizer.cache.clear()  # it would keep words beyond the texts
        add = self._vocab.strings.add
        hashes = np.array([add(lemma) for lemma in lemmas], dtype=np.uint64)
        made[bare, 4] = hashes[place]

    def _doc(self, orths: Sequence[int]) -> Any:
        from spacy.tokens import Doc

        return Doc(self._vocab, words=[self._vocab.strings[orth] for orth in orths])


def _lemmatizer_of(nlp: Language) -> Any:
    """Return a pipeline's lemmatizer, with sets where it looks through lists."""
    from spacy.lang.en.lemmatizer import EnglishLemmatizer
    from spacy.lookups import Lookups

    own: Any = nlp.get_pipe("lemmatizer")
    lookups = Lookups()
    for name in own.lookups.tables:
        table: Any = dict(own.lookups.get_table(name))
        if name == "lemma_index":
            table = {pos: frozenset(forms) for pos, forms in table.items()}
        lookups.add_table(name, table)
    made = EnglishLemmatizer(nlp.vocab, None, mode="rule")
    made.initialize(lookups=lookups)
    return made
