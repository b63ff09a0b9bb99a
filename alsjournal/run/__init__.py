"""The whole way of a programme, step by step, and again only what is stale."""

from alsjournal.run.programme import run_programme
from alsjournal.run.steps import RunReport, Step

__all__ = ["RunReport", "Step", "run_programme"]
