"""Files in: recognised or asked for, every row taken or quarantined with its reason."""

from alsjournal.ingest.config import Programme, read_programme
from alsjournal.ingest.presets import PRESETS, Preset
from alsjournal.ingest.quarantine import FileReport, IngestReport, Refusal
from alsjournal.ingest.read import check, read_journal, read_journal_with_report

__all__ = [
    "PRESETS",
    "FileReport",
    "IngestReport",
    "Preset",
    "Programme",
    "Refusal",
    "check",
    "read_journal",
    "read_journal_with_report",
    "read_programme",
]
