"""People look at what finders are unsure of, and what they decide is applied."""

from alsjournal.anonymise.review.audit import Recall, estimate
from alsjournal.anonymise.review.custodian import Reviewer, reviewer_of
from alsjournal.anonymise.review.items import AUDIT, WHOLE, ReviewItem, Sentence
from alsjournal.anonymise.review.log import AuditLog, Record, Verdict
from alsjournal.anonymise.review.marks import Marks
from alsjournal.anonymise.review.names import NAMES_FILE, NamesFile
from alsjournal.anonymise.review.open import log_beside, open_review, open_rulings
from alsjournal.anonymise.review.queue import CHOICES, ReviewQueue
from alsjournal.anonymise.review.rulings import Rulings

__all__ = [
    "AUDIT",
    "CHOICES",
    "NAMES_FILE",
    "WHOLE",
    "AuditLog",
    "Marks",
    "NamesFile",
    "Recall",
    "Record",
    "ReviewItem",
    "ReviewQueue",
    "Reviewer",
    "Rulings",
    "Sentence",
    "Verdict",
    "estimate",
    "log_beside",
    "open_review",
    "open_rulings",
    "reviewer_of",
]
