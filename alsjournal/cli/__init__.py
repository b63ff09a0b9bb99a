"""The command line: one verb a file, the same words as the library."""

from __future__ import annotations

import sys

__all__ = ["main"]


_INTERRUPTED = 130


def main() -> None:
    """Run the command line."""
    try:
        from alsjournal.cli._app import app

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that is not UTF-8
        app()
    except KeyboardInterrupt:  # before a verb could say it
        sys.exit(_INTERRUPTED)
