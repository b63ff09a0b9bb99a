"""Who may see what: audiences, permissions, the policy table, and `clear`."""

from alsjournal.disclosure.audience import Audience
from alsjournal.disclosure.clear import clear, mask_counts, together, wilson
from alsjournal.disclosure.levels import LEAST
from alsjournal.disclosure.permission import (
    Use,
    audience_of,
    permissions_of,
    permitted,
)
from alsjournal.disclosure.policy import (
    POLICIES,
    QUOTES_A_PERSON,
    Policy,
    Rule,
    policy_named,
    policy_of,
)
from alsjournal.disclosure.previews import PreviewGate, preview_gate, words_of
from alsjournal.disclosure.pseudonyms import PSEUDONYM, goes_out, holds_pseudonym
from alsjournal.disclosure.unread import is_unread, unread_note, unread_texts

__all__ = [
    "LEAST",
    "POLICIES",
    "PSEUDONYM",
    "QUOTES_A_PERSON",
    "Audience",
    "Policy",
    "PreviewGate",
    "Rule",
    "Use",
    "audience_of",
    "clear",
    "goes_out",
    "holds_pseudonym",
    "is_unread",
    "mask_counts",
    "permissions_of",
    "permitted",
    "policy_named",
    "policy_of",
    "preview_gate",
    "together",
    "unread_note",
    "unread_texts",
    "wilson",
    "words_of",
]
