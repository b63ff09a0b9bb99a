"""The rows of a joint display: steps of a theory, or questions of a survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alsjournal.cleared import SurveyItems
from alsjournal.errors import InputError
from alsjournal.ingest.headers import nearest
from alsjournal.ingest.theory import Indicator, Step, read_indicators
from alsjournal.ingest.theory_data import theory_of
from alsjournal.journal import Journal

__all__ = ["NO_THEORY", "Chosen", "chosen_steps", "steps_of"]

NO_THEORY = (
    "programme.toml has no [[theory.steps]]: the rows are the questions of the survey, "
    "and nothing says which theme or outcome belongs beside which. steps= can say it."
)

Chosen = Sequence[str] | Mapping[str, Sequence[str]]
"""Which steps, or which indicators belong to which."""


def steps_of(
    journal: Journal, survey: SurveyItems | None
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the theory's steps, or the closed questions where there is none.

    Parameters
    ----------
    journal : Journal
    survey : SurveyItems or None

    Returns
    -------
    steps : tuple of Step
    notes : tuple of str
    """
    steps = theory_of(journal.provenance)
    if steps:
        return steps, ()
    if survey is None:
        return (), (NO_THEORY,)
    asked = survey.to_frame().drop_duplicates("item", keep="last")
    asked = asked[["item", "question"]].astype(object)
    asked = asked.where(asked.notna(), "")
    items = tuple(
        Step(str(item), str(question), (), (Indicator("survey", str(item)),))
        for item, question in asked.itertuples(index=False, name=None)
    )
    return items, (NO_THEORY,)


def chosen_steps(steps: tuple[Step, ...], chosen: Chosen | None) -> tuple[Step, ...]:
    """Return the steps that are asked for.

    Parameters
    ----------
    steps : tuple of Step
    chosen : sequence of str, mapping or None
        Ids, in order; or by id the indicators that belong there, also of steps that
        the theory does not have.

    Raises
    ------
    InputError
        If there is no such step, or it is neither.
    ConfigError
        If an indicator is of another syntax than in ``programme.toml``.

    Examples
    --------
    >>> (step,) = chosen_steps((), {"asking": ["theme:asking", "attendance"]})
    >>> [one.said for one in step.indicators]
    ['theme:asking', 'attendance']
    """
    if chosen is None:
        return steps
    known = {step.id: step for step in steps}
    if isinstance(chosen, Mapping):
        return tuple(_own(known, str(i), said) for i, said in chosen.items())
    if isinstance(chosen, str) or not all(isinstance(i, str) for i in chosen):
        msg = (
            "steps must be a list of ids, or say by id which indicators belong there, "
            "as {'acting': ['survey:acted']}. Got something else."
        )
        raise InputError(msg)
    for name in chosen:
        if name not in known:
            msg = (
                f"steps must name steps: {', '.join(known) or 'there are none'}. Got "
                f"{name!r}. {nearest(name, known)}".rstrip()
            )
            raise InputError(msg)
    return tuple(known[name] for name in dict.fromkeys(chosen))


def _own(known: Mapping[str, Step], name: str, said: Any) -> Step:
    step = known.get(name, Step(name, ""))
    listed = [said] if isinstance(said, str) else said
    indicators = read_indicators(f"steps= {name}", listed)
    return Step(step.id, step.text, step.assumptions, indicators)
