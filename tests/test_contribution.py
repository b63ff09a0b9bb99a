"""`contribution` and `stories`: by permission, small numbers, and what is missing."""

from __future__ import annotations

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import DisclosureError, SchemaError
from alsjournal.exchange.allowed import Allowed
from alsjournal.journal import Journal
from alsjournal.store import JournalStore

M = [f"m-{c * 12}" for c in "123456789ABC"]
CANARY = "Zebedee"
THEORY = {
    "steps": [{"id": "act", "text": "They act."}, {"id": "see", "text": "They see."}]
}
QUOTE = {"use": "quote", "reach": "programme"}


def outcome(i, *, set_id="A", by=M[0], **more):
    row = {"outcome_id": f"x{i}", "set_id": set_id, "session": 2, "claimed_by": by}
    told = {"verified": False, "level": "team", "amount": 5.0}
    return {**row, **told, "text": f"It got better {i}.", **more}


def claim(i, about="x1", **more):
    said = {
        "evidence_for": "They asked first.",
        "evidence_against": "It had begun before.",
        "other_explanations": "A new manager came.",
        "strength": "some",
        "judged_by": "evaluator",
        "judged_at": "2020-03-19",
    }
    row = {"claim_id": f"c{i}", "outcome_id": about, "step": "act"}
    return {**row, "text": f"The set made room {i}.", **said, **more}


def journal(claims=(), outcomes=(), permissions=None, **tables):
    said = [{"member": M[0], **QUOTE}] if permissions is None else permissions
    frames = {"claims": claims, "outcomes": outcomes, "permissions": said, **tables}
    made = {name: pd.DataFrame(list(rows)) for name, rows in frames.items() if rows}
    return Journal(made, provenance={"theory": THEORY})


def told(*args, audience="research", **tables):
    return als.contribution(journal(*args, **tables), audience=audience).to_frame()


def test_a_claim_stands_beside_its_outcome_and_whose_kind_claimed_it():
    row = told([claim(1)], [outcome(1, verified=True)]).iloc[0]
    said = ["outcome", "amount", "claimed_by", "checked", "strength", "judged_by"]
    assert row[said].tolist() == [
        *("It got better 1.", 5.0, "member", "checked", "some", "evaluator")
    ]
    assert row["judged_at"] == "2020-03-19"
    assert M[0] not in told([claim(1)], [outcome(1)]).to_csv()


@pytest.mark.parametrize(
    ("by", "kind"),
    [
        *((M[0], "member"), ("set", "set"), ("A", "set"), (None, "not said")),
        ("o-111111111111", "organisation"),
    ],
)
def test_who_claimed_it_is_told_by_kind(by, kind):
    sets = [{"set_id": "A"}]
    frame = told([claim(1)], [outcome(1, by=by)], sets=sets, audience="set:A")
    assert frame["claimed_by"].tolist() == [kind]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("evidence_against", "nothing written down against it"),
        ("other_explanations", "no other explanation written down: look for one"),
        ("strength", "nobody has judged how strong it is"),
        ("judged_by", "who judged it is not said"),
    ],
)
def test_what_is_missing_is_said(column, words):
    notes = told([claim(1, **{column: None}), claim(2)], [outcome(1)])["note"]
    assert [words in note for note in notes] == [True, False]


def test_strength_is_a_judgement_of_a_closed_list():
    table = als.contribution(journal([claim(1), claim(2)], [outcome(1)]))
    assert any("not computed" in note for note in table.notes)
    assert not {"mean", "score", "n", "total"} & set(table.to_frame().columns)
    with pytest.raises(SchemaError):
        journal([claim(1, strength="proven")], [outcome(1)])


def test_a_claim_on_an_unknown_outcome_is_told_and_not_lost():
    made = journal([claim(1, "nowhere"), claim(2, None), claim(3)], [outcome(1)])
    table = als.contribution(made)
    notes = table.to_frame().set_index("claim_id")["note"]
    assert notes["c1"] == "the outcome is not on record: correct its outcome_id"
    assert notes["c2"] == "tied to no outcome: say which"
    assert any(note.startswith("2 claims on no outcome") for note in table.notes)
    assert len(als.contribution(made, audience="set:A")) == 1
    problems = als.record_problems(made)
    assert problems[["table", "row"]].to_numpy().tolist() == [["claims", 0]]


def test_a_step_that_the_theory_does_not_have_comes_last_and_is_found():
    made = journal([claim(1, step="dream"), claim(2, step="see"), claim(3)])
    assert als.contribution(made).to_frame()["step"].tolist() == ["act", "see", "dream"]
    rules = als.record_problems(made)["rule"].tolist()
    assert "its step is not in the theory of change" in rules


@pytest.mark.parametrize(
    ("use", "retold", "own"),
    [("quote", True, True), ("paraphrase", True, False), ("counts", False, False)],
)
@pytest.mark.parametrize("audience", ["research", "set:A"])
def test_words_go_by_who_claimed_the_outcome(use, retold, own, audience):
    said = [{"member": M[0], "use": use}]
    row = told([claim(1)], [outcome(1)], said, audience=audience).iloc[0]
    for column in ("text", "evidence_for", "evidence_against", "other_explanations"):
        assert pd.notna(row[column]) == retold
    assert pd.notna(row["outcome"]) == pd.notna(row["amount"]) == own
    assert ("its words are not shown" in row["note"]) != retold
    assert row["strength"] == "some"


@pytest.mark.parametrize("audience", ["research", "set:A", "programme"])
def test_what_somebody_keeps_is_not_there(audience):
    said = [{"member": M[0], "use": "self"}]
    assert not len(told([claim(1)], [outcome(1)], said, audience=audience))


def five(n=5, sets="AB"):
    outcomes = [outcome(i, by=M[i], set_id=sets[i % len(sets)]) for i in range(n)]
    claims = [claim(i, f"x{i}") for i in range(n)]
    said = [{"member": M[i], **QUOTE} for i in range(n)]
    return claims, outcomes, said


def test_the_programme_sees_what_five_let_go_without_their_sets():
    frame = told(*five(), audience="programme")
    assert len(frame) == 5
    assert frame[["claim_id", "set_id", "session"]].isna().all(axis=None)


@pytest.mark.parametrize("rows", [five(4), five(5, sets="A")])
def test_the_programme_sees_nothing_of_fewer_or_of_one_set(rows):
    table = als.contribution(journal(*rows), audience="programme")
    assert not len(table)
    assert any(note.startswith("Withheld") for note in table.notes)


def test_what_stays_in_a_set_or_is_nobodys_own_does_not_reach_the_programme():
    claims, outcomes, said = five(7)
    said[5]["reach"] = "set"
    outcomes[6]["claimed_by"] = "set"
    frame = told(claims, outcomes, said, audience="programme")
    assert set(frame["text"]) == {f"The set made room {i}." for i in range(5)}


def test_a_withdrawn_permission_takes_the_claim_away():
    claims, outcomes, said = five(5)
    said[0] |= {"given": "2020-01-01", "withdrawn": "2020-02-01"}
    assert not len(told(claims, outcomes, said, audience="programme"))


def test_a_set_sees_its_own():
    rows = [outcome(1), outcome(2, set_id="B")]
    frame = told([claim(1), claim(2, "x2")], rows, audience="set:B")
    assert frame["text"].tolist() == ["The set made room 2."]
    assert frame["set_id"].tolist() == ["B"]


@pytest.mark.parametrize("who", ["public", f"member:{M[0]}"])
def test_others_are_refused(who):
    with pytest.raises(DisclosureError, match="Claims of contribution"):
        told([claim(1)], [outcome(1)], audience=who, members=[{"member": M[0]}])


def test_people_whom_a_claim_names_are_renamed():
    named = claim(1, evidence_against=f"[member {M[3]}] had done it before.")
    frame = told([named], [outcome(1)], audience="set:A")
    assert frame["evidence_against"].item() == "[colleague A] had done it before."


def test_a_part_of_a_journal_has_the_claims_of_its_outcomes():
    rows = [outcome(1), outcome(2, set_id="B")]
    made = journal([claim(1), claim(2, "x2"), claim(3, None)], rows)
    part = als.contribution(made.select(set_id="B")).to_frame()
    assert part["claim_id"].tolist() == ["c2"]


def story(i, by=M[0], set_id="A", **more):
    row = {"story_id": f"s{i}", "set_id": set_id, "session": 6, "member": by}
    said = {"domain": "How we decide", "text": f"It was Tuesday {i}.", "level": "team"}
    return {**row, **said, "chosen_by": "the set", "reason": "We all knew it.", **more}


STORIES = [story(1), story(2, M[1], text=f"{CANARY} wept.", reason=f"For {CANARY}.")]


@pytest.mark.parametrize("audience", ["research", "set:A", "programme"])
def test_a_story_is_shown_as_whose_it_is_allowed(audience):
    frame = als.stories(journal(stories=STORIES), audience=audience).to_frame()
    assert CANARY not in frame.to_csv()
    assert frame["text"].iloc[0] == "It was Tuesday 1."
    assert frame["chosen_by"].iloc[0] == "the set"
    assert len(frame) == (1 if audience == "programme" else 2)
    assert frame["set_id"].isna().all() == (audience == "programme")


def test_a_member_has_their_own():
    made = journal(stories=STORIES, members=[{"member": M[1]}])
    frame = als.stories(made, audience=f"member:{M[1]}").to_frame()
    assert frame["text"].tolist() == [f"{CANARY} wept."]


def test_the_public_is_refused():
    with pytest.raises(DisclosureError, match="Stories"):
        als.stories(journal(stories=STORIES), audience="public")


def test_three_stories_of_one_member_at_most_reach_the_programme():
    made = journal(stories=[story(i) for i in range(5)])
    assert len(als.stories(made, audience="programme")) == 3
    assert len(als.stories(made)) == 5


def test_after_previews_no_story_goes_that_stood_in_none():
    shown = {"passage": "p", "audience": "programme", "release_id": "o"}
    asked = [{**shown, "reflection_id": "r1", "words": "w"}]
    table = als.stories(journal(stories=STORIES, previews=asked), audience="programme")
    assert not len(table)
    assert table.notes[0].startswith("No stories: previews")


def test_after_previews_an_outcome_is_retold_and_not_quoted():
    shown = {"passage": "p", "audience": "programme", "release_id": "o"}
    asked = [{**shown, "reflection_id": "r1", "words": "w"}]
    table = als.contribution(journal(*five(), previews=asked), audience="programme")
    frame = table.to_frame()
    assert frame["text"].notna().all()
    assert frame[["outcome", "amount"]].isna().all(axis=None)
    assert any("stood in none" in note for note in table.notes)


def test_an_id_that_was_made_of_somebodys_does_not_go_out():
    made = journal(
        [claim(1, claim_id="r-111111111111")],
        [outcome(1)],
        stories=[story(1, story_id="r-222222222222")],
    )
    assert len(als.contribution(made, audience="set:A")) == 1
    assert len(als.stories(made, audience="set:A")) == 1


def test_who_chose_it_and_why_are_asked_for():
    bare = story(1, chosen_by=None, reason=None)
    note = als.stories(journal(stories=[bare])).to_frame()["note"].item()
    assert "who chose it is not written down" in note
    assert "why it was chosen is not written down" in note


def test_a_forgotten_member_leaves_with_stories_outcomes_and_claims(tmp_path):
    store = JournalStore(tmp_path / "j.duckdb")
    rows = [outcome(1, text=CANARY), outcome(2, by=M[1])]
    made = journal(
        [claim(1, text=CANARY), claim(2, "x2", text=f"Not [member {M[0]}].")],
        rows,
        stories=[story(1, text=CANARY), story(2, M[1])],
    )
    store.write(made, source="a")
    removed = dict(store.forget(M[0]).removed)
    assert (removed["outcomes"], removed["claims"], removed["stories"]) == (1, 1, 1)
    left = store.read()
    assert left.table("claims")["text"].tolist() == ["Not [name]."]
    assert CANARY.encode() not in (tmp_path / "j.duckdb").read_bytes()
    # Nor does it come back, not even without the outcome that says whose it was.
    store.write(made, source="a")
    alone = {"claims": made.table("claims")}
    store.write(Journal(alone, provenance=made.provenance), source="b")
    assert store.read().table("claims")["claim_id"].tolist() == ["c2"]


def test_an_export_leaves_out_what_is_claimed_of_those_who_keep_silent():
    said = [{"member": M[0], "use": "self"}, {"member": M[1], **QUOTE}]
    rows = [outcome(1), outcome(2, by=M[1])]
    made = journal([claim(1), claim(2, "x2")], rows, said, stories=STORIES)
    allowed = Allowed(made)
    assert [c for b in allowed.batches("claims") for c in b["claim_id"]] == ["c2"]
    assert [s for b in allowed.batches("stories") for s in b["story_id"]] == ["s2"]


def test_names_in_all_of_it_are_masked_on_the_way_in():
    texts = [{"reflection_id": "r1", "member": "m1", "text": "We met."}]
    raw = als.RawJournal(
        {
            "reflections": pd.DataFrame(texts),
            "roster": pd.DataFrame([{"member": "m1", "name": "Zebedee Quaxley"}]),
            "claims": pd.DataFrame(
                [claim(1, None, text=f"{CANARY} asked.", judged_by="Zebedee Quaxley")]
            ),
            "stories": pd.DataFrame(
                [story(1, "m1", chosen_by=f"{CANARY} alone", reason=f"{CANARY} cried.")]
            ),
        },
        provenance={
            "fictional": True,
            "published_key": "a key for the tests alone",
            "theory": {"steps": [{"id": "ask", "text": f"{CANARY} asks first."}]},
        },
    )
    made = als.Anonymiser().fit_transform(raw)
    everything = "".join(made.table(name).to_csv() for name in made.tables())
    assert CANARY not in everything + str(made.provenance["theory"])
    assert made.table("stories")["member"].item().startswith("m-")
    assert made.provenance["theory"]["steps"][0]["id"] == "ask"
