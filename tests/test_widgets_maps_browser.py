"""Maps in a real browser: a rectangle by mouse and by keyboard, and no text or id."""

import pytest
from map_journals import SECRET, Lengths, coded, codes, journal
from widget_page import browser, opened, violations
from widget_tables import quotes

from alsjournal.widgets import AgreementMatrix, Cell, ReflectionMap

pytestmark = [pytest.mark.browser, pytest.mark.slow]

__all__ = ["browser", "opened"]  # fixtures

TALL = {"width": 1000, "height": 1400}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def reflection_map(n=40):
    of = journal(n)
    said = quotes("ward", audience="research")
    return ReflectionMap(codes(of), of, quotes=said, embedder=Lengths())


def drag(page, start, end):
    """Draw a rectangle, in parts of the map: 0 to 1 across and down."""
    box = page.locator(".als-handle").bounding_box()
    points = [
        (box["x"] + x * box["width"], box["y"] + y * box["height"])
        for x, y in (start, end)
    ]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=4)
    page.mouse.up()


def status(page):
    return page.locator(".als-status").inner_text()


@pytest.mark.parametrize("live", [False, True])
def test_a_rectangle_is_drawn_by_mouse(opened, live):
    view = reflection_map()
    page = opened(view, live=live, viewport=TALL)
    if live:
        page.wait_for_selector(".als-live svg")
    drag(page, (0.01, 0.01), (0.99, 0.99))
    page.wait_for_selector(".als-detail h3")
    assert page.locator(".als-detail h3").inner_text() == "40 texts chosen"
    assert len(view.selected) == 40
    (left, right), (low, high) = (view._private["area"][key] for key in ("x", "y"))
    sides = (left, right, low, high)
    for side, end, size in zip(
        view.rectangle, sides, (right - left,) * 2 + (high - low,) * 2, strict=True
    ):
        assert abs(side - end) == pytest.approx(0.01 * size, abs=0.005 * size)
    tables = page.locator(".als-detail table").all_inner_texts()
    assert "ward" in tables[-1]
    page.locator(".als-handle").press("Escape")
    page.wait_for_selector(".als-detail h3", state="detached")
    assert view.rectangle == ()


def test_a_rectangle_is_moved_and_grown_by_keyboard(opened):
    view = reflection_map()
    page = opened(view)
    page.locator(".als-handle").focus()
    for _ in range(9):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
    assert status(page).startswith("From 0 to 20 % across and 0 to 20 % up.")
    assert view.rectangle == ()
    for _ in range(17):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    assert status(page).startswith("From 0 to 100 % across and 0 to 95 % up.")
    page.keyboard.press("Enter")
    page.wait_for_function("() => state.rectangle.length === 4")
    area = view._private["area"]
    assert view.rectangle[:2] == pytest.approx(tuple(area["x"]))
    page.wait_for_selector(".als-detail h3")
    page.keyboard.press("Escape")
    page.wait_for_function("() => state.rectangle.length === 0")
    assert view.selected.empty


def test_a_theme_comes_into_focus_with_its_quotes(opened):
    view = reflection_map()
    page = opened(view, live=True)
    page.wait_for_selector(".als-live svg")
    page.get_by_role("combobox", name="Theme").select_option("ward")
    page.wait_for_selector(".als-detail blockquote")
    assert view.selection == (Cell("ward"),)
    assert "20 of 40" in page.locator(".als-paper").first.inner_html()
    drag(page, (0.01, 0.01), (0.6, 0.99))
    page.wait_for_function("() => state.rectangle.length === 4")
    assert page.locator(".als-brush").is_visible()


def test_no_text_and_no_id_is_in_the_page(opened):
    view = reflection_map()
    page = opened(view, live=True)
    page.wait_for_selector(".als-live svg")
    drag(page, (0.01, 0.01), (0.5, 0.99))
    page.wait_for_selector(".als-detail table")
    seen = page.content() + page.evaluate("JSON.stringify(state)")
    for word in ("key-", SECRET, "m1", "no beds"):
        assert word not in seen


def test_squares_can_be_chosen_too(opened):
    view = reflection_map(5_001)
    page = opened(view, viewport=TALL)
    drag(page, (0.01, 0.01), (0.99, 0.99))
    page.wait_for_function("() => state.rectangle.length === 4")
    assert len(view.selected) == 5_001


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme):
    view = reflection_map()
    page = opened(view, live=True, color_scheme=scheme)
    page.wait_for_selector(".als-live svg")
    drag(page, (0.01, 0.01), (0.5, 0.99))
    page.wait_for_selector(".als-detail table")
    page.get_by_role("button", name="Show as table").click()
    assert violations(page) == []


def test_it_fits_a_narrow_page(opened):
    view = reflection_map()
    page = opened(view, viewport={"width": 320, "height": 700})
    drag(page, (0.01, 0.01), (0.3, 0.5))
    page.wait_for_function("() => state.rectangle.length === 4")
    assert page.evaluate(WIDE) <= 0


def agreement_matrix(labels):
    codings, ids = coded()
    return AgreementMatrix(
        codings,
        unit="text",
        labels=labels,
        read=ids,
        approach="codebook",
        n_bootstraps=100,
    )


@pytest.mark.parametrize("labels", ["several", "one"])
def test_a_part_is_chosen_by_mouse(opened, labels):
    view = agreement_matrix(labels)
    page = opened(view, live=True, viewport=TALL)
    page.wait_for_selector(".als-live svg")
    name = "cover, only ann" if labels == "several" else "cover for ann, trust for ben"
    page.locator(f'.als-cell[aria-label^="{name}"]').click()
    page.wait_for_selector(".als-detail h3")
    assert sorted(view.disagreements["reflection_id"]) == ["key-8", "key-9"]
    assert page.locator(".als-picked").count() == 1
    assert "2 texts" in page.locator(".als-detail").inner_text()
    page.get_by_role("combobox", name="Code").select_option("trust")
    page.wait_for_function("() => state.selection[0].theme === 'trust'")
    assert "key-" not in page.content() + page.evaluate("JSON.stringify(state)")


def test_parts_are_reached_by_keyboard(opened):
    view = agreement_matrix("several")
    page = opened(view)
    page.locator('.als-cell[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("() => state.selection.length === 1")
    assert view.selection == (Cell("trust", None, "only ben"),)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("() => state.selection[0].theme === 'cover'")
    assert view.selection == (Cell("cover", None, "only ann"),)
    page.keyboard.press("Escape")
    page.wait_for_function("() => state.selection.length === 0")
    assert view.disagreements.empty


@pytest.mark.parametrize("labels", ["several", "one"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_agreement(opened, labels, scheme):
    view = agreement_matrix(labels)
    page = opened(view, live=True, color_scheme=scheme)
    page.wait_for_selector(".als-live svg")
    page.locator(".als-cell").first.click()
    page.wait_for_selector(".als-detail h3")
    page.get_by_role("button", name="Show as table").click()
    assert violations(page) == []
