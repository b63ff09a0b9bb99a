"""Running text into reflections: headings, labels, and our own sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.ingest.headers import Wanted
from alsjournal.ingest.prose.labels import Labels
from alsjournal.ingest.prose.lines import Line
from alsjournal.ingest.prose.plain import text_lines
from alsjournal.ingest.prose.reflections import read_reflections
from alsjournal.schema import TABLES
from alsjournal.unfold.limits import MAX_CELL
from alsjournal.wording import PROMPTS, SHEET, SHEETS

OWN = TABLES["reflections"].names
WANTED = Wanted("reflections", {}, OWN, ("text",))
SECRET = "Agatha Quill"


def lines(said):
    """Make lines of text as in Markdown; ``!`` at the end means highlighted."""
    out = []
    for number, text in enumerate(said.split("\n"), start=1):
        bare = text.lstrip("#")
        level = len(text) - len(bare)
        level += level > 0
        shown = bare.strip() if level else bare
        out.append(Line(number, level, shown.removesuffix("!!"), shown.endswith("!!")))
    return out


def read(said, wanted=WANTED):
    writing = read_reflections(lines(said), wanted)
    found = [{**r.columns, "text": r.text} for r in writing.reflections]
    return found, {k: n for k, n in writing.counts.items() if n}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Set: A", {"set_id": "A"}),
        ("SET ID :  North  West", {"set_id": "North West"}),
        ("Session: 3", {"session": "3"}),
        ("session: Session 3", {"session": "3"}),
        ("Session: 3 (12 March 2026)", {"session": "3"}),
        ("Session: soon", {"session": "soon"}),
        ("Session three", {"session": "3"}),
        ("Session: Twelve", {"session": "12"}),
        ("Set A, session no. one", {"set_id": "A", "session": "1"}),
        ("Session soon", None),
        ("Name: Ann", {"member": "Ann"}),
        ("Member:", {"member": ""}),
        ("Date: 12 March 2026", {}),
        ("Set: A\tSession: 3 | Role: nurse", None),
        ("Set: A\tSession: 3", {"set_id": "A", "session": "3"}),
        ("Name: Ann   Role: nurse", {"member": "Ann", "role": "nurse"}),
        ("Session 3", {"session": "3"}),
        ("Set A, session 3", {"set_id": "A", "session": "3"}),
        ("Set A session no. 3", {"set_id": "A", "session": "3"}),
        ("Session 3 \u2013 12/03/2026", {"session": "3"}),
        ("Set A", None),
        ("Session 3 was hard", None),
        ("Session 3: what helped?", None),
        ("Text: We met.", None),
        ("Practice: Highfield", None),
        (f"Role: {'x' * 300}", None),
        ("Note that: no", None),
    ],
)
def test_a_line_of_labels(text, columns):
    said = Labels(WANTED).of_line(text)
    if text.startswith("Set: A\tSession: 3 |"):
        assert said.columns == {"set_id": "A", "session": "3", "role": "nurse"}
        return
    assert (said and said.columns) == columns


@pytest.mark.parametrize(
    ("text", "columns", "rest"),
    [
        ("Set A", {"set_id": "A"}, ""),
        ("Set B2 / Session 12", {"set_id": "B2", "session": "12"}, ""),
        ("Session 3: What helped?", {"session": "3"}, "What helped?"),
        ("Session 3 - 3rd of May", {"session": "3"}, "3rd of May"),
        ("Session 3 \u2013 Monday 4 May 2026", {"session": "3"}, ""),
        ("Session 3 | Member: Ann", {"session": "3", "member": "Ann"}, ""),
        ("Set goals", {}, "Set goals"),
        ("Set up, session 3", {}, "Set up, session 3"),
        ("Session 3 was hard", {}, "Session 3 was hard"),
        ("3 May", {}, "3 May"),
    ],
)
def test_a_heading_says_place_and_prompt(text, columns, rest):
    said = Labels(WANTED).of_heading(text)
    assert (said.columns, said.rest) == (columns, rest)


def test_the_programmes_own_names_go_before_ours():
    wanted = Wanted("reflections", {"member": "Code", "text": "Words"}, OWN, ("text",))
    found, counts = read(f"Code: m1\nName: {SECRET}\nWords: yes", wanted)
    assert found == [{"member": "m1", "text": "Words: yes"}]
    assert counts == {"labels": 1}


def test_headings_split_and_labels_hold_as_long_as_they_should():
    found, counts = read(
        "Set: A\n\n#Session 1\nMember: Ann\nRole: nurse\n\nOne.\n\nMore.\n"
        "Member: Bob\nTwo.\n#Session 2\nThree.\n#Set B, session 1\n##Ann\nFour."
    )
    assert found == [
        {"set_id": "A", "session": "1", "member": "Ann", "role": "nurse",
         "text": "One.\n\nMore."},
        {"set_id": "A", "session": "1", "member": "Bob", "text": "Two."},
        {"set_id": "A", "session": "2", "text": "Three."},
        {"set_id": "B", "session": "1", "prompt": "Ann", "text": "Four."},
    ]  # fmt: skip
    assert counts == {"prompts": 1}


def test_a_log_of_one_member():
    found, _ = read(
        "Member: Ann\nRole: nurse\nSet: A\nSession 1\nOne.\nSession 2\nTwo."
    )
    assert found == [
        {"member": "Ann", "role": "nurse", "set_id": "A", "session": "1",
         "text": "One."},
        {"set_id": "A", "session": "2", "text": "Two."},
    ]  # fmt: skip
    found, _ = read("Member: Ann\nRole: nurse\n#Session 1\nOne.\n#Session 2\nTwo.")
    assert [f["member"] for f in found] == ["Ann", "Ann"]
    assert {f["role"] for f in found} == {"nurse"}


def test_another_members_labels_do_not_stay():
    found, _ = read("Member: Ann\nRole: nurse\nOne.\n#Member: Bob\nTwo.")
    assert found[1] == {"member": "Bob", "text": "Two."}


def test_labels_with_nothing_below_them_say_nothing():
    found, _ = read("Member: Ann\nMember: Bob\nTwo.\nMember: Cy")
    assert [(f["member"], f["text"]) for f in found] == [
        ("Ann", ""), ("Bob", "Two."), ("Cy", ""),
    ]  # fmt: skip


def test_what_looks_like_a_label_in_a_text_is_text():
    text = "I said:\nRole: none of ours\nKind: yes\nand: so on"
    assert read(f"Set: A\nWe met.\n{text}")[0] == [
        {"set_id": "A", "text": f"We met.\n{text}"}
    ]


def test_a_line_that_is_no_label_does_not_end_the_labels():
    found, _ = read("Set: A\nPractice: Highfield\nSession: 3\nWe met.")
    assert found == [
        {"set_id": "A", "session": "3", "text": "Practice: Highfield\nWe met."}
    ]


def test_headings_without_text_are_rows_or_counted():
    found, counts = read("#Log\n##What helped?\n##What hindered?\nYou.\n#Session 9")
    assert found == [
        {"prompt": "What helped?", "text": ""},
        {"prompt": "What hindered?", "text": "You."},
        {"session": "9", "text": ""},
    ]
    assert counts == {"prompts": 2, "headings": 1}


def test_a_prompt_above_sessions_is_theirs():
    found, counts = read("##What helped?\n###Session 1\nTime.\n###Session 2\nYou.")
    assert [(f["prompt"], f["session"]) for f in found] == [
        ("What helped?", "1"), ("What helped?", "2"),
    ]  # fmt: skip
    assert counts == {"prompts": 1}


def test_a_title_is_counted_unless_it_says_where():
    writing = read_reflections(
        [Line(1, 1, "Our log"), Line(2, 2, "Session 1"), Line(3, 0, "One.")], WANTED
    )
    assert writing.counts["titles"] == 1
    assert writing.reflections[0].columns == {"session": "1"}


def test_the_prompts_are_known_without_being_headings():
    found, _ = read(f"Session 2\n{PROMPTS[0]}\nOne.\n2) {PROMPTS[1]} *\nTwo.")
    assert found == [
        {"session": "2", "prompt": PROMPTS[0], "text": "One."},
        {"session": "2", "prompt": PROMPTS[1], "text": "Two."},
    ]


def test_a_text_that_is_too_long_is_refused_whole():
    long = Line(2, 0, "x" * 700_000)
    writing = read_reflections([Line(1, 0, "Set: A"), long, long], WANTED)
    (one,) = writing.reflections
    assert one.text is None
    assert f"{MAX_CELL:,}" in one.reason
    (one,) = read_reflections([Line(1, 0, "a"), Line(2, 0, None)], WANTED).reflections
    assert one.text is None


@given(
    st.lists(
        st.sampled_from(
            ["#Session 2", "##Set A", "##Other", "Member: x", "Role: y", "Date: z",
             "words", "more: words", "", "#", f"#{PROMPTS[0]}", PROMPTS[1], "Set: B"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_no_line_is_lost(said):
    said = [f"{text} {i}" if text in ("words", "more: words", "##Other") else text
            for i, text in enumerate(said)]  # fmt: skip
    found, counts = read("\n".join(said))
    everything = "\n".join(f"{f['text']}\n{f.get('prompt', '')}" for f in found)
    for text in said:
        if text.startswith(("words", "more")):
            assert everything.count(text + "\n") >= 1
        if text.startswith("##Other") and not counts.get("headings"):
            assert text[2:] in everything
    dates = sum(text == "Date: z" for text in said)
    assert everything.count("Date: z") + counts.get("dates", 0) == dates


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("Session three", {"session": "3"}),
        ("Session Three - 12 March", {"session": "3"}),
        ("Session two: What helped?", {"session": "2", "prompt": "What helped?"}),
        ("Session soon", {"session": "soon"}),
        ("Session thirty one", {"session": "thirty one"}),
        ("Set A, session last", {"set_id": "A", "session": "last"}),
        ("Session last: What helped?", {"session": "last", "prompt": "What helped?"}),
        ("Sessions", {"prompt": "Sessions"}),
        ("Session", {"prompt": "Session"}),
    ],
)
def test_a_session_in_a_heading_is_never_lost(heading, columns):
    assert read(f"##{heading}\nYes.")[0] == [{**columns, "text": "Yes."}]


# Our own sheet.


def sheet(**answers):
    """Fill in the sheet: choices are ticked with a cross."""
    out = ["#Reflection sheet", "Ten minutes are enough.", "##About this session"]
    for number, question in enumerate(SHEET, start=1):
        out += [f"###{number}. {question.title}"]
        out += [question.hint] if question.hint else []
        said = answers.get(question.column, "")
        if question.column == "text":
            said = answers.get("texts", {}).get(question.title, "")
        for wording, ours in question.choices.items():
            ticked = ours in said if isinstance(said, tuple) else ours == said
            out += [f"{chr(0x2612 if ticked else 0x2610)} {wording}"]
        if not question.choices:
            out += [said]
    return "\n".join([*out, "##If you change your mind", "Tell us."])


FULL = {
    "set_id": "A",
    "session": "3",
    "member": "Ann",
    "position": "questioner",
    "use": "quote",
    "reach": "set",
    "texts": {title: f"Answer {i}.\nMore." for i, title in enumerate(PROMPTS)},
}


def test_a_sheet_is_a_reflection_for_each_prompt():
    found, counts = read(sheet(**FULL))
    known = {
        "set_id": "A", "session": "3", "member": "Ann", "position": "questioner",
        "permissions.use": "quote", "permissions.reach": "set",
    }  # fmt: skip
    assert found == [
        {**known, "prompt": title, "text": f"Answer {i}.\nMore."}
        for i, title in enumerate(PROMPTS)
    ]
    assert counts["outside"] == 2  # the rest is printed on the kit's sheet


def test_several_sheets_one_after_the_other():
    found, _ = read(sheet(**FULL) + "\n" + sheet(**FULL | {"member": "Bob", "use": ""}))
    assert [f["member"] for f in found] == ["Ann"] * 4 + ["Bob"] * 4
    assert [f["permissions.use"] for f in found] == ["quote"] * 4 + ["counts"] * 4


def test_a_sheet_with_nothing_ticked_declares_nothing():
    found, _ = read(sheet(set_id="____", session=" 2 "))
    assert found[0] == {"session": "2", "prompt": PROMPTS[0], "text": ""}


def test_of_two_ticks_the_one_that_allows_least_counts():
    found, counts = read(
        sheet(**FULL | {"use": ("quote", "self"), "position": ("absent", "presenter")})
    )
    assert found[0]["permissions.use"] == "self"
    assert "position" not in found[0]
    assert counts["ticks"] == 2


USE = next(q for q in SHEET if (q.table, q.column) == ("permissions", "use"))
SELF, QUOTE = (w for w, ours in USE.choices.items() if ours in ("quote", "self"))


@pytest.mark.parametrize(
    ("answer", "use"),
    [
        (f"\u2610 {SELF}\n\u2612 {QUOTE}", "quote"),
        (f"[ ] {SELF}\n[x] {QUOTE}", "quote"),
        (f"{SELF}\n{QUOTE} \u2713", "quote"),
        (f"{SELF}\n{QUOTE}  X", "quote"),
        (f"( ) {SELF}\n(x) {QUOTE}", "quote"),
        (f"- {SELF}\n- {QUOTE}!!", "quote"),
        (f"x {QUOTE}", "quote"),
        ("Quote it", "quote"),
        ("quote.", "quote"),
        (SELF, "self"),
        (f"\u2610 {SELF}\n\u2610 {QUOTE}", None),
        ("", None),
    ],
)
def test_how_a_choice_is_ticked(answer, use):
    found, _ = read(f"{SHEET[0].title}\nA\n{PROMPTS[0]}\nYes.\n{USE.title}\n{answer}")
    assert found[0].get("permissions.use") == use


BOXES = [f"\u2610 {words}" for words in USE.choices]
OTHERS = "\n".join(BOXES[1:])
NOTHING = BOXES[0]


@pytest.mark.parametrize(
    "answer",
    [
        "Ask me first",
        "yes",
        "Quote it\nor not",
        f"\u2610 {QUOTE}",
        "\u2610 Quote it",
        f"{NOTHING} -->\n{OTHERS}",
        f"--> {NOTHING}\n{OTHERS}",
        f"{NOTHING} <--\n{OTHERS}",
        f"\U0001f44d {NOTHING}\n{OTHERS}",
        f"\u2612 {NOTHING} (for now)\n{OTHERS}",
        f"\u2612 Nothing\n{OTHERS}",
        f"\u2612 Nothing - it is for me alone.\n{OTHERS}",
        f"Nothing\n{NOTHING}\n{OTHERS}",
        f"{NOTHING}\n{OTHERS}\n\u2612 Only if I see it first",
        f"{NOTHING}\n{OTHERS} - but not to my boss",
        f"No, do not use it\n{NOTHING}\n\u2612 {OTHERS}",
        f"{NOTHING}\n{OTHERS}\nPlease do not use any of this.",
        f"{NOTHING}\n\u2612 {OTHERS}\nTick.",
        f"\u2612\n{NOTHING}\n{OTHERS}",
        f"- {SELF}\n{OTHERS}",
        f"{SELF}\n{OTHERS}",
        f"{NOTHING}\n{OTHERS}\n{'No. ' * 200}",
        f"##No\n{NOTHING}\n{OTHERS}",
        f"{NOTHING}\n##Or\n\u2612 {OTHERS}",
    ],
)
def test_a_permission_that_is_not_understood_keeps_its_texts_out(answer):
    said = lines(f"{SHEET[0].title}\nA\n{PROMPTS[0]}\n{SECRET}\n{USE.title}\n{answer}")
    (one,) = read_reflections(said, WANTED).reflections
    assert (one.text, one.column) == (None, "use")
    assert "none of the choices" in one.reason


@pytest.mark.parametrize(
    "tick",
    ["✔️", "✓", "☑", "x", "X", "v", "V", "/", "*", "yes", "YES", "y"],
)
@pytest.mark.parametrize("form", ["{t} {c}", "{c} {t}", "[{t}] {c}", "\u2610 {c} {t}"])
def test_known_ticks_before_and_behind(tick, form):
    ticked = form.format(t=tick, c=SELF)
    found, _ = read(
        f"{SHEET[0].title}\nA\n{PROMPTS[0]}\nYes.\n{USE.title}\n{ticked}\n{OTHERS}"
    )
    assert found[0].get("permissions.use") == "self"


@pytest.mark.parametrize("sheet", SHEETS.values())
def test_a_choice_may_begin_as_a_tick_does(sheet):
    start = f"{SHEET[0].title}\nA\n{PROMPTS[0]}\nYes."
    for question in sheet[-2:]:
        for words, ours in question.choices.items():
            said = "\n".join(
                f"\u2610 {w}{' x' * (w == words)}" for w in question.choices
            )
            found, _ = read(f"{start}\n{question.title}\n{said}")
            assert found[0][f"permissions.{question.column}"] == ours


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9))
def test_no_word_below_a_permission_passes_for_nothing(word):
    said = f"{SHEET[0].title}\nA\n{PROMPTS[0]}\nYes.\n{USE.title}\n{NOTHING} {word}"
    (one,) = read_reflections(lines(f"{said}\n{OTHERS}"), WANTED).reflections
    assert one.text is None or one.columns["permissions.use"] == "self" or (
        word in "\u2610\u25a1\u25cb\u25ef\u274f\u2751[]()"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("struck", "box", "ticked", "use"),
    [
        ("0sss", "", (), "self"),  # the others are struck out
        ("0sss", "\u2610 ", (), None),
        ("ssss", "\u2610 ", (), None),
        ("s000", "\u2610 ", (), None),
        ("s00p", "\u2610 ", (1,), None),
        ("s000", "\u2610 ", (0, 2), "paraphrase"),
    ],
)
def test_a_choice_that_is_struck_through_is_deleted(struck, box, ticked, use):
    start = f"{SHEET[0].title}\nA\n{PROMPTS[0]}\nYes.\n{USE.title}"
    said = lines(start)
    for i, words in enumerate(USE.choices):
        mark = "\u2612 " if i in ticked else box
        how = struck[i].replace("0", "")
        said.append(Line(9 + i, 0, f"{mark}{words}", struck=how))
    (one,) = read_reflections(said, WANTED).reflections
    assert one.columns.get("permissions.use") == use
    assert (one.text is None) == (use is None)


def test_a_reach_of_ones_own_keeps_the_sheet_out():
    reach = next(q for q in SHEET if (q.table, q.column) == ("permissions", "reach"))
    boxes = "\n".join(f"\u2610 {words}" for words in reach.choices)
    said = sheet(**FULL).replace("\u2612 My set", "\u2610 My set")
    said = said.replace(boxes, f"{boxes}\n\u2612 My manager only")
    found = read_reflections(lines(said), WANTED).reflections
    assert {(one.text, one.column) for one in found} == {(None, "reach")}


def test_lines_beside_the_choices_of_another_question_are_counted():
    said = f"{SHEET[3].title}\nTick.\n\u2612 I asked questions\n{PROMPTS[0]}\nYes."
    found, counts = read(said)
    assert found[0]["position"] == "questioner"
    assert counts == {"stray": 1}


def test_words_that_happen_to_be_a_question_are_words():
    assert read("We met.\nWho are you?\nI asked.")[0] == [
        {"text": "We met.\nWho are you?\nI asked."}
    ]


# Files of text.


def markdown(tmp_path, said, **options):
    path = tmp_path / "a.md"
    path.write_bytes(said if isinstance(said, bytes) else said.encode())
    return list(text_lines(path, "a.md", markdown=True, **options)[1])


def test_markdown_has_headings_and_labels_in_front(tmp_path):
    said = "---\nset: A\n---\n# Session 3 #\n#tag\n```\n# code\n```\n####### no\r\n##\n"
    assert [(line.level, line.text) for line in markdown(tmp_path, said)] == [
        (0, "set: A"), (2, "Session 3"), (0, "#tag"), (0, "```"), (0, "# code"),
        (0, "```"), (0, "####### no"), (0, "##"),
    ]  # fmt: skip


def test_a_declared_encoding_counts_where_a_file_is_not_unicode(tmp_path):
    (one,) = markdown(tmp_path, "caf\u00e9".encode("cp437"), encoding="cp437")
    assert one.text == "caf\u00e9"
    (one,) = markdown(tmp_path, "caf\u00e9", encoding="cp437")
    assert one.text == "caf\u00e9"


@pytest.mark.parametrize(
    ("english", "welsh", "least"),
    [
        ("self", "quote", "self"),
        ("quote", "counts", "counts"),
        ("quote", "", "quote"),
        ("", "self", "self"),
    ],
)
def test_of_two_languages_the_stricter_permission_holds(english, welsh, least):
    question = next(q for q in SHEETS["cy"] if q.column == "use")
    again = [f"###{question.title}"]
    for words, ours in question.choices.items():
        again += [f"{chr(0x2612 if ours == welsh else 0x2610)} {words}"]
    both = "\n".join((*again, "##If you change"))
    said = sheet(**FULL | {"use": english}).replace("##If you change", both)
    found, counts = read(said)
    assert {f["permissions.use"] for f in found} == {least}
    assert counts.get("ticks", 0) == bool(english and welsh)
