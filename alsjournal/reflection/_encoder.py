"""Elements of reflection by a small transformer, where one is installed.

::

    config.json       labels, longest input, fingerprints of the two below
    model.onnx        the network, its weights in bytes
    tokenizer.json    word pieces, for the library tokenizers
    README.md         its model card

It reads each sentence by itself: among its neighbours it learned less from as many
examples. Weights are stored in bytes and reckoned with as floats, so that a sentence
gets the same figures whatever stands beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, Self

import numpy as np

from alsjournal._resources import resource_path
from alsjournal.embed.vectors import Floats, checked_texts
from alsjournal.errors import InputError, MissingExtraError, SourceError

__all__ = ["FORMAT", "VERSION", "EncoderElements", "pieces"]

FORMAT = "alsjournal-elements-encoder"
VERSION = 1

_MOST_BYTES = 50_000_000


class EncoderElements:
    """How likely each element of reflection is in a sentence, by a transformer.

    Made by `load`; nothing is fetched from a network.

    Attributes
    ----------
    labels : tuple of str
        The nine, in alphabetical order: the columns of `proba`.
    max_length : int
        The most word pieces that are read of a sentence, its two ends included; what
        comes after is not read.
    fingerprint : str
        Of the network.
    """

    def __init__(self, session: Any, tokenizer: Any, config: dict[str, Any]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.labels: tuple[str, ...] = tuple(config["labels"])
        self.max_length = int(config["max_length"])
        self.fingerprint = str(config["sha256"]["model.onnx"])[:16]

    def __repr__(self) -> str:
        return f"EncoderElements(fingerprint={self.fingerprint!r})"

    @classmethod
    def load(cls, folder: str | Path | None = None, *, threads: int = 1) -> Self:
        """Open the network.

        Parameters
        ----------
        folder : str or pathlib.Path, optional
            By default the one that comes with alsjournal.
        threads : int, default=1
            How many cores one sentence may use. More than two gain little.

        Raises
        ------
        InputError
            If ``threads`` is no whole number from 1.
        MissingExtraError
            If what runs it is not installed.
        SourceError
            If the folder is not there, or not what it says.

        Examples
        --------
        >>> encoder = EncoderElements.load()  # doctest: +SKIP
        >>> encoder.proba(["I was anxious all week."]).shape  # doctest: +SKIP
        (1, 9)
        """
        if isinstance(threads, bool) or not isinstance(threads, int) or threads < 1:
            msg = f"threads must be a whole number from 1. Got {threads!r}."
            raise InputError(msg)
        runtime, tokenizers = _libraries()
        shipped = ("models", "als-elements-encoder")
        place = resource_path(*shipped) if folder is None else Path(folder)
        config = _checked(place)
        runtime.disable_telemetry_events()
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            tokenizer = tokenizers.Tokenizer.from_file(str(place / "tokenizer.json"))
            session = runtime.InferenceSession(
                str(place / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # noqa: BLE001  (the libraries raise bare ones)
            _refuse(f"the network cannot be opened ({type(error).__name__})")
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(session, tokenizer, config)

    def proba(
        self, sentences: Sequence[str], contexts: Sequence[str] | None = None
    ) -> Floats:
        """Return how likely each element is in each sentence.

        Parameters
        ----------
        sentences : sequence of str, length n
        contexts : sequence of str, length n, optional
            The passage round each sentence. It is taken so that all that tell
            elements can be asked alike; this network does not read it.

        Returns
        -------
        numpy.ndarray of float32, shape (n, 9)
            Rows sum to 1; columns as ``labels``. A row depends on nothing but its
            own sentence.

        Raises
        ------
        DisclosureError
            For a RawJournal.
        InputError
            If they are not sequences of str of one length.
        """
        texts = checked_texts(sentences)
        if contexts is not None and len(checked_texts(contexts)) != len(texts):
            msg = (
                "contexts must hold one text for each sentence. Got "
                f"{len(contexts)} for {len(texts)}."
            )
            raise InputError(msg)
        out = np.empty((len(texts), len(self.labels)), dtype=np.float32)
        for i, text in enumerate(texts):
            ids = pieces(self._tokenizer, text, self.max_length)
            given = {"ids": np.asarray(ids, dtype=np.int64)}
            out[i] = self._session.run(["proba"], given)[0]
        return out


def pieces(tokenizer: Any, text: str, most: int) -> list[int]:
    """Return what the network reads of a sentence.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
    text : str
    most : int
        The longest that an input may be.

    Returns
    -------
    list of int
        Numbers of word pieces, between two that open and close it.
    """
    found: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    return [start, *found[: most - 2], end]


def _libraries() -> tuple[Any, Any]:
    try:
        import onnxruntime
        import tokenizers
    except ImportError:
        msg = (
            "The transformer for elements of reflection needs packages that are not "
            'installed. Install them: pip install "alsjournal[encoder]"'
        )
        raise MissingExtraError(msg) from None
    return onnxruntime, tokenizers


def _checked(folder: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        said = config["format"], config["version"]
        digests = {
            name: str(config["sha256"][name])
            for name in ("model.onnx", "tokenizer.json")
        }
        whole = len(config["labels"]) > 1 and int(config["max_length"]) > 2
    except OSError:
        _refuse("config.json is missing")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        _refuse(f"config.json cannot be read ({type(error).__name__})")
    if said != (FORMAT, VERSION) or not whole:
        _refuse(f"config.json does not say {FORMAT}, version {VERSION}")
    for name, digest in digests.items():
        file = folder / name
        if not file.is_file() or file.stat().st_size > _MOST_BYTES:
            _refuse(f"{name} is missing or far too large")
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            _refuse(f"{name} is another than config.json says")
    return config


def _refuse(what: str) -> NoReturn:
    msg = (
        "The transformer for elements must be a folder with config.json, model.onnx "
        f"and tokenizer.json. Got one where {what}. Copy it again, or install "
        "alsjournal again."
    )
    raise SourceError(msg) from None
