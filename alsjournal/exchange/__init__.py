"""Doors to other tools."""

from alsjournal.exchange.tables import csv_text

__all__ = ["csv_text"]
