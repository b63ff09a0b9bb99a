"""`what_was_learned`: who may see which words, positions, and small numbers."""

from __future__ import annotations

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.cycle._learning import ASKED
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal

M = [f"m-{c * 12}" for c in "123456789ABCDEFGHJKMNPQR"]
CANARY = "Zebedee"


def text(i, member=M[0], *, set_id="A", session=1, said=None, **more):
    row = {"reflection_id": f"r{i}", "set_id": set_id, "session": session}
    words = said or f"I see now that asking helps {i}."
    return {**row, "member": member, "text": words, **more}


def journal(texts, use="quote", reach="set", **tables):
    said = [{"member": m, "use": use, "reach": reach} for m in M]
    frames = {"permissions": said, **tables}
    made = {name: pd.DataFrame(rows) for name, rows in frames.items()}
    return Journal({**made, "reflections": pd.DataFrame(texts)} if texts else made)


def learned(ids, coder="ann", code="Learning"):
    frame = pd.DataFrame({"reflection_id": ids, "code": code})
    return frame.assign(construct="element", coder=coder)


NONE = learned([])


def told(made, audience="set:A", codings=NONE, **more):
    table = als.what_was_learned(made, audience=audience, codings=codings, **more)
    frame = table.to_frame()
    return frame[frame["what"] == "told"]


def shown(made, audience, codings, what):
    table = als.what_was_learned(made, audience=audience, codings=codings)
    frame = table.to_frame()
    return frame.loc[frame["what"] == what, "shown"].tolist()


def test_a_set_reads_its_own_words_and_counts_those_who_only_allow_that():
    texts = [text(1), text(2, M[1], said=f"{CANARY} taught me to wait.")]
    texts += [text(3, M[2]), text(4, M[3], set_id="B", said="Only set B may read it.")]
    allowed = [{"member": M[0], "use": "quote"}, {"member": M[1], "use": "counts"}]
    allowed += [{"member": M[3], "use": "quote"}]
    made = journal(texts, permissions=allowed)
    codes = learned(["r1", "r2", "r4"])
    assert told(made, codings=codes)["text"].tolist() == [texts[0]["text"]]
    assert shown(made, "set:A", codes, "in all") == ["2 of 3"]
    assert shown(made, "set:A", codes, "session") == ["2 of 3"]
    assert not told(made, "research", codes)["text"].str.contains(CANARY).any()


@pytest.mark.parametrize(
    "permission",
    [
        {"use": "self"},
        {"use": "quote", "withdrawn": pd.Timestamp("2026-02-01")},
    ],
)
@pytest.mark.parametrize("audience", ["set:A", "research"])
def test_what_is_kept_or_was_taken_back_is_neither_told_nor_counted(
    permission, audience
):
    given = {"given": pd.Timestamp("2026-01-01")}
    allowed = [
        {"member": M[0], "use": "quote"},
        {"member": M[1], **given, **permission},
    ]
    made = journal([text(1), text(2, M[1])], permissions=allowed)
    codes = learned(["r1", "r2"])
    assert len(told(made, audience, codes)) == 1
    assert shown(made, audience, codes, "in all") == ["1 of 1"]


def test_nothing_is_told_of_an_issue_that_its_presenter_keeps():
    allowed = [{"member": M[0], "use": "quote"}, {"member": M[9], "use": "self"}]
    issues = [{"issue_id": "I1", "set_id": "A", "presenter": M[9], "text": CANARY}]
    texts = [text(1, issue_id="I1"), text(2, session=2)]
    made = journal(texts, permissions=allowed, issues=issues)
    rows = told(made, codings=learned(["r1", "r2"]))
    assert rows["session"].tolist() == [2]
    assert rows["issue"].isna().all()


def test_an_answer_to_the_question_needs_no_coding():
    texts = [text(1, prompt=ASKED), text(2, M[1], prompt=ASKED, said="Nothing.")]
    made = journal([*texts, text(3, M[2], prompt="What happened?")])
    assert told(made)["source"].tolist() == ["answer"]
    assert shown(made, "set:A", NONE, "in all") == ["1 of 3"]


def test_reports_and_notes_of_the_set_stand_with_where_they_come_from():
    own = {"set_id": "A", "session": 1, "issue_id": "I1"}
    tables = {
        "issues": [
            {"issue_id": "I1", "set_id": "A", "presenter": M[0], "text": "How?"}
        ],
        "actions": [
            {"action_id": "a1", **own, "owner": M[0], "text": "Ask the ward."},
            {"action_id": "a2", **own, "owner": M[1], "text": f"Ring {CANARY}."},
        ],
        "action_reports": [
            {"action_id": "a1", "session": 2, "status": "changed", "text": "She knew."},
            {"action_id": "a2", "session": 2, "status": "done", "text": CANARY},
        ],
        "permissions": [
            {"member": M[0], "use": "quote"},
            {"member": M[1], "use": "counts"},
            {"reflection_id": "s1", "use": "quote", "reach": "set"},
        ],
    }
    notes = [
        {**text(0, None), "reflection_id": name, "author_kind": "set", "text": said}
        for name, said in (("s1", "We learned to wait."), ("s2", CANARY))
    ]
    rows = told(journal(notes, **tables)).set_index("source")
    assert rows["text"].to_dict() == {
        "set text": "We learned to wait.",
        "report": "She knew.",
    }
    assert rows.loc["report", ["issue", "about", "how"]].tolist() == [
        "How?",
        "Ask the ward.",
        "changed",
    ]


def test_who_is_named_is_a_colleague_and_who_writes_the_writer():
    said = f"I see that [member {M[1]}] asks and [member {M[0]}] waits."
    made = journal([text(1, said=said), text(2, M[1])])
    (words,) = told(made, codings=learned(["r1"]))["text"]
    assert words == "I see that [colleague A] asks and [the writer] waits."


def test_a_member_who_presents_alone_is_not_told_apart_in_the_set():
    texts = [text(1, position="presenter", session=3)]
    texts += [text(i, M[i], position="questioner", session=3) for i in range(2, 8)]
    made = journal(texts)
    codes = learned(["r1", "r2"])
    assert shown(made, "set:A", codes, "position") == []
    rows = told(made, codings=codes)
    assert len(rows) == 2
    assert rows["position"].isna().all()
    assert told(made, "research", codes)["position"].tolist() == ["presented", "others"]


def test_turns_say_who_presented_where_a_text_does_not():
    turn = {"set_id": "A", "session": 1, "order": 1, "presenter": M[0]}
    made = journal([text(1), text(2, M[1]), text(3, session=2)], turns=[turn])
    rows = told(made, "research", learned(["r1", "r2", "r3"]))
    assert rows["position"].fillna("").tolist() == ["presented", "others", ""]


def over_sessions(presented, others, by=5):
    """Ten times each: of those so many with something learned, at ten sessions."""
    texts, found = [], []
    for n, (position, many) in enumerate(
        [("presenter", presented), ("questioner", others)]
    ):
        for i in range(10):
            name = f"{n}{i}"
            texts.append(text(name, M[(i + n) % by], session=i + 1, position=position))
            found += [f"r{name}"] * (i < many)
    return journal(texts), learned(found)


def test_a_set_is_told_by_position_over_all_sessions_where_none_is_few():
    made, codes = over_sessions(5, 5)
    assert shown(made, "set:A", codes, "position") == ["5 of 10", "5 of 10"]


@pytest.mark.parametrize(("presented", "others"), [(4, 5), (5, 0), (6, 5), (10, 5)])
def test_a_set_is_not_told_by_position_where_a_count_or_its_rest_is_few(
    presented, others
):
    made, codes = over_sessions(presented, others)
    assert shown(made, "set:A", codes, "position") == []


def programme(per_set, wrote=12, reach="programme"):
    texts = [
        text(f"{s}{i}", M[i + 12 * n], set_id=s, said=f"I see {s} otherwise now {i}.")
        for n, s in enumerate("AB")
        for i in range(wrote)
    ]
    ids = [f"r{s}{i}" for s in "AB" for i in range(per_set)]
    return journal(texts, reach=reach), ids


def test_a_programme_sees_pooled_counts_and_words_of_no_set():
    made, ids = programme(5)
    codes = learned(ids)
    assert shown(made, "programme", codes, "in all") == ["10 of 24"]
    rows = told(made, "programme", codes)
    assert len(rows) == 10
    places = ["set_id", "session", "issue_id", "position", "issue", "about"]
    assert rows[places].isna().all(axis=None)
    assert rows["text"].is_monotonic_increasing  # in no order of sets or sessions


def test_words_go_only_as_far_as_they_may():
    made, ids = programme(4, reach="set")
    assert not len(told(made, "programme", learned(ids)))
    assert len(told(made, "set:A", learned(ids))) == 4


@pytest.mark.parametrize("per_set", [2, 4, 8, 10])
def test_a_programme_sees_no_small_number_nor_the_rest_of_one(per_set):
    made, ids = programme(per_set)
    table = als.what_was_learned(made, audience="programme", codings=learned(ids))
    counts = table.to_frame().query("what != 'told'")
    assert set(counts["shown"]) == {"withheld"}
    assert counts["learned"].isna().all()


@pytest.mark.parametrize(
    ("a", "b", "told_so"),
    [((5, 8), (1, 7), "withheld"), ((5, 10), (6, 12), "11 of 22")],
)
def test_no_set_can_work_out_how_few_of_another_wrote_of_it(a, b, told_so):
    texts, ids = [], []
    for n, (s, (some, of)) in enumerate(zip("AB", (a, b), strict=True)):
        texts += [text(f"{s}{i}", M[i + 12 * n], set_id=s) for i in range(of)]
        ids += [f"r{s}{i}" for i in range(some)]
    made, codes = journal(texts, reach="programme"), learned(ids)
    assert shown(made, "set:A", codes, "in all") == [f"{a[0]} of {a[1]}"]
    table = als.what_was_learned(made, audience="programme", codings=codes)
    counts = table.to_frame().query("what in ('session', 'in all')")
    assert set(counts["shown"]) == {told_so}
    assert counts[["learned", "of"]].isna().all(axis=None) == (told_so == "withheld")


def test_a_programme_sees_no_words_of_too_few_writers_or_of_one_set():
    made, ids = programme(2)
    assert not len(told(made, "programme", learned(ids)))
    made, ids = programme(6)
    assert not len(told(made, "programme", learned([i for i in ids if "A" in i])))


def test_what_a_machine_found_is_not_counted_for_the_programme():
    made, ids = programme(4)
    codes = learned(ids, coder="elements/0.1.0")
    table = als.what_was_learned(made, audience="programme", codings=codes)
    assert set(table.to_frame().query("what != 'told'")["shown"]) == {"withheld"}
    assert any("not counted here" in note for note in table.notes)
    assert set(told(made, "programme", codes)["how"]) == {"found by machine"}


def test_a_set_is_told_how_far_to_trust_the_machine():
    codes = learned(["r1"], coder="elements/0.1.0")
    table = als.what_was_learned(journal([text(1)]), audience="set:A", codings=codes)
    assert any("kappa 0.39" in note for note in table.notes)


def test_perspective_is_taken_from_people_alone():
    made = journal([text(1), text(2, M[1])])
    for coder, many in (("ann", 1), ("elements/0.1.0", 0)):
        codes = learned(["r1"], coder=coder, code="Perspective")
        assert len(told(made, codings=codes)) == many


def test_a_text_is_told_once_by_what_a_person_coded():
    codes = learned(["r1", "r1"]).assign(
        start=[0, 17], end=[15, 40], coder=["elements/0.1.0", "ann"], confidence=1.0
    )
    made = journal([text(1, said="Nobody came now. But I see that I can ask.")])
    rows = told(made, codings=codes)
    assert rows["text"].tolist() == ["But I see that I can ask."]
    assert rows["how"].tolist() == ["coded by people"]


def test_a_member_has_their_own_words_and_no_counts():
    allowed = [{"member": M[0], "use": "self"}]
    made = journal([text(1), text(2, M[1])], permissions=allowed)
    table = als.what_was_learned(
        made, audience=f"member:{M[0]}", codings=learned(["r1", "r2"])
    ).to_frame()
    assert table["what"].tolist() == ["told"]
    assert table["text"].tolist() == [text(1)["text"]]


def test_where_there_is_nothing_it_says_where_it_comes_from():
    made = journal([], sets=[{"set_id": "A"}])
    for codings in (None, NONE):
        table = als.what_was_learned(made, audience="set:A", codings=codings)
        assert not len(table)
        assert "what a set wrote together" in table.notes[0]


def test_the_public_and_codings_of_something_else_are_refused():
    made = journal([text(1)])
    with pytest.raises(DisclosureError, match="What was learned"):
        als.what_was_learned(made, audience="public", codings=NONE)
    with pytest.raises(InputError, match="reflection_id and code"):
        als.what_was_learned(made, codings=pd.DataFrame({"text": ["x"]}))


@pytest.mark.slow
def test_texts_are_read_where_no_codings_are_given():
    said = "The van was late. I found out that I was good at waiting. We had tea."
    rows = told(journal([text(1, said=said)]), codings=None)
    assert rows["text"].tolist() == ["I found out that I was good at waiting."]
    assert rows["how"].tolist() == ["found by machine"]
