"""How often a machine errs, code by code, with a person's coding as the measure."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from alsjournal.coders._material import material_of
from alsjournal.disclosure import wilson
from alsjournal.errors import InputError

__all__ = ["RATES", "error_rates"]

RATES = (
    *("code", "n_texts", "with_code", "found"),
    *("sensitivity", "sensitivity_low", "sensitivity_high"),
    *("without_code", "left_alone"),
    *("specificity", "specificity_low", "specificity_high"),
)
"""The columns of the table, in order."""


def error_rates(
    machine: pd.DataFrame,
    person: pd.DataFrame,
    *,
    read: Collection[str],
    construct: str = "theme",
    codes: Collection[str] | None = None,
) -> pd.DataFrame:
    """Say how many of a person's texts with each code the machine finds.

    The unit is the text, as in shares: these rates are what a share needs in order
    to be corrected for the machine's errors.

    Parameters
    ----------
    machine : pandas.DataFrame
        Codings (reflection_id, code, coder) of one model, as ``themes.code(journal)``.
    person : pandas.DataFrame
        Codings of the same texts by one person.
    read : collection of str
        The ids of the texts that both read, as `double_coding_sample` drew them. A
        text without a code counts as one without it, so they must be declared. They
        should be drawn at random: rates on texts chosen for their codes hold for no
        others.
    construct : str, default="theme"
    codes : collection of str, optional
        By default every code that one of the two used in these texts.

    Returns
    -------
    pandas.DataFrame
        A row a code, with the columns of ``RATES``: of ``with_code`` texts that have
        the code for the person the machine ``found`` some (sensitivity), of
        ``without_code`` it left some alone (specificity), with Wilson 95 % intervals.

    Raises
    ------
    InputError
        If either table holds no coding or several coders, or no text is named.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association 22, 209-212. For what
    they serve: Rogan, W. J. and Gladen, B. (1978). Estimating prevalence from the
    results of a screening test. American Journal of Epidemiology 107, 71-76.

    Examples
    --------
    >>> ann = pd.DataFrame({"reflection_id": ["r1", "r2"], "code": "cover"})
    >>> model = ann.iloc[:1].assign(coder="themes/1")
    >>> found = error_rates(model, ann.assign(coder="ann"), read=["r1", "r2", "r3"])
    >>> found[["sensitivity", "specificity"]].round(2).values.tolist()
    [[0.5, 1.0]]
    """
    ids = frozenset(read)
    if isinstance(read, str) or not ids:
        msg = "read must be the ids of the texts that both coded, at least one."
        raise InputError(msg)
    found = _pairs(machine, "machine", construct, ids)
    true = _pairs(person, "person", construct, ids)
    names = sorted(codes if codes is not None else {c for _, c in found | true})
    rows = []
    for code in names:
        has = {name for name, c in true if c == code}
        given = {name for name, c in found if c == code}
        rows.append(
            {
                "code": code,
                "n_texts": len(ids),
                "with_code": len(has),
                "found": len(has & given),
                "without_code": len(ids) - len(has),
                "left_alone": len(ids - has - given),
            }
        )
    out = pd.DataFrame(rows, columns=["code", *_COUNTS])
    out = out.astype(dict.fromkeys(_COUNTS, "Int64"))
    for name, hit, of in (
        ("sensitivity", "found", "with_code"),
        ("specificity", "left_alone", "without_code"),
    ):
        shares = wilson(out[hit], out[of])
        out[[name, f"{name}_low", f"{name}_high"]] = shares
    return out[list(RATES)]


_COUNTS = ("n_texts", "with_code", "found", "without_code", "left_alone")


def _pairs(
    codings: pd.DataFrame, who: str, construct: str, ids: frozenset[str]
) -> set[tuple[str, str]]:
    """Return the texts and codes of one coder, each pair once."""
    if not isinstance(codings, pd.DataFrame):
        msg = f"{who} must be a DataFrame of codings. Got {type(codings).__name__}."  # type: ignore[unreachable]
        raise InputError(msg)
    tidy = material_of(codings, construct, None).codings
    coders = tidy["coder"].nunique()
    if coders != 1:
        msg = (
            f"{who} must hold the codings of one coder. Got {coders}. Choose one with "
            f"journal.codings(coder=...)."
        )
        raise InputError(msg)
    own = tidy[tidy["reflection_id"].isin(ids)]
    return set(zip(own["reflection_id"], own["code"], strict=True))
