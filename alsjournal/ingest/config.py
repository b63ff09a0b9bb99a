"""Read ``programme.toml``: what a programme is called, and which file means what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from alsjournal.disclosure.policy import policy_named
from alsjournal.errors import ConfigError
from alsjournal.ingest.codes import compiled_all
from alsjournal.ingest.dates import ORDERS, Order
from alsjournal.ingest.duties import retention_dates
from alsjournal.ingest.formats.separator import SEPARATORS
from alsjournal.ingest.forms.settings import FormSettings, read_settings
from alsjournal.ingest.keys import check_choice, check_keys
from alsjournal.ingest.listed import WORKBOOK, read_files
from alsjournal.ingest.opening import check_is_file
from alsjournal.ingest.presets import PRESETS
from alsjournal.ingest.run_settings import RunSettings, read_run
from alsjournal.ingest.settings_file import settings_in, under_its_name
from alsjournal.ingest.source import Source
from alsjournal.ingest.survey_settings import SurveySettings, read_survey
from alsjournal.ingest.theory import Step, read_theory
from alsjournal.schema import FROM_FILES, TABLES

__all__ = ["APPROACHES", "Programme", "read_programme"]

APPROACHES = ("reflexive", "codebook", "coding-reliability", "content")

_TEXTS = (
    "title",
    "description",
    "purpose",
    "controller",
    "contact",
    "lawful_basis",
    "retention",
    "published_key",
)
_SETTINGS = (
    *_TEXTS,
    "approach",
    "language",
    "date_order",
    "encoding",
    "separator",
    "preset",
    "max_quarantine",
    "fictional",
)
_SECTIONS = (
    "programme",
    "files",
    "columns",
    "values",
    "defaults",
    "disclosure",
    "permissions",
    "survey",
    "retention",
    "forms",
    "review",
    "anonymiser",
    "record",
    "theory",
    "run",
)


@dataclass(frozen=True)
class Programme:
    """What ``programme.toml`` says.

    Parameters
    ----------
    files : mapping of str to tuple of Source
        By table.
    workbook : Source or None, default=None
        A file with a sheet for each table.
    about : mapping of str to object
        The texts of ``[programme]``, and ``fictional``.
    columns : mapping, default={}
        By table: our column, their header.
    value_maps : mapping, default={}
        By table and column: their value, our value.
    defaults : mapping, default={}
        By table: a column and its constant value.
    permissions : mapping, default={}
        ``use`` and ``reach`` of writers who declared none.
    invited : mapping of str to int, default={}
        By wave of the survey: how many were asked.
    survey : SurveySettings, optional
        Its waves in order, and the scales of its questions.
    survey_public : bool, default=False
        Whether the public may see what was answered, as counts of all together.
    approach, language, encoding, separator, preset : str or None
    date_order : {"iso", "dmy", "mdy"} or None
        None: recognised.
    max_quarantine : float or None, default=None
        The share of rows that may be refused because they cannot be used; None is
        5 %, and three rows in any case.
    policy : str, default="default"
    retention : mapping of str to datetime.date, default={}
        The last day of ``raw_text``, ``key`` and ``journal``, as far as said.
    declared : bool, default=False
        Whether a ``programme.toml`` said it; a file alone can say nothing.
    forms : FormSettings, optional
        Which questions of a form are what.
    review : mapping of str to str, default={}
        ``custodian`` and ``second``: who may review what is masked.
    anonymiser : mapping of str to object, default={}
        ``gazetteer``, the path of a csv, and ``patterns``, of own codes by label.
    proposals : {"writer", "set"}, default="writer"
        Who may see what is proposed from texts for the record of a set.
    theory : tuple of Step, default=()
        How the programme is meant to work, step by step.
    run : RunSettings, optional
        What ``alsjournal run`` makes, and for whom.
    notes : tuple of str, default=()
    """

    files: Mapping[str, tuple[Source, ...]]
    workbook: Source | None = None
    about: Mapping[str, object] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    value_maps: Mapping[str, Mapping[str, Mapping[str, str]]] = field(
        default_factory=dict
    )
    defaults: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    permissions: Mapping[str, str] = field(default_factory=dict)
    invited: Mapping[str, int] = field(default_factory=dict)
    survey: SurveySettings = field(default_factory=SurveySettings)
    survey_public: bool = False
    approach: str | None = None
    language: str | None = None
    encoding: str | None = None
    separator: str | None = None
    preset: str | None = None
    date_order: Order | None = None
    max_quarantine: float | None = None
    policy: str = "default"
    retention: Mapping[str, date] = field(default_factory=dict)
    declared: bool = False
    forms: FormSettings = field(default_factory=FormSettings)
    review: Mapping[str, str] = field(default_factory=dict)
    anonymiser: Mapping[str, object] = field(default_factory=dict)
    proposals: str = "writer"
    theory: tuple[Step, ...] = ()
    run: RunSettings = field(default_factory=RunSettings)
    notes: tuple[str, ...] = ()


def read_programme(path: str | Path, *, files: bool = True) -> Programme:
    """Read ``programme.toml``.

    Parameters
    ----------
    path : str or pathlib.Path
    files : bool, default=True
        Whether the files that it names must be there; False leaves them aside, for
        what is written before there are any.

    Returns
    -------
    Programme

    Raises
    ------
    ConfigError
        If it is not TOML, or says something that is not known or cannot be.
    SourceError
        If it, or a file that it names, is not there or may not be read.
    """
    path = Path(path)
    said = settings_in(path)
    with under_its_name(path):
        return _programme(said, path.parent, files=files)


def _programme(said: Mapping[str, Any], folder: Path, *, files: bool) -> Programme:
    check_keys("the file", said, _SECTIONS)
    parts = {name: _section(said, name) for name in _SECTIONS}
    survey = read_survey(parts["survey"])
    settings = _settings(parts["programme"])
    sources, notes = read_files(parts["files"], folder) if files else ({}, ())
    books = sources.pop(WORKBOOK, ())
    if len(books) > 1:
        msg = "programme.toml: [files] workbook must be one file. Name the tables."
        raise ConfigError(msg)
    check_keys("[review]", parts["review"], ("custodian", "second"))
    disclosure = parts["disclosure"]
    check_keys("[record]", parts["record"], ("proposals",))
    _one_of("proposals", parts["record"], ("writer", "set"))
    check_keys("[disclosure]", disclosure, ("policy", "survey_public"))
    return Programme(
        files=sources,
        workbook=next(iter(books), None),
        columns=_by_table("columns", parts["columns"], of=_texts),
        value_maps=_by_table("values", parts["values"], of=_value_maps),
        defaults=_by_table("defaults", parts["defaults"], of=_constants),
        permissions=_permissions(parts["permissions"]),
        invited=_invited(_section(parts["survey"], "invited", "survey.")),
        survey=survey,
        survey_public=_survey_public(disclosure),
        policy=policy_named(disclosure.get("policy", "default")).name,
        retention=retention_dates(parts["retention"]),
        declared=True,
        forms=read_settings(parts["forms"]),
        review=_texts("[review]", parts["review"]),
        anonymiser=_anonymiser(parts["anonymiser"], folder, files=files),
        proposals=parts["record"].get("proposals", "writer"),
        theory=read_theory(parts["theory"]),
        run=read_run(parts["run"], folder),
        notes=notes,
        **settings,
    )


def _section(said: Mapping[str, Any], name: str, prefix: str = "") -> dict[str, Any]:
    part = said.get(name, {})
    if not isinstance(part, dict):
        msg = f"programme.toml: {prefix}{name} must be a section, [{prefix}{name}]."
        raise ConfigError(msg)
    return part


def _anonymiser(
    said: Mapping[str, Any], folder: Path, *, files: bool
) -> dict[str, object]:
    """Read what the anonymiser is told of the programme's own names and codes."""
    check_keys("[anonymiser]", said, ("gazetteer", "patterns"))
    patterns = _section(said, "patterns", "anonymiser.")
    compiled_all(patterns)
    out: dict[str, object] = {"patterns": dict(patterns)} if patterns else {}
    shown = said.get("gazetteer")
    if shown is None:
        return out
    if not isinstance(shown, str) or not shown.strip():
        msg = (
            "programme.toml: [anonymiser] gazetteer must be the path of a csv with a "
            'column name, as "gp_practices.csv".'
        )
        raise ConfigError(msg)
    if files:
        check_is_file(folder / shown, shown)
    return {**out, "gazetteer": str((folder / shown).absolute())}


def _settings(said: Mapping[str, Any]) -> dict[str, Any]:
    check_keys("[programme]", said, _SETTINGS)
    for key, value in said.items():
        kinds = {"fictional": "true or false", "max_quarantine": "a number"}
        kind = kinds.get(key, "a text in quotes")
        if _kind(value) != kind:
            msg = f"programme.toml: [programme] {key} must be {kind}."
            raise ConfigError(msg)
    out = {key: said[key] for key in _SETTINGS if key in said and key not in _TEXTS}
    fictional = out.pop("fictional", None)
    about = {key: said[key] for key in _TEXTS if key in said}
    if fictional is not None:
        about["fictional"] = fictional
    if "published_key" in about and not fictional:
        msg = (
            "programme.toml: published_key may only stand beside fictional = true: "
            "whoever has the key can tell whose a pseudonym is. Take it out, and "
            "change the key if this file was shared."
        )
        raise ConfigError(msg)
    _one_of("approach", out, APPROACHES)
    _one_of("date_order", out, ORDERS)
    _one_of("preset", out, PRESETS)
    _one_of("separator", out, (*SEPARATORS, *SEPARATORS.values()))
    share = out.get("max_quarantine")
    if share is not None and not 0 <= share <= 1:
        msg = (
            f"programme.toml: max_quarantine must be a share from 0 to 1, as 0.05. "
            f"Got {share!r}."
        )
        raise ConfigError(msg)
    return {"about": about, **out}


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a text in quotes" if isinstance(value, str) else "something else"


def _one_of(key: str, said: Mapping[str, Any], known: Collection[str]) -> None:
    if key in said:
        check_choice(key, said[key], known)


def _by_table(section: str, said: Mapping[str, Any], *, of: Any) -> dict[str, Any]:
    check_keys(f"[{section}]", said, FROM_FILES)
    out = {}
    for table in said:
        part = _section(said, table, f"{section}.")
        check_keys(f"[{section}.{table}]", part, TABLES[table].names)
        out[table] = of(f"[{section}.{table}]", part)
    return out


def _texts(where: str, said: Mapping[str, Any]) -> dict[str, str]:
    for key, value in said.items():
        if not isinstance(value, str) or not value.strip():
            msg = f"programme.toml: {where} {key} must be a text in quotes."
            raise ConfigError(msg)
    return dict(said)


def _constants(where: str, said: Mapping[str, Any]) -> dict[str, str]:
    out = {}
    for key, value in said.items():
        if isinstance(value, dict | list):
            msg = f"programme.toml: {where} {key} must be a single value."
            raise ConfigError(msg)
        out[key] = str(value).lower() if isinstance(value, bool) else str(value)
    return out


def _value_maps(where: str, said: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    out = {}
    for column, pairs in said.items():
        if not isinstance(pairs, dict):
            msg = (
                f"programme.toml: {where} {column} must be a section of pairs, their "
                f"value = our value."
            )
            raise ConfigError(msg)
        out[column] = _constants(f"{where[:-1]}.{column}]", pairs)
    return out


def _permissions(said: Mapping[str, Any]) -> dict[str, str]:
    check_keys("[permissions]", said, ("use", "reach"))
    for key in said:
        _one_of(key, said, TABLES["permissions"][key].choices)
    if said and "use" not in said:
        msg = (
            "programme.toml: [permissions] must say use = (self, counts, paraphrase "
            "or quote), and may say reach =."
        )
        raise ConfigError(msg)
    return cast("dict[str, str]", dict(said))


def _survey_public(said: Mapping[str, Any]) -> bool:
    public = said.get("survey_public", False)
    if not isinstance(public, bool):
        msg = "programme.toml: [disclosure] survey_public must be true or false."
        raise ConfigError(msg)
    return public


def _invited(said: Mapping[str, Any]) -> dict[str, int]:
    for wave, number in said.items():
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            msg = (
                f"programme.toml: [survey.invited] {wave} must be a whole number, 0 "
                f"or more: how many were asked."
            )
            raise ConfigError(msg)
    return dict(said)
