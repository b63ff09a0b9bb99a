"""Cards in a real browser: mouse, keyboard, narrow pages, no word that stays."""

import csv
import io

import pytest
from widget_page import browser, opened, violations
from widget_tables import (
    HOSTILE,
    SAID,
    change,
    heard,
    history,
    issue_cards,
    prevalence,
    quotes,
    recurrence,
    summary,
    survey,
    trail,
)

from alsjournal.widgets import (
    Cell,
    IssueTrail,
    ObjectiveHistory,
    QuestionCards,
    RecurrenceBoard,
    SurveyBars,
    ThemeBrief,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

__all__ = ["browser", "opened"]  # fixtures

HEADS = ".als-head"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def board(themes=("Cover", "Trust", "Beds")):
    return RecurrenceBoard(
        recurrence(themes), issue_cards(), prevalence=prevalence(themes)
    )


def views():
    counts = prevalence(audience="programme", wrote=20)
    told = quotes(audience="programme")
    return {
        "board": board(),
        "trail": IssueTrail(trail(), heard()),
        "questions": QuestionCards(issue_cards()),
        "brief": ThemeBrief(summary(), change(), told, counts),
        "objective": ObjectiveHistory(history()),
        "survey": SurveyBars(survey()),
    }


NAMES = ["board", "trail", "questions", "brief", "objective", "survey"]


def put_open(page, name):
    """Open what there is to open."""
    if name == "survey":
        page.wait_for_selector(".als-live svg")
        page.locator(".als-cell").first.click()
        page.wait_for_selector(".als-detail h3")
    elif name == "questions":
        page.get_by_text("Question 1 of 2").wait_for()
    else:
        page.locator(HEADS).nth(1 if name == "objective" else 0).click()
        page.wait_for_selector(".als-opened h5")


def focused(page):
    return page.evaluate("document.activeElement.innerText")


def test_a_card_opens_and_closes_by_mouse(opened):
    widget = board()
    page = opened(widget)
    assert page.locator("[role=status]").inner_text().startswith("3 themes. Nothing")
    page.get_by_role("button", name="Cover").click()
    page.wait_for_selector(".als-beside blockquote")
    assert widget.selection == (Cell("Cover"),)
    assert page.locator(".als-beside > div").count() == 2
    assert "Open: Cover." in page.locator("[role=status]").inner_text()
    page.get_by_role("button", name="Trust").click()
    page.get_by_text("No quote on this may be shown to the set.").wait_for()
    assert page.locator(".als-open").count() == 1
    page.get_by_role("button", name="Trust").click()
    assert widget.selection == ()
    assert page.locator(".als-open").count() == 0


def test_arrows_home_end_enter_and_escape(opened):
    widget = board()
    page = opened(widget)
    assert page.locator(f'{HEADS}[tabindex="0"]').count() == 1
    page.locator(HEADS).first.focus()
    for key, head in (
        *(("ArrowDown", "Trust"), ("ArrowUp", "Cover"), ("ArrowUp", "Cover")),
        *(("End", "Beds"), ("ArrowDown", "Beds"), ("Home", "Cover")),
    ):
        page.keyboard.press(key)
        assert focused(page) == head
    page.keyboard.press("Enter")
    page.wait_for_selector(".als-beside")
    assert page.locator(HEADS).first.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert widget.selection == ()
    assert focused(page) == "Cover"
    page.keyboard.press("Space")
    assert widget.selection == (Cell("Cover"),)


def test_focus_can_be_seen(opened):
    page = opened(board())
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(style) == "solid"


def test_what_python_chooses_is_opened(opened):
    widget = board()
    page = opened(widget)
    page.evaluate(
        "model.set('selection', [{theme: 'Trust', session: null, set_id: null}])"
    )
    page.get_by_text("No quote on this may be shown to the set.").wait_for()


def test_words_are_text_and_go_when_a_card_is_closed(opened):
    page = opened(board(("Cover", HOSTILE)))
    page.get_by_role("button", name="Cover").click()
    page.wait_for_selector(".als-beside")
    assert HOSTILE in page.locator(".als-beside").inner_text()
    assert page.locator("img").count() == 0
    assert page.evaluate("globalThis.hit") is None
    page.keyboard.press("Escape")
    assert SAID not in page.content()
    assert SAID not in page.evaluate("JSON.stringify(state)")


def test_of_many_cards_one_page_after_the_other(opened):
    widget = board(tuple(f"Theme {i}" for i in range(60)))
    page = opened(widget)
    assert page.locator(HEADS).count() == 25
    page.get_by_role("combobox", name="Shown").select_option("50")
    assert page.locator(HEADS).count() == 10
    chosen = "[{theme: 'Theme 30', session: null, set_id: null}]"
    page.evaluate(f"model.set('selection', {chosen})")
    assert page.locator(".als-open").inner_text().startswith("Theme 30")
    assert page.get_by_role("combobox", name="Shown").input_value() == "25"


def test_dots_have_their_words(opened):
    page = opened(board())
    dots = page.locator(".als-dots").first
    assert dots.get_attribute("role") == "img"
    assert dots.get_attribute("aria-label").startswith("Raised at sessions 1, 2 and 4")
    assert dots.locator(".als-no").inner_text() == "3"


def test_the_table_and_its_download(opened):
    page = opened(board(("Cover", "=cmd()")))
    page.get_by_role("button", name="Show as table").click()
    assert page.locator(".als-table tbody tr").count() == 2
    with page.expect_download() as info:
        page.get_by_role("button", name="Download CSV").click()
    with open(info.value.path(), encoding="utf-8-sig") as file:  # noqa: PTH123
        rows = list(csv.reader(io.StringIO(file.read())))
    assert rows[0][0] == "Theme"
    assert rows[2][0] == "'=cmd()"


def test_issues_take_their_own_names(opened):
    page = opened(IssueTrail(trail()))
    page.get_by_role("button", name=f"{SAID} how do we cover?").click()
    page.get_by_text("Not heard back on yet: shall we ask?").wait_for()
    assert page.locator("ol.als-items").count() == 2
    assert page.locator("img").count() == 0
    assert SAID not in page.evaluate("JSON.stringify(state)")


def test_changes_are_marked_and_told(opened):
    page = opened(ObjectiveHistory(history()))
    page.locator(HEADS).nth(1).click()
    page.wait_for_selector(".als-wording")
    assert page.locator("del, ins").count() >= 2
    assert "[taken out: " in page.locator("del").first.text_content()
    assert "[added: " in page.locator("ins").first.text_content()
    line = "getComputedStyle(document.querySelector('del')).textDecorationLine"
    assert page.evaluate(line) == "line-through"
    assert page.locator("dl dt").count() == 6


def test_a_brief_opens_its_picture(opened):
    page = opened(views()["brief"])
    page.get_by_role("button", name="Cover").click()
    page.wait_for_selector(".als-opened svg")
    assert page.locator(".als-opened blockquote").count() == 2


def test_one_question_a_screen(opened):
    widget = QuestionCards(issue_cards())
    page = opened(widget)
    page.get_by_text("Question 1 of 2").wait_for()
    question = page.locator(".als-question")
    assert question.inner_text().startswith(f"{SAID} question of the set")
    page.get_by_role("button", name="Next question").click()
    page.get_by_text("Question 2 of 2").wait_for()
    assert page.get_by_role("button", name="Next question").is_disabled()
    assert page.evaluate("document.activeElement.className") == "als-large"
    for key, n in (("ArrowLeft", 1), ("End", 2), ("Home", 1), ("ArrowRight", 2)):
        page.keyboard.press(key)
        page.get_by_text(f"Question {n} of 2").wait_for()
    page.get_by_role("combobox", name="Theme").select_option("=Cover")
    page.get_by_text("Question 1 of 2").wait_for()
    assert widget.selection == (Cell("Cover"),)
    page.locator(".als-large").focus()
    page.keyboard.press("Escape")
    page.get_by_text("Question 1 of 2").wait_for()
    assert widget.selection == ()
    assert page.locator("img").count() == 0
    assert SAID not in page.evaluate("JSON.stringify(state)")


def test_questions_are_large(opened):
    page = opened(QuestionCards(issue_cards()), viewport={"width": 1280, "height": 800})
    page.get_by_text("Question 1 of 2").wait_for()
    size = (
        "parseFloat(getComputedStyle(document.querySelector('.als-question')).fontSize)"
    )
    assert page.evaluate(size) >= 48
    page.get_by_role("button", name="Full screen").click()
    page.get_by_role("button", name="Leave full screen").wait_for()
    assert page.evaluate(size) >= 80
    page.keyboard.press("ArrowRight")
    page.get_by_text("Question 2 of 2").wait_for()
    page.get_by_role("button", name="Leave full screen").click()
    page.wait_for_function("() => !document.fullscreenElement")


def test_printed_cards_are_a_page_each(browser, tmp_path):
    path = tmp_path / "cards.html"
    QuestionCards(issue_cards()).to_html(path, own=True)
    page = browser.new_page()
    page.goto(path.as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 2
    assert page.locator("script, img").count() == 0
    page.close()


def test_a_question_of_the_survey_is_opened(opened):
    widget = SurveyBars(survey())
    page = opened(widget, live=True)
    page.wait_for_selector(".als-live svg")
    page.locator('.als-cell[tabindex="0"]').focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".als-detail h3")
    assert widget.selection == (Cell("act"),)
    assert (
        "Start: 4 of the 18 who answered." in page.locator(".als-detail").inner_text()
    )
    page.get_by_role("combobox", name="Wave").select_option("start")
    page.wait_for_function("() => state._table.caption.endsWith('start')")
    assert widget.wave == "start"
    page.get_by_role("combobox", name="Question").select_option("ask")
    page.get_by_text("Be wary: all said so: it cannot rise.").wait_for()
    page.locator(".role-axis-label text").first.click()
    assert widget.selection[0].theme in {"ask", "act"}
    assert page.locator("img").count() == 0


def test_without_a_kernel_counts_stay_and_it_is_said_why(opened):
    page = opened(board())
    page.evaluate("() => { model.send = () => { throw new Error('asleep'); }; }")
    page.get_by_role("button", name="Cover").click()
    assert "Raised in 3 of 4 sessions" in page.content()
    assert (
        "while the notebook's kernel runs"
        in page.locator(".als-opened").first.inner_text()
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, name, scheme):
    page = opened(views()[name], live=name == "survey", color_scheme=scheme)
    put_open(page, name)
    if name != "questions":
        page.get_by_role("button", name="Show as table").click()
    assert violations(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_grows_with_the_text_and_fits_a_narrow_page(opened, name):
    viewport = {"width": 320, "height": 700}
    page = opened(views()[name], live=name == "survey", viewport=viewport)
    put_open(page, name)
    before = page.locator(".als-view").bounding_box()["height"]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.locator(".als-view").bounding_box()["height"] > before
    assert page.evaluate(WIDE) <= 0
