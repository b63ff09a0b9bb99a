"""The one place that decides what the themes room may be given, and hands it out.

Texts come in batches, so that nothing needs to hold all of a journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.disclosure import permitted
from alsjournal.embed import checked_texts
from alsjournal.journal import Journal
from alsjournal.wording import in_english

__all__ = [
    "Batch",
    "allowed_of",
    "batch_of",
    "digests_of",
    "fingerprint",
    "reads_as_english",
    "texts_of",
]

_IDS = ("reflection_id", "set_id", "member")
BATCH = 2_000
"""Texts in a batch: enough for vector work, small in memory."""


@dataclass(frozen=True, repr=False)
class Batch:
    """Some texts in order, and what may be done with them.

    ``usable`` is False where the writer does not allow counts, where the text is
    empty, or where it is not in English: the vectors know no other language.
    ``members`` and ``sets`` are empty strings where there are none.
    """

    ids: list[str]
    texts: list[str]
    members: list[str]
    sets: list[str]
    usable: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)


def texts_of(X: object, *, size: int = BATCH) -> Iterator[Batch]:
    """Yield the texts of X in batches, checked.

    Parameters
    ----------
    X : Journal or sequence of str
    size : int, default=2000

    Yields
    ------
    Batch
        Every text once, in order. Those of a sequence are all usable unless empty;
        those of a journal, where the permission allows counts and the text is in
        English.

    Raises
    ------
    DisclosureError
        For a RawJournal.
    InputError
        For anything that is neither, or a sequence with something else than str in
        it; the message names the position.

    Examples
    --------
    >>> [batch.usable.tolist() for batch in texts_of(["One.", " "])]
    [[True, False]]
    """
    if isinstance(X, Journal):
        yield from _of_journal(X, size)
        return
    texts = checked_texts(X)
    for start in range(0, len(texts), size):
        part = texts[start : start + size]
        ids = [f"{start + i}" for i in range(len(part))]
        none = [""] * len(part)
        yield Batch(ids, part, none, none, _written(part))


def allowed_of(journal: Journal) -> npt.NDArray[np.bool_]:
    """Say of each text of a journal whether it may be counted and is in English.

    Permissions are looked up once: the ids of a million texts are small beside the
    texts.
    """
    with journal.reading():
        who = journal.table("reflections", [*_IDS, "language"])
        counted = permitted(journal, who, audience="research", use="counts")
    out: npt.NDArray[np.bool_] = (counted & reads_as_english(who["language"])).to_numpy(
        dtype=bool
    )
    return out


def batch_of(rows: pd.DataFrame, allowed: npt.NDArray[np.bool_]) -> Batch:
    """Return rows of a journal's reflections as a batch.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``reflection_id``, ``set_id``, ``member`` and ``text``.
    allowed : numpy.ndarray of bool
        One a row, from `allowed_of`.
    """
    texts = [str(t) for t in rows["text"]]
    return Batch(
        [str(i) for i in rows["reflection_id"]],
        texts,
        [str(m) for m in rows["member"].fillna("")],
        [str(s) for s in rows["set_id"].fillna("")],
        allowed & _written(texts),
    )


def _of_journal(journal: Journal, size: int) -> Iterator[Batch]:
    allowed, start = allowed_of(journal), 0
    for rows in journal.batches("reflections", [*_IDS, "text"], size=size):
        yield batch_of(rows, allowed[start : start + len(rows)])
        start += len(rows)


def reads_as_english(language: pd.Series[str]) -> pd.Series[bool]:
    """Say of each text whether it is in English, as far as is known.

    A text whose language nobody said counts as English. A translation is marked as
    such by what it is in, and from where: ``"en from cy"``.

    Examples
    --------
    >>> list(reads_as_english(pd.Series(["en-GB", "cy", None, "en from cy"])))
    [True, False, True, True]
    """
    english = [pd.isna(said) or in_english(said) for said in language]
    return pd.Series(english, index=language.index, dtype=bool)


def _written(texts: list[str]) -> npt.NDArray[np.bool_]:
    return np.asarray([bool(text.strip()) for text in texts], dtype=bool)


def digests_of(batch: Batch) -> bytes:
    """Return a digest of each text, one after the other."""
    each = (hashlib.sha256(t.encode("utf-8", "replace")).digest() for t in batch.texts)
    return b"".join(each)


def fingerprint(X: object) -> tuple[str, npt.NDArray[np.bool_]]:
    """Return a digest of all the texts together, and which may be used.

    The digest tells whether X is what a model was fitted on; no text can be had
    from it.
    """
    digest = hashlib.sha256()
    usable = [np.zeros(0, dtype=bool)]
    for batch in texts_of(X):
        usable.append(batch.usable)
        digest.update(digests_of(batch))
    return digest.hexdigest(), np.concatenate(usable)
