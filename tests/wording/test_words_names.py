"""Names are looked for in the script of their reader first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.models import Person
from wording.words import LANGUAGES, languages_of_name, pick_name

pytestmark = pytest.mark.once  # no database


@pytest.mark.parametrize(
    ("lang", "order"),
    [
        ("en", ("en", "tk", "ru", "kk")),
        ("tk", ("tk", "en", "ru", "kk")),
        ("ru", ("ru", "kk", "en", "tk")),
        ("kk", ("kk", "ru", "en", "tk")),
    ],
)
def test_a_name_is_looked_for_within_its_script_first(lang, order):
    assert languages_of_name(lang) == order


@given(st.dictionaries(st.sampled_from(LANGUAGES), st.text(min_size=1)), st.sampled_from(LANGUAGES))
def test_a_name_that_exists_is_never_lost(texts, lang):
    assert (pick_name(texts, lang) is None) == (not texts)


def test_a_kazakh_reader_gets_the_cyrillic_name_of_a_person():
    person = Person(family_name_en="Sakhmetov", family_name_ru="Сахметов")

    assert [person.full_name(lang).text for lang in ("kk", "tk")] == ["Сахметов", "Sakhmetov"]
