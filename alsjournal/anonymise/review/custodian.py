"""Who may review: the data custodian whom the programme names, and a second person.

Whoever reviews reads sentences with names in them. A facilitator knows the set and
would recognise people, and members would meet their facilitator as a reader of what
they wrote in confidence; so neither the custodian nor the second may be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from alsjournal.anonymise.identities import canonical
from alsjournal.errors import ConfigError, DisclosureError
from alsjournal.journal import RawJournal

__all__ = ["Reviewer", "reviewer_of"]

Role = Literal["custodian", "second"]


@dataclass(frozen=True, repr=False)
class Reviewer:
    """Who reviews.

    Parameters
    ----------
    name : str
        As ``programme.toml`` has it.
    role : {"custodian", "second"}
    by_two : bool
        Whether the programme names a second person, without whom nothing that was
        found is left open.
    """

    name: str
    role: Role
    by_two: bool

    def __repr__(self) -> str:
        return f"Reviewer({self.role}, name withheld)"


def reviewer_of(
    said: Mapping[str, str], raw: RawJournal, *, second: bool = False
) -> Reviewer:
    """Return who reviews, if that person may.

    Parameters
    ----------
    said : mapping
        The section ``[review]`` of ``programme.toml``.
    raw : RawJournal
        Its facilitations, and the roster for the facilitators' names.
    second : bool, default=False
        Whether it is the second person.

    Returns
    -------
    Reviewer

    Raises
    ------
    ConfigError
        If the programme names nobody, or the same person twice.
    DisclosureError
        If the person is known to facilitate.
    """
    custodian, other = said.get("custodian", ""), said.get("second", "")
    if not custodian.strip() or (second and not other.strip()):
        role = "second" if custodian.strip() else "custodian"
        msg = (
            f"programme.toml must say who reviews: [review] {role} = the name of the "
            f"person. It does not. Choose somebody who does not facilitate."
        )
        raise ConfigError(msg)
    if other and canonical(other) == canonical(custodian):
        msg = (
            "programme.toml: [review] second must be another person than custodian. "
            "It is the same. Name another, or take the line out."
        )
        raise ConfigError(msg)
    name = other if second else custodian
    if canonical(name) in _facilitators(raw):
        msg = (
            f"Who reviews must not facilitate. [review] "
            f"{'second' if second else 'custodian'} stands among the facilitators. "
            f"Name somebody else."
        )
        raise DisclosureError(msg)
    return Reviewer(name, "second" if second else "custodian", bool(other))


def _facilitators(raw: RawJournal) -> set[str]:
    """Return the ids of those who facilitate, and their names as far as known."""
    people = raw.identifiable_frame("facilitations", ["person"])["person"].dropna()
    wrote = raw.identifiable_frame("reflections", ["member", "author_kind"])
    authors = wrote.loc[wrote["author_kind"] == "facilitator", "member"].dropna()
    ids = {canonical(v) for v in (*people, *authors)}
    roster = raw.identifiable_frame("roster", ["member", "name", "aliases"])
    roster = roster.astype(object).where(roster.notna(), "")
    names = {
        canonical(name)
        for member, own, aliases in roster.itertuples(index=False, name=None)
        if canonical(member) in ids
        for name in (own, *aliases.split(";"))
        if name.strip()
    }
    return ids | names
