"""A text as finders should read it, with the way back to where things stood.

Hidden characters, full-width and look-alike letters, accents, mark-up and line
breaks inside names make every recogniser miss names. Here they are taken out
before anything is looked for; spans are carried back to the text as written. Every
pattern takes time in proportion to the text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Normalised", "fold", "keeps_to_case", "normalise"]

_PAIRS = (
    # Cyrillic, Greek, small capitals and crossed letters, punctuation.
    ("АВЕКМНОРСТУХЅІЈԚԜҮ", "ABEKMHOPCTYXSIJQWY"),
    ("ѕіјаеорсухԁԛԝһӏкмтвн", "sijaeopcyxdqwhlkmtbh"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),  # noqa: RUF001
    ("αορνικτυγϲϳ", "aopviktuycj"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
    ("ɑɡıȷłŁøØđĐħŧ", "agijlLoOdDht"),
    ("‘’‚‛ʼ´“”„‟", "'" * 6 + '"' * 4),  # noqa: RUF001
    ("‐‑‒–−⁃", "------"),  # noqa: RUF001
)
_LOOK_ALIKES = {
    a: b for left, right in _PAIRS for a, b in zip(left, right, strict=True)
}

_MAX_GROWTH = 4
"""A letter that would become more than these is left alone (one sign is 18)."""

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f"
)
_ASCII_PIECES = (
    r"(?P<space>\s{2,}|[\t\n\x0b\x0c\r])",
    r"(?P<control>[\x00-\x08\x0e-\x1f\x7f]+)",
    r"(?P<spelled>(?<!\w)(?:(?:[^\W\d_] ){3,}[^\W\d_]|[A-Z] [a-z] [a-z])(?!\w))",
    r"(?P<tag></?[A-Za-z][^<>]{0,80}>)",
    r"(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});)",
    r"(?P<star>\*+)",
    r"(?P<line>_+)",
    r"(?P<slash>\\(?=[\"']))",
)
_OTHER_PIECES = (rf"(?P<accented>(?s:.)[{_MARKS}]+)", r"(?P<other>[^\x00-\x7f])")
_BEGINS = r"[\x00-\x1f\x7f<&*_\\]|\s\s|[^\W\d_] [^\W\d_] "
"""How each piece of ASCII begins: asked first, for it is soon answered."""
_ASCII = re.compile(rf"(?={_BEGINS})(?:{'|'.join(_ASCII_PIECES)})")
_ALL = re.compile(
    rf"(?={_BEGINS}|[^\x00-\x7f]|(?s:.)[{_MARKS}])(?:"
    + "|".join(_OTHER_PIECES[:1] + _ASCII_PIECES + _OTHER_PIECES[1:])
    + ")"
)
_BLOCK_TAG = re.compile(r"</?(?:br|p|div|li|ul|ol|t[dhr]|h[1-6])\b", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TOKEN_REACH = 64
"""Characters looked at on each side to tell an address from underlined words."""


_TWINS = re.compile("[\u0130\u0131\u017f\u212a]")
"""All that a pattern without case takes for a letter of ASCII: for i, i, s and k."""


@dataclass(frozen=True, slots=True, repr=False)
class Normalised:
    """A text as finders read it.

    Parameters
    ----------
    text : str
    offsets : tuple of (int, int, int, int)
        The pieces that differ from the text as written, in order: start and end
        here, start and end there.
    """

    text: str
    offsets: tuple[tuple[int, int, int, int], ...] = ()

    def __repr__(self) -> str:
        return f"Normalised({len(self.text)} characters, text withheld)"

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        r"""Return where a span of this text stands in the text as written.

        Parameters
        ----------
        start, end : int
            Code points of ``text``, ``end`` exclusive, start < end.

        Returns
        -------
        tuple of int

        Examples
        --------
        >>> found = normalise("**A\u00adnn** came")
        >>> found.text, found.to_original(0, 3)
        ('Ann came', (2, 6))
        """
        if not self.offsets:
            return start, end
        return self._there(start)[0], self._there(end - 1)[1]

    def _there(self, position: int) -> tuple[int, int]:
        """Return where the character at a position comes from."""
        i = bisect_right(self.offsets, position, key=lambda piece: piece[0]) - 1
        if i < 0:
            return position, position + 1
        _, end, start_there, end_there = self.offsets[i]
        if position < end:
            return start_there, end_there
        there = end_there + position - end
        return there, there + 1


def normalise(text: str) -> Normalised:
    r"""Return a text as finders should read it, with the way back.

    Removed are format and control characters, accents and mark-up; letters take
    their plain form (NFKD of Unicode Standard Annex 15, and a table of look-alikes,
    a small part of Unicode Technical Standard 39); every run of white space becomes
    one space, or two line breaks where a paragraph ends; letters that stand apart
    (``S a r a h``) are joined.

    Parameters
    ----------
    text : str

    Returns
    -------
    Normalised

    Examples
    --------
    >>> normalise("S<b>arah\u200b Jo\u0301nes</b>\nsaid &amp; did").text
    'Sarah Jones said & did'
    """
    pattern = _ASCII if text.isascii() else _ALL
    parts: list[str] = []
    offsets: list[tuple[int, int, int, int]] = []
    position = length = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        piece = _piece(match, text)
        if end - start == 1 and piece and len(piece) == 1:
            # Same length: nothing moves, so that no offset is needed.
            parts += [text[position:start], piece]
            length += start - position + 1
            position = end
            continue
        parts += [text[position:start], piece]
        length += start - position
        offsets.append((length, length + len(piece), start, end))
        length += len(piece)
        position = end
    if not parts:
        return Normalised(text)
    parts.append(text[position:])
    return Normalised("".join(parts), tuple(offsets))


def _piece(match: re.Match[str], text: str) -> str:
    kind = match.lastgroup
    found = match.group()
    if kind == "other":
        return fold(found)
    if kind == "space":
        return "\n\n" if found.count("\n") > 1 else " "
    if kind == "accented":
        return "".join(map(fold, found))
    if kind == "spelled":
        return _HUMP.sub(" ", found.replace(" ", ""))
    if kind == "tag":
        return " " if _BLOCK_TAG.match(found) else ""
    if kind == "entity":
        return "".join(c if c.isascii() else fold(c) for c in html.unescape(found))
    if kind == "line":
        return found if _in_address(text, match.start(), match.end()) else " "
    return ""


def keeps_to_case(text: str) -> bool:
    """Whether each letter that a pattern without case takes for one of a-z is that.

    Then words may be looked up in lower case instead of being searched for.

    Examples
    --------
    >>> keeps_to_case("Caf\u00e9 of the King"), keeps_to_case("Ca\u017ftle")
    (True, False)
    """
    return text.isascii() or _TWINS.search(text) is None


def _in_address(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _TOKEN_REACH) : start]
    after = text[end : end + _TOKEN_REACH]
    before = before.rsplit(maxsplit=1)[-1] if before[-1:].strip() else ""
    after = after.split(maxsplit=1)[0] if after[:1].strip() else ""
    return any(sign in before or sign in after for sign in ("@", "/"))


@lru_cache(maxsize=20_000)
def fold(char: str) -> str:
    r"""Return the plain form of one character; empty where it is not seen.

    Examples
    --------
    >>> fold("é"), fold("\u200b"), fold("\uff33")
    ('e', '', 'S')
    """
    if char in _LOOK_ALIKES:
        return _LOOK_ALIKES[char]
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Cc"):
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    plain = "".join(
        _LOOK_ALIKES.get(c, c)
        for c in unicodedata.normalize("NFKD", char)
        if unicodedata.category(c) not in ("Cf", "Mn", "Me")
    )
    return plain if 0 < len(plain) <= _MAX_GROWTH else char
