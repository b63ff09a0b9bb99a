"""Outputs for each audience: compute a summary, then render it."""

from alsjournal.report.put_back import write_findings
from alsjournal.report.summarise import Finding, Summary, summarise
from alsjournal.report.supervision import supervision_page
from alsjournal.report.write import write_report

__all__ = [
    "Finding",
    "Summary",
    "summarise",
    "supervision_page",
    "write_findings",
    "write_report",
]
