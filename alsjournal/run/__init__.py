"""The whole way of a programme, step by step, and again only what is stale."""

from alsjournal.run.programme import RunReport, Step, run_programme

__all__ = ["RunReport", "Step", "run_programme"]
