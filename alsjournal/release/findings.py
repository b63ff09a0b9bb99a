"""What a release check found: values, in words for whoever answers for the release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

import pandas as pd

from alsjournal.errors import DisclosureError

__all__ = ["Finding", "Level", "Linkage", "ReleaseReport", "Risky", "Unique"]

Level = Literal["mend", "look", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    Parameters
    ----------
    check : str
        Which check: differences, quotes, linkage, uniqueness, previews.
    level : {"mend", "look", "note"}
        Whether it must be mended first, looked at by a person, or only known.
    where : str
        The cell, or the number of the passage on the page; never its words.
    found, why, do : str
        What, why it matters, and what to do.
    """

    check: str
    level: Level
    where: str
    found: str
    why: str
    do: str


@dataclass(frozen=True)
class Linkage:
    """How often quotes were traced to their writers by style alone.

    ``chance`` is the share that guessing among the ``writers`` would get right.
    """

    within: str
    quotes: int
    writers: int
    right: int
    share: float
    low: float
    high: float
    chance: float

    @property
    def beyond_chance(self) -> bool:
        """Whether the whole interval lies above chance."""
        return self.low > self.chance


@dataclass(frozen=True)
class Unique:
    """How many people are the only ones of their kind, by these columns."""

    by: tuple[str, ...]
    people: int
    unique: int

    @property
    def share(self) -> float:
        """``unique / people``; 0 where there is nobody."""
        return self.unique / self.people if self.people else 0.0


@dataclass(frozen=True, repr=False)
class Risky:
    """A passage that could give somebody away. Held privately by its report."""

    number: int
    reflection_id: str
    quote: str
    reasons: tuple[str, ...]
    do: tuple[str, ...]
    grave: bool
    kept: bool


@dataclass(frozen=True, repr=False)
class ReleaseReport:
    """What a release check found. For the analysts and the data custodian only.

    Parameters
    ----------
    audience, policy, rule : str
        For whom the output would be made, the policy, and which rule of it applied.
    rules : tuple of (str, str)
        By kind of statistic, what the rule says.
    findings : tuple of Finding
    linkage : tuple of Linkage
    uniqueness : tuple of Unique
    quotes : int
        Passages that would be quoted.

    Notes
    -----
    The riskiest passages themselves stand on the page that `write` makes, and in no
    attribute, repr or pickle.
    """

    audience: str
    policy: str
    rule: str
    rules: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    linkage: tuple[Linkage, ...] = ()
    uniqueness: tuple[Unique, ...] = ()
    quotes: int = 0
    title: str = ""
    _risky: tuple[Risky, ...] = field(default=(), compare=False)

    @property
    def ok(self) -> bool:
        """Whether nothing must be mended first."""
        return not any(finding.level == "mend" for finding in self.findings)

    @property
    def quoted_ids(self) -> tuple[str, ...]:
        """The texts whose words stand on the page, for the record of outputs."""
        return tuple(dict.fromkeys(risky.reflection_id for risky in self._risky))

    def to_frame(self) -> pd.DataFrame:
        """Return the findings: check, level, where, found, why, do. No text."""
        columns = ["check", "level", "where", "found", "why", "do"]
        rows = [tuple(getattr(f, c) for c in columns) for f in self.findings]
        return pd.DataFrame(rows, columns=columns, dtype="str")

    def write(self, path: Any) -> Any:
        """Write the page for the data custodian; only its owner may read it.

        Parameters
        ----------
        path : str or path
            Ends in ``.html``. An earlier one there is replaced.

        Returns
        -------
        pathlib.Path

        Raises
        ------
        InputError
            If the path is not an HTML file.
        SourceError
            If it cannot be written there.
        """
        from alsjournal.release.custodian import write_page

        return write_page(self, path)

    def __repr__(self) -> str:
        levels = [finding.level for finding in self.findings]
        counts = ", ".join(f"{levels.count(n)} to {n}" for n in ("mend", "look"))
        return (
            f"ReleaseReport(audience {self.audience!r}, rule {self.rule!r}, {counts})"
        )

    def __reduce__(self) -> NoReturn:
        """Refuse: it holds people's words."""
        msg = (
            "A ReleaseReport must not be pickled: it holds people's words. Keep "
            "to_frame(), or check again."
        )
        raise DisclosureError(msg)
