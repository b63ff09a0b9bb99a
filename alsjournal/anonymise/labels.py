"""Which labels people write freely, and what is masked in them.

Those that all finders read are in `alsjournal.anonymise.read_texts`, those of the
survey in `alsjournal.anonymise.survey_labels`; a closed list of values needs nothing.
"""

from __future__ import annotations

__all__ = ["PEOPLE_LABELS", "ROSTER_LABELS"]

ROSTER_LABELS = frozenset(
    {
        ("sets", "title"),
        ("codings", "code"),
        ("memos", "target"),
        ("claims", "step"),
    }
)
"""Labels in which all that the roster names is masked."""

PEOPLE_LABELS = frozenset(
    {
        ("members", "role"),
        ("members", "organisation_type"),
        ("reflections", "role"),
        ("sets", "parent"),
        ("codings", "construct"),
    }
)
"""Labels that may well name a body: only people are masked in them. They stand on
outputs as they are, so that no pseudonym goes into them."""
