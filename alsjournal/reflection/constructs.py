"""Every construct that texts can be read for, and `code_reflections`: all at once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, cast

from alsjournal.errors import InputError
from alsjournal.reflection.finder import Finder, code_with
from alsjournal.themes._code import joined

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CONSTRUCTS", "code_reflections", "finder_of"]

CONSTRUCTS: dict[str, tuple[str, str]] = {
    "element": ("elements", "ReflectionElements"),
    "condition": ("conditions", "ConditionFinder"),
    "aim": ("aims", "AimFinder"),
    "practice": ("practices", "PracticeFinder"),
    "lens": ("lens", "LensFinder"),
    "perspective": ("perspectives", "PerspectiveFinder"),
    "insight": ("insights", "InsightFinder"),
    "facet": ("facets", "FacetFinder"),
    "feeling": ("feelings", "FeelingFinder"),
    "commitment": ("commitments", "CommitmentFinder"),
}
"""The file and the name of the finder of each construct."""


def finder_of(construct: str) -> Finder:
    """Return a finder of a construct, as it comes with the package.

    Parameters
    ----------
    construct : str
        One of `CONSTRUCTS`.

    Returns
    -------
    Finder

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> finder_of("lens").codes
    ('hardship', 'crisis', 'unlocking')
    """
    if construct not in CONSTRUCTS:
        msg = f"A construct must be one of {', '.join(CONSTRUCTS)}. Got {construct!r}."
        raise InputError(msg)
    module, name = CONSTRUCTS[construct]
    made = getattr(import_module(f"alsjournal.reflection.{module}"), name)()
    return cast("Finder", made)


def code_reflections(
    X: object, constructs: Sequence[str | Finder] | None = None
) -> pd.DataFrame:
    """Read texts once, and return what they show of several constructs.

    Parameters
    ----------
    X : Journal or sequence of str
        Of a journal, the texts that may be counted and are in English.
    constructs : sequence of str or Finder, optional
        Names of constructs, or finders of one's own, as
        ``AimFinder(codebook="ours.toml")``; all that the package has by default.

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``codings``; `alsjournal.indicators` counts them.

    Raises
    ------
    InputError
        If a construct is not known or comes twice, or X is neither.

    Examples
    --------
    >>> found = code_reflections(["Our half day was covered."], ["condition"])
    >>> found["construct"].unique().tolist()
    ['condition']
    """
    asked = CONSTRUCTS if constructs is None else constructs
    if isinstance(asked, str):
        asked = [asked]
    finders = [finder_of(one) if isinstance(one, str) else one for one in asked]
    names = [finder.construct for finder in finders]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        msg = f"Each construct must be asked for once. Got {', '.join(twice)} twice."
        raise InputError(msg)
    return joined(list(code_with(finders, X).values()))
