"""The stages that go through all texts, over parts of a journal, on Dask's workers.

What travels between machines are numbers: positions, labels, scores, the groups of a
model. Texts stay in the dataset, encrypted, where each worker reads the part that it
is given; identifiable ones were never in it. Each task gives the same however often
it is done, so a worker that dies costs its time and no row.
"""

from alsjournal.scale.engine import DaskEngine

__all__ = ["DaskEngine"]
