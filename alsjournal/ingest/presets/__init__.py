"""Presets: what the columns of well-known exports mean, one a file."""

from __future__ import annotations

from alsjournal.errors import ConfigError
from alsjournal.ingest.presets.google_forms import GOOGLE_FORMS
from alsjournal.ingest.presets.ms_forms import MS_FORMS
from alsjournal.ingest.presets.nhs_fft import NHS_FFT
from alsjournal.ingest.presets.preset import Derived, Preset

__all__ = ["PRESETS", "Derived", "Preset", "preset_named"]

PRESETS: dict[str, Preset] = {
    preset.name: preset for preset in (NHS_FFT, MS_FORMS, GOOGLE_FORMS)
}
"""The presets by name; ``[programme] preset`` chooses one."""


def preset_named(name: str) -> Preset:
    """Return the preset of that name.

    Raises
    ------
    ConfigError
        If there is none.
    """
    preset = PRESETS.get(name) if isinstance(name, str) else None
    if preset is None:
        msg = f"The preset must be one of {', '.join(PRESETS)}. Got {name!r}."
        raise ConfigError(msg)
    return preset
