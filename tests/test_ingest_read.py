"""A programme's files into a RawJournal: every row taken or quarantined."""

import csv
import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsjournal.cli.check import show_report
from alsjournal.errors import (
    AlsjournalError,
    ConfigError,
    InputError,
    QuarantineLimitError,
    SourceError,
)
from alsjournal.ingest import read_journal, read_journal_with_report
from alsjournal.ingest.quarantine import FileReport, IngestReport

SECRET = "Agatha Quill"


@pytest.fixture
def programme(tmp_path):
    """Write a programme of files, and its toml; return the path of the toml."""

    def write(toml="", **files):
        lines = []
        for table, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{table}.csv").write_bytes(data)
            lines.append(f'{table} = "{table}.csv"')
        path = tmp_path / "programme.toml"
        path.write_text("[files]\n" + "\n".join(lines) + "\n" + toml, encoding="utf-8")
        return path

    return write


def reasons(report):
    return [(r.row, r.column, r.reason) for r in report.refusals]


def test_columns_are_mapped_and_values_translated(programme):
    path = programme(
        '[columns.reflections]\ntext = "What did you learn?"\nset_id = "Group"\n'
        'kind = "Form"\n[values.reflections.kind]\n"Weekly" = "log"\n'
        '[defaults.reflections]\nauthor_kind = "member"\n',
        reflections="ID,Group, What did you LEARN?,Form,reflection_id,session\n"
        "1,A,We met.,Weekly,x1,1\n2,A,Again.,Review,x2,2.0\n",
    )
    raw, report = read_journal_with_report(path)
    frame = raw.identifiable_frame()
    assert list(frame["kind"]) == ["log", "review"]
    assert list(frame["session"]) == [1, 2]
    assert set(frame["author_kind"]) == {"member"}
    assert report.files[0].unused == ("ID",)
    assert (report.read, report.taken, report.refused) == (2, 2, 0)


def test_text_is_taken_to_the_letter(programme):
    text = "  Cafe\u0301 \u00a0said:\r\n=1+1, \u201cyes\u201d\t"
    path = programme(reflections=f'reflection_id,text\nr1,"{text}"\n')
    assert read_journal(path).identifiable_frame()["text"][0] == text


def test_every_bad_row_has_its_reason_and_the_others_are_taken(programme):
    path = programme(
        "[programme]\nmax_quarantine = 1\n",
        reflections="reflection_id,session,kind,text\n"
        f"r1,1,log,{SECRET}\n"  # 2
        f"r2,soon,log,{SECRET}\n"  # 3
        f"r3,1,diary,{SECRET}\n"  # 4
        f"r1,1,log,{SECRET}\n"  # 5
        f",1,log,{SECRET}\n"  # 6
        "r4,1,log, \n"  # 7
        f"r5,1,log,{SECRET},more\n"  # 8
        f"r6,1,{SECRET}\n"  # 9
        ",,,\n"  # 10
        f"r7,0,log,{SECRET}\n"  # 11
        f"../r8,1,LOG,{SECRET}\n"  # 12
        f"{'x' * 300},1,log,{SECRET}\n"  # 13
        f"r\u202e9,1,log,{SECRET}\n"  # 14
        f"r10,1,log,{SECRET}\0\n"  # 15
        f"r11,99999999999999999999,log,{SECRET}\n"  # 16
        f'r12,1,log,"{SECRET}\n'  # 17
        f"r13,1,log,{SECRET}\n",  # 18
    )
    raw, report = read_journal_with_report(path)
    assert list(raw.identifiable_frame()["reflection_id"]) == ["r1", "../r8", "r13"]
    found = {r.row: (r.column, r.reason) for r in report.refusals}
    assert sorted(found) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17]
    assert found[3] == ("session", "must be a whole number")
    assert found[4][0] == "kind"
    assert found[6] == ("reflection_id", "a value is required")
    assert found[7] == ("text", "nothing was said")
    assert found[11] == ("session", "sessions are counted from 1")
    assert "200" in found[13][1]
    assert "invisible" in found[14][1]
    assert "NUL" in found[15][1]
    assert "quote" in found[17][1]
    frame = report.to_frame()
    assert list(frame.columns) == ["file", "row", "column", "reason"]
    assert "row 2 of reflections.csv" in frame.loc[frame["row"] == 5, "reason"].item()
    assert SECRET not in f"{report}{report!r}{frame.to_csv()}{raw!r}{raw.provenance}"
    assert report.read == report.taken + report.refused == 17


def test_bytes_of_another_encoding_cost_their_row_only(programme):
    good = b"".join(b"r%d,caf\xc3\xa9\n" % i for i in range(20))
    path = programme(reflections=b"reflection_id,text\n" + good + b"x,caf\xe9\n")
    raw, report = read_journal_with_report(path)
    assert len(raw) == 20
    assert reasons(report) == [(22, "text", "bytes of another encoding")]


def test_several_files_of_a_table_are_one_table(tmp_path):
    (tmp_path / "a.csv").write_text("reflection_id,text\nr1,We met.\n")
    (tmp_path / "b.csv").write_text("text;reflection_id\nAgain.;r1\nNew.;r2\n")
    path = tmp_path / "programme.toml"
    path.write_text('[files]\nreflections = ["a.csv", "b.csv"]\n')
    raw, report = read_journal_with_report(path)
    assert list(raw.identifiable_frame()["text"]) == ["We met.", "New."]
    assert [(f.read, f.taken) for f in report.files] == [(1, 1), (2, 1)]
    assert report.refusals[0].see == "row 2 of a.csv"


def test_a_file_without_ids_gets_them_beside_one_that_has_some(tmp_path):
    (tmp_path / "a.csv").write_text("reflection_id,text\nr1,We met.\n,No id.\n")
    (tmp_path / "b.csv").write_text("text\nAgain.\nNew.\n")
    path = tmp_path / "programme.toml"
    path.write_text('[files]\nreflections = ["a.csv", "b.csv"]\n')
    raw, report = read_journal_with_report(path, enforce_limit=False)
    frame = raw.identifiable_frame()
    assert list(frame["text"]) == ["We met.", "Again.", "New."]
    assert frame["reflection_id"].is_unique
    assert report.reasons() == {"reflection_id: a value is required": 1}


def test_the_same_files_give_the_same_journal(programme):
    path = programme(reflections="text\nWe met.\nAgain.\n")
    first, second = read_journal(path), read_journal(path)
    assert first.provenance == second.provenance
    frame = first.identifiable_frame()
    assert frame.equals(second.identifiable_frame())
    assert frame["reflection_id"].is_unique
    assert set(frame["set_id"]) == {"all"}


def test_a_corrected_file_keeps_the_ids_of_its_rows(programme):
    before = read_journal(programme(reflections="text\nWe met.\nAgian.\n"))
    after = read_journal(programme(reflections="text\nWe met.\nAgain.\n"))
    column = ["reflection_id"]
    assert before.identifiable_frame(columns=column).equals(
        after.identifiable_frame(columns=column)
    )
    assert before.provenance["files"] != after.provenance["files"]


def test_permissions_are_filled_where_none_was_declared(programme):
    path = programme(
        '[permissions]\nuse = "paraphrase"\nreach = "programme"\n',
        reflections="reflection_id,member,text\nr1,m1,One.\nr2,m2,Two.\nr3,m3,Three.\n",
        permissions="member,reflection_id,use,reach,given\n"
        "m1,,quote,public,2024-03-13\n,r2,self,,13/03/2024\n",
    )
    raw, report = read_journal_with_report(path)
    found = raw.identifiable_frame("permissions")
    assert list(found["use"]) == ["quote", "self", "paraphrase"]
    assert found["reflection_id"].tolist()[2] == "r3"
    assert report.files[0].date_orders == {"given": "dmy"}


def test_references_that_lead_nowhere_are_said_not_refused(programme):
    path = programme(
        sets="set_id\nA\n",
        sessions="set_id,session\nA,1\n",
        members="member\nm1\n",
        reflections="reflection_id,set_id,session,member,text\n"
        "r1,A,1,m1,One.\nr2,B,2,m2,Two.\n",
        codings="reflection_id,start,end,code,construct\n"
        "r1,0,4,x,theme\nr9,,,x,theme\nr1,0,99,x,theme\nr1,3,2,x,theme\n",
    )
    raw, report = read_journal_with_report(path)
    assert len(raw) == 2
    assert reasons(report) == [
        (5, "start", "start and end must be given together, 0 <= start < end")
    ]
    assert report.notes[-5:] == (
        "reflections: 1 row has a set_id that is not in sets.",
        "reflections: 1 row has a member that is not in members.",
        "reflections: 1 row has a session that is not in sessions.",
        "codings: 1 row has a reflection_id that is not in reflections.",
        "codings: 1 row has an end beyond the text.",
    )


def test_provenance_has_what_the_outputs_need(programme):
    path = programme(
        '[programme]\ntitle = "Leading together"\napproach = "reflexive"\n'
        'fictional = true\n[disclosure]\npolicy = "k10"\n'
        "[survey.invited]\nbefore = 9\n",
        reflections="text\nWe met.\n",
    )
    said = read_journal(path).provenance
    assert said["title"] == "Leading together"
    assert said["approach"] == "reflexive"
    assert said["policy"] == "k10"
    assert said["fictional"] is True
    assert said["invited"] == {"before": 9}
    (file,) = said["files"]
    assert (file["read"], file["taken"], len(file["sha256"])) == (1, 1, 64)


def test_too_many_unusable_rows_stop_the_ingest(programme):
    rows = "".join(f"r{i},{i % 2 or 'x'},Text.\n" for i in range(20))
    path = programme(reflections="reflection_id,session,text\n" + rows)
    with pytest.raises(QuarantineLimitError) as caught:
        read_journal(path)
    assert "10 x session: must be a whole number" in str(caught.value)
    assert "max_quarantine" in str(caught.value)
    raw, _ = read_journal_with_report(path, enforce_limit=False)
    assert len(raw) == 10


def test_a_declared_limit_of_none_allows_none(programme):
    path = programme(
        "[programme]\nmax_quarantine = 0\n",
        reflections="session,text\n1,We met.\nx,Again.\n",
    )
    with pytest.raises(QuarantineLimitError):
        read_journal(path)


def test_rows_that_say_nothing_do_not_count_against_the_limit(programme):
    path = programme(reflections="reflection_id,text\nr1,We met.\n" + "x,\n" * 50)
    raw, report = read_journal_with_report(path)
    assert len(raw) == 1
    assert report.refused == 50


def test_what_says_nothing_is_counted_in_a_line_and_not_listed(programme, capsys):
    path = programme(
        reflections="session,text\n1,We met.\n1,n/a\n1,\nx,Again.\n2,no comment\n",
        roster="member,name\nm1,Agatha Quill\nm2,Bea Cole\n",
    )
    _, report = read_journal_with_report(path)
    lines = str(report).split("\n")
    assert lines[0] == ("5 rows read: 1 taken, 1 in quarantine, 3 nothing was said.")
    assert "roster.csv (roster): 2 = 2 + 0; " in lines[2]
    assert list(report.to_frame(expected=False)["row"]) == [5]
    assert len(report.to_frame()) == 4
    show_report(report, 20)
    table = capsys.readouterr().out.partition("Refused rows")[2]
    assert "must be a whole number" in table
    assert "nothing was said" not in table


def test_a_file_in_which_nobody_says_anything_is_refused(programme):
    with pytest.raises(InputError, match="nothing was said"):
        read_journal(programme(reflections="reflection_id,text\nr1,...\n"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"\n\n", "headers"),
        (b"reflection_id,text\n", "no rows"),
        (b"reflection_id,words\nr1,We met.\n", "must have a column 'text'"),
        (b"\x00\x01\x02\x03" * 50, "must"),
    ],
)
def test_files_that_cannot_be_used_are_said(programme, content, what):
    with pytest.raises(AlsjournalError, match=what) as caught:
        read_journal(programme(reflections=content))
    assert "We met" not in str(caught.value)


def test_a_missing_header_names_the_nearest_only(programme):
    path = programme(
        '[columns.reflections]\ntext = "Reflection"\n',
        reflections=f"{SECRET},Reflections\nr1,We met.\n",
    )
    with pytest.raises(InputError, match="'Reflections'") as caught:
        read_journal(path)
    assert SECRET not in str(caught.value)


def test_files_that_are_not_there_are_named_as_written(programme, tmp_path):
    path = programme(reflections="text\nWe met.\n")
    path.write_text('[files]\nreflections = "sub/none.csv"\n')
    with pytest.raises(SourceError, match=r"'sub/none\.csv'") as caught:
        read_journal(path)
    assert str(tmp_path) not in str(caught.value)
    path.write_text('[files]\nreflections = "."\n')
    with pytest.raises(SourceError, match="folder"):
        read_journal(path)
    with pytest.raises(SourceError, match="not there"):
        read_journal(tmp_path / "none.toml")
    (tmp_path / "forms.xlsx").write_bytes(b"PK")
    with pytest.raises(SourceError, match="what its name says"):
        read_journal(tmp_path / "forms.xlsx")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="rights do not bind root"
)
def test_a_folder_without_rights_is_said(programme, tmp_path):
    path = programme(reflections="text\nWe met.\n")
    (tmp_path / "reflections.csv").chmod(0)
    with pytest.raises(SourceError, match="no right"):
        read_journal(path)


def test_a_refused_open_is_said(programme, monkeypatch):
    path = programme(reflections="text\nWe met.\n")
    opening = type(path).open

    def refuse(self, *args, **kwargs):
        if self.suffix == ".csv":
            raise PermissionError(13, "Permission denied", str(self))
        return opening(self, *args, **kwargs)

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(SourceError, match="no right"):
        read_journal(path)


def test_a_link_out_of_the_folder_is_said(programme, tmp_path):
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "words.csv").write_text("text\nWe met.\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "words.csv").symlink_to(outside / "words.csv")
    (inside / "programme.toml").write_text('[files]\nreflections = "words.csv"\n')
    _, report = read_journal_with_report(inside)
    assert "'words.csv' leads out of the programme's folder." in report.notes


def test_the_account_must_add_up():
    with pytest.raises(AssertionError):
        FileReport("t", "a.csv", "", "", read=3, taken=1, refused=1)
    part = FileReport("t", "a.csv", "", "", read=2, taken=1, refused=1)
    with pytest.raises(AssertionError):
        IngestReport((part,), ())


@pytest.mark.parametrize(
    ("toml", "what"),
    [
        ("[programm]\n", "Did you mean 'programme'"),
        ("[programme]\ntitel = 'x'\n", "Did you mean 'title'"),
        ("[programme]\ntitle = 3\n", "a text in quotes"),
        ("[programme]\ndate_order = 'ymd'\n", "iso, dmy, mdy"),
        ("[programme]\nmax_quarantine = 5\n", "share from 0 to 1"),
        ("[programme]\nmax_quarantine = true\n", "a number"),
        ("[programme]\npreset = 'nhs_fft'\n", "Did you mean 'nhs-fft'"),
        ("[programme]\nseparator = 'x'\n", "comma"),
        ("[disclosure]\npolicy = 'none'\n", "policy"),
        ("[columns.reflexions]\ntext = 'a'\n", "Did you mean 'reflections'"),
        ("[columns.reflections]\ntxt = 'a'\n", "Did you mean 'text'"),
        ("[columns.reflections]\ntext = 1\n", "a text in quotes"),
        ("[values.reflections]\nkind = 'a'\n", "section of pairs"),
        ("[defaults.reflections]\nkind = ['a']\n", "single value"),
        ("[permissions]\nreach = 'set'\n", "must say use"),
        ("[permissions]\nuse = 'all'\n", "quote"),
        ("[survey.invited]\nbefore = -1\n", "whole number"),
        ("[survey]\ninvite = 1\n", "Did you mean 'invited'"),
        ("[programme]\npublished_key = 'k'\n", "fictional = true"),
        ("x = \n", "TOML"),
        ("columns = 1\n", "'columns'"),
    ],
)
def test_what_programme_toml_cannot_say(programme, toml, what):
    with pytest.raises(ConfigError, match=what):
        read_journal(programme(toml, reflections="text\nWe met.\n"))


def test_reflections_must_be_named(programme):
    with pytest.raises(ConfigError, match="reflections"):
        read_journal(programme(sets="set_id\nA\n"))


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_rows_in_any_dialect_come_back_or_are_accounted_for(tmp_path, data):
    texts = data.draw(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=1)
    )
    path = tmp_path / "any.csv"
    codec = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    with path.open("w", encoding=codec, newline="") as file:
        writer = csv.writer(
            file,
            delimiter=data.draw(st.sampled_from([",", ";", "\t", "|"])),
            lineterminator=data.draw(st.sampled_from(["\n", "\r\n"])),
            quoting=csv.QUOTE_ALL,
        )
        writer.writerow(["reflection_id", "session", "text"])
        writer.writerows([f"r{i}", 1, text] for i, text in enumerate(texts))
    raw, report = read_journal_with_report(path, enforce_limit=False)
    assert report.read == len(texts) == report.taken + report.refused
    for row in raw.identifiable_frame().itertuples():
        assert row.text == texts[int(row.reflection_id[1:])]
    for refusal in report.refusals:
        assert refusal.reason in {"nothing was said", "a NUL character"}


@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=st.binary(max_size=200), head=st.sampled_from([b"text\n", b"id,text\n"]))
def test_any_bytes_are_read_or_refused_in_words(tmp_path, content, head):
    path = tmp_path / "any.csv"
    path.write_bytes(head + content)
    try:
        raw, report = read_journal_with_report(path)
    except AlsjournalError:
        return
    assert len(raw) == report.taken


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cell=st.text(st.characters(codec="utf-8"), max_size=30), column=st.data())
def test_any_cell_is_taken_or_refused(tmp_path, cell, column):
    name = column.draw(st.sampled_from(["member", "given", "use", "reach"]))
    row = {"member": "m1", "use": "quote", "reach": "", "given": "", name: cell}
    for table in ("reflections", "permissions"):
        with (tmp_path / f"{table}.csv").open("w", newline="", encoding="utf-8") as f:
            writer = csv.writer(f, quoting=csv.QUOTE_ALL)
            if table == "permissions":
                writer.writerows([row, row.values()])
            else:
                writer.writerows([["text"], ["We met."]])
    path = tmp_path / "programme.toml"
    path.write_text(
        "[programme]\nmax_quarantine = 1\ndate_order = 'dmy'\n"
        "[files]\nreflections = 'reflections.csv'\npermissions = 'permissions.csv'\n"
    )
    _, report = read_journal_with_report(path, enforce_limit=False)
    assert report.read == 2


NO = [
    ("m1,self,set,yes", "withdrawn"),
    ("m1,none,set,", "use"),
    ("m1,quote,set,2026-02-31", "withdrawn"),
    ("m9,self,set,", "fit nobody"),
    ("m9,quote,programme,2026-03-03", "fit nobody"),
]


@pytest.mark.parametrize(("row", "words"), NO)
def test_a_no_that_is_not_understood_stops_everything(tmp_path, row, words):
    (tmp_path / "reflections.csv").write_text("member,text\nm1,We met.\nM2,Again.\n")
    (tmp_path / "permissions.csv").write_text(f"member,use,reach,withdrawn\n{row}\n")
    path = tmp_path / "programme.toml"
    path.write_text(
        "[programme]\nmax_quarantine = 1\n"
        "[files]\nreflections = 'reflections.csv'\npermissions = 'permissions.csv'\n"
    )
    with pytest.raises(QuarantineLimitError, match=words):
        read_journal_with_report(path)
    (tmp_path / "permissions.csv").write_text(
        "member,use,reach,withdrawn\n m2 ,self,set,\nm9,quote,programme,\n"
    )
    raw, _ = read_journal_with_report(path)
    assert len(raw) == 2


def test_a_file_that_changes_meanwhile_is_refused(programme, tmp_path, monkeypatch):
    from alsjournal.ingest.formats import separated

    path = programme(reflections="text\nWe met.\n")
    recognise = separated.recognise

    def slow(*args, **kwargs):
        (tmp_path / "reflections.csv").write_text("text\nWe met.\nAgain.\n")
        return recognise(*args, **kwargs)

    monkeypatch.setattr(separated, "recognise", slow)
    with pytest.raises(SourceError, match="changed"):
        read_journal(path)


def test_sets_that_may_be_one_are_counted_and_not_named(programme):
    rows = ["A", "a", "Set A", "set a.", "B", "Group North", "north", "Set", "ALS"]
    table = "set_id,session,text\n" + "".join(f"{one},1,We met.\n" for one in rows)
    _, report = read_journal_with_report(programme(reflections=table))
    (note,) = (n for n in report.notes if n.startswith("set ids"))
    assert note == (
        "set ids that may be the same set: 2 groups; correct them, or name them in "
        "[values.reflections.set_id]."
    )
    named = '[values.reflections.set_id]\n"a" = "A"\n"Set A" = "A"\n"set a." = "A"\n'
    named += '"north" = "Group North"\n'
    _, report = read_journal_with_report(programme(named, reflections=table))
    assert not [n for n in report.notes if n.startswith("set ids")]


@pytest.mark.parametrize("text", ["n/a", "N/A.", "na", "Not applicable", "No comment"])
def test_not_applicable_says_nothing_in_any_file(programme, text):
    table = f"set_id,session,text\nA,1,{text}\nA,1,None\nA,1,Nothing.\n"
    raw, report = read_journal_with_report(programme(reflections=table))
    assert list(raw.identifiable_frame()["text"]) == ["None", "Nothing."]
    assert reasons(report) == [(2, "text", "nothing was said")]
