"""What MkDocs asks while it builds the site: pages that are made, links that lead.

Named in ``mkdocs.yml``. Nothing is written beside the site, so that no page of the
reference can be older than the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import site_carried as carried
import site_markdown
import site_reference as reference
import site_tables as tables
import site_verbs as verbs
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_FILLED = {"ROOMS": reference.nav, "CARDS": carried.nav_of_cards}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the rooms and the cards into the menu, where it names them."""
    config.nav = _fill(config.nav)
    return config


def _fill(entries: list[Any]) -> list[Any]:
    filled: list[Any] = []
    for entry in entries:
        if isinstance(entry, str) and entry in _FILLED:
            filled += _FILLED[entry]()
        elif isinstance(entry, dict):
            filled.append(
                {k: _fill(v) if isinstance(v, list) else v for k, v in entry.items()}
            )
        else:
            filled.append(entry)
    return filled


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made and those that lie elsewhere."""
    for source in (reference, verbs, tables, carried):
        for path, text in source.pages().items():
            files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Make links lead to pages of the site, and tables and lists be read as such."""
    text = site_markdown.with_empty_lines(markdown)
    return carried.mend_links(text, page.file.src_uri)
