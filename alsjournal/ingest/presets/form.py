"""What the presets of form services have in common: a wide sheet, told by its head."""

from __future__ import annotations

from alsjournal.ingest.forms.derive import derive
from alsjournal.ingest.forms.metadata import Service, are_metadata
from alsjournal.ingest.forms.reshape import reshaper
from alsjournal.ingest.presets.preset import Preset
from alsjournal.ingest.presets.silent import SAID_NOTHING

__all__ = ["MOST", "form_preset"]

MOST = 0.9
"""So many of a column's cells must be of its kind: somebody may have edited a few."""


def form_preset(service: Service, description: str) -> Preset:
    """Make the preset of a form service.

    Parameters
    ----------
    service : Service
    description : str

    Returns
    -------
    Preset
    """
    return Preset(
        name=service.preset,
        description=description,
        columns={},
        extra=(),
        silent=SAID_NOTHING,
        permissions={},
        derive=derive,
        reshape=reshaper(service),
        fits=are_metadata(service),
    )
