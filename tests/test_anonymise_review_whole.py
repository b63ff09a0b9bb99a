"""Texts in other languages: a person reads them before anything else."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.identities import roster_of
from alsjournal.anonymise.language import other_language
from alsjournal.anonymise.read_texts import read_programme_texts
from alsjournal.anonymise.review import (
    WHOLE,
    AuditLog,
    Marks,
    NamesFile,
    ReviewQueue,
    Rulings,
    reviewer_of,
)
from alsjournal.anonymise.review import queue as queue_module
from alsjournal.anonymise.review import rulings as rulings_module
from alsjournal.anonymise.review.stretches import parts_of
from alsjournal.errors import InputError
from alsjournal.journal import RawJournal

KEY = "a key of the tests only"
SAID = {"custodian": "Casey Vale", "second": "Noor Aziz"}
WELSH = (
    "Roedd yn anodd iawn i ni, ond mae gyda ni amser. Dywedodd Zebedee Quennell fod "
    "pawb wedi blino, ac mae hynny yn wir."
)
ENGLISH = "We gave the chase another try. Ring 01632 960123."
FINDERS = ["identifiers", "roster"]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)


def raw(texts, language=None):
    frame = pd.DataFrame(
        {"reflection_id": [f"r{i}" for i in range(len(texts))], "text": texts}
    )
    frame["language"] = language
    roster = pd.DataFrame({"member": ["A01"], "name": ["Zebedee Quennell"]})
    return RawJournal({"reflections": frame.assign(set_id="A"), "roster": roster})


class Desk:
    def __init__(self, folder, said=None):
        self.folder, self.said = folder, said or {"custodian": SAID["custodian"]}

    @property
    def log(self):
        return AuditLog(self.folder / "j.review.jsonl")

    @property
    def names(self):
        return NamesFile(self.folder / "review-names.csv")

    def queue(self, journal, *, second=False, **more):
        roster = roster_of(journal)
        return ReviewQueue(
            journal,
            read_programme_texts(
                journal,
                build_chain(FINDERS, None, roster),
                finders=FINDERS,
                roster=roster,
            ),
            marks=Marks(KEY.encode()),
            log=self.log,
            names=self.names,
            reviewer=reviewer_of(self.said, journal, second=second),
            **more,
        )

    def done(self, journal):
        rulings = Rulings(
            Marks(KEY.encode()),
            self.log.records(),
            self.names,
            by_two="second" in self.said,
        )
        done = Anonymiser(finders=FINDERS).fit_transform(journal, rulings=rulings)
        return done.table("reflections")

    def unread(self, journal):
        return self.done(journal)["unread"].tolist()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def labels(queue):
    found = []
    while (item := queue.next()) is not None:
        found.append((item.label, item.language))
        queue.decide("skip")
    return found


def test_they_come_first_whole_and_then_every_span(desk):
    journal = raw([ENGLISH, WELSH])
    queue = desk.queue(journal)
    assert queue.unread == {"Welsh": 1}
    item = queue.next()
    assert (item.label, item.language) == (WHOLE, "cy")
    assert "not read by the English recogniser: read it whole" in item.reasons[0]
    whole = queue.sentence()
    assert whole.inside == WELSH
    (start, end), *_ = whole.masked
    assert whole.inside[start:end] == "Zebedee Quennell"
    assert "Zebedee" not in f"{item!r}{whole!r}{queue!r}"
    seen = labels(queue)
    of_welsh = [i for i, (_, language) in enumerate(seen) if language == "cy"]
    assert of_welsh == list(range(len(of_welsh)))
    assert ("PERSON", "cy") in seen  # sure as the roster is of it


def test_reading_it_marks_it_read_and_masks_what_was_missed(desk):
    journal = raw([ENGLISH, WELSH])
    assert desk.unread(journal) == [False, True]
    queue = desk.queue(journal)
    at = queue.sentence().inside.index("pawb")
    queue.audit([(at, at + 4)])
    assert queue.unread == {}
    rows = desk.done(journal)
    assert rows["unread"].tolist() == [False, False]
    assert "pawb" not in rows["text"][1]
    assert all(label != WHOLE for label, _ in labels(desk.queue(journal)))
    assert [r.decision for r in desk.log.records()] == ["read", "accept"]
    assert queue.recall.sentences == 0  # no part of the random sample


def test_skipping_and_undoing_leave_it_unread(desk):
    journal = raw([WELSH])
    queue = desk.queue(journal)
    with pytest.raises(InputError, match="read whole"):
        queue.decide("accept")
    queue.decide("skip")
    assert desk.unread(journal) == [True]
    queue.undo()
    queue.audit()
    assert desk.unread(journal) == [False]
    assert queue.undo()
    assert queue.unread == {"Welsh": 1}
    assert desk.unread(journal) == [True]


def test_a_corrected_text_must_be_read_again(desk):
    desk.queue(raw([WELSH])).audit()
    assert desk.unread(raw([WELSH + " Diolch."])) == [True]


def test_other_finders_mean_reading_again(desk, monkeypatch):
    desk.queue(raw([WELSH])).audit()
    for module in (rulings_module, queue_module):
        monkeypatch.setattr(module, "CHAIN_VERSION", "next")
    assert desk.unread(raw([WELSH])) == [True]
    assert desk.queue(raw([WELSH])).next().label == WHOLE


def test_a_long_text_is_read_in_parts(desk):
    journal = raw([" ".join([WELSH] * 20)])
    queue = desk.queue(journal)
    parts = 0
    while queue.next().label == WHOLE:
        assert desk.unread(journal) == [True]
        assert len(queue.sentence().inside) <= 1_200
        queue.audit()
        parts += 1
    assert parts > 1
    assert desk.unread(journal) == [False]


def test_with_two_both_must_read_it(tmp_path):
    desk, journal = Desk(tmp_path, SAID), raw([WELSH])
    assert len(desk.queue(journal, second=True)) == 0
    desk.queue(journal).audit()
    assert desk.unread(journal) == [True]
    second = desk.queue(journal, second=True)
    assert second.unread == {"Welsh": 1}
    second.audit()
    assert second.unread == {}
    assert desk.unread(journal) == [False]
    assert len(desk.queue(journal, second=True)) == 0


@pytest.mark.parametrize(
    ("text", "said", "other"),
    [
        (WELSH, None, "cy"),
        (WELSH, "en", "cy"),  # a programme declares one language for all
        (WELSH, "en from cy", "cy"),  # no translation at all
        (ENGLISH, "en from cy", ""),
        (ENGLISH, None, ""),
        ("Tak.", "pl", "pl"),
        ("Tak.", " ", ""),
        ("", "cy", "cy"),
    ],
)
def test_what_is_another_language(text, said, other):
    assert other_language(text, said) == other


def test_a_declared_language_is_kept_unless_the_words_surely_tell_another():
    journal = raw([WELSH, ENGLISH, ENGLISH, "Tak."], ["en", "en from cy", "en", "pl"])
    rows = Anonymiser(finders=FINDERS).fit_transform(journal).table("reflections")
    assert rows["language"].tolist() == ["cy", "en from cy", "en", "pl"]
    assert rows["unread"].tolist() == [True, False, False, True]


@given(st.text(max_size=4_000))
def test_parts_leave_nothing_out(text):
    parts = parts_of(text)
    assert all(b - a <= 1_200 for a, b in parts)
    edges = [(0, 0), *parts, (len(text), len(text))]
    outside = "".join(text[b:c] for (_, b), (c, _) in pairwise(edges))
    assert not any(c.isalnum() for c in outside)
