"""Who coded: people and machines, what they read, and whether they are compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from alsjournal.errors import InputError
from alsjournal.ingest.config import APPROACHES

__all__ = ["check_offered", "coders_of", "is_machine", "kind_of", "read_of"]

PEOPLE = "person with person"
MACHINES = "machine with machine"
MIXED = "machine with person"

Read = Mapping[str, Collection[str]] | Collection[str] | None


def is_machine(coder: str) -> bool:
    """Say whether a coder is a model: those sign as name/version.

    Examples
    --------
    >>> is_machine("themes/0.1.0"), is_machine("ann")
    (True, False)
    """
    return "/" in coder


def kind_of(coders: Sequence[str]) -> str:
    """Say in words who is compared with whom."""
    machines = sum(map(is_machine, coders))
    if machines == 0:
        return PEOPLE
    return MACHINES if machines == len(coders) else MIXED


def coders_of(
    codings: pd.DataFrame, coders: Sequence[str] | None, construct: str
) -> tuple[str, ...]:
    """Return the coders to compare, as they sign.

    Parameters
    ----------
    codings : pandas.DataFrame
        Of one construct.
    coders : sequence of str or None
        Names; a model's name without its version will do. None takes those of the
        codings, if they are two.
    construct : str
        For messages.

    Raises
    ------
    InputError
        If there are not two or more, or a name fits none or several of them.
    """
    known = sorted(codings["coder"].dropna().unique())
    listed = ", ".join(known) or "none"
    if isinstance(coders, str) or (coders is None and len(known) != 2):
        msg = (
            f"coders must name two or more of those who coded {construct!r}: {listed}. "
            f"Choose them, as coders=('ann', 'ben')."
        )
        raise InputError(msg)
    chosen = [_signed(name, known, construct) for name in coders or known]
    if len(chosen) < 2 or len(set(chosen)) < len(chosen):
        msg = (
            f"coders must be two or more, each once. Got {len(chosen)}. Those who "
            f"coded {construct!r} are: {listed}."
        )
        raise InputError(msg)
    return tuple(chosen)


def _signed(name: str, known: Sequence[str], construct: str) -> str:
    fits = [k for k in known if k == name] or [
        k for k in known if is_machine(k) and k.partition("/")[0] == name
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        msg = (
            f"A coder must be one: {name!r} has coded with several versions, "
            f"{', '.join(fits)}. Name one of them."
        )
    else:
        msg = (
            f"A coder must have coded {construct!r}. Those who have: "
            f"{', '.join(known) or 'none'}. Got {name!r}."
        )
    raise InputError(msg)


def read_of(
    codings: pd.DataFrame,
    coders: Sequence[str],
    read: Read,
    every: frozenset[str] | None,
) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """Return the texts that each coder read, and what a reader must know of that.

    Parameters
    ----------
    codings : pandas.DataFrame
        Of one construct.
    coders : sequence of str
    read : mapping of str to collection of str, collection of str, or None
        What was declared: for each coder, or for all alike.
    every : frozenset of str or None
        The texts of the journal that may be used; None without a journal.

    Raises
    ------
    InputError
        If ``read`` names somebody else, or is one str.
    """
    declared = _declared(read, coders)
    out, notes = {}, []
    for coder in coders:
        if coder in declared:
            out[coder] = declared[coder]
            lost = len(declared[coder] - every) if every is not None else 0
            if lost:
                notes.append(
                    f"{lost:,} text(s) that {coder} read are not in this journal, or "
                    f"may not be used."
                )
        elif is_machine(coder) and every is not None:
            out[coder] = every
            notes.append(
                f"Which texts {coder} read was not declared: all of the journal's are "
                f"taken."
            )
        else:
            own = codings.loc[codings["coder"] == coder, "reflection_id"]
            out[coder] = frozenset(own)
            notes.append(
                f"Which texts {coder} read was not declared: those in which they coded "
                f"something are taken, and texts in which they found nothing are left "
                f"out. That makes agreement look better than it is; say read=."
            )
        if every is not None:
            out[coder] &= every
    return out, tuple(notes)


def _declared(read: Read, coders: Sequence[str]) -> dict[str, frozenset[str]]:
    if read is None:
        return {}
    if isinstance(read, str):
        msg = "read must be ids of texts, or such ids for each coder. Got one str."
        raise InputError(msg)
    if not isinstance(read, Mapping):
        return dict.fromkeys(coders, frozenset(map(str, read)))
    return {
        _signed(name, coders, "this"): frozenset(map(str, ids))
        for name, ids in read.items()
    }


def check_offered(kind: str, approach: str | None, declared: object) -> None:
    """Refuse to compare people where the approach does not ask for it.

    Parameters
    ----------
    kind : str
        As `kind_of` says.
    approach : str or None
        What was asked for here.
    declared : object
        What the journal's programme.toml says; None if nothing.

    Raises
    ------
    InputError
    """
    if approach is not None and approach not in APPROACHES:
        msg = f"approach must be one of {', '.join(APPROACHES)}. Got {approach!r}."
        raise InputError(msg)
    if kind != PEOPLE:
        return
    if declared is not None and approach is not None and declared != approach:
        msg = (
            f"The approach must be one. programme.toml says {declared!r}, here it is "
            f"{approach!r}. Leave it out here, or change it there and read the "
            f"programme again."
        )
        raise InputError(msg)
    approach = approach or (str(declared) if declared is not None else None)
    if approach is None:
        msg = (
            "How two people agree is only counted where the analysis is meant to be "
            "repeatable, and this journal does not say whether it is. Write "
            'approach = "codebook" (or coding-reliability, or content) under '
            "[programme] in programme.toml and read the programme again, or say "
            "approach='codebook' here. Reflexive analysis: see docs/agreement.md."
        )
        raise InputError(msg)
    if approach == "reflexive":
        msg = (
            "In reflexive thematic analysis two people are not expected to code alike: "
            "coding is one reader's interpretation, and a second reader deepens it "
            "rather than checks it (Braun and Clarke 2021). A figure of agreement "
            "would measure the wrong thing, so none is given. Instead read the places "
            "where you differ together, and keep what you learn as reflexive memos. "
            "The machine is still compared with a person."
        )
        raise InputError(msg)
