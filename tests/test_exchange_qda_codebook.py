"""Codebooks: those of other programs come in, ours go out valid."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from pyrefiqda import RefiCodebook

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError, SourceError

# The schema of a codebook (REFI-QDA 1.0), as far as it restricts: its elements, their
# order, their attributes. The printed one cannot be parsed.
_SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:QDA-XML:codebook:1.0"
  targetNamespace="urn:QDA-XML:codebook:1.0" elementFormDefault="qualified">
<xs:simpleType name="guid"><xs:restriction base="xs:token"><xs:pattern
  value="[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"/></xs:restriction>
</xs:simpleType>
<xs:simpleType name="color"><xs:restriction base="xs:token"><xs:pattern
  value="#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"/></xs:restriction></xs:simpleType>
<xs:complexType name="code"><xs:sequence>
  <xs:element name="Description" type="xs:string" minOccurs="0"/>
  <xs:element name="Code" type="code" minOccurs="0" maxOccurs="unbounded"/>
</xs:sequence><xs:attribute name="guid" type="guid" use="required"/>
<xs:attribute name="name" type="xs:string" use="required"/>
<xs:attribute name="isCodable" type="xs:boolean" use="required"/>
<xs:attribute name="color" type="color"/></xs:complexType>
<xs:element name="CodeBook"><xs:complexType><xs:sequence>
  <xs:element name="Codes"><xs:complexType><xs:sequence>
    <xs:element name="Code" type="code" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element></xs:sequence>
  <xs:attribute name="origin" type="xs:string"/></xs:complexType></xs:element>
</xs:schema>
"""
SCHEMA = etree.XMLSchema(etree.fromstring(_SCHEMA))
ON = "2026-05-01"


def book() -> als.Codebook:
    return (
        als.Codebook()
        .add(
            "No <cover>",
            by="KM",
            on=ON,
            definition="Nobody to stand in.\nNor to ask.",
            include="Rotas & sickness.",
            exclude="Leave that was planned.",
            examples=["I could not be spared.", "No one came."],
        )
        .add("Trust", by="KM", on=ON)
        .add("Gone", by="KM", on=ON)
        .reject("Gone", by="KM", on=ON)
    )


def test_it_is_valid_and_comes_back(tmp_path: Path) -> None:
    path = als.write_codebook(book(), tmp_path / "book.qdc")
    SCHEMA.assertValid(etree.parse(str(path)))
    again = als.read_codebook(path, by="KM", on=ON)
    assert again.names() == ("No <cover>", "Trust")
    wanted, found = book().theme("No <cover>"), again.theme("No <cover>")
    for field in ("definition", "include", "exclude", "examples", "status"):
        assert getattr(found, field) == getattr(wanted, field), field
    first = path.read_bytes()
    assert als.write_codebook(book(), path).read_bytes() == first
    assert not first.startswith(b"\xef\xbb\xbf")


def test_a_code_has_the_same_guid_in_a_codebook_and_in_a_project(
    tmp_path: Path,
) -> None:
    frame = pd.DataFrame({"text": ["Words of no matter."]})
    journal = als.Journal.from_frame(frame, already_anonymised=True)
    als.write_qdpx(journal, tmp_path / "p.qdpx", codebook=book())
    path = als.write_codebook(book(), tmp_path / "book.qdc")
    codes = als.read_qdpx(tmp_path / "p.qdpx").codes
    own = {e.get("guid") for e in etree.parse(str(path)).iter() if e.get("guid")}
    assert own == set(codes.loc[codes["codable"], "guid"])


def test_another_reader_opens_it(tmp_path: Path) -> None:
    path = als.write_codebook(book(), tmp_path / "book.qdc")
    read = RefiCodebook.load(path)
    assert [code.name for code in read.codes.code] == ["No <cover>", "Trust"]


def test_ours_with_its_history_stays_as_it_is(tmp_path: Path) -> None:
    path = als.write_codebook(book(), tmp_path / "book.jsonl")
    assert als.read_codebook(path) == book()


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1:0", "urn:x", ""])
def test_one_of_another_program_is_read_whatever_its_namespace(
    tmp_path: Path, namespace: str
) -> None:
    named = f' xmlns="{namespace}"' if namespace else ""
    path = tmp_path / "theirs.qdc"
    path.write_text(
        f'\ufeff<?xml version="1.0" encoding="utf-8"?><CodeBook{named} origin="NVivo">'
        '<Codes><Code guid="{0F8A1907-7E42-4739-8610-A676B4D1B69F}" name="Staff" '
        'isCodable="false"><Code guid="a" name="Cover" isCodable="true"><Description>'
        'Nobody.</Description></Code></Code><Code guid="b" name="Time" '
        'isCodable="false"><Code guid="c" name="Cover" isCodable="true"/><Code '
        'guid="d" name="Late" isCodable="true"/></Code></Codes><Sets/></CodeBook>',
        encoding="utf-8",
    )
    read = als.read_codebook(path, on=ON)
    assert read.names() == ("Staff / Cover", "Time / Cover", "Late")
    assert read.theme("Staff / Cover").definition == "Nobody."
    assert read.theme("Late").by == "NVivo"


def test_what_is_no_codebook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    with pytest.raises(SourceError, match="not there"):
        als.read_codebook(path)
    path.write_text("<Project/>")
    with pytest.raises(InputError, match="read_qda"):
        als.read_codebook(path)
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>')
    with pytest.raises(SourceError, match="document type"):
        als.read_codebook(path)
    with pytest.raises(InputError, match="must have a code"):
        als.write_codebook(als.Codebook(), path)


def test_words_of_a_text_do_not_leave_in_it(tmp_path: Path) -> None:
    words = "nobody at all could cover for me that week"
    frame = pd.DataFrame({"text": [f"Well, {words}."]})
    journal = als.Journal.from_frame(frame, already_anonymised=True)
    leaking = als.Codebook().add("Cover", by="KM", on=ON, definition=words)
    with pytest.raises(DisclosureError):
        als.write_codebook(leaking, tmp_path / "book.qdc", journal=journal)
    assert not list(tmp_path.iterdir())
