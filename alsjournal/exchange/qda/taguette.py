"""Projects of Taguette, from its own file (SQLite).

Taguette counts places in bytes of UTF-8, over the words of the HTML that a document was
turned into: tags count nothing, and the end is exclusive (``taguette/extract.py``).
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

from alsjournal.errors import InputError, SourceError
from alsjournal.exchange.qda.detect import Landed, checked
from alsjournal.exchange.qda.markup import only_tags
from alsjournal.exchange.qda.names import guid_of
from alsjournal.exchange.qda.offsets import NAMED, Ints, Places, widths
from alsjournal.exchange.qda.parts import Code, Coding, Parts, Selection, Source
from alsjournal.exchange.qda.sqlite import Database

__all__ = ["is_taguette", "read_taguette", "words_of"]

_TABLES = ("projects", "documents", "highlights", "tags", "highlight_tags")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)


def is_taguette(path: Path, shown: str) -> bool:
    """Whether a SQLite file has the tables of Taguette."""
    with Database(path, shown) as database:
        return database.has(*_TABLES)


def read_taguette(
    path: Path, shown: str, project: int | None
) -> tuple[Parts, dict[int, Landed]]:
    """Read a project of Taguette.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        The file as the user wrote it.
    project : int or None
        Its number, where the file holds several.

    Returns
    -------
    parts : Parts
    landed : dict of int to Landed
        Where the selections are.

    Raises
    ------
    SourceError
        If the file is damaged.
    InputError
        If it is not certain which project.
    """
    with Database(path, shown) as database:
        number, name = _project(database, shown, project)
        parts = Parts(name, "Taguette")
        _codes(database, number, parts)
        texts = _documents(database, number, parts)
        return parts, _highlights(database, number, parts, texts)


def _project(database: Database, shown: str, project: int | None) -> tuple[int, str]:
    rows = database.rows("projects", ("id", "name"))
    known = {i: str(n) for i, n in rows if isinstance(i, int)}
    if not known:
        msg = f"{shown!r} must hold a project. It holds none."
        raise SourceError(msg)
    if project is None and len(known) == 1:
        ((number, name),) = known.items()
        return number, name
    if project in known:
        return project, known[project]
    msg = (
        f"{shown!r} holds {len(known):,} projects, with the numbers "
        f"{', '.join(map(str, list(known)[:20]))}. Say which one, as project="
        f"{next(iter(known))}."
    )
    raise InputError(msg)


def _codes(database: Database, project: int, parts: Parts) -> None:
    """Take the tags, by their whole paths: Taguette has no tree of them."""
    rows = database.rows("tags", ("id", "project_id", "path", "description"))
    for number, of, path, told in rows:
        if of == project:
            guid = guid_of("taguette tag", project, number)
            parts.codes.append(Code(guid, str(path), description=str(told or "")))


def _documents(
    database: Database, project: int, parts: Parts
) -> dict[int, tuple[str, str, Ints]]:
    out = {}
    columns = ("id", "project_id", "name", "contents", "description")
    for number, of, name, contents, told in database.rows("documents", columns):
        if of != project:
            continue
        text, counts = words_of(str(contents or ""))
        guid = guid_of("taguette document", project, number)
        source = Source(
            *(guid, str(name), text, "HTML of Taguette"), description=str(told or "")
        )
        parts.sources.append(source)
        if isinstance(number, int):
            out[number] = (guid, text, counts)
    return out


def _highlights(
    database: Database,
    project: int,
    parts: Parts,
    texts: dict[int, tuple[str, str, Ints]],
) -> dict[int, Landed]:
    tags: dict[int, list[int]] = {}
    for highlight, tag in database.rows("highlight_tags", ("highlight_id", "tag_id")):
        tags.setdefault(highlight, []).append(tag)
    known = {code.guid for code in parts.codes}
    people = _people(database)
    places = {n: Places.of_widths(counts) for n, (_, _, counts) in texts.items()}
    landed: dict[int, Landed] = {}
    columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
    for number, document, start, end, snippet in database.rows("highlights", columns):
        if document not in texts or not isinstance(number, int):
            continue
        if not (isinstance(start, int) and isinstance(end, int)):
            parts.lose("selections", "its place is no number")
            continue
        guid, text, _ = texts[document]
        coder = people.get(number, "")
        codings = tuple(
            Coding(guid_of("taguette coding", number, tag), code, coder)
            for tag in tags.get(number, ())
            if (code := guid_of("taguette tag", project, tag)) in known
        )
        own = guid_of("taguette highlight", number)
        landed[len(parts.selections)] = checked(
            text,
            places[document].span(start, end),
            words_of(str(snippet or ""))[0],
            NAMED["bytes"],
        )
        parts.selections.append(Selection(own, guid, start, end, "", codings, coder))
    return landed


def _people(database: Database) -> dict[int, str]:
    """Return who made each highlight, where the log of the project still says it."""
    out: dict[int, str] = {}
    for login, payload in database.rows("commands", ("user_login", "payload")):
        try:
            said = json.loads(payload)
            if said["type"] == "highlight_add":
                out.setdefault(int(said["highlight_id"]), str(login or ""))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return out


class _Words(HTMLParser):
    """Collects the words of HTML, and where blocks end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, bool]] = []

    def handle_data(self, data: str) -> None:
        self.parts.append((data, True))

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS and self.parts and not self.parts[-1][0].endswith("\n"):
            self.parts.append(("\n", False))


def words_of(html: str) -> tuple[str, Ints]:
    r"""Return the words of HTML, and how many bytes each sign of them counts.

    A line break that is put in between two blocks counts nothing.

    Examples
    --------
    >>> text, counts = words_of("<p>One &amp; two.</p><p>caf&eacute;</p>")
    >>> text, counts.tolist()[-3:]
    ('One & two.\ncafé\n', [1, 2, 0])
    """
    parser = _Words()
    parser.feed(only_tags(html.replace("\r\n", "\n").replace("\r", "\n")))
    parser.close()
    each = [
        widths(words, "bytes") if counts else np.zeros(len(words), dtype=np.int64)
        for words, counts in parser.parts
    ]
    text = "".join(words for words, _ in parser.parts)
    return text, np.concatenate([*each, np.zeros(0, dtype=np.int64)])
