"""In what language a text is written, as far as a few words can tell.

The recogniser, the vocabulary and the list of names know English. A text in another
language must not be read as if they knew it, and whoever answers for a programme
must know that it is there. A text's own script, or its small words, tell: those of
each language that is much spoken in England and Wales (Census 2021, table TS024, and
Welsh) are listed here. It is a light method for whole sentences; "unknown" is an
answer.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from alsjournal.anonymise.normalise import fold
from alsjournal.wording import in_english

__all__ = [
    "LANGUAGES",
    "Language",
    "language_of",
    "other_language",
    "other_than_english",
]

LANGUAGES: dict[str, str] = {
    "en": (
        "the and of to in is was that it for with my i we not be have this you on at "
        "as but are they were from had what when about me our she he her his so been "
        "there which who would will can an by if or do did no just more up out very "
        "has their"
    ),
    "cy": (
        "yn y yr ac mae i o ar am fy oedd roedd ei eu wedi gan gyda bod ond hefyd nid "
        "sydd sy gyfer rydw dw iawn mewn hyn hon hwn beth pan fel dim wnaeth ein chi "
        "ni"
    ),
    "pl": (
        "i w na z sie nie to jest do ze byl byla ale jak po co tak dla od mi za juz "
        "tylko moje moja przez bardzo mnie ktory ktora czy oraz jestem bylo przed ich "
        "kiedy"
    ),
    "ro": (
        "si de la in nu a fost am cu pe din care este sa ca pentru mai ce o sunt dar "
        "fi au un foarte mi meu mea cand dupa despre noi ei era fie acest aceasta cum"
    ),
    "pt": (
        "de que e o a os as em um uma para com nao por mais mas foi ao ele ela como "
        "eu me minha meu se na no das dos muito quando tambem estava ser era sobre "
        "isso nos"
    ),
    "es": (
        "de que y el la los las en un una para con no por mas pero fue al como yo me "
        "mi se del lo muy cuando tambien estaba ser era sobre esto es nos su le hay "
        "porque"
    ),
    "fr": (
        "de que et le la les en un une pour avec ne pas par plus mais je me mon ma se "
        "du des ce qui dans est etait nous vous il elle sur au aux tres quand aussi "
        "ete"
    ),
    "it": (
        "di che e il la lo gli le in un una per con non piu ma mi mio mia si del "
        "della dei nel alla sono era stato molto quando anche come questo ho abbiamo "
        "ci essere"
    ),
    "de": (
        "der die das und ist nicht ich in zu den mit von auf fur war wir ein eine es "
        "sie er mir mich hat dass dem im auch wie aber sich noch sehr als haben wurde "
        "nach"
    ),
    "nl": (
        "de het een en van ik niet dat is in te op met voor was zijn er maar om aan "
        "heb ook als bij wij mijn naar hij zij wat door over had hun deze veel dit"
    ),
    "so": (
        "waa iyo in ka ku oo aan la ayaa uu ay waxaan waxa soo u si ma baa kale waxay "
        "aad markii wuxuu leh yahay ah isku kala mid noqday anigu inaan waxaa"
    ),
    "tr": (
        "ve bir bu da de icin ile cok ben ne ama gibi daha o var mi olarak kadar "
        "sonra beni bana benim degil oldu her sey diye biz olan cunku ki ya"
    ),
    "lt": (
        "ir kad i yra as su is buvo bet kaip ne o tai mano mes labai nuo po man kai "
        "jis ji apie tik dar jau savo mus kuris del iki prie"
    ),
    "hu": (
        "a az es hogy nem is egy volt de ez meg nagyon csak van mint ha el ki mert "
        "nekem azt amikor vagy minden voltam mi lehet"
    ),
    "sq": (
        "dhe ne te i e nuk per me nje qe eshte ka ishte une si por shume nga kur jam "
        "kjo ky tek edhe kam ata sepse mua"
    ),
    "tl": (
        "ang ng sa na mga ay at ko ako hindi siya ito para kung nila namin niya kami "
        "po lang din rin pero ni nang may natin sila kanya"
    ),
    "sw": (
        "na ya wa kwa ni katika la za kuwa hii alikuwa mimi sana lakini kama hiyo "
        "yangu yake nilikuwa wakati sisi tu pia baada"
    ),
    "yo": (
        "ni ti awon si ati lati mo o a won ko fun pelu mi naa je nigba bi lo wa pe "
        "gbogbo ninu"
    ),
}
"""The small words of each language in the Latin script, by its ISO 639 code."""

_SCRIPTS = (
    ("pa", r"[\u0a00-\u0a7f]"),
    ("gu", r"[\u0a80-\u0aff]"),
    ("bn", r"[\u0980-\u09ff]"),
    ("hi", r"[\u0900-\u097f]"),
    ("ta", r"[\u0b80-\u0bff]"),
    ("ar", r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("ru", r"[\u0400-\u04ff]"),
    ("ja", r"[\u3040-\u30ff]"),
    ("ko", r"[\uac00-\ud7af]"),
    ("zh", r"[\u3400-\u9fff]"),
)
_LETTER = re.compile(r"[^\W\d_]")
_FAR_LETTER = re.compile(r"[\u0370-\uffef]")
_WORD = re.compile(r"[^\W\d_]+")
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06cc]")
_UKRAINIAN = re.compile("[\u0456\u0457\u0454\u0491]", re.IGNORECASE)
_RUSSIAN = re.compile("[\u044b\u044d\u0451]", re.IGNORECASE)

_FEWEST = 4
"""Words below which nothing is said."""
_ENOUGH = 0.12
"""The share of small words that any running text of a language has at least."""
_KINDS = 3
"""Different small words that another language than English must show."""
_CLEAR = 0.2
_SURE = 0.45
"""Below this a text is read as English: rather too much is masked than too little."""
_CHARS_READ = 2_000


@dataclass(frozen=True, slots=True)
class Language:
    """What was made out.

    Parameters
    ----------
    code : str
        ISO 639; ``"unknown"`` where the text does not tell.
    certainty : float
        From 0 to 1: how far the first guess is from the second.
    """

    code: str
    certainty: float

    @property
    def foreign(self) -> bool:
        """Whether it is surely another language than English."""
        return self.code not in ("en", "unknown")

    @property
    def sure(self) -> bool:
        """Whether that is sure enough to keep what knows English from the text."""
        return self.foreign and self.certainty >= _SURE


_UNKNOWN = Language("unknown", 0.0)


def language_of(text: str) -> Language:
    """Return the language of a text.

    Parameters
    ----------
    text : str
        As written: accents help nothing and harm nothing.

    Returns
    -------
    Language

    Examples
    --------
    >>> language_of("I was not sure what we would do about it.").code
    'en'
    >>> language_of("Mae hyn yn anodd iawn i ni, ond mae gyda ni amser.").code
    'cy'
    >>> language_of("Tak.").code
    'unknown'
    """
    if not text.isascii():
        script = _script(text)
        if script is not None:
            return script
    return _by_words(text)


def other_language(text: str, said: str | None = None) -> str:
    """Return the language of a text that is not English, else nothing.

    Parameters
    ----------
    text : str
    said : str, optional
        What was declared. It holds unless the words surely tell of another than
        English: a programme declares one language for all that it has.

    Returns
    -------
    str
        A code; what was declared may be longer.

    Examples
    --------
    >>> other_language("Mae hyn yn anodd iawn i ni, ond mae gyda ni amser.", "en")
    'cy'
    >>> other_language("We had no time.", "en from cy"), other_language("Tak.", "pl")
    ('', 'pl')
    """
    return other_than_english(language_of(text), said)


def other_than_english(found: Language, said: str | None = None) -> str:
    """Return what `other_language` does, of what a text tells.

    Examples
    --------
    >>> other_than_english(Language("cy", 0.9), "en")
    'cy'
    """
    if found.sure:
        return found.code
    if said is None or not said.strip():
        return found.code if found.foreign else ""
    return "" if in_english(said) else said.strip()


def _script(text: str) -> Language | None:
    """Return the language of a script; None where most letters are Latin."""
    letters = len(_LETTER.findall(text))
    if len(_FAR_LETTER.findall(text)) * 2 <= letters:
        return None
    counts = {code: len(re.findall(signs, text)) for code, signs in _SCRIPTS}
    code = max(counts, key=lambda c: counts[c])
    share = counts[code] / max(letters, 1)
    if share < 0.5 or letters < _FEWEST:
        return _UNKNOWN
    if code == "ar":
        code = "ur" if _URDU.search(text) else "fa" if _PERSIAN.search(text) else "ar"
    if code == "ru" and not _RUSSIAN.search(text):
        code = "uk" if _UKRAINIAN.search(text) else "bg"
    if code == "zh" and counts["ja"]:
        code = "ja"
    return Language(code, min(1.0, share))


def _by_words(text: str) -> Language:
    known = _small_words()
    words = _WORD.findall(text[:_CHARS_READ].lower())
    if not text.isascii():
        words = [w if w.isascii() else "".join(map(fold, w)) for w in words]
    if len(words) < _FEWEST:
        return _UNKNOWN
    counts = Counter(filter(known.__contains__, words))
    scores: defaultdict[str, float] = defaultdict(float)
    for word, times in counts.items():
        # A word of many languages tells little of each.
        share = times / len(known[word])
        for code in known[word]:
            scores[code] += share
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
    if not ranked:
        return _UNKNOWN
    code, best = ranked[0]
    hits = [times for word, times in counts.items() if code in known[word]]
    if sum(hits) < max(2, _ENOUGH * len(words)):
        return _UNKNOWN
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    certainty = (best - second) / (best + 0.5)
    if certainty < _CLEAR or (code != "en" and len(hits) < _KINDS):
        return _UNKNOWN
    return Language(code, round(certainty, 3))


@lru_cache(maxsize=1)
def _small_words() -> dict[str, tuple[str, ...]]:
    """Return the languages of each small word."""
    words: dict[str, list[str]] = {}
    for code, listed in LANGUAGES.items():
        for word in dict.fromkeys(listed.split()):
            words.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in words.items()}
