"""A folder of texts as the source of reflections."""

import os
import sys
import unicodedata

import docx
import pytest
from word_files import XML, p, raw_docx

import alsjournal as als
from alsjournal.errors import AlsjournalError, ConfigError, SourceError
from alsjournal.ingest import read_journal, read_journal_with_report
from alsjournal.ingest.formats import folder as room
from alsjournal.ingest.formats import listing
from alsjournal.ingest.formats.listing import listed
from alsjournal.ingest.formats.pattern import NO_FIT, TWO_WAYS, NamePattern

SECRET = "Agatha Quill"
KEY = "a key only for this test 123"


@pytest.fixture
def texts(tmp_path):
    """Write texts by path into a folder, or a programme that has it."""

    def write(files, toml=None):
        root = tmp_path / "texts"
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(data)
        if toml is None:
            return root
        path = tmp_path / "programme.toml"
        path.write_text(toml, encoding="utf-8")
        return path

    return write


def pattern(said, more=""):
    return f'[files]\nreflections = {{file = "texts", pattern = "{said}"}}\n{more}'


def reasons(report):
    return {r.row: r.reason for r in report.refusals}


def test_names_say_what_the_pattern_says_they_do(texts):
    path = texts(
        {"A/3-ann.txt": "We met.", "A/4-bob.md": "Again.", "B/1-cy.txt": "New."},
        pattern("{set_id}/{session}-{member}"),
    )
    raw, report = read_journal_with_report(path)
    frame = raw.identifiable_frame()
    found = frame[["set_id", "session", "member", "text"]].values.tolist()
    assert found == [
        ["A", 3, "ann", "We met."],
        ["A", 4, "bob", "Again."],
        ["B", 1, "cy", "New."],
    ]
    assert report.files[0].file == "texts"


def test_a_name_that_does_not_fit_is_refused_and_told_by_its_place(texts):
    path = texts(
        {"A-1-x.txt": "One.", f"{SECRET}.txt": "Two.", "B-2-C-3.txt": "Three."},
        pattern("{set_id}-{session}-{member}", "[programme]\nmax_quarantine = 1\n"),
    )
    _, report = read_journal_with_report(path)
    assert reasons(report) == {2: NO_FIT}  # "B-2-C-3" can be read in one way
    path = texts({"B-2-3-4.txt": "Four."}, path.read_text())
    _, report = read_journal_with_report(path)
    assert reasons(report) == {2: NO_FIT, 3: TWO_WAYS}
    assert SECRET not in f"{report}{report.to_frame(details=True).to_csv()}"


@pytest.mark.parametrize(
    ("said", "name", "found"),
    [
        ("{set_id}/{session}", "A/3", {"set_id": "A", "session": "3"}),
        ("{session}-{member}", "3-a-b", {"session": "3", "member": "a-b"}),
        ("{set_id}{session}", "A12", TWO_WAYS),
        ("{member}", "a/b", NO_FIT),
        ("{}/{member}", "x/ann", {"member": "ann"}),
        ("./{session}", "7", {"session": "7"}),
        ("{session}", "seven", NO_FIT),
        ("{member}.v1", "ann.v1", {"member": "ann"}),
        ("{member}", unicodedata.normalize("NFD", "Zo\u00eb"), {"member": "Zo\u00eb"}),
    ],
)  # fmt: skip
def test_patterns(said, name, found):
    assert NamePattern.of(said).read(name) == found


@pytest.mark.parametrize(
    "said", ["", "texts", "{who}", "{text}", "{member}/{member}", "{}", "{sesion}"]
)
def test_patterns_that_cannot_be(said):
    with pytest.raises(ConfigError, match="pattern must name"):
        NamePattern.of(said)


def test_the_same_text_in_each_kind_of_file_is_the_same_table(texts, tmp_path):
    said = ["Set: A", "Session: 2", "Name: Ann", "", "  We\tmet.", "", "- Caf\u00e9!"]
    document = docx.Document()
    for line in said:
        document.add_paragraph(line)
    document.save(tmp_path / "a.docx")
    files = {
        "a.txt": "\r\n".join(said),
        "b.txt": ("\n".join(said) + "\n").encode("utf-16"),
        "c.md": "\n".join(said) + "\n\n",
        "d.docx": (tmp_path / "a.docx").read_bytes(),
        "e.txt": "\n".join(said).encode("cp1252"),
    }
    frame = read_journal(texts(files)).identifiable_frame()
    assert len(frame) == len(files)
    assert len(frame.drop(columns="reflection_id").drop_duplicates()) == 1
    assert frame["text"][0] == "  We\tmet.\n\n- Caf\u00e9!"


def test_front_matter_headings_and_labels(texts):
    front = "---\nset: A\nmember: Ann\n---\n"
    root = texts({"log.md": front + "# Session 1\nOne.\n# Session 2\nTwo.\n"})
    frame = read_journal(root).identifiable_frame()
    assert list(frame["session"]) == [1, 2]
    assert set(frame["member"]) == {"Ann"}
    assert frame["reflection_id"].is_unique


def test_a_name_and_a_label_must_not_say_different_things(texts):
    path = texts(
        {"03.txt": "Session: 3\nOne.", "4.txt": "Session: 5\nTwo."},
        pattern("{session}"),
    )
    raw, report = read_journal_with_report(path)
    assert list(raw.identifiable_frame()["session"]) == [3]
    assert reasons(report) == {2: "its name and its text say different things"}


def test_ids_stay_when_files_come_and_go(texts):
    root = texts({"b.txt": "B.", "m/c.txt": "C."})
    before = read_journal(root).identifiable_frame().set_index("text")
    texts({"a.txt": "A.", "b.txt": "B changed.", "d.txt": "D."})
    after = read_journal(root).identifiable_frame().set_index("text")
    assert after.loc["C.", "reflection_id"] == before.loc["C.", "reflection_id"]
    assert after.loc["B changed.", "reflection_id"] == before.loc["B.", "reflection_id"]
    assert after["reflection_id"].is_unique


def test_an_id_made_of_a_name_becomes_a_pseudonym(texts, monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    raw = read_journal(texts({"ann.txt": "We met.", "bob.txt": "Again."}))
    journal = als.Anonymiser(finders=["identifiers"]).fit_transform(raw)
    ids = journal.table("reflections")["reflection_id"]
    assert ids.str.match("r-").all()
    assert not set(ids) & set(raw.identifiable_frame()["reflection_id"])


def test_ids_of_a_pattern_are_taken(texts):
    path = texts(
        {"x1.txt": "One.", "x2.md": "# A\nTwo.\n# B\nThree."},
        pattern("{reflection_id}"),
    )
    frame = read_journal(path).identifiable_frame()
    assert list(frame["reflection_id"]) == ["x1", "x2-1", "x2-2"]


def test_what_is_no_text_is_counted_and_not_named(texts):
    root = texts(
        {"a.txt": "One.", ".DS_Store": "", "~$a.docx": "", "Thumbs.db": "",
         ".git/a.txt": "x", "a.pdf": "", "b.PDF": "", f"notes.{SECRET}": "", "c": ""}
    )  # fmt: skip
    _, report = read_journal_with_report(root)
    assert report.read == 1
    (others,) = [note for note in report.notes if "no texts" in note]
    assert ".pdf 2, other endings 2" in others
    (unseen,) = [note for note in report.notes if "hidden files" in note]
    assert "4" in unseen
    assert SECRET not in str(report)


def test_links_are_not_followed(texts, tmp_path):
    root = texts({"a.txt": "One."})
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "b.txt").write_text(SECRET)
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "more").symlink_to(tmp_path / "outside")
    (root / "circle").symlink_to(root)
    raw, report = read_journal_with_report(root)
    assert list(raw.identifiable_frame()["text"]) == ["One."]
    assert any("links to files elsewhere: 3" in note for note in report.notes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_left_alone(texts):
    root = texts({"a.txt": "One."})
    os.mkfifo(root / "b.txt")
    _, report = read_journal_with_report(root)
    assert any("no files: 1" in note for note in report.notes)


def test_a_folder_without_texts(texts, tmp_path):
    root = texts({"a.csv": "text\nOne.\n"})
    with pytest.raises(SourceError, match=r"programme\.toml"):
        read_journal(root)
    (root / "programme.toml").write_text('[files]\nreflections = "a.csv"\n')
    assert len(read_journal(root)) == 1
    with pytest.raises(SourceError, match="not there"):
        read_journal(tmp_path / "none")


def test_empty_files_say_nothing(texts):
    root = texts({"a.txt": "", "b.docx": "", "c.md": " \n\t\n", "d.txt": "Yes."})
    _, report = read_journal_with_report(root)
    assert reasons(report) == dict.fromkeys((1, 2, 3), "nothing was said")


def test_a_bad_file_costs_itself_only(texts, tmp_path):
    entity = f'{XML}<!DOCTYPE d [<!ENTITY who "{SECRET}">]>'
    good = raw_docx(tmp_path / "g.docx", p("Fine.")).read_bytes()
    files = {
        "a.docx": good,
        "b.docx": raw_docx(tmp_path / "x.docx", p("&who;"), head=entity).read_bytes(),
        "c.docx": good[:-30],
        "d.docx": SECRET,
        "e.txt": "x" * 1_000_001,
        "f.txt": b"PK\x03\x04" * 9,
        "g.txt": "a\0b",
        "h.docx": good,
        "i.txt": b"Good.\n" * 9 + b"\x81\x8d\x8f\n" * 9,
        "j.txt": "\ud800".encode("utf-8", "surrogatepass"),
    }
    path = texts(files, '[files]\nreflections = "texts"\n')
    raw, report = read_journal_with_report(path, enforce_limit=False)
    assert list(raw.identifiable_frame()["text"]) == ["Fine.", "Fine."]
    said = reasons(report)
    assert set(said) == {2, 3, 4, 5, 6, 7, 9, 10}
    assert "DTD" in said[2]
    assert "cut off or damaged" in said[3]
    assert "1,000,000" in said[5]
    assert "archive" in said[6]
    assert "NUL" in said[7]
    assert SECRET not in str(said)
    assert not any(name in str(report) for name in files)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("CON", True),
        ("C:\\x", True),
        ("..x", False),  # hidden
        ("x" * 240, False),
        ("a\u202eb", False),
        ("a\u200bb", False),
        ("a\nb", False),
        (b"a\xff".decode("utf-8", "surrogateescape"), False),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="where names may be anything")
def test_ids_of_odd_names(texts, name, taken):
    toml = pattern("{member}", "[programme]\nmax_quarantine = 1\n")
    path = texts({f"{name}.txt": "One.", "good.txt": "Two."}, toml)
    frame = read_journal(path).identifiable_frame()
    assert (name in set(frame["member"])) == taken
    assert "good" in set(frame["member"])


def test_a_file_that_changes_is_noticed(texts, monkeypatch):
    root = texts({"a.txt": "One.", "b.txt": "Two."})
    reading = room.read_reflections

    def change(*args):
        (root / "a.txt").write_text("One, and more.")
        return reading(*args)

    monkeypatch.setattr(room, "read_reflections", change)
    with pytest.raises(SourceError, match="changed"):
        read_journal(root)


def test_there_may_be_so_many_files(texts, monkeypatch):
    root = texts({f"{i}.txt": "x" for i in range(4)})
    monkeypatch.setattr(listing, "MAX_FILES", 3)
    with pytest.raises(SourceError, match="3 files or fewer"):
        read_journal(root)


def test_there_may_be_so_many_words(texts, monkeypatch):
    root = texts({f"{i}.txt": "x" * 10 for i in range(4)})
    monkeypatch.setattr(room, "MAX_UNFOLDED", 30)
    with pytest.raises(SourceError, match="30 characters or fewer"):
        read_journal(root)


def test_the_order_is_that_of_paths_wherever_it_is(texts):
    names = ["b.txt", "a/z.txt", "B.txt", "\u00e9.txt", "a.txt", "a-.txt"]
    root = texts(dict.fromkeys(names, "x"))
    found = [file.name for file in listed(root, "texts").files]
    assert found == ["B.txt", "a-.txt", "a.txt", "a/z.txt", "b.txt", "\u00e9.txt"]


def test_the_fingerprint_is_of_paths_and_contents(texts):
    root = texts({"a.txt": "One.", "b.txt": "Two."})
    first = read_journal_with_report(root)[1].files[0].sha256
    assert read_journal_with_report(root)[1].files[0].sha256 == first
    (root / "b.txt").rename(root / "c.txt")
    renamed = read_journal_with_report(root)[1].files[0].sha256
    texts({"c.txt": "Too."})
    assert len({first, renamed, read_journal_with_report(root)[1].files[0].sha256}) == 3


def test_many_documents_take_few_children(texts, tmp_path, monkeypatch):
    started = []
    real = room.Unfolded

    class Counted(real):
        def __init__(self, *args):
            started.append(args)
            super().__init__(*args)

    monkeypatch.setattr(room, "Unfolded", Counted)
    monkeypatch.setattr(room, "_ONE_CHILD", 4)
    good = raw_docx(tmp_path / "g.docx", p("Fine.")).read_bytes()
    root = texts({f"{i}.docx": good for i in range(9)})
    assert len(read_journal(root)) == 9
    assert len(started) == 3


def test_no_name_of_a_file_is_kept(texts, tmp_path, monkeypatch):
    """From reading to the journal's file: a person's name that is a file's is gone."""
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    path = texts(
        {f"A/3-{SECRET}.txt": "Member: Agatha Quill\n\nWe met.",
         f"A/x {SECRET}.txt": "Two.", f"{SECRET}.{SECRET}": ""},
        pattern("{set_id}/{session}-{member}", "[programme]\nmax_quarantine = 1\n"),
    )  # fmt: skip
    raw, report = read_journal_with_report(path)
    assert raw.identifiable_frame()["text"].tolist() == ["We met."]
    journal = als.Anonymiser(finders=["identifiers"]).fit_transform(raw)
    store = als.JournalStore(tmp_path / "j.duckdb")
    store.write(journal)
    store.write_refusals(report.to_frame())
    kept = str(report) + report.to_frame(details=True).to_csv() + str(raw.provenance)
    kept += "".join(journal.table(name).to_csv() for name in journal.tables())
    kept += (tmp_path / "j.duckdb").read_bytes().decode("latin-1")
    for part in ("Agatha", "Quill", "agatha", "quill"):
        assert part not in kept


def test_a_folder_of_nothing_but_bad_files_is_refused(texts):
    root = texts({f"{i}.docx": SECRET for i in range(5)})
    with pytest.raises(AlsjournalError, match="unusable") as caught:
        read_journal(root)
    assert SECRET not in str(caught.value)
