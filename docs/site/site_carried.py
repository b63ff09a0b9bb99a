"""Pages that lie elsewhere in the repository, and the links between them.

On a code host a link leads to the file. In the site it leads to the page that
carries the file; where none does, its text stays, with the file's path.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\]\n]+)\]"
    r"\((?P<to>[^)\s#]*)(?P<part>#[^)\s]*)?\)"
)


def carried() -> dict[str, str]:
    """Return the path in the site of each file that is carried, by its own path."""
    cards = sorted(ROOT.glob("models/*/README.md"))
    found = {
        f"models/{card.parent.name}/README.md": f"measured/{card.parent.name}.md"
        for card in cards
    }
    return {
        "benchmarks/README.md": "measured/benchmarks.md",
        "benchmarks/anonymise/second/README.md": "measured/second-set.md",
        "corpora/sample/README.md": "measured/sample.md",
        "corpora/written/README.md": "measured/written.md",
        "CHANGELOG.md": "changelog.md",
        "CONTRIBUTING.md": "contributing.md",
        "README.md": "readme.md",
        "SECURITY.md": "security.md",
        "requirements/LICENCES.md": "licences.md",
        **found,
    }


def home_of(page: str) -> str:
    """Return the path in the repository of a page of the site."""
    back = {site: file for file, site in carried().items()}
    return back.get(page, f"docs/{page}")


def mend_links(markdown: str, page: str) -> str:
    """Return a page's Markdown with its links leading to pages of the site.

    Parameters
    ----------
    markdown : str
    page : str
        The page's path in the site.

    Returns
    -------
    str
    """
    sites, home = carried(), home_of(page)

    def led(link: re.Match[str]) -> str:
        to, part = link["to"], link["part"] or ""
        if not to or ":" in to or (home.startswith("docs/") and _inside(home, to)):
            return link[0]
        file = posixpath.normpath(posixpath.join(posixpath.dirname(home), to))
        site = sites.get(file) or sites.get(f"{file}/README.md")
        if site is None and file.startswith("docs/") and file.endswith(".md"):
            site = file.removeprefix("docs/")
        if site is None:
            return f"{link['text']} (`{file}`)"
        here = posixpath.dirname(page) or "."
        return f"[{link['text']}]({posixpath.relpath(site, here)}{part})"

    return _LINK.sub(led, markdown)


def _inside(home: str, to: str) -> bool:
    file = posixpath.normpath(posixpath.join(posixpath.dirname(home), to))
    return file.startswith("docs/")


def pages() -> dict[str, str]:
    """Return the text of each page that is carried, by its path in the site."""
    return {
        site: (ROOT / file).read_text(encoding="utf-8")
        for file, site in carried().items()
    }


def nav_of_cards() -> list[dict[str, str]]:
    """Return the entries of the menu for the cards of models."""
    sites = [site for site in carried().values() if site.startswith("measured/als-")]
    return [{Path(site).stem: site} for site in sites] + [
        {"names": "measured/names.md"}
    ]
