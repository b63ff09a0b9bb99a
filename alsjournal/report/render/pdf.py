"""Print a page as a tagged PDF, through a browser that is there already."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from alsjournal.errors import SourceError

__all__ = ["BROWSER", "find_browser", "to_pdf"]

BROWSER = "ALSJOURNAL_BROWSER"
"""The variable that names a browser."""

_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("chrome", "microsoft-edge", "msedge"),
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_FLAGS = (
    *("--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-sync", "--disable-extensions"),
    *(
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--no-pdf-header-footer",
    ),
    "--host-resolver-rules=MAP * ~NOTFOUND",  # it has nothing to ask anybody
    "--export-tagged-pdf",
)
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_SECONDS = 120


def find_browser() -> str | None:
    """Return where Chromium, Chrome or Edge is; None where there is none."""
    named = os.environ.get(BROWSER)
    if named:
        return shutil.which(named)
    for name in (*_NAMES, *_PLACES):
        found = shutil.which(name)
        if found:
            return found
    return None


def to_pdf(page: str) -> bytes:
    """Print a page.

    Parameters
    ----------
    page : str
        HTML that needs nothing from elsewhere.

    Returns
    -------
    bytes
        A tagged PDF: headings, lists, tables and pictures stay what they are. It does
        not say when it was made; the same page and browser give the same bytes.

    Raises
    ------
    SourceError
        If there is no browser, or it makes no PDF.
    """
    browser = find_browser()
    if browser is None:
        msg = (
            "A PDF is printed by a browser: Chromium, Chrome or Edge must be "
            f"installed, or {BROWSER} must name one. Found none. Choose the format "
            f"html, open the page, and print it from there."
        )
        raise SourceError(msg)
    with tempfile.TemporaryDirectory(prefix="als-print-") as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        _print(browser, source, target, Path(folder) / "profile")
        try:
            made = target.read_bytes()
        except OSError:
            made = b""
    if not made.startswith(b"%PDF"):
        msg = (
            f"The browser must print a PDF. {Path(browser).name} made none. Choose "
            f"the format html, open the page, and print it from there."
        )
        raise SourceError(msg)
    return _DATE.sub(_undated, made)


def _print(browser: str, source: Path, target: Path, profile: Path) -> None:
    alone = ["--no-sandbox"] if _is_root() else []  # Chromium's own rule for root
    command = [browser, *_FLAGS, *alone, f"--user-data-dir={profile}"]
    command += [f"--print-to-pdf={target}", source.as_uri()]
    try:
        subprocess.run(  # noqa: S603 - a browser of this machine, and our own page
            command, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _undated(found: re.Match[bytes]) -> bytes:
    """Put a fixed day in, as long as the other: places inside must not move."""
    name = found.group(1)
    room = len(found.group(0)) - len(name) - len(b"/ (D:)")
    return b"/" + name + b" (D:" + b"20260101000000+00'00'".ljust(room)[:room] + b")"
