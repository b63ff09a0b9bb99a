"""The columns that a form service puts before the questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from alsjournal.errors import InputError
from alsjournal.ingest.forms.words import compared

__all__ = ["ASIDE", "Metadata", "Service", "are_metadata", "recognise"]

ASIDE = "aside"
"""The role of columns that are neither questions nor used: points, language."""

Columns = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Metadata:
    """Where what the service knows of a response stands.

    Parameters
    ----------
    places : mapping of str to int
        By role: ``id``, ``start``, ``end``, ``changed``, ``email``, ``name``.
    aside : frozenset of int, default=frozenset()
    """

    places: Mapping[str, int]
    aside: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        """All columns that are no questions."""
        return self.aside | set(self.places.values())


@dataclass(frozen=True)
class Service:
    """A form service, and how its exports begin.

    Parameters
    ----------
    name : str
        As people call it.
    preset : str
    roles : mapping of str to tuple of str
        By role: its headers, in the languages that are known.
    needed : str
        The role whose header shows that it is such an export.
    by_kind : callable
        Finds the places by what the cells of the columns are, for headers in another
        language; None if they are something else.
    how : str
        What to do if it is not recognised.
    """

    name: str
    preset: str
    roles: Mapping[str, tuple[str, ...]]
    needed: str
    by_kind: Callable[[Sequence[str], Columns], dict[str, int] | None]
    how: str

    def by_name(self, headers: Sequence[str]) -> Metadata | None:
        """Find the places by the headers, from the first on; None if it cannot be."""
        known = {
            compared(name): role for role, all_ in self.roles.items() for name in all_
        }
        places: dict[str, int] = {}
        aside = set()
        for i, header in enumerate(headers):
            role = known.get(compared(header))
            if role is None or role in places:
                break
            if role == ASIDE:
                aside.add(i)
            else:
                places[role] = i
        return Metadata(places, frozenset(aside)) if self.needed in places else None


def are_metadata(service: Service) -> Callable[[Sequence[str]], bool]:
    """Return what says of headers alone whether they are surely of such an export."""
    return partial(_surely, service)


def _surely(service: Service, headers: Sequence[str]) -> bool:
    found = service.by_name(headers)
    return found is not None and len(headers) > len(found.all)


def recognise(
    service: Service, headers: Sequence[str], columns: Columns, shown: str
) -> Metadata:
    """Find what the service put before the questions, by names, else by kind.

    Of a quiz, what stands for another column (``Points - <question>``) is set aside,
    and so is everything before the first question that was given points.

    Parameters
    ----------
    service : Service
    headers : sequence of str
    columns : sequence of sequence of str
        The cells below each.
    shown : str
        The file, for messages.

    Returns
    -------
    Metadata

    Raises
    ------
    InputError
        If it is no such export.
    """
    found = service.by_name(headers)
    if found is None:
        places = service.by_kind(headers, columns)
        if places is None:
            msg = (
                f"{shown!r} must be an export of {service.name}, as it was downloaded. "
                f"Its first columns are others. {service.how}"
            )
            raise InputError(msg)
        found = Metadata(places)
    points = _companions(headers)
    if not points:
        return found
    first = min(points.values())
    before = set(range(max(found.places.values()) + 1, first))
    return Metadata(found.places, found.aside | before | set(points))


def _companions(headers: Sequence[str]) -> dict[int, int]:
    """Columns of points or feedback, and the question before them that they are of."""
    plain = [compared(header) for header in headers]
    found: dict[int, int] = {}
    for i, header in enumerate(plain):
        _, dash, question = header.partition(" - ")
        for j in (i - 1, i - 2):
            if dash and j >= 0 and plain[j] == question and j not in found:
                found[i] = j
                break
    return found
