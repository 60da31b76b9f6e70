"""Lists, alphabets, names of people, money, countries."""

from decimal import Decimal

import pytest

from wording import countries, lists, money, names
from wording.phrases import turkmen_ordinal


def test_enumerated():
    assert lists.enumerated([]) == ""
    assert lists.enumerated(["food and drink", "trade"]) == "food and drink, trade"


def test_letters_stand_in_their_own_alphabet():
    def ordered(words, lang):
        return sorted(words.split(), key=lambda name: lists.alphabetical(name, lang))

    assert ordered("я ғ ә а г і ң н", "kk") == ["а", "ә", "г", "ғ", "н", "ң", "і", "я"]
    assert ordered("z ž ä e a ş s ý y j", "tk") == ["a", "e", "ä", "j", "ž", "s", "ş", "y", "ý", "z"]
    assert ordered("ж ё е я", "ru") == ["е", "ё", "ж", "я"]
    assert ordered("Zambia Åland Austria", "en") == ["Åland", "Austria", "Zambia"]


@pytest.mark.parametrize(
    ("order", "patronymic", "whole", "short"),
    [
        ("family_first", "Серикович", "Сахметов Кайыр Серикович", "Сахметов\xa0К.\xa0С."),
        ("given_first", "Серикович", "Кайыр Серикович Сахметов", "К.\xa0С.\xa0Сахметов"),
        ("family_first", "", "Сахметов Кайыр", "Сахметов\xa0К."),
        ("given_first", "", "Кайыр Сахметов", "К.\xa0Сахметов"),
    ],
)
def test_names_of_people(order, patronymic, whole, short):
    assert names.full_name("Сахметов", "Кайыр", patronymic, order) == whole
    assert names.name_with_initials("Сахметов", "Кайыр", patronymic, order) == short


def test_parts_of_names_may_be_missing():
    assert names.full_name("", "Şamyrat", "", "family_first") == "Şamyrat"
    assert names.full_name(" Ýazgulyýewa ", "", "", "given_first") == "Ýazgulyýewa"
    assert names.name_with_initials("", "Şamyrat") == "Şamyrat"
    assert names.name_with_initials("Lee", "Anne-Marie şirin", "", "given_first") == "A.-M.\xa0Ş.\xa0Lee"
    assert names.full_name("", "") == ""


def test_unknown_order_of_names_is_refused():
    with pytest.raises(ValueError, match="no order"):
        names.full_name("Lee", "Anne", "", "western")


@pytest.mark.parametrize(
    ("lang", "whole", "parts"),
    [
        ("en", "1,250,000\xa0TMT", "1,250,000.50\xa0TMT"),
        ("ru", "1\xa0250\xa0000\xa0TMT", "1\xa0250\xa0000,50\xa0TMT"),
        ("kk", "1\xa0250\xa0000\xa0TMT", "1\xa0250\xa0000,50\xa0TMT"),
        ("tk", "1\xa0250\xa0000\xa0TMT", "1\xa0250\xa0000,50\xa0TMT"),
    ],
)
def test_money_has_its_code_in_latin_letters(lang, whole, parts):
    assert money.money(1250000, "TMT", lang) == whole
    assert money.money(Decimal("1250000.00"), "TMT", lang) == whole
    assert money.money(Decimal("1250000.5"), "TMT", lang) == parts


def test_money_of_a_currency_without_fraction():
    assert money.money(Decimal("-1500.4"), "JPY", "en") == "-1,500\xa0JPY"


def test_currencies_are_those_in_use():
    assert [money.is_currency(code) for code in ("KZT", "TMT", "USD", "EUR", "kzt", "SUR", "TMM", "XAU", "XXX", "")] == [
        True, True, True, True, False, False, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "kz", "tm"),
    [
        ("en", "Kazakhstan", "Turkmenistan"),
        ("ru", "Казахстан", "Туркменистан"),
        ("kk", "Қазақстан", "Түрікменстан"),
        ("tk", "Gazagystan", "Türkmenistan"),
    ],
)
def test_countries(lang, kz, tm):
    assert countries.country_name("KZ", lang) == kz
    assert countries.country_name("TM", lang) == tm
    assert len(countries.country_codes()) == 249


def test_what_is_no_country_is_refused():
    for code in ("EU", "XK", "ZZ", "kz", "KAZ", "150", ""):
        assert not countries.is_country(code)
        with pytest.raises(KeyError):
            countries.country_name(code, "en")


def test_turkmen_ordinals_follow_vowel_harmony():
    numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 1000, 2000, 2023, 2029]

    assert [number for number in numbers if turkmen_ordinal(number).endswith("njy")] == [
        6,
        9,
        10,
        30,
        40,
        60,
        90,
        2029,
    ]
