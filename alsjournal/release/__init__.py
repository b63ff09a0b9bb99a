"""Before something goes out: previews for its writers, a check for its custodian."""

from __future__ import annotations

from alsjournal.release.answers import read_answers
from alsjournal.release.check import release_check
from alsjournal.release.findings import ReleaseReport
from alsjournal.release.preview import PreviewReport, preview

__all__ = [
    "PreviewReport",
    "ReleaseReport",
    "preview",
    "read_answers",
    "release_check",
]
