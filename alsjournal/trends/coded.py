"""What trends are counted from: codings, and what is known of their themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, runtime_checkable

import pandas as pd

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.disclosure import Audience, goes_out, permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.reflection.gate import check_may_see
from alsjournal.themes._input import reads_as_english
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.holds import NOT_MEASURED, holds_in_words
from alsjournal.themes.known_as import known_as

__all__ = ["Coded", "Coder", "as_coded", "seen_by"]


@runtime_checkable
class Coder(Protocol):
    """What finds themes in a journal, as a fitted ``ThemeModel`` does."""

    theme_names_: Any
    terms_: Any

    def code(self, journal: Journal) -> pd.DataFrame:
        """Return codings."""


_OTHER_LANGUAGES = (
    "Who wrote in another language is counted among those who wrote; groupings are "
    "made of English texts alone."
)


@dataclass(frozen=True, repr=False)
class Coded:
    """Codings of one construct, with the themes that could have been found.

    Parameters
    ----------
    codings : pandas.DataFrame
        Columns ``reflection_id``, ``code``, ``start``, ``end``, ``confidence``.
    themes : tuple of str
        Every theme, raised or not, in the order to show.
    terms : mapping of str to tuple of str, default={}
        The words that tell each theme from the others.
    status : mapping of str to str, default={}
        *grouping*, *candidate*, *adopted*, or *coded*: from a codebook, by no model.
    coder : str, default=""
        Who or what coded, with its version.
    listed : bool, default=True
        Whether the themes are those of a codebook or model: then research also sees
        those that nobody raised.
    notes : tuple of str, default=()
        What a reader of the counts must know.
    holds : mapping of str to str, default={}
        How well each theme of a model holds, in words.
    construct : str, default="theme"
        What was coded.
    ideas : mapping of str to str, default={}
        The central idea of each theme that somebody adopted.
    known_as : mapping of str to tuple of str, default={}
        Other names under which counts may have gone out of what a theme is made of:
        what is made now must not be subtracted from those either.
    """

    codings: pd.DataFrame
    themes: tuple[str, ...]
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    coder: str = ""
    listed: bool = True
    notes: tuple[str, ...] = ()
    holds: Mapping[str, str] = field(default_factory=dict)
    construct: str = "theme"
    ideas: Mapping[str, str] = field(default_factory=dict)
    known_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Coded({len(self.codings)} codings, {len(self.themes)} themes)"

    @classmethod
    def by_model(
        cls, model: Coder, journal: Journal, codings: pd.DataFrame | None = None
    ) -> Coded:
        """Take the codings of a fitted model; make them unless they are given."""
        found = model.code(journal) if codings is None else codings
        names = tuple(str(name) for name in model.theme_names_)
        terms = {
            n: tuple(map(str, t)) for n, t in zip(names, model.terms_, strict=True)
        }
        book = getattr(model, "codebook_", None)
        status = {n: book.status(n) if book is not None else "grouping" for n in names}
        language = journal.table("reflections", ["language"])["language"]
        notes = () if reads_as_english(language).all() else (_OTHER_LANGUAGES,)
        coder = _coders(found)
        # A model of somebody else's knows nothing of it.
        holds = holds_in_words(model) if hasattr(model, "stability_") else {}  # type: ignore[arg-type]
        made = cls(_tidy(found), names, terms, status, coder, notes=notes)
        known = {}
        if isinstance(book, Codebook):
            known = {name: known_as(book, name) for name in names}
        return replace(made, holds=holds, ideas=_ideas(book, status), known_as=known)

    def called(self, names: Mapping[str, str]) -> Coded:
        """Give themes other names; themes of the same name are one.

        Parameters
        ----------
        names : mapping of str to str
            New names by the old ones; a theme that is not there keeps its own.

        Returns
        -------
        Coded
            Which knows the names of before as well.
        """
        known: dict[str, tuple[str, ...]] = {}
        for theme in self.themes:
            new, before = names.get(theme, theme), self.known_as.get(theme, ())
            also = (theme, *before, *(names.get(name, name) for name in before))
            known[new] = tuple(dict.fromkeys((*known.get(new, ()), *also)))
        code = [names.get(code, code) for code in self.codings["code"]]
        return replace(
            self,
            codings=self.codings.assign(code=pd.Series(code, dtype="str")),
            themes=tuple(dict.fromkeys(names.get(t, t) for t in self.themes)),
            terms={names.get(t, t): words for t, words in self.terms.items()},
            status={names.get(t, t): status for t, status in self.status.items()},
            holds={names.get(t, t): words for t, words in self.holds.items()},
            ideas={names.get(t, t): idea for t, idea in self.ideas.items()},
            known_as=known,
        )

    def held(self, theme: str) -> str | None:
        """Say how well a theme holds; None where it is of no model."""
        if self.status.get(theme) == "coded":
            return None
        return self.holds.get(theme, NOT_MEASURED)


def _ideas(book: Any, status: Mapping[str, str]) -> dict[str, str]:
    """Return the central idea of each adopted theme, where a codebook knows it."""
    if not hasattr(book, "theme"):
        return {}
    adopted = (name for name, said in status.items() if said == "adopted")
    return {name: str(book.theme(name).central_idea) for name in adopted}


def seen_by(journal: Journal, coded: Coded, audience: Audience) -> Coded:
    """Leave out themes that only texts withheld from this audience gave rise to.

    Else a row of zeros, and its name, would tell what others had written of. Research
    also sees the themes of a model that nobody raised. Names of themes have no
    pseudonym in them, and those who coded have no name, where it goes beyond research.

    Raises
    ------
    DisclosureError
        If machine and people agree too little on what was coded.
    """
    check_may_see(coded.construct, coded.coder, audience)
    if goes_out(audience):
        coded = _unlinked(coded)
    if coded.listed and audience.kind == "research":
        return coded
    rows = journal.table("reflections", ["reflection_id", "set_id", "member"])
    known = permitted(journal, rows, audience=audience)
    found = coded.codings.merge(rows.loc[known, ["reflection_id"]], on="reflection_id")
    seen = frozenset(found["code"].unique())
    return replace(coded, themes=tuple(t for t in coded.themes if t in seen))


def _unlinked(coded: Coded) -> Coded:
    """Take pseudonyms out of the names of themes; themes of the same name are one."""
    every = dict.fromkeys((*coded.themes, *coded.codings["code"].unique()))
    known = (name for names in coded.known_as.values() for name in names)
    names = {theme: unlinked(theme) for theme in (*every, *known)}
    coder = _unnamed(coded.coder)
    if coder == coded.coder and all(old == new for old, new in names.items()):
        return coded
    return replace(coded.called(names), coder=coder)


def _unnamed(coder: str) -> str:
    """Say of those who coded which models they were, and that people did.

    Examples
    --------
    >>> _unnamed("themes/0.1.0"), _unnamed("p-1, themes/0.1.0"), _unnamed("ann, bea")
    ('themes/0.1.0', 'themes/0.1.0, a person', 'people')
    """
    named = coder.split(", ") if coder else []
    said = [one for one in named if "/" in one]
    people = [one for one in named if "/" not in one]
    if people:
        several = len(people) > 1 or people == ["people"]
        said.append("people" if several else "a person")
    return ", ".join(said)


def as_coded(journal: Journal, themes: Coded | Coder | pd.DataFrame) -> Coded:
    """Return the codings that a model or a table of codings stands for.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel, pandas.DataFrame or Coded
        A fitted model, or codings, human ones too: at least the columns
        ``reflection_id`` and ``code``, of one construct.

    Returns
    -------
    Coded

    Raises
    ------
    InputError
        If it is something else, or codings of several constructs.
    NotFittedError
        If the model is not fitted.
    """
    if isinstance(themes, Coded):
        return themes
    if isinstance(themes, pd.DataFrame):
        return _checked(journal, _of_frame(themes))
    if hasattr(themes, "code"):
        # An unfitted model has no theme_names_ yet: code() says so better.
        found = themes.code(journal)
        return Coded.by_model(themes, journal, found)
    msg = (
        "themes must be a fitted ThemeModel or a DataFrame of codings (columns "
        f"reflection_id and code). Got {type(themes).__name__}."
    )
    raise InputError(msg)


def _checked(journal: Journal, coded: Coded) -> Coded:
    """Note codings of texts that the journal does not have; refuse if all are such."""
    if journal.selection:
        return coded  # the codings may be those of the whole journal
    known = journal.table("reflections", ["reflection_id"])["reflection_id"]
    n, lost = len(coded.codings), ~coded.codings["reflection_id"].isin(known)
    if len(known) and n and lost.all():
        msg = (
            f"Codings must be of texts of this journal. Got {n:,} with a reflection_id "
            f"that it does not have. Compare journal.table('reflections')."
        )
        raise InputError(msg)
    if lost.any():
        note = f"{int(lost.sum()):,} coding(s) are of no text of this journal."
        return replace(coded, notes=(note,))
    return coded


def _of_frame(codings: pd.DataFrame) -> Coded:
    missing = [c for c in ("reflection_id", "code") if c not in codings.columns]
    if missing:
        msg = (
            "Codings must have the columns reflection_id and code. Missing: "
            f"{', '.join(missing)}."
        )
        raise InputError(msg)
    construct = "theme"
    if "construct" in codings:
        constructs = codings["construct"].dropna().unique()
        if "identifier" in constructs:
            # Identifiers are coded in raw texts only: so are these offsets.
            codings = codings.drop(columns=["start", "end"], errors="ignore")
        if "theme" in constructs:
            codings = codings[codings["construct"] == "theme"]
        elif len(constructs) > 1:
            msg = (
                "Codings must be of one construct to be counted together. Got "
                f"{', '.join(sorted(map(str, constructs)))}. Choose one with "
                "journal.codings(construct=...)."
            )
            raise InputError(msg)
    if "construct" in codings and codings["construct"].notna().any():
        construct = str(codings["construct"].dropna().iloc[0])
    tidy = _tidy(codings)
    names = tuple(sorted(tidy["code"].unique()))
    coder = _coders(codings)
    # A model signs as name/version.
    status = dict.fromkeys(names, "grouping" if "/" in coder else "coded")
    made = Coded(tidy, names, status=status, coder=coder, listed=False)
    return replace(made, construct=construct)


def _coders(codings: pd.DataFrame) -> str:
    if "coder" not in codings:
        return ""
    return ", ".join(sorted(map(str, codings["coder"].dropna().unique())))


def _tidy(codings: pd.DataFrame) -> pd.DataFrame:
    codings = codings.dropna(subset=["reflection_id", "code"])
    out = pd.DataFrame({"reflection_id": codings["reflection_id"].astype("str")})
    out["code"] = codings["code"].astype("str")
    for column in ("start", "end", "confidence"):
        known = column in codings
        values = codings[column] if known else pd.Series(pd.NA, index=out.index)
        out[column] = pd.to_numeric(values, errors="coerce").astype("Float64")
    out[["start", "end"]] = out[["start", "end"]].astype("Int64")
    return out.reset_index(drop=True)
