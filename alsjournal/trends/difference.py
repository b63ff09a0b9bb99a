"""`session_difference`: what one session raised, beside the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alsjournal.anonymise.unlinked import unlinked
from alsjournal.cleared import SessionDifference
from alsjournal.disclosure import Audience, audience_of, clear, goes_out
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.prevalence import (
    policy_of,
    provenance_of,
    refuse_public,
    theme_prevalence,
)
from alsjournal.trends.recurrence import recurring_issues
from alsjournal.trends.standing import codebook_of

if TYPE_CHECKING:
    from alsjournal.themes import Codebook

__all__ = ["session_difference"]

_ORDER = (
    *("new", "came back", "raised this time", "raised at both"),
    *("not raised this time", "not raised at either", "too few to tell"),
)
_POOLED = (
    "Sessions of all sets are counted together, by their number. Where fewer than {} "
    "raised a theme at a session, it is not told whether anybody did, but for the "
    "first and the last session that raised it."
)


def session_difference(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
    session: int | None = None,
    since: int | None = None,
    codebook: Codebook | None = None,
) -> SessionDifference:
    """Say what is new at a session, what came back, and what was not raised.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience, default="research"
        A set sees its own sessions, research those of each set apart, the programme all
        sets together, masked.
    session : int, optional
        By default the last at which anybody wrote (of each set, for research).
    since : int, optional
        The earlier session; by default the last before ``session`` at which anybody
        wrote.
    codebook : Codebook, optional
        Where people split themes; by default that of the model.

    Returns
    -------
    SessionDifference
        A row for each theme that was raised up to then: *new* (never raised before),
        *came back* (raised, and before, but not at the earlier session), *raised at
        both*, *not raised this time* (at the earlier one alone), *not raised at
        either*. A set with fewer than two such sessions has no rows.

    Raises
    ------
    DisclosureError
        For the public: where a theme was raised is for those who took part.
    InputError
        If ``session`` or ``since`` is none at which anybody wrote, or not the later and
        the earlier one; or if ``themes``, ``audience`` or ``codebook`` cannot be read.

    Notes
    -----
    Nothing is called gone: a theme that nobody raised is "not raised this time", with
    how many wrote. For the programme this is told where the numbers it may see tell it
    (*raised this time* where those of the earlier session do not, *too few to tell*
    where they tell neither); it says nothing of themes that too few raised altogether.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {
    ...         "reflection_id": list("123"),
    ...         "text": list("abc"),
    ...         "set_id": "A",
    ...         "session": [1, 2, 2],
    ...     }
    ... )
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame({"reflection_id": list("12"), "code": ["rota", "cover"]})
    >>> table = session_difference(journal, codes, audience="set:A").to_frame()
    >>> for said in table["in_words"]:
    ...     print(said)
    new: by 1 of 2 texts
    not raised this time; 2 texts were written
    """
    who = audience_of(journal, audience)
    policy = policy_of(journal)
    refuse_public(who)
    _check(session, since)
    book = codebook_of(themes, codebook)
    coded = as_coded(journal, themes)
    by = ("session",) if who.kind == "programme" else ("set_id", "session")
    table = theme_prevalence(journal, coded, audience=who, by=by)
    cells = table.to_frame()
    cells = cells[(cells["shown"] != "nobody wrote") & cells["session"].notna()]
    rows: list[dict[str, object]] = []
    if who.kind == "programme":
        ends = recurring_issues(journal, coded, audience=who).to_frame()
        pair = _pair(cells, session, since)
        rows = _pooled(cells, ends, pair) if pair else []
    else:
        for set_id, own in cells.groupby("set_id", dropna=False, sort=True):
            pair = _pair(own, session, since)
            if pair is not None:
                rows += [{**r, "set_id": set_id} for r in _exact(own, pair)]
    _refuse_none(rows, session, since)
    frame = pd.DataFrame(rows, columns=list(SessionDifference.COLUMNS))
    frame["in_words"] = [_in_words(row, table.unit) for row in rows]
    seen = seen_by(journal, coded, who)
    frame["split_from"] = _split_from(journal, frame, seen.themes, book, who)
    rank = frame["what"].map({what: i for i, what in enumerate(_ORDER)})
    frame = frame.assign(rank=rank).sort_values(["set_id", "rank"], kind="stable")
    notes = table.notes
    if who.kind == "programme" and len(frame):
        notes += (_POOLED.format(policy.rule(who).minimum),)
    return clear(
        SessionDifference,
        _typed(frame),
        audience=who,
        policy=policy,
        unit=table.unit,
        notes=notes,
        provenance=provenance_of(seen),
    )


def _check(session: object, since: object) -> None:
    for name, value in (("session", session), ("since", since)):
        whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
        if value is not None and not whole:
            msg = f"{name} must be the number of a session, from 1. Got {value!r}."
            raise InputError(msg)
    if isinstance(session, int) and isinstance(since, int) and since >= session:
        msg = f"since must be before session {session}. Got session {since}."
        raise InputError(msg)


def _refuse_none(
    rows: list[dict[str, object]], session: int | None, since: int | None
) -> None:
    asked = [n for n in (session, since) if n is not None]
    if asked and not rows:
        said = " and ".join(map(str, asked))
        msg = (
            f"session and since must be sessions at which somebody wrote, with one "
            f"before. Got {said}. `alsjournal info` tells how many wrote when."
        )
        raise InputError(msg)


def _pair(
    cells: pd.DataFrame, session: int | None, since: int | None
) -> tuple[int, int] | None:
    """Return the earlier session and the later one, if there are both."""
    held = sorted(int(s) for s in cells["session"].unique())
    now = session if session is not None else (held[-1] if held else None)
    if now is None or now not in held:
        return None
    earlier = [s for s in held if s < now]
    then = since if since is not None else (earlier[-1] if earlier else None)
    return (then, now) if then in earlier and then is not None else None


def _cell(cells: pd.DataFrame, pair: tuple[int, int]) -> dict[str, object]:
    """Return what the two sessions show of one theme."""
    out: dict[str, object] = {"before": pair[0], "session": pair[1]}
    for name, number in zip(("before", "now"), pair, strict=True):
        row = cells[cells["session"] == number].iloc[0]
        out[f"shown_{name}"], out[f"wrote_{name}"] = row["shown"], row["wrote"]
    return out


def _exact(cells: pd.DataFrame, pair: tuple[int, int]) -> list[dict[str, object]]:
    """Return the rows of one set, whose counts are all there."""
    then, now = pair
    rows = []
    for theme, own in cells[cells["session"] <= now].groupby("theme", sort=False):
        raised = own.loc[own["raised"] > 0, "session"]
        if raised.empty:
            continue
        at = set(raised.astype(int))
        row = {"theme": theme, **_cell(own, pair), "what": _what(at, then, now)}
        rows.append({**row, "first_session": min(at), "last_session": max(at)})
    return rows


def _what(at: set[int], then: int, now: int) -> str:
    """Tell what happened to a theme that was raised at these sessions.

    Examples
    --------
    >>> [_what(at, 2, 3) for at in ({3}, {1, 3}, {2, 3})]
    ['new', 'came back', 'raised at both']
    >>> [_what(at, 2, 3) for at in ({1, 2}, {1})]
    ['not raised this time', 'not raised at either']
    """
    if now in at:
        if then in at:
            return "raised at both"
        return "came back" if min(at) < now else "new"
    return "not raised this time" if then in at else "not raised at either"


def _pooled(
    cells: pd.DataFrame, ends: pd.DataFrame, pair: tuple[int, int]
) -> list[dict[str, object]]:
    """Return the rows of all sets together, from what may be shown anyway."""
    then, now = pair
    rows = []
    for end in ends.to_dict("records"):
        first, last = end["first_session"], end["last_session"]
        if pd.isna(first) or first > now:
            continue
        own = cells[cells["theme"] == end["theme"]]
        row = {"theme": end["theme"], **_cell(own, pair)}
        at = {int(first), int(last)} | _counted(own)
        row["what"] = _told(at, then, now)
        seen = int(last) if last <= now else None
        rows.append({**row, "first_session": int(first), "last_session": seen})
    return rows


def _counted(cells: pd.DataFrame) -> set[int]:
    """Return the sessions of which a count is shown, which is never none."""
    shown = cells["shown"].str.contains(" of ") & (cells["raised"] > 0)
    return set(cells.loc[shown.fillna(value=False).astype(bool), "session"].astype(int))


def _told(at: set[int], then: int, now: int) -> str:
    """Tell what the first and the last session and the counts tell for certain."""
    if min(at) == now:
        return "new"
    if now in at:
        return "raised at both" if then in at else "raised this time"
    if max(at) < now:
        return "not raised this time" if then in at else "not raised at either"
    return "too few to tell"


def _in_words(row: dict[str, object], unit: str) -> str:
    what, shown, wrote = row["what"], str(row["shown_now"]), row["wrote_now"]
    if str(what).startswith("not raised"):
        if pd.isna(wrote):  # type: ignore[call-overload]
            return f"{what}; how many wrote is not shown"
        texts = f"{wrote} text{'s were' if wrote != 1 else ' was'} written"
        return f"{what}; {f'{wrote} wrote' if unit == 'members' else texts}"
    if " of " not in shown:
        return f"{what}: by how many is not shown"
    return f"{what}: by {shown} {'who wrote' if unit == 'members' else 'texts'}"


def _split_from(
    journal: Journal,
    frame: pd.DataFrame,
    shown: tuple[str, ...],
    book: Codebook | None,
    who: Audience,
) -> list[str | None]:
    """Return from which theme a person split each, since the earlier session.

    The name of a theme that this audience may not see is not told.
    """
    splits = _splits(book, who)
    days = journal.table("sessions", ["set_id", "session", "date"]).dropna()
    out: list[str | None] = []
    for row in frame.to_dict("records"):
        parent, on = splits.get(str(row["theme"]), ("", ""))
        held = days[days["session"] == row["before"]]
        if who.kind != "programme":
            held = held[held["set_id"] == row["set_id"]]
        begun = held["date"].min().date().isoformat() if len(held) else ""
        named = f'"{parent}"' if parent in shown else "another theme"
        out.append(f"{named} on {on}" if on and on >= begun else None)
    return out


def _splits(book: Codebook | None, who: Audience) -> dict[str, tuple[str, str]]:
    """Return from which theme each was split, and when, by name."""
    out: dict[str, tuple[str, str]] = {}
    for part in book.themes() if book is not None else ():
        if book is None or not part.split_from:
            continue
        whole = book.history(part.split_from)
        on = next(e.when for e in whole if part.theme_id in e.others)
        names = (part.name, book.theme(part.split_from).name)
        own, parent = map(unlinked, names) if goes_out(who) else names
        out[own] = (parent, on)
    return out


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    whole = (
        *("before", "session", "wrote_now", "wrote_before"),
        *("first_session", "last_session"),
    )
    return frame.drop(columns="rank").astype(dict.fromkeys(whole, "Int64"))
