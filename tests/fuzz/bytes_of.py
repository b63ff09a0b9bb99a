"""Change bytes and texts that are still near to what a reader takes."""

from __future__ import annotations

from random import Random

from tests.fuzz.signs import DEEP, ENCODINGS, RAW, WORDS

__all__ = ["hostile_text", "several", "spoilt"]

_OFTEN = 0.15
_LARGE = 32 << 20
"""Bytes; what is larger is not made larger still."""


def several(rng: Random) -> int:
    """How many changes to make: mostly one, sometimes many."""
    n = 1
    while n < 12 and rng.random() < 0.35:
        n += 1
    return n


def length(rng: Random) -> int:
    """A length: mostly small, seldom far over every limit."""
    if rng.random() < 0.003:
        return rng.choice((70_000, 131_080, 1_000_010, 2_100_000))
    return rng.choice((1, 2, 3, 8, 33, 260, 1_100, 5_000))


def hostile_text(rng: Random) -> str:
    """Return a text, as a value or a name."""
    kind = rng.random()
    if kind < 0.7:
        return rng.choice(WORDS)
    if kind < 0.85:
        return "".join(rng.choice(WORDS) for _ in range(rng.randint(2, 5)))
    if kind < 0.95:
        return rng.choice(("x", "9", "a.", " ", "\u0301", "-", '"')) * length(rng)
    return rng.choice(DEEP) * length(rng)


def _place(rng: Random, data: bytes) -> tuple[int, int]:
    start = rng.randint(0, len(data))
    return start, min(len(data), start + rng.choice((1, 2, 4, 16, 64, 400)))


def _flip(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        if out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _set(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    start, end = _place(rng, data)
    return data[:start] + rng.choice(RAW) + data[end:]


def _cut(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    start, end = _place(rng, data)
    return data[:start] if rng.random() < 0.2 else data[:start] + data[end:]


def _twice(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    start, end = _place(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 2, 30)) + data[end:]


def _put(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    start, _ = _place(rng, data)
    sign = hostile_text(rng).encode("utf-8", "surrogatepass")
    return data[:start] + sign + data[start:]


def _splice(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    other = rng.choice(pool)
    return data[: rng.randint(0, len(data))] + other[rng.randint(0, len(other)) :]


def _lines(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    lines = data.split(b"\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    what = rng.randrange(3)
    if what == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif what == 1:
        lines.insert(j, lines[i])
    else:
        del lines[i]
    return rng.choice((b"\n", b"\n", b"\r\n", b"\r")).join(lines)


def _encode(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(ENCODINGS), rng.choice(("replace", "ignore")))


_WAYS = (_flip, _set, _cut, _twice, _put, _put, _splice, _lines)


def spoilt(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    """Return bytes with some changes.

    Parameters
    ----------
    rng : random.Random
    data : bytes
    pool : list of bytes
        Others of the kind, to take pieces from.
    """
    for _ in range(several(rng)):
        if len(data) < _LARGE:
            data = rng.choice(_WAYS)(rng, data, pool)
    return _encode(rng, data, pool) if rng.random() < _OFTEN / 3 else data
