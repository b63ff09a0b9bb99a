"""What is known of how well themes hold, and how that is said in words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.themes._base import FittedGroups

__all__ = ["NOT_MEASURED", "Held", "Stability", "badge_of", "holds_in_words"]

HOLDS, FAIR = 0.75, 0.6
"""Hennig's lines: from .75 a cluster is a stable one, from .6 on there is a pattern
whose borders are in doubt, and below nothing should be built on it (the manual of his
``fpc::clusterboot``)."""

LOST = 0.5
"""Up to this overlap a cluster counts as dissolved (Hennig, 2007)."""

NOT_MEASURED = "not measured"

_MOST_ROWS = 10_000

Unit = Literal["members", "texts"]


@dataclass(frozen=True)
class Held:
    """How one theme came through.

    Parameters
    ----------
    theme, theme_id : str
        Its name when this was measured, and its id.
    groups : tuple of int
        The groups of the fit that it was made of: with others it is another theme.
    jaccard : float
        Its mean overlap with what was found again, from 0 to 1.
    low, high : float
        Between these lay 95 of 100 resamples.
    found_again : float
        The share of resamples in which it was not lost (overlap above one half).
    """

    theme: str
    theme_id: str
    groups: tuple[int, ...]
    jaccard: float
    low: float
    high: float
    found_again: float


@dataclass(frozen=True)
class Stability:
    """How well the themes of a fit hold when a part of the texts is left out.

    Parameters
    ----------
    themes : tuple of Held
    adjusted_rand : float or None
        The mean agreement of a resample with the fit, passage by passage, where both
        are clear (adjusted Rand index: 0 by chance, 1 the same). None without themes.
    n_bootstraps : int
    share : float
        How much stayed in at each.
    unit : {"members", "texts"}
        What was left out as a whole.
    n_texts : int
        The texts that were drawn from.
    """

    themes: tuple[Held, ...]
    adjusted_rand: float | None
    n_bootstraps: int
    share: float
    unit: Unit
    n_texts: int

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each theme.

        Returns
        -------
        pandas.DataFrame
            Columns ``theme``, ``theme_id``, ``jaccard``, ``low``, ``high``,
            ``found_again``, ``badge`` ("holds", "fair", "shaky") and ``words``.
        """
        import pandas as pd

        kinds = {
            **dict.fromkeys(("theme", "theme_id"), "str"),
            **dict.fromkeys(("jaccard", "low", "high", "found_again"), "float64"),
            **dict.fromkeys(("badge", "words"), "str"),
        }
        rows = [
            {**asdict(own), "badge": badge_of(own.jaccard), "words": self.words(own)}
            for own in self.themes
        ]
        return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)

    def words(self, own: Held) -> str:
        """Say how well a theme holds.

        Examples
        --------
        >>> own = Held("beds", "t1", (0,), 0.81, 0.6, 0.95, 0.96)
        >>> Stability((own,), 0.7, 50, 0.8, "texts", 200).words(own)
        'holds: found again 9 times in 10 when texts are left out'
        """
        left_out = "people" if self.unit == "members" else "texts"
        times = int(10 * own.found_again + 1e-9)  # rounded down
        return (
            f"{badge_of(own.jaccard)}: found again {times} times in 10 when "
            f"{left_out} are left out"
        )

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Stability:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If it is anything else.
        """
        found = json.loads(text)
        if not isinstance(found, dict) or not isinstance(found.get("themes"), list):
            msg = "no stability"
            raise ValueError(msg)  # noqa: TRY004 - one kind of error for the caller
        try:
            rows = tuple(_held(row) for row in found.pop("themes")[:_MOST_ROWS])
            made = cls(rows, **found)
        except TypeError as error:
            msg = "other fields"
            raise ValueError(msg) from error
        _check(made)
        return made


def badge_of(jaccard: float) -> str:
    """Say in a word how well a theme with this mean overlap holds.

    Examples
    --------
    >>> badge_of(0.8), badge_of(0.6), badge_of(0.5)
    ('holds', 'fair', 'shaky')
    """
    if jaccard >= HOLDS:
        return "holds"
    return "fair" if jaccard >= FAIR else "shaky"


def holds_in_words(model: FittedGroups) -> dict[str, str]:
    """Say of each theme of a model, by its name, how well it holds.

    "not measured" where it was not, or where people have merged it since.
    """
    known: Any = getattr(model, "stability_", None)
    found = {own.groups: known.words(own) for own in known.themes} if known else {}
    columns = model._layout.columns[: model.n_themes_]
    return {
        theme: found.get(tuple(own), NOT_MEASURED)
        for theme, own in zip(model.theme_names_, columns, strict=True)
    }


def _held(row: dict[str, Any]) -> Held:
    return Held(**{**row, "groups": tuple(row["groups"])} if "groups" in row else row)


def _check(made: Stability) -> None:
    """Refuse values that `theme_stability` cannot have made."""
    numbers = [made.share]
    numbers += [] if made.adjusted_rand is None else [(made.adjusted_rand + 1) / 2]
    for own in made.themes:
        numbers += [own.jaccard, own.low, own.high, own.found_again]
    counts = [made.n_bootstraps, made.n_texts]
    counts += [i for own in made.themes for i in own.groups]
    words = [w for own in made.themes for w in (own.theme, own.theme_id)]
    sound = (
        all(isinstance(x, float | int) and 0 <= x <= 1 for x in numbers)
        and all(isinstance(x, int) and x >= 0 for x in counts)
        and all(isinstance(word, str) for word in words)
        and made.unit in ("members", "texts")
    )
    if not sound:
        msg = "a value that cannot be"
        raise ValueError(msg)
