"""`survey_answers`: how many gave each answer in the survey."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import SurveyAnswers
from alsjournal.disclosure import Audience, clear, wilson
from alsjournal.journal import Journal
from alsjournal.survey.cells import Cell, cells_of
from alsjournal.survey.given import OTHER, Given, read_given
from alsjournal.survey.protect import may_see
from alsjournal.survey.words import HELD, held_notes, question_of

__all__ = ["survey_answers"]


def survey_answers(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    by: Sequence[str] | None = (),
    items: Sequence[str] | None = None,
) -> SurveyAnswers:
    """Count how many gave each answer, for every closed question and wave.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience, default="research"
        As in `survey_items`.
    by : sequence of {"set_id"}, default=()
        All together, or by set.
    items : sequence of str, optional
        Only these questions; all closed ones by default.

    Returns
    -------
    SurveyAnswers
        A row for each answer of the scale, in its order, also where nobody gave it,
        and one for all answers that are not on it.

    Raises
    ------
    DisclosureError, InputError
        As `survey_items`.

    Notes
    -----
    Shares are of those who answered, with Wilson's 95 % interval (Wilson 1927). Where
    one person may give several answers they add up to more than one.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"respondent": list("abc"), "wave": "end", "item": "met"})
    >>> rows["answer"] = ["met", "surpassed", "met"]
    >>> table = survey_answers(Journal({"survey": rows})).to_frame()
    >>> dict(zip(table["answer"], table["shown"]))
    {'not met': '0 of 3', 'met': '2 of 3', 'surpassed': '1 of 3'}
    """
    who, policy, groups = may_see(journal, audience, by)
    given = read_given(journal, items=items)
    cells = list(cells_of(given, who, policy, groups))
    rows = [row for cell in cells for row in _rows(cell, given)]
    frame = pd.DataFrame(rows, columns=list(SurveyAnswers.COLUMNS))
    for column in ("n", "answered", "place"):
        frame[column] = frame[column].astype("Int64")
    frame[["share", "low", "high"]] = wilson(frame["n"], frame["answered"])
    several = [q.item for q in given.questions.values() if q.scale.several]
    notes = given.notes
    if several:
        notes += (f"One person may give several answers: {', '.join(several)}.",)
    return clear(
        SurveyAnswers,
        frame,
        audience=who,
        policy=policy,
        by=groups,
        unit="respondents",
        notes=(*notes, *held_notes(cells)),
        provenance={"alsjournal": __version__},
    )


def _rows(cell: Cell, given: Given) -> list[dict[str, object]]:
    about: dict[str, object] = {
        "item": cell.question.item,
        "wave": cell.wave,
        "set_id": cell.set_id,
        "question": question_of(cell, given),
    }
    if cell.held:
        return [{**about, "shown": cell.held}]
    said = [value for values in cell.own["values"] for value in values]
    answers = [*cell.question.scale.answers, *([OTHER] if OTHER in said else [])]
    return [
        {
            **about,
            "place": place,
            "answer": answer,
            "n": said.count(answer),
            "answered": cell.answered,
            "shown": HELD.format(said.count(answer), cell.answered),
        }
        for place, answer in enumerate(answers, 1)
    ]
