"""The text of a Word document's paragraphs, as a reader sees it.

Changes are taken as if all were accepted. What a reader does not see in the text, as
hidden words, or beside it, as comments, is counted and not taken.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from alsjournal.unfold.limits import MAX_CELL
from alsjournal.unfold.word_signs import sign_of
from alsjournal.unfold.word_styles import Styles, level_of
from alsjournal.unfold.xml import number, switched_on

__all__ = ["Paragraph", "TextWalker"]

_SKIPPED = {
    "w:del": "changes",
    "w:moveFrom": "changes",
    "w:txbxContent": "boxes",
    "w:object": "objects",
    "w:rt": "phonetic",
}
_COUNTED = {
    "w:commentReference": "comments",
    "w:footnoteReference": "notes",
    "w:endnoteReference": "notes",
    "w:altChunk": "objects",
    "w:subDoc": "objects",
    "pic:pic": "pictures",
    "v:imagedata": "pictures",
    "c:chart": "pictures",
    "dgm:relIds": "pictures",
}
_MARKS = ("w:ins", "w:moveTo")


@dataclass
class Paragraph:
    """A paragraph that is being read."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    style: str = ""
    level: int | None = None
    highlighted: bool = False
    letters: int = 0
    struck: int = 0
    """Of its letters, those that are struck through."""
    joined: bool = False
    """Whether its end was deleted, so that the next goes on in the same line."""
    page_break: bool = False
    gap: bool = False
    """Whether the words just before were hidden: together they are one place."""


@dataclass
class _Run:
    hidden: bool | None = None
    style: str = ""
    highlighted: bool = False
    struck: bool = False


class TextWalker:
    """A walker through paragraphs; what they stand in is for those that inherit.

    Parameters
    ----------
    styles : Styles
    """

    def __init__(self, styles: Styles) -> None:
        self.counts: Counter[str] = Counter()
        self._styles = styles
        self._path: list[str] = []
        self._skip = 0
        self._taking = False
        self._told = 0  # grows with all that is taken or counted
        self._paragraph: Paragraph | None = None
        self._run = _Run()
        self._fields: list[bool] = []  # of each open one, whether its code is read
        self._form: dict[str, object] = {}
        self._controls: list[bool] = []  # of each open one, whether it is unfilled
        self._unfilled = 0
        self._choices: list[bool] = []  # of alternatives, whether one was taken
        self._before: list[int] = []
        self._begun = False
        self._begins = {k: getattr(self, v) for k, v in _BEGINS.items()}
        self._starts = {k: getattr(self, v) for k, v in _STARTS.items()}
        self._ends = {k: getattr(self, v) for k, v in _ENDS.items()}

    # Called by the parser.

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._path.append(name)
        if self._skip:
            return
        if self._left_out(name):
            self._skip = len(self._path)
            return
        if name in _COUNTED:
            self._count(_COUNTED[name])
        parent = self._path[-2] if len(self._path) > 1 else ""
        begin = self._begins.get(name)
        if begin is not None:
            begin()
            return
        self._starts.get(name, self.placed)(name, attributes, parent)

    def end(self, name: str) -> None:
        """End an element."""
        if self._skip:
            if self._skip == len(self._path):
                self._skip = 0
            self._path.pop()
            return
        self._path.pop()
        handler = self._ends.get(name)
        if handler is not None:
            handler()

    def characters(self, text: str) -> None:
        """Take the characters of a text."""
        if self._taking and not self._skip:
            self._say(text)

    # What others build on.

    def finished(self, paragraph: Paragraph) -> None:
        """A paragraph was read; its mark may have been deleted."""

    def placed(self, name: str, attributes: dict[str, str], parent: str) -> None:
        """An element that is none of text began."""

    # What is left out.

    def _left_out(self, name: str) -> bool:
        if name.endswith("Change"):  # how it was before somebody changed it
            return True
        if name in ("mc:Choice", "mc:Fallback"):
            return bool(self._choices) and self._choices[-1]
        if name not in _SKIPPED:
            return False
        parent = self._path[-2] if len(self._path) > 1 else ""
        if parent in ("w:rPr", "w:trPr", "w:tcPr"):
            return False  # the mark of a change, not what was changed
        self._count(_SKIPPED[name])
        return True

    def _count(self, what: str) -> None:
        self.counts[what] += 1
        self._told += 1

    # Paragraphs and runs.

    def _start_paragraph(self) -> None:
        if self._paragraph is not None:  # one within another
            self._end_paragraph()
        self._paragraph = Paragraph()
        self._run = _Run()

    def _end_paragraph(self) -> None:
        paragraph, self._paragraph = self._paragraph, None
        self._taking = False
        if paragraph is not None:
            self.finished(paragraph)

    def _start_run(self) -> None:
        self._run = _Run()

    def _property(self, name: str, attributes: dict[str, str], parent: str) -> None:
        """Note a property of the run, or of the paragraph and its mark."""
        of_mark = parent == "w:rPr" and self._path[-3:-2] == ["w:pPr"]
        paragraph = self._paragraph
        if parent == "w:rPr" and not of_mark:
            self._of_run(name, attributes)
        elif paragraph is None:
            self.placed(name, attributes, parent)
        elif of_mark and name in ("w:del", "w:moveFrom"):
            paragraph.joined = True
            self._count("changes")
        elif parent == "w:pPr" and name == "w:pStyle":
            paragraph.style = attributes.get("w:val", "")
        elif parent == "w:pPr" and name == "w:outlineLvl":
            paragraph.level = level_of(attributes)

    def _of_run(self, name: str, attributes: dict[str, str]) -> None:
        if name == "w:vanish":
            self._run.hidden = switched_on(attributes)
        elif name == "w:rStyle":
            self._run.style = attributes.get("w:val", "")
        elif name == "w:highlight":
            self._run.highlighted = switched_on(attributes)
        elif name in ("w:strike", "w:dstrike"):
            self._run.struck |= switched_on(attributes)

    def _change(self, name: str, attributes: dict[str, str], parent: str) -> None:
        if parent not in ("w:rPr", "w:trPr", "w:tcPr"):
            self._count("changes")
        elif parent != "w:rPr":
            self.placed(name, attributes, parent)
        elif name not in _MARKS:
            self._property(name, attributes, parent)

    # Text.

    def _start_text(self) -> None:
        self._taking = True

    def _end_text(self) -> None:
        self._taking = False

    def _sign(self, name: str, attributes: dict[str, str], parent: str) -> None:
        if parent not in ("w:r", "mc:Choice", "mc:Fallback"):
            return  # as the tab of a ruler
        paragraph = self._paragraph
        if name == "w:br" and attributes.get("w:type") in ("page", "column"):
            if paragraph is not None and paragraph.size:
                paragraph.page_break = True
            return
        said = sign_of(name, attributes)
        if said is None:
            self._count("signs")
        elif said:
            self._say(said)

    def _say(self, text: str) -> None:
        paragraph = self._paragraph
        if paragraph is None or self._unfilled:
            return
        if any(self._fields):
            self._count("codes")
            return
        if self._hidden():
            if not paragraph.gap:
                self._count("hidden")
            paragraph.gap = True
            return
        self._told += 1
        paragraph.gap = False
        if paragraph.page_break:
            paragraph.page_break = False
            text = "\n" + text
        paragraph.highlighted |= self._run.highlighted
        letters = sum(map(str.isalnum, text))  # a box beside them is not struck
        paragraph.letters += letters
        paragraph.struck += letters * self._run.struck
        if paragraph.size <= MAX_CELL:  # more is refused anyhow
            paragraph.parts.append(text)
            paragraph.size += len(text)

    def _hidden(self) -> bool:
        if self._run.hidden is not None:
            return self._run.hidden
        paragraph = self._paragraph
        styles = {self._run.style, paragraph.style if paragraph else ""}
        return any(self._styles[style].hidden for style in styles)

    # Fields and forms.

    def _field(self, _name: str, attributes: dict[str, str], _parent: str) -> None:
        kind = attributes.get("w:fldCharType")
        if kind == "begin":
            self._form = {}
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()
        self._begun = kind == "begin"

    def _end_field(self) -> None:
        if self._begun:
            if "shown" in self._form:
                self._say(str(self._form["shown"]))
            self._fields.append(True)

    def _form_field(self, name: str, attributes: dict[str, str], parent: str) -> None:
        """Read a tick box or a list of an old form: they have no text of their own."""
        form = self._form
        if name in ("w:checked", "w:default") and parent == "w:checkBox":
            if name == "w:checked" or "ticked" not in form:
                form["ticked"] = switched_on(attributes)
            form["shown"] = "\u2612" if form["ticked"] else "\u2610"
        elif parent == "w:ddList" and name in ("w:result", "w:default"):
            form["place"] = number(attributes)
        elif parent == "w:ddList" and name == "w:listEntry":
            place = int(str(form.get("entries", 0)))
            if place == form.get("place", 0):
                form["shown"] = attributes.get("w:val", "")
            form["entries"] = place + 1

    def _start_control(self) -> None:
        self._controls.append(False)

    def _end_control(self) -> None:
        if self._controls.pop():
            self._unfilled -= 1

    def _placeholder(
        self, _name: str, attributes: dict[str, str], _parent: str
    ) -> None:
        if self._controls and not self._controls[-1] and switched_on(attributes):
            self._controls[-1] = True
            self._unfilled += 1
            self._count("unfilled")

    # Alternatives: for programs that know something, and for those that do not.

    def _start_alternatives(self) -> None:
        self._choices.append(False)

    def _end_alternatives(self) -> None:
        self._choices.pop()

    def _start_choice(self) -> None:
        self._before.append(self._told)

    def _end_choice(self) -> None:
        before = self._before.pop()
        if self._choices:
            self._choices[-1] = self._told > before


_BEGINS = {
    "w:p": "_start_paragraph",
    "w:r": "_start_run",
    "m:r": "_start_run",
    "w:t": "_start_text",
    "m:t": "_start_text",
    "w:sdt": "_start_control",
    "mc:AlternateContent": "_start_alternatives",
    "mc:Choice": "_start_choice",
}
_STARTS = {
    "w:fldChar": "_field",
    "w:showingPlcHdr": "_placeholder",
    **dict.fromkeys(
        ("w:ins", "w:moveTo", "w:del", "w:moveFrom", "w:cellDel", "w:cellIns"),
        "_change",
    ),
    **dict.fromkeys(
        (
            "w:pStyle",
            "w:outlineLvl",
            "w:vanish",
            "w:rStyle",
            "w:highlight",
            "w:strike",
            "w:dstrike",
        ),
        "_property",
    ),
    **dict.fromkeys(
        (
            "w:tab",
            "w:ptab",
            "w:br",
            "w:cr",
            "w:noBreakHyphen",
            "w:sym",
            "w16se:symEx",
        ),
        "_sign",
    ),
    **dict.fromkeys(
        ("w:checked", "w:default", "w:result", "w:listEntry"), "_form_field"
    ),
}
_ENDS = {
    "w:p": "_end_paragraph",
    "w:t": "_end_text",
    "m:t": "_end_text",
    "w:fldChar": "_end_field",
    "w:sdt": "_end_control",
    "mc:AlternateContent": "_end_alternatives",
    "mc:Choice": "_end_choice",
}
