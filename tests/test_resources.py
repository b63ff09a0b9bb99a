"""Files that come with the package."""

from __future__ import annotations

import pytest

from alsjournal import _resources
from alsjournal._resources import resource_path
from alsjournal.errors import InputError, SourceError


@pytest.fixture
def package(tmp_path, monkeypatch):
    home = tmp_path / "site" / "alsjournal"
    home.mkdir(parents=True)
    monkeypatch.setattr(_resources, "_PACKAGE", home)
    return home


def test_in_a_wheel(package):
    (package / "_data" / "corpora" / "sample").mkdir(parents=True)
    assert resource_path("corpora", "sample") == package / "_data" / "corpora/sample"


def test_in_a_checkout(package):
    (package.parent / "models" / "one").mkdir(parents=True)
    assert resource_path("models", "one") == package.parent / "models" / "one"


def test_the_wheel_comes_first(package):
    for root in (package / "_data", package.parent):
        (root / "notebooks").mkdir(parents=True)
    assert resource_path("notebooks") == package / "_data" / "notebooks"


def test_absent_says_its_cure(package):
    with pytest.raises(SourceError, match="pip install"):
        resource_path("corpora", "sample")


@pytest.mark.parametrize(
    "parts", [(), ("pictures",), ("corpora", "..", "x"), ("corpora", "/etc")]
)
def test_leads_nowhere_else(package, parts):
    with pytest.raises(InputError):
        resource_path(*parts)
