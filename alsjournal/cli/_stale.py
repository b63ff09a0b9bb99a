"""What verbs say of outputs and themes that are of texts as they were."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alsjournal._given import run_ledger
from alsjournal.cli._files import themes_folder
from alsjournal.cli._run import say

if TYPE_CHECKING:
    from alsjournal.store import Release

__all__ = ["say_copy", "say_outdated", "say_outdated_here", "say_stale", "say_themes"]


def say_stale(stale: tuple[Release, ...]) -> None:
    """List the outputs that must be made again."""
    if stale:
        say("Stale now. Throw them away, wherever they went, and make them again:")
    for release in stale:
        say(f"  {release}")


def say_outdated(stale: Iterable[Release]) -> None:
    """List what is stale on record, with why: a line each, the place in full."""
    for i, release in enumerate(stale):
        if i == 0:
            say(
                "Stale outputs: throw them away, wherever they went, or make them "
                "again at the same place:"
            )
        lost = "" if _is_there(release) else " (not found from here)"
        say(f"  {release}: stale {release.why}{lost}")


def say_outdated_here(stale: Iterable[Release], journal: Path) -> None:
    """List what is stale and still there; say how many others are on record."""
    found = list(stale)
    here = [release for release in found if _is_there(release)]
    say_outdated(here)
    if len(here) < len(found):
        say(
            f"{len(found) - len(here):,} stale outputs on record are not found from "
            f"here: `alsjournal info {journal}` names them."
        )


def _is_there(release: Release) -> bool:
    return os.path.lexists(release.place)


def say_copy(provenance: Mapping[str, object]) -> None:
    """Say that a dataset is a copy from before, if the journal notes one."""
    dataset = provenance.get("dataset")
    if dataset:
        say(
            f"The dataset {dataset} is a copy from before: write it anew with "
            f"JournalDataset(path).write(journal), or end it with .remove()."
        )


def say_themes(journal: Path) -> None:
    """Say what is to be made again of the texts that have changed, and how."""
    folder = themes_folder(journal)
    if run_ledger(journal).exists():  # made by runs: its tables and reports too
        say(
            "Themes, tables and reports are of the texts as they were: give "
            "`alsjournal run` the same programme.toml again."
        )
    elif folder.is_dir():
        say(
            f"The themes in {folder} are of the texts as they were: run "
            f"`alsjournal themes {journal}` again."
        )
