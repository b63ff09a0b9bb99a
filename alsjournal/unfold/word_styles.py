"""The styles of a document: which are headings, which hide their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from alsjournal.unfold.xml import number, switched_on

__all__ = ["Style", "Styles"]

_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc [1-9]|toc heading|table of figures|contents heading")
_TITLE = 1
_BELOW_TITLE = 1


@dataclass
class Style:
    """What a style says of its text.

    Parameters
    ----------
    level : int or None
        0 for text, 1 for the title, 2 for the first level of headings; None where
        the style does not say.
    hidden : bool or None
    contents : bool
        Whether it is a line of a table of contents.
    """

    level: int | None = None
    hidden: bool | None = None
    contents: bool = False
    based_on: str = ""


@dataclass
class Styles:
    """A walker through ``styles.xml``; names of styles are English in every Word."""

    _styles: dict[str, Style] = field(default_factory=dict)
    _default: str = ""
    _now: Style = field(default_factory=Style)
    _old: int = 0
    _whole: dict[str, Style] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note what matters of a style."""
        if name.endswith("Change"):
            self._old += 1
        if self._old:
            return
        if name == "w:style":
            self._now = Style()
            key = attributes.get("w:styleId", "")
            self._styles[key] = self._now
            paragraph = attributes.get("w:type") == "paragraph"
            if paragraph and attributes.get("w:default", "0") in ("1", "true", "on"):
                self._default = key
        elif name == "w:name":
            self._named(attributes.get("w:val", "").strip().lower())
        elif name == "w:basedOn":
            self._now.based_on = attributes.get("w:val", "")
        elif name == "w:outlineLvl":
            self._now.level = level_of(attributes)
        elif name == "w:vanish":
            self._now.hidden = switched_on(attributes)

    def end(self, name: str) -> None:
        """Nothing but the end of what was changed matters."""
        if name.endswith("Change"):
            self._old -= 1
        elif name == "w:style":
            self._now = Style()  # what stands between styles belongs to none

    def characters(self, text: str) -> None:
        """Styles hold no text."""

    def __getitem__(self, key: str) -> Style:
        """The style of that id, with what it takes over from others."""
        key = key if key in self._styles else self._default
        if key not in self._whole:
            self._whole[key] = self._resolved(key)
        return self._whole[key]

    def _resolved(self, key: str) -> Style:
        out = Style()
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            out.level = style.level if out.level is None else out.level
            out.hidden = style.hidden if out.hidden is None else out.hidden
            out.contents = out.contents or style.contents
            key = style.based_on
        return out

    def _named(self, name: str) -> None:
        heading = _HEADING.fullmatch(name)
        if heading:
            self._now.level = int(heading[1]) + _BELOW_TITLE
        elif name == "title":
            self._now.level = _TITLE
        self._now.contents = bool(_CONTENTS.fullmatch(name))


def level_of(attributes: dict[str, str]) -> int:
    """Return the level that an outline level means: 0 is text.

    Examples
    --------
    >>> level_of({"w:val": "0"}), level_of({"w:val": "9"})
    (2, 0)
    """
    outline = number(attributes, missing=9)
    return outline + 1 + _BELOW_TITLE if outline < 9 else 0
