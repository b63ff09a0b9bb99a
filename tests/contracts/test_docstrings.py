"""Docstrings say what the code does: parameters, defaults, what is raised."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

import alsjournal as als
from alsjournal import errors

HEADS = (
    r"Parameters|Attributes|Returns|Yields|Raises|See Also|Notes|References|Examples"
)
SECTION = re.compile(rf"^({HEADS})\n-+$", re.MULTILINE)
ENTRY = re.compile(r"\*{0,2}\w+(?:, \*{0,2}\w+)*(?: : .*)?")
BUILT_IN = {"KeyError", "OSError", "AttributeError", "NotFittedError", "ImportError"}
ERRORS = {n for n, kind in vars(errors).items() if inspect.isclass(kind)} | BUILT_IN


def sections(thing: object) -> dict[str, str]:
    parts = SECTION.split(inspect.cleandoc(thing.__doc__ or ""))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def entries(section: str) -> dict[str, str]:
    """Each name of a section, with what stands behind its colon."""
    found = {}
    for line in section.splitlines():
        if ENTRY.fullmatch(line):
            names, _, kind = line.partition(" : ")
            found |= {name.strip("* "): kind for name in names.split(",")}
    return found


def public() -> Iterator[tuple[str, Any]]:
    """Every public name, and the public methods of each class."""
    for name in als.__all__:
        thing = getattr(als, name)
        if inspect.isclass(thing):
            yield name, thing
            for own, method in vars(thing).items():
                plain = getattr(method, "__func__", method)
                if not own.startswith("_") and inspect.isfunction(plain):
                    yield f"{name}.{own}", plain
        elif inspect.isfunction(thing):
            yield name, thing


THINGS = dict(public())
SAID = {n: thing for n, thing in THINGS.items() if "Parameters" in sections(thing)}


def parameters(thing: Any) -> dict[str, inspect.Parameter]:
    known = inspect.signature(thing).parameters
    return {n: p for n, p in known.items() if n not in ("self", "cls", "seal")}


@pytest.mark.parametrize("name", SAID)
def test_parameters_are_those_of_the_code(name: str) -> None:
    told = entries(sections(SAID[name])["Parameters"])
    assert set(told) - {"seal"} == set(parameters(SAID[name]))


@pytest.mark.parametrize("name", SAID)
def test_defaults_are_those_of_the_code(name: str) -> None:
    real = parameters(SAID[name])
    for own, kind in entries(sections(SAID[name])["Parameters"]).items():
        default = real[own].default if own in real else inspect.Parameter.empty
        if default is inspect.Parameter.empty:
            continue
        if said := re.search(r"default=(.+)$", kind):
            shown = said[1].replace('"', "'")
            shown = shown.replace("_", "") if type(default) is int else shown
            assert callable(default) or shown == repr(default), own
        else:
            assert default is None or "optional" in kind, own


@pytest.mark.parametrize("name", THINGS)
def test_what_is_raised_is_an_error_of_ours(name: str) -> None:
    said = sections(THINGS[name]).get("Raises", "")
    assert set(entries(said)) <= ERRORS


@pytest.mark.parametrize("name", [n for n in SAID if inspect.isfunction(SAID[n])])
def test_what_is_returned_is_said(name: str) -> None:
    thing = SAID[name]
    if thing.__annotations__.get("return") not in (None, "None"):
        first = inspect.cleandoc(thing.__doc__).partition("\n")[0]
        told = {"Returns", "Yields"} & set(sections(thing))
        assert told or re.search(r"\b(Return|Whether|The )", first)
