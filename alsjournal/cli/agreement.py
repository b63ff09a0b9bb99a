"""``alsjournal agreement``: how far those who coded a journal agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alsjournal.cli._csv import write_csv
from alsjournal.cli._files import JournalArgument, open_journal
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alsjournal.coders import Agreement

__all__ = ["agreement"]


@verb
def agreement(
    journal: JournalArgument,
    unit: Annotated[
        str,
        typer.Option("--unit", help="text, sentence, passage or character."),
    ],
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", help="Who is compared; give it twice or more."),
    ] = None,
    construct: Annotated[
        str, typer.Option("--construct", help="What was coded, as theme.")
    ] = "theme",
    code: Annotated[
        list[str] | None,
        typer.Option("--code", help="Only this code; may be repeated."),
    ] = None,
    same: Annotated[
        list[str] | None,
        typer.Option("--same", help="A code by another name: 'grouping=theme'."),
    ] = None,
    read: Annotated[
        Path | None,
        typer.Option("--read", help="Ids of the texts that all read, one a line."),
    ] = None,
    approach: Annotated[
        str | None,
        typer.Option("--approach", help="Where programme.toml does not say it."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write the whole table there.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="For the resamples.")] = 0,
) -> None:
    """Say how far a machine and a person, or two people, code alike."""
    from alsjournal.coders import agreement as measured

    found = measured(
        open_journal(journal),
        unit=unit,  # type: ignore[arg-type]  # checked, with a sentence, by agreement
        coders=coder or None,
        construct=construct,
        codes=code or None,
        same=_pairs(same or []),
        read=_ids(read) if read is not None else None,
        approach=approach,
        random_state=seed,
    )
    if csv is not None:
        write_csv(found, csv)
        say(f"{len(found)} rows written to {csv}, for analysts.")
    else:
        _show(found)
    for line in (*found.sentences(), *found.notes):
        say(line)


def _show(found: Agreement) -> None:
    from rich.table import Table

    title = f"Agreement on {found.construct}, unit: {found.unit}"
    columns = ("code", "kappa (95 %)", "alpha (95 %)", "same", "has it, a / b", "")
    frame = found.to_frame()
    for who, rows in frame.groupby(["coder_a", "coder_b"], dropna=False, sort=False):
        pair = " and ".join(str(name) for name in who if isinstance(name, str))
        table = Table(*columns, title=f"{title} ({pair or 'all coders'})")
        for row in rows.to_dict("records"):
            table.add_row(*_cells(row))
        out().print(table)


def _cells(row: Mapping[Any, Any]) -> tuple[str, ...]:
    import pandas as pd

    def figure(name: str) -> str:
        if pd.isna(row[name]):
            return ""
        low, high = row[f"{name}_low"], row[f"{name}_high"]
        between = "" if pd.isna(low) else f" ({low:.2f} to {high:.2f})"
        return f"{row[name]:.2f}{between}"

    margins = (row["prevalence_a"], row["prevalence_b"])
    both = "" if pd.isna(margins[0]) else " / ".join(f"{m:.0%}" for m in margins)
    same = "" if pd.isna(row["agreement"]) else f"{row['agreement']:.0%}"
    return row["code"], figure("kappa"), figure("alpha"), same, both, row["warning"]


def _pairs(same: list[str]) -> dict[str, str]:
    from alsjournal.errors import InputError

    out = {}
    for pair in same:
        other, sign, name = (part.strip() for part in pair.partition("="))
        if not (other and sign and name):
            msg = "--same must be two codes with = between, as 'grouping=theme'."
            raise InputError(msg)
        out[other] = name
    return out


def _ids(path: Path) -> list[str]:
    from alsjournal.errors import SourceError

    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        msg = f"--read must be a text file that can be read, an id a line: {path}."
        raise SourceError(msg) from None
    return [line.strip() for line in lines if line.strip()]
