"""Fixtures of all tests: few, since a test should show its own data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# In import mode importlib, tests do not see their neighbour helpers.py otherwise.
sys.path.insert(0, str(Path(__file__).parent))

# No test may fail because the machine is busy.
# The same examples at each run of CI, so that a change is judged by the change.
settings.register_profile("alsjournal", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("alsjournal")


@pytest.fixture(scope="session")
def als_data() -> Path:
    """The folder of the real data; tests marked ``data`` skip without it."""
    here = Path(__file__).resolve().parents[1]
    named = os.environ.get("ALSJOURNAL_DATA")
    folder = Path(named) if named else here.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data is not here; set ALSJOURNAL_DATA to its folder")
    return folder
