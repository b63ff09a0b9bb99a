"""Encodings and separators: recognised or asked for."""

import codecs

import pytest

from alsjournal.errors import ConfigError, InputError, SourceError
from alsjournal.ingest.formats.encoding import recognise_encoding
from alsjournal.ingest.formats.separator import recognise as recognise_separator
from alsjournal.ingest.formats.western import western
from alsjournal.ingest.headers import Wanted

WORDS = "id,text\n" + "".join(
    f"{i},I don\u2019t think the caf\u00e9 meeting cost \u00a340 \u2013 no.\n"
    for i in range(30)
)


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("codec", "mark", "expected"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1252", b"", "cp1252"),
        ("mac_roman", b"", "mac_roman"),
    ],
)
def test_encodings_are_recognised(file, codec, mark, expected):
    path = file(mark + WORDS.encode(codec))
    found = recognise_encoding(path, "a.csv")
    assert found.name == expected
    assert found.how


TEXT = Wanted("reflections", {}, ("text",))


def recognise(*args, **kwargs):
    sign, head = recognise_separator(*args, **kwargs)
    return sign, head.headers


def test_an_uncertain_encoding_is_asked_for(file):
    path = file("id,text\n1,It cost us, voil\u00e0\n".encode("cp850"))
    with pytest.raises(SourceError, match="encoding =") as caught:
        recognise_encoding(path, "a.csv")
    assert "cp850" in str(caught.value)
    assert "cost" not in str(caught.value)


def test_a_few_bad_bytes_do_not_change_the_encoding(file):
    path = file(WORDS.encode() + b"99,caf\xe9\n")
    found = recognise_encoding(path, "a.csv")
    assert (found.name, found.clean) == ("utf-8", False)


def test_characters_across_blocks_are_whole(file):
    path = file(("\u20ac" * 1_500_000).encode())
    assert recognise_encoding(path, "a.csv").clean


def test_a_declaration_that_contradicts_the_file_is_refused(file):
    with pytest.raises(SourceError, match="valid UTF-8"):
        recognise_encoding(file(WORDS.encode()), "a.csv", "cp1252")
    with pytest.raises(SourceError, match="marked"):
        recognise_encoding(file(WORDS.encode("utf-16")), "a.csv", "cp1252")


@pytest.mark.parametrize("name", ["klingon", "rot13", "hex", "a\0b", ""])
def test_a_declared_encoding_must_be_one(file, name):
    with pytest.raises(ConfigError, match="encoding"):
        recognise_encoding(file(b"a,b\n1,2\n"), "a.csv", name)


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "empty"), (b"PK\x03\x04rest", "archive"), (b"%PDF-1.7", "PDF")],
)
def test_what_is_not_text_is_said(file, content, what):
    with pytest.raises(SourceError, match=what):
        recognise_encoding(file(content), "a.csv")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_separators_are_recognised(file, sign):
    rows = [["id", "text"], ["1", '"a, b; c | d\te"'], ["2", "plain"]]
    path = file("\n".join(sign.join(r) for r in rows).encode())
    assert recognise(path, "a.csv", "utf-8") == (sign, ["id", "text"])


def test_a_single_column_needs_no_separator(file):
    found = recognise(
        file(b"text\nWe met.\n"),
        "a.csv",
        "utf-8",
        wanted=TEXT,
    )
    assert found == (",", ["text"])


def test_headers_that_are_wanted_decide(file):
    path = file(b"id;text,more\n1;a,b\n2;c,d\n")
    found = recognise(path, "a.csv", "utf-8", wanted=Wanted("reflections", {}, ("id",)))
    assert found == (";", ["id", "text,more"])


def test_an_uncertain_separator_is_asked_for(file):
    path = file(b"id;text,more\n1;a,b\n2;c,d\n")
    with pytest.raises(SourceError, match="comma and semicolon"):
        recognise(path, "a.csv", "utf-8")
    found = recognise(path, "a.csv", "utf-8", declared="semicolon")
    assert found[0] == ";"


@pytest.mark.parametrize(
    ("headers", "what"), [("a,,b", "Column 2 has none"), ("a,b,A ", "Columns 1 and 3")]
)
def test_headers_must_be_there_and_differ(file, headers, what):
    with pytest.raises(InputError, match=what):
        recognise(file(f"{headers}\n1,2,3\n".encode()), "a.csv", "utf-8")


def test_many_columns(file):
    headers = ",".join(f"c{i}" for i in range(100_000))
    row = ",".join("1" for _ in range(100_000))
    found = recognise(file(f"{headers}\n{row}\n".encode()), "a.csv", "utf-8")
    assert len(found[1]) == 100_000


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize(
    "text",
    [
        "we don\u2019t know",
        "it cost \u00a340 each",
        "she said \u201cyes\u201d then",
        "we met \u2013 briefly",
        "in the caf\u00e9 with Jos\u00e9",
        "Garc\u00eda spoke",
        "at the h\u00f4tel, voil\u00e0",
        "No\u00ebl and \u00c9lan",
        "CAF\u00c9 CL\u00d4TURE",
    ],
)
def test_an_old_encoding_is_never_taken_for_another(codec, text):
    sample = text.encode(codec, errors="ignore")
    found = western(sample)
    assert found is None or sample.decode(found) == sample.decode(codec)


def test_headers_that_are_wanted_decide_even_among_bad_rows(file):
    path = file(b"id,text\n1,a,b\n2\n3,c,d\n")
    found = recognise(path, "a.csv", "utf-8", wanted=TEXT)
    assert found == (",", ["id", "text"])
    with pytest.raises(SourceError, match="none of"):
        recognise(path, "a.csv", "utf-8")
