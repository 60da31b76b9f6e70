"""Zones by name and offset, and how home differs: faults.md 34 to 38."""

import datetime as dt
import zoneinfo
from zoneinfo import ZoneInfo

import pytest

from wording import zones
from wording.words import LANGUAGES, Words

DAY = dt.date(2023, 12, 5)
ASHGABAT = {"en": "Ashgabat", "ru": "Ашхабад", "kk": "Ашхабад", "tk": "Aşgabat"}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Ashgabat time (UTC+5)"),
        ("ru", "время Ашхабада (UTC+5)"),
        ("kk", "Ашхабад уақыты (UTC+5)"),
        ("tk", "Aşgabat wagty (UTC+5)"),
    ],
)
def test_zone_is_named_after_the_place(lang, words):
    assert zones.zone_phrase(Words(ASHGABAT[lang], lang), "Asia/Ashgabat", DAY, lang) == words


def test_russian_name_that_is_not_known_keeps_its_form():
    havana = Words("Гавана", "ru")

    assert zones.zone_phrase(havana, "America/Havana", DAY, "ru") == "время в пункте Гавана (UTC−5)"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "local time"), ("ru", "местное время"), ("kk", "жергілікті уақыт"), ("tk", "ýerli wagt")],
)
def test_zone_of_a_place_named_in_another_language_is_local_time(lang, words):
    stranger = Words("Ханой", "ru" if lang != "ru" else "kk")

    assert zones.zone_phrase(stranger, "Asia/Ho_Chi_Minh", DAY, lang) == f"{words} (UTC+7)"
    assert zones.zone_phrase(None, "Asia/Ho_Chi_Minh", DAY, lang) == f"{words} (UTC+7)"
    assert zones.zone_phrase(None, "Asia/Ho_Chi_Minh", None, lang) == words


def test_offset_is_of_the_day_not_of_today():
    """faults.md 38: a summer event showed the offset of the winter day on which it was looked at."""
    berlin = Words("Berlin", "en")

    assert zones.zone_phrase(berlin, "Europe/Berlin", dt.date(2023, 7, 1), "en") == "Berlin time (UTC+2)"
    assert zones.zone_phrase(berlin, "Europe/Berlin", dt.date(2023, 12, 1), "en") == "Berlin time (UTC+1)"
    assert zones.zone_phrase(berlin, "Europe/Berlin", dt.date(2024, 3, 31), "en") == "Berlin time (UTC+2)"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Ashgabat", "UTC+5"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/St_Johns", "UTC−3:30"),
        ("America/Havana", "UTC−5"),
        ("UTC", "UTC"),
    ],
)
def test_utc_offset(zone, words):
    assert zones.utc_offset(zone, dt.datetime(2023, 12, 5, 9, tzinfo=dt.UTC)) == words


def test_utc_offset_with_seconds():
    assert zones.utc_offset("Africa/Monrovia", dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) == "UTC−0:44:30"


def test_utc_offset_of_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="no zone"):
        zones.utc_offset("Asia/Ashgabat", dt.datetime(2023, 12, 5))  # noqa: DTZ001  what is refused


def test_only_zones_of_places_are_zones():
    """faults.md 34: calendars labelled "GMT" or "PST" were an hour off."""
    assert zones.is_zone("Asia/Ashgabat")
    assert zones.is_zone("America/Argentina/Buenos_Aires")
    assert zones.is_zone("UTC")
    for name in (
        "GMT",
        "PST",
        "EST5EDT",
        "Etc/GMT-5",
        "Factory",
        "localtime",
        "asia/ashgabat",
        "../../etc/passwd",
        "",
    ):
        assert not zones.is_zone(name)
        with pytest.raises(zones.UnknownZone):
            zones.instant(DAY, dt.time(9), name)


def test_the_pinned_package_knows_the_change_of_almaty():
    assert zoneinfo.TZPATH == ()
    assert zones.hours_ahead("Asia/Almaty", "Asia/Ashgabat", dt.date(2024, 2, 29)) == 1
    assert zones.hours_ahead("Asia/Almaty", "Asia/Ashgabat", dt.date(2024, 3, 2)) == 0


def test_nine_in_ashgabat_is_ten_in_astana_in_2023_and_nine_in_2025():
    for year, hour in ((2023, 10), (2025, 9)):
        moment = zones.instant(dt.date(year, 12, 5), dt.time(9), "Asia/Ashgabat")

        assert moment.astimezone(ZoneInfo("Asia/Almaty")).hour == hour


@pytest.mark.parametrize(
    ("home_zone", "zone", "hours"),
    [
        ("Asia/Almaty", "Asia/Ashgabat", 1),
        ("Asia/Ashgabat", "Asia/Almaty", -1),
        ("Asia/Kathmandu", "Asia/Ashgabat", 0.75),
        ("Asia/Almaty", "America/New_York", 11),
    ],
)
def test_hours_ahead(home_zone, zone, hours):
    assert zones.hours_ahead(home_zone, zone, DAY) == hours


ASTANA = {"en": "Astana", "ru": "Астана", "kk": "Астана", "tk": "Astana"}
IN_DECEMBER = {
    "en": ("Astana was one hour ahead in December 2023.", "Astana is one hour ahead."),
    "ru": (
        "В декабре 2023\u202fг. время Астаны опережало местное на один час.",
        "Время Астаны опережает местное на один час.",
    ),
    "kk": (
        "2023 жылғы желтоқсанда Астана уақыты жергілікті уақыттан бір сағат алда болды.",
        "Астана уақыты жергілікті уақыттан бір сағат алда.",
    ),
    "tk": (
        "2023-nji ýylyň dekabrynda Astana wagty ýerli wagtdan bir sagat öňde boldy.",
        "Astana wagty ýerli wagtdan bir sagat öňde.",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_home_time_in_a_sentence(lang):
    """faults.md 38: the difference is that of the day, and today's is another."""
    home = Words(ASTANA[lang], lang)

    def said(today):
        return zones.hours_ahead_sentence(home, "Asia/Almaty", "Asia/Ashgabat", DAY, today, lang)

    assert (said(dt.date(2026, 11, 24)), said(DAY)) == IN_DECEMBER[lang]


def test_coming_day_with_another_difference_than_today_names_its_month():
    home, today = Words("Astana", "en"), dt.date(2026, 6, 1)

    said = [
        zones.hours_ahead_sentence(home, "Asia/Almaty", "Europe/Berlin", day, today, "en")
        for day in (dt.date(2026, 12, 1), dt.date(2026, 7, 1))
    ]

    assert said == ["Astana is 4 hours ahead in December 2026.", "Astana is 3 hours ahead."]


@pytest.mark.parametrize(
    ("lang", "behind", "same"),
    [
        ("en", "Astana is half an hour behind.", "Astana has the same time."),
        ("ru", "Время Астаны отстаёт от местного на полчаса.", "Время Астаны совпадает с местным."),
        (
            "kk",
            "Астана уақыты жергілікті уақыттан жарты сағат артта.",
            "Астана уақыты жергілікті уақытпен бірдей.",
        ),
        ("tk", "Astana wagty ýerli wagtdan ýarym sagat yzda.", "Astana wagty ýerli wagt bilen deň."),
    ],
)
def test_home_time_behind_and_the_same(lang, behind, same):
    home, day = Words(ASTANA[lang], lang), dt.date(2025, 12, 5)

    said = [
        zones.hours_ahead_sentence(home, "Asia/Almaty", zone, day, day, lang)
        for zone in ("Asia/Kolkata", "Asia/Ashgabat")
    ]

    assert said == [behind, same]


@pytest.mark.parametrize(
    ("lang", "behind", "same"),
    [
        ("en", "Astana was half an hour behind in May 2025.", "Astana had the same time in May 2025."),
        (
            "ru",
            "В мае 2025\u202fг. время Астаны отставало от местного на полчаса.",
            "В мае 2025\u202fг. время Астаны совпадало с местным.",
        ),
        (
            "kk",
            "2025 жылғы мамырда Астана уақыты жергілікті уақыттан жарты сағат артта болды.",
            "2025 жылғы мамырда Астана уақыты жергілікті уақытпен бірдей болды.",
        ),
        (
            "tk",
            "2025-nji ýylyň maýynda Astana wagty ýerli wagtdan ýarym sagat yzda boldy.",
            "2025-nji ýylyň maýynda Astana wagty ýerli wagt bilen deň boldy.",
        ),
    ],
)
def test_home_time_of_the_past_behind_and_the_same(lang, behind, same):
    home, day, today = Words(ASTANA[lang], lang), dt.date(2025, 5, 5), dt.date(2025, 5, 6)

    said = [
        zones.hours_ahead_sentence(home, "Asia/Almaty", zone, day, today, lang)
        for zone in ("Asia/Kolkata", "Asia/Ashgabat")
    ]

    assert said == [behind, same]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            [
                "Home time is 11 hours ahead.",
                "Home time is 45 minutes ahead.",
                "Home time is one and a half hours ahead.",
            ],
        ),
        (
            "ru",
            [
                "Домашнее время опережает местное на 11 часов.",
                "Домашнее время опережает местное на 45 минут.",
                "Домашнее время опережает местное на полтора часа.",
            ],
        ),
        (
            "kk",
            [
                "Үйдегі уақыт жергілікті уақыттан 11 сағат алда.",
                "Үйдегі уақыт жергілікті уақыттан 45 минут алда.",
                "Үйдегі уақыт жергілікті уақыттан бір жарым сағат алда.",
            ],
        ),
        (
            "tk",
            [
                "Öý wagty ýerli wagtdan 11 sagat öňde.",
                "Öý wagty ýerli wagtdan 45 minut öňde.",
                "Öý wagty ýerli wagtdan bir ýarym sagat öňde.",
            ],
        ),
    ],
)
def test_amounts_of_hours(lang, words):
    stranger = Words("北京", "zh")
    pairs = [
        ("Asia/Almaty", "America/New_York"),
        ("Asia/Kathmandu", "Asia/Ashgabat"),
        ("Asia/Yangon", "Asia/Ashgabat"),
    ]

    assert [zones.hours_ahead_sentence(stranger, *pair, DAY, DAY, lang) for pair in pairs] == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (2, "2 часа"),
        (5, "5 часов"),
        (21, "21 час"),
        (22.5, "22 часа 30 минут"),
        (1.75, "1 час 45 минут"),
        (2 + 1 / 60, "2 часа 1 минуту"),
        (2 + 2 / 60, "2 часа 2 минуты"),
    ],
)
def test_russian_plurals(hours, words):
    assert zones._amount(hours, "ru") == words


def test_english_plurals():
    assert [zones._amount(hours, "en") for hours in (1, 2, 1.25, 1 + 1 / 60)] == [
        "one hour",
        "2 hours",
        "1 hour 15 minutes",
        "1 hour 1 minute",
    ]
