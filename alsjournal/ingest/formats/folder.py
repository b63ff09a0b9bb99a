"""Open a folder of texts as a table: a file is a reflection, or several.

The name of a file may be the name of a person, so none is kept or shown: a file is
told by its place in the order of all paths.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress

from alsjournal._child import Closing
from alsjournal.errors import AlsjournalError, SourceError
from alsjournal.ingest.formats.document import write_up
from alsjournal.ingest.formats.grid import Grid
from alsjournal.ingest.formats.kinds import kind_of
from alsjournal.ingest.formats.listing import Listing, TextFile, listed
from alsjournal.ingest.formats.pattern import NamePattern
from alsjournal.ingest.headers import Wanted, plain
from alsjournal.ingest.opening import opened
from alsjournal.ingest.prose.lines import TOO_LONG, Reflection, Writing
from alsjournal.ingest.prose.plain import MARKDOWN, text_lines
from alsjournal.ingest.prose.reflections import read_reflections
from alsjournal.ingest.prose.table import notes_of, table_of
from alsjournal.ingest.source import Source
from alsjournal.unfold.limits import MAX_CELL, MAX_UNFOLDED
from alsjournal.unfold.parent import Unfolded

__all__ = ["OF_NAME", "open_folder"]

OF_NAME = "file-"
"""How the id begins that is made of a file's path."""

_TEXT_SIZE = 4 * MAX_CELL + 4
_FILE = "file"  # what messages call it
_ONE_CHILD = 200
_OTHER_WORDS = "its name and its text say different things"


def open_folder(source: Source, wanted: Wanted, *, encoding: str | None = None) -> Grid:
    """Read the texts of a folder.

    Parameters
    ----------
    source : Source
        Its ``pattern`` says what the names of files mean.
    wanted : Wanted
    encoding : str, optional
        Of texts that are not Unicode, as declared.

    Returns
    -------
    Grid
        The row of a text is the place of its file, counted from 1, in the order of
        all paths; its line is where it begins in the file.

    Raises
    ------
    SourceError
        If the folder has no texts, cannot be read, or changes meanwhile.
    ConfigError
        If its pattern cannot be.
    """
    pattern = NamePattern.of(source.pattern) if source.pattern else None
    listing = listed(source.path, source.shown)
    if not listing.files:
        msg = (
            f"{source.shown!r} must be a folder with texts in it (.txt, .md, .docx), "
            f"or with a programme.toml. It has none. Put the texts there."
        )
        raise SourceError(msg)
    counts = Counter(listing.counts)
    reflections: list[Reflection] = []
    places: list[int] = []
    digest = hashlib.sha256()
    size = 0
    with _Reader(wanted, encoding) as reader:
        for place, file in enumerate(listing.files, start=1):
            digest.update(_mark(file, source.shown))
            writing = _with_name(reader.read(file), file, pattern)
            _check_unchanged(file, source.shown)
            counts.update(writing.counts)
            reflections += writing.reflections
            places += [place] * len(writing.reflections)
            size += sum(len(r.text or "") for r in writing.reflections)
            _check_size(size, source.shown)
    return table_of(
        reflections,
        wanted,
        how=f"folder of {len(listing.files):,} texts",
        sha256=digest.hexdigest(),
        notes=(*_others(source.shown, listing), *notes_of(source.shown, counts)),
        places=places,
    )


class _Reader(Closing):
    """Reads one file after the other; documents in a child process for many."""

    def __init__(self, wanted: Wanted, encoding: str | None) -> None:
        self._wanted, self._encoding = wanted, encoding
        self._child: Unfolded | None = None
        self._opened = 0

    def read(self, file: TextFile) -> Writing:
        """Return the reflections of a file, or one that says why there are none."""
        try:
            writing = self._document(file) if _is_document(file) else self._text(file)
        except SourceError as error:
            self.close()
            return _refused(_why(error))
        if not writing.reflections:
            writing.reflections.append(Reflection(1, {}, ""))
        return writing

    def _text(self, file: TextFile) -> Writing:
        if not file.size:
            return Writing()
        if file.size > _TEXT_SIZE:
            return _refused(TOO_LONG)
        markdown = file.ending in MARKDOWN
        _, lines = text_lines(
            file.path, _FILE, markdown=markdown, encoding=self._encoding
        )
        return read_reflections(lines, self._wanted)

    def _document(self, file: TextFile) -> Writing:
        if not file.size:
            return Writing()
        if kind_of(file.path, _FILE) != "document":
            return _refused("it is no Word document")
        if self._child is None or self._opened >= _ONE_CHILD:
            self.close()
            self._child = Unfolded(file.path, _FILE, "document")
        else:
            self._child.turn_to(file.path)
        self._opened += 1
        *_, prose = self._child.tables()
        writing = write_up(self._child, self._wanted)
        writing.counts.update(prose.counts)
        return writing

    def close(self) -> None:
        """End the child process; another begins with the next document."""
        child, self._child, self._opened = self._child, None, 0
        if child is not None:
            child.close()


def _is_document(file: TextFile) -> bool:
    return file.ending in (".docx", ".docm")


def _refused(reason: str) -> Writing:
    return Writing([Reflection(1, {}, None, reason)])


def _why(error: AlsjournalError) -> str:
    """Return what was got and what to do, without what must be: it names the file."""
    said = str(error)
    if said.startswith(repr(_FILE)):
        _, _, said = said.partition(". ")
    return said[:1].lower() + said[1:].rstrip(".")


def _with_name(
    writing: Writing, file: TextFile, pattern: NamePattern | None
) -> Writing:
    """Add what the file's name says, and an id made of it."""
    said = pattern.read(file.stem) if pattern is not None else {}
    if isinstance(said, str):
        return _refused(said)
    several = len(writing.reflections) > 1
    named = said.pop("reflection_id", "")
    mark = named or OF_NAME + _fingerprint(file.name)
    for i, one in enumerate(writing.reflections, start=1):
        _compare(one, said)
        one.columns = {**one.columns, **said}
        numbered = several or not named
        one.columns.setdefault("reflection_id", f"{mark}-{i}" if numbered else mark)
    return writing


def _compare(one: Reflection, said: Mapping[str, str]) -> None:
    """Refuse a text over which there stands something else than in its name."""
    for column, value in said.items():
        written = one.columns.get(column, "")
        if written and _alike(written) != _alike(value) and one.text is not None:
            one.text, one.reason, one.column = None, _OTHER_WORDS, column


def _alike(value: str) -> str:
    return value.lstrip("0") if value.isdigit() else plain(value)


def _fingerprint(name: str) -> str:
    raw = name.encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:16]


def _mark(file: TextFile, shown: str) -> bytes:
    """Return a file's path and fingerprint, for the folder's fingerprint."""
    digest = hashlib.sha256()
    with suppress(SourceError), opened(file.path, shown) as content:
        while block := content.read(1 << 20):
            digest.update(block)
    name = file.name.encode("utf-8", "surrogatepass")
    return name + b"\0" + digest.hexdigest().encode() + b"\n"


def _check_unchanged(file: TextFile, shown: str) -> None:
    try:
        state = file.path.lstat()
        same = (state.st_size, state.st_mtime_ns) == (file.size, file.changed)
    except OSError:
        same = False
    if not same:
        msg = (
            f"{shown!r} must stay as it is while it is read. A file in it changed. "
            f"Try again."
        )
        raise SourceError(msg)


def _check_size(size: int, shown: str) -> None:
    if size > MAX_UNFOLDED:
        msg = (
            f"{shown!r} must have {MAX_UNFOLDED:,} characters or fewer in all its "
            f"texts. It has more. Split it."
        )
        raise SourceError(msg)


def _others(shown: str, listing: Listing) -> Iterator[str]:
    if listing.others:
        told = ", ".join(f"{e} {n:,}" for e, n in sorted(listing.others.items()))
        yield f"{shown!r}: files that are no texts: {told}; not taken."
