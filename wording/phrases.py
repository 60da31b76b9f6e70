"""Phrases of dates, times and zones that CLDR lacks, by language.

They stand here and not in the catalogues because they are grammar, not interface: each is chosen so that what
is put in its braces needs no ending. The Kazakh and Turkmen ones need a native reader before release.
"""

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "about": {"en": "about {}", "ru": "около {}", "kk": "шамамен {}", "tk": "takmynan {}"},
    "dates_approximate": {
        "en": "{}, dates approximate",
        "ru": "{}, даты приблизительные",
        "kk": "{}, күндері шамамен көрсетілген",
        "tk": "{}, seneleri takmyny",
    },
    "date_open": {
        "en": "date open",
        "ru": "дата не определена",
        "kk": "күні белгіленбеген",
        "tk": "senesi bellenmedik",
    },
    "day_not_known": {
        "en": "day not known",
        "ru": "день не известен",
        "kk": "күні белгісіз",
        "tk": "güni belli däl",
    },
    "year_only": {
        "en": "{}, year only",
        "ru": "{}, известен только год",
        "kk": "{}, тек жылы белгілі",
        "tk": "{}, diňe ýyly belli",
    },
    "time_not_known": {
        "en": "time not known",
        "ru": "время не известно",
        "kk": "уақыты белгісіз",
        "tk": "wagty belli däl",
    },
    # "18:00-ге дейін" would need an ending that follows the number, hence "ends at" in kk and tk
    "until": {"en": "until {}", "ru": "до {}", "kk": "аяқталуы {}", "tk": "gutarýan wagty {}"},
    # parts of the day, as adverbs: they stand where an hour would
    "morning": {"en": "morning", "ru": "утром", "kk": "таңертең", "tk": "irden"},
    "midday": {"en": "midday", "ru": "в полдень", "kk": "түсте", "tk": "günortan"},
    "afternoon": {"en": "afternoon", "ru": "днём", "kk": "түстен кейін", "tk": "günortadan soň"},
    "evening": {"en": "evening", "ru": "вечером", "kk": "кешке", "tk": "agşam"},
    # how long until something; an ending would follow the amount in kk and tk, hence "time that is left"
    "time_left": {"en": "in {}", "ru": "через {}", "kk": "қалған уақыт: {}", "tk": "galan wagt: {}"},
    # between two days, months or years: {0} and {1}
    "days_of_one_month": {"en": "{} to {}", "ru": "{}–{}", "kk": "{}–{}", "tk": "{}–{}"},
    "longer_range": {"en": "{} to {}", "ru": "{} – {}", "kk": "{} – {}", "tk": "{} – {}"},
    # zones
    "place_time": {"en": "{} time", "ru": "время в пункте {}", "kk": "{} уақыты", "tk": "{} wagty"},
    "local_time": {"en": "local time", "ru": "местное время", "kk": "жергілікті уақыт", "tk": "ýerli wagt"},
    "home_time": {"en": "home time", "ru": "домашнее время", "kk": "үйдегі уақыт", "tk": "öý wagty"},
}

# How a quarter is written with its year, which carries an ending in Turkmen, see `turkmen_ordinal`.
QUARTERS: Mapping[str, tuple[str, str, str, str]] = {
    "en": ("1st quarter of {}", "2nd quarter of {}", "3rd quarter of {}", "4th quarter of {}"),
    "ru": (
        "1-й квартал {}\N{NARROW NO-BREAK SPACE}г.",
        "2-й квартал {}\N{NARROW NO-BREAK SPACE}г.",
        "3-й квартал {}\N{NARROW NO-BREAK SPACE}г.",
        "4-й квартал {}\N{NARROW NO-BREAK SPACE}г.",
    ),
    "kk": (
        "{}\N{NARROW NO-BREAK SPACE}ж. 1-тоқсан",
        "{}\N{NARROW NO-BREAK SPACE}ж. 2-тоқсан",
        "{}\N{NARROW NO-BREAK SPACE}ж. 3-тоқсан",
        "{}\N{NARROW NO-BREAK SPACE}ж. 4-тоқсан",
    ),
    "tk": (
        "{} ýylyň 1-nji çärýegi",
        "{} ýylyň 2-nji çärýegi",
        "{} ýylyň 3-nji çärýegi",
        "{} ýylyň 4-nji çärýegi",
    ),
}

# "in December": the twelve months in the case that it takes
IN_MONTH: Mapping[str, str] = {
    "ru": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "kk": "қаңтарда ақпанда наурызда сәуірде мамырда маусымда "
    "шілдеде тамызда қыркүйекте қазанда қарашада желтоқсанда",
    "tk": "ýanwarynda fewralynda martynda aprelinde maýynda iýunynda "
    "iýulynda awgustynda sentýabrynda oktýabrynda noýabrynda dekabrynda",
}

# The sentence on home time: (tense, direction). {home} is the "time of" phrase, {hours} an amount of time;
# {month} is empty, or ends the sentence in English and begins it elsewhere.
AHEAD: Mapping[str, Mapping[tuple[str, str], str]] = {
    "en": {
        ("past", "ahead"): "{home} was {hours} ahead{month}.",
        ("past", "behind"): "{home} was {hours} behind{month}.",
        ("past", "same"): "{home} had the same time{month}.",
        ("present", "ahead"): "{home} is {hours} ahead{month}.",
        ("present", "behind"): "{home} is {hours} behind{month}.",
        ("present", "same"): "{home} has the same time{month}.",
    },
    "ru": {
        ("past", "ahead"): "{month}{home} опережало местное на {hours}.",
        ("past", "behind"): "{month}{home} отставало от местного на {hours}.",
        ("past", "same"): "{month}{home} совпадало с местным.",
        ("present", "ahead"): "{month}{home} опережает местное на {hours}.",
        ("present", "behind"): "{month}{home} отстаёт от местного на {hours}.",
        ("present", "same"): "{month}{home} совпадает с местным.",
    },
    "kk": {
        ("past", "ahead"): "{month}{home} жергілікті уақыттан {hours} алда болды.",
        ("past", "behind"): "{month}{home} жергілікті уақыттан {hours} артта болды.",
        ("past", "same"): "{month}{home} жергілікті уақытпен бірдей болды.",
        ("present", "ahead"): "{month}{home} жергілікті уақыттан {hours} алда.",
        ("present", "behind"): "{month}{home} жергілікті уақыттан {hours} артта.",
        ("present", "same"): "{month}{home} жергілікті уақытпен бірдей.",
    },
    "tk": {
        ("past", "ahead"): "{month}{home} ýerli wagtdan {hours} öňde boldy.",
        ("past", "behind"): "{month}{home} ýerli wagtdan {hours} yzda boldy.",
        ("past", "same"): "{month}{home} ýerli wagt bilen deň boldy.",
        ("present", "ahead"): "{month}{home} ýerli wagtdan {hours} öňde.",
        ("present", "behind"): "{month}{home} ýerli wagtdan {hours} yzda.",
        ("present", "same"): "{month}{home} ýerli wagt bilen deň.",
    },
}

# Amounts of time. The plural categories are CLDR's; Russian stands in the accusative that "на" asks for.
HOURS: Mapping[str, Mapping[str, str]] = {
    "en": {"one": "{} hour", "other": "{} hours"},
    "ru": {"one": "{} час", "few": "{} часа", "many": "{} часов"},
    "kk": {"one": "{} сағат", "other": "{} сағат"},
    "tk": {"one": "{} sagat", "other": "{} sagat"},
}
MINUTES: Mapping[str, Mapping[str, str]] = {
    "en": {"one": "{} minute", "other": "{} minutes"},
    "ru": {"one": "{} минуту", "few": "{} минуты", "many": "{} минут"},
    "kk": {"one": "{} минут", "other": "{} минут"},
    "tk": {"one": "{} minut", "other": "{} minut"},
}
# Amounts in minutes that every language says in words.
SAID_IN_WORDS: Mapping[str, Mapping[int, str]] = {
    "en": {30: "half an hour", 60: "one hour", 90: "one and a half hours"},
    "ru": {30: "полчаса", 60: "один час", 90: "полтора часа"},
    "kk": {30: "жарты сағат", 60: "бір сағат", 90: "бір жарым сағат"},
    "tk": {30: "ýarym sagat", 60: "bir sagat", 90: "bir ýarym sagat"},
}

# Russian declines the names of places, and no rule declines every name. These few are certain (a name that
# does not change is here as itself); any other stands after "в пункте", where a name keeps its first form.
RUSSIAN_GENITIVE: Mapping[str, str] = {
    "Актау": "Актау",
    "Алматы": "Алматы",
    "Анкара": "Анкары",
    "Аркадаг": "Аркадага",
    "Астана": "Астаны",
    "Атырау": "Атырау",
    "Ашхабад": "Ашхабада",
    "Баку": "Баку",
    "Балканабат": "Балканабата",
    "Бишкек": "Бишкека",
    "Вашингтон": "Вашингтона",
    "Дашогуз": "Дашогуза",
    "Дубай": "Дубая",
    "Душанбе": "Душанбе",
    "Лондон": "Лондона",
    "Мары": "Мары",
    "Москва": "Москвы",
    "Пекин": "Пекина",
    "Стамбул": "Стамбула",
    "Ташкент": "Ташкента",
    "Тбилиси": "Тбилиси",
    "Тегеран": "Тегерана",
    "Токио": "Токио",
    "Туркменабат": "Туркменабата",
    "Туркменбаши": "Туркменбаши",
    "Шымкент": "Шымкента",
}


def phrase(key: str, lang: str, *values: object) -> str:
    """One of our phrases in one of our languages; an unknown key or language raises `KeyError`.

    >>> phrase("about", "en", "15:30")
    'about 15:30'
    """
    return PHRASES[key][lang].format(*values)


def time_of(place: str, lang: str) -> str:
    """Whose clock it is: "Ashgabat time"; correct for every name, see `RUSSIAN_GENITIVE`.

    >>> time_of("Ашхабад", "ru"), time_of("Гавана", "ru")
    ('время Ашхабада', 'время в пункте Гавана')
    """
    if lang == "ru" and place in RUSSIAN_GENITIVE:
        return f"время {RUSSIAN_GENITIVE[place]}"
    return phrase("place_time", lang, place)


# The last word of a number decides between -nji and -njy: its last digit, or its last round part.
_BACK_DIGITS = {6, 9}  # alty, dokuz
_BACK_TENS = {10, 30, 40, 60, 90}  # on, otuz, kyrk, altmyş, togsan


def turkmen_ordinal(number: int) -> str:
    """A number from 1 up with the ending of its rank, by vowel harmony.

    >>> turkmen_ordinal(2024), turkmen_ordinal(2026), turkmen_ordinal(2030)
    ('2024-nji', '2026-njy', '2030-njy')
    """
    digit, tens = number % 10, number % 100
    back = digit in _BACK_DIGITS if digit else tens in _BACK_TENS
    return f"{number}-{'njy' if back else 'nji'}"
