"""Read a programme's files into a `RawJournal`, with an account of every row."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from alsjournal._given import given_path
from alsjournal.errors import InputError, QuarantineLimitError, SourceError
from alsjournal.ingest.config import Programme, read_programme
from alsjournal.ingest.duties import duty_notes
from alsjournal.ingest.formats.files import Files
from alsjournal.ingest.formats.kinds import SUFFIXES
from alsjournal.ingest.opening import check_is_file, is_folder
from alsjournal.ingest.presets import Preset, preset_named
from alsjournal.ingest.quarantine import IngestReport, check_limit
from alsjournal.ingest.record_only import (
    NO_REFLECTIONS,
    check_taken,
    of_record,
    people_of_record,
)
from alsjournal.ingest.records import record_notes
from alsjournal.ingest.references import dangling, plain, same_sets, unheeded
from alsjournal.ingest.source import Source
from alsjournal.ingest.tables import Built, build_table, clean_derived
from alsjournal.ingest.theory_data import theory_notes
from alsjournal.ingest.whole import with_sheets
from alsjournal.ingest.wide import melt_sheets
from alsjournal.journal import RawJournal
from alsjournal.schema import TABLES
from alsjournal.validate import conform, empty_frame

__all__ = ["check", "programme_of", "read_journal", "read_journal_with_report"]

_ADDED_TO = ("members", "roster")
# A preset's rows of these are added to those of a file; of others the file's are taken.


def read_journal(path: str | Path, *, preset: str | None = None) -> RawJournal:
    r"""Read a programme's files; identifiable, in memory only.

    Parameters
    ----------
    path : str or pathlib.Path
        A ``programme.toml``, the folder that holds one, a table whose columns a
        preset knows or that have our names (``text`` at least), a document, or a
        folder of texts.
    preset : str, optional
        As ``"nhs-fft"``; goes before the one that ``programme.toml`` names.

    Returns
    -------
    RawJournal
        The same bytes in give the same tables.

    Raises
    ------
    SourceError
        If a file is missing, unreadable, empty, or of uncertain encoding.
    ConfigError
        If ``programme.toml`` says something that cannot be.
    InputError
        If a column is missing, or the order of dates is not certain.
    QuarantineLimitError
        If too many rows cannot be used.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "notes.csv")
    ...     _ = path.write_text("set_id,session,text\nA,1,We met.\nA,2,Again.\n")
    ...     read_journal(path)
    RawJournal(2 reflections, 1 set, 2 sessions; identifiable, text withheld)
    """
    return read_journal_with_report(path, preset=preset)[0]


def check(path: str | Path, *, preset: str | None = None) -> IngestReport:
    r"""Say what of a programme's files would be taken and refused, and why.

    Nothing is kept and nothing is written; too many unusable rows do not stop it.

    Parameters
    ----------
    path : str or pathlib.Path
        As for `read_journal`.
    preset : str, optional

    Returns
    -------
    IngestReport
        Its ``to_frame()`` has a row for each refused row: file, row, column, reason;
        never a value.

    Raises
    ------
    SourceError, ConfigError, InputError
        As for `read_journal`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "notes.csv")
    ...     _ = path.write_text("session,text\n1,We met.\ntwo,Again.\n")
    ...     report = check(path)
    >>> report.taken, report.to_frame()["reason"].tolist()
    (1, ['must be a whole number'])
    """
    return read_journal_with_report(path, preset=preset, enforce_limit=False)[1]


def read_journal_with_report(
    path: str | Path, *, preset: str | None = None, enforce_limit: bool = True
) -> tuple[RawJournal, IngestReport]:
    """Read a programme's files, and account for every row.

    Parameters
    ----------
    path : str or pathlib.Path
        As for `read_journal`.
    preset : str, optional
    enforce_limit : bool, default=True
        Whether too many unusable rows raise; False to look at the account.

    Returns
    -------
    journal : RawJournal
    report : IngestReport
        What was recognised, what was taken, and what is in quarantine.

    Raises
    ------
    SourceError, ConfigError, InputError, QuarantineLimitError
        As for `read_journal`.
    """
    programme = programme_of(Path(given_path(path)), preset)
    chosen = preset_named(programme.preset) if programme.preset else None
    with Files(encoding=programme.encoding, separator=programme.separator) as files:
        programme = with_sheets(programme, files)
        built = _built(programme, files, chosen)
    only_record = of_record(built)
    frames = _frames(built)
    defaults = programme.permissions or (chosen.permissions if chosen else {})
    if defaults:
        frames["permissions"] = _permissions(frames, defaults)
    report = IngestReport(
        files=tuple(f for b in built.values() for f in b.files),
        refusals=tuple(r for b in built.values() for r in b.refusals),
        notes=(
            *programme.notes,
            *[NO_REFLECTIONS] * only_record,
            *duty_notes(programme),
            *(note for b in built.values() for note in b.notes),
            *dangling(frames),
            *same_sets(frames),
            *record_notes(frames),
            *theory_notes(programme.theory, frames),
        ),
    )
    if enforce_limit:
        check_limit(report, programme.max_quarantine)
        _check_heeded(frames)
        if only_record:
            check_taken(frames)
        elif not len(frames["reflections"]):
            raise _none_taken(report)
    return RawJournal(frames, provenance=_provenance(programme, report)), report


def _none_taken(report: IngestReport) -> InputError:
    why = Counter(
        f"{r.column}: {r.reason}" if r.column else r.reason
        for r in report.refusals
        if r.table == "reflections"
    ).most_common(3)
    reasons = "; ".join(f"{n:,} x {reason}" for reason, n in why)
    read = sum(f.read for f in report.files if f.table == "reflections")
    return InputError(
        f"At least one reflection must be taken. Of {read:,} rows read, none could be: "
        f"{reasons}. Correct that, or check which column holds the text. A record of "
        f"sessions without reflections is read by its tables: name them under [files], "
        f'as actions = "actions.csv".'
    )


def _built(
    programme: Programme, files: Files, preset: Preset | None
) -> dict[str, Built]:
    """Make each table of its files, and of the wide sheets that hold some of it."""
    melted = melt_sheets(programme, files, preset)
    built: dict[str, Built] = {}
    for table in TABLES:
        sources = programme.files.get(table, ())
        if table == "reflections" and melted:
            sources = ()
        if sources or table in melted:
            built[table] = build_table(
                table,
                sources,
                programme,
                files,
                preset if table == "reflections" else None,
                melted=melted.get(table, ()),
                known={name: done.frame for name, done in built.items()},
            )
    return built


def _check_heeded(frames: Mapping[str, pd.DataFrame]) -> None:
    """Stop where somebody says no, and it is not known who."""
    lost = unheeded(frames)
    if lost:
        msg = (
            f"A permission that keeps or takes back texts must fit somebody who is "
            f"known. {len(lost):,} fit nobody; the first is the {lost[0] + 1}. row of "
            f"permissions, headers not counted. Write the member as in the "
            f"reflections, or list the person in the roster. Nothing was taken."
        )
        raise QuarantineLimitError(msg)


def programme_of(path: Path, preset: str | None) -> Programme:
    """Return what a path says of a programme: a toml, or one file or folder."""
    if preset is not None:
        preset_named(preset)
    if is_folder(path):
        inside = path / "programme.toml"
        if not os.path.lexists(inside):
            return _of_one(path, preset)
        path = inside
    if path.suffix.lower() == ".toml":
        said = read_programme(path)
        return replace(said, preset=preset) if preset else said
    check_is_file(path, str(path))
    if path.suffix.lower() not in SUFFIXES:
        msg = (
            f"{str(path)!r} must be a programme.toml, or a file of texts "
            f"({', '.join(SUFFIXES)}). Save it as one of these."
        )
        raise SourceError(msg)
    return _of_one(path, preset)


def _of_one(path: Path, preset: str | None) -> Programme:
    # No title: a file may be called after whoever wrote it.
    return Programme(files={}, workbook=Source(path, str(path)), preset=preset)


def _frames(built: Mapping[str, Built]) -> dict[str, pd.DataFrame]:
    frames = {table: b.frame for table, b in built.items()}
    if "reflections" not in built:
        return {**frames, "reflections": empty_frame("reflections")}
    derived = built["reflections"].derived
    for table, frame in (derived.tables if derived else {}).items():
        made = clean_derived(table, frame)
        if table not in frames:
            frames[table] = made
        elif table in _ADDED_TO:
            frames[table] = _added(table, frames[table], made)
    asked = built["reflections"].asked
    if asked is not None:
        # Those of a file come first, as they may be taken back there.
        own = [frames[t] for t in ("permissions",) if t in frames]
        frames["permissions"] = pd.concat([*own, asked], ignore_index=True)
    return {table: f for table, f in frames.items() if len(f) or table in built}


def _added(table: str, frame: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Add the rows whose key is not there yet: what a file says goes before."""
    both = pd.concat([frame, made], ignore_index=True)
    return both.drop_duplicates(list(TABLES[table].key)).reset_index(drop=True)


def _permissions(
    frames: Mapping[str, pd.DataFrame], defaults: Mapping[str, str]
) -> pd.DataFrame:
    """Add the programme's permission for those who declared none.

    It is for their texts; where there are none, for whoever stands in the record.
    """
    declared = frames.get("permissions", conform("permissions", pd.DataFrame())[0])
    texts = frames["reflections"][["reflection_id", "member"]]
    general = declared.loc[declared["reflection_id"].isna(), "member"].dropna()
    has = texts["reflection_id"].isin(declared["reflection_id"].dropna())
    has |= texts["member"].notna() & texts["member"].isin(general)
    added = pd.DataFrame({"reflection_id": texts.loc[~has, "reflection_id"]})
    if not len(texts):
        people = people_of_record(frames)
        people = people[~people.map(plain).duplicated()]
        added = people[~people.map(plain).isin(general.map(plain))].to_frame("member")
    for column, value in defaults.items():
        added[column] = value
    extra, _ = conform("permissions", added)
    return pd.concat([declared, extra], ignore_index=True) if len(declared) else extra


def _provenance(programme: Programme, report: IngestReport) -> dict[str, object]:
    out: dict[str, object] = {"source": "files", **programme.about}
    for key in ("approach", "language", "preset"):
        value = getattr(programme, key)
        if value is not None:
            out[key] = value
    out["policy"] = programme.policy
    if programme.anonymiser:
        out["anonymiser"] = dict(programme.anonymiser)
    if programme.invited:
        out["invited"] = dict(programme.invited)
    if programme.declared:  # a "true" of an earlier file must not outlive it
        out["survey_public"] = programme.survey_public
        out["survey"] = programme.survey.told()
        out["record"] = {"proposals": programme.proposals}
        out["theory"] = {"steps": [step.told() for step in programme.theory]}
    out["files"] = [
        {
            "table": f.table,
            "file": f.file,
            "sha256": f.sha256,
            "read": f.read,
            "taken": f.taken,
            "refused": f.refused,
        }
        for f in report.files
    ]
    return out
