"""How far those who coded agree: people with people, and machines with people."""

from alsjournal.coders.measure import agreement
from alsjournal.coders.pairs import coding_pairs
from alsjournal.coders.rates import error_rates
from alsjournal.coders.result import Agreement
from alsjournal.coders.sample import double_coding_sample

__all__ = [
    "Agreement",
    "agreement",
    "coding_pairs",
    "double_coding_sample",
    "error_rates",
]
