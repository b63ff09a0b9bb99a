"""The same input, the same bytes; and whether anybody has changed a document since."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx.document import Document

__all__ = ["MADE", "settled", "untouched"]

MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - Word's property has no zone
"""The date in every document: a real one would differ from day to day."""

_BODY = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_OPENING = b"<dc:identifier>"


def settled(document: Document) -> bytes:
    """Return the document's bytes, the same for the same document.

    Its identifier is the fingerprint of its body, so that `untouched` can tell
    whether it was saved by somebody since.
    """
    mark = hashlib.sha256(document.part.blob).hexdigest()
    document.core_properties.identifier = mark
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, date_time=MADE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            target.writestr(info, source.read(name))
    return out.getvalue()


def untouched(path: Path) -> bool:
    """Whether a document is as the kit wrote it; False for anything in doubt.

    Word and LibreOffice write a body of their own whenever they save.
    """
    try:
        with zipfile.ZipFile(path) as source:
            mark = hashlib.sha256(source.read(_BODY)).hexdigest()
            properties = source.read(_PROPERTIES)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
    return _OPENING + mark.encode() in properties
