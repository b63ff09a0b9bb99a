"""The codings of a journal on their way out: by text and place, with their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from alsjournal.exchange.allowed import Allowed
from alsjournal.exchange.qda.codebook import described
from alsjournal.exchange.qda.names import CONSTRUCT, guid_of, rows_in
from alsjournal.exchange.qda.parts import Code
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.themes import Codebook
from alsjournal.trends import Coded, Coder, as_coded
from alsjournal.validate import conform, raise_problems

__all__ = ["Codings", "OneCoding", "codings_out"]

_NO_WORDS = "codings of no words"
_COLORS = (
    *("#0072B2", "#D55E00", "#009E73", "#CC79A7"),
    *("#E69F00", "#56B4E9", "#F0E442", "#999999"),
)
# The palette of Okabe and Ito, told apart by colour-blind people too.
_MARK = ["reflection_id", "start", "end", "code", "construct", "coder"]


@dataclass(frozen=True, repr=False)
class OneCoding:
    """One coding, with the GUID of its code."""

    guid: str
    code: str
    coder: str
    made_at: str
    confidence: str


Place = tuple[int, int] | None


@dataclass(repr=False)
class Codings:
    """Codings by text and place, and the codes that they use."""

    by_text: dict[str, dict[Place, list[OneCoding]]] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    n: int = 0
    not_carried: dict[str, int] = field(default_factory=dict)


def codings_out(
    journal: Journal,
    allowed: Allowed,
    themes: Coder | Coded | pd.DataFrame | None,
    *,
    codebook: Codebook | None,
    flatten: bool,
) -> Codings:
    """Gather the codings of texts that may leave.

    Parameters
    ----------
    journal : Journal
    allowed : Allowed
    themes : ThemeModel, DataFrame or Coded, optional
        Whose codings go too, with those that the journal holds.
    codebook : Codebook, optional
        By default that of the model.
    flatten : bool
        Whether codes stand side by side, and not below their constructs.

    Returns
    -------
    Codings
    """
    frames = list(allowed.batches("codings"))
    if themes is not None:
        frames.append(_of_themes(journal, allowed, themes))
    frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    out = Codings()
    if len(frame):
        frame = frame[~frame[_MARK].astype("str").duplicated()]
    names: dict[tuple[str, str], None] = {}
    for row in rows_in(frame):
        names.setdefault((str(row.construct), str(row.code)))
    told = _told(codebook or getattr(themes, "codebook_", None))
    for name in told:
        names.setdefault(("theme", name))
    out.codes, guids = _codes(list(names), told, flatten=flatten)
    for row in rows_in(frame):
        place: Place = None
        if not pd.isna(row.start) and not pd.isna(row.end):
            place = (int(row.start), int(row.end))
            if place[0] >= place[1]:
                out.not_carried[_NO_WORDS] = out.not_carried.get(_NO_WORDS, 0) + 1
                continue
        one = OneCoding(
            guid_of("coding", row.coding_id),
            guids[str(row.construct), str(row.code)],
            "" if pd.isna(row.coder) else str(row.coder),
            "" if pd.isna(row.made_at) else f"{row.made_at.isoformat()}Z",
            "" if pd.isna(row.confidence) else repr(float(row.confidence)),
        )
        places = out.by_text.setdefault(str(row.reflection_id), {})
        places.setdefault(place, []).append(one)
        out.n += 1
    return out


def _of_themes(
    journal: Journal, allowed: Allowed, themes: Coder | Coded | pd.DataFrame
) -> pd.DataFrame:
    """Return the codings of a model, or those that were given, of texts that leave."""
    if hasattr(themes, "code") and not isinstance(themes, pd.DataFrame | Coded):
        found = themes.code(journal)
    elif isinstance(themes, pd.DataFrame):
        as_coded(journal, themes)  # says what is wrong with it
        known = [c for c in TABLES["codings"].names if c in themes.columns]
        found = themes[known].copy()
    else:
        found = themes.codings.copy()
        found["coder"] = themes.coder or None
        found["construct"] = themes.construct
    found = found[found["reflection_id"].isin(allowed.texts["reflection_id"])]
    found = found.reset_index(drop=True)
    if "construct" not in found:
        found["construct"] = "theme"
    if "coding_id" not in found:
        columns = [c for c in _MARK if c in found]
        marks = found[columns].astype("str").agg("\x1f".join, axis=1)
        found["coding_id"] = [guid_of("made", mark) for mark in marks]
    made, problems = conform("codings", found)
    raise_problems(problems)
    return made


def _told(book: Codebook | None) -> Mapping[str, str]:
    """Return what a codebook says of its themes."""
    if book is None:
        return {}
    standing = (t for t in book.themes() if t.status != "rejected")
    return {t.name: described(t) for t in standing}


def _codes(
    names: list[tuple[str, str]], told: Mapping[str, str], *, flatten: bool
) -> tuple[list[Code], dict[tuple[str, str], str]]:
    """Return the codes, each below its construct, and their GUIDs."""
    codes: list[Code] = []
    guids = {}
    constructs = list(dict.fromkeys(construct for construct, _ in names))
    for i, construct in enumerate(constructs):
        color, parent = _COLORS[i % len(_COLORS)], ""
        mark = CONSTRUCT + construct
        if not flatten:
            parent = guid_of("construct", construct)
            codes.append(Code(parent, construct, "", False, color, mark))
        for of, name in names:
            if of == construct:
                guid = guids[of, name] = guid_of("code", construct, name)
                said = told.get(name, "") if construct == "theme" else ""
                if flatten:
                    said = f"{said}\n{mark}".lstrip()
                codes.append(Code(guid, name, parent, True, color, said))
    return codes, guids
