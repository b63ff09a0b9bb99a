"""`joint_display`: numbers beside words along a theory of change, for a person to read.

Nothing here decides whether the two agree: that column is empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.anonymise.unlinked import unlinked
from alsjournal.cleared import Claims, JointDisplay
from alsjournal.cycle._seen import only_for
from alsjournal.disclosure import Audience, audience_of, clear, policy_of
from alsjournal.evaluation._gather import Asked, Found
from alsjournal.evaluation._steps import Chosen, chosen_steps, steps_of
from alsjournal.evaluation.claims import contribution
from alsjournal.ingest.theory import Step
from alsjournal.ingest.theory_data import theory_of
from alsjournal.journal import Journal
from alsjournal.survey import survey_items
from alsjournal.trends import Coded, Coder, as_coded

__all__ = ["joint_display"]

_READ = (
    "Numbers stand beside words so that a person can say whether these confirm, expand "
    "or contradict each other, or whether there is no data (reading). Nothing is "
    "decided by the machine."
)
_SAID_AND_DONE = (
    "What people say that they did (survey) and what was heard back on (record) are "
    "two things: nobody can be followed from one to the other, and no figure is made "
    "of both. Where they differ, ask."
)
_ELSEWHERE = "Claims that name no step of this display: {n:,}. See the claims."
_LETTER = re.compile(r"\[colleague [A-Z]+(?:, [^\]]*)?\]")
"""The letters of the claims are not those of the quotes, which stand beside them."""
_TO_FILL = ("reading", "note", "read_by", "read_at")


def joint_display(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame | None,
    *,
    audience: str | Audience = "research",
    steps: Chosen | None = None,
    elements: pd.DataFrame | None = None,
    release: str | None = None,
) -> JointDisplay:
    """Lay out, step by step, what was counted beside what was written and recorded.

    Parameters
    ----------
    journal : Journal
        The whole one, where the survey belongs to a step.
    themes : ThemeModel, pandas.DataFrame or None
        A fitted model, or codings (those made by people too); None: without themes.
    audience : str or Audience, default="research"
        Research, a set, or the programme. Each cell holds what the function that
        counts it shows to that audience.
    steps : sequence of str or mapping, optional
        Only these steps of the theory, by id; or by id the indicators that belong
        there, as ``{"acting": ["survey:acted_between", "actions-heard-back"]}``, in
        the words of ``[[theory.steps]]``. By default the theory of ``programme.toml``;
        where there is none, each closed question of the survey is a row.
    elements : pandas.DataFrame, optional
        Codings of elements of reflection. By default the texts are read for them, if a
        step has such an indicator.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    JointDisplay
        A row a step. ``reading`` and what goes with it are empty: fill them in with
        `with_readings`.

    Raises
    ------
    DisclosureError
        For the public and for a member.
    InputError
        If ``themes``, ``audience`` or ``steps`` cannot be read.

    Notes
    -----
    A joint display brings numbers and words together in one table, and says of each
    row whether they confirm, expand or contradict each other (Guetterman, Fetters and
    Creswell 2015).

    Examples
    --------
    >>> rows = pd.DataFrame({"respondent": list("abc"), "wave": "end", "item": "acted"})
    >>> journal = Journal({"survey": rows.assign(answer=["yes", "no", "yes"])})
    >>> display = joint_display(journal, None)
    >>> display.to_frame()[["step", "survey", "reading"]].values.tolist()
    [['acted', 'acted (end): 2 of the 3 who answered', '']]
    """
    who = audience_of(journal, audience)
    only_for(who, ("set", "research", "programme"), "A joint display")
    coded = None if themes is None else as_coded(journal, themes)
    rows, notes = _spine(journal, who, steps)
    asked = Asked(journal, who, coded, elements, release)
    found = asked.find(one.kind for step in rows for one in step.indicators)
    claims = contribution(journal, audience=who, release=release)
    frame = pd.DataFrame(
        [_row(step, found, claims) for step in rows], columns=list(JointDisplay.COLUMNS)
    )
    known = frame["step"].tolist()
    elsewhere = int((~claims.to_frame()["step"].isin(known)).sum())
    said = [_READ, _SAID_AND_DONE, *notes]
    said += [_ELSEWHERE.format(n=elsewhere)] * bool(elsewhere)
    return clear(
        JointDisplay,
        frame.astype("str"),
        audience=who,
        policy=policy_of(journal),
        unit="steps",
        notes=tuple(dict.fromkeys((*said, *found.notes, *_of_claims(claims)))),
        provenance=_provenance(found),
    )


def _spine(
    journal: Journal, who: Audience, steps: Chosen | None
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    if isinstance(steps, Mapping):  # it says itself what belongs where
        return chosen_steps(theory_of(journal.provenance), steps), ()
    survey = None
    if not theory_of(journal.provenance) and "survey" in journal.tables():
        survey = survey_items(journal, audience=who)
    there, notes = steps_of(journal, survey)
    return chosen_steps(there, steps), notes


def _row(step: Step, found: Found, claims: Claims) -> dict[str, str | None]:
    frame = claims.to_frame()
    own = frame[frame["step"] == step.id]
    own = own.astype(object).where(own.notna(), None)
    lines = [_claim(row) for row in own.to_dict("records")]
    return {
        "step": step.id,
        "text": unlinked(step.text) or None,
        "assumptions": "\n".join(map(unlinked, step.assumptions)) or None,
        **found.cells(step),
        "claims": "\n".join(lines) or None,
        **dict.fromkeys(_TO_FILL, ""),
    }


def _claim(row: Mapping[Any, Any]) -> str:
    """Tell a claim, its strength as a judgement, and what speaks against it."""
    said = [str(row["text"] or "A claim.")]
    if row["strength"]:
        judge = f" by {row['judged_by']}" if row["judged_by"] else ""
        said.append(f"Judged{judge}: {row['strength']}.")
    if row["evidence_against"]:
        said.append(f"Against it: {row['evidence_against']}")
    if row["other_explanations"]:
        said.append(f"Or else: {row['other_explanations']}")
    if row["note"]:
        said.append(f"[{row['note']}]")
    return _LETTER.sub("[a colleague]", " ".join(said))


def _of_claims(claims: Claims) -> list[str]:
    """Return the notes on claims, without that on letters, which are not shown here."""
    return [note for note in claims.notes if not note.startswith("A letter ")]


def _provenance(found: Found) -> dict[str, object]:
    coder = found.summary.provenance.get("coder", "") if found.summary else ""
    about: dict[str, object] = {"alsjournal": __version__}
    return {**about, "coder": coder} if coder else about
