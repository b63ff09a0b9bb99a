"""What a programme owes to those who wrote: a ground, and a last day for each thing.

UK GDPR asks for a lawful basis (Article 6) and that personal data be kept no longer
than is needed (Article 5(1)(e)). Neither stops an ingest; both are asked for until
they are said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from alsjournal.errors import ConfigError
from alsjournal.ingest.keys import check_keys

if TYPE_CHECKING:
    from alsjournal.ingest.config import Programme

__all__ = ["KEPT", "duty_notes", "retention_dates"]

KEPT: Mapping[str, str] = {
    "raw_text": "the source files hold what people wrote, with names. Delete them, "
    "wherever else they lie too (downloads, mail, the form itself)",
    "key": "whoever has the key can tell whose a pseudonym is. Delete it and each "
    "copy of it; nobody can be found in the journal then, also not to be taken out",
    "journal": "the journal should be gone, with its themes and all copies. Delete it",
}
"""What ``[retention]`` may date, and what to do once the date has passed."""

_NOTHING_SAID = (
    "without a programme.toml nothing says on what ground these texts are held, nor "
    "until when (`alsjournal init` writes one)."
)

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def retention_dates(said: Mapping[str, Any]) -> dict[str, date]:
    """Read the section ``[retention]``: dates of TOML, or texts as "2027-03-31".

    Parameters
    ----------
    said : mapping

    Returns
    -------
    dict of str to datetime.date
        Of `KEPT`, those that are there; each is the last day.

    Raises
    ------
    ConfigError
        If something else is dated, or a date cannot be one.
    """
    check_keys("[retention]", said, KEPT)
    return {key: _date(key, said[key]) for key in KEPT if key in said}


def _date(key: str, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _ISO.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    msg = (
        f"programme.toml: [retention] {key} must be a day that exists, written year "
        f"first, as 2027-03-31. It is not. Correct it."
    )
    raise ConfigError(msg)


def duty_notes(programme: Programme, *, today: date | None = None) -> tuple[str, ...]:
    """Say what is not yet declared, and which last day has passed.

    Parameters
    ----------
    programme : Programme
    today : datetime.date, optional
        By default today, in UTC.

    Returns
    -------
    tuple of str
        Empty for a fictional programme; one line where there is no
        ``programme.toml``.

    Examples
    --------
    >>> from alsjournal.ingest.config import Programme
    >>> duty_notes(Programme({}, about={"fictional": True}, declared=True))
    ()
    """
    if programme.about.get("fictional"):
        return ()
    if not programme.declared:
        return (_NOTHING_SAID,)
    now = today or datetime.now(UTC).date()
    return (*_unsaid(programme), *_overdue(programme.retention, now))


def _unsaid(programme: Programme) -> tuple[str, ...]:
    ground = str(programme.about.get("lawful_basis", "")).strip()
    missing = [] if ground else ["[programme] lawful_basis"]
    missing += [f"[retention] {k}" for k in KEPT if k not in programme.retention]
    if not missing:
        return ()
    note = (
        f"programme.toml does not say yet: {', '.join(missing)}. Your information "
        f"governance lead knows; `alsjournal init --kit` has the notice to go with it."
    )
    return (note,)


def _overdue(dates: Mapping[str, date], today: date) -> tuple[str, ...]:
    return tuple(
        f"OVERDUE: [retention] {key} was {last.isoformat()}, {(today - last).days:,} "
        f"{'day' if (today - last).days == 1 else 'days'} ago: {KEPT[key]}."
        for key, last in dates.items()
        if last < today
    )
