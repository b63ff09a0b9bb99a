"""Word documents written by hand, as no office program would."""

from __future__ import annotations

import zipfile
from pathlib import Path

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def styles(*inner: str) -> str:
    return f"{XML}<w:styles {SPACES}>{''.join(inner)}</w:styles>"


def style(key: str, name: str, inner: str = "", kind: str = "paragraph") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{inner}</w:style>"
    )


def raw_docx(path: Path, body: str, *, head: str = XML, **parts: str | bytes) -> Path:
    """Write a document of this body; further parts by name, ``/`` as ``__``."""
    document = f"{head}<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def p(*runs: str, style: str = "", inner: str = "") -> str:
    """A paragraph; runs are texts, or XML where they begin with ``<``."""
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{own}{inner}</w:pPr>" if own or inner else ""
    return f"<w:p>{properties}{''.join(map(r, runs))}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run; XML stays as it is."""
    if text.startswith("<") and not properties:
        return text
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    """A table; cells are texts, or XML where they begin with ``<``."""
    cells = (
        "".join(f"<w:tc>{c if c.startswith('<') else p(c)}</w:tc>" for c in row)
        for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
