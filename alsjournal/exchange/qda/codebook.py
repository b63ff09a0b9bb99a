"""A codebook as REFI-QDA writes it (``.qdc``), both ways."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

import pandas as pd

from alsjournal._aside import new_file
from alsjournal._given import given_path
from alsjournal.errors import InputError, SourceError
from alsjournal.exchange.qda.names import CODEBOOK, guid_of, origin
from alsjournal.exchange.qda.parts import Code
from alsjournal.exchange.qda.refi import codes_in
from alsjournal.exchange.qda.xml import MAX_XML, legal, parsed, serialised
from alsjournal.ingest.opening import check_is_file, opened
from alsjournal.themes import Codebook, Event
from alsjournal.themes import read_codebook as read_events
from alsjournal.themes import write_codebook as write_events
from alsjournal.themes.codebook_file import refuse_quotes

if TYPE_CHECKING:
    from alsjournal.journal import Journal
    from alsjournal.themes import Theme

__all__ = [
    "code_elements",
    "codebook_of",
    "described",
    "read_codebook",
    "write_codebook",
]

SUFFIX = ".qdc"
_LABELS = {"include": "Belongs: ", "exclude": "Does not belong: "}
_EXAMPLE = "Example: "


def write_codebook(
    codebook: Codebook,
    path: str | os.PathLike[str],
    *,
    journal: Journal | None = None,
    with_texts: bool = True,
) -> Path:
    """Write a codebook: with its history (.jsonl), or for other programs (.qdc).

    A file of events is only added to. A REFI-QDA codebook holds the themes that stand
    and were not rejected, each as a code with its description; no decision, no text's
    id. It replaces a file that is there.

    Parameters
    ----------
    codebook : Codebook
    path : str or path-like
        Ending in ``.jsonl`` or ``.qdc``. A ``.jsonl`` that is there must be an earlier
        state of this codebook; the new events go to its end.
    journal : Journal, optional
        The texts that the codebook is about. Given, a codebook that repeats six words
        in a row of one of them is refused.
    with_texts : bool, default=True
        Whether the ids of texts are written into a ``.jsonl``; False for a file that
        leaves those who may see the journal.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    InputError
        If the path ends in something else, the file holds something else, or there is
        no theme to write.
    DisclosureError
        If a text's words stand in the codebook.

    Examples
    --------
    >>> import tempfile
    >>> book = Codebook().add("Cover", by="KM", definition="Nobody to stand in.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_codebook(book, Path(folder, "book.qdc"))
    ...     read_codebook(path, by="KM").names()
    ('Cover',)
    """
    target = Path(given_path(path))
    if target.suffix.lower() != SUFFIX:
        return write_events(codebook, path, journal=journal, with_texts=with_texts)
    if not isinstance(codebook, Codebook):
        msg = f"codebook must be a Codebook. Got {type(codebook).__name__}."  # type: ignore[unreachable]
        raise InputError(msg)
    if journal is not None:
        refuse_quotes(codebook, journal)
    themes = [theme for theme in codebook.themes() if theme.status != "rejected"]
    if not themes:
        msg = (
            "A REFI-QDA codebook must have a code. This codebook has no theme that "
            "stands. Add one, or write it as .jsonl."
        )
        raise InputError(msg)
    root = Element("CodeBook", origin=origin())
    codes = [
        Code(guid_of("code", "theme", t.name), t.name, description=described(t))
        for t in themes
    ]
    root.append(code_elements(codes))
    try:
        with new_file(target, private=False) as file:
            file.write(serialised(root, CODEBOOK))
    except OSError as error:
        msg = (
            f"The codebook must go where it can be written: {target} "
            f"({error.strerror or type(error).__name__}). Choose another place."
        )
        raise SourceError(msg) from None
    return target


def read_codebook(
    path: str | os.PathLike[str], *, by: str = "", on: str | None = None
) -> Codebook:
    """Read a codebook: what `write_codebook` wrote, or one of another program.

    Parameters
    ----------
    path : str or path-like
        Ending in ``.jsonl`` (ours, with its history) or ``.qdc`` (REFI-QDA, as NVivo,
        ATLAS.ti, MAXQDA, QualCoder and Taguette export it).
    by : str, default=""
        For a ``.qdc``: who takes its codes over as candidate themes; by default the
        program that the file says wrote it.
    on : str, optional
        For a ``.qdc``: the day, YYYY-MM-DD; today by default.

    Returns
    -------
    Codebook
        Of a ``.qdc``: a theme for each code, categories left out. Where two codes have
        the same name, their categories stand before it.

    Raises
    ------
    SourceError
        If there is no such file, or its XML is damaged.
    InputError
        If it is no codebook, or was changed since it was written.
    """
    target = Path(given_path(path))
    if target.suffix.lower() != SUFFIX:
        return read_events(path)
    shown = str(path)
    check_is_file(target, shown)
    if target.stat().st_size > MAX_XML:
        msg = f"{shown!r} must be at most {MAX_XML:,} bytes. It is larger."
        raise SourceError(msg)
    with opened(target, shown) as file:
        root = parsed(file, shown)
    if root.tag.lower() != "codebook":
        msg = (
            f"{shown!r} must hold a REFI-QDA codebook. Got XML of another kind. A "
            f"project is read by read_qda."
        )
        raise InputError(msg)
    rows = _with_paths(list(codes_in(root)))
    who = by.strip() or (root.get("origin") or "").strip() or "another program"
    return codebook_of(rows, by=who, on=on)


def codebook_of(codes: pd.DataFrame, *, by: str, on: str | None) -> Codebook:
    """Return codes as a codebook.

    Parameters
    ----------
    codes : pandas.DataFrame
        With the columns ``code``, ``path``, ``codable`` and ``description``.
    by : str
        Who takes them over.
    on : str or None
        The day; today if None.

    Returns
    -------
    Codebook
    """
    used = codes[codes["codable"] & (codes["code"].str.strip() != "")]
    twice = used["code"].duplicated(keep=False)
    names = used["code"].where(~twice, used["path"])
    seen: set[str] = set()
    events: list[Event] = []
    for name, told in zip(names.str.strip(), used["description"], strict=True):
        if name in seen:
            continue
        seen.add(name)
        said = _parted(told if isinstance(told, str) else "")
        examples = said.pop("examples")
        # Each in a book of its own: added to one that grows, they take for ever.
        own = Codebook().add(str(name), by=by, on=on, examples=tuple(examples), **said)  # type: ignore[arg-type]
        events += [replace(event, theme=f"t{len(seen)}") for event in own.events]
    return Codebook(tuple(events))


def _with_paths(codes: Sequence[Code]) -> pd.DataFrame:
    paths: dict[str, str] = {}
    rows = []
    for one in codes:
        above = paths.get(one.parent, "")
        paths[one.guid] = f"{above} / {one.name}" if above else one.name
        rows.append((one.name, paths[one.guid], one.codable, one.description))
    columns = ["code", "path", "codable", "description"]
    return pd.DataFrame(rows, columns=columns).astype({"codable": "bool"})


def described(theme: Theme) -> str:
    """Return what a theme is, as the description of a code."""
    lines = [theme.definition] if theme.definition else []
    for field, label in _LABELS.items():
        told = getattr(theme, field)
        if told:
            lines.append(label + " ".join(told.split()))
    lines += [_EXAMPLE + " ".join(one.split()) for one in theme.examples]
    return "\n".join(lines)


def _parted(description: str) -> dict[str, str | list[str]]:
    """Take a description apart again."""
    out: dict[str, str | list[str]] = {"examples": []}
    rest, examples = [], []
    for line in description.splitlines():
        for field, label in _LABELS.items():
            if line.startswith(label):
                out[field] = line[len(label) :]
                break
        else:
            if line.startswith(_EXAMPLE):
                examples.append(line[len(_EXAMPLE) :])
            else:
                rest.append(line)
    return {**out, "examples": examples, "definition": "\n".join(rest).strip()}


def code_elements(codes: Iterable[Code]) -> Element:
    """Return codes, parents before their children, as the element ``Codes``."""
    root = Element("Codes")
    made = {"": root}
    for one in codes:
        element = SubElement(
            made[one.parent],
            "Code",
            guid=one.guid,
            name=legal(one.name),
            isCodable="true" if one.codable else "false",
        )
        if one.color:
            element.set("color", one.color)
        if one.description:
            SubElement(element, "Description").text = one.description
        made[one.guid] = element
    return root
