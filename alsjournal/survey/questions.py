"""Which questions are closed, what their answers are, and which count as yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from alsjournal.errors import InputError
from alsjournal.ingest.survey_settings import ItemSettings, SurveySettings
from alsjournal.survey.scales import KNOWN, Scale, known_scale, on_known, plain
from alsjournal.wording import SURVEY

__all__ = ["Question", "counting", "parts_of", "read_question"]

SHARED = 3
"""People who must have given an answer before it is a choice, where none is declared.

The same number as for a word of a theme: what fewer wrote may be anybody's own words.
"""

LONGEST = 60
"""Letters of an answer that can still be a choice."""

_OPEN = frozenset(item.item for item in SURVEY if not item.closed)


@dataclass(frozen=True)
class Question:
    """A closed question.

    Parameters
    ----------
    item : str
    scale : Scale
    declared : str, default=""
        Its wording, where programme.toml has one.
    """

    item: str
    scale: Scale
    declared: str = ""


def read_question(
    item: str, rows: pd.DataFrame, settings: SurveySettings
) -> Question | None:
    """Return how a question is to be read; nothing if it is answered in free text.

    Parameters
    ----------
    item : str
    rows : pandas.DataFrame
        Its ``respondent`` and ``answer``, of all waves; none of them empty.
    settings : SurveySettings

    Returns
    -------
    Question or None
    """
    said = settings.items.get(item)
    given = [plain(answer) for answer in rows["answer"]]
    if said is not None and said.scale:
        scale: Scale | None = _declared(said, given)
    elif item in _OPEN:
        scale = None
    else:  # what nobody answered is closed too
        scale = known_scale(given) or (_choices(rows) if given else KNOWN[0])
    if scale is None:
        return None
    question = Question(item, scale, said.question if said is not None else "")
    if said is not None and said.yes:
        question = counting(question, said.yes)
    return question


def _declared(said: ItemSettings, given: Sequence[str]) -> Scale:
    """Return the scale that programme.toml has for a question."""
    names = {plain(answer) for answer in said.scale}
    several = said.several
    if several is None:  # a form joins the choices of one person by semicolons
        joined = (set(parts_of(a, names)) for a in given if a not in names)
        several = any(len(parts & names) > 1 for parts in joined)
    alike = known_scale([plain(answer) for answer in said.scale])
    yes = [a for a in said.scale if alike and on_known(plain(a)) in alike.yes]
    return Scale(said.scale, said.yes or tuple(yes), several=several)


def counting(question: Question, yes: Sequence[str]) -> Question:
    """Let other answers count as yes."""
    by_plain = {plain(answer): answer for answer in question.scale.answers}
    found = [by_plain.get(on_known(plain(a)), by_plain.get(plain(a))) for a in yes]
    if not found or None in found:
        msg = (
            f"What counts as yes at {question.item!r} must be of its answers: "
            f"{', '.join(question.scale.answers)}. Got another, or none. Declare "
            f"[survey.items.{question.item}] scale = [...] if it has others."
        )
        raise InputError(msg)
    kept = tuple(a for a in question.scale.answers if a in set(found))
    return replace(question, scale=replace(question.scale, yes=kept))


def _choices(rows: pd.DataFrame) -> Scale | None:
    """Return the choices that a question seems to have, if several people share them.

    Half of what was answered must be such, else it is people's own words.
    """
    given = [[p for p in answer.split(";") if plain(p)] for answer in rows["answer"]]
    spelt: dict[str, Counter[str]] = {}
    people: dict[str, set[str]] = {}
    for who, parts in zip(rows["respondent"], given, strict=True):
        for key, part in {plain(part): part.strip() for part in parts}.items():
            spelt.setdefault(key, Counter())[part] += 1
            people.setdefault(key, set()).add(who)
    shared = {k: c for k, c in spelt.items() if len(people[k]) >= SHARED}
    on = sum(all(plain(p) in shared for p in parts) for parts in given)
    if not shared or on * 2 < len(given) or max(map(len, shared)) > LONGEST:
        return None
    often = sorted(shared, key=lambda key: (-shared[key].total(), key))
    names = tuple(shared[key].most_common(1)[0][0] for key in often)
    several = any(len(parts) > 1 for parts in given)
    return Scale(names, (), several=several)


def parts_of(answer: str, names: Collection[str]) -> list[str]:
    """Return the choices that one answer joins: by commas only if all are known."""
    for mark in (";", ","):
        parts = [part for part in map(plain, answer.split(mark)) if part]
        if len(parts) > 1 and (mark == ";" or set(parts) <= set(names)):
            return parts
    return [plain(answer)]
