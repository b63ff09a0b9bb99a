"""Google Forms: the linked sheet, as csv or workbook, with a row a response."""

from __future__ import annotations

from collections.abc import Sequence

from alsjournal.ingest.forms.metadata import ASIDE, Service
from alsjournal.ingest.forms.stamps import is_stamp
from alsjournal.ingest.forms.words import one_line
from alsjournal.ingest.presets.form import MOST, form_preset

__all__ = ["GOOGLE_FORMS"]


def _by_kind(
    headers: Sequence[str], columns: Sequence[Sequence[str]]
) -> dict[str, int] | None:
    """Time stamps, and perhaps addresses: the order that all languages have."""
    if len(columns) < 2 or is_stamp(one_line(headers[0])):
        return None
    stamps = [is_stamp(cell) and ":" in cell for cell in columns[0] if cell.strip()]
    if not stamps or sum(stamps) < MOST * len(stamps):
        return None
    places = {"end": 0}
    accounts = [cell for cell in columns[1] if cell.strip()]
    if accounts and all("@" in c and len(c.split()) == 1 for c in accounts):
        places["email"] = 1
    return places


_SERVICE = Service(
    name="Google Forms",
    preset="google-forms",
    roles={
        "end": ("Timestamp", "Zeitstempel", "Horodateur", "Marca temporal"),
        "email": ("Email Address", "E-mail Address", "Username", "E-Mail-Adresse"),
        ASIDE: ("Score", "Punkte", "Punktzahl"),
    },
    needed="end",
    by_kind=_by_kind,
    how=(
        "Download the responses (.csv), or the linked sheet, with the column "
        "Timestamp as the first."
    ),
)

GOOGLE_FORMS = form_preset(
    _SERVICE, "Responses of Google Forms, as downloaded or in the linked sheet"
)
