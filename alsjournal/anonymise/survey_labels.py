"""Mask names in what a survey is called by: waves, items, questions and answers.

Tables of the survey go to every audience, so that no pseudonym goes into them. What
the settings say and what the table says must stay the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from alsjournal.anonymise.unlinked import as_choice
from alsjournal.ingest.survey_settings import (
    ItemSettings,
    SurveySettings,
    settings_of,
)
from alsjournal.journal import RawJournal

__all__ = ["SurveyLabels"]

Change = Callable[[str], str]


class SurveyLabels:
    """What becomes of the labels of a survey, in its table and in its settings.

    Parameters
    ----------
    raw : RawJournal
    label : callable
        Masks a label.
    read : callable
        Masks a text, as those of the column ``answer`` are masked.

    Notes
    -----
    It holds names; it is made for one call.
    """

    def __init__(self, raw: RawJournal, label: Change, read: Change) -> None:
        self._label = label
        self._read = read
        said = settings_of(raw.provenance)
        invited = raw.provenance.get("invited")
        waves = {*said.waves, *(invited if isinstance(invited, Mapping) else ())}
        self._waves = _apart(waves | _values(raw, "wave"), label)
        self._items = _apart({*said.items} | _values(raw, "item"), label)
        self.columns: Mapping[str, Change] = {
            "wave": self.wave,
            "item": self.item,
            "question": label,
        }

    def __repr__(self) -> str:
        return "SurveyLabels(withheld)"

    def wave(self, value: str) -> str:
        """Return what stands for the name of a wave."""
        return self._waves.get(value, value)

    def item(self, value: str) -> str:
        """Return what stands for an item, also for one that nobody was asked."""
        return self._items[value] if value in self._items else self._label(value)

    def settings(self, provenance: Mapping[str, object]) -> dict[str, object]:
        """Return ``survey`` and ``invited`` of a provenance, as far as it has them."""
        out: dict[str, object] = {}
        if "survey" in provenance:
            said = settings_of(provenance)
            waves = tuple(map(self.wave, said.waves))
            items = {self.item(k): self._item(one) for k, one in said.items.items()}
            out["survey"] = SurveySettings(waves, items).told()
        invited = provenance.get("invited")
        if isinstance(invited, Mapping):
            out["invited"] = {self.wave(str(w)): n for w, n in invited.items()}
        return out

    def _item(self, said: ItemSettings) -> ItemSettings:
        # Two answers that differ by a name alone become one, as in the column.
        scale = tuple(dict.fromkeys(map(self._answer, said.scale)))
        yes = tuple(dict.fromkeys(map(self._answer, said.yes)))
        if len(scale) == 1:  # no choice is left to count
            scale = yes = ()
        return ItemSettings(self._label(said.question), scale, yes, said.several)

    def _answer(self, value: str) -> str:
        return as_choice(self._read(value))


def _values(raw: RawJournal, column: str) -> set[str]:
    found: set[str] = set()
    for batch in raw.identifiable_batches("survey", [column]):
        found.update(batch[column].dropna().unique().tolist())
    return found


def _apart(values: Iterable[str], label: Change) -> dict[str, str]:
    """Mask labels that tell rows apart: two of them do not become one.

    Letter case tells none apart, as nowhere in a survey.
    """
    alike: dict[str, list[str]] = {}
    out = {}
    for value in sorted(values):
        masked, plain = label(value), value.casefold()
        known = alike.setdefault(masked.casefold(), [])
        if plain not in known:
            known.append(plain)
        n = known.index(plain) + 1
        out[value] = masked if n == 1 else f"{masked} ({n})"
    return out
