"""Codings as they come in, tidied: of one construct, of texts that may be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from alsjournal.disclosure import permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal

__all__ = ["Material", "material_of", "usable"]

_NEEDED = ("reflection_id", "code", "coder")


@dataclass(frozen=True, repr=False)
class Material:
    """The codings to compare, and the texts they are of.

    ``every`` holds the texts of the journal that may be used, ``texts`` hands out
    their words; without a journal the one is None and the other raises.
    """

    codings: pd.DataFrame
    every: frozenset[str] | None
    texts: Callable[[frozenset[str]], Iterator[tuple[str, str]]]
    approach: object
    notes: tuple[str, ...]


def material_of(
    source: Journal | pd.DataFrame, construct: str, same: Mapping[str, str] | None
) -> Material:
    """Return the codings of one construct that a journal or a table holds.

    Parameters
    ----------
    source : Journal or pandas.DataFrame
    construct : str
        A table without the column ``construct`` is taken to be of it.
    same : mapping of str to str or None
        Codes by another name, to what they are called here.

    Raises
    ------
    InputError
        If it is something else, a column is missing, or nothing is left.
    """
    if isinstance(source, Journal):
        tidy = _tidy(source.codings(construct=construct), construct, same)
        every = frozenset(usable(source)["reflection_id"])
        kept = tidy[tidy["reflection_id"].isin(every)].reset_index(drop=True)
        lost = len(tidy) - len(kept)
        note = f"{lost:,} coding(s) of texts that may not be used are left out."
        approach = source.provenance.get("approach")
        notes = (note,) if lost else ()
        return Material(kept, every, _Words(source), approach, notes)
    if not isinstance(source, pd.DataFrame):
        msg = (  # type: ignore[unreachable]
            f"What is compared must be a Journal with codings, or a DataFrame of "
            f"codings. Got {type(source).__name__}."
        )
        raise InputError(msg)
    if "construct" in source:
        source = source[source["construct"] == construct]
    return Material(_tidy(source, construct, same), None, _no_words, None, ())


def usable(journal: Journal) -> pd.DataFrame:
    """Return the texts that their writers let be counted: id, set, session."""
    columns = ["reflection_id", "set_id", "session", "member", "author_kind"]
    rows = journal.table("reflections", columns)
    return rows[permitted(journal, rows)].reset_index(drop=True)


@dataclass(frozen=True, repr=False)
class _Words:
    """Hands out the texts of a journal, some at a time."""

    journal: Journal

    def __call__(self, ids: frozenset[str]) -> Iterator[tuple[str, str]]:
        for batch in self.journal.batches(columns=["reflection_id", "text"]):
            kept = batch[batch["reflection_id"].isin(ids) & batch["text"].notna()]
            yield from zip(kept["reflection_id"], kept["text"], strict=True)


def _no_words(ids: frozenset[str]) -> Iterator[tuple[str, str]]:
    msg = (
        f"Units finer than a text need the {len(ids):,} texts themselves. Give the "
        f"Journal that they are in: journal.with_codings(codings). Or use unit='text'."
    )
    raise InputError(msg)


def _tidy(
    codings: pd.DataFrame, construct: str, same: Mapping[str, str] | None
) -> pd.DataFrame:
    missing = [c for c in _NEEDED if c not in codings.columns]
    if missing:
        msg = (
            f"Codings must have the columns {', '.join(_NEEDED)}. Missing: "
            f"{', '.join(missing)}."
        )
        raise InputError(msg)
    codings = codings.dropna(subset=list(_NEEDED))
    if not len(codings):
        msg = (
            f"There must be codings of {construct!r}, each with a coder. Got none. "
            f"Add them with journal.with_codings(codings), or choose a construct."
        )
        raise InputError(msg)
    out = pd.DataFrame({c: codings[c].astype("str") for c in _NEEDED})
    if same:
        unused = len(set(same) - set(out["code"]))
        if unused:  # a slip here would look like two who never agree
            msg = (
                f"same= must begin with codes that somebody used: "
                f"{'; '.join(sorted(out['code'].unique()))}. Got {unused} that nobody "
                f"did."
            )
            raise InputError(msg)
        out["code"] = out["code"].replace(dict(same))
    for edge in ("start", "end"):
        known = edge in codings
        values = codings[edge] if known else pd.Series(pd.NA, index=out.index)
        out[edge] = pd.to_numeric(values, errors="coerce").astype("Int64")
    return out.reset_index(drop=True)
