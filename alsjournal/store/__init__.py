"""The journal's file: one DuckDB database, opened for one operation at a time."""

from __future__ import annotations

from alsjournal.store._previews import Answer
from alsjournal.store.journal_store import JournalStore
from alsjournal.store.reports import (
    AnswersReport,
    BackupReport,
    ForgetReport,
    Leaving,
    Release,
    RestoreReport,
    TableChange,
    WithdrawReport,
    WriteReport,
)

__all__ = [
    "Answer",
    "AnswersReport",
    "BackupReport",
    "ForgetReport",
    "JournalStore",
    "Leaving",
    "Release",
    "RestoreReport",
    "TableChange",
    "WithdrawReport",
    "WriteReport",
]
