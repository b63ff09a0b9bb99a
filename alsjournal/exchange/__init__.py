"""Doors to other tools."""

from alsjournal.exchange.content import RELEASED, export_audience
from alsjournal.exchange.export import ExportReport, export_tables
from alsjournal.exchange.reading import read_export, read_tables
from alsjournal.exchange.tables import csv_text

__all__ = [
    "RELEASED",
    "ExportReport",
    "csv_text",
    "export_audience",
    "export_tables",
    "read_export",
    "read_tables",
]
