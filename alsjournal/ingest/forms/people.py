"""Who answered: the member's id, and the names by which others may write of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from alsjournal.ingest.forms.judge import looks_like_name
from alsjournal.ingest.forms.words import folded, one_line

__all__ = ["Person", "account_notes", "person_of"]

_BRACKETS = re.compile(r"\(([^()]*)\)?")
_NOBODY = frozenset(
    ["anonymous", "anonym", "anonyme", "anonimo", "anónimo", "anoniem", "dienw"]
)
_ROLES = frozenset(
    {
        "admin",
        "administration",
        "anonymous",
        "assistant",
        "clinical",
        "contact",
        "coordinator",
        "director",
        "doctor",
        "enquiries",
        "facilitator",
        "gp",
        "group",
        "hello",
        "info",
        "information",
        "lead",
        "mail",
        "manager",
        "me",
        "member",
        "midwife",
        "myself",
        "no",
        "nobody",
        "none",
        "noreply",
        "nurse",
        "office",
        "officer",
        "organiser",
        "paramedic",
        "partner",
        "pharmacist",
        "physiotherapist",
        "practice",
        "practitioner",
        "prefer",
        "programme",
        "project",
        "reception",
        "secretary",
        "senior",
        "service",
        "set",
        "social",
        "student",
        "support",
        "surgery",
        "team",
        "trainee",
        "training",
        "worker",
        "yes",
    }
)
"""Words of roles and mailboxes: with one of them it is no name, and masking it as one
would take it out of everybody's texts."""


class Person(NamedTuple):
    """Who answered; each part is empty where it is not known.

    ``member`` is the id, ``name`` and ``aliases`` (with semicolons between) are for
    the roster.
    """

    member: str = ""
    name: str = ""
    aliases: str = ""
    organisation: str = ""


def person_of(*, said: str, email: str, name: str) -> Person:
    """Say who answered, from what they said and what the service knows.

    Parameters
    ----------
    said : str
        The answer to "Who are you?": it goes before all.
    email, name : str
        As the service writes them: "anonymous" and nothing where it asks for no
        account. An address is taken without case.

    Returns
    -------
    Person

    Examples
    --------
    >>> person_of(said="", email="Ann.Lee@nhs.net", name="LEE, Ann (HILL SURGERY)")[:2]
    ('ann.lee@nhs.net', 'Ann LEE')
    >>> person_of(said="A03", email="anonymous", name="")[:2]
    ('A03', '')
    """
    said, email, name = one_line(said), one_line(email), one_line(name)
    known = email.casefold() if "@" in email else ""
    if "@" in said:
        said = said.casefold()
    if folded(name) in _NOBODY or (name and folded(name) == folded(email)):
        name = ""
    shown, organisation = _displayed(name)
    mailbox = "" if shown else _of_mailbox(said if "@" in said else known)
    names = [shown, mailbox, _of_answer(said)]
    names = list(dict.fromkeys(n.replace(";", " ") for n in names if n))
    return Person(
        member=said or known or name,
        name=names[0] if names else "",
        aliases=";".join(names[1:]),
        organisation=organisation,
    )


def account_notes(shown: str, seen: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Say where accounts and answers to "Who are you?" are not one to one.

    Parameters
    ----------
    shown : str
        The file, for the notes.
    seen : iterable of (str, str, str)
        Of each response: the member's id, and the account's address and name.

    Yields
    ------
    str
        With counts, and nobody's name.

    Examples
    --------
    >>> list(account_notes("f.csv", [("A", "a@b.uk", ""), ("B", "a@b.uk", "")]))
    ["'f.csv': accounts that gave different answers to 'Who are you?': 1; each answer \
is counted as a person of its own."]
    """
    answers: dict[str, set[str]] = {}
    accounts: dict[str, set[str]] = {}
    for member, email, name in seen:
        account = _account(email, name)
        if member and account:
            answers.setdefault(account, set()).add(folded(member))
            accounts.setdefault(folded(member), set()).add(account)
    several = sum(len(all_) > 1 for all_ in answers.values())
    if several:
        yield (
            f"{shown!r}: accounts that gave different answers to 'Who are you?': "
            f"{several:,}; each answer is counted as a person of its own."
        )
    shared = sum(len(all_) > 1 for all_ in accounts.values())
    if shared:
        yield (
            f"{shown!r}: answers to 'Who are you?' that several accounts gave: "
            f"{shared:,}; each is counted as one person."
        )


def _account(email: str, name: str) -> str:
    """Return what tells an account from others; empty where none was recorded."""
    if "@" in email:
        return folded(email)
    name = folded(name)
    return "" if name in _NOBODY or name == folded(email) else name


def _displayed(name: str) -> tuple[str, str]:
    """Take ``LEE, Ann (HILL SURGERY)``, as NHSmail has it, to pieces."""
    inside = _BRACKETS.search(name)
    bare = " ".join(_BRACKETS.sub(" ", name).split())
    last, comma, first = bare.partition(",")
    if comma and first.strip():
        bare = f"{first.strip()} {last.strip()}"
    return bare, inside[1].strip() if inside else ""


def _of_mailbox(email: str) -> str:
    """Return the name in an address, if there is one: not of ``info@``."""
    local = email.partition("@")[0].partition("+")[0]
    parts = [p for p in re.split(r"[^\w]+|_|\d+", local) if len(p) > 1]
    return "" if _ROLES.intersection(parts) else " ".join(parts)


def _of_answer(said: str) -> str:
    """Return the answer if it is a name, not a code or a role."""
    bare, _ = _displayed(said)
    words = {word.casefold().strip(".") for word in bare.split()}
    return bare if looks_like_name(bare) and not words & _ROLES else ""
