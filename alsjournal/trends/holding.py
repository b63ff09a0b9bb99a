"""What stands beside counts of themes that may not hold."""

from __future__ import annotations

from collections.abc import Iterable

from alsjournal.themes.holds import NOT_MEASURED
from alsjournal.trends.coded import Coded

__all__ = ["holding_note"]


def holding_note(coded: Coded, themes: Iterable[str]) -> tuple[str, ...]:
    """Say which of the themes that are shown hold, if that was measured.

    Parameters
    ----------
    coded : Coded
    themes : iterable of str
        Those that are shown: no other is named.

    Returns
    -------
    tuple of str
        One sentence, or none.

    Examples
    --------
    >>> import pandas as pd
    >>> words = {"Beds": "holds: found again 9 times in 10 when texts are left out"}
    >>> none = pd.DataFrame({"reflection_id": [], "code": []})
    >>> holding_note(Coded(none, ("Beds",), holds=words), ["Beds"])
    ('With some of the texts left out these stand: Beds.',)
    """
    found: dict[str, list[str]] = {"holds": [], "fair": [], "shaky": []}
    unit = "texts"
    for theme in dict.fromkeys(themes):
        words = coded.held(theme)
        if words is None or words == NOT_MEASURED:
            continue
        found[words.partition(":")[0]].append(theme)
        unit = "people" if "people are" in words else unit
    words_of = {"holds": "stand", "fair": "stand in part", "shaky": "fall apart"}
    said = [
        f"{words_of[badge]}: {'; '.join(own)}" for badge, own in found.items() if own
    ]
    if not said:
        return ()
    return (f"With some of the {unit} left out these {', these '.join(said)}.",)
