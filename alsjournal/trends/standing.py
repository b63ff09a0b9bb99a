"""How a theme stands now, in words: raised, raised again, or not raised since.

Silence is not a cure. A computed status never goes beyond what was written, and says
how many wrote at the sessions that speak for it. *Resolved* is what a person says, by
tying the theme to an outcome with a date (`alsjournal.Codebook.resolve`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.disclosure import Audience, goes_out, permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends.spread import Spread

if TYPE_CHECKING:
    from alsjournal.themes import Codebook

__all__ = [
    "Resolution",
    "Resolutions",
    "because",
    "codebook_of",
    "resolutions_of",
    "status_now",
    "wrote_in_words",
]

_LISTED = 4
"""So many sessions are gone through one by one in a sentence."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True)
class Resolution:
    """That a person tied a theme to an outcome of a set: its session, and the day."""

    set_id: str
    session: int
    on: str
    checked: bool

    @property
    def in_words(self) -> str:
        """Tell it to the set itself."""
        checked = "checked" if self.checked else "not checked by anybody"
        return f"by an outcome of session {self.session} ({checked}), said on {self.on}"


@dataclass(frozen=True)
class Resolutions:
    """The resolutions of each theme; ``lost`` are of outcomes that are not there."""

    of: Mapping[str, tuple[Resolution, ...]]
    lost: int = 0

    def standing(self, spread: Spread) -> tuple[Resolution, ...]:
        """Return, a set each, those after which the set did not raise the theme."""
        last: dict[str, Resolution] = {}
        for found in self.of.get(spread.theme, ()):
            if spread.latest.get(found.set_id, 0) <= found.session:
                last[found.set_id] = found
        return tuple(last[name] for name in sorted(last))

    def overtaken(self, spread: Spread) -> tuple[Resolution, ...]:
        """Return those after which their set raised the theme again."""
        return tuple(
            found
            for found in self.of.get(spread.theme, ())
            if spread.latest.get(found.set_id, 0) > found.session
        )

    @property
    def note(self) -> tuple[str, ...]:
        """Say that outcomes are missing; nothing if none is."""
        if not self.lost:
            return ()
        why = (
            "A theme was called resolved by an outcome that is not in the journal, has "
            "no set or session, or may not be counted here: that counts for nothing."
        )
        return (why,)


def codebook_of(themes: object, given: Codebook | None) -> Codebook | None:
    """Return the codebook that was given, or that of the model.

    Raises
    ------
    InputError
        If what was given is none.
    """
    from alsjournal.themes import Codebook

    found = getattr(themes, "codebook_", None) if given is None else given
    if given is not None and not isinstance(given, Codebook):
        msg = f"codebook must be a Codebook. Got {type(given).__name__}."  # type: ignore[unreachable]
        raise InputError(msg)
    return found if isinstance(found, Codebook) else None


def resolutions_of(
    journal: Journal, codebook: Codebook | None, audience: Audience
) -> Resolutions:
    """Return which themes a person tied to which outcomes, as far as it may be told.

    A set is told of its own outcomes alone. An outcome that somebody claimed who keeps
    all they say to themselves is left out.
    """
    told = [
        (unlinked(theme.name) if goes_out(audience) else theme.name, *pair)
        for theme in (codebook.themes() if codebook is not None else ())
        for pair in theme.resolved
    ]
    if not told:
        return Resolutions({})
    outcomes = journal.table("outcomes")
    known = outcomes["set_id"].notna() & outcomes["session"].notna()
    asked = pd.DataFrame(
        {
            "reflection_id": pd.Series(pd.NA, index=outcomes.index, dtype="str"),
            "set_id": outcomes["set_id"],
            "member": outcomes["claimed_by"],
        }
    )
    if audience.kind == "member":  # what they said themselves
        audience = Audience.programme()
    mine = permitted(journal, asked, audience=audience)
    rows = outcomes[known & mine].set_index("outcome_id")
    elsewhere = set(outcomes["outcome_id"]) if audience.kind == "set" else set()
    of: dict[str, tuple[Resolution, ...]] = {}
    lost = 0
    for theme, outcome, on in told:
        if outcome not in rows.index:
            lost += outcome not in elsewhere  # another set's is nobody's business here
            continue
        checked = bool(rows["verified"].fillna(value=False)[outcome])
        place = str(rows["set_id"][outcome]), int(rows["session"][outcome])
        made = Resolution(*place, on, checked)
        of[theme] = (*of.get(theme, ()), made)
    return Resolutions(of, lost)


def status_now(spread: Spread, resolved: Sequence[Resolution]) -> str:
    """Return how a theme stands.

    Examples
    --------
    >>> status_now(Spread("x", 2, 5, 1, 3, 3, 1, ("A",)), ())
    'not raised since session 3'
    >>> status_now(Spread("x", 2, 5, 1, 5, None, 1, ("A",)), ())
    'raised again'
    """
    if spread.sets and {r.set_id for r in resolved} >= set(spread.sets):
        return "resolved"
    if spread.since is not None:
        return f"not raised since session {spread.since}"
    return "raised again" if spread.returns else "raised"


def because(
    spread: Spread,
    sessions: pd.DataFrame,
    *,
    unit: str = "members",
    pooled: bool = False,
) -> str:
    """Say how many wrote at the sessions that a status rests on.

    Parameters
    ----------
    spread : Spread
    sessions : pandas.DataFrame
        Of the theme, cleared: ``session``, ``wrote`` and ``shown``, a row a session.
    unit : {"members", "reflections"}, default="members"
    pooled : bool, default=False
        Whether sessions of several sets are counted together, by their number.

    Returns
    -------
    str
    """
    spoke = sessions[sessions["shown"] != "nobody wrote"]
    spoke = spoke[spoke["session"].notna()].sort_values("session")
    if spread.last_session is None or spoke.empty:
        return ""
    if spread.since is None:
        last = spoke.iloc[-1]
        return f"raised at session {last['session']}{_shown(str(last['shown']), unit)}"
    later = spoke[spoke["session"] > spread.since]
    said = wrote_in_words(later["wrote"], unit=unit)
    many = pooled and len(spread.sets) > 1
    if many and spread.still:
        n = _NUMBERS[spread.still] if spread.still < len(_NUMBERS) else spread.still
        ended = "at their own last session" if spread.still > 1 else "at its own last"
        said += f"; {n} of the {len(spread.sets)} sets raised it {ended}"
    return said


def wrote_in_words(wrote: pd.Series[Any], *, unit: str = "members") -> str:
    """Say how many wrote at each of some sessions, the earliest first.

    Examples
    --------
    >>> wrote_in_words(pd.Series([5, 6], dtype="Int64"))
    '5 and 6 wrote at the two sessions since'
    >>> wrote_in_words(pd.Series([5, None], dtype="Int64"))
    '5 and a number not shown wrote at the two sessions since'
    """
    what = "wrote" if unit == "members" else "texts were written"
    n = len(wrote)
    word = _NUMBERS[n] if n < len(_NUMBERS) else str(n)
    if n > _LISTED:
        known = wrote.dropna()
        if len(known) < n:
            return f"people wrote at each of the {word} sessions since"
        between = f"{known.min()} to {known.max()}"
        return f"{between} {what} at each of the {word} sessions since"
    said = ["a number not shown" if pd.isna(x) else str(x) for x in wrote]
    listed = " and ".join(", ".join(said).rsplit(", ", 1))
    where = "the one session" if n == 1 else f"the {word} sessions"
    return f"{listed} {what} at {where} since"


def _shown(shown: str, unit: str) -> str:
    who = "who wrote" if unit == "members" else "texts"
    return f" by {shown} {who}" if " of " in shown else "; by how many is not shown"
