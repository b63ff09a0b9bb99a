from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import alsjournal as als
from alsjournal.cleared import Facilitation, FacilitatorLog
from alsjournal.cli._app import app
from alsjournal.cycle._own_logs import passages
from alsjournal.cycle._part_changes import changes
from alsjournal.errors import DisclosureError, InputError
from alsjournal.report import supervision_page

EVIL = "<script>alert(1)</script> & \"'>{{ 7*7 }} [bold]nobody[/bold]"
NAMED = "m-Z2SS3YE7NFM6"
GONE = "who led before takes no part any more"
TURN = "a member takes a turn for the first time"
OTHERS = ["research", "programme", "public", "set:A"]


def people(*rows):
    return pd.DataFrame(rows, columns=["set_id", "session", "person", "part"])


def roll(**sets):
    pairs = [(m, s) for s, members in sets.items() for m in members]
    return pd.DataFrame(pairs, columns=["member", "set_id"]).assign(from_session=1)


def texts(*rows):
    columns = ["set_id", "session", "member", "author_kind", "role", "text"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(reflection_id=[f"r{i}" for i in range(len(frame))])


def log(set_id, session, who, text, role=None):
    return (set_id, session, who, "facilitator", role, text)


def asked(*rows):
    columns = ["set_id", "session", "asked_by", "text"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(question_id=[f"q{i}" for i in range(len(frame))])


# F leads, T learns and then leads, m1 and m2 are members who take turns.
LED = people(
    *[("A", 1, "F", "lead"), ("A", 1, "T", "trainee"), ("A", 2, "F", "lead")],
    *[("A", 2, "T", "co"), ("A", 3, "T", "lead"), ("A", 4, "m1", "rotating")],
    *[("A", 5, "m2", "rotating"), ("B", 1, "F", None)],
)
ROLL = roll(A=["m1", "m2", "m3"], B=["n1"])
LOGS = texts(
    log("A", 1, "F", f"I let [member {NAMED}] go on, and [member {NAMED}] knew."),
    log("A", 2, "T", "What T wrote."),
    log("B", 1, "F", "Planned: a round.\nFelt: hurried."),
    ("A", 1, "m1", "member", None, "We met."),
)
ASKED = asked(
    *[("A", 1, "F", "What else?"), ("A", 2, "m1", "Why now?")],
    *[("A", 2, "m2", "Who is missing?"), ("A", 3, "T", "Why not ring them?")],
)


def journal(**tables):
    given = {"reflections": LOGS, "facilitations": LED, "memberships": ROLL}
    return als.Journal({**given, "questions": ASKED, **tables})


def of(table, what):
    frame = table.to_frame()
    return frame[frame["what"] == what]


def test_parts_are_told_by_session_and_by_members_or_not():
    table = als.facilitation_parts(journal(), audience="set:A")
    assert isinstance(table, Facilitation)
    sessions = of(table, "session")
    assert sessions["shown"].tolist() == [
        "lead: 1 from outside; trainee: 1 from outside",
        "lead: 1 from outside; co: 1 from outside",
        "lead: 1 from outside",
        *["rotating: 1 member"] * 2,
    ]
    assert sessions[["members", "outside"]].iloc[-1].tolist() == [1, 0]
    assert len(of(table, "part")) == 7


def test_changes_are_told_in_words_without_anybody():
    told = of(als.facilitation_parts(journal(), audience="set:A"), "session")["since"]
    assert told.tolist() == [
        "first on record",
        "a trainee is co-facilitator for the first time",
        f"a co-facilitator leads for the first time; {GONE}",
        f"{TURN}; no lead any more: the set runs itself",
        TURN,
    ]


def test_a_gap_a_return_and_a_pause_are_told_as_such():
    rows = [
        *[(1, "F", "lead"), (2, "m", "rotating"), (4, "F", "lead"), (5, "F", "lead")],
        *[(1, "T", "trainee"), (2, "T", "trainee"), (5, "m", "rotating")],
    ]
    frame = pd.DataFrame(rows, columns=["session", "person", "part"])
    told = changes(frame.assign(member=frame["person"] == "m"))
    assert "no lead this time" in told[2]
    assert "runs itself" not in told[2]  # the trainee is no member
    assert told[4].startswith("since session 2: somebody from outside leads again")
    assert "there is a lead again; a trainee takes no part any more" in told[4]
    assert told[5] == "a member takes a turn again"


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5),
            st.sampled_from(["p-one", "p-two", "m-one"]),
            st.sampled_from(["lead", "co", "trainee", "rotating", "not said"]),
        ),
        min_size=1,
    )
)
def test_every_session_is_told_and_nobody_is_named(rows):
    frame = pd.DataFrame(rows, columns=["session", "person", "part"])
    told = changes(frame.assign(member=frame["person"].str.startswith("m")))
    assert set(told) == set(frame["session"])
    assert all(words for words in told.values())
    assert "one" not in " ".join(told.values()).replace("somebody", "")


@pytest.mark.parametrize("audience", ["research", "set:A", "programme", "member:m1"])
def test_no_table_of_parts_holds_a_person(audience):
    table = als.facilitation_parts(journal(), audience=audience)
    cells = table.to_frame().astype("str").to_numpy().ravel()
    assert not {"F", "T", "m1", "m2"} & set(cells)


def test_each_audience_has_its_own_sets():
    told = {
        who: set(of(als.facilitation_parts(journal(), audience=who), "part")["set_id"])
        for who in ("research", "set:B", "member:m3", "member:F", "member:T")
    }
    assert told == {
        "research": {"A", "B"},
        "set:B": {"B"},
        "member:m3": {"A"},
        "member:F": {"A", "B"},
        "member:T": {"A"},
    }
    with pytest.raises(DisclosureError, match="those who took part"):
        als.facilitation_parts(journal(), audience="public")
    with pytest.raises(DisclosureError, match="whole journal"):
        als.facilitation_parts(journal().select(set_id="A"), audience="programme")


def programme(first, last):
    """Make sets whose first and last sessions are facilitated so, each by one."""
    rows, members = [], {}
    for i, kinds in enumerate(zip(first, last, strict=True)):
        members[f"S{i}"] = [f"m{i}"]
        rows += [
            (f"S{i}", at, f"{'m' if kind == 'm' else 'p'}{i}", None)
            for at, kind in enumerate(kinds, 1)
        ]
    tables = {"facilitations": people(*rows), "memberships": roll(**members)}
    frame = als.facilitation_parts(als.Journal(tables), audience="programme").to_frame()
    assert frame["set_id"].isna().all()
    return {
        what: rows["shown"].str.removesuffix(" sets").tolist()
        for what, rows in frame.groupby("what")
    }


HIDDEN = ["withheld"] * 3


@pytest.mark.parametrize(
    ("first", "last", "told_first", "told_last"),
    [
        ("p" * 5, "p" * 5, ["5 of 5", "0 of 5", "0 of 5"], ["5 of 5"]),
        ("p" * 4, "p" * 4, HIDDEN, ["withheld"]),  # four people
        ("p" * 6 + "m", "p" * 7, HIDDEN, ["withheld"]),  # it would say who changed
        ("p" * 10, "p" * 5 + "m" * 5, ["10 of 10"], ["5 of 10", "0 of 10", "5 of 10"]),
        ("p" * 10, "p" * 9 + "m", ["10 of 10"], HIDDEN),  # one set
        ("p" * 5 + "m" * 6, "p" * 6 + "m" * 5, ["5 of 11"], HIDDEN),  # one moved
    ],
)
def test_a_programme_is_told_of_no_one_set(first, last, told_first, told_last):
    told = programme(first, last)
    assert told["first session"][: len(told_first)] == told_first
    assert told["last session"][: len(told_last)] == told_last


def test_one_who_facilitates_every_set_is_one_person():
    rows = people(*[(f"S{i}", 1, "F", "lead") for i in range(9)])
    told = als.facilitation_parts(
        als.Journal({"facilitations": rows}), audience="programme"
    )
    assert set(told.to_frame()["shown"]) == {"withheld"}


def test_odd_rows_are_told_and_not_lost():
    rows = people(
        *[("A", 1, "m1", "lead"), ("A", 9, "F", "lead"), ("A", 9, "m2", None)],
    )
    spells = ROLL.assign(to_session=3)
    there = pd.DataFrame(
        {"set_id": "A", "session": [1], "member": "m1", "present": [False]}
    )
    held = pd.DataFrame({"set_id": "A", "session": [1, 2, 3]})
    table = als.facilitation_parts(
        journal(facilitations=rows, memberships=spells, attendance=there, sessions=held)
    )
    assert of(table, "session")["session"].tolist() == [1, 2, 3, 9]
    assert of(table, "session")["how"].tolist() == [
        "by members alone",
        *["not recorded"] * 2,
        "from outside and by members",
    ]
    notes = " ".join(table.notes)
    assert "2 rows are of sessions that are not in sessions" in notes
    assert "1 row is of somebody whom the list of that session has as not" in notes
    assert "1 row is of a member who is not on the roll" in notes
    told = als.facilitation_parts(
        journal(facilitations=rows, sessions=held), audience="set:A"
    )
    assert "2 rows" not in " ".join(told.notes)


def test_nothing_on_record_is_no_rows():
    bare = als.Journal({"reflections": LOGS})
    for audience in ("research", "programme", "set:A"):
        assert not len(als.facilitation_parts(bare, audience=audience))


@pytest.mark.parametrize("audience", OTHERS)
def test_nobody_else_gets_a_log(audience):
    with pytest.raises(DisclosureError, match="for that facilitator alone") as refused:
        als.facilitator_log(journal(), audience=audience, unsigned=True)
    assert "go on" not in str(refused.value)


def test_a_log_is_ones_own_and_no_colleagues():
    table = als.facilitator_log(journal(), audience="member:F")
    assert isinstance(table, FacilitatorLog)
    assert of(table, "log")["text"].tolist() == [
        "I let [colleague A] go on, and [colleague A] knew.",
        "a round.",
        "hurried.",
    ]
    assert of(table, "log")["kind"].dropna().tolist() == ["Planned", "Felt"]
    assert "What T wrote." not in table.to_frame().to_string()
    assert of(als.facilitator_log(journal(), audience="member:T"), "log")[
        "text"
    ].tolist() == ["What T wrote."]


@pytest.mark.parametrize("audience", ["member:m3", "member:n1"])
def test_who_does_not_facilitate_has_no_log(audience):
    table = als.facilitator_log(journal(), audience=audience)
    assert not len(table)
    assert "no part" in table.notes[0]


def test_a_stranger_is_refused():
    with pytest.raises(InputError, match="must name a member"):
        als.facilitator_log(journal(), audience="member:stranger")


def test_two_sets_are_told_apart():
    table = als.facilitator_log(journal(), audience="member:F")
    rows = of(table, "session").set_index(["set_id", "session"])
    assert rows["logs"].to_dict() == {("A", 1): 1, ("A", 2): 0, ("B", 1): 1}
    assert rows["asked"].to_dict() == {("A", 1): 1, ("A", 2): 0, ("B", 1): 0}
    assert rows["questions"].loc[("A", 2)] == 2
    assert pd.isna(rows["questions"].loc[("B", 1)])  # that set keeps none
    told = of(table, "for supervision")["text"].tolist()
    assert any(t.startswith("In set A no question of yours") for t in told)
    assert any("session 2 and" in t or "on session 2." in t for t in told)
    assert any("set B, session 1 you wrote down a plan" in t for t in told)
    assert any("in 2 sets" in t for t in told)


def test_questions_for_supervision_follow_from_the_record():
    table = als.facilitator_log(journal(), audience="member:T")
    told = " ".join(of(table, "for supervision")["text"])
    assert "No question of yours is on record for sessions 1 and 2." in told
    assert "You led at session 3 and had not" in told
    assert "more than half" in told.lower()
    assert of(table, "kind")["asked"].sum() >= 1


def test_a_members_questions_count_where_they_had_a_part():
    table = als.facilitator_log(journal(), audience="member:m1")
    assert of(table, "session")["session"].tolist() == [4]
    assert not len(of(table, "question"))  # asked at session 2, as a member


def test_what_others_keep_to_themselves_is_not_counted():
    kept = pd.DataFrame({"member": ["m2"], "use": "self", "reach": "set"})
    table = als.facilitator_log(journal(permissions=kept), audience="member:F")
    rows = of(table, "session").set_index(["set_id", "session"])
    assert rows["questions"].loc[("A", 2)] == 1


def test_what_they_keep_to_themselves_they_still_see():
    kept = pd.DataFrame({"member": ["F"], "use": "self", "reach": "set"})
    table = als.facilitator_log(journal(permissions=kept), audience="member:F")
    assert len(of(table, "log")) == 3
    assert of(table, "question")["text"].tolist() == ["What else?"]
    # Who facilitated is a fact of the session, as who was there.
    parts = als.facilitation_parts(journal(permissions=kept), audience="set:A")
    assert of(parts, "session")["outside"].iloc[0] == 2


def test_a_log_of_a_session_without_a_part_is_told():
    more = pd.concat([LOGS, texts(log("A", 5, "F", "I rang."))], ignore_index=True)
    more["reflection_id"] = [f"x{i}" for i in range(len(more))]
    table = als.facilitator_log(journal(reflections=more), audience="member:F")
    assert "I rang." in of(table, "log")["text"].tolist()
    assert any("1 log of yours is of a session at which" in n for n in table.notes)


UNSIGNED = texts(
    log("A", 1, None, "Lead wrote this.", "lead facilitator"),
    log("A", 2, None, "One of two wrote this.", "facilitator"),
    log("A", 3, None, "Somebody visited.", "guest facilitator"),
    log("A", 4, None, "A member's turn.", "external facilitator"),
    log("C", 1, None, "Alone in C.", None),
    log("C", 2, None, "Not there in C.", "lead facilitator"),
    log("D", 1, None, "A member leads D.", "lead facilitator"),
)
HELD = people(
    *[("A", 1, "F", "lead"), ("A", 1, "T", "trainee"), ("A", 2, "F", "lead")],
    *[("A", 3, "F", "lead"), ("A", 4, "m1", "rotating"), ("C", 1, "G", "lead")],
    ("D", 1, "d1", "lead"),
)


def theirs(person, held=HELD, **options):
    tables = {
        "reflections": UNSIGNED,
        "facilitations": held,
        "memberships": roll(A=["m1"], C=["c1"], D=["d1"]),
    }
    table = als.facilitator_log(
        als.Journal(tables), audience=f"member:{person}", **options
    )
    return of(table, "log")["text"].tolist(), table.notes


def test_a_log_without_a_writer_is_nobodys():
    for person in ("F", "T", "m1", "G", "d1"):
        found, notes = theirs(person)
        assert not found
        assert any("name no writer and are shown to nobody" in n for n in notes)


def test_asked_for_it_goes_where_the_record_leaves_one():
    assert theirs("F", unsigned=True)[0] == ["Lead wrote this."]
    assert theirs("G", unsigned=True)[0] == ["Alone in C."]
    for person in ("T", "m1", "d1"):
        assert not theirs(person, unsigned=True)[0]


def test_the_log_of_somebody_forgotten_goes_to_nobody(tmp_path: Path):
    after = people(*[r for r in HELD.itertuples(index=False) if r.person != "F"])
    after = pd.concat([after, people(("A", 3, "H", "lead"))])
    assert not theirs("H", after, unsigned=True)[0]
    store = als.JournalStore(tmp_path / "j.duckdb")
    store.write(journal())
    store.forget("F")
    left = store.read()
    with pytest.raises(InputError, match="must name a member"):
        als.facilitator_log(left, audience="member:F")
    told = of(als.facilitation_parts(left), "session")
    assert told["set_id"].unique().tolist() == ["A"]
    assert told["outside"].iloc[0] == 1


@pytest.mark.parametrize(
    "text", ["", "One: word", "a: b\nc: d", "At 4:15 we began\n5:10 we ended"]
)
def test_text_without_headings_is_left_whole(text):
    assert list(passages("Asked?", text)) == [("Asked?", text)]


@given(st.text(alphabet="AbC:. \n'", max_size=60))
def test_no_word_of_a_log_is_lost(text):
    letters = [c for c in text if c.isalpha()]
    told = [c for pair in passages(None, text) for c in "".join(pair) if c.isalpha()]
    assert told == letters


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def hostile():
    rows = texts(
        log("A", 1, "F", f"{EVIL}\nsecond line"),
        log("A", 2, "F", f"Planned: {EVIL}\nDid: nothing"),
        log(None, None, "F", EVIL),
    ).assign(prompt=EVIL)
    return journal(reflections=rows, questions=asked(("A", 1, "F", EVIL)))


def test_the_page_runs_nothing_whatever_is_written(tmp_path: Path):
    source = hostile()
    made = als.facilitator_log(source, audience="member:F")
    parts = als.facilitation_parts(source, audience="member:F")
    path = supervision_page(made, tmp_path / "own.html", parts=parts)
    page = path.read_text(encoding="utf-8")
    seen = Elements()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "iframe", "link", "form", "b"}
    assert not {a for a in seen.attributes if a.startswith("on")}
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "Of no set that is on record" in page
    assert path.stat().st_mode & 0o077 == 0


def test_the_page_is_one_members(tmp_path: Path):
    made = als.facilitator_log(journal(), audience="member:F")
    other = als.facilitation_parts(journal(), audience="set:A")
    with pytest.raises(InputError, match="same member"):
        supervision_page(made, tmp_path / "own.html", parts=other)
    own = als.facilitation_parts(journal(), audience="member:F")
    with pytest.raises(InputError, match=r"ending in \.html"):
        supervision_page(made, tmp_path / "own.txt", parts=own)


@pytest.fixture
def path(tmp_path: Path) -> str:
    where = tmp_path / "j.duckdb"
    als.JournalStore(where).write(hostile())
    return str(where)


def run(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(args), env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.output


def test_the_verb_prints_parts_and_to_a_facilitator_the_log(path: str):
    told = run("facilitation", path, "--audience", "set:A")
    assert "lead: 1 from outside" in told
    assert "alert" not in told
    assert "withheld" in run("facilitation", path)
    own = run("facilitation", path, "--audience", "member:F")
    assert "[bold]nobody[/bold]" in own
    assert "For supervision:" in own


def test_the_verb_writes_tables_and_the_page_and_keeps_record(path: str):
    folder = Path(path).parent / "out"
    page = Path(path).parent / "own.html"
    args = ("facilitation", path, "--audience", "member:F")
    run(*args, "--csv", str(folder), "--page", str(page))
    assert sorted(p.name for p in folder.iterdir()) == [
        "facilitation_parts.csv",
        "facilitator_log.csv",
    ]
    assert "<script" not in page.read_text(encoding="utf-8")
    made = als.JournalStore(path).read().table("releases")
    assert made["kind"].tolist() == ["table", "page"]
    refused = run("facilitation", path, "--page", str(page), code=2)
    assert "its facilitator alone" in refused
