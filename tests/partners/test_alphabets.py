"""Comparisons without case know every alphabet on both databases."""

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Collate

from partners.models import Organisation, Sector
from tests.factories import make_organisation, make_sector

NAMES = ["Қазақ астық одағы", "ТҮРКМЕН ҚӨЛІК", "Çärjew söwda öýi", "ŽYGALYGYŇ ŞÄHERI", "Straße 100%", "a_b"]


@pytest.fixture
def organisations(db):
    return [make_organisation(name={"kk": name}) for name in NAMES]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ҚАЗАҚ", NAMES[0]),
        ("түркмен қөлік", NAMES[1]),
        ("ÇÄRJEW SÖWDA ÖÝI", NAMES[2]),
        ("žygalygyň şäheri", NAMES[3]),
        ("100%", NAMES[4]),
        ("A_B", NAMES[5]),
    ],
)
def test_a_word_is_found_in_whatever_case_it_is_written(organisations, written, found):
    assert [o.name_kk for o in Organisation.objects.filter(name_kk__icontains=written)] == [found]


def test_signs_of_patterns_are_letters_like_others(organisations):
    assert [o.name_kk for o in Organisation.objects.filter(name_kk__icontains="%")] == [NAMES[4]]
    assert [o.name_kk for o in Organisation.objects.filter(name_kk__icontains="_")] == [NAMES[5]]
    assert not Organisation.objects.filter(name_kk__icontains="\\").exists()


@pytest.mark.parametrize(
    ("lookup", "written"),
    [("istartswith", "ҚАЗАҚ АС"), ("iendswith", "ОДАҒЫ"), ("iexact", "ҚАЗАҚ АСТЫҚ ОДАҒЫ")],
)
def test_beginning_end_and_whole_know_every_alphabet(organisations, lookup, written):
    found = Organisation.objects.filter(**{f"name_kk__{lookup}": written})

    assert [organisation.name_kk for organisation in found] == [NAMES[0]]


def test_two_columns_can_be_compared(db):
    make_sector(name={"en": "Grain", "ru": "rai"})
    make_sector(name={"en": "Grain", "ru": "Oil"})

    assert Sector.objects.filter(name_en__icontains=F("name_ru")).count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no locale C")
def test_a_cluster_made_with_the_locale_c_finds_them_too(organisations):
    plain = Organisation.objects.annotate(plain=Collate("name_kk", "C"))

    assert [o.name_kk for o in plain.filter(plain__icontains="ҚАЗАҚ")] == [NAMES[0]]
