"""`write_kit`: the documents that a set needs on paper, into one folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from alsjournal._aside import new_file
from alsjournal._given import given_path
from alsjournal.errors import InputError, SourceError
from alsjournal.ingest.config import Programme, read_programme

__all__ = ["LANGUAGES", "kit_paths", "write_kit"]

LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class _Paper:
    """A document: its file, its words, and in which words it asks the questions."""

    file: str
    words: str
    language: str
    asks: str


_PAPERS = (
    *(
        _Paper(f"{name}.docx", f"en/{name}", "en", "en")
        for name in (
            "start-here",
            "session-record",
            "reflection-sheet",
            "participant-sheet",
            "privacy-notice",
            "survey",
            "dpia",
            "retention",
            "forms-wording",
        )
    ),
    *(
        _Paper(f"easy-read/{name}.docx", f"easy-read/{name}", "en", "easy")
        for name in ("reflection-sheet", "participant-sheet")
    ),
    _Paper("cymraeg/taflen-fyfyrio.docx", "cymraeg/reflection-sheet", "cy", "cy"),
    _Paper("cymraeg/taflen-gyfranogwyr.docx", "cymraeg/participant-sheet", "cy", "cy"),
)


def write_kit(
    folder: str | os.PathLike[str],
    *,
    programme: Programme | str | os.PathLike[str] | None = None,
    languages: Iterable[str] = ("en",),
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write what an action learning set needs on paper, as Word documents.

    Session record, reflection sheet, information for participants, privacy notice,
    survey, data protection impact assessment, retention, the wording of online
    forms, and a page that says in which order; two of them in Easy Read too. What is
    left to be filled in stands in yellow brackets.

    Parameters
    ----------
    folder : str or path
        Made if need be.
    programme : Programme or path, optional
        A ``programme.toml``, or what `read_programme` returns: its title,
        controller, contact, purpose, lawful basis and last days are filled in. The
        files that it names need not be there.
    languages : iterable of {"en", "cy"}, default=("en",)
        Welsh adds drafts of the two sheets for members.
    overwrite : bool, default=False
        Whether to replace documents that somebody has saved since. Those that nobody
        has are made anew in any case.

    Returns
    -------
    tuple of pathlib.Path
        The documents that are now as written here; one that somebody has changed
        stays, and is not among them.

    Raises
    ------
    InputError
        If a language is not known.
    ConfigError
        If ``programme.toml`` says something that cannot be.
    SourceError
        If the folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_kit(folder)
    ...     len(paths), paths[0].name
    (11, 'start-here.docx')
    """
    from alsjournal.kit.lay_out import lay_out
    from alsjournal.kit.values import printed_values
    from alsjournal.kit.words import read_words
    from alsjournal.paper.settle import settled

    if isinstance(programme, str | os.PathLike):
        programme = read_programme(Path(programme), files=False)
    root = Path(given_path(folder, "folder"))
    written = []
    for paper in _papers(languages):
        values = printed_values(programme, language=paper.language)
        document = lay_out(read_words(paper.words), values, language=paper.asks)
        if _put(root / paper.file, settled(document), overwrite=overwrite):
            written.append(root / paper.file)
    return tuple(written)


def kit_paths(
    folder: str | os.PathLike[str], *, languages: Iterable[str] = ("en",)
) -> tuple[Path, ...]:
    """Return where the documents lie, or would."""
    return tuple(Path(folder) / paper.file for paper in _papers(languages))


def _papers(languages: Iterable[str]) -> tuple[_Paper, ...]:
    wanted = (languages,) if isinstance(languages, str) else tuple(languages)
    for language in wanted:
        if language not in LANGUAGES:
            msg = (
                f"The languages of the kit must be among {', '.join(LANGUAGES)}. Got "
                f"{language!r}."
            )
            raise InputError(msg)
    return tuple(paper for paper in _PAPERS if paper.language in wanted)


def _put(target: Path, content: bytes, *, overwrite: bool) -> bool:
    """Write a document unless somebody has changed it; whole or not at all."""
    from alsjournal.paper.settle import untouched

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(target) and not (overwrite or untouched(target)):
            return False
        with new_file(target, private=False) as file:
            file.write(content)
    except OSError as error:
        msg = (
            f"The kit must go into a folder that can be written to: {target.parent} "
            f"({error.strerror}). Choose another."
        )
        raise SourceError(msg) from None
    return True
