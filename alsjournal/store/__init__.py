"""The journal's file, one DuckDB database, and the dataset that is made of it."""

from __future__ import annotations

from alsjournal.store._previews import Answer
from alsjournal.store.dataset import JournalDataset, Part
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
    "JournalDataset",
    "JournalStore",
    "Leaving",
    "Part",
    "Release",
    "RestoreReport",
    "TableChange",
    "WithdrawReport",
    "WriteReport",
]
