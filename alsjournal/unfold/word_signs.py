"""Signs that stand in a document as elements: tabs, breaks, symbols of a font."""

from __future__ import annotations

__all__ = ["sign_of"]

_PLAIN = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_WINGDINGS = {
    0x4A: "\u263a",  # a face, which Word makes of :-)
    0x4B: "\U0001f610",
    0x4C: "\u2639",
    0x6F: "\u2610",  # boxes
    0x71: "\u2610",
    0xA8: "\u2610",
    0xFD: "\u2612",
    0xFE: "\u2611",
    0xFB: "\u2717",
    0xFC: "\u2713",
    0xDF: "\u2190",  # arrows, which Word makes of -->
    0xE0: "\u2192",
    0xE7: "\u2190",
    0xE8: "\u2192",
    0xF3: "\u2194",
    0xA7: "\u25aa",
    0x9F: "\u2022",
    0x6C: "\u25cf",
}
# Microsoft's own table of the font Wingdings; what people and Word itself put in.
_SYMBOL = {0xB7: "\u2022", 0xAE: "\u2192", 0xAC: "\u2190", 0xB0: "\u00b0"}
_FONTS = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)
_SURROGATES = range(0xD800, 0xE000)


def sign_of(name: str, attributes: dict[str, str]) -> str | None:
    """Return what a sign means in a text, or None where that is not known.

    Parameters
    ----------
    name : str
        As ``w:sym``.
    attributes : dict of str to str

    Returns
    -------
    str or None

    Examples
    --------
    >>> sign_of("w:sym", {"w:font": "Wingdings", "w:char": "F0FC"})
    '\u2713'
    >>> sign_of("w:sym", {"w:font": "Wingdings", "w:char": "F021"}) is None
    True
    """
    if name in _PLAIN:
        return _PLAIN[name]
    said = attributes.get("w:char") or attributes.get("w16se:char") or ""
    try:
        code = int(said, 16)
    except ValueError:
        return None
    if code in _PRIVATE or code < 0x100:
        font = _FONTS.get(attributes.get("w:font", "").strip().lower())
        if font is not None:
            return font.get(code & 0xFF)
    if code in _PRIVATE or code in _SURROGATES or not 0x20 <= code <= 0x10FFFF:
        return None
    return chr(code)
