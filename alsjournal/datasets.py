"""The sample that comes with alsjournal: a fictional programme, and its coding."""

from __future__ import annotations

import pandas as pd

from alsjournal._resources import resource_path
from alsjournal.ingest.read import read_journal
from alsjournal.journal import RawJournal

__all__ = ["SAMPLE_KEY", "load_gold", "load_sample"]

SAMPLE_KEY = "alsjournal-sample-programme-published-key"
"""The sample's key for pseudonyms. It protects nobody: all its people are made up,
and it is published so that everybody gets the same pseudonyms."""


def load_sample() -> RawJournal:
    """Return the sample programme: fictional sets, members and texts.

    Returns
    -------
    RawJournal
        ``provenance["fictional"]`` is True, and ``provenance["published_key"]`` is
        the key that `Anonymiser` takes for it.

    Raises
    ------
    SourceError
        If the installation lacks the sample.

    Examples
    --------
    >>> sample = load_sample()
    >>> sample.provenance["fictional"]
    True
    """
    raw = read_journal(resource_path("corpora", "sample", "programme.toml"))
    given = {"published_key": SAMPLE_KEY, **raw.provenance, "fictional": True}
    tables = {name: raw.identifiable_frame(name) for name in raw.tables()}
    return RawJournal(tables, provenance=given)


def load_gold() -> pd.DataFrame:
    """Return the sample's reference coding: what people found in its texts.

    Returns
    -------
    pandas.DataFrame
        The columns of the table ``codings``; ``start`` and ``end`` are code points
        of the sample's raw text.

    Raises
    ------
    SourceError
        If the installation lacks the sample.

    Examples
    --------
    >>> gold = load_gold()
    >>> sorted(gold["construct"].unique())[-1]
    'theme'
    """
    return load_sample().identifiable_frame("codings")
