"""Word documents as the source of a table; and those that somebody made as a trap."""

import io
import socket
import struct
import zipfile

import docx
import pytest
from word_files import XML, p, r, raw_docx, style, styles, table

from alsjournal.errors import AlsjournalError, ConfigError, InputError, SourceError
from alsjournal.ingest import read_journal, read_journal_with_report
from alsjournal.wording import PROMPTS, SHEET

SECRET = "Agatha Quill"


def raw_frame(path):
    raw, report = read_journal_with_report(path)
    return raw.identifiable_frame(), report


@pytest.fixture
def programme(tmp_path):
    def write(toml):
        path = tmp_path / "programme.toml"
        path.write_text(toml, encoding="utf-8")
        return path

    return write


def test_a_document_with_headings(tmp_path):
    document = docx.Document()
    document.add_heading("Set A, session 3", 1)
    document.add_paragraph("Member: Ann")
    document.add_paragraph("We met.")
    document.add_paragraph("")
    document.add_paragraph("Again.")
    document.add_paragraph("Member: Bob\nRole: nurse")
    document.add_paragraph("I listened.")
    document.save(tmp_path / "log.docx")
    frame, report = raw_frame(tmp_path / "log.docx")
    assert list(frame["text"]) == ["We met.\n\nAgain.", "I listened."]
    assert list(frame["member"]) == ["Ann", "Bob"]
    assert set(frame["set_id"]) == {"A"}
    assert set(frame["session"]) == {3}
    assert report.files[0].how == "document, its text"


def test_a_document_with_the_table_that_is_wanted(tmp_path, programme):
    heads = styles(style("H", "heading 1"))
    body = (
        p("Some words.")
        + p(SECRET, style="H")
        + table(["Place", "Time"], ["Leeds", "9:00"])
        + p("Reflections", style="H")
        + table(["Who", "Words"], ["m1", "We met."], ["m2", "Again."])
    )
    raw_docx(tmp_path / "a.docx", body, **{"word__styles.xml": heads})
    path = programme(
        '[files]\nreflections = "a.docx"\n'
        '[columns.reflections]\nmember = "Who"\ntext = "Words"\n'
    )
    frame, report = raw_frame(path)
    assert list(frame["text"]) == ["We met.", "Again."]
    assert list(frame["member"]) == ["m1", "m2"]
    assert SECRET not in str(report)


def test_a_table_is_named_by_the_heading_over_it(tmp_path, programme):
    heads = styles(style("H", "heading 1"))
    rows = table(["text"], ["One."]), table(["text"], ["Two."])
    body = p("First", style="H") + rows[0] + p("Second", style="H") + rows[1]
    raw_docx(tmp_path / "a.docx", body, **{"word__styles.xml": heads})
    with pytest.raises(SourceError, match="number 1, 2"):
        read_journal(tmp_path / "a.docx")
    path = programme('[files]\nreflections = {file = "a.docx", sheet = "second"}\n')
    assert list(raw_frame(path)[0]["text"]) == ["Two."]
    path = programme('[files]\nreflections = {file = "a.docx", sheet = "Secnd"}\n')
    with pytest.raises(SourceError, match="Did you mean 'Second'"):
        read_journal(path)


def test_other_tables_come_from_documents_too(tmp_path, programme):
    rows = table(["set_id", "session", "date"], ["A", "1", "2026-03-01"])
    raw_docx(tmp_path / "dates.docx", p("Our dates") + rows)
    raw_docx(tmp_path / "texts.docx", p("Set: A") + p("Session: 1") + p("We met."))
    path = programme('[files]\nreflections = "texts.docx"\nsessions = "dates.docx"\n')
    raw = read_journal(path)
    assert list(raw.identifiable_frame("sessions")["session"]) == [1]
    path = programme('[files]\nreflections = "texts.docx"\nsessions = "texts.docx"\n')
    with pytest.raises(SourceError, match="a table of sessions"):
        read_journal(path)


def test_a_document_with_nothing_in_it(tmp_path):
    with pytest.raises(SourceError, match="must have text"):
        read_journal(raw_docx(tmp_path / "a.docx", p("") + "<w:sectPr/>"))
    with pytest.raises(InputError, match="column 'text'"):
        read_journal(raw_docx(tmp_path / "b.docx", table(["a", "b"], ["c", "d"])))


def test_a_column_that_programme_names_must_be_there(tmp_path, programme):
    raw_docx(tmp_path / "a.docx", p("Set: A") + p(SECRET))
    path = programme(
        '[files]\nreflections = "a.docx"\n[columns.reflections]\nmember = "Code"\n'
    )
    with pytest.raises(InputError, match="'Code'") as caught:
        read_journal(path)
    assert SECRET not in str(caught.value)


TOLD = [
    "If you tick",
    "then",
    "Nothing",
    (
        "keep the sheet: that is safest. If you hand it in all the same, it is not "
        "counted, and not shown to your set, the programme or the public."
    ),
]  # two rows of the table that the kit prints below the question


def filled_sheet(path, **answers):
    """Fill in the sheet as the kit lays it out: boxes, and ticks before choices."""
    document = docx.Document()
    document.add_heading("Reflection sheet", 0)
    document.add_paragraph("This takes ten minutes.")
    for question in SHEET:
        document.add_heading(question.title, 2)
        if question.hint:
            document.add_paragraph(question.hint)
        key = question.title if question.column == "text" else question.column
        said = answers.get(key, "")
        for wording, ours in question.choices.items():
            document.add_paragraph(
                f"{chr(0x2612 if ours == said else 0x2610)} {wording}"
            )
        if not question.choices:
            document.add_table(1, 1).cell(0, 0).text = said
            document.add_paragraph()
        if question.column == "use":
            told = document.add_table(2, 2)
            for cell, words in zip(told._cells, TOLD, strict=True):
                cell.text = words
    document.add_heading("If you change your mind", 1)
    document.add_paragraph("Tell us.")
    document.save(path)


def test_the_sheet_filled_in_gives_texts_and_permissions(tmp_path):
    answers = {"set_id": "A", "session": "3", "member": "Ann", "position": "presenter",
               "use": "quote", "reach": "set", PROMPTS[0]: "We met.\nTwice.",
               PROMPTS[3]: "Ask."}  # fmt: skip
    filled_sheet(tmp_path / "sheet.docx", **answers)
    raw, report = read_journal_with_report(tmp_path / "sheet.docx")
    frame = raw.identifiable_frame()
    assert list(frame["text"]) == ["We met.\nTwice.", "Ask."]
    assert list(frame["prompt"]) == [PROMPTS[0], PROMPTS[3]]
    assert set(frame["member"]) == {"Ann"}
    assert set(frame["position"]) == {"presenter"}
    assert set(frame["session"]) == {3}
    asked = raw.identifiable_frame("permissions")
    assert list(asked["reflection_id"]) == list(frame["reflection_id"])
    assert set(asked["use"]) == {"quote"}
    assert set(asked["reach"]) == {"set"}
    assert report.reasons() == {"text: nothing was said": 2}


def test_the_sheet_adds_to_the_permissions_of_a_file(tmp_path, programme):
    filled_sheet(tmp_path / "s.docx", use="self", member="Ann", **{PROMPTS[0]: "Yes."})
    (tmp_path / "p.csv").write_text("member,use\nAnn,quote\n")
    path = programme('[files]\nreflections = "s.docx"\npermissions = "p.csv"\n')
    asked = read_journal(path).identifiable_frame("permissions")
    assert list(asked["use"]) == ["quote", "self"]
    assert asked["reflection_id"].notna().tolist() == [False, True]


def test_nothing_that_is_not_seen_is_taken_or_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)  # nothing looks for the network
    body = p(
        "We met.",
        r(SECRET, "<w:vanish/>"),
        f"<w:del w:author='{SECRET}'>{r(SECRET)}</w:del>",
        "<w:r><w:commentReference w:id='0'/></w:r>",
    )
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="attachedTemplate" '
        'Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
    )
    parts = {
        "word___rels__document.xml.rels": outside,
        "word___rels__settings.xml.rels": outside,
        "word__settings.xml": '<w:settings><w:attachedTemplate r:id="r1"/>',
        "word__comments.xml": f"<!DOCTYPE x><w:comment w:author='{SECRET}'/>",
        "word__vbaProject.bin": b"\xd0\xcf\x11\xe0" + SECRET.encode(),
        "word__media__image1.png": SECRET,
        "docProps__core.xml": f"<creator>{SECRET}</creator>",
    }
    path = raw_docx(tmp_path / "a.docm", body, **parts)
    raw, report = read_journal_with_report(path)
    assert list(raw.identifiable_frame()["text"]) == ["We met."]
    said = str(report)
    for words in (
        "tracked changes: 1",
        "comments: 1",
        "hidden text: 1",
        "macros: in 1",
    ):
        assert words in said
    kept = raw.tables()
    everything = (
        said
        + repr(raw)
        + str(raw.provenance)
        + "".join(raw.identifiable_frame(name).to_csv() for name in kept)
    )
    assert SECRET not in everything


def test_a_pattern_is_for_folders(tmp_path, programme):
    raw_docx(tmp_path / "a.docx", p("We met."))
    path = programme('[files]\nreflections = {file = "a.docx", pattern = "{member}"}\n')
    with pytest.raises(ConfigError, match="pattern"):
        read_journal(path)


# Traps.


def refused(path, match):
    with pytest.raises(AlsjournalError, match=match) as caught:
        read_journal(path)
    assert SECRET not in str(caught.value)


def zipped(path, *parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path


def test_a_document_that_is_cut_off(tmp_path):
    path = raw_docx(tmp_path / "a.docx", p(SECRET) * 500)
    path.write_bytes(path.read_bytes()[:-40])
    refused(path, "cut off or damaged")


def test_a_document_with_a_wrong_checksum(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", XML + "<w:document>" + SECRET)
    data = path.read_bytes().replace(SECRET.encode(), b"Agatha Quell")
    path.write_bytes(data)
    refused(path, "damaged")


def test_a_document_without_its_body(tmp_path):
    refused(zipped(tmp_path / "a.docx", ("word/styles.xml", "")), "something else")


def test_an_archive_in_an_archive(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("word/document.xml", SECRET)
    path = zipped(tmp_path / "a.docx", ("inner/a.docx", inner.getvalue()))
    refused(path, "something else")


def test_parts_of_the_same_name(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path / "a.docx", *[("word/document.xml", SECRET)] * 2)
    refused(path, "two parts of the same name")


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x", "C:\\x", "a/../../b"])
def test_parts_that_lead_out(tmp_path, name):
    parts = [("word/document.xml", ""), (name, SECRET)]
    refused(zipped(tmp_path / "a.docx", *parts), "leads out")


def test_a_million_parts(tmp_path):
    path = raw_docx(tmp_path / "a.docx", p(SECRET))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", data, at + 8, 0xFFFF, 0xFFFF)
    path.write_bytes(data)
    refused(path, "more than 10,000 parts")


def test_a_document_with_a_password(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    refused(path, "without a password")
    path = raw_docx(tmp_path / "b.docx", p(SECRET))
    data = bytearray(path.read_bytes())
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    refused(path, "without a password")


@pytest.mark.parametrize("name", ["a.doc", "a.odt", "a.rtf", "a.pdf"])
def test_documents_of_other_kinds(tmp_path, name, programme):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0" + SECRET.encode())
    refused(programme(f'[files]\nreflections = "{name}"\n'), "save it as .docx")


def test_much_in_little(tmp_path):
    path = raw_docx(tmp_path / "a.docx", p("x" * 40_000_000))
    refused(path, "times as large")


def test_entities_are_refused(tmp_path):
    head = f'{XML}<!DOCTYPE w:document [<!ENTITY who "{SECRET}">]>'
    refused(raw_docx(tmp_path / "a.docx", p("We met &who;."), head=head), "DTD")


def test_five_megabytes_of_faces(tmp_path):
    line = p("\U0001f600" * 1_000)
    raw, report = read_journal_with_report(
        raw_docx(tmp_path / "a.docx", p("Set: A") + line * 900)
    )
    assert raw.identifiable_frame()["text"].str.len().tolist() == [900_899]
    path = raw_docx(tmp_path / "b.docx", line * 1_300)
    raw, report = read_journal_with_report(path, enforce_limit=False)
    assert not len(raw)
    assert list(report.reasons()) == [
        "text: the text is longer than 1,000,000 characters"
    ]


def test_a_numbered_body_is_found(tmp_path):
    body = raw_docx(tmp_path / "a.docx", p("We met."))
    with zipfile.ZipFile(body) as archive:
        content = archive.read("word/document.xml")
    path = zipped(tmp_path / "b.docx", ("word/document2.xml", content))
    assert list(raw_frame(path)[0]["text"]) == ["We met."]


def test_questions_side_by_side_are_answered_below(tmp_path):
    """As the kit lays the sheet out: three titles in a row, and pictures beside."""
    three = [f"{q.title}</w:t><w:br/><w:t>{q.hint}" for q in SHEET[:3]]
    body = (
        table(three, ["A", "3", "Ann"])
        + p(PROMPTS[0])
        + table(["[picture]", p("We met.") + p("Twice.")])
        + p(SHEET[-2].title)
        + "".join(table(["[picture]", f"\u2612 {c}"]) for c in [*SHEET[-2].choices][:1])
        + table(TOLD[:2], TOLD[2:])
    )
    raw, report = read_journal_with_report(raw_docx(tmp_path / "a.docx", body))
    (row,) = raw.identifiable_frame().to_dict("records")
    assert (row["set_id"], row["session"], row["member"]) == ("A", 3, "Ann")
    assert row["text"] == "We met.\nTwice."
    assert list(raw.identifiable_frame("permissions")["use"]) == ["self"]
    assert not any("beside the choices" in note for note in report.notes)
