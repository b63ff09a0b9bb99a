"""Deciding, and what becomes of it when the texts are read again."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.identities import roster_of
from alsjournal.anonymise.key import pseudonym
from alsjournal.anonymise.read_texts import read_programme_texts
from alsjournal.anonymise.review import (
    AUDIT,
    AuditLog,
    Marks,
    NamesFile,
    ReviewQueue,
    Rulings,
    reviewer_of,
)
from alsjournal.anonymise.spans import Span
from alsjournal.errors import ConfigError, DisclosureError, InputError
from alsjournal.journal import RawJournal

KEY = "a key of the tests only"
SAID = {"custodian": "Casey Vale", "second": "Noor Aziz"}


class Guesser:
    """A finder that is unsure of a few words."""

    name = "guesser"

    def find(self, readings):
        return [
            [
                reading.span(start, end, "PERSON", "guesser", 0.5)
                for word, start, end in reading.words
                if word in ("chase", "quillan", "budget")
            ]
            for reading in readings
        ]


FINDERS = ["identifiers", "roster", Guesser()]
TEXTS = [
    "We gave the Chase another try.",
    "So Quillan Overby asked. The budget is gone.",
    "Then Sarah Jones rang Quillan.",
    "Nothing to say. The only female partner left.",
]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)


def raw(texts=TEXTS, **tables):
    frame = pd.DataFrame(
        {"reflection_id": [f"r{i}" for i in range(len(texts))], "text": texts}
    )
    roster = pd.DataFrame({"member": ["A01"], "name": ["Sarah Jones"]})
    return RawJournal(
        {"reflections": frame.assign(set_id="A"), "roster": roster, **tables}
    )


class Desk:
    """Files of one programme, and reviews of it."""

    def __init__(self, folder, said=None):
        self.folder = folder
        self.said = said or {"custodian": SAID["custodian"]}

    @property
    def log(self):
        return AuditLog(self.folder / "j.review.jsonl")

    @property
    def names(self):
        return NamesFile(self.folder / "review-names.csv")

    def queue(self, journal=None, *, second=False, **more):
        journal = journal or raw()
        roster = roster_of(journal)
        chain = build_chain(FINDERS, None, roster)
        return ReviewQueue(
            journal,
            read_programme_texts(journal, chain, finders=FINDERS, roster=roster),
            marks=Marks(KEY.encode()),
            log=self.log,
            names=self.names,
            reviewer=reviewer_of(self.said, journal, second=second),
            **more,
        )

    def texts(self, journal=None):
        rulings = Rulings(
            Marks(KEY.encode()),
            self.log.records(),
            self.names,
            by_two="second" in self.said,
        )
        done = Anonymiser(finders=FINDERS).fit_transform(
            journal or raw(), rulings=rulings
        )
        return done.table("reflections")["text"].tolist()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def go_to(queue, inside):
    """Skip to the item whose span reads so."""
    while queue.next() is not None:
        if queue.sentence().inside == inside:
            return queue.next()
        queue.decide("skip")
    raise AssertionError(inside)


def test_what_leaks_comes_first_and_what_is_agreed_never(desk):
    queue = desk.queue()
    shown = []
    while (item := queue.next()) is not None:
        shown.append((queue.sentence().inside, item.masked))
        queue.decide("skip")
    assert ("Overby", False) in shown
    assert ("Chase", True) in shown
    assert ("The only female partner", False) in shown
    assert "Sarah Jones" not in [inside for inside, _ in shown]
    assert shown.index(("Overby", False)) < shown.index(("Chase", True))


def test_items_hold_no_text(desk):
    queue = desk.queue(audit=9)
    with pytest.raises(DisclosureError):
        pickle.dumps(queue)
    everything = repr(queue) + repr(vars(queue))
    while (item := queue.next()) is not None:
        everything += repr(item) + repr(queue.sentence()) + repr(queue)
        queue.decide("skip")
    for word in ("Chase", "Quillan", "Overby", "Sarah", "budget"):
        assert word.lower() not in everything.lower()


@pytest.mark.parametrize(
    ("inside", "decision", "more", "number", "wanted"),
    [
        ("Chase", "reject", {}, 0, "We gave the Chase another try."),
        ("Chase", "accept", {}, 0, "We gave the [name] another try."),
        ("Chase", "never", {}, 0, "We gave the Chase another try."),
        (
            "Overby",
            "accept",
            {},
            1,
            "So [name 1] [name 2] asked. The [name 3] is gone.",
        ),
        (
            "Overby",
            "extend",
            {"left": 1},
            1,
            "So [name 1] asked. The [name 2] is gone.",
        ),
        ("budget", "reject", {}, 1, "So [name] Overby asked. The budget is gone."),
    ],
)
def test_decisions_are_applied(desk, inside, decision, more, number, wanted):
    queue = desk.queue()
    go_to(queue, inside)
    queue.decide(decision, **more)
    assert desk.texts()[number] == wanted
    again = desk.queue()  # and not asked again
    while again.next() is not None:
        assert again.sentence().inside != inside
        again.decide("skip")


def test_a_decision_outlives_a_correction_elsewhere_in_the_text(desk):
    queue = desk.queue()
    go_to(queue, "Chase")
    queue.decide("reject")
    longer = raw(["Oh well. We gave the CHASE another try!"])
    assert desk.texts(longer) == ["Oh well. We gave the CHASE another try!"]
    elsewhere = raw(["So Chase rang."])
    assert desk.texts(elsewhere) == ["So [name] rang."]


def test_always_masks_everywhere_and_never_spares_members(desk):
    queue = desk.queue()
    go_to(queue, "Overby")
    queue.decide("always")
    journal = raw(["Overby said so; overby's plan.", "Sarah Jones rang."])
    desk.names.put("Sarah Jones", "never")
    who = f"[member {pseudonym(KEY.encode(), 'm', 'a01')}]"
    assert desk.texts(journal) == ["[name] said so; [name]'s plan.", f"{who} rang."]


def test_undo(desk):
    queue = desk.queue()
    before = desk.texts()
    item = go_to(queue, "Chase")
    done = queue.done
    queue.decide("never")
    assert desk.texts() != before
    assert queue.undo()
    assert (queue.next(), queue.done) == (item, done)
    assert desk.texts() == before
    queue.decide("reject")
    assert [r.decision for r in desk.log.records()] == ["never", "undo", "reject"]
    while queue.done:
        assert queue.undo()
    assert not queue.undo()
    assert desk.texts() == before


def test_two_must_agree_before_something_is_left_open(tmp_path):
    desk = Desk(tmp_path, SAID)
    before = desk.texts()
    queue = desk.queue()
    go_to(queue, "Chase")
    queue.decide("reject")
    queue = desk.queue()
    go_to(queue, "budget")
    queue.decide("never")
    queue = desk.queue()
    go_to(queue, "Overby")
    queue.decide("accept")  # what is masked needs one only
    assert desk.texts()[1].startswith("So [name 1] [name 2]")
    assert desk.texts()[0] == before[0]
    signing = desk.queue(second=True)
    assert len(signing) == 2
    go_to(signing, "Chase")
    signing.decide("reject")
    assert "Chase" in desk.texts()[0]
    signing = desk.queue(second=True)
    assert len(signing) == 1
    signing.decide("never")
    assert "The budget is gone" in desk.texts()[1]
    assert len(desk.queue(second=True)) == 0
    actors = {r.actor for r in desk.log.records()}
    assert {a.partition(":")[0] for a in actors} == {"custodian", "second"}


def test_a_second_who_disagrees_keeps_it_masked(tmp_path):
    desk = Desk(tmp_path, SAID)
    queue = desk.queue()
    go_to(queue, "Chase")
    queue.decide("reject")
    signing = desk.queue(second=True)
    signing.decide("accept")
    assert "Chase" not in desk.texts()[0]


def test_the_random_sample(desk):
    queue = desk.queue(limit=0, audit=99)
    assert len(queue) == 6
    while (item := queue.next()) is not None:
        assert item.label == AUDIT
        inside = queue.sentence().inside
        at = inside.find("Overby")
        queue.audit([(at, at + 6)] if at >= 0 else [])
    recall = queue.recall
    # Chase, Quillan, budget, Sarah Jones and Quillan again; Overby was open.
    assert (recall.masked, recall.missed, recall.sentences) == (5, 1, 6)
    assert desk.texts()[1].startswith("So [name 1] [name 2] asked")
    assert len(desk.queue(limit=0, audit=99)) == 0
    while queue.undo():
        pass
    assert desk.queue(limit=0).recall.sentences == 0
    assert desk.texts()[1].startswith("So [name 1] Overby")


def test_the_log_and_what_the_journal_keeps(desk):
    kept = []
    queue = desk.queue(noted=lambda n, last: kept.append({"records": n, "last": last}))
    while queue.next() is not None:
        queue.decide("accept")
    assert len(kept) == len(queue)
    assert desk.log.verify(kept[-1]).sound
    said = (desk.folder / "j.review.jsonl").read_text().lower()
    for word in ("chase", "quillan", "overby", "casey", "vale", "sarah"):
        assert word not in said


def test_wrong_use(desk):
    queue = desk.queue()
    with pytest.raises(InputError, match="accept"):
        queue.decide("perhaps")
    with pytest.raises(InputError, match="decide"):
        queue.audit()
    while queue.next() is not None:
        queue.decide("skip")
    with pytest.raises(InputError, match="nothing left"):
        queue.decide("skip")
    assert not len(desk.log)


@pytest.mark.parametrize(
    ("said", "second", "error"),
    [
        ({}, False, ConfigError),
        ({"custodian": " "}, False, ConfigError),
        ({"custodian": "Casey Vale"}, True, ConfigError),
        ({"custodian": "Casey Vale", "second": "casey  vale"}, False, ConfigError),
        ({"custodian": "Amir Khan"}, False, DisclosureError),
        ({"custodian": "f1"}, False, DisclosureError),
        ({"custodian": "Kay"}, False, DisclosureError),
        ({"custodian": "Casey Vale", "second": "AMIR KHAN"}, True, DisclosureError),
    ],
)
def test_who_may_not(said, second, error):
    roster = pd.DataFrame({"member": ["F1"], "name": ["Amir Khan"], "aliases": ["Kay"]})
    led = pd.DataFrame({"set_id": ["A"], "session": [1], "person": ["F1"]})
    journal = raw(roster=roster, facilitations=led)
    with pytest.raises(error) as raised:
        reviewer_of(said, journal, second=second)
    for name in ("Casey", "Amir", "Kay"):
        assert name.lower() not in str(raised.value).lower()
    assert reviewer_of(SAID, journal).role == "custodian"
    assert "Casey" not in repr(reviewer_of(SAID, journal))


def test_no_rulings_change_nothing():
    spans = [Span(0, 3, "PERSON", "ner"), Span(2, 6, "ORG", "ner")]
    every, merged = Rulings(Marks(KEY.encode())).settle("Ann Lee", spans)
    assert every == spans
    assert merged == [Span(0, 6, "ORG", "ner")]
