"""What pages for people have in common: templates that escape, files written whole."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from alsjournal._aside import new_file
from alsjournal._given import given_path
from alsjournal.errors import InputError, SourceError

__all__ = ["environment", "html_file", "write_whole"]


@lru_cache(maxsize=1)
def environment() -> Any:
    """Return the templates of this room, which escape all that they are given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("alsjournal.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html_file(path: str | os.PathLike[str], what: str) -> Path:
    """Return where a page is to go.

    Raises
    ------
    InputError
        If it does not end in ``.html``.
    """
    target = Path(given_path(path))
    if target.suffix.lower() not in (".html", ".htm"):
        msg = (
            f"A {what} must be written to a file ending in .html. Got the ending "
            f"{target.suffix!r}."
        )
        raise InputError(msg)
    return target


def write_whole(target: Path, page: str | bytes, what: str) -> None:
    """Write beside the target and move over it: never half a page.

    Raises
    ------
    SourceError
        If the file cannot be written there.
    """
    try:
        with new_file(target) as file:
            file.write(page.encode("utf-8") if isinstance(page, str) else page)
    except OSError as error:
        msg = (
            f"The {what} must go into a folder that exists and can be written to, "
            f"with room for it: {target} ({error.strerror}). Make it, or choose "
            f"another."
        )
        raise SourceError(msg) from None
