"""Elements of reflection by a small transformer, where one is installed.

::

    config.json       labels, longest input, fingerprints of the two below
    model.onnx        the network, whole numbers of eight bits
    tokenizer.json    word pieces, for the library tokenizers
    README.md         its model card

The network reads a sentence among its neighbours, in one go: pieces of both, in the
order of the text, with a mark on those of the sentence. It is asked one sentence at a
time. Its activations are rounded by the range that they span, so that sentences asked
together would change each other's figures in the second decimal.
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

__all__ = ["FORMAT", "VERSION", "EncoderElements", "laid_out"]

FORMAT = "alsjournal-elements-encoder"
VERSION = 1

_MOST_BYTES = 50_000_000
_START, _END = "[CLS]", "[SEP]"


class EncoderElements:
    """How likely each element of reflection is in a sentence, by a transformer.

    Made by `load`; nothing is fetched from a network.

    Attributes
    ----------
    labels : tuple of str
        The nine, in alphabetical order: the columns of `proba`.
    max_length : int
        The most word pieces that are read of a sentence and its neighbours.
    fingerprint : str
        Of the network.
    """

    def __init__(self, session: Any, tokenizer: Any, config: dict[str, Any]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._ends = tokenizer.token_to_id(_START), tokenizer.token_to_id(_END)
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
            The passage round each sentence, the sentence included; an empty one, or
            none at all, for a sentence that stands alone.

        Returns
        -------
        numpy.ndarray of float32, shape (n, 9)
            Rows sum to 1; columns as ``labels``. A row depends on nothing but its
            own sentence and context.

        Raises
        ------
        DisclosureError
            For a RawJournal.
        InputError
            If they are not sequences of str of one length.
        """
        texts = checked_texts(sentences)
        around = [""] * len(texts) if contexts is None else checked_texts(contexts)
        if len(around) != len(texts):
            msg = (
                "contexts must hold one text for each sentence. Got "
                f"{len(around)} for {len(texts)}."
            )
            raise InputError(msg)
        out = np.empty((len(texts), len(self.labels)), dtype=np.float32)
        for i, (sentence, context) in enumerate(zip(texts, around, strict=True)):
            out[i] = self._one(sentence, context)
        return out

    def _one(self, sentence: str, context: str) -> Floats:
        ids, marks = laid_out(
            self._tokenizer, self._ends, self.max_length, sentence, context
        )
        given = {
            "ids": np.asarray(ids, dtype=np.int64),
            "marks": np.asarray(marks, dtype=np.float32),
        }
        found: Floats = self._session.run(["proba"], given)[0]
        return found


def laid_out(
    tokenizer: Any, ends: tuple[int, int], most: int, sentence: str, context: str
) -> tuple[list[int], list[int]]:
    """Return what the network reads of a sentence and its neighbours.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
    ends : tuple of int
        The pieces that open and close an input.
    most : int
        The longest that an input may be.
    sentence, context : str

    Returns
    -------
    ids : list of int
        Pieces. Where a context is too long, what stands nearest the sentence stays;
        where the sentence does not stand in it word by word, it comes after it.
    marks : list of int
        1 for the pieces of the sentence, else 0.
    """

    def pieces(text: str) -> list[int]:
        found: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return found

    sentence, context = " ".join(sentence.split()), " ".join(context.split())
    start, end = ends
    own = pieces(sentence)[: most - 2]
    room = most - 2 - len(own)
    marks = [0, *[1] * len(own), 0]
    at = context.find(sentence)
    if at < 0:
        after = pieces(context)[: max(0, room - 1)]
        if not after:
            return [start, *own, end], marks
        return [start, *own, end, *after, end], marks + [0] * (len(after) + 1)
    left, right = pieces(context[:at]), pieces(context[at + len(sentence) :])
    n_left = min(len(left), max(room // 2, room - len(right)))
    left, right = left[len(left) - n_left :], right[: room - n_left]
    marks = [0] * (1 + len(left)) + marks[1:-1] + [0] * (len(right) + 1)
    return [start, *left, *own, *right, end], marks


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
