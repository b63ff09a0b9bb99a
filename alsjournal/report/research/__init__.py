"""What the analysts' report is made of: gathered here, put into words elsewhere."""

from alsjournal.report.research.gather import ForResearch, Wanted, for_research

__all__ = ["ForResearch", "Wanted", "for_research"]
