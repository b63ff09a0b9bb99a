"""`returned_questions`: which questions of a set may be earlier ones, asked again."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.cleared import ReturnedQuestions
from alsjournal.cycle._seen import made_by, only_for, rendered, with_words
from alsjournal.cycle._words import Words, stems
from alsjournal.disclosure import Audience, audience_of, clear, permitted, policy_of
from alsjournal.embed import SpacyEmbedder
from alsjournal.journal import Journal

__all__ = ["pairs_of", "returned_questions"]

Floats = npt.NDArray[np.float64]

_SHOWN = 5
_SHARED, _ROUND, _OTHER = 1.0, 0.3, 0.1
_SELF = re.compile(r"(?i)\b(?:i|we|us|our|my|me|ours|mine|ourselves)\b")
_REACH = 20  # characters within which "we who provide" is said of us

_GUESS = (
    "These are candidates of a machine, by likeness: whether a question came back is "
    "for a person to say. Most are others that only sound alike."
)
_NONE = (
    "No question of a later session that an earlier one may have been asked otherwise. "
    "They come from the record of the sessions (questions), not from reflections."
)


def returned_questions(
    journal: Journal, *, audience: str | Audience, release: str | None = None
) -> ReturnedQuestions:
    """Offer pairs of questions of which the later may be the earlier, asked again.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience
        A set, which has its own questions, or research.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    ReturnedQuestions
        Up to five of each set, the likeliest first; a later question with the
        earlier one that is likest to it. Who asked is never said.

    Raises
    ------
    DisclosureError
        For other audiences.
    InputError
        If the audience cannot be read.

    Notes
    -----
    The score adds the likeness in meaning (`SpacyEmbedder`, the mean of the set's
    questions taken off), the weighted share of words in common, whether it is turned
    round (whoever had been asked asks, whoever asked is asked, or a word that both
    have is said of others in one and of us in the other), and whether anybody else
    asks or is asked. Who presents the issue is taken for who is asked. Pairs in
    which nothing of this changed are left out. Words are shown, and compared, if who
    asked allows quotes.

    Examples
    --------
    >>> from alsjournal import load_sample, Anonymiser, returned_questions
    >>> journal = Anonymiser().fit_transform(load_sample())  # doctest: +SKIP
    >>> returned_questions(journal, audience="set:D").unit  # doctest: +SKIP
    'questions'
    """
    who = audience_of(journal, audience)
    only_for(who, ("set", "research"), "Questions that came back")
    rows = with_words(journal, "questions", who)
    needed = ["set_id", "session", "said"]
    rows = rows[rows[needed].notna().all(axis=1)].assign(text=rows["said"])
    wrote = journal.table("reflections", ["reflection_id", "set_id", "member", "text"])
    wrote = wrote[permitted(journal, wrote, audience=who, use="counts")]
    turns = journal.table("turns", ["set_id", "session", "issue_id", "presenter"])
    pairs = pairs_of(rows, turns, wrote)
    best = pairs.drop_duplicates(["set_id", "question_id"])
    best = best.groupby("set_id", sort=True).head(_SHOWN).reset_index(drop=True)
    both = pd.concat([best["text_before"], best["text"]], ignore_index=True)
    words, named = rendered(
        journal, pd.DataFrame({"theme": "", "said": both}), who, release
    )
    n = len(best)
    return clear(
        ReturnedQuestions,
        best.assign(
            place=best.groupby("set_id").cumcount() + 1,
            text_before=words.iloc[:n].array,
            text=words.iloc[n:].array,
            likeness=best["likeness"].round(2),
        ),
        audience=who,
        policy=policy_of(journal),
        unit="questions",
        notes=(_GUESS, *named) if n else (_NONE,),
        provenance=made_by(),
    )


def pairs_of(
    questions: pd.DataFrame, turns: pd.DataFrame, texts: pd.DataFrame
) -> pd.DataFrame:
    """Return all pairs of a set's questions that may be one, the likeliest first.

    Parameters
    ----------
    questions : pandas.DataFrame
        ``question_id``, ``set_id``, ``session``, ``issue_id``, ``asked_by``, ``text``.
    turns : pandas.DataFrame
        ``set_id``, ``session``, ``issue_id``, ``presenter``: who is asked.
    texts : pandas.DataFrame
        ``set_id`` and ``text``: they say which words are common in the set.

    Returns
    -------
    pandas.DataFrame
        ``set_id``, ``question_before``, ``session_before``, ``text_before``,
        ``question_id``, ``session``, ``text``, ``how``, ``likeness``.
    """
    asked = turns.dropna().drop_duplicates(["set_id", "session", "issue_id"])
    rows = questions.merge(asked, on=["set_id", "session", "issue_id"], how="left")
    found: list[dict[str, object]] = []
    for set_id, own in rows.groupby("set_id", sort=True):
        written = texts.loc[texts["set_id"] == set_id, "text"].dropna()
        found += _of_set(own.reset_index(drop=True), Words([*written, *own["text"]]))
    out = pd.DataFrame(found, columns=_COLUMNS)
    return out.sort_values(["set_id", "likeness"], ascending=[True, False])


_COLUMNS = [
    *("set_id", "question_before", "session_before", "text_before"),
    *("question_id", "session", "text", "how", "likeness"),
]


def _of_set(rows: pd.DataFrame, words: Words) -> list[dict[str, object]]:
    vectors = np.asarray(SpacyEmbedder().fit_transform(list(rows["text"])), dtype=float)
    near = _unit(vectors - vectors.mean(axis=0))
    likeness = near @ near.T
    records = rows.to_dict("records")
    found = []
    for i, old in enumerate(records):
        for j, new in enumerate(records):
            if not new["session"] > old["session"]:
                continue
            turned, other = _turned(old, new), _other(old, new)
            if not (turned or other):
                continue
            ways = (old["text"], new["text"]), (new["text"], old["text"])
            shared = sum(words.share(*way) for way in ways) / 2
            score = likeness[i, j] + _SHARED * shared + _ROUND * turned + _OTHER * other
            found.append(
                {
                    "set_id": old["set_id"],
                    "question_before": old["question_id"],
                    "session_before": old["session"],
                    "text_before": old["text"],
                    "question_id": new["question_id"],
                    "session": new["session"],
                    "text": new["text"],
                    "how": "turned round" if turned else "in another round",
                    "likeness": float(score),
                }
            )
    return found


def _turned(old: dict[Any, Any], new: dict[Any, Any]) -> bool:
    """Whether who asked and who is asked, or of whom a word is said, changed places."""
    if _same(old["presenter"], new["asked_by"]) or _same(
        old["asked_by"], new["presenter"]
    ):
        return True
    return any(
        _of_us(old["text"], stem) != _of_us(new["text"], stem)
        for stem in stems(old["text"]) & stems(new["text"])
    )


def _other(old: dict[Any, Any], new: dict[Any, Any]) -> bool:
    pairs = [(old[name], new[name]) for name in ("asked_by", "presenter")]
    return any(isinstance(a, str) and isinstance(b, str) and a != b for a, b in pairs)


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and one == other


def _of_us(text: str, stem: str) -> bool:
    """Whether a word is said of us, as in "those of us who provide".

    Examples
    --------
    >>> _of_us("What can we who provide do?", "provid"), _of_us("Providers", "provid")
    (True, False)
    """
    at = text.lower().find(stem.lower())
    return at >= 0 and _SELF.search(text[max(0, at - _REACH) : at]) is not None


def _unit(x: Floats) -> Floats:
    out: Floats = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)
    return out
