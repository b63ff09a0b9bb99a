"""With what, by whom and on which texts the analysis was made."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.disclosure import (
    Audience,
    permissions_of,
    permitted,
    policy_of,
    unread_texts,
)
from alsjournal.journal import Journal

__all__ = ["CodedBy", "Made", "Methods", "made_by", "methods"]

_PACKAGES = ("spacy", "scikit-learn", "statsmodels", "pandas", "duckdb")
_KEYS = ["reflection_id", "set_id", "member"]


@dataclass(frozen=True)
class CodedBy:
    """That somebody or something coded: how many passages, from when to when."""

    construct: str
    coder: str
    codings: int
    texts: int
    first: str
    last: str


@dataclass(frozen=True)
class Made:
    """How a model made the themes; None where its fit did not say.

    Parameters
    ----------
    parameters : tuple of (str, str)
    n_themes, n_texts : int or None
    tried : tuple of int
        The least and the largest number of themes that were tried; empty where the
        number was given.
    silhouette : float or None
        Of the number that was chosen.
    resamples, share, unit, rand
        Of how well the themes hold: how many resamples, of which share of which unit,
        and their mean agreement with the fit (adjusted Rand index).
    """

    parameters: tuple[tuple[str, str], ...]
    n_themes: int | None = None
    n_texts: int | None = None
    tried: tuple[int, ...] = ()
    silhouette: float | None = None
    resamples: int | None = None
    share: float | None = None
    unit: str = ""
    rand: float | None = None


@dataclass(frozen=True)
class Methods:
    """What a reader must know to judge the analysis, or to do it again.

    ``texts`` counts all there are, ``counted`` those whose writers let them be counted,
    ``kept`` the others; ``allowed`` has (use, reach, declared, texts), ``previews``
    (audience, answer or "", passages), ``policy`` what research and the programme may
    see, by kind of statistic. ``prompts`` are the questions asked, ``days`` the first
    and the last dated session, ``sample`` counts writers by kind.
    """

    versions: tuple[tuple[str, str], ...]
    made: Made | None
    coders: tuple[CodedBy, ...]
    approach: str
    texts: int
    counted: int
    kept: int
    writers: int
    allowed: tuple[tuple[str, str, bool, int], ...]
    withdrawn: int
    previews: tuple[tuple[str, str, int], ...]
    unread: tuple[tuple[str, int], ...]
    policy_name: str
    policy: tuple[tuple[str, str, str], ...]
    prompts: tuple[str, ...]
    days: tuple[str, ...]
    modes: tuple[tuple[str, int], ...]
    facilitation: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    sample: tuple[tuple[str, int], ...]


def methods(journal: Journal, model: object | None) -> Methods:
    """Gather it from a journal, and from the model of its themes.

    Parameters
    ----------
    journal : Journal
    model : ThemeModel or None
    """
    rows = journal.table("reflections", [*_KEYS, "author_kind", "prompt", "role"])
    may = permitted(journal, rows)
    declared = permissions_of(journal, rows)
    seen = rows[may]
    own = seen["author_kind"].isna() | (seen["author_kind"] == "member")
    policy = policy_of(journal)
    told = policy.told(Audience.programme())
    exact = dict(policy.told(Audience.research()))
    taken_back = journal.table("permissions", ["withdrawn"])["withdrawn"].notna()
    return Methods(
        versions=_versions(journal),
        made=None if model is None else made_by(model),
        coders=_coders(journal, frozenset(seen["reflection_id"])),
        approach=str(journal.provenance.get("approach") or ""),
        texts=len(rows),
        counted=int(may.sum()),
        kept=int((~may).sum()),
        writers=int(seen.loc[own, "member"].nunique()),
        allowed=_allowed(declared),
        withdrawn=int(taken_back.sum()),
        previews=_previews(journal),
        unread=tuple(unread_texts(journal, seen["reflection_id"]).items()),
        policy_name=policy.name,
        policy=tuple((what, exact[what], said) for what, said in told),
        prompts=tuple(sorted(seen.loc[own, "prompt"].dropna().unique())),
        days=_days(journal),
        modes=_counted(journal.table("sessions", ["mode"])["mode"]),
        facilitation=_counted(journal.table("sets", ["facilitation"])["facilitation"]),
        kinds=_counted(seen["author_kind"].fillna("member")),
        sample=_sample(journal, seen[own]),
    )


def made_by(model: object) -> Made:
    """Say how a model was fitted, as far as it tells."""
    params = getattr(model, "get_params", None)
    given = params(deep=False) if callable(params) else {}
    known = {k: _plain(v) for k, v in given.items() if k != "codebook"}
    curve = getattr(model, "number_curve_", None)
    tried: tuple[int, ...] = ()
    silhouette = None
    if isinstance(curve, pd.DataFrame) and len(curve):
        tried = (int(curve["n_themes"].min()), int(curve["n_themes"].max()))
        silhouette = float(curve.loc[curve["chosen"], "silhouette"].max())
    held: Any = getattr(model, "stability_", None)
    return Made(
        tuple(sorted(known.items())),
        n_themes=getattr(model, "n_themes_", None),
        n_texts=getattr(model, "n_texts_", None),
        tried=tried,
        silhouette=silhouette,
        resamples=getattr(held, "n_bootstraps", None),
        share=getattr(held, "share", None),
        unit=str(getattr(held, "unit", "")),
        rand=getattr(held, "adjusted_rand", None),
    )


def _plain(value: object) -> str:
    """Name a parameter; of an object its class alone, for it may know more."""
    simple = value is None or isinstance(value, str | int | float)
    return str(value) if simple else type(value).__name__


def _versions(journal: Journal) -> tuple[tuple[str, str], ...]:
    found = [("alsjournal", __version__), ("Python", platform.python_version())]
    for package in _PACKAGES:
        try:
            found.append((package, metadata.version(package)))
        except metadata.PackageNotFoundError:  # pragma: no cover - a lean install
            continue
    masked = journal.provenance.get("anonymiser")
    if isinstance(masked, dict):
        found += [
            (name, str(masked[key]))
            for name, key in (("pipeline", "pipeline"), ("chain", "chain"))
            if masked.get(key)
        ]
    return tuple(found)


def _coders(journal: Journal, seen: frozenset[str]) -> tuple[CodedBy, ...]:
    """Tell who coded what of the texts that may be counted."""
    codings = journal.table(
        "codings", ["reflection_id", "construct", "coder", "made_at"]
    )
    codings = codings[codings["reflection_id"].isin(seen)]
    codings = codings[codings["construct"] != "identifier"]
    out = []
    for (construct, coder), own in codings.groupby(["construct", "coder"]):
        days = own["made_at"].dropna()
        first, last = (_day(days.min()), _day(days.max())) if len(days) else ("", "")
        texts = int(own["reflection_id"].nunique())
        out.append(CodedBy(str(construct), str(coder), len(own), texts, first, last))
    return tuple(out)


def _day(when: object) -> str:
    return str(when)[:10]


def _allowed(declared: pd.DataFrame) -> tuple[tuple[str, str, bool, int], ...]:
    return _rows(declared[["use", "reach", "declared"]])


def _previews(journal: Journal) -> tuple[tuple[str, str, int], ...]:
    asked = journal.table("previews", ["audience", "answer"])
    return _rows(asked.fillna({"answer": ""}))


def _rows(frame: pd.DataFrame) -> tuple[Any, ...]:
    """Count equal rows; the number stands last."""
    if frame.empty:
        return ()
    counts = frame.groupby(list(frame.columns), sort=True).size().reset_index()
    return tuple(tuple(row) for row in counts.to_numpy().tolist())


def _days(journal: Journal) -> tuple[str, ...]:
    dates = journal.table("sessions", ["date"])["date"].dropna()
    return (_day(dates.min()), _day(dates.max())) if len(dates) else ()


def _sample(journal: Journal, wrote: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    """Count those who wrote by kind of organisation, else by role.

    A standard's list goes into an article: kinds that few have stand together, by the
    number that the programme's policy asks for.
    """
    listed = journal.table("members", ["member", "organisation_type", "role"])
    listed = listed.drop_duplicates("member").set_index("member")
    writers = wrote[wrote["member"].notna()].drop_duplicates("member")
    own = listed.reindex(writers["member"])
    told = (own["organisation_type"], own["role"], writers["role"])
    kinds = next((each for each in told if each.notna().any()), writers["role"])
    least = policy_of(journal).rule(Audience.programme()).minimum
    shown = sorted(_counted(kinds), key=lambda pair: (-pair[1], pair[0]))
    others = 0
    while shown and (shown[-1][1] < least or 0 < others < least):
        others += shown.pop()[1]
    return (*shown, ("others", others)) if others and shown else tuple(shown)


def _counted(values: pd.Series[Any]) -> tuple[tuple[str, int], ...]:
    counts = values.dropna().value_counts().sort_index()
    return tuple((str(name), int(n)) for name, n in counts.items())
