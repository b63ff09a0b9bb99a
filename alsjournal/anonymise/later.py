"""What people wrote beside findings, without identifiers."""

from __future__ import annotations

import secrets

import pandas as pd

from alsjournal.errors import InputError
from alsjournal.journal import Journal, RawJournal

__all__ = ["anonymised"]

_PEOPLE = ("members", "memberships", "attendance", "facilitations", "roster")


def anonymised(
    frame: pd.DataFrame, programme: RawJournal | None, journal: Journal
) -> pd.Series[str]:
    """Return the words of answers without identifiers.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``response_id``, ``finding`` and ``text``, the words as they were written.
    programme : RawJournal or None
        For its roster, key and settings.
    journal : Journal
        The one that they go into.

    Returns
    -------
    pandas.Series of str
        With the index of ``frame``.

    Raises
    ------
    InputError
        If the programme has another key than the journal: a name of its roster would
        get a pseudonym that is nobody's.
    """
    from alsjournal.anonymise.anonymiser import Anonymiser

    rows = frame[frame["text"].notna()]
    out = pd.Series(None, index=frame.index, dtype="str")
    if rows.empty:
        return out
    tables = {"responses": rows[["response_id", "finding", "text"]]}
    # Without a roster nothing is made with the key.
    provenance: dict[str, object] = {"published_key": secrets.token_hex(32)}
    if programme is not None:
        tables |= _people(programme)
        provenance = dict(programme.provenance)
    raw = RawJournal(tables, provenance=provenance)
    done = Anonymiser().fit_transform(raw)
    if programme is not None:
        _check_same(done, journal)
    out.loc[rows.index] = done.table("responses")["text"].to_numpy()
    return out


def _people(programme: RawJournal) -> dict[str, pd.DataFrame]:
    """Return who is known in a programme, with those who only wrote."""
    held = {n: programme.identifiable_frame(n) for n in _PEOPLE}
    wrote = programme.identifiable_frame("reflections", ["member"]).dropna()
    members = pd.concat([held["members"], wrote], ignore_index=True)
    held["members"] = members.drop_duplicates("member")
    return held


def _check_same(done: Journal, journal: Journal) -> None:
    prints = []
    for one in (done, journal):
        said = one.provenance.get("anonymiser")
        prints.append(said.get("key_fingerprint") if isinstance(said, dict) else None)
    made, kept = prints
    if kept is not None and made != kept:
        msg = (
            f"The programme must have the key of the journal's pseudonyms (fingerprint "
            f"{kept}). Got another ({made}). Set the key of then, or leave the "
            f"programme out: names are then looked for as those of strangers."
        )
        raise InputError(msg)
