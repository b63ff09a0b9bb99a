"""The XML of a journal's project, element after element as the schema wants them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pandas as pd

from alsjournal.exchange.allowed import Allowed
from alsjournal.exchange.qda.codebook import code_elements
from alsjournal.exchange.qda.coded import Codings, OneCoding
from alsjournal.exchange.qda.names import CODING, guid_of, origin
from alsjournal.exchange.qda.profiles import Profile, plain
from alsjournal.exchange.qda.records import (
    AS_NOTES,
    Note,
    links_between,
    notes_of,
    told,
)
from alsjournal.schema import TABLES

__all__ = ["Tree"]

Values = Iterable[tuple[str, str, str]]
_REFLECTIONS = TABLES["reflections"]
_SAID_OF_TEXTS = tuple(c for c in _REFLECTIONS.columns if c.name != "text")
_SAID_OF_MEMBERS = tuple(c for c in TABLES["members"].columns if c.name != "member")


class Tree:
    """Builds the project of a journal.

    Parameters
    ----------
    title : str
        Of the programme.
    codings : Codings
    profile : Profile
    """

    def __init__(self, title: str, codings: Codings, profile: Profile) -> None:
        self._codings, self._profile = codings, profile
        self._title = title
        self._users: dict[str, str] = {}
        self._variables: dict[str, str] = {}
        self._confidences: dict[str, str] = {}
        self._notes: list[Note] = []
        self._cases = Element("Cases")
        self._sources = Element("Sources")
        self._of_member: dict[str, list[str]] = {}
        self._of_set: dict[str, list[str]] = {}
        self._sets_of: dict[str, set[str]] = {}
        self.n: Counter[str] = Counter()

    def texts(
        self,
        rows: Iterable[Mapping[str, Any]],
        permissions: Mapping[str, Values],
        write: Callable[[str, bytes], None],
    ) -> None:
        """Add reflections, and write their files.

        Parameters
        ----------
        rows : iterable of mapping
            The rows of the table.
        permissions : mapping of str to values
            By reflection, what its writer declared.
        write : callable
            Takes the name of a file and its bytes.
        """
        for row in rows:
            i, text = str(row["reflection_id"]), str(row["text"])
            guid = guid_of("text", i)
            write(f"{guid}.txt", self._profile.file(text))
            element = SubElement(
                self._sources,
                "TextSource",
                guid=guid,
                name=i,
                plainTextPath=f"internal://{guid}.txt",
            )
            self._selections(element, i, text)
            values = [v for c in _SAID_OF_TEXTS for v in told(c, row[c.name])]
            self._values(element, [*values, *permissions.get(i, ())])
            self._belongs(row, guid)
            self.n["sources"] += 1

    def _selections(self, source: Element, i: str, text: str) -> None:
        places = self._codings.by_text.get(i, {})
        at = self._profile.places(text) if places else None
        known = sorted(place for place in places if place is not None)
        for place in known:
            start, end = (min(p, len(text)) for p in place)
            if at is None or start >= end:
                self.n["codings outside their text"] += len(places[place])
                continue
            selection = SubElement(
                source,
                "PlainTextSelection",
                guid=guid_of("place", i, *place),
                name=plain(text[start:end]),
                startPosition=str(at[start]),
                endPosition=str(at[end]),
            )
            self._coded(selection, places[place])
            self.n["selections"] += 1
        self._coded(source, places.get(None, []))

    def _coded(self, element: Element, codings: list[OneCoding]) -> None:
        for one in codings:
            coding = SubElement(element, "Coding", guid=one.guid)
            if one.coder:
                coding.set("creatingUser", self._user(one.coder))
            if one.made_at:
                coding.set("creationDateTime", one.made_at)
            SubElement(coding, "CodeRef", targetGUID=one.code)
            if one.confidence:
                guid = guid_of("confidence", one.confidence)
                self._confidences[one.confidence] = guid
                SubElement(coding, "NoteRef", targetGUID=guid)
            self.n["codings"] += 1

    def _belongs(self, row: Mapping[str, Any], guid: str) -> None:
        member, set_id, session = row["member"], row["set_id"], row["session"]
        if not pd.isna(member):
            self._of_member.setdefault(str(member), []).append(guid)
        if pd.isna(set_id):
            return
        if not pd.isna(member):
            self._sets_of.setdefault(str(member), set()).add(str(set_id))
        self._of_set.setdefault(f"Set {set_id}", []).append(guid)
        if not pd.isna(session):
            name = f"Set {set_id}, session {int(session)}"
            self._of_set.setdefault(name, []).append(guid)

    def members(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add a case for each member who wrote or stands in the table of members."""
        known = {str(row["member"]): row for row in rows}
        for member in dict.fromkeys((*self._of_member, *known)):
            case = SubElement(
                self._cases, "Case", guid=guid_of("member", member), name=member
            )
            row = known.get(member, {})
            values = [
                v for c in _SAID_OF_MEMBERS for v in told(c, row.get(c.name, pd.NA))
            ]
            values.append(("member", "Text", member))
            sets = self._sets_of.get(member, set())
            if len(sets) == 1:
                values.append(("set_id", "Text", sets.copy().pop()))
            self._values(case, values)
            for guid in self._of_member.get(member, ()):
                SubElement(case, "SourceRef", targetGUID=guid)
            self.n["cases"] += 1

    def records(self, allowed: Allowed, names: tuple[str, ...] = AS_NOTES) -> None:
        """Add the rows of the record that may leave, and memos if they may."""
        self._notes = list(notes_of(allowed, names))

    def _user(self, name: str) -> str:
        return self._users.setdefault(name, guid_of("user", name))

    def _values(self, element: Element, values: Values) -> None:
        for name, kind, words in values:
            self._variables.setdefault(name, kind)
            value = SubElement(element, "VariableValue")
            guid = guid_of("variable", name)
            SubElement(value, "VariableRef", targetGUID=guid)
            SubElement(value, f"{self._variables[name]}Value").text = words

    def root(self) -> Element:
        """Return the whole project; call it last."""
        root = Element("Project", name=self._title, origin=origin(self._profile.name))
        notes = Element("Notes")
        targets = self._note_elements(notes)
        parts = (
            self._all("Users", self._user_elements()),
            self._codebook(targets),
            self._all("Variables", self._variable_elements()),
            self._cases,
            self._sources,
            notes,
            self._all("Links", self._link_elements()),
            self._all("Sets", self._set_elements()),
        )
        root.extend(part for part in parts if len(part))
        for guid in targets.get("", ()):
            SubElement(root, "NoteRef", targetGUID=guid)
        return root

    def _codebook(self, targets: Mapping[str, list[str]]) -> Element:
        book = Element("CodeBook")
        if self._codings.codes:
            book.append(code_elements(self._codings.codes))
            self.n["codes"] = sum(code.codable for code in self._codings.codes)
        for element in (*self._sources, *book.iter("Code")):
            _refer(element, targets.get(element.get("guid", ""), ()))
        return book

    def _note_elements(self, notes: Element) -> dict[str, list[str]]:
        """Add the notes; return which hang on what, and under "" on the project."""
        sources = {guid_of("text", i["name"]) for i in _attributes(self._sources)}
        codes = {code.name: code.guid for code in self._codings.codes if code.codable}
        targets: dict[str, list[str]] = {}
        for note in self._notes:
            name = " ".join((note.table.replace("_", " "), *_key_words(note)))
            element = SubElement(notes, "Note", guid=note.guid, name=name)
            if note.table == "memos":
                self._signed(element, note.row)
                target = str(note.row["target"])
                on = guid_of("text", target)
                if on not in sources:
                    on = codes.get(target.rpartition(":")[2], "")
                targets.setdefault(on, []).append(note.guid)
            if note.text:
                SubElement(element, "PlainTextContent").text = note.text
            self._values(element, note.values)
            self.n["notes"] += 1
        for words, guid in sorted(self._confidences.items()):
            element = SubElement(notes, "Note", guid=guid, name=CODING)
            SubElement(element, "PlainTextContent").text = words
        return targets

    def _signed(self, element: Element, row: Mapping[str, Any]) -> None:
        if not pd.isna(row["author"]):
            element.set("creatingUser", self._user(str(row["author"])))
        if not pd.isna(row["date"]):
            element.set("creationDateTime", f"{row['date'].isoformat()}Z")

    def _user_elements(self) -> Iterator[Element]:
        for name, guid in sorted(self._users.items()):
            yield Element("User", guid=guid, name=name)

    def _variable_elements(self) -> Iterator[Element]:
        for name, kind in sorted(self._variables.items()):
            guid = guid_of("variable", name)
            yield Element("Variable", guid=guid, name=name, typeOfVariable=kind)

    def _link_elements(self) -> Iterator[Element]:
        for name, start, end in links_between(self._notes):
            self.n["links"] += 1
            yield Element(
                "Link",
                guid=guid_of("link", start, end),
                name=name,
                direction="OneWay",
                originGUID=start,
                targetGUID=end,
            )

    def _set_elements(self) -> Iterator[Element]:
        for name, guids in sorted(self._of_set.items()):
            element = Element("Set", guid=guid_of("set", name), name=name)
            for guid in guids:
                SubElement(element, "MemberSource", targetGUID=guid)
            self.n["sets"] += 1
            yield element

    @staticmethod
    def _all(name: str, elements: Iterable[Element]) -> Element:
        element = Element(name)
        element.extend(elements)
        return element


def _attributes(elements: Element) -> Iterator[dict[str, str]]:
    return (element.attrib for element in elements)


def _key_words(note: Note) -> Iterator[str]:
    for column in TABLES[note.table].key:
        value = note.row[column]
        if not pd.isna(value):
            yield str(value)


def _refer(element: Element, guids: Iterable[str]) -> None:
    """Put references to notes where the schema wants them."""
    after = {
        "TextSource": (
            "Description",
            "PlainTextContent",
            "PlainTextSelection",
            "Coding",
        ),
        "Code": ("Description",),
    }[element.tag]
    place = sum(one.tag in after for one in element)
    for i, guid in enumerate(guids):
        element.insert(place + i, Element("NoteRef", targetGUID=guid))
