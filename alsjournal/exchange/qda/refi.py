"""The XML of a REFI-QDA project, taken apart leniently: by local names alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from alsjournal.errors import SourceError
from alsjournal.exchange.qda.names import CODING, plain_guid
from alsjournal.exchange.qda.offsets import NAMED, Convention
from alsjournal.exchange.qda.parts import (
    Case,
    Code,
    Coding,
    Link,
    Member,
    Memo,
    Parts,
    Selection,
    Source,
    Value,
)
from alsjournal.exchange.qda.texts import Found, Texts
from alsjournal.exchange.qda.xml import child, children, text_of

__all__ = ["codes_in", "parts_of"]

_OTHER_SOURCES = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
_NOT_TEXT = "no text: only texts are taken"
_VALUES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
_KNOWN = {"alsjournal": "exclusive", "nvivo": "nvivo", "qualcoder": "qualcoder"}
# How programs are known to count: measured in files of NVivo 12.6 for Windows, and as
# QualCoder's source says; see docs/qda.md.


def parts_of(root: Element, texts: Texts, shown: str) -> Parts:
    """Take a project apart.

    Parameters
    ----------
    root : Element
        Without namespaces.
    texts : Texts
    shown : str
        The file as the user wrote it.

    Returns
    -------
    Parts

    Raises
    ------
    SourceError
        If it is no project.
    """
    if root.tag.lower() != "project":
        msg = (
            f"{shown!r} must hold a REFI-QDA project. Got XML of another kind. A "
            f"codebook is read by read_codebook."
        )
        raise SourceError(msg)
    return _Reader(root, texts).parts


def codes_in(codebook: Element | None) -> Iterator[Code]:
    """Yield the codes of a codebook, parents before their children."""
    within = [(one, "") for one in children(child(codebook, "Codes"), "Code")]
    within.reverse()
    while within:
        element, parent = within.pop()
        guid = _guid(element)
        yield Code(
            guid,
            (element.get("name") or "").strip(),
            parent,
            (element.get("isCodable") or "true").strip().lower() not in ("false", "0"),
            element.get("color") or "",
            text_of(element, "Description"),
        )
        below = [(one, guid) for one in children(element, "Code")]
        within += reversed(below)


def _guid(element: Element) -> str:
    return plain_guid(element.get("guid"))


def _target(element: Element | None) -> str:
    return plain_guid(element.get("targetGUID")) if element is not None else ""


class _Reader:
    """Goes through a project once; ``parts`` is what it found."""

    def __init__(self, root: Element, texts: Texts) -> None:
        self.parts = parts = Parts(root.get("name") or "", root.get("origin") or "")
        parts.convention = _known(parts.origin)
        self._texts = texts
        self._users = {
            _guid(one): (one.get("name") or one.get("id") or _guid(one)).strip()
            for one in children(child(root, "Users"), "User")
        }
        self._notes: dict[str, list[str]] = {}
        self._seen: set[str] = set()
        parts.codes = list(codes_in(child(root, "CodeBook")))
        self._known = parts.codes_by_guid()
        self._variables = {
            _guid(one): (one.get("name") or "").strip()
            for one in children(child(root, "Variables"), "Variable")
        }
        self._refer(root, "")
        for code in _all(child(root, "CodeBook"), "Code"):
            self._refer(code, _guid(code))
        self._confidence = self._of_codings(root)
        for one in children(child(root, "Sources"), "TextSource"):
            self._source(one, one.get("name") or "")
        for one in children(child(root, "Sources"), *_OTHER_SOURCES):
            self._other(one)
        self._cases(root)
        self._links(root)
        for note in children(child(root, "Notes"), "Note"):
            self._memo(note)
        graphs = sum(1 for _ in children(child(root, "Graphs"), "Graph"))
        parts.lose("graphs", "maps of codes are not taken", graphs)

    def _source(self, element: Element, name: str) -> None:
        guid, found = _guid(element), self._texts.of(element)
        if guid in self._seen:
            self.parts.lose("sources", "a source with the same GUID is there already")
            return
        self._seen.add(guid)
        if found.text is None:
            self.parts.lose("sources", f"text {_missing(found)}")
        source = Source(
            *(guid, name.strip(), found.text, found.how, found.bom),
            text_of(element, "Description"),
        )
        self.parts.sources.append(source)
        self._values(element, guid)
        self._refer(element, guid)
        for one in children(element, "PlainTextSelection"):
            self._selection(one, guid)
        whole = tuple(self._codings(element))
        if whole:
            self.parts.selections.append(Selection(guid, guid, None, None, "", whole))

    def _selection(self, element: Element, source: str) -> None:
        guid = _guid(element)
        self._refer(element, guid, source)
        start, end = _number(element, "startPosition"), _number(element, "endPosition")
        codings = tuple(self._codings(element, source))
        if start is None or end is None:
            self.parts.lose("selections", "its place is no number")
            return
        coder = self._users.get(plain_guid(element.get("creatingUser")), "")
        name = element.get("name") or ""
        told = text_of(element, "Description")
        if told.strip():
            self._memo_of(guid, told, coder, element.get("creationDateTime") or "")
        self.parts.selections.append(
            Selection(guid, source, start, end, name, codings, coder)
        )

    def _codings(self, element: Element, source: str = "") -> Iterator[Coding]:
        for one in children(element, "Coding"):
            code = _target(child(one, "CodeRef"))
            if code not in self._known:
                self.parts.lose("codings", "their code is not in the codebook")
                continue
            note = ""
            for ref in children(one, "NoteRef"):
                note = self._confidence.get(_target(ref), note)
            self._refer(one, _guid(one), source, but=self._confidence)
            yield Coding(
                _guid(one),
                code,
                self._users.get(plain_guid(one.get("creatingUser")), ""),
                one.get("creationDateTime") or "",
                note,
            )

    def _other(self, element: Element) -> None:
        """Count what is no text; of a PDF its text is taken, if it is there."""
        kind = element.tag.removesuffix("Source").lower()
        text = child(element, "Representation")
        if text is None or self._texts.of(text).text is None:
            self.parts.lose(f"{kind} sources", _NOT_TEXT)
            places = [f"{element.tag.removesuffix('Source')}Selection"]
            places += ["PlainTextSelection", "TranscriptSelection"]
            n = sum(1 for place in places for _ in _all(element, place))
            self.parts.lose(f"{kind} selections", _NOT_TEXT, n)
            return
        self._source(text, element.get("name") or "")
        guid = _guid(text)
        self._values(element, guid)
        known = {_guid(one) for one in children(text, "PlainTextSelection")}
        for one in children(element, "PDFSelection"):
            if _guid(one) not in known:  # else the text has the same one
                self.parts.lose("pdf selections", "a place on a page, not in a text")

    def _cases(self, root: Element) -> None:
        for one in children(child(root, "Cases"), "Case"):
            guid = _guid(one)
            sources = tuple(_target(ref) for ref in children(one, "SourceRef"))
            name = (one.get("name") or "").strip()
            told = text_of(one, "Description")
            self.parts.cases.append(Case(guid, name, sources, told))
            self._values(one, guid)
            for what, n in Counter(ref.tag for ref in one).items():
                if what in ("CodeRef", "SelectionRef"):
                    self.parts.lose(f"{what} of cases", "a case holds sources only", n)

    def _values(self, element: Element, of: str) -> None:
        for one in children(element, "VariableValue"):
            variable = self._variables.get(_target(child(one, "VariableRef")), "")
            value = next(
                (v.text for v in children(one, *(f"{k}Value" for k in _VALUES))), None
            )
            if variable and value:
                self.parts.values.append(Value(of, variable, value))

    def _links(self, root: Element) -> None:
        for one in children(child(root, "Links"), "Link"):
            link = Link(
                plain_guid(one.get("originGUID")),
                plain_guid(one.get("targetGUID")),
                one.get("direction") or "Associative",
                one.get("name") or "",
            )
            self.parts.links.append(link)
        for one in children(child(root, "Sets"), "Set"):
            for member in children(one, "MemberCode", "MemberSource", "MemberNote"):
                kind = member.tag.removeprefix("Member").lower()
                guid = plain_guid(member.get("targetGUID") or member.get("guid"))
                self.parts.sets.append(Member(one.get("name") or "", kind, guid))

    def _memo(self, note: Element) -> None:
        guid = _guid(note)
        if guid in self._confidence:
            return
        found = self._texts.of(note)
        coder = self._users.get(plain_guid(note.get("creatingUser")), "")
        told = text_of(note, "Description") if not found.text else None
        if found.text is None and _is_named(note):
            self.parts.lose("memos", f"text {_missing(found)}")
        memo = Memo(
            guid,
            (note.get("name") or "").strip(),
            found.text or told or None,
            coder,
            note.get("creationDateTime") or "",
            tuple(dict.fromkeys(self._notes.get(guid, ()))),
        )
        self.parts.memos.append(memo)
        self._values(note, guid)

    def _memo_of(self, on: str, text: str, author: str, date: str) -> None:
        """Take a description of a selection as the memo that it is."""
        self.parts.memos.append(Memo(on, "", text, author, date, (on,)))

    def _refer(
        self, element: Element, *of: str, but: dict[str, str] | None = None
    ) -> None:
        """Note what memos are attached to."""
        for ref in children(element, "NoteRef"):
            if _target(ref) not in (but or {}):
                self._notes.setdefault(_target(ref), []).extend(filter(None, of))

    def _of_codings(self, root: Element) -> dict[str, str]:
        """Return the notes that say how sure a machine was of a coding."""
        return {
            _guid(one): text_of(one, "PlainTextContent").strip()
            for one in children(child(root, "Notes"), "Note")
            if one.get("name") == CODING
        }


def _known(origin: str) -> Convention | None:
    said = origin.lower()
    if said.startswith("alsjournal") and said.endswith("for nvivo"):
        return NAMED["nvivo"]
    return next((NAMED[c] for name, c in _KNOWN.items() if name in said), None)


def _all(element: Element | None, name: str) -> Iterator[Element]:
    if element is not None:
        yield from element.iter(name)


def _is_named(element: Element) -> bool:
    return bool(element.get("plainTextPath") or element.get("richTextPath"))


def _missing(found: Found) -> str:
    return f"not taken: {found.how}"


def _number(element: Element, name: str) -> int | None:
    said = (element.get(name) or "").strip()
    digits = said.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        return None
    return int(said)
