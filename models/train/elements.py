"""Learn the model of ``models/als-elements`` from sentences that people coded.

    python models/train/elements.py --data FOLDER [--out FOLDER]

needs a folder with ``cered_en`` (its source and licence: the model card). It learns
from the sentences written for the project too (``corpora/written/elements.csv``). First
it puts the words of the pipeline's table of vectors into classes of like words, without
any text; then it learns the classifier. The same bytes each time.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from safetensors.numpy import save_file

from alsjournal import ReflectionElements
from alsjournal.nlp import tokenizer_only, vectors_hash
from alsjournal.reflection._sentence_words import CLASSES_FILE, classes_of

OUT = Path(__file__).parents[1] / "als-elements"
WRITTEN = Path(__file__).parents[2] / "corpora" / "written" / "elements.csv"


def sentences_in(data: Path) -> pd.DataFrame:
    """Return the coded sentences, with ``author``: the writer, else the diary.

    Those written for the project come last; each short reflection has an author of
    its own.
    """
    rows = pd.read_csv(data / "cered_en" / "sentences_train.csv")
    rows["author"] = rows["author_id"].fillna(rows["journal_id"])
    written = pd.read_csv(WRITTEN).assign(author=lambda w: "written " + w["text_id"])
    columns = ["sentence", "label", "author"]
    return pd.concat([rows[columns], written[columns]], ignore_index=True)


def put_words_into_classes(out: Path) -> None:
    """Write which class each row of the table of vectors is in."""
    nlp = tokenizer_only()
    classes = classes_of(np.asarray(nlp.vocab.vectors.data, dtype=np.float32))
    made_on = {"vectors_hash": vectors_hash(nlp)}
    save_file({"classes": classes}, out / CLASSES_FILE, metadata=made_on)


def main() -> None:
    """Read the arguments, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.out == OUT:  # what the package reads when it learns
        put_words_into_classes(OUT)
    rows = sentences_in(asked.data)
    model = ReflectionElements(random_state=0).fit(
        rows["sentence"].tolist(),
        rows["label"].tolist(),
        authors=rows["author"].tolist(),
    )
    with tempfile.TemporaryDirectory() as beside:
        made = model.save(Path(beside) / "made")
        for file in made.iterdir():
            shutil.copyfile(file, asked.out / file.name)


if __name__ == "__main__":
    main()
