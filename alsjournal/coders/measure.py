"""How far coders agree, by code and over all: the unit is declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from alsjournal.coders._figures import Answers
from alsjournal.coders._material import material_of
from alsjournal.coders._rows import OVERALL, Resampling, row_of
from alsjournal.coders._units import UNITS, Units, cut
from alsjournal.coders._who import (
    Read,
    check_offered,
    coders_of,
    is_machine,
    kind_of,
    read_of,
)
from alsjournal.coders.result import Agreement
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["Compared", "Options", "agreement", "compared", "figures_of", "which"]

_BEST_ONLY = (
    "A theme model marks the passage that speaks most for a theme, not every one: on "
    "units finer than a text it misses others by its making. unit='text' is fairer."
)
_UNREAD = (
    "Units without a code from every coder are left out: whether coders agree on what "
    "to code at all is not measured."
)


@dataclass(frozen=True)
class Options:
    """What was asked for; see `agreement`."""

    unit: str
    labels: str
    uncoded: str
    n_bootstraps: int
    random_state: int

    def check(self) -> None:
        """Refuse what cannot be."""
        for name, got, allowed in (
            ("unit", self.unit, UNITS),
            ("labels", self.labels, ("several", "one")),
            ("uncoded", self.uncoded, ("none", "unread")),
        ):
            if got not in allowed:
                msg = f"{name} must be one of {', '.join(allowed)}. Got {got!r}."
                raise InputError(msg)
        n = self.n_bootstraps
        if not isinstance(n, int) or isinstance(n, bool) or n < 100:
            msg = f"n_bootstraps must be a whole number from 100 up. Got {n!r}."
            raise InputError(msg)


@dataclass(frozen=True, repr=False)
class Compared:
    """Units with what each coder gave them, and what a reader must know of it."""

    units: Units
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    construct: str
    options: Options
    notes: tuple[str, ...]
    approach: object

    def had(self) -> npt.NDArray[np.int8]:
        """Return who gave which unit which code; -1 where it counts as not read."""
        return _had(self.units.has, self.options.uncoded)


def agreement(
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
) -> Agreement:
    """Say how far coders agree, with intervals over texts.

    A machine is compared with a person always: that is the error of an instrument.
    Two people are compared only where the approach that was declared expects them to
    code alike.

    Parameters
    ----------
    source : Journal or pandas.DataFrame
        A journal with codings (``journal.with_codings(themes.code(journal))`` adds a
        model's), or a table of codings, which will do for ``unit="text"``.
    unit : {"text", "sentence", "passage", "character"}
        What gets the codes or not. It changes the figures, so there is no default.
        Only units of texts that both coders read are compared. A sentence or a
        passage has a code where it shares three tenths of the shorter of the two
        with the coded span.
    coders : sequence of str, optional
        Two or more; a model's name without its version will do. By default those of
        the codings, if they are two.
    construct : str, default="theme"
        What was coded.
    codes : collection of str, optional
        The codes to compare; by default every one that one of the coders used.
    same : mapping of str to str, optional
        Codes that mean the same under another name, as a machine's grouping and a
        person's theme: ``{"cover, rota": "protected-time"}``.
    read : mapping of str to collection of str, or collection of str, optional
        The ids of the texts that each coder read, or that all of them read. By
        default those in which a person coded something of this construct, and all
        for a machine; the result says that this was assumed.
    labels : {"several", "one"}, default="several"
        Whether a unit can have several codes. With ``"several"`` the overall figures
        are of all yes-or-no decisions together; with ``"one"`` of which code.
    uncoded : {"none", "unread"}, default="none"
        What a unit without any code means: that none fits, or, where every unit that
        was read got a code, that the coder did not read it.
    approach : {"reflexive", "codebook", "coding-reliability", "content"}, optional
        By default what the journal's ``programme.toml`` declares.
    n_bootstraps : int, default=1000
        Resamples of texts.
    random_state : int, default=0

    Returns
    -------
    Agreement
        A row a code and one ``"overall"``; for each pair of coders, where there are
        more than two. No kappa or alpha is given for fewer than ten texts.

    Raises
    ------
    InputError
        If the approach does not ask for it, if coders, codes or units cannot be
        found, if no text was read by two coders, or if a parameter is not one of
        those that are listed.

    Notes
    -----
    The same input and ``random_state`` give the same figures, in whatever order
    coders and texts stand. Figures come from ``sklearn.metrics.cohen_kappa_score``
    and the package ``krippendorff``. docs/agreement.md says how to read them.

    References
    ----------
    Feinstein, A. R. and Cicchetti, D. V. (1990). High agreement but low kappa: I. The
    problems of two paradoxes. Journal of Clinical Epidemiology 43, 543-549.
    Braun, V. and Clarke, V. (2021). One size fits all? What counts as quality practice
    in (reflexive) thematic analysis? Qualitative Research in Psychology 18, 328-352.

    Examples
    --------
    >>> texts = [f"r{i}" for i in range(12)]
    >>> ann = pd.DataFrame({"reflection_id": texts[:6], "code": "cover"})
    >>> ben = pd.DataFrame({"reflection_id": texts[1:6], "code": "cover"})
    >>> both = pd.concat([ann.assign(coder="ann"), ben.assign(coder="ben")])
    >>> found = agreement(both, unit="text", read=texts, approach="codebook")
    >>> found.to_frame().set_index("code").loc["cover", "kappa"].round(2).item()
    0.83
    """
    options = Options(unit, labels, uncoded, n_bootstraps, random_state)
    found = compared(
        source,
        options,
        coders=coders,
        construct=construct,
        codes=codes,
        same=same,
        read=read,
        approach=approach,
    )
    return figures_of(found)


def compared(
    source: Journal | pd.DataFrame,
    options: Options,
    *,
    coders: Sequence[str] | None,
    construct: str,
    codes: Collection[str] | None,
    same: Mapping[str, str] | None,
    read: Read,
    approach: str | None,
) -> Compared:
    """Return the units to compare; parameters and errors are those of `agreement`."""
    options.check()
    material = material_of(source, construct, same)
    codings = material.codings
    chosen = coders_of(codings, coders, construct)
    for pair in combinations(chosen, 2):
        check_offered(kind_of(pair), approach, material.approach)
    codings = codings[codings["coder"].isin(chosen)]
    names = _codes(codings, codes)
    seen, assumed = read_of(codings, chosen, read, material.every)
    units = cut(
        codings[codings["code"].isin(names)],
        unit=options.unit,
        coders=chosen,
        codes=names,
        read=seen,
        texts=material.texts,
    )
    if not len(units.text):
        msg = (
            "At least one text must have been read by two of the coders. Got none. "
            "Say read=, if they read texts in which they found nothing."
        )
        raise InputError(msg)
    notes = (*material.notes, *assumed, *_notes(units, chosen, options))
    declared = approach or material.approach
    return Compared(units, chosen, names, construct, options, notes, declared)


def figures_of(found: Compared) -> Agreement:
    """Return the figures of what is compared."""
    options = found.options
    resampling = Resampling(options.n_bootstraps, options.random_state)
    rows = list(_rows(found.units, found.coders, found.codes, options, resampling))
    return Agreement(
        pd.DataFrame(rows, columns=list(Agreement.COLUMNS)),
        options.unit,
        found.construct,
        found.notes,
        {
            "approach": found.approach,
            "labels": options.labels,
            "uncoded": options.uncoded,
            "n_bootstraps": options.n_bootstraps,
            "random_state": options.random_state,
        },
    )


def _codes(codings: pd.DataFrame, codes: Collection[str] | None) -> tuple[str, ...]:
    used = set(codings["code"])
    if codes is not None:
        unknown = len(set(codes) - used)
        if isinstance(codes, str) or unknown or not codes:
            msg = (
                f"codes must be codes that the coders used: {'; '.join(sorted(used))}. "
                f"Got {unknown} that they did not."
            )
            raise InputError(msg)
        used = set(codes)
    if OVERALL in used:
        msg = (
            f"No code may be called {OVERALL!r}: that is the row of all of them. "
            f"Give it another name with same={{'{OVERALL}': ...}}."
        )
        raise InputError(msg)
    by_coder = codings[codings["code"].isin(used)].groupby("coder")["code"]
    if by_coder.ngroups > 1 and by_coder.nunique().sum() == len(used) > 1:
        msg = (
            "Coders must use some code in common to be compared. Got none. If their "
            "codes mean the same under other names, say which in same=."
        )
        raise InputError(msg)
    return tuple(sorted(used))


def _rows(
    units: Units,
    coders: tuple[str, ...],
    codes: tuple[str, ...],
    options: Options,
    resampling: Resampling,
) -> Iterator[dict[str, object]]:
    """Yield the rows of each pair, then those of all coders if they are of a kind."""
    groups: list[tuple[int, ...]] = list(combinations(range(len(coders)), 2))
    if len(coders) > 2 and len({is_machine(name) for name in coders}) == 1:
        groups.append(tuple(range(len(coders))))
    for group in groups:
        names = tuple(coders[i] for i in group)
        has = _had(units.has[list(group)], options.uncoded)
        if options.labels == "one":
            overall, n_values = which(has), len(codes) + 1
            answers = Answers(overall, n_values, units.text, units.weight)
        else:
            flat = has.astype(np.int64).reshape(len(group), -1)
            text = np.repeat(units.text, len(codes))
            weight = np.repeat(units.weight, len(codes))
            answers = Answers(flat, 2, text, weight)
        row = row_of(names, OVERALL, answers, resampling)
        if options.labels == "several":
            row["n_units"] = int(row["n_units"]) // len(codes)  # type: ignore[call-overload]
        yield row
        for k, code in enumerate(codes):
            own = has[:, :, k].astype(np.int64)
            answers = Answers(own, 2, units.text, units.weight)
            yield row_of(names, code, answers, resampling)


def _had(has: npt.NDArray[np.int8], uncoded: str) -> npt.NDArray[np.int8]:
    """Take units without a code as not read, if that is what it means."""
    if uncoded == "none":
        return has
    blank = (has <= 0).all(axis=2, keepdims=True)
    return np.where(blank, np.int8(-1), has)


def which(has: npt.NDArray[np.int8]) -> npt.NDArray[np.int64]:
    """Return the number of each unit's code, from 1; 0 for none, -1 for not read."""
    given = np.count_nonzero(has == 1, axis=2)
    many = int((given.max(axis=0, initial=0) > 1).sum())
    if many:
        msg = (
            f"With labels='one' a coder gives a unit one code at most. Got {many:,} "
            f"units with several. Use labels='several', or a finer unit."
        )
        raise InputError(msg)
    read = (has >= 0).any(axis=2)
    which = np.where(given > 0, has.argmax(axis=2) + 1, 0)
    return np.where(read, which, -1).astype(np.int64)


def _notes(units: Units, coders: tuple[str, ...], options: Options) -> Iterator[str]:
    if options.uncoded == "unread":
        yield _UNREAD
    if options.unit != "text" and any(name.startswith("themes/") for name in coders):
        yield _BEST_ONLY
    if units.lost:
        yield f"{units.lost:,} coding(s) lie in no {options.unit} and are not counted."
