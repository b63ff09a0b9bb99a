"""From a RawJournal to a Journal."""

from __future__ import annotations

import json
import pickle

import pandas as pd
import pytest
from sklearn.base import clone

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.key import pseudonym
from alsjournal.errors import ConfigError, InputError, MissingKeyError, NotFittedError
from alsjournal.journal import Journal, RawJournal
from alsjournal.schema import TABLES

KEY = "a key of the tests only"
FAST = ("identifiers", "roster", "organisations", "people")
CANARY = "Zebediah Quillfeather"
CANARY_ID = "zq-77"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)


def m(value, kind="m"):
    return pseudonym(KEY.encode(), kind, value.casefold())


def raw(**tables):
    frames = {
        "reflections": pd.DataFrame(
            {
                "reflection_id": ["r1", "A01-2", "r3"],
                "set_id": "A",
                "session": 1,
                "member": ["A01", "a01 ", "A02"],
                "text": [
                    "Sarah said so. Ring 07700 900123.",
                    "I think Sal and Will Grace agreed; [member m-7KQ2XD] too.",
                    "Sarah said so. Ring 07700 900123.",
                ],
            }
        ),
        "roster": pd.DataFrame(
            {
                "member": ["A01", "A02", "F1", None],
                "name": ["Sarah Jones", "Will Grace", "Amir Khan", "Dee Moss"],
                "aliases": ["Sal;SJ", None, None, None],
                "organisation": ["Hill View Surgery", None, None, None],
            }
        ),
        "facilitations": pd.DataFrame(
            {"set_id": ["A"], "session": [1], "person": ["F1"]}
        ),
    }
    return RawJournal({**frames, **tables})


def done(journal, finders=FAST):
    return Anonymiser(finders=finders).fit_transform(journal)


def test_texts_and_members():
    journal = done(raw())
    table = journal.table("reflections")
    assert isinstance(journal, Journal)
    assert table["text"].tolist() == [
        f"[member {m('A01')}] said so. Ring [phone number].",
        f"I think [member {m('A01')}] and [member {m('A02')}] agreed; [name] too.",
        f"[member {m('A01')}] said so. Ring [phone number].",
    ]
    assert table["member"].tolist() == [m("A01"), m("A01"), m("A02")]
    assert journal.table("facilitations")["person"].tolist() == [m("F1", "p")]
    assert "roster" not in journal.tables()


def test_a_facilitator_is_a_person_and_the_unknown_a_name():
    texts = pd.DataFrame({"reflection_id": ["x"], "text": ["So Amir met Dee Moss."]})
    journal = done(raw(reflections=texts))
    assert journal.table("reflections")["text"].tolist() == [
        f"So [person {m('F1', 'p')}] met [name]."
    ]


def test_one_first_name_of_two_members_names_neither():
    roster = pd.DataFrame(
        {"member": ["A01", "A02"], "name": ["Sarah Jones", "Sarah Malik"]}
    )
    texts = pd.DataFrame(
        {"reflection_id": ["x"], "text": ["So Sarah asked, and Sarah Malik too."]}
    )
    journal = done(raw(roster=roster, reflections=texts))
    assert journal.table("reflections")["text"].tolist() == [
        f"So [name] asked, and [member {m('A02')}] too."
    ]


def test_codes_that_people_named_after_a_member_are_masked_and_no_row_is_lost():
    codes = ["Sarah Jones rota", "Sarah rota", "grace in a crisis", "Hope", "cover"]
    codings = pd.DataFrame(
        {
            "coding_id": [f"c{i}" for i in range(5)],
            "reflection_id": "r1",
            "code": codes,
            "construct": ["theme", "own", "theme", "theme", "theme"],
        }
    )
    memos = pd.DataFrame({"memo_id": ["n"], "target": [codes[0]], "text": ["Why."]})
    journal = done(raw(codings=codings, memos=memos))
    rota = f"[member {m('A01')}] rota"
    found = journal.table("codings").set_index("coding_id")["code"]
    # A member is called Grace: an everyday word is a name only with a capital.
    assert found.to_dict() == {
        "c0": rota,
        "c1": rota,
        "c2": "grace in a crisis",
        "c3": "Hope",
        "c4": "cover",
    }
    assert journal.table("memos")["target"].tolist() == [rota]


def test_words_about_the_programme_name_nobody_but_whom_to_ask():
    about = {
        "title": "Programme of Dr Sarah Jones, Hill View Surgery",
        "description": "Amir asked for it.",
        "purpose": "Hope, and grace.",
        "contact": "Sarah Jones, sarah@hillview.nhs.uk",
        "controller": "Amir Khan",
    }
    given = raw()
    frames = {name: given.identifiable_frame(name) for name in given.tables()}
    journal = done(RawJournal(frames, provenance={**given.provenance, **about}))
    said = journal.provenance
    assert said["title"] == "Programme of Dr [a colleague], Hill View Surgery"
    assert said["description"] == "[a person] asked for it."
    assert said["purpose"] == about["purpose"]
    assert said["contact"] == about["contact"]
    assert said["controller"] == about["controller"]


def test_record_ids_that_name_somebody_follow_everywhere():
    codings = pd.DataFrame(
        {
            "coding_id": ["c1", "c2", "c3"],
            "reflection_id": ["A01-2", "r1", "A01-2"],
            "start": [0, 3, 8],
            "end": [7, 23, 11],
            "code": ["x", "y", "name"],
            "construct": ["theme", "theme", "identifier"],
        }
    )
    permissions = pd.DataFrame({"reflection_id": ["A01-2", "r3"], "use": "quote"})
    journal = done(raw(codings=codings, permissions=permissions))
    ids = journal.table("reflections")["reflection_id"].tolist()
    assert ids[0] == "r1"
    assert ids[1].startswith("r-")
    assert journal.table("permissions")["reflection_id"].tolist() == [ids[1], "r3"]
    moved = journal.table("codings")
    assert moved["reflection_id"].tolist() == [ids[1], "r1"]
    texts = dict(zip(ids, journal.table("reflections")["text"], strict=True))
    cut = [
        texts[r][a:b]
        for r, a, b in zip(
            moved["reflection_id"], moved["start"], moved["end"], strict=True
        )
    ]
    # The second cut a name and a number, and snapped outwards to both.
    assert cut == [
        "I think",
        f"[member {m('A01')}] said so. Ring [phone number]",
    ]


def test_owners_are_sets_members_or_bodies():
    actions = pd.DataFrame(
        {
            "action_id": ["a1", "a2", "a3", "a4"],
            "owner": ["A", "A01", "The Council", "Sarah Jones"],
        }
    )
    journal = done(raw(actions=actions))
    owners = journal.table("actions")["owner"].tolist()
    assert owners == ["A", m("A01"), m("the council", "o"), m("A01")]


def test_respondents_have_a_space_of_their_own():
    survey = pd.DataFrame(
        {
            "respondent": ["A01", "17"],
            "wave": "end",
            "item": "q1",
            "question": "What did Sarah Jones do?",
            "answer": ["Sarah did it", "4"],
        }
    )
    table = done(raw(survey=survey)).table("survey")
    assert table["respondent"].tolist() == [m("A01"), m("17", "s")]
    # Tables of the survey go to all audiences: no pseudonym in its questions.
    assert table["question"].tolist() == ["What did [a colleague] do?"] * 2
    assert table["answer"].tolist() == [f"[member {m('A01')}] did it", "4"]


def test_provenance_says_what_was_done_and_no_more():
    told = RawJournal(
        {"reflections": raw().identifiable_frame()},
        provenance={"source": "x", "published_key": KEY},
    )
    provenance = done(told).provenance
    assert provenance["source"] == "x"
    assert "published_key" not in provenance
    report = provenance["anonymiser"]
    assert report["texts"] == 3
    assert report["texts_changed"] == 3
    assert report["found"]["PHONE"] == 2
    assert KEY not in json.dumps(report)


def test_keys_make_unrelated_journals(monkeypatch):
    one = done(raw())
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY[::-1])
    two = done(raw())
    a, b = (j.provenance["anonymiser"]["key_fingerprint"] for j in (one, two))
    assert a != b
    assert not set(one.table("reflections")["member"]) & set(
        two.table("reflections")["member"]
    )


def test_which_key(monkeypatch, tmp_path):
    monkeypatch.delenv("ALSJOURNAL_KEY")
    monkeypatch.setattr("alsjournal.anonymise.key.key_file", lambda: tmp_path / "key")
    frames = {"reflections": raw().identifiable_frame()}
    with pytest.raises(MissingKeyError):
        done(RawJournal(frames))
    published = {"published_key": "the sample's own published key"}
    sample = RawJournal(frames, provenance=published)
    fiction = done(sample)
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    assert set(done(sample).table("reflections")["member"]) != set(
        fiction.table("reflections")["member"]
    )
    monkeypatch.setenv("ALSJOURNAL_KEY", "weak")
    with pytest.raises(ConfigError):
        done(sample)


def canary_tables():
    """A table of each name, with the canary wherever a person could write."""
    frames = {}
    for name, table in TABLES.items():
        row: dict[str, object] = {}
        for column in table.columns:
            if column.choices:
                row[column.name] = column.choices[0]
            elif column.kind == "text":
                row[column.name] = (
                    f"Then {CANARY} ({CANARY_ID}) rang, and Zebediah's plan"
                )
            elif column.kind == "person":
                row[column.name] = CANARY_ID
            elif column.kind == "key":
                row[column.name] = f"x-{CANARY_ID}" if column.name != "set_id" else "A"
            elif column.kind in ("int", "float"):
                row[column.name] = 1
            elif column.kind == "bool":
                row[column.name] = True
            elif column.kind == "label":
                # The language of a text is a code; an output is noted by us.
                ours = table.store_only or column.name == "language"
                row[column.name] = "plain" if ours else f"Of {CANARY}"
        frames[name] = pd.DataFrame([row])
    frames["roster"] = pd.DataFrame({"member": [CANARY_ID], "name": [CANARY]})
    frames["codings"] = frames["codings"].assign(construct="theme", start=0, end=4)
    return frames


def test_no_canary_survives(caplog):
    journal = done(RawJournal(canary_tables()))
    everything = "".join(journal.table(n).to_csv() for n in journal.tables())
    everything += repr(journal) + json.dumps(dict(journal.provenance)) + caplog.text
    assert len(journal.tables()) == len(TABLES) - 1
    for word in (*CANARY.split(), CANARY_ID, KEY):
        assert word.casefold() not in everything.casefold()


def test_nothing_is_kept():
    anonymiser = Anonymiser(finders=FAST)
    anonymiser.fit_transform(RawJournal(canary_tables()))
    shown = repr(anonymiser) + repr(vars(anonymiser))
    for word in (*CANARY.split(), CANARY_ID, KEY):
        assert word.encode() not in pickle.dumps(anonymiser)
        assert word not in shown


def test_it_is_an_estimator():
    anonymiser = Anonymiser(finders=FAST, gazetteer="x.csv", key_env="K")
    twin = clone(anonymiser)
    assert twin.get_params() == anonymiser.get_params()
    assert Anonymiser().set_params(operator="later").operator == "later"
    with pytest.raises(NotFittedError, match="fit"):
        Anonymiser().transform(raw())
    with pytest.raises(InputError, match="RawJournal"):
        Anonymiser().fit(["a text"])
    with pytest.raises(InputError, match="operator"):
        Anonymiser(finders=FAST, operator="later").fit(raw()).transform(raw())


def test_twice_is_the_same_and_equal_texts_are_read_once():
    class Counting:
        name = "counting"
        seen = 0

        def find(self, readings):
            Counting.seen += len(readings)
            return [[] for _ in readings]

    anonymiser = Anonymiser(finders=[*FAST, Counting()])
    one = anonymiser.fit_transform(raw())
    assert Counting.seen == 2
    two = anonymiser.fit_transform(raw())
    pd.testing.assert_frame_equal(one.table("reflections"), two.table("reflections"))


def test_progress_counts_texts():
    seen = []
    Anonymiser(finders=FAST).fit(raw()).transform(raw(), progress=seen.append)
    assert seen[-1] == 3


def test_spans_need_neither_fit_nor_key(monkeypatch):
    monkeypatch.delenv("ALSJOURNAL_KEY")
    texts = ["So Ann came.", None, float("nan"), "So Ann came."]
    found = Anonymiser(finders=FAST).spans(texts, roster=["Ann Lee", "", None])
    assert [[(s.start, s.end, s.label) for s in x] for x in found] == [
        [(3, 6, "PERSON")],
        [],
        [],
        [(3, 6, "PERSON")],
    ]
    with pytest.raises(InputError, match="put it in a list"):
        Anonymiser(finders=FAST).spans("So Ann came.")
    with pytest.raises(InputError, match="Number 1"):
        Anonymiser(finders=FAST).spans(["a", ["secret"]])


def test_errors_hold_nothing_of_the_data(monkeypatch):
    class Broken:
        name = "broken"

        def find(self, readings):
            raise RuntimeError(repr(readings[0]))

    with pytest.raises(RuntimeError) as error:
        Anonymiser(finders=[Broken()]).fit(raw()).transform(raw())
    assert "Sarah" not in str(error.value)


@pytest.mark.slow
def test_the_whole_chain():
    journal = Anonymiser().fit_transform(raw())
    assert journal.provenance["anonymiser"]["pipeline"] == "en_core_web_md-3.7.1"
    found = Anonymiser().spans(["I met Priya Nair in Ripon."])[0]
    assert [s.label for s in found] == ["PERSON", "PLACE"]


def test_the_language_of_each_text_is_kept_where_it_tells():
    said = "Mae hyn yn anodd iawn i ni, ond mae gyda ni amser a gobaith hefyd."
    frame = pd.DataFrame(
        {
            "reflection_id": list("abc"),
            "text": ["I was not sure what we would do about it.", said, "Tak."],
            "language": ["en-GB", None, None],
        }
    )
    light = Anonymiser(finders=["identifiers"])
    journal = light.fit_transform(RawJournal({"reflections": frame}))
    kept = journal.table("reflections")["language"]
    assert kept.fillna("").tolist() == ["en-GB", "cy", ""]
    seen = journal.provenance["anonymiser"]["languages"]
    assert seen == {"cy": 1, "en-GB": 1, "unknown": 1}
