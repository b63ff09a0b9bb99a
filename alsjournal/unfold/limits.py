"""How large what others have packed may be."""

from __future__ import annotations

__all__ = [
    "CPU_SECONDS",
    "MAX_CELL",
    "MAX_DIRECTORY",
    "MAX_ENTRIES",
    "MAX_RATIO",
    "MAX_TABLES",
    "MAX_UNFOLDED",
    "MEMORY",
    "SMALL",
]

MEMORY = 1 << 30
"""Bytes of memory that the child process may ask for. A workbook of 300,000 texts of
100 words takes half of it."""

CPU_SECONDS = 300
"""Seconds of work for one file."""

MAX_UNFOLDED = 400 << 20
"""Bytes that the parts of an archive may have together."""

MAX_RATIO = 200
"""How many times its size a part may unfold to. Documents as people write them unfold
to 5 to 30 times their size; one made to be a trap, to 300 and up to 1,000, which is
what the method of zip files (deflate) can reach."""

SMALL = 8 << 20
"""Below this many bytes the ratio does not matter."""

MAX_ENTRIES = 10_000
"""Parts of an archive. A workbook has some dozens."""

MAX_DIRECTORY = 4 << 20
"""Bytes of an archive's list of parts."""

MAX_TABLES = 500
"""Sheets of a workbook, tables of a document."""

MAX_CELL = 1_000_000
"""Characters of one value; a long interview has 100,000."""
