"""`coding_pairs`: how often the codes of two coders met, and in which texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.cleared import CodePairs
from alsjournal.coders._who import Read
from alsjournal.coders.measure import Compared, Options, compared, figures_of, which
from alsjournal.coders.result import Agreement
from alsjournal.disclosure import Audience, clear, policy_named, policy_of
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["MOST_CODES", "Pairs", "coding_pairs"]

Meeting = tuple[str | None, str | None, npt.NDArray[np.bool_]]
"""What the first gave, what the second gave, and in which units."""

MOST_CODES = 40
"""Codes that can be laid out against each other."""

_FIGURES = ("kappa", "kappa_low", "kappa_high", "n_units", "n_texts", "warning")
_INSTRUMENT = (
    "A machine against a person: that is the error of an instrument, with the person's "
    "reading as the measure."
)
_PEOPLE = (
    "Two people who differ have read something differently: neither is the measure. "
    "Read these places together."
)


@dataclass(frozen=True, repr=False)
class Pairs:
    """Counts, figures, and what only an analyst's own Python knows: which texts.

    Parameters
    ----------
    table : CodePairs
    agreement : Agreement
    differ : pandas.DataFrame
        Where the two differ: ``reflection_id``, ``code_a``, ``code_b``, ``units``.
    """

    table: CodePairs
    agreement: Agreement
    differ: pd.DataFrame

    def __repr__(self) -> str:
        return f"Pairs({len(self.table)} pairs of codes)"


def coding_pairs(
    source: Journal | pd.DataFrame,
    *,
    unit: Literal["text", "sentence", "passage", "character"],
    coders: Sequence[str] | None = None,
    construct: str = "theme",
    codes: Collection[str] | None = None,
    same: Mapping[str, str] | None = None,
    read: Read = None,
    labels: Literal["several", "one"] = "several",
    uncoded: Literal["none", "unread"] = "none",
    approach: str | None = None,
    n_bootstraps: int = 1_000,
    random_state: int = 0,
) -> Pairs:
    """Count how often the codes of two coders met.

    Parameters are those of `agreement`, and so are its rules: two people are compared
    only where the approach that was declared expects them to code alike.

    Returns
    -------
    Pairs
        ``table`` has, with ``labels="one"``, a row for each two codes that met, and
        with ``"several"`` three a code: both gave it, only the first, only the second.

    Raises
    ------
    InputError
        As `agreement`; also if the coders are not two, or ``labels="one"`` and there
        are more than 40 codes.

    Examples
    --------
    >>> texts = [f"r{i}" for i in range(12)]
    >>> ann = pd.DataFrame({"reflection_id": texts[:6], "code": "cover"})
    >>> ben = pd.DataFrame({"reflection_id": texts[1:6], "code": "cover"})
    >>> both = pd.concat([ann.assign(coder="ann"), ben.assign(coder="ben")])
    >>> found = coding_pairs(both, unit="text", read=texts, approach="codebook")
    >>> found.table.to_frame()["units"].tolist(), found.differ["reflection_id"].tolist()
    ([5, 1, 0], ['r0'])
    """
    found = compared(
        source,
        Options(unit, labels, uncoded, n_bootstraps, random_state),
        coders=coders,
        construct=construct,
        codes=codes,
        same=same,
        read=read,
        approach=approach,
    )
    if len(found.coders) != 2:
        msg = (
            f"coders must be two, whose codes are laid side by side. Got "
            f"{len(found.coders)}: {', '.join(found.coders)}."
        )
        raise InputError(msg)
    if labels == "one" and len(found.codes) > MOST_CODES:
        msg = (
            f"With labels='one' at most {MOST_CODES} codes can be laid out. Got "
            f"{len(found.codes):,}; choose some with codes=."
        )
        raise InputError(msg)
    figures = figures_of(found)
    rows, differ = [], []
    frame = figures.to_frame().set_index("code")
    names = {"coder_a": found.coders[0], "coder_b": found.coders[1]}
    for first, second, at in _meetings(found):
        weight = np.where(at, found.units.weight, 0)
        row: dict[str, Any] = {"code_a": first, "code_b": second}
        row |= {"units": int(weight.sum())}
        if first is not None and first == second:
            row |= {key: frame.loc[first, key] for key in _FIGURES}
        elif first != second:
            differ.append(_texts(found, weight).assign(code_a=first, code_b=second))
        rows.append(names | {"kind": frame["kind"].iloc[0]} | row)
    columns = ["reflection_id", "code_a", "code_b", "units"]
    return Pairs(
        _cleared(source, pd.DataFrame(rows), found, figures),
        figures,
        pd.concat([pd.DataFrame(columns=columns), *(d for d in differ if len(d))])[
            columns
        ].reset_index(drop=True),
    )


def _cleared(
    source: object, rows: pd.DataFrame, found: Compared, figures: Agreement
) -> CodePairs:
    whole = {name: "Int64" for name in ("units", "n_units", "n_texts") if name in rows}
    kind = str(rows["kind"].iloc[0])
    said = {"machine with person": (_INSTRUMENT,), "person with person": (_PEOPLE,)}
    journal = isinstance(source, Journal)
    return clear(
        CodePairs,
        rows.astype(whole),
        audience=Audience.research(),
        policy=policy_of(source) if journal else policy_named("default"),  # type: ignore[arg-type]
        unit=f"{found.options.unit}s",
        notes=(*said.get(kind, ()), *figures.sentences(), *found.notes),
        provenance=dict(figures.provenance) | {"construct": found.construct},
    )


def _meetings(found: Compared) -> Iterator[Meeting]:
    has = found.had()
    if found.options.labels == "one":
        yield from _of_one(which(has), found.codes)
        return
    for k, code in enumerate(found.codes):
        first, second = has[:, :, k]
        both_read = (first >= 0) & (second >= 0)
        yield code, code, both_read & (first == 1) & (second == 1)
        yield code, None, both_read & (first == 1) & (second != 1)
        yield None, code, both_read & (first != 1) & (second == 1)


def _of_one(given: npt.NDArray[np.int64], codes: Sequence[str]) -> Iterator[Meeting]:
    """Yield the pairs that were met, and each code with itself."""
    first, second = given
    read = (first >= 0) & (second >= 0)
    met = set(zip(first[read].tolist(), second[read].tolist(), strict=True))
    names = (None, *codes)
    for i, j in sorted(met | {(k, k) for k in range(1, len(names))}):
        yield names[i], names[j], read & (first == i) & (second == j)


def _texts(found: Compared, weight: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return the texts in which units have a weight, and how much."""
    counts = np.bincount(found.units.text, weight, len(found.units.ids)).astype(int)
    at = np.flatnonzero(counts)
    ids = [found.units.ids[i] for i in at]
    return pd.DataFrame({"reflection_id": ids, "units": counts[at]})
