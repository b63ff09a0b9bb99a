"""Microsoft Forms: a workbook with a row a response."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alsjournal.ingest.forms.metadata import ASIDE, Service
from alsjournal.ingest.forms.stamps import is_stamp
from alsjournal.ingest.forms.words import one_line
from alsjournal.ingest.presets.form import MOST, form_preset

__all__ = ["MS_FORMS"]


def _by_kind(
    headers: Sequence[str], columns: Sequence[Sequence[str]]
) -> dict[str, int] | None:
    """Numbers, two time stamps, accounts, names: the order that all languages have."""
    if len(columns) < 6 or not columns[0]:
        return None
    heads = [one_line(header) for header in headers[:3]]
    if any(head.isdigit() or is_stamp(head) for head in heads):
        return None
    ids, start, end, email = columns[:4]
    kinds = (
        _share(cell.strip().isdigit() for cell in ids),
        _share(is_stamp(cell) for cell in start),
        _share(is_stamp(cell) for cell in end),
    )
    if min(kinds) < MOST or not _accounts(email):
        return None
    places = {"id": 0, "start": 1, "end": 2, "email": 3, "name": 4}
    later = [cell for cell in columns[5] if cell.strip()]
    if later and all(is_stamp(cell) and ":" in cell for cell in later):
        places["changed"] = 5
    return places


def _accounts(cells: Sequence[str]) -> bool:
    """Whether all are addresses, or nobody's: one word for all of them, or none."""
    known = [cell for cell in cells if "@" in cell]
    others = {cell.strip().casefold() for cell in cells if "@" not in cell}
    one = len(others - {""}) <= 1 and all(len(word.split()) <= 1 for word in others)
    return one and (bool(known) or bool(others))


def _share(flags: Iterable[bool]) -> float:
    told = list(flags)
    return sum(told) / len(told)


_SERVICE = Service(
    name="Microsoft Forms",
    preset="ms-forms",
    roles={
        "id": ("ID",),
        "start": ("Start time", "Startzeit", "Heure de début", "Hora de inicio"),
        "end": (
            "Completion time",
            "Fertigstellungszeit",
            "Heure de fin",
            "Hora de finalización",
        ),
        "email": ("Email", "E-Mail", "Adresse de messagerie", "Correo electrónico"),
        "name": ("Name", "Nom", "Nombre"),
        "changed": ("Last modified time",),
        ASIDE: ("Language", "Total points", "Quiz feedback", "Grade posted time"),
    },
    needed="end",
    by_kind=_by_kind,
    how=(
        "Open the form's responses in Excel and save that file, with the columns ID, "
        "Start time, Completion time, Email and Name as they are."
    ),
)

MS_FORMS = form_preset(_SERVICE, "Responses of Microsoft Forms, as opened in Excel")
