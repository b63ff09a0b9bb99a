"""How the parts in facilitating change from one session of a set to the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

__all__ = ["FIRST", "changes"]

FIRST = "first on record"
_AS_BEFORE = "as before"
_DOES = {
    "lead": "leads",
    "co": "is co-facilitator",
    "trainee": "is a trainee",
    "rotating": "takes a turn",
}
_PART = "takes a part"
_WAS = {"trainee": "a trainee", "co": "a co-facilitator"}


@dataclass
class _Past:
    """What was on record of a set before a session; held for one call."""

    held: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    latest: dict[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    def add(self, now: Mapping[str, str]) -> None:
        for person, part in now.items():
            self.held[person].add(part)
        self.latest.update(now)
        self.before = now

    @property
    def led(self) -> bool:
        return any("lead" in parts for parts in self.held.values())


def changes(rows: pd.DataFrame) -> dict[int, str]:
    """Say of each session of one set what is otherwise than at the one before.

    Parameters
    ----------
    rows : pandas.DataFrame
        Of one set: ``session``, ``person``, ``part`` and ``member``, as `parts_of`
        has them. Of several parts of a person at one session the first by name goes.

    Returns
    -------
    dict of int to str
        By session; no person is named.

    Examples
    --------
    >>> rows = pd.DataFrame({"session": [1, 2], "person": ["p", "m"]})
    >>> rows = rows.assign(part=["lead", "rotating"], member=[False, True])
    >>> changes(rows)[2]
    'a member takes a turn for the first time; no lead any more: the set runs itself'
    """
    members = {str(p) for p in rows.loc[rows["member"], "person"]}
    sessions = {
        int(str(at)): dict(zip(own["person"], own["part"], strict=True))
        for at, own in rows.sort_values(
            ["session", "person", "part"], ascending=[True, True, False]
        ).groupby("session")
    }
    past, out, before = _Past(), {}, None
    for at, now in sessions.items():
        later = [own for session, own in sessions.items() if session > at]
        if before is None:
            out[at] = FIRST
        else:
            found = [*_came(now, past, members), *_went(now, past, later, members)]
            since = f"since session {before}: " if at > before + 1 else ""
            out[at] = since + ("; ".join(_counted(found)) or _AS_BEFORE)
        past.add(now)
        before = at
    return out


def _came(now: Mapping[str, str], past: _Past, members: set[str]) -> Iterator[str]:
    """Yield who takes a part for the first time, or again."""
    for person, part in now.items():
        if past.before.get(person) == part:
            continue
        who = "a member" if person in members else "somebody from outside"
        does = _DOES.get(part, _PART)
        if part in past.held[person]:
            yield f"{who} {does} again"
        else:
            was = _WAS.get(past.latest.get(person, ""), who)
            yield f"{was} {does} for the first time"


def _went(
    now: Mapping[str, str],
    past: _Past,
    later: list[dict[str, str]],
    members: set[str],
) -> Iterator[str]:
    """Yield which parts nobody takes any more, and who takes none."""
    leads, led = "lead" in now.values(), "lead" in past.before.values()
    if led and not leads:
        ended = not any("lead" in own.values() for own in later)
        alone = ": the set runs itself" if set(now) <= members else ""
        yield f"no lead {'any more' if ended else 'this time'}{alone}"
    elif leads and not led and past.led:
        yield "there is a lead again"
    for person, part in past.before.items():
        if person in now or part == "rotating" or (part == "lead" and not leads):
            continue
        ended = not any(person in own for own in later)
        was = _WAS.get(part, "who led before" if part == "lead" else "somebody")
        yield f"{was} takes no part {'any more' if ended else 'this time'}"


def _counted(found: list[str]) -> Iterator[str]:
    for words, times in Counter(found).items():
        yield words if times == 1 else f"{words} ({times} people)"
