"""`write_qdpx`: a journal as a project for other programs, for those who analyse."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from alsjournal._aside import new_file
from alsjournal._given import given_path
from alsjournal.disclosure import Audience, audience_of, permissions_of
from alsjournal.errors import AlsjournalError, DisclosureError, InputError, SourceError
from alsjournal.exchange.allowed import Allowed
from alsjournal.exchange.qda.archive import MAX_PARTS
from alsjournal.exchange.qda.coded import codings_out
from alsjournal.exchange.qda.names import PROJECT
from alsjournal.exchange.qda.profiles import PROFILES, ProfileName
from alsjournal.exchange.qda.records import NOT_CARRIED
from alsjournal.exchange.qda.tree import Tree
from alsjournal.exchange.qda.xml import serialised

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.journal import Journal
    from alsjournal.themes import Codebook
    from alsjournal.trends import Coded, Coder

__all__ = ["QdaReport", "write_qdpx"]

_SUFFIX = ".qdpx"
_WHEN = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can say
_MODE = 0o600 << 16
_BREAKS = "texts whose line breaks were made those of the profile"
_OUTSIDE = "codings outside their text"


@dataclass(frozen=True)
class QdaReport:
    """What was written, and what was not.

    Parameters
    ----------
    path : pathlib.Path
    profile : str
    written : mapping of str to int
        How many sources, selections, codings, codes, cases, notes, links, sets.
    left_out : mapping of str to int
        Rows of the journal that stayed, by table, as permissions and privacy ask.
    not_carried : mapping of str to int
        Rows for which the format has no place, by table, and what else was changed.
    """

    path: Path
    profile: str
    written: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)
    not_carried: Mapping[str, int] = field(default_factory=dict)


def write_qdpx(
    journal: Journal,
    path: str | os.PathLike[str],
    *,
    audience: str | Audience = "research",
    themes: Coder | Coded | pd.DataFrame | None = None,
    codebook: Codebook | None = None,
    profile: ProfileName = "standard",
    flatten: bool = False,
    memos: bool = False,
    overwrite: bool = False,
) -> QdaReport:
    """Write a journal as a REFI-QDA project, for NVivo, ATLAS.ti, MAXQDA, QualCoder.

    A text is a source, a pseudonym a case; set, session, role and the like are
    variables; who or what coded is a user; rows of the record with words are notes,
    linked from issue to action to outcome; sets and sessions are sets of sources.

    Parameters
    ----------
    journal : Journal
    path : str or path-like
        Ending in ``.qdpx``.
    audience : str or Audience, default="research"
        Research alone: a project holds texts. Of them go those that may at least be
        counted, with what their writers declared (variables ``use`` and ``reach``).
    themes : ThemeModel or pandas.DataFrame, optional
        A fitted model, or codings, that go with those that the journal holds.
    codebook : Codebook, optional
        Of the themes: what each is stands in the description of its code, and a theme
        without codings is a code too. By default that of the model.
    profile : {"standard", "nvivo", "qualcoder"}, default="standard"
        Which program is to read it. They count places in texts differently.
    flatten : bool, default=False
        Whether codes stand side by side, for programs with one level of codes.
    memos : bool, default=False
        Whether the memos of those who analyse go too; they are private.
    overwrite : bool, default=False
        Whether a project that is there is replaced.

    Returns
    -------
    QdaReport

    Raises
    ------
    DisclosureError
        If the audience is another than research.
    InputError
        If the path ends in something else or is taken, the profile is not known, or no
        text may leave.
    SourceError
        If it cannot be written there.

    See Also
    --------
    read_qda : The way back.
    export_tables : For other audiences, and everything that a project cannot hold.

    Notes
    -----
    The same journal and versions give the same bytes. The file can be read by its
    owner only. It is personal data, and a copy that `forget` does not reach.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from alsjournal.journal import Journal
    >>> frame = pd.DataFrame({"text": ["We met.", "We did not."], "session": [1, 2]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = write_qdpx(journal, Path(folder, "project.qdpx"))
    >>> report.written["sources"]
    2
    """
    _check_audience(journal, audience)
    target = _target(path, overwrite=overwrite)
    if profile not in PROFILES:
        msg = f"profile must be one of {', '.join(PROFILES)}. Got {profile!r}."
        raise InputError(msg)
    with journal.reading():
        allowed = Allowed(journal, memos=memos)
        _check_texts(len(allowed.texts))
        codings = codings_out(
            journal, allowed, themes, codebook=codebook, flatten=flatten
        )
        title = str(journal.provenance.get("title", "Action learning sets"))
        tree = Tree(title, codings, PROFILES[profile])
        breaks = _Breaks()
        with _replaced(target) as file, zipfile.ZipFile(file, "w") as archive:
            put = partial(_put, archive)
            rows = breaks.seen(_rows(allowed, "reflections"))
            tree.texts(rows, _permissions(journal, allowed), put)
            tree.members(_rows(allowed, "members"))
            tree.records(allowed)
            _put(archive, "", serialised(tree.root(), PROJECT))
        held = {name: len(journal.table(name)) for name in NOT_CARRIED}
    outside = tree.n.pop(_OUTSIDE, 0)
    held |= {**codings.not_carried, _BREAKS: breaks.n, _OUTSIDE: outside}
    return QdaReport(
        target,
        profile,
        dict(tree.n),
        {name: n for name, n in allowed.left_out.items() if n},
        {name: n for name, n in held.items() if n},
    )


def _check_audience(journal: Journal, audience: str | Audience) -> None:
    who = Audience.parse(audience)
    if who.kind != "research":
        msg = (
            f"A project must be for 'research': it holds texts, and its readers see "
            f"all of them. Got {str(who)!r}. For that audience use export_tables(..., "
            f"audience=...) or write_report."
        )
        raise DisclosureError(msg)
    audience_of(journal, who)


def _target(path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    target = Path(given_path(path))
    if target.suffix.lower() != _SUFFIX:
        msg = f"path must end in {_SUFFIX}. Got {target.suffix or 'no ending'!r}."
        raise InputError(msg)
    if target.is_dir() or target.is_symlink():
        msg = f"path must be a file, or not there yet. {target} is a folder or a link."
        raise InputError(msg)
    if target.exists() and not overwrite:
        msg = (
            f"{target} is there already. Choose another path, or say overwrite=True "
            f"(`--overwrite`) to replace it."
        )
        raise InputError(msg)
    return target


def _check_texts(n: int) -> None:
    if not n:
        msg = (
            "A project must hold a text. None of this journal may leave, or it has "
            "none. export_tables writes the record without texts."
        )
        raise InputError(msg)
    if n >= MAX_PARTS:
        msg = (
            f"A project must have fewer than {MAX_PARTS:,} texts, which programs can "
            f"hold. Got {n:,}. Write parts: journal.select(set_id=...)."
        )
        raise InputError(msg)


def _rows(allowed: Allowed, name: str) -> Iterator[Mapping[str, Any]]:
    for frame in allowed.batches(name):
        yield from frame.to_dict("records")  # type: ignore[misc]


class _Breaks:
    """Counts the texts whose line breaks do not stay as they are."""

    n = 0

    def seen(self, rows: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Pass rows on."""
        for row in rows:
            self.n += "\r" in str(row["text"])
            yield row


def _permissions(
    journal: Journal, allowed: Allowed
) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return what was declared for each text, as variables."""
    said = permissions_of(journal, allowed.texts)
    out: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for i, row in zip(
        allowed.texts["reflection_id"], said.to_dict("records"), strict=True
    ):
        if row["declared"]:
            out[str(i)] = (
                ("use", "Text", str(row["use"])),
                ("reach", "Text", str(row["reach"])),
            )
    return out


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a source, or under no name the project, always in the same way."""
    info = zipfile.ZipInfo(f"sources/{name}" if name else "project.qde", _WHEN)
    info.external_attr, info.create_system = _MODE, 3
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


@contextmanager
def _replaced(target: Path) -> Iterator[IO[bytes]]:
    """A new file beside the target, which takes its place when all went well."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with new_file(target) as file:
            yield file
    except AlsjournalError:  # some of them are an OSError too
        raise
    except OSError as error:
        msg = (
            f"The project must go where it can be written: {target} "
            f"({error.strerror or type(error).__name__}). What was there before is "
            f"unchanged. Make room, or choose another place."
        )
        raise SourceError(msg) from None
