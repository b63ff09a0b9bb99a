"""`survey_items`: by how many of those who answered each thing was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from alsjournal._version import __version__
from alsjournal.cleared import SurveyItems
from alsjournal.disclosure import Audience, Policy, clear, wilson
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.survey.cells import Cell, cells_of
from alsjournal.survey.followed import Earlier, followed
from alsjournal.survey.given import Given, read_given
from alsjournal.survey.protect import may_see
from alsjournal.survey.words import HELD, ceiling_of, notes_of, question_of, said_by

__all__ = ["survey_items"]

_COUNTS = ("n", "answered", "invited", "left_out", "unknown", "pairs", "up", "down")
_FLOATS = ("change", "change_low", "change_high", "p", "q")


def survey_items(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    by: Sequence[str] | None = (),
    items: Sequence[str] | None = None,
    counts_as: Mapping[str, Sequence[str]] | None = None,
    since: str | None = None,
) -> SurveyItems:
    """Say by how many of those who answered each closed question was answered yes.

    What people say that they did ("took action between sessions") is what they say. It
    is never joined with what the set's record shows of actions and reports back: put
    the two side by side, and where they differ, ask.

    Parameters
    ----------
    journal : Journal
        The whole one: what may be shown of a set hangs on the others.
    audience : str or Audience, default="research"
        All of the programme together is shown exactly to research, to a set and to the
        programme, and to the public where the programme says so
        (``[disclosure] survey_public = true``); beyond research from 5 answers on, or
        what the policy asks where that is more.
    by : sequence of {"set_id"}, default=()
        All together, or by set: for research, and for a set itself, where five or more
        of the set answered and no smaller remainder can be worked out.
    items : sequence of str, optional
        Only these questions; all closed ones by default.
    counts_as : mapping of str to sequence of str, optional
        Which answers count as yes, by item, as ``{"expectations": ["surpassed"]}``. By
        default what programme.toml says, else the upper end of a known scale.
    since : str, optional
        The wave that later ones are compared with; by default the first that asked.

    Returns
    -------
    SurveyItems
        A row for each question, wave and set.

    Raises
    ------
    DisclosureError
        If the audience may not see it so, or a question is answered in free text.
    InputError
        If there is no such question, wave or answer.

    Notes
    -----
    An empty answer is a question left out, and not counted in ``answered``. One that is
    not on the scale is counted there, is no yes, and is told as a number.

    The interval of a share is Wilson's (1927). A change is *paired* where five or more
    people can be followed by their codes: McNemar's exact test (1947) and Newcombe's
    interval for pairs (1998b, method 10). Beyond research those who cannot be followed
    must be nobody, or as many, too. Else it is *unpaired*: the difference of two shares
    with Newcombe's interval for independent ones (1998a, method 10), as if nobody had
    answered twice. ``q`` is Benjamini and Hochberg's (1995), over the table.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"respondent": list("abc"), "wave": "end", "item": "acted"})
    >>> rows["answer"] = ["yes", "no", "Yes"]
    >>> journal = Journal({"survey": rows}, provenance={"invited": {"end": 5}})
    >>> survey_items(journal).to_frame()["in_words"].item()
    '2 of the 3 who answered (of 5 invited)'
    """
    who, policy, groups = may_see(journal, audience, by)
    given = read_given(journal, items=items, counts_as=counts_as)
    if since is not None and since not in given.waves:
        msg = f"since must be a wave: {', '.join(given.waves) or 'none'}. Got another."
        raise InputError(msg)
    return _cleared(given, who, policy, groups, since)


def _cleared(
    given: Given, who: Audience, policy: Policy, by: tuple[str, ...], since: str | None
) -> SurveyItems:
    cells = list(cells_of(given, who, policy, by))
    earlier = followed(given, cells, who, policy, since)
    rows = [_row(cell, given, was) for cell, was in zip(cells, earlier, strict=True)]
    frame = pd.DataFrame(rows, columns=list(SurveyItems.COLUMNS))
    for column in _COUNTS:
        frame[column] = frame[column].astype("Int64")
    for column in _FLOATS:
        frame[column] = frame[column].astype("Float64")
    frame["q"] = _corrected(frame["p"])
    frame[["share", "low", "high"]] = wilson(frame["n"], frame["answered"])
    return clear(
        SurveyItems,
        frame,
        audience=who,
        policy=policy,
        by=by,
        unit="respondents",
        notes=notes_of(given, cells, frame["basis"]),
        provenance={"alsjournal": __version__},
    )


def _row(cell: Cell, given: Given, was: Earlier) -> dict[str, object]:
    about: dict[str, object] = {
        "item": cell.question.item,
        "wave": cell.wave,
        "set_id": cell.set_id,
        "question": question_of(cell, given),
        "counts_as": ", ".join(cell.question.scale.yes) or None,
    }
    invited = None if cell.set_id is not None else given.invited.get(cell.wave)
    about["invited"] = invited
    if cell.held:
        return {**about, "shown": cell.held, "in_words": cell.held}
    answered = cell.answered
    about["answered"] = answered
    about["unknown"] = int(cell.own["other"].sum())
    if cell.set_id is None:
        about["left_out"] = given.taken[cell.wave] - answered
    if not answered or not cell.question.scale.yes:
        said = f"{answered:,} answered" if answered else "nobody answered"
        return {**about, "shown": said, "in_words": said}
    n = int(cell.own["yes"].sum())
    return {
        **about,
        "n": n,
        "shown": HELD.format(n, answered),
        "in_words": said_by(n, answered, invited),
        "ceiling": ceiling_of(cell, was.cell),
        **was.told(),
    }


def _corrected(p: pd.Series[float]) -> pd.Series[float]:
    """Return the p-values corrected for how many there are."""
    from statsmodels.stats.multitest import multipletests  # slow to import

    out = p.copy()
    known = p.notna()
    if known.any():
        values = p[known].to_numpy(dtype=float)
        out[known] = np.asarray(multipletests(values, method="fdr_bh")[1], dtype=float)
    return out
