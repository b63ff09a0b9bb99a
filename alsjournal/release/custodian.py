"""The page of a release check, for the data custodian: private, and run by nothing."""

from __future__ import annotations

import os
from pathlib import Path

from alsjournal._aside import new_file
from alsjournal._given import given_path
from alsjournal._version import __version__
from alsjournal.errors import InputError, SourceError
from alsjournal.release.findings import ReleaseReport
from alsjournal.release.page import environment

__all__ = ["render_check", "write_page"]

_LEVELS = (
    ("mend", "To be mended first"),
    ("look", "To be looked at by a person"),
    ("note", "To be known"),
)


def render_check(report: ReleaseReport) -> str:
    """Render a release check as one HTML page, every text in it escaped."""
    risky = report.__dict__["_risky"]
    page: str = (
        environment()
        .get_template("check.html.j2")
        .render(
            report=report,
            risky=risky,
            levels=[
                (level, words, [f for f in report.findings if f.level == level])
                for level, words in _LEVELS
            ],
            version=__version__,
        )
    )
    return page


def write_page(report: ReleaseReport, path: str | os.PathLike[str]) -> Path:
    """Write the page; see `ReleaseReport.write`."""
    target = Path(given_path(path))
    if target.suffix.lower() not in (".html", ".htm"):
        msg = (
            "A release check must be written to a file ending in .html. Got the ending "
            f"{target.suffix!r}."
        )
        raise InputError(msg)
    page = render_check(report)
    try:
        with new_file(target) as file:
            file.write(page.encode("utf-8"))
    except OSError as error:
        msg = (
            f"The release check must go where it can be written: {target} "
            f"({error.strerror}). Choose another folder."
        )
        raise SourceError(msg) from None
    return target
