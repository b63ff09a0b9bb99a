"""The journal's file: one DuckDB database, opened for one operation at a time."""

from __future__ import annotations

from alsjournal.store.journal_store import JournalStore
from alsjournal.store.reports import (
    BackupReport,
    ForgetReport,
    Release,
    RestoreReport,
    TableChange,
    WithdrawReport,
    WriteReport,
)

__all__ = [
    "BackupReport",
    "ForgetReport",
    "JournalStore",
    "Release",
    "RestoreReport",
    "TableChange",
    "WithdrawReport",
    "WriteReport",
]
