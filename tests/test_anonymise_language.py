"""In what language a text is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.roster import entries_of
from alsjournal.anonymise.language import LANGUAGES, Language, language_of
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import resolve


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "I rang the ward but no one was there."),
        ("cy", "Roedd y set yn gwrando arnaf heddiw ac roedd hynny yn help mawr."),
        ("pl", "Nie wiem, czy to był dobry pomysł, ale tak się stało."),
        ("ro", "Nu sunt sigur că a fost bine pentru noi."),
        ("pt", "Não sei o que fazer com isso, mas foi muito útil."),
        ("es", "No sé qué hacer con esto, pero lo intentaré."),
        ("fr", "Je ne sais pas quoi faire avec ça."),
        ("it", "Oggi abbiamo parlato della lista di attesa e non è stato facile."),
        ("de", "Heute haben wir über die Liste gesprochen und das war nicht leicht."),
        ("so", "Aad ayaan u faraxsanahay in aan la shaqeeyo kooxda."),
        ("tr", "Bugün çok zor bir gün oldu ama ekip bana yardım etti, bu benim için."),
        ("ur", "آج ہم نے مریضوں کے بارے میں بات کی۔"),
        ("ar", "تحدثنا اليوم عن قائمة الانتظار في المستشفى."),
        ("bn", "আজ আমরা রোগীদের নিয়ে কথা বলেছি।"),
        ("pa", "ਅੱਜ ਅਸੀਂ ਮਰੀਜ਼ਾਂ ਬਾਰੇ ਗੱਲ ਕੀਤੀ।"),
        ("gu", "આજે અમે દર્દીઓ વિશે વાત કરી."),
        ("zh", "今天我们讨论了等候名单的问题。"),
        ("uk", "Сьогодні ми говорили про те, як важко просити про допомогу."),
        ("ru", "Сегодня мы говорили о том, как трудно, и это был важный разговор."),
        ("unknown", "Ok."),
        ("unknown", ""),
        ("unknown", "👍 12345"),
        ("unknown", "Revans Kolb Gibbs Schön"),
        ("unknown", "I met Priya Nair in Ripon."),
    ],
)
def test_short_texts(code, text):
    found = language_of(text)
    assert found.code == code
    assert 0 <= found.certainty <= 1
    assert found.foreign is (code not in ("en", "unknown"))


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    assert isinstance(language_of(text), Language)


def test_small_words_are_folded():
    assert all(words.isascii() for words in LANGUAGES.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Dzisiaj rozmawiałam o tym z Agnieszką i to było dla mnie bardzo ważne.",
            ["Agnieszką"],
        ),
        ("Nie wiem, czy to był pomysł Jana, ale on i tak to zrobi.", ["Jana"]),
        ("Roedd Sioned yn gwrando arnaf heddiw ac roedd hynny yn help.", ["Sioned"]),
    ],
)
def test_other_languages_are_read_with_caution(text, names):
    (spans,) = build_chain(None, None, entries_of(["Sioned Parry"])).find(
        [Reading(text)]
    )
    assert [text[s.start : s.end] for s in resolve(spans)] == names
