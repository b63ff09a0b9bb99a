"""``alsjournal init``: a commented ``programme.toml``, the key, and the papers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from alsjournal.cli._run import say, verb

__all__ = ["TEMPLATE", "init"]

TEMPLATE = """\
# What this programme is, and where its files lie. Lines that begin with # are notes or
# examples: take the # away and fill in. `alsjournal check programme.toml` reads it all
# and writes nothing.

[programme]
# title = "Our action learning sets"
# What you do with codes: reflexive, codebook, coding-reliability or content.
approach = "codebook"
# Who decides why and how these texts are used (the controller), whom to ask, and what
# for: they go into the notices of the kit (`alsjournal init --kit`).
# controller = ""
# contact = ""
# purpose = ""
# On what ground you hold these texts; your information governance lead knows.
# lawful_basis = ""
# How dates are written: iso (2026-03-01), dmy (01/03/2026) or mdy. Left out, it is
# recognised, and asked for where both readings are possible.
# date_order = "dmy"
# encoding = "utf-8"
# separator = ","
# The share of rows that may be refused before nothing is taken at all.
# max_quarantine = 0.05
# How the file of reflections is laid out: nhs-fft, ms-forms or google-forms.
# preset = "ms-forms"

[files]
# One line a table; reflections is needed, or a record of the sessions (turns, issues,
# questions, actions, action_reports). Paths are relative to this file.
reflections = "reflections.csv"
# sets = "sets.csv"
# sessions = "sessions.csv"
# members = "members.csv"
# memberships = "memberships.csv"
# attendance = "attendance.csv"
# permissions = "permissions.csv"
# Names known to be in the programme (member, name, aliases, organisation): what makes
# the anonymiser strong. They never enter the journal.
# roster = "roster.csv"

[columns.reflections]
# Ours = "the header in your file". Lines that are the same in both can be left out.
text = "text"
# reflection_id = "ID"
# set_id = "Which set are you in?"
# session = "Session number"
# member = "Your name"
# role = "Your role"

[permissions]
# What all who declared nothing themselves allow: self (nothing), counts, paraphrase or
# quote; and how far: set, programme or public. What is not declared is not quoted.
use = "counts"
reach = "programme"

[retention]
# The last day on which each is kept. `check` and `ingest` remind you until all three
# are said, and once one has passed.
# raw_text = 2027-03-31
# key = 2027-09-30
# journal = 2028-03-31

# [forms]
# With ms-forms or google-forms, questions that are not the sheet's: headers, or how
# they begin.
# prompts = ["What stayed with you?"]
# survey = ["How useful was it?"]
# ignore = ["Anything else?"]

[run]
# For whom `alsjournal run` makes tables and reports, in this order: programme, sets
# (each set its own), set:<set_id>, public, research. What is made first may hold back
# small numbers in what comes after.
audiences = ["programme"]
# formats = ["html", "docx"]
# out = "reports"
# decisions = "decisions.csv"
# For Dask: where the parts of the journal lie, encrypted, while it works.
# storage = "s3://bucket/programme"

[disclosure]
# Which small numbers are shown: default, k10 or hes-2018.
policy = "default"

# Whether the public may see what was answered in the survey, as counts of all together.
# survey_public = true

# [record]
# Who may see what is proposed from texts for the record of a set: its writer, or,
# where the sets agreed to that, the set.
# proposals = "set"

# [survey.invited]
# How many were asked in each wave: without it nobody knows how many stayed silent.
# baseline = 24
# end = 22

# Questions whose answers are not yes and no: from the least to the most, and which of
# them count as yes.
# [survey.items.expectations]
# question = "How far did the set meet what you had expected?"
# scale = ["not met", "met", "surpassed"]
# yes = ["surpassed"]

# How the programme is meant to work, step by step, and what would tell of each step:
# survey:<item>, theme:<name>, element:<name>, outcome:<level>, actions-heard-back or
# attendance (`alsjournal contribution`).
# [[theory.steps]]
# id = "acting"
# text = "Between sessions members try things, and the set hears what became of them."
# assumptions = ["Those who employ them let them."]
# indicators = ["survey:acted_between", "actions-heard-back"]

# What the anonymiser is told beside the roster: a csv with a column `name` of bodies to
# look for, and codes of your own, as a name and a regular expression in single quotes.
# [anonymiser]
# gazetteer = "gp_practices.csv"
# [anonymiser.patterns]
# patient-id = 'PT\\d{6}'

# Who may look at what the anonymiser is unsure of (`alsjournal review`): somebody who
# does not facilitate. With a second person nothing that was found is left open unless
# both say so.
# [review]
# custodian = ""
# second = ""
"""


@verb
def init(
    folder: Annotated[
        Path, typer.Argument(help="The folder of the programme; made if need be.")
    ] = Path(),
    kit: Annotated[
        bool,
        typer.Option("--kit", help="Write what a set needs on paper into kit/, too."),
    ] = False,
    language: Annotated[
        list[str] | None,
        typer.Option("--language", help="Of the papers: en; cy adds Welsh drafts."),
    ] = None,
) -> None:
    """Write a commented programme.toml, and make the key for pseudonyms.

    With --kit also session record, reflection sheet, information for participants,
    privacy notice, survey, impact assessment and more, filled in from programme.toml.
    """
    from alsjournal.errors import SourceError

    target = folder / "programme.toml"
    if folder.exists() and not folder.is_dir():
        msg = f"The folder must be a folder, or not there yet. {folder} is a file."
        raise SourceError(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE + _columns())
    except FileExistsError:
        say(f"{target} is there already and stays as it is.")
    except OSError as error:
        msg = (
            f"The folder must be one that can be written to: {folder} "
            f"({error.strerror}). Choose another."
        )
        raise SourceError(msg) from None
    else:
        say(f"Written: {target}. Fill it in, then: alsjournal check {target}")
    _key()
    if kit:
        _kit(target, folder / "kit", language or ["en"])


def _kit(programme: Path, folder: Path, languages: list[str]) -> None:
    """Write the papers, and say which stay as somebody has saved them."""
    from alsjournal.kit.write import kit_paths, write_kit

    wanted = ["en", *languages]
    written = write_kit(folder, programme=programme, languages=wanted)
    say(f"Written: {len(written)} documents into {folder}; begin with start-here.docx.")
    for path in kit_paths(folder, languages=wanted):
        if path not in written:
            say(f"{path} was changed by somebody and stays as it is.")


def _columns() -> str:
    """List what each table may hold, for those who fill them in."""
    from alsjournal.dictionary import KINDS
    from alsjournal.schema import TABLES

    lines = [
        "",
        "# What each table may hold: * must be there, a | b is a closed list. When",
        "# somebody takes a permission back, `withdrawn` is the date of that day.",
    ]
    for table in (t for t in TABLES.values() if not t.store_only):
        lines.append(f"#\n# {table.name}")
        for column in table.columns:
            kind = " | ".join(column.choices) or KINDS[column.kind]
            made = table.name == "reflections" and column.name == "reflection_id"
            star = "*" if column.required and not made else ""
            lines.append(f"#   {column.name}{star}: {kind}")
    return "\n".join(lines) + "\n"


def _key() -> None:
    from alsjournal.anonymise.key import KEY_ENV, key_file, make_key_file

    if os.environ.get(KEY_ENV):
        say(f"The key is taken from {KEY_ENV}.")
    elif key_file().exists():
        say("Your key is there already and stays as it is.")
    else:
        path = make_key_file()
        say(
            f"Made a key: {path}. Keep a copy apart from the data: without it the "
            f"same people get other pseudonyms."
        )
