"""Tell the old 8-bit encodings of Western Europe apart, by what English shows.

A byte above 127 is one sign in cp1252, another in mac_roman, a third in cp850. In
English text most are a curly apostrophe, a quotation mark, a dash or a pound sign,
and each has its place, as the pound before a sum. A reading is taken if nearly all
its signs are in place and every other reading either puts most of them out of place
or shows none of these sure signs. Statistical guessing is not enough:
charset-normalizer 3.5 read cp850 as cp1252 with full confidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["CANDIDATES", "western"]

CANDIDATES = ("cp1252", "mac_roman", "cp850")

_IN_PLACE = 0.95
_OUT_OF_PLACE = 0.5

_L = r"[^\W\d_]"
_SURE = re.compile(
    rf"(?<={_L})\u2019(?=(?:s|t|ll|re|ve|d|m)\b)"
    rf"|(?<![^\s(])[\u201c\u2018](?=\w)"
    rf"|(?<=[\w.,!?])\u201d(?![^\s.,;:!?)])"
    rf"|(?<=\s)[\u2013\u2014](?=\s)"
    rf"|(?<=\d)\u2013(?=\d)"
    rf"|(?<!\w)[\u00a3\u20ac](?=\s?\d)"
)
_FITS = re.compile(
    rf"(?<={_L})[\u2019\u2026]|[\u2022\u00b0\u00bd\u00bc\u00a0]"
    rf"|(?<=[a-z])[^\W\d_A-Z](?=[^\W\d_A-Z])"
    rf"|(?<![\w])[^\W\d_](?={_L})|(?<={_L})[^\W\d_](?!\w)"
    rf"|(?<=[A-Z])[^\W\d_](?={_L})"
)


@dataclass(frozen=True)
class _Reading:
    codec: str
    text: str
    in_place: float
    sure: int


def western(sample: bytes) -> str | None:
    r"""Return the encoding of an English text, or None if it is not certain.

    Parameters
    ----------
    sample : bytes
        Lines that hold bytes above 127.

    Returns
    -------
    str or None
        One of `CANDIDATES`.

    Examples
    --------
    >>> western("I don\u2019t know".encode("cp1252"))
    'cp1252'
    >>> western("It cost \xa340".encode("cp850"))
    'cp850'
    >>> western(b"caf\x85") is None
    True
    """
    readings = [r for codec in CANDIDATES if (r := _read(sample, codec))]
    for best in readings:
        rivals = [r for r in readings if r.text != best.text]
        if best.in_place >= _IN_PLACE and all(
            r.in_place <= _OUT_OF_PLACE or (best.sure and not r.sure) for r in rivals
        ):
            return best.codec
    return None


def _read(sample: bytes, codec: str) -> _Reading | None:
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return None
    signs = {i for i, sign in enumerate(text) if sign > "\x7f"}
    sure = {m.start() for m in _SURE.finditer(text)}
    fits = {i for i in signs - sure if _fits(text, i)}
    share = (len(sure) + len(fits)) / len(signs) if signs else 0.0
    return _Reading(codec, text, share, len(sure))


def _fits(text: str, i: int) -> bool:
    """Whether a sign is where it may be: lower case after lower case, and so on."""
    found = _FITS.match(text, i)
    if not found:
        return False
    after_lower = i > 0 and text[i - 1].islower()
    return not (text[i].isupper() and after_lower)
