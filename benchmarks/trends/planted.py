"""Journals with a planted truth: what was made to happen is known.

Each has sets of members who write at most sessions; every theme has its own level,
members differ in how readily they raise it (so that what they write twice is alike),
and so do sets. A scenario then changes one thing. Texts hold nothing but length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from alsjournal.journal import Journal

Array = np.ndarray


@dataclass(frozen=True)
class Size:
    """How large a programme is."""

    sets: int = 4
    members: int = 6
    sessions: int = 6
    themes: int = 20

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return sets, members of each and sessions."""
        return self.sets, self.members, self.sessions


@dataclass
class Truth:
    """What is drawn from: arrays over sets, members, sessions (and themes).

    ``chance`` is that a text raises each theme, ``people`` the same as it would be
    were only what people have to say to count: a true change is a change of it.
    """

    chance: Array
    wrote: Array
    words: Array
    prompt: Array
    people: Array = field(default_factory=lambda: np.empty(0))
    changed: Array = field(default_factory=lambda: np.empty(0))


def expit(x: Array) -> Array:
    """Return the chance of a log odds."""
    return 1 / (1 + np.exp(-x))


def plain(rng: np.random.Generator, size: Size, spread: float = 1.0) -> Truth:
    """Draw a programme in which nothing changes.

    ``spread`` is of log odds between members; 1.0 gives an intraclass correlation of
    about 0.15 where three in ten raise a theme.
    """
    n_sets, n_members, n_sessions = size.shape
    level = rng.uniform(-2.2, 0.2, size.themes)
    of_set = rng.normal(0, 0.5, (n_sets, 1, 1, size.themes))
    of_member = rng.normal(0, spread, (n_sets, n_members, 1, size.themes))
    odds = level + of_set + of_member + np.zeros((1, 1, n_sessions, 1))
    wrote = rng.random(size.shape) < 0.9
    words = np.full(size.shape, 100.0)
    prompt = np.zeros(size.shape, dtype=int)
    chance = expit(odds)
    none = np.zeros(size.themes, dtype=bool)
    return Truth(chance, wrote, words, prompt, chance, none)


def nothing(rng: np.random.Generator, size: Size) -> Truth:
    """Nothing changes."""
    return plain(rng, size)


def _risen(truth: Truth, size: Size, sets: slice, low: float, high: float) -> Truth:
    """Let the first fifth of the themes rise in some sets."""
    changed = np.arange(size.themes) < size.themes // 5
    when = np.linspace(0, 1, size.sessions)[None, None, :, None]
    logit = np.log(truth.chance / (1 - truth.chance))
    middle = logit.mean(axis=(0, 1, 2), keepdims=True)
    risen = logit - middle + np.log(low / (1 - low))
    risen = risen + when * (np.log(high / (1 - high)) - np.log(low / (1 - low)))
    chance = truth.chance.copy()
    chance[sets, ..., changed] = np.moveaxis(expit(risen)[sets, ..., changed], 0, 0)
    return replace(truth, chance=chance, people=chance, changed=changed)


def rise(rng: np.random.Generator, size: Size) -> Truth:
    """A fifth of the themes rise everywhere, from 15 to 45 in a hundred."""
    return _risen(plain(rng, size), size, slice(None), 0.15, 0.45)


def rise_in_one_set(rng: np.random.Generator, size: Size) -> Truth:
    """A fifth of the themes rise in the first set, from 15 to 70 in a hundred."""
    return _risen(plain(rng, size), size, slice(0, 1), 0.15, 0.70)


def mix(rng: np.random.Generator, size: Size) -> Truth:
    """Sets differ much, and those who raise more write more often as time goes on."""
    truth = plain(rng, size)
    n_sets, _, n_sessions = size.shape
    high = np.arange(n_sets) >= n_sets // 2
    odds = np.log(truth.chance / (1 - truth.chance))
    odds = odds + np.where(high, 1.2, -1.2)[:, None, None, None]
    when = np.linspace(0, 1, n_sessions)[None, None, :]
    likely = np.where(high[:, None, None], 0.35 + 0.6 * when, 0.95 - 0.6 * when)
    chance = expit(odds)
    return replace(
        truth, chance=chance, people=chance, wrote=rng.random(size.shape) < likely
    )


def leaving(rng: np.random.Generator, size: Size) -> Truth:
    """Of each set two members leave, those who raise the themes least."""
    truth = plain(rng, size, spread=1.5)
    # The same people raise all themes less, or leaving would tell of none.
    few = rng.normal(0, 1.2, (size.sets, size.members, 1, 1))
    odds = np.log(truth.chance / (1 - truth.chance)) + few
    order = few[..., 0, 0].argsort(axis=1).argsort(axis=1)
    stays = np.arange(size.sessions)[None, None, :] < size.sessions // 2
    wrote = truth.wrote & (stays | (order >= 2)[:, :, None])
    return replace(truth, chance=expit(odds), people=expit(odds), wrote=wrote)


def shorter(rng: np.random.Generator, size: Size) -> Truth:
    """Texts shrink from 160 to 50 words, and hold less of everything."""
    truth = plain(rng, size)
    when = np.linspace(160, 50, size.sessions)[None, None, :]
    words = when * rng.lognormal(0, 0.3, size.shape)
    chance = 1 - (1 - truth.chance) ** (words[..., None] / 100)
    return replace(truth, chance=chance, words=words)


def staggered(rng: np.random.Generator, size: Size) -> Truth:
    """Another question, which draws more, comes into use set by set."""
    truth = plain(rng, size)
    since = 1 + np.arange(size.sets) % (size.sessions - 1)
    prompt = (np.arange(size.sessions)[None, :] >= since[:, None]).astype(int)
    prompt = np.repeat(prompt[:, None, :], size.members, axis=1)
    odds = np.log(truth.chance / (1 - truth.chance)) + 1.2 * prompt[..., None]
    return replace(truth, chance=expit(odds), prompt=prompt)


def at_once(rng: np.random.Generator, size: Size) -> Truth:
    """The question changes for all sets at once, half way."""
    truth = plain(rng, size)
    prompt = np.zeros(size.shape, dtype=int)
    prompt[:, :, size.sessions // 2 :] = 1
    odds = np.log(truth.chance / (1 - truth.chance)) + 1.2 * prompt[..., None]
    return replace(truth, chance=expit(odds), prompt=prompt)


def drift(rng: np.random.Generator, size: Size) -> Truth:
    """The machine finds nine of ten mentions at first, and six of ten at the end."""
    truth = plain(rng, size)
    finds = np.linspace(0.9, 0.6, size.sessions)[None, None, :, None]
    return replace(truth, chance=truth.chance * finds)


SCENARIOS: dict[str, Callable[[np.random.Generator, Size], Truth]] = {
    "nothing": nothing,
    "mix": mix,
    "leaving": leaving,
    "shorter": shorter,
    "staggered": staggered,
    "at once": at_once,
    "drift": drift,
    "rise": rise,
    "rise in one set": rise_in_one_set,
}


def drawn(rng: np.random.Generator, truth: Truth) -> tuple[Journal, pd.DataFrame]:
    """Draw a journal and its codings."""
    raised = rng.random(truth.chance.shape) < truth.chance
    where, who, when = np.nonzero(truth.wrote)
    frame = pd.DataFrame(
        {
            "reflection_id": [f"r{i}" for i in range(len(where))],
            "set_id": [f"S{i}" for i in where],
            "member": [f"m{i}-{j}" for i, j in zip(where, who, strict=True)],
            "session": when + 1,
            "prompt": [f"Question {i}?" for i in truth.prompt[where, who, when]],
            "text": ["word " * max(1, int(n)) for n in truth.words[where, who, when]],
        }
    )
    journal = Journal.from_frame(frame, already_anonymised=True)
    row, theme = np.nonzero(raised[where, who, when])
    codes = pd.DataFrame({"reflection_id": frame["reflection_id"].to_numpy()[row]})
    codes["code"] = [f"t{i:02d}" for i in theme]
    return journal, codes


def true_change(truth: Truth, sets: slice = slice(None)) -> Array:
    """Return the change of what people raise, from the first session to the last.

    That of a straight line through the mean chances of all members.
    """
    mean = truth.people[sets].mean(axis=(0, 1))
    when = np.arange(len(mean)) - (len(mean) - 1) / 2
    slope = (when[:, None] * mean).sum(axis=0) / (when**2).sum()
    return slope * (len(mean) - 1)
