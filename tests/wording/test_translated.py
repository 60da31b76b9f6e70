"""The translated model field: a column for each language, one attribute for readers."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from django.utils.translation import override

from missions.models import Mission, ProgrammeItem, SiteVisit
from partners.models import Place
from tests.factories import make_place
from wording.translated import Translated, columns, texts, translated_fields
from wording.words import Words


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "Ashgabat"), ("ru", "Ашхабад"), ("kk", "Ашхабад"), ("tk", "Aşgabat")]
)
def test_the_attribute_is_the_text_in_the_active_language_or_the_next(lang, text):
    place = Place(name_en="Ashgabat", name_ru="Ашхабад", name_tk="Aşgabat")

    with override(lang):
        assert place.name == text


def test_without_an_active_language_it_is_that_of_the_settings():
    place = Place(name_en="Ashgabat", name_ru="Ашхабад")

    with override(None):
        assert place.name == "Ashgabat"


def test_a_text_that_no_language_has_is_empty():
    assert Place().name == ""
    assert Place.name.words(Place(), "en") is None


def test_the_text_comes_with_the_language_that_it_is_in():
    assert Place.name.words(Place(name_tk="Aşgabat"), "kk") == Words("Aşgabat", "tk")


def test_texts_are_there_by_language_without_the_empty_ones():
    place = Place(name_en="Ashgabat", name_kk="", name_tk="Aşgabat")

    assert texts(place, "name") == Place.name.texts(place) == {"en": "Ashgabat", "tk": "Aşgabat"}


def test_each_language_is_an_ordinary_column_that_is_never_null():
    fields = [Place._meta.get_field(f"name_{lang}") for lang in ("en", "ru", "kk", "tk")]

    assert [(field.null, field.blank, field.default, field.max_length) for field in fields] == [
        (False, True, "", 200)
    ] * 4
    assert [str(field.verbose_name) for field in fields] == [
        "name (English)",
        "name (Русский)",
        "name (Қазақша)",
        "name (Türkmençe)",
    ]


def test_columns_are_named_in_the_order_of_the_languages():
    assert Place.name.columns == ("name_en", "name_ru", "name_kk", "name_tk")
    assert columns("title", "note")[3:5] == ["title_tk", "note_en"]


def test_the_admin_heads_and_sorts_its_lists_by_it():
    assert (str(Place.name.short_description), Place.name.admin_order_field) == ("name", "name_en")


def test_the_translated_fields_of_a_model_are_found_in_their_order_and_by_its_proxies():
    assert list(translated_fields(Mission)) == [
        "title",
        "summary",
        "purpose",
        "background",
        "dates_note",
        "source",
        "outcome_summary",
        "numbers",
    ]
    assert translated_fields(SiteVisit) == translated_fields(ProgrammeItem)


@isolate_apps("wording")
def test_an_abstract_parent_gives_its_children_columns_and_attribute():
    class Named(models.Model):
        name = Translated(models.CharField, "name", max_length=10)

        class Meta:
            abstract = True
            app_label = "wording"

    class Child(Named):  # noqa: DJ008
        class Meta:
            app_label = "wording"

    with override("ru"):
        assert Child(name_ru="Имя").name == "Имя"
    assert [field.name for field in Child._meta.get_fields()] == [
        "id",
        "name_en",
        "name_ru",
        "name_kk",
        "name_tk",
    ]
    assert list(translated_fields(Child)) == ["name"]


@pytest.mark.django_db
def test_rows_are_found_by_their_columns_and_their_history_has_them():
    place = make_place(name={"ru": "Ашхабад"})

    assert Place.objects.get(name_ru="Ашхабад") == place
    assert place.history.get().name_ru == "Ашхабад"
