"""Deciding on themes while their passages are read; no passage is kept."""

import json

import pandas as pd
import pytest
from widget_page import answered, browser, opened, violations

from alsjournal.errors import InputError, NotFittedError
from alsjournal.journal import Journal
from alsjournal.themes import ThemeModel
from alsjournal.widgets import CodebookEditor

__all__ = ["browser", "opened"]  # fixtures

TEXTS = [
    *(f"Nobody covers the ward while we meet, week {i}." for i in range(12)),
    *(f"The trust would not share its waiting figures, month {i}." for i in range(12)),
]
HIDDEN = "KEPTFORONESELF"


@pytest.fixture(scope="module")
def fitted():
    frame = pd.DataFrame(
        {
            "reflection_id": [f"r{i}" for i in range(len(TEXTS) + 1)],
            "set_id": "A",
            "session": [i % 3 + 1 for i in range(len(TEXTS) + 1)],
            "member": [f"m{i % 6}" for i in range(len(TEXTS))] + ["alone"],
            "text": [*TEXTS, f"Nobody covers the ward {HIDDEN}."],
        }
    )
    permissions = pd.DataFrame({"member": ["alone"], "use": ["self"]})
    journal = Journal({"reflections": frame, "permissions": permissions})
    model = ThemeModel(n_themes=2, unclear=0.0, random_state=0).fit(journal)
    return model, journal


@pytest.fixture
def editor(fitted):
    return CodebookEditor(*fitted, by="Ade")


def first(editor):
    return editor._head["themes"][0]["id"]


def shown(editor, **message):
    message = {"type": "need-theme", "theme": first(editor), **message}
    return answered(editor, message)["sent"][-1]


def decide(editor, action, theme=None, **words):
    message = {"type": "decide", "theme": theme or first(editor), "action": action}
    answered(editor, {**message, "words": words})


def kept(editor):
    state = editor.get_state(["_head", "_status", "version"])
    data, _ = editor._repr_mimebundle_()
    return json.dumps([state, data]) + repr(editor)


def test_passages_come_a_page_at_a_time_and_are_not_kept(editor):
    page = shown(editor)
    assert len(page["passages"]) == 8
    assert all(one["quote"] in "".join(TEXTS) for one in page["passages"])
    assert page["pages"] == 2
    both = [shown(editor, page=k)["passages"] for k in (1, 2)]
    least = shown(editor, order="least")["passages"]
    assert least[0] == both[1][-1]
    everything = kept(editor)
    for word in ("Nobody", "would not share", '"r1', HIDDEN):
        assert word not in everything
    assert HIDDEN not in json.dumps([*both, least])


def test_what_is_decided_is_an_event_with_who_and_why(editor, fitted):
    theme = first(editor)
    decide(editor, "rename", name="Cover", why="they all say so")
    decide(editor, "define", idea="Nobody takes over", include="rotas", exclude="pay")
    decide(editor, "adopt", idea="Nobody takes over while they learn")
    standing = editor.codebook.theme(theme)
    assert (standing.name, standing.status) == ("Cover", "adopted")
    assert standing.central_idea == "Nobody takes over while they learn"
    event = editor.codebook.events[-3]
    assert (event.by, event.why) == ("Ade", "they all say so")
    assert editor.version == editor.codebook.version == fitted[0].codebook_.version + 3
    decide(editor, "undo")
    assert editor.codebook.theme(theme).status == "candidate"
    assert fitted[0].with_codebook(editor.codebook).theme_names_[0] == "Cover"


def test_merge_and_split(editor):
    one, other = (theme["id"] for theme in editor._head["themes"])
    decide(editor, "split", theme=one, into="Cover\n\n Rota \n")
    assert {"Cover", "Rota"} <= set(editor.codebook.names())
    decide(editor, "undo")
    decide(editor, "merge", theme=one, other=other, name="All of it")
    assert editor.codebook.names() == ("All of it",)
    assert shown(editor)["pages"] == 3
    assert editor._head["themes"][0]["texts"] == 24


def test_what_is_said_of_one_text(editor):
    theme = first(editor)
    for number, what in enumerate(("this", "not-this", "strains")):
        message = {"type": "of-text", "theme": theme, "number": number, "what": what}
        shown(editor)
        page = answered(editor, message)["sent"][-1]
        assert page["passages"][number]["from"].startswith("You said: ")
    standing = editor.codebook.theme(theme)
    assert len(standing.put_in) == len(standing.taken_out) == 1
    assert len(standing.does_not_fit) == 1
    before = editor.version
    for number in (99, -1, "1", None, True):
        message = {"type": "of-text", "theme": theme, "number": number, "what": "this"}
        answered(editor, message)
    assert editor.version == before


def test_what_cannot_be_is_said_and_changes_nothing(editor, fitted):
    before = editor.version
    decide(editor, "adopt", idea="")
    assert "central_idea" in editor._status
    decide(editor, "rename", name="")
    decide(editor, "merge", other="t99")
    decide(editor, "explode")
    assert "must be one of" in editor._status
    answered(editor, {"type": "need-theme", "theme": "t99"})
    assert editor.version == before
    with pytest.raises(InputError, match="who decides"):
        CodebookEditor(*fitted, by=" ")
    with pytest.raises(InputError, match="must be a Journal"):
        CodebookEditor(fitted[0], TEXTS, by="Ade")
    with pytest.raises(NotFittedError):
        CodebookEditor(ThemeModel(), fitted[1], by="Ade")


@pytest.mark.browser
@pytest.mark.slow
def test_a_theme_is_named_and_a_passage_taken_out_in_a_page(editor, opened):
    page = opened(editor)
    page.wait_for_selector(".als-quotes li")
    theme = first(editor)
    page.get_by_role("textbox", name="Name", exact=True).fill("Cover & <b>rota</b>")
    page.get_by_role("button", name="Rename").click()
    page.wait_for_function("() => state.version > 2")
    assert editor.codebook.theme(theme).name == "Cover & <b>rota</b>"
    page.get_by_role("button", name="Not this theme: passage 1").click()
    page.wait_for_selector("text=You said: not this theme")
    page.locator(".als-list button[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelectorAll('[aria-pressed=true]')[0].tabIndex === 0"
    )
    page.locator("summary").click()
    assert violations(page) == []
    assert page.locator(".als-list b").count() == 0
    assert "Nobody covers" not in page.evaluate("JSON.stringify(state)")
