"""Texts in several languages, and which of them a reader gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.words import LANGUAGES, Words, pick

TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), st.text(max_size=3))
ORDERS = st.lists(st.sampled_from(LANGUAGES), unique=True)


@pytest.mark.parametrize(
    ("texts", "lang", "fallback", "expected"),
    [
        ({"en": "Mary", "ru": "Мары"}, "ru", LANGUAGES, Words("Мары", "ru")),
        ({"en": "Mary", "ru": "Мары"}, "kk", LANGUAGES, Words("Mary", "en")),
        ({"en": "Mary", "ru": "Мары"}, "kk", ["ru", "en"], Words("Мары", "ru")),
        ({"tk": "Mary"}, "en", ["ru"], Words("Mary", "tk")),
        ({"en": "", "ru": "Мары"}, "en", ["en"], Words("Мары", "ru")),
        ({"en": ""}, "en", LANGUAGES, None),
        ({}, "en", LANGUAGES, None),
    ],
)
def test_a_text_is_in_the_language_asked_for_or_the_next_that_has_it(texts, lang, fallback, expected):
    assert pick(texts, lang, fallback) == expected


@given(TEXTS, st.sampled_from(LANGUAGES), ORDERS)
def test_a_text_that_exists_is_never_lost_and_says_its_language(texts, lang, fallback):
    picked = pick(texts, lang, fallback)

    if not any(texts.values()):
        assert picked is None
    else:
        assert texts[picked.lang] == picked.text == str(picked) != ""
        assert not texts.get(lang) or picked.lang == lang


def test_words_print_as_their_text():
    assert f"{Words('Мары', 'ru')}" == "Мары"
