"""Hours in a programme in Word: forms of four languages are read back, and what is not sure is not guessed."""

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice.imports.programme import guesses, times
from backoffice.imports.programme.times import Hours


def hours(start, end, rest, **more):
    return Hours(_time(start), _time(end), rest=rest, **more)


def _time(text):
    return datetime.time.fromisoformat(text) if text else None


READ = [
    ("10:00–12:00 Talks", hours("10:00", "12:00", "Talks")),
    ("около 15.30 Обед", hours("15:30", "", "Обед", approximate=True)),
    ("15-00 Посещение завода", hours("15:00", "", "Посещение завода")),
    ("15-00 – 17-00", hours("15:00", "17:00", "")),
    ("10-15 – 11-00 Беседа", hours("10:15", "11:00", "Беседа")),
    ("с 9-30 до 10-45 Беседа", hours("09:30", "10:45", "Беседа")),
    ("в 18 часов Ужин", hours("18:00", "", "Ужин")),
    ("В 3 часа Чай", hours("03:00", "", "Чай")),
    ("15-00 Делегация прибывает", hours("15:00", "", "Делегация прибывает")),
    ("18-30 Гости прибывают", hours("18:30", "", "Гости прибывают")),
    ("15:00\n16:30", hours("15:00", "16:30", "")),
    ("18 часов. Ужин", hours("18:00", "", "Ужин")),
    ("19 ч 30 мин Концерт", hours("19:30", "", "Концерт")),
    ("18 ч. 30 мин.", hours("18:30", "", "")),
    ("18 часов 30 минут – ужин", hours("18:30", "", "ужин")),
    ("18ч30 – ужин", hours("18:30", "", "ужин")),
    ("20.00ч. Фуршет", hours("20:00", "", "Фуршет")),
    ("20-00 ч. Фуршет", hours("20:00", "", "Фуршет")),
    ("с 10 до 12 часов Переговоры", hours("10:00", "12:00", "Переговоры")),
    ("с 10 ч. до 12 ч. 30 мин. Переговоры", hours("10:00", "12:30", "Переговоры")),
    ("10–12 ч. Переговоры", hours("10:00", "12:00", "Переговоры")),
    ("9 AM - 10 AM Panel", hours("09:00", "10:00", "Panel")),
    ("9-10 AM Panel", hours("09:00", "10:00", "Panel")),
    ("11-1 pm Panel", hours("11:00", "13:00", "Panel")),
    ("2pm Visit to the mill", hours("14:00", "", "Visit to the mill")),
    ("2 p.m. Visit", hours("14:00", "", "Visit")),
    ("12 am Night train", hours("00:00", "", "Night train")),
    ("3:30PM-4PM Talks", hours("15:30", "16:00", "Talks")),
    ("3:30-4 pm Talks", hours("15:30", "16:00", "Talks")),
    ("from 2 to 4 pm Talks", hours("14:00", "16:00", "Talks")),
    ("from 2 pm Free time", hours("14:00", "", "Free time")),
    ("at 10 o'clock Talks", hours("10:00", "", "Talks")),
    ("0900-1030 Round table", hours("09:00", "10:30", "Round table")),
    ("0900 hrs Round table", hours("09:00", "", "Round table")),
    ("14h30 Round table", hours("14:30", "", "Round table")),
    ("at 7 h Breakfast", hours("07:00", "", "Breakfast")),
    ("09.30 Meeting", hours("09:30", "", "Meeting")),
    ("9.00 Гости прибывают", hours("09:00", "", "Гости прибывают")),
    ("20.10 ч. Ужин", hours("20:10", "", "Ужин")),
    ("10.10 am Talks", hours("10:10", "", "Talks")),
    ("10.00–10.10 Talks", hours("10:00", "10:10", "Talks")),
    ("12 noon – 2 pm Lunch", hours("12:00", "14:00", "Lunch")),
    ("10 am to noon Panel", hours("10:00", "12:00", "Panel")),
    ("Noon Lunch", Hours(part_of_day="midday", rest="Lunch")),
    ("В полдень обед", Hours(part_of_day="midday", rest="обед")),
    ("После обеда экскурсия", Hours(part_of_day="afternoon", rest="экскурсия")),
    ("Вечером ужин", Hours(part_of_day="evening", rest="ужин")),
    ("10:00-ден 12:00-ге дейін келіссөз", hours("10:00", "12:00", "келіссөз")),
    ("10:00 ден 12:00 ге дейін келіссөз", hours("10:00", "12:00", "келіссөз")),
    ("сағат 14-тен 16-ға дейін келіссөз", hours("14:00", "16:00", "келіссөз")),
    ("сағат 14:00-де келіссөз", hours("14:00", "", "келіссөз")),
    ("сағат 9-да жиналыс", hours("09:00", "", "жиналыс")),
    ("түсте ас", Hours(part_of_day="midday", rest="ас")),
    ("sagat 14:00-dan 16:00-a çenli gepleşik", hours("14:00", "16:00", "gepleşik")),
    ("sagat 14-den 16-a çenli gepleşik", hours("14:00", "16:00", "gepleşik")),
    ("sagat 10:00-da duşuşyk", hours("10:00", "", "duşuşyk")),
    ("öýleden soň gezelenç", Hours(part_of_day="afternoon", rest="gezelenç")),
]


@pytest.mark.parametrize(("text", "said"), READ, ids=[text for text, _said in READ])
def test_hours_are_read_as_people_write_them(text, said):
    assert times.leading(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "25:00 Talks",
        "10-15 Talks",
        "10-12 Переговоры",
        "from 2 to 4 Free time",
        "2 часа в пути",
        "1 ч 30 мин в пути",
        "10:00 – 12 Talks",
        "0900 Round table",
        "до 18:00 регистрация",
        "by 5 pm return",
        "13 pm Talks",
        "Evening reception",
        "Midnight train",
        "полночь: вылет",
        "7 h flight",
        "7 h 30 min flight",
        "7 hours on the road",
        "10–12 h flight",
        "3.50 доллара",
        "15.30 участников",
        "05.12 Прибытие",
        "5.12 Прибытие",
        "05.12 – 07.12 Выставка",
        "с 05.12 Выставка",
        "10.10 Talks",
    ],
)
def test_what_begins_like_a_time_and_is_not_sure_is_not_guessed(text):
    assert (times.leading(text), times.looks_timed(text)) == (None, True)


@pytest.mark.parametrize(
    "text",
    [
        "Participants: heads of companies.",
        "5 участников",
        "15-30 участников",
        "20-25 человек",
        "10-15 participants",
        "2–3 компании",
        "2–3 h flight",
        "4-6 декабря",
        "2023 год",
        "2000 participants",
        "12 Industrial road",
        "в 3 зале",
        "1. Регистрация",
        "from the airport",
        "с 5 представителями",
        "10 000 тонн",
        "Noonday demon",
    ],
)
def test_other_numbers_are_no_hours(text):
    assert (times.leading(text), times.looks_timed(text)) == (None, False)


def test_an_hour_and_a_number_of_companies_are_told_apart():
    assert times.leading("10:00 – 5 компаний") == hours("10:00", "", "5 компаний")


def _twelve(time, sign):
    return f"{(time.hour - 1) % 12 + 1}{sign}{time.minute:02d} {'pm' if time.hour >= 12 else 'am'}"


ONE = {
    "colon": lambda time: f"{time:%H:%M}",
    "с часами": lambda time: f"{time:%H.%M}ч.",
    "ч мин": lambda time: f"в {time.hour} ч {time.minute} мин",
    "часов минут": lambda time: f"в {time.hour} часов {time.minute} минут",
    "half": lambda time: _twelve(time, ":"),
    "HALF": lambda time: _twelve(time, ".").upper().replace(" ", ""),
    "military": lambda time: f"{time:%H%M} hrs",
    "сағат": lambda time: f"сағат {time:%H:%M}-де",
    "sagat": lambda time: f"sagat {time:%H:%M}-da",
}
TWO = {
    "dash": lambda start, end: f"{start:%H:%M}–{end:%H:%M}",
    "dash, spaced": lambda start, end: f"{start:%H:%M} - {end:%H.%M}",
    "с до": lambda start, end: f"с {start:%H:%M} до {end:%H:%M} часов",
    "с до, words": lambda start, end: (
        f"с {start.hour} ч. {start.minute} мин. до {end.hour} ч. {end.minute} мин."
    ),
    "half": lambda start, end: f"from {_twelve(start, ':')} to {_twelve(end, ':')}",
    "military": lambda start, end: f"{start:%H%M}-{end:%H%M}",
    "ден ге": lambda start, end: f"{start:%H:%M}-ден {end:%H:%M}-ге дейін",
    "dan çenli": lambda start, end: f"sagat {start:%H:%M}-dan {end:%H:%M}-a çenli",
}
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))
WHAT = st.sampled_from(["Talks", "Ужин", "келіссөз", "duşuşyk", "5 talks", "«Дом»", ""])


@pytest.mark.parametrize("form", ONE)
@given(time=TIMES, title=WHAT, sign=st.sampled_from([" – ", ": ", "\t", " "]))
@example(time=datetime.time(0, 0), title="Talks", sign=" ")
def test_any_hour_is_read_back(form, time, title, sign):
    # A number behind a number is a title only where a sign parts them; “– 5” might be an end.
    sign = ": " if title[:1].isdigit() else sign

    assert times.leading(f"{ONE[form](time)}{sign}{title}") == Hours(time, rest=title)


@pytest.mark.parametrize("form", TWO)
@given(start=TIMES, end=TIMES, title=WHAT, sign=st.sampled_from([" – ", ": ", "\t"]))
def test_any_two_hours_are_read_back(form, start, end, title, sign):
    assert times.leading(f"{TWO[form](start, end)}{sign}{title}") == Hours(start, end, rest=title)


@given(time=TIMES.filter(lambda time: time.minute % 5 == 0), title=WHAT)
def test_hours_with_a_hyphen_are_read_back_where_they_are_sure(time, title):
    sure = not time.hour < time.minute <= 24

    assert times.leading(f"{time:%H-%M}: {title}") == (Hours(time, rest=title) if sure else None)
    assert times.leading(f"{time:%H-%M} – {time:%H-%M}: {title}") == Hours(time, time, rest=title)


@given(time=TIMES, end=TIMES, title=WHAT, form=st.sampled_from(["%H.%M", "%-H.%M"]))
def test_hours_with_a_point_are_read_back_where_they_are_no_day_of_a_month(time, end, title, form):
    dated, both = _dated(time), _dated(time) and _dated(end)

    assert times.leading(f"{time:{form}}: {title}") == (None if dated else Hours(time, rest=title))
    pair = times.leading(f"{time:{form}} – {end:%H.%M}: {title}")
    assert pair == (None if both else Hours(time, end, rest=title))
    assert times.whole(f"{time:{form}}", among_hours=True) == Hours(time)


def _dated(time):
    return time.hour > 0 and 1 <= time.minute <= 12


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Встреча в Федерации предприятий", "meeting"),
        ("Meeting with the Association of Manufacturing Plants", "meeting"),
        ("Встреча с руководством завода", "meeting"),
        ("Посещение предприятий", "site_visit"),
        ("Встреча в аэропорту", "arrival"),
        ("Осмотр завода, встреча с руководством", "site_visit"),
    ],
)
def test_whom_one_meets_is_not_where_one_goes(title, kind):
    assert guesses.kind_of(title) == kind
