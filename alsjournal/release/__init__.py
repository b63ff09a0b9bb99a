"""Before something goes out: previews for its writers, a check for its custodian."""

from __future__ import annotations

from alsjournal.release.answers import read_answers
from alsjournal.release.check import release_check
from alsjournal.release.findings import ReleaseReport
from alsjournal.release.preview import PreviewReport, preview
from alsjournal.release.responses import ResponsesReport, read_responses

__all__ = [
    "PreviewReport",
    "ReleaseReport",
    "ResponsesReport",
    "preview",
    "read_answers",
    "read_responses",
    "release_check",
]
