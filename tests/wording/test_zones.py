"""Zones by name and offset, and the instants of local times: faults.md 34 to 38."""

import datetime as dt
import struct
import zoneinfo
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import zones
from wording.words import LANGUAGES, Words

DAY = dt.date(2023, 12, 5)
ASHGABAT = {"en": "Ashgabat", "ru": "Ашхабад", "kk": "Ашхабад", "tk": "Aşgabat"}
SECOND = dt.timedelta(seconds=1)
AREAS = ("Africa", "America", "Asia", "Europe")


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


def test_time_that_the_clocks_jump_over_does_not_exist():
    with pytest.raises(zones.NoSuchTime) as refused:
        zones.instant(dt.date(2024, 3, 31), dt.time(2, 30), "Europe/Berlin")

    assert str(refused.value) == "2024-03-31 02:30:00 does not exist in Europe/Berlin"
    assert (refused.value.day, refused.value.time, refused.value.zone) == (
        dt.date(2024, 3, 31),
        dt.time(2, 30),
        "Europe/Berlin",
    )


def test_day_that_a_country_left_out_has_no_times():
    """Samoa went over the date line: it had no 30 December 2011."""
    for hour in (0, 12, 23):
        with pytest.raises(zones.NoSuchTime):
            zones.instant(dt.date(2011, 12, 30), dt.time(hour), "Pacific/Apia")


def test_time_that_comes_twice_is_the_first():
    day, time = dt.date(2024, 10, 27), dt.time(2, 30)

    first, second = (
        zones.instant(day, time, "Europe/Berlin", fold=fold).astimezone(dt.UTC) for fold in (0, 1)
    )

    assert first == dt.datetime(2024, 10, 27, 0, 30, tzinfo=dt.UTC)
    assert second == dt.datetime(2024, 10, 27, 1, 30, tzinfo=dt.UTC)
    assert zones.instant(day, time.replace(fold=1), "Europe/Berlin").astimezone(dt.UTC) == first


@pytest.mark.parametrize(
    ("day", "time", "zone"),
    [(dt.date.min, dt.time(0), "Asia/Ashgabat"), (dt.date.max, dt.time(23), "America/New_York")],
)
def test_ends_of_the_calendar_are_refused_politely(day, time, zone):
    with pytest.raises(zones.NoSuchTime):
        zones.instant(day, time, zone)


@given(
    zone=st.sampled_from(zones.zone_names()),
    moment=st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2040, 12, 30), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_every_moment_has_a_local_time_that_leads_back_to_it(zone, moment):
    local = moment.astimezone(ZoneInfo(zone))

    assert zones.instant(local.date(), local.time(), zone, fold=local.fold).astimezone(dt.UTC) == moment


def transitions(zone):
    """The moments of 1970 to 2040 at which the offset of a zone changes: listed in its file, or by its last rule."""
    data = files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    utc_or_local, standard, leaps, times, types, letters = counts
    second = 44 + times * 5 + types * 6 + letters + leaps * 8 + standard + utc_or_local
    times = struct.unpack(">l", data[second + 32 : second + 36])[0]
    listed = struct.unpack(f">{times}q", data[second + 44 : second + 44 + 8 * times])
    start = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    moments = {start + dt.timedelta(seconds=each) for each in listed if 0 <= each < 2_240_000_000}
    return sorted(moments | set(by_rule(ZoneInfo(zone), start + dt.timedelta(seconds=max([0, *listed])))))


def by_rule(rules, start):
    """The changes past the file's list, which come twice a year: found by halves between one week and the next."""
    moment, week = start, dt.timedelta(weeks=1)
    while moment.year < 2041:
        before, after = moment, moment + week
        if offset(rules, before) != offset(rules, after):
            while after - before > SECOND:
                middle = before + (after - before) // 2
                middle = middle.replace(microsecond=0)
                before, after = (
                    (middle, after) if offset(rules, middle) == offset(rules, moment) else (before, middle)
                )
            yield after
        moment += week


def offset(rules, moment):
    return moment.astimezone(rules).utcoffset()


def wall(moment, utcoffset):
    return (moment + utcoffset).replace(tzinfo=None)


@pytest.mark.parametrize("area", [*AREAS, "elsewhere"])
def test_all_transitions_of_all_zones(area):
    """faults.md 36: what is jumped over is refused, what comes twice is the first, everything else is exact."""
    changes = 0
    for zone in zones.zone_names():
        if (zone.split("/")[0] if zone.split("/")[0] in AREAS else "elsewhere") != area:
            continue
        rules = ZoneInfo(zone)
        for moment in transitions(zone):
            before, after = offset(rules, moment - SECOND), offset(rules, moment)
            changes += before != after
            if after > before:
                for local in (wall(moment, before), wall(moment, after) - SECOND):
                    with pytest.raises(zones.NoSuchTime):
                        zones.instant(local.date(), local.time(), zone)
            if after < before:
                for local in (wall(moment, after), wall(moment, before) - SECOND):
                    first, second = (
                        zones.instant(local.date(), local.time(), zone, fold=fold).astimezone(dt.UTC)
                        for fold in (0, 1)
                    )
                    assert second - first == before - after
                    assert first < moment <= second
            for exact, utcoffset in ((moment - SECOND, before), (moment, after)):
                local = wall(exact, utcoffset)
                fold = int(after < before and exact == moment)
                assert zones.instant(local.date(), local.time(), zone, fold=fold).astimezone(dt.UTC) == exact
    assert changes > 0
