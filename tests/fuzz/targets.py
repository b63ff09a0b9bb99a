"""All targets by name."""

from __future__ import annotations

from tests.fuzz import of_office, of_own, of_projects, of_tables
from tests.fuzz.target import Target

__all__ = ["TARGETS"]

TARGETS: dict[str, Target] = {
    target.name: target
    for module in (of_tables, of_office, of_projects, of_own)
    for target in module.TARGETS
}
