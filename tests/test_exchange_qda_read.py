"""Projects of other programs are read leniently; traps and damage are refused."""

from __future__ import annotations

import os
import pickle
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qda_files import (
    archive,
    attribute,
    counted,
    guid,
    one_text,
    project,
    selection,
    source,
)

import alsjournal as als
from alsjournal.errors import (
    AlsjournalError,
    DisclosureError,
    InputError,
    SchemaError,
    SourceError,
)
from alsjournal.exchange.qda import archive as archives
from alsjournal.exchange.qda.offsets import NAMED

TEXT = "\U0001f600 We asked them.\r\nNobody could cover, and caf\u00e9s closed."
SPANS = [(2, 4), (5, 10), (18, 24), (31, 36)]
QUOTES = [TEXT[a:b] for a, b in SPANS]
ATLAS = Path(os.environ.get("ALSJOURNAL_DATA", "/nowhere"), "qda")


def test_a_project_as_nvivo_writes_it(tmp_path: Path) -> None:
    nvivo = NAMED["nvivo"]
    inside = "".join(
        selection(i, *counted(TEXT, s, nvivo), TEXT[slice(*s)])
        for i, s in enumerate(SPANS)
    )
    path = archive(
        tmp_path / "p.qdpx",
        project(source("t", inside), namespace="urn:QDA-XML:project:1:0"),
        {"t": TEXT.encode("utf-8-sig")},
        folder="Sources",
        qde="Project.qde",
    )
    read = als.read_qdpx(path)
    assert read.selections["text"].tolist() == QUOTES
    assert read.selections[["start", "end"]].to_numpy().tolist() == [
        list(s) for s in SPANS
    ]
    assert read.selections["codes"].tolist() == [("cover",)] * 4
    assert set(read.selections["coder"]) == {"Ann"}
    assert read.sources["text"].tolist() == [TEXT]  # as given, without its BOM
    assert read.sources["counted"].tolist() == ["UTF-16 units, end exclusive"]
    assert not len(read.losses)


def test_selections_have_the_columns_that_are_promised(tmp_path: Path) -> None:
    read = als.read_qdpx(one_text(tmp_path / "p.qdpx", TEXT, SPANS, NAMED["standard"]))
    columns = ["source", "start", "end", "text", "codes", "coder"]
    assert list(read.selections.columns)[:6] == columns
    assert read.selections["text"].tolist() == QUOTES
    assert len(read) == 4


@pytest.mark.parametrize("strict", [False, True])
def test_what_cannot_be_told_is_kept_apart(tmp_path: Path, strict: bool) -> None:
    path = one_text(
        tmp_path / "p.qdpx", "We asked.", [(3, 8)], NAMED["exclusive"], named=False
    )
    if strict:
        with pytest.raises(InputError, match="Every selection must be placed"):
            als.read_qdpx(path, strict=True)
        return
    read = als.read_qdpx(path)
    assert not len(read)
    assert read.not_taken[["start", "end"]].to_numpy().tolist() == [[3, 8]]
    assert read.losses["n"].tolist() == [1]
    declared = als.read_qdpx(path, offsets="exclusive")
    assert declared.selections["text"].tolist() == ["asked"]


def test_an_unknown_way_of_counting_is_refused(tmp_path: Path) -> None:
    path = one_text(tmp_path / "p.qdpx", "We asked.", [(3, 8)], NAMED["exclusive"])
    with pytest.raises(InputError, match="offsets must be one of"):
        als.read_qdpx(path, offsets="words")  # type: ignore[arg-type]


def test_texts_lie_in_the_xml_in_the_archive_or_beside_it(tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("Beside it.", encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.txt").write_text("In its folder.", encoding="utf-8")
    inside = (
        f'<TextSource guid="{guid("x")}" name="x"><PlainTextContent>In the XML.'
        f"</PlainTextContent></TextSource>"
        + source("a", path="internal://A.TXT")
        + source("b", path="relative:///own.txt")
        + source("c", path="relative://../beside.txt")
        + source("d", path=f"absolute://{tmp_path / 'beside.txt'}")
        + source("e", path=f"absolute://{tmp_path / 'in' / 'own.txt'}")
        + source("f", path="https://example.org/f.txt")
        + source("g", path="internal://none.txt")
        + source("h", path="internal://cp1252.txt")
        + source("i", path="internal://utf16.txt")
    )
    path = archive(
        tmp_path / "in" / "p.qdpx",
        project(inside),
        {
            "sources/a.txt": b"In the archive.",
            "sources/cp1252.txt": "caf\u00e9".encode("cp1252"),
            "sources/utf16.txt": "\ufeffIn UTF-16.".encode("utf-16-le"),
        },
    )
    read = als.read_qdpx(path)
    found = read.sources.set_index("source")["text"].dropna().to_dict()
    assert found == {
        "x": "In the XML.",
        "a": "In the archive.",
        "b": "In its folder.",
        "e": "In its folder.",
        "i": "In UTF-16.",
    }
    reasons = dict(zip(read.losses["reason"], read.losses["n"], strict=True))
    assert reasons["text not taken: outside the folder of the project"] == 2
    assert reasons["text not taken: not in the file"] == 1
    assert reasons["text not taken: not in UTF-8"] == 1


def test_a_link_in_the_folder_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret.", encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    path = archive(
        tmp_path / "in" / "p.qdpx", project(source("a", path="relative:///link.txt"))
    )
    read = als.read_qdpx(path)
    assert read.sources["text"].isna().all()
    assert "outside" in read.losses["reason"][0]


def test_a_text_that_is_formatted_only_is_read_and_marked(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("We asked them.")
    document.add_paragraph("They came.")
    file = BytesIO()
    document.save(file)
    inside = selection(1, 3, 8, "asked") + selection(2, 15, 19, "They")
    xml = (
        f'<TextSource guid="{guid("t")}" name="t" richTextPath="internal://t.docx">'
        f"{inside}</TextSource>"
        f'<TextSource guid="{guid("u")}" name="u" richTextPath="internal://u.docx"/>'
        f'<TextSource guid="{guid("v")}" name="v" richTextPath="internal://v.rtf"/>'
    )
    texts = {"sources/t.docx": file.getvalue(), "sources/u.docx": b"PK no document"}
    read = als.read_qdpx(archive(tmp_path / "p.qdpx", project(xml), texts))
    assert read.selections["text"].tolist() == ["asked", "They"]
    assert read.sources["how"].tolist() == [
        "formatted text (docx)",
        "its document cannot be read, or is too large",
        "only a formatted text that is not docx",
    ]


def test_what_is_no_text_is_counted(tmp_path: Path) -> None:
    coded = f'<Coding guid="{guid(1)}"><CodeRef targetGUID="{guid("cover")}"/></Coding>'
    xml = (
        f'<PictureSource guid="{guid("p")}" name="p"><PictureSelection '
        f'guid="{guid("ps")}" firstX="1" firstY="1" secondX="2" secondY="2">{coded}'
        f"</PictureSelection></PictureSource>"
        f'<AudioSource guid="{guid("a")}"><AudioSelection guid="{guid("as")}" '
        f'begin="1" end="2"/></AudioSource>'
        f'<PDFSource guid="{guid("d")}" name="report.pdf"><PDFSelection '
        f'guid="{guid("ds")}" page="1" firstX="1" firstY="1" secondX="2" secondY="2">'
        f'{coded}</PDFSelection><Representation guid="{guid("r")}" '
        f'plainTextPath="internal://r.txt">{selection(9, 3, 8, "asked")}'
        f"</Representation></PDFSource>"
    )
    read = als.read_qdpx(
        archive(tmp_path / "p.qdpx", project(xml), {"sources/r.txt": b"We asked."})
    )
    assert read.selections[["source", "text"]].to_numpy().tolist() == [
        ["report.pdf", "asked"]
    ]
    lost = read.losses.set_index("what")["n"].to_dict()
    assert lost == {
        "picture sources": 1,
        "picture selections": 1,
        "audio sources": 1,
        "audio selections": 1,
        "pdf selections": 1,
    }


def test_codes_are_a_tree_and_an_unknown_one_is_counted(tmp_path: Path) -> None:
    book = (
        f'<CodeBook><Codes><Code guid="{{{guid("top").upper()}}}" name="Staff" '
        f'isCodable="false" color="#0af"><Code guid="{guid("cover")}" name="Cover" '
        f'isCodable="true"><Description>Nobody.</Description></Code></Code></Codes>'
        f"</CodeBook>"
    )
    inside = selection(1, 3, 8, "asked") + selection(2, 0, 2, "We", code="nowhere")
    xml = project(source("t", inside)).replace(
        project("").split("<CodeBook>")[1].split("</CodeBook>")[0], ""
    )
    xml = xml.replace("<CodeBook></CodeBook>", book)
    read = als.read_qdpx(archive(tmp_path / "p.qdpx", xml, {"t": b"We asked."}))
    assert read.codes["path"].tolist() == ["Staff", "Staff / Cover"]
    assert read.codes["codable"].tolist() == [False, True]
    assert read.codes["description"].tolist()[1] == "Nobody."
    assert read.selections["codes"].tolist() == [("Cover",), ()]
    assert read.losses["reason"].tolist() == ["their code is not in the codebook"]


def test_cases_variables_memos_links_and_sets(tmp_path: Path) -> None:
    more = (
        f'<Notes><Note guid="{guid("n")}" name="On trust" creatingUser="{guid("ann")}">'
        f"<PlainTextContent>Ask again.</PlainTextContent></Note></Notes>"
        f'<Links><Link guid="{guid("l")}" direction="OneWay" '
        f'originGUID="{guid("n")}" targetGUID="{guid("t")}"/></Links>'
        f'<Sets><Set guid="{guid("S")}" name="First"><MemberSource '
        f'targetGUID="{guid("t")}"/><MemberCode guid="{guid("cover")}"/></Set></Sets>'
    )
    value = (
        f'<VariableValue><VariableRef targetGUID="{guid("v")}"/><IntegerValue>2'
        f"</IntegerValue></VariableValue>"
    )
    inside = f'{selection(1, 3, 8, "asked")}<NoteRef targetGUID="{guid("n")}"/>{value}'
    xml = project(source("t", inside), more=more).replace(
        "<Sources>",
        f'<Variables><Variable guid="{guid("v")}" name="Meeting" '
        f'typeOfVariable="Integer"/></Variables><Cases><Case guid="{guid("c")}" '
        f'name="Priya"><SourceRef targetGUID="{guid("t")}"/></Case></Cases><Sources>',
    )
    path = archive(tmp_path / "p.qdpx", xml, {"t": b"We asked."})
    read = als.read_qdpx(path)
    assert read.cases[["case", "sources"]].to_numpy().tolist() == [
        ["Priya", (guid("t"),)]
    ]
    assert read.variables[["of", "variable", "value"]].to_numpy().tolist() == [
        ["source", "Meeting", "2"]
    ]
    assert read.memos[["memo", "text", "author", "on"]].to_numpy().tolist() == [
        ["On trust", "Ask again.", "Ann", (guid("t"),)]
    ]
    assert read.links["direction"].tolist() == ["OneWay"]
    assert read.sets[["set", "kind"]].to_numpy().tolist() == [
        ["First", "source"],
        ["First", "code"],
    ]
    raw = read.to_raw({"member": "case", "session": "Meeting"})
    (row,) = raw.identifiable_frame().to_dict("records")
    assert (row["member"], row["session"], row["set_id"]) == ("Priya", 2, "all")
    (memo,) = raw.identifiable_frame("memos").to_dict("records")
    assert memo["target"] == row["reflection_id"]
    (coding,) = raw.identifiable_frame("codings").to_dict("records")
    assert (coding["start"], coding["end"], coding["code"]) == (3, 8, "cover")


def test_codings_move_with_the_text_when_names_are_replaced(tmp_path: Path) -> None:
    text = "Ring 07700 900123. We asked her twice, and nobody could cover."
    spans = [(19, 37), (43, 61)]
    path = one_text(tmp_path / "p.qdpx", text, spans, NAMED["standard"])
    raw = als.read_qdpx(path).to_raw()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALSJOURNAL_KEY", "a key of this test: 7f3c91d2")
        journal = als.Anonymiser(finders=["identifiers"]).fit_transform(raw)
    (clean,) = journal.table("reflections")["text"]
    assert "07700" not in clean
    rows = journal.codings(coder="Ann")
    said = [clean[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)]
    assert said == [text[slice(*span)] for span in spans]


def test_names_of_cases_that_are_members_are_looked_for(tmp_path: Path) -> None:
    text = "Priya Natarajan said no. Later priya came round."
    xml = project(source("t"), origin="MAXQDA of Jane Doe").replace(
        "<Sources>",
        f'<Cases><Case guid="{guid("c")}" name="Priya Natarajan"><SourceRef '
        f'targetGUID="{guid("t")}"/></Case></Cases><Sources>',
    )
    read = als.read_qdpx(archive(tmp_path / "p.qdpx", xml, {"t": text.encode()}))
    raw = read.to_raw({"member": "case"})
    assert raw.provenance["program"] == "maxqda"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALSJOURNAL_KEY", "a key of this test: 7f3c91d2")
        journal = als.Anonymiser(finders=["roster"]).fit_transform(raw)
    (row,) = journal.table("reflections").to_dict("records")
    assert "Natarajan" not in row["text"]
    assert "Priya" not in row["text"]
    assert row["member"] in row["text"]
    assert "Priya" not in repr(journal.table("reflections").drop(columns="text"))


def test_raw_words_are_not_shown_kept_or_pickled(tmp_path: Path) -> None:
    read = als.read_qdpx(one_text(tmp_path / "p.qdpx", TEXT, SPANS, NAMED["standard"]))
    assert "asked" not in repr(read)
    assert "text withheld" in repr(read)
    with pytest.raises(DisclosureError):
        pickle.dumps(read)
    shown = read.selections
    shown["text"] = "gone"
    assert read.selections["text"].tolist() == QUOTES  # tables are copies


def test_a_variable_of_theirs_that_only_sounds_as_ours_is_left(tmp_path: Path) -> None:
    names = {"position": "Head nurse", "session": "Spring", "role": "nurse"}
    variables = "".join(
        f'<Variable guid="{guid(n)}" name="{n}" typeOfVariable="Text"/>' for n in names
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid(n)}"/><TextValue>{v}'
        f"</TextValue></VariableValue>"
        for n, v in names.items()
    )
    xml = project(source("t", values)).replace(
        "<Sources>", f"<Variables>{variables}</Variables><Sources>"
    )
    read = als.read_qdpx(archive(tmp_path / "p.qdpx", xml, {"t": b"We asked."}))
    (row,) = read.to_raw().identifiable_frame().to_dict("records")
    assert (row["role"], row["session"]) == ("nurse", 1)
    assert row["position"] != row["position"]
    with pytest.raises(SchemaError) as caught:
        read.to_raw({"session": "session"})
    assert "Spring" not in str(caught.value)


def test_a_project_that_lies_open_in_a_folder(tmp_path: Path) -> None:
    xml = project(source("t", selection(1, 3, 8, "asked")))
    (tmp_path / "project.qde").write_text(xml, encoding="utf-8")
    (tmp_path / "Sources").mkdir()
    (tmp_path / "Sources" / f"{guid('t')}.txt").write_text("We asked.")
    read = als.read_qda(tmp_path / "project.qde")
    assert read.selections["text"].tolist() == ["asked"]


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"text": "Meeting"}, "columns must name columns of ours"),
        ({"session": "Nowhere"}, "columns must name variables"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(
    tmp_path: Path, columns: dict[str, str], rule: str
) -> None:
    read = als.read_qdpx(one_text(tmp_path / "p.qdpx", TEXT, SPANS, NAMED["standard"]))
    with pytest.raises(InputError, match=rule):
        read.to_raw(columns)


def test_a_project_without_texts_makes_no_journal(tmp_path: Path) -> None:
    read = als.read_qdpx(archive(tmp_path / "p.qdpx", project(source("t"))))
    with pytest.raises(InputError, match="at least one text"):
        read.to_raw()


@pytest.mark.data
@pytest.mark.skipif(not ATLAS.is_dir(), reason="needs ALSJOURNAL_DATA")
def test_a_project_of_atlasti_without_its_sources() -> None:
    read = als.read_qdpx(ATLAS / "atlasti8_mac_TestProject.qdpx")
    assert len(read.sources) == 6
    assert read.sources["text"].isna().all()
    lost = read.losses.set_index("what")["n"]
    assert lost["sources"] == 6
    assert lost["selections"] == 6
    assert len(read.codes) == 14
    assert len(read.not_taken) == 6
    assert set(read.memos["author"]) == {"Friedrich Markgraf"}


def test_a_folder_that_was_packed_again_is_read(tmp_path: Path) -> None:
    xml = project(source("t", selection(1, 3, 8, "asked")))
    texts = {
        f"My project/Sources/{guid('t')}.txt": b"We asked.",
        "__MACOSX/My project/._project.qde": b"junk",
    }
    path = archive(tmp_path / "p.qdpx", xml, texts, qde="My project/project.qde")
    assert als.read_qdpx(path).selections["text"].tolist() == ["asked"]


# ---- traps -----------------------------------------------------------------------


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    xml = project(source("t")).replace(
        "<Project", '<!DOCTYPE p [<!ENTITY a "SECRET">]><Project', 1
    )
    path = archive(tmp_path / "p.qdpx", xml)
    with pytest.raises(SourceError, match="declares a document type") as caught:
        als.read_qdpx(path)
    assert "SECRET" not in str(caught.value)


def test_deep_xml_is_refused(tmp_path: Path) -> None:
    xml = project("<TextSource>" * 5_000 + "</TextSource>" * 5_000)
    with pytest.raises(SourceError, match="nested"):
        als.read_qdpx(archive(tmp_path / "p.qdpx", xml))


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "C:\\out.txt"])
def test_a_part_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "p.qdpx", project(""), {f"x/{name}": b""})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(name, b"x")
    with pytest.raises(SourceError, match="leads out"):
        als.read_qdpx(path)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "p.qdpx", project(""), {"sources/a.txt": b""})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("Sources/A.txt", b"x")
    with pytest.raises(SourceError, match="two parts"):
        als.read_qdpx(path)


def test_a_protected_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "p.qdpx", project(""))
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match="without a password"):
        als.read_qdpx(path)


def test_a_bomb_is_not_unfolded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_TEXT", 1_000_000)
    path = archive(tmp_path / "p.qdpx", project(source("t")), {"t": b"a" * 5_000_000})
    with pytest.raises(SourceError, match="at most"):
        als.read_qdpx(path)


def test_a_false_size_is_no_way_round(tmp_path: Path) -> None:
    path = archive(tmp_path / "p.qdpx", project(source("t")), {"t": b"a" * 5_000})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    with pytest.raises(SourceError):
        als.read_qdpx(path)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "something else"),
        (b"PK", "cut off or damaged"),
        (b"PK\x03\x04 and no more", "cut off or damaged"),
        (b"<Project/>", "something else"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes, rule: str) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=rule):
        als.read_qdpx(path)


def test_a_codebook_is_no_project(tmp_path: Path) -> None:
    xml = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>'
    with pytest.raises(SourceError, match="read_codebook"):
        als.read_qdpx(archive(tmp_path / "p.qdpx", xml))
    with pytest.raises(SourceError, match="one project"):
        als.read_qdpx(archive(tmp_path / "q.qdpx", xml, qde="other.xml"))
    with pytest.raises(SourceError, match="file"):
        als.read_qdpx(tmp_path / "none.qdpx")


def _small() -> bytes:
    inside = selection(1, 3, 8, "asked") + selection(2, 0, 2, "We")
    xml = project(source("t", inside), origin="NVivo").encode()
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("project.qde", xml)
        out.writestr(f"sources/{guid('t')}.txt", "We asked SECRETWORD.")
    return file.getvalue()


_SMALL = _small()


@settings(max_examples=300, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(_SMALL) - 1), st.integers(0, 255)),
        min_size=1,
        max_size=8,
    ),
    cut=st.integers(0, 40),
)
def test_damage_ends_in_our_own_errors_or_in_a_project(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, int]],
    cut: int,
) -> None:
    data = bytearray(_SMALL)
    for place, value in changes:
        data[place] = value
    path = tmp_path_factory.mktemp("fuzz") / "p.qdpx"
    path.write_bytes(bytes(data[: len(data) - cut]))
    said = ""
    try:
        said = repr(als.read_qda(path))
    except AlsjournalError as error:
        said = str(error)
    assert "SECRETWORD" not in said


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 3_000), put=st.sampled_from(["", "<", ">", '"', "&", "0"]))
def test_damaged_xml_ends_in_our_own_errors_or_in_a_project(
    tmp_path_factory: pytest.TempPathFactory, place: int, put: str
) -> None:
    inside = selection(1, 3, 8, "asked") + selection(2, 0, 2, "We")
    xml = project(source("t", inside))
    place %= len(xml)
    path = tmp_path_factory.mktemp("fuzz") / "p.qdpx"
    archive(path, xml[:place] + put + xml[place + 1 :], {"t": b"We asked."})
    try:
        read = als.read_qdpx(path)
        if read.sources["text"].notna().any():
            read.to_raw()
    except AlsjournalError:
        return


def test_the_names_of_attributes_need_no_care() -> None:
    assert attribute('a"b\n') == "'a\"b&#10;'"
