"""Who an output is for. One output is made for one audience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alsjournal.errors import InputError

__all__ = ["Audience"]

AudienceKind = Literal["research", "set", "programme", "public", "member"]

_BARE: tuple[AudienceKind, ...] = ("research", "programme", "public")
_NAMED: tuple[AudienceKind, ...] = ("set", "member")


@dataclass(frozen=True)
class Audience:
    """Who an output is for.

    Make one with `set`, `programme`, `public`, `member` or `research`, or write it
    as a string wherever an audience is taken: ``"set:A"``, ``"programme"``.

    Parameters
    ----------
    kind : {"research", "set", "programme", "public", "member"}
    name : str, default=""
        The set's id or the member's pseudonym; empty for the other kinds.

    Examples
    --------
    >>> str(Audience.set("A"))
    'set:A'
    >>> Audience.parse("programme") == Audience.programme()
    True
    """

    kind: AudienceKind
    name: str = ""

    def __post_init__(self) -> None:
        known = self.kind in _BARE + _NAMED
        if not known or (self.kind in _NAMED) != bool(self.name):
            raise InputError(_message("an audience that cannot be"))

    @classmethod
    def set(cls, set_id: str) -> Audience:
        """One set and its facilitator."""
        return cls("set", set_id)

    @classmethod
    def programme(cls) -> Audience:
        """Those who lead the programme."""
        return cls("programme")

    @classmethod
    def public(cls) -> Audience:
        """Everybody."""
        return cls("public")

    @classmethod
    def member(cls, pseudonym: str) -> Audience:
        """One member, about what they wrote themselves."""
        return cls("member", pseudonym)

    @classmethod
    def research(cls) -> Audience:
        """The analysts named in the agreement.

        They see the Journal without small-number policy; what they see never goes
        on as a report for others.
        """
        return cls("research")

    @classmethod
    def parse(cls, audience: str | Audience) -> Audience:
        """Return the audience that a string names.

        Raises
        ------
        InputError
            If it names none.
        """
        if isinstance(audience, Audience):
            return audience
        kind, _, name = str(audience).partition(":")
        for known in _BARE + _NAMED:
            if kind == known and (known in _NAMED) == bool(name):
                return cls(known, name)
        raise InputError(_message(repr(str(audience))))

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


def _message(got: str) -> str:
    return (
        "An audience must be 'research', 'programme', 'public', 'set:<set_id>' or "
        f"'member:<pseudonym>'. Got {got}."
    )
