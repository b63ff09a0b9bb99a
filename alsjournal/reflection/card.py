"""`ModelCard`: what a model is good for, and how far it agrees with whom."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from alsjournal._resources import resource_path
from alsjournal.errors import InputError, SourceError

__all__ = ["Figure", "ModelCard", "model_card"]

_TEXTS = ("title", "construct", "definition", "source", "how", "training", "licence")
_LISTS = ("failures", "not_for")


@dataclass(frozen=True)
class Figure:
    """One figure of a model card.

    Parameters
    ----------
    statistic : str
        As "kappa", "accuracy", "precision", "recall" or "F1".
    value : float
    n : int
        On how many ``unit``.
    unit : str
        As "sentences".
    data : str
        On what it was measured.
    code : str, default=""
        Of which code; of all together by default.
    low, high : float, optional
        The 95 % interval.
    cases : int, optional
        How many of the n have the code, by the reference.
    by : str, default="people"
        Who coded the reference: "people" or "language models"; "" where there was
        none.
    """

    statistic: str
    value: float
    n: int
    unit: str
    data: str
    code: str = ""
    low: float | None = None
    high: float | None = None
    cases: int | None = None
    by: str = "people"

    def __str__(self) -> str:
        """Say it in words.

        Examples
        --------
        >>> str(Figure("kappa", 0.553, 678, "sentences", "diaries", low=0.5, high=0.6))
        'kappa 0.55 (0.50 to 0.60), 678 sentences, diaries'
        """
        interval = ""
        if self.low is not None and self.high is not None:
            interval = f" ({self.low:.2f} to {self.high:.2f})"
        size = f"{self.n:,} {self.unit}"
        return f"{self.statistic} {self.value:.2f}{interval}, {size}, {self.data}"


@dataclass(frozen=True)
class ModelCard:
    """What a model of a construct is good for.

    Parameters
    ----------
    name : str
        Its folder among the models.
    title, construct, definition, source, how, training, licence : str
        ``source`` is where the definition comes from, ``how`` says in a sentence how
        it is found, ``training`` what it was learned or written from.
    figures : tuple of Figure
        The first is the one that charts and reports print.
    failures, not_for : tuple of str
        What it is known to get wrong, and what it must not be used for.
    least_kappa : float, optional
        The agreement with the reference under which only research sees it. None: a
        set and a programme see it with its figure beside it.
    """

    name: str
    title: str
    construct: str
    definition: str
    source: str
    how: str
    training: str
    licence: str
    figures: tuple[Figure, ...]
    failures: tuple[str, ...]
    not_for: tuple[str, ...]
    least_kappa: float | None = None

    @property
    def headline(self) -> Figure:
        """The figure to print beside what it found."""
        return self.figures[0]

    @property
    def agreement(self) -> str:
        """How far it agrees with whom, in a sentence for a chart or a report.

        Who coded the reference is said: where those were language models, nobody
        knows yet how far it agrees with people. Where the second figure is of the
        same kind, on other texts, it is said too.
        """
        kind = ("", self.headline.statistic)
        others = [f for f in self.figures[1:2] if (f.code, f.statistic) == kind]
        both = (self.headline, *others)
        if not self.headline.by:  # what is right was known, and nobody coded it
            return f"Found by machine; measured: {'; '.join(map(str, both))}."
        return f"Found by machine; agreement {'; '.join(map(_agreed, both))}."

    def of(self, code: str, statistic: str = "kappa") -> Figure | None:
        """Return a figure of one code, the first that there is; None for none."""
        own = (f for f in self.figures if (f.code, f.statistic) == (code, statistic))
        return next(own, None)

    def shown_beyond_research(self) -> bool:
        """Say whether a set or a programme may see what it found."""
        if self.least_kappa is None:
            return True
        kappa = self.headline
        return kappa.statistic == "kappa" and kappa.value >= self.least_kappa

    def to_markdown(self) -> str:
        """Return the page that lies beside the model, ``README.md``."""
        return _page(self)


def _agreed(figure: Figure) -> str:
    whom = figure.by
    if whom != "people":
        whom += "' coding" if whom.endswith("s") else "'s coding"
    return f"with {whom}: {figure}"


def model_card(name: str) -> ModelCard:
    """Return the card of a model that comes with the package.

    Parameters
    ----------
    name : str
        As "als-elements".

    Returns
    -------
    ModelCard

    Raises
    ------
    InputError
        If there is no such model.
    SourceError
        If its card cannot be read.

    Examples
    --------
    >>> model_card("als-nothing")
    Traceback (most recent call last):
    alsjournal.errors.InputError: name must be one of als-aims, ...
    """
    folder = resource_path("models")
    there = sorted(path.parent.name for path in folder.glob("*/card.json"))
    if not isinstance(name, str) or name not in there:
        msg = f"name must be one of {', '.join(there)}. Got another."
        raise InputError(msg)
    path = folder / name / "card.json"
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return _card(name, held)
    except (ValueError, TypeError, KeyError) as trouble:
        msg = f"The model card of {name} must be whole. Got one that is not."
        raise SourceError(msg) from trouble


def _card(name: str, held: Mapping[str, Any]) -> ModelCard:
    figures = tuple(Figure(**one) for one in held["figures"])
    if not figures:
        msg = "figures"
        raise KeyError(msg)
    texts = {key: str(held[key]) for key in _TEXTS}
    lists = {key: tuple(map(str, held[key])) for key in _LISTS}
    least = held.get("least_kappa")
    made: dict[str, Any] = {**texts, **lists}
    return ModelCard(name=name, figures=figures, least_kappa=least, **made)


def _page(card: ModelCard) -> str:
    lines = [f"# {card.name}: {card.title}", card.definition, ""]
    facts = {
        "construct": card.construct,
        "definition by": card.source,
        "how": card.how,
        "learned or written from": card.training,
        "licence": card.licence,
    }
    lines += ["| | |", "|---|---|", *(f"| {k} | {v} |" for k, v in facts.items())]
    lines += ["", "## How far it agrees, and with whom", *_figures(card.figures)]
    if card.least_kappa is not None:
        reached = "reached" if card.shown_beyond_research() else "not reached"
        said = f"Under a kappa of {card.least_kappa} only research sees it"
        lines += ["", f"{said}; that is {reached}."]
    lines += ["", "## What it gets wrong", *(f"- {one}" for one in card.failures)]
    lines += ["", "## What it is not for", *(f"- {one}" for one in card.not_for)]
    return "\n".join(lines) + "\n"


def _figures(figures: Sequence[Figure]) -> list[str]:
    head = ["measured on", "by", "code", "statistic", "value", "95 %", "n", "cases"]
    rows = [head, ["---"] * len(head)]
    for one in figures:
        low, high = one.low, one.high
        known = low is not None and high is not None
        interval = f"{low:.2f} to {cast('float', high):.2f}" if known else ""
        n, cases = f"{one.n:,} {one.unit}", one.cases
        own = [one.data, one.by, one.code or "all", one.statistic, f"{one.value:.2f}"]
        rows.append([*own, interval, n, "" if cases is None else f"{cases:,}"])
    return ["| " + " | ".join(row) + " |" for row in rows]
