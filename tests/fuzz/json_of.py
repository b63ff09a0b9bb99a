"""Change a value of JSON, or of TOML, in one of its places."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.fuzz.bytes_of import hostile_text, several
from tests.fuzz.signs import HALF

__all__ = ["changed", "dumped", "value"]

_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**31, 2**63, -(2**63) - 1, 10**30),
    *(0.5, 1e308, float("nan"), float("inf"), -0.0),
    *("", [], {}, [[]], [None], [1, "x"], {"": ""}, {"a": {"b": []}}),
)


def value(rng: Random) -> Any:
    """Return a value of any kind."""
    kind = rng.random()
    if kind < 0.55:
        return rng.choice(_VALUES)
    if kind < 0.9:
        return hostile_text(rng)
    if kind < 0.95:
        return HALF + hostile_text(rng)
    out: Any = rng.choice(_VALUES)
    for _ in range(rng.choice((2, 20, 90))):
        out = [out] if rng.random() < 0.5 else {"a": out}
    return out


def changed(rng: Random, tree: Any) -> Any:
    """Return a tree of values with some of them replaced, dropped or moved."""
    for _ in range(several(rng)):
        tree = _once(rng, tree)
    return tree


def _once(rng: Random, tree: Any) -> Any:
    """Walk down to a place, and change it there."""
    if not isinstance(tree, dict | list) or not tree or rng.random() < 0.12:
        return value(rng)
    out = dict(tree) if isinstance(tree, dict) else list(tree)
    key = rng.choice(list(out)) if isinstance(out, dict) else rng.randrange(len(out))
    what = rng.random()
    if what < 0.1:
        del out[key]
    elif what < 0.16 and isinstance(out, dict):
        out[hostile_text(rng)] = out[key]
    elif what < 0.2:
        other = rng.choice(list(out)) if isinstance(out, dict) else 0
        out[key], out[other] = out[other], out[key]
    elif what < 0.24 and isinstance(out, list):
        out.extend(out * rng.choice((1, 3)))
    else:
        out[key] = _once(rng, out[key])
    return out


def dumped(rng: Random, tree: Any) -> str:
    """Return a tree as JSON, now and then with a number that no float holds."""
    text = json.dumps(tree, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.02:
        text = text.replace("1", "9" * rng.choice((400, 5_000)), 1)
    return text
