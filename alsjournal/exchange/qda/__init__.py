"""Projects and codebooks of other programs for qualitative analysis, both ways."""

from alsjournal.exchange.qda.codebook import read_codebook, write_codebook
from alsjournal.exchange.qda.project import QdaProject
from alsjournal.exchange.qda.read import read_qda, read_qdpx
from alsjournal.exchange.qda.write import QdaReport, write_qdpx

__all__ = [
    "QdaProject",
    "QdaReport",
    "read_codebook",
    "read_qda",
    "read_qdpx",
    "write_codebook",
    "write_qdpx",
]
