"""Doors to other tools."""

from alsjournal.exchange.content import RELEASED, export_audience
from alsjournal.exchange.export import ExportReport, export_tables
from alsjournal.exchange.qda import (
    QdaProject,
    QdaReport,
    read_codebook,
    read_qda,
    read_qdpx,
    write_codebook,
    write_qdpx,
)
from alsjournal.exchange.reading import read_export, read_tables
from alsjournal.exchange.tables import csv_text

__all__ = [
    "RELEASED",
    "ExportReport",
    "QdaProject",
    "QdaReport",
    "csv_text",
    "export_audience",
    "export_tables",
    "read_codebook",
    "read_export",
    "read_qda",
    "read_qdpx",
    "read_tables",
    "write_codebook",
    "write_qdpx",
]
