"""The review in a notebook: a sentence at a time, decided at once, kept nowhere."""

import json

import pytest
from test_anonymise_review_queue import KEY, TEXTS, Desk
from widget_page import answered, browser, opened, violations

from alsjournal.anonymise.review import AUDIT
from alsjournal.errors import InputError
from alsjournal.widgets import AnonymisationReview

__all__ = ["browser", "opened"]  # fixtures


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def said(widget, **message):
    """What the widget answers to a message, the last of it."""
    return answered(widget, message)["sent"][-1]


def text_of(item):
    return "".join(part["text"] for part in item["parts"])


def skip_to(widget, inside):
    item = said(widget, type="need-item")
    while item["item"]:
        if any(p["marked"] and p["text"] == inside for p in item["parts"]):
            return item
        item = said(widget, type="decide", decision="skip", item=item["item"])
    raise AssertionError(inside)


def test_a_sentence_at_a_time_and_nothing_kept(desk):
    widget = AnonymisationReview(desk.queue())
    item = said(widget, type="need-item")
    assert text_of(item).strip() in "".join(TEXTS)
    kept = json.dumps(widget.get_state(["_head", "_status", "done"])) + repr(widget)
    data, _ = widget._repr_mimebundle_()
    kept += json.dumps(data) + str(widget.__dict__.keys())
    for word in ("Quillan", "Overby", "Chase", "Sarah"):
        assert word not in kept


def test_a_decision_is_in_the_log_and_is_applied(desk):
    widget = AnonymisationReview(desk.queue())
    item = skip_to(widget, "Overby")
    after = said(widget, type="decide", decision="accept", item=item["item"])
    assert after["item"] != item["item"]
    assert widget.done == widget._private["queue"].done
    assert "Overby" not in "".join(desk.texts())


def test_pressed_twice_counts_once(desk):
    widget = AnonymisationReview(desk.queue())
    item = said(widget, type="need-item")
    for _ in range(2):
        said(widget, type="decide", decision="skip", item=item["item"])
    assert widget.done == 1
    said(widget, type="undo")
    assert widget.done == 0
    assert "nothing to take back" in said(widget, type="undo")["status"]


def test_more_words_are_shown_before_they_are_masked(desk):
    widget = AnonymisationReview(desk.queue())
    item = skip_to(widget, "Overby")
    longer = said(widget, type="need-item", left=1, right=0)
    assert [p["text"] for p in longer["parts"] if p["marked"]] == ["Quillan Overby"]
    said(
        widget, type="decide", decision="extend", item=item["item"], left=1, right=True
    )
    assert "Quillan Overby" not in "".join(desk.texts())
    for wrong in (-3, "1", True, None, 10**9):
        assert said(widget, type="need-item", left=wrong)["left"] in (0, 30)


def test_what_is_read_whole(desk):
    widget = AnonymisationReview(desk.queue(audit=2))
    queue = widget._private["queue"]
    while queue.next().label != AUDIT:
        queue.decide("skip")
    item = said(widget, type="need-item")
    assert item["whole"]
    assert "random" in item["about"]
    refused = said(widget, type="decide", decision="accept", item=item["item"])
    assert "Got another" in refused["status"]
    assert refused["item"] == item["item"]
    after = said(widget, type="decide", decision="clean", item=item["item"])
    assert after["item"] != item["item"]
    assert queue.recall is not None


def test_the_end_and_what_is_refused(desk):
    queue = desk.queue()
    widget = AnonymisationReview(queue)
    while queue.next() is not None:
        queue.decide("skip")
    assert "Nothing is left" in said(widget, type="need-item")["status"]
    with pytest.raises(InputError, match="must be a ReviewQueue"):
        AnonymisationReview([1, 2])


@pytest.mark.browser
@pytest.mark.slow
def test_keys_decide_in_a_page(desk, opened):
    widget = AnonymisationReview(desk.queue())
    queue = widget._private["queue"]
    page = opened(widget)
    page.wait_for_selector(".als-sentence mark")
    first = page.locator(".als-sentence").inner_text()
    page.locator(".als-view").focus()
    page.keyboard.press("e")
    assert "by how many words" in page.locator("[role=status]").inner_text()
    page.keyboard.press("r")
    page.wait_for_function("() => state.done === 1")
    page.wait_for_function(
        "(first) => document.querySelector('.als-sentence').textContent !== first",
        arg=first,
    )
    page.keyboard.press("u")
    page.wait_for_function("() => state.done === 0")
    page.get_by_role("button", name="Not now").click()
    page.wait_for_function("() => state.done === 1")
    assert queue.done == 1
    assert violations(page) == []
    assert "Overby" not in page.evaluate("JSON.stringify(state)")
