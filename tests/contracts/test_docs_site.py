"""The site of the documentation: whole, current, and in need of no network."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from widget_page import browser, violations

import alsjournal as als
from alsjournal.schema import TABLES

__all__ = ["browser"]  # a fixture

ROOT = Path(__file__).parents[2]
MAKERS = ROOT / "docs" / "site"
PAGES = sorted((ROOT / "docs").rglob("*.md"))
LOADS = re.compile(r"""(?:src|srcset|href|data|poster)\s*=\s*["']?(?:https?:)?//""")
LINK = re.compile(r"<a\b[^>]*>")
FETCHED = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")


def maker(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, MAKERS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_public_name_is_in_the_reference_once() -> None:
    pages = maker("site_reference").pages()
    text = "\n".join(pages.values())
    blocks = re.findall(r'<a id="alsjournal\.(\w+)"></a>\n\n::: [\w.]+\.(\w+)\n', text)
    names = set(als.__all__) - {"__version__"}
    assert sorted(blocks) == [(name, name) for name in sorted(names)]
    index = pages["reference/index.md"]
    assert not [name for name in als.__all__ if name not in index]


def test_every_room_has_words() -> None:
    assert set(als._HOMES.values()) <= set(maker("site_reference").ROOMS)


def test_every_verb_and_option_is_in_the_page_of_verbs() -> None:
    verbs = maker("site_verbs")
    page = verbs.pages()["reference/verbs.md"]
    assert re.findall(r"(?m)^## (\S+)$", page) == list(verbs.commands())
    options = {o for c in verbs.commands().values() for p in c.params for o in p.opts}
    missing = [o for o in options if o.startswith("--") and f"`{o}`" not in page]
    assert missing in ([], ["--help"])


def test_every_table_and_column_is_in_the_page_of_tables() -> None:
    page = maker("site_tables").pages()["reference/tables.md"]
    assert not [name for name in TABLES if f"\n### {name}\n" not in page]
    columns = als.data_dictionary()[["table", "column"]].itertuples(index=False)
    assert not [c for c in columns if f"`{c.column}`" not in page]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_on_a_page_are_commands(page: Path) -> None:
    commands = maker("site_verbs").commands()
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    blocks = re.findall(r"```\n(.*?)```", text, flags=re.DOTALL)
    lines = [
        li for b in blocks for li in b.splitlines() if li.startswith("alsjournal ")
    ]
    for line in lines:
        verb, *words = line.split("#")[0].split()[1:]
        known = {o for p in commands[verb].params for o in p.opts + p.secondary_opts}
        asked = {word for word in words if word.startswith("--")}
        assert asked <= known | {"--help"}, line


@pytest.mark.parametrize(
    ("page", "link", "led"),
    [
        ("themes.md", "[a](trends.md#x)", "[a](trends.md#x)"),
        (
            "themes.md",
            "[a](../benchmarks/README.md#x)",
            "[a](measured/benchmarks.md#x)",
        ),
        ("themes.md", "[a](../pyproject.toml)", "a (`pyproject.toml`)"),
        ("themes.md", "[a](https://x.example)", "[a](https://x.example)"),
        ("themes.md", "![a](images/a.png)", "![a](images/a.png)"),
        ("measured/benchmarks.md", "[a](../docs/themes.md)", "[a](../themes.md)"),
        (
            "measured/benchmarks.md",
            "[a](anonymise/second/README.md)",
            "[a](second-set.md)",
        ),
        ("readme.md", "[a](docs/your-own-data.md)", "[a](your-own-data.md)"),
        ("readme.md", "[a](benchmarks/)", "[a](measured/benchmarks.md)"),
    ],
)
def test_links_lead_to_pages_of_the_site(page: str, link: str, led: str) -> None:
    assert maker("site_carried").mend_links(link, page) == led


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Some:\n- one\n- two", "Some:\n\n- one\n- two"),
        ("Some:\n| a |\n|---|\n| b |", "Some:\n\n| a |\n|---|\n| b |"),
        ("```\n$\n- one\n```", "```\n$\n- one\n```"),
        ("- one\n\n| a |", "- one\n\n| a |"),
    ],
)
def test_tables_and_lists_begin_after_an_empty_line(text: str, read: str) -> None:
    assert maker("site_markdown").with_empty_lines(text) == read


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("mkdocs") is None:
        if os.environ.get("CI"):
            pytest.fail("mkdocs is not installed, and CI must build the documentation")
        pytest.skip("mkdocs is not installed: pip install '.[docs]'")
    folder = tmp_path_factory.mktemp("docs") / "site"
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3_000:]
    return folder


@pytest.mark.slow
def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 60
    for page in pages:
        text = LINK.sub("", page.read_text(encoding="utf-8"))
        found = LOADS.search(text)
        assert not found, f"{page.relative_to(site)}: {text[found.start() :][:80]}"
        assert "|---" not in text, f"{page.relative_to(site)}: a table that is none"
    for sheet in site.rglob("*.css"):
        assert not FETCHED.search(sheet.read_text(encoding="utf-8")), sheet.name


@pytest.mark.slow
def test_every_public_name_has_an_anchor(site: Path) -> None:
    pages = "".join(p.read_text("utf-8") for p in (site / "reference").glob("*.html"))
    names = set(als.__all__) - {"__version__"}
    assert not [n for n in names if f'id="alsjournal.{n}"' not in pages]
    assert "doc-symbol-module" not in pages  # a name, and not the module of that name


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_site_opens_from_a_folder_and_can_be_searched(
    site: Path, browser: object, scheme: str
) -> None:
    page = browser.new_page(  # type: ignore[attr-defined]
        viewport={"width": 400, "height": 800}, color_scheme=scheme
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.locator("label[for=__search]").first.click()
    page.locator("input.md-search__input").press_sequentially("Wilson")
    page.locator(".md-search-result__link").first.wait_for(timeout=30_000)
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    page.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_the_pages_can_be_read_by_all(
    site: Path, browser: object, scheme: str, width: int
) -> None:
    page = browser.new_page(  # type: ignore[attr-defined]
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    for name in ("index", "limits", "reference/themes", "tutorials/programme-lead"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert violations(page, "body") == [], name
    page.close()
