"""Compute which findings are put back to those they are of, and in which numbers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal._version import __version__
from alsjournal.disclosure import Audience, audience_of
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.report.readable import readable
from alsjournal.report.rows import plain_rows, shaky_last
from alsjournal.report.subtitle import set_title
from alsjournal.trends import Coded, Coder, as_coded, finding_id, theme_summary
from alsjournal.trends.responses import sessions_of

__all__ = ["Asked", "Sheet", "sheet_of"]

_MOST = 8  # more nobody answers: our own choice
_FEWEST_PEOPLE = 2
_KINDS = ("set", "programme")


@dataclass(frozen=True)
class Asked:
    """A finding that is put to its readers.

    ``how_many`` says roughly how large the share is: *all*, *most*, *half* or *some*;
    ``since`` is the last session that raised it, where others followed.
    """

    code: str
    theme: str
    shown: str
    how_many: str
    status: str
    since: int | None


@dataclass(frozen=True)
class Sheet:
    """A page of findings, before any rendering.

    ``open_code`` is the code of the question what was not asked; ``unit`` says what is
    counted.
    """

    title: str
    subtitle: str
    audience: Audience
    fictional: bool
    findings: tuple[Asked, ...]
    open_code: str
    unit: str
    contact: str
    version: str = __version__


def sheet_of(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience,
    contact: str = "",
) -> Sheet:
    """Compute the page of findings for a set, or for all members of a programme.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
    audience : str or Audience
        ``set:<set_id>`` or ``programme``.
    contact : str, default=""
        Whom readers may ask.

    Returns
    -------
    Sheet
        At most 8 findings: those raised by most, of two people at least, as far as
        their number may be told; those that do not hold well come last.

    Raises
    ------
    InputError
        For another audience.
    """
    who = audience_of(journal, audience)
    if who.kind not in _KINDS:
        msg = (
            "Findings are put back to those they are of: 'set:<set_id>', or "
            f"'programme' for all members. Got {who.kind!r}."
        )
        raise InputError(msg)
    coded = readable(as_coded(journal, themes))
    summary = theme_summary(journal, coded, audience=who)
    rows = shaky_last(summary.to_frame())
    told = (rows["raised"] >= _FEWEST_PEOPLE).fillna(value=False).astype(bool)
    session = sessions_of(journal, who)
    return Sheet(
        title=str(journal.provenance.get("title", "Action learning sets")),
        subtitle=set_title(journal, who),
        audience=who,
        fictional=bool(journal.provenance.get("fictional", False)),
        findings=tuple(
            Asked(
                finding_id(row["theme"], who, session),
                str(row["theme"]),
                str(row["shown"]),
                _how_many(int(row["raised"]), int(row["wrote"])),
                str(row["status"]),
                None if row["since"] is None else int(row["since"]),
            )
            for row in plain_rows(rows[told].head(_MOST))
        ),
        open_code=finding_id("", who, session),
        unit=summary.unit,
        contact=contact.strip(),
    )


def _how_many(raised: int, wrote: int) -> str:
    """Say a share in a word.

    Examples
    --------
    >>> [_how_many(n, 6) for n in (6, 4, 3, 2)]
    ['all', 'most', 'half', 'some']
    """
    if raised == wrote:
        return "all"
    if 2 * raised == wrote:
        return "half"
    return "most" if 2 * raised > wrote else "some"
