"""Programmes in Word: three layouts come out right, what is not sure is flagged, nothing is invented."""

import datetime

import pytest

from backoffice.imports import correcting, registry, storage
from backoffice.imports import docx as document_in_word
from backoffice.models import Import
from missions.models import ProgrammeItem, Stop
from tests import factories
from tests.backoffice.imports import layouts
from tests.backoffice.imports.layouts import docx, packed
from tests.backoffice.imports.sheets import outcome, refusal, states, take, upload
from tests.backoffice.pages import signed_in
from wording.translated import texts

pytestmark = pytest.mark.django_db

# A workbook on both databases; whatever file the rows come from, they are saved alike.
LAYOUTS = [pytest.param(name, marks=() if name == "rows" else pytest.mark.once) for name in layouts.LAYOUTS]


@pytest.fixture
def mission():
    for name, russian in [("Ashgabat", "Ашхабад"), ("Mary", "Мары")]:
        factories.make_place(name={"en": name, "ru": russian})
    return factories.make_mission(starts_on=datetime.date(2023, 12, 4), ends_on=datetime.date(2023, 12, 8))


def read(client, mission, content, name="programme.docx", **more):
    answer = upload(client, mission, "programme", content, name=name, **more)
    assert answer.status_code == 302, refusal(answer)
    return answer["Location"]


def test_a_width_that_is_no_number_is_one_column():
    """Another digit of Unicode, which Word never writes, is none to `int`."""
    [table] = document_in_word.read("a.docx", docx([[("10:00", "²"), ("Talks", "2")]]))

    assert [cell["span"] for cell in table["rows"][0]] == [1, 2]


def mended(client, address):
    """Take in, after a kind was written where the words tell none."""
    imported = Import.objects.get(pk=address.rstrip("/").rsplit("/", 1)[-1])
    content = storage.unpacked(imported)
    kinds = next(index for index, key, _lang in content.places if key == "programmeitem.kind")
    form = {f"cell-{number}-{kinds}": cells[kinds] or "visit" for number, cells in content.lines}
    client.post(address, {"action": "decide", **form})
    return take(client, address)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nine_of_ten_items_come_out_right_and_the_rest_are_flagged(mission, layout):
    content, wanted = layouts.LAYOUTS[layout]
    client = signed_in()
    address = read(client, mission, content)
    rows = {row.title: row for row, _look, _choices in client.get(address).context["rows"]}
    mended(client, address)

    found = [
        (
            item.day,
            item.starts_at or item.part_of_day or None,
            item.ends_at,
            {lang: text for lang, text in texts(item, "title").items() if text},
            item.stop.place.name_en if item.stop else None,
        )
        for item in ProgrammeItem.objects.filter(mission=mission).order_by("order")
    ]
    wrong = [one for one in found if one not in wanted]
    right = [one for one in wanted if one in found]
    assert len(found) == len(wanted), [one for one in wanted if one not in found]
    assert len(right) >= 0.9 * len(wanted), wrong
    for day, _begin, _end, titles, _place in wrong:
        assert any(title in titles.values() and row.flags for title, row in rows.items()), (day, titles)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_programme_twice_changes_nothing(mission, layout):
    content, _wanted = layouts.LAYOUTS[layout]
    client = signed_in()
    mended(client, read(client, mission, content))
    before = list(ProgrammeItem.objects.order_by("pk").values()), list(Stop.objects.order_by("pk").values())

    again = read(client, mission, content)

    assert set(states(client, again)) == {"unchanged"}
    assert before == (
        list(ProgrammeItem.objects.order_by("pk").values()),
        list(Stop.objects.order_by("pk").values()),
    )


def test_stops_are_proposed_for_places_that_are_known(mission):
    client = signed_in()
    mended(client, read(client, mission, layouts.ROWS))
    assert [
        (stop.place.name_en, stop.first_day.day, (stop.last_day or stop.first_day).day)
        for stop in Stop.objects.order_by("order")
    ] == [("Ashgabat", 4, 6), ("Mary", 5, 6)]


def test_a_place_that_is_not_known_is_asked_about_once_and_never_made(mission):
    stop = factories.make_stop(mission=mission, place=factories.make_place(name="Balkanabat"))
    client = signed_in()
    content = docx(("bold", "4 декабря – Туркменбаши"), "10:00 Встреча", "12:00 Обед")
    address = read(client, mission, content)

    rows = client.get(address).context["rows"]
    assert [row.state.value for row, _look, _choices in rows] == ["question", "new"]
    assert [(value, words) for value, words, _why, _chosen in rows[0][2]] == [
        (f"stop-{stop.pk}", "Balkanabat"),
        ("new", "None of them: leave the stop empty, and keep the text as the venue."),
        ("leave_out", "Leave the row out"),
    ]
    client.post(address, {"action": "decide", f"row-{rows[0][0].decision_key}": "new"})
    take(client, address)
    assert list(ProgrammeItem.objects.order_by("order").values_list("title_ru", "stop", "venue_ru")) == [
        ("Встреча", None, "Туркменбаши"),
        ("Обед", None, "Туркменбаши"),
    ]
    assert Stop.objects.count() == 1
    assert states(client, read(client, mission, content)) == ["unchanged", "unchanged"]


def test_cells_are_corrected_in_the_preview(mission):
    client = signed_in()
    address = read(client, mission, docx(("bold", "4 декабря"), "10:00 Пресс-подход"))
    assert [(row[1], row[4]) for row in outcome(client, address)] == [
        ("wrong", [("", "Kind: The kind is not told by the words; write one.")])
    ]
    row = client.get(address).context["rows"][0][0]
    index = {heading: index for index, heading, _text in row.cells}

    client.post(
        address,
        {
            "action": "decide",
            f"cell-{row.number}-{index['Kind']}": "meeting",
            f"cell-{row.number}-{index['Begins at']}": "10:15",
        },
    )
    take(client, address)

    item = ProgrammeItem.objects.get()
    assert (item.kind, item.starts_at, item.title_ru) == ("meeting", datetime.time(10, 15), "Пресс-подход")


def test_flags_say_what_is_not_sure(mission):
    client = signed_in()
    address = read(
        client,
        mission,
        docx(("bold", "5 декабря, среда"), [["Время", "Событие"], ["к вечеру ближе", "Обед"]]),
    )
    ((row, _look, _choices),) = client.get(address).context["rows"]
    assert row.flags == [
        "The day has no year: taken from the mission.",
        "The weekday in “5 декабря, среда” is not that of the date.",
        "Could not be read: “к вечеру ближе”.",
        "The kind is guessed from the words.",
    ]


BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><w:document xmlns:w="x">&a;</w:document>'


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.docm", docx("x"), "“programme in Word” is read from files that end with .docx."),
        (
            "a.docx",
            docx("x", also={"word/vbaProject.bin": "x"}),
            "The file holds macros; save it without them (.docx) and upload that.",
        ),
        ("a.docx", b"no archive", "The file is no Word document; save it as .docx and upload that."),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99,
            "The file is protected by a password, or of an old kind (.doc); save it as .docx without one.",
        ),
        ("a.docx", docx("x")[:200], "The file is broken or was cut off; save it again and upload that."),
        (
            "a.docx",
            packed({"word/document.xml": "<w:document"}),
            "The file is broken or was cut off; save it again and upload that.",
        ),
        (
            "a.docx",
            packed({"word/document.xml": BILLION}),
            "The file is broken or was cut off; save it again and upload that.",
        ),
        (
            "a.docx",
            packed({"word/document.xml": "<a>" * 300_000}),
            "The file is broken or was cut off; save it again and upload that.",
        ),
        (
            "a.docx",
            packed({"word/document.xml": " " * 101 * 1024 * 1024}),
            "Unpacked, the file has more than 100 MB or more than 2000 parts; it is not read.",
        ),
        (
            "a.docx",
            docx(*["x"] * 20_001),
            "The document is too large to be read: it has more than 20000 paragraphs and cells.",
        ),
        (
            "a.docx",
            docx("Nothing of a programme."),
            "No entry of a programme was found: a day, then lines or rows that begin with a time.",
        ),
    ],
)
def test_a_bad_file_gets_a_sentence_and_nothing_is_kept(mission, name, content, sentence):
    """faults.md 61"""
    answer = upload(signed_in(), mission, "programme", content, name=name)
    assert (refusal(answer), Import.objects.count()) == (sentence, 0)


def test_what_is_shown_of_a_cell_is_read_again():
    columns = {column.name: column for column in registry.KINDS["programme"].columns}
    cells = [("day", None), ("day", {"day": "2023-12-04"}), ("starts_at", {"time": "09:30:00"})]
    cells += [("title", "a\nb"), ("kind", "site_visit"), ("kind", "something else")]

    assert [correcting.shown(cell, columns[name]) for name, cell in cells] == [
        "",
        "2023-12-04",
        "09:30",
        "a b",
        "Site visit",
        "something else",
    ]


def lines(client, address):
    """Number, title and remarks of each row, and the cells of its hours."""
    rows = [row for row, _look, _choices in client.get(address).context["rows"]]
    hours = [{heading: text for _index, heading, text in row.cells} for row in rows]
    return [
        (
            row.title,
            cells["Begins at"],
            [flag for flag in row.flags if "kind" not in flag and "year" not in flag],
        )
        for row, cells in zip(rows, hours, strict=True)
    ]


OWN_ROW = "This line has no time: it is a row of its own. Look whether it is an item."


def test_no_line_that_begins_like_a_time_vanishes_in_the_one_before(mission):
    content = docx(
        ("bold", "4 декабря – Ашхабад"),
        "10:00 Встреча",
        "Участники: руководители.",
        "15-00 Посещение завода",
        "• в 18 часов Ужин",
        "2. 19 ч 30 мин Концерт",
        "10-12 Переговоры",
        "25:00 Прогулка",
        "Noon Lunch",
        "2–3 автобуса",
    )

    client = signed_in()
    assert lines(client, read(client, mission, content)) == [
        ("Встреча", "10:00", []),
        ("Участники: руководители.", "", [OWN_ROW]),
        ("Посещение завода", "15:00", []),
        ("Ужин", "18:00", []),
        ("Концерт", "19:30", []),
        ("10-12 Переговоры", "", ["Could not be read: “10-12 Переговоры”."]),
        ("25:00 Прогулка", "", ["Could not be read: “25:00 Прогулка”."]),
        ("Lunch", "", []),
        ("2–3 автобуса", "", ["Could not be read: “2–3 автобуса”."]),
    ]


def test_a_time_within_the_cell_of_another_item_is_flagged(mission):
    table = [["Время", "Событие"], ["15-00 – 17-00", "Форум\nв 18 часов ужин"], ["18 ч. 30 мин.", "Ужин"]]

    client = signed_in()
    assert lines(client, read(client, mission, docx(("bold", "4 декабря"), table))) == [
        ("Форум", "15:00", ["Could not be read: “в 18 часов ужин”."]),
        ("Ужин", "18:30", []),
    ]


def test_what_was_not_sure_is_said_in_the_language_of_whoever_looks(mission):
    client = signed_in()
    address = read(client, mission, docx("Черновик", ("bold", "4 декабря"), "10:00 Встреча"))
    client.cookies["django_language"] = "ru"
    page = client.get(address)

    ((row, _look, _choices),) = page.context["rows"]
    assert row.flags == [
        "В дне нет года: взят из миссии.",
        "Вид угадан по словам.",
    ]
    assert page.context["preview"].notes == [
        "1 строка перед первым днём прочитана как заголовок и не станет строкой программы: Черновик."
    ]
