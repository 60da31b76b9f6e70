"""A default export that is edited in a spreadsheet and brought in changes the rows that it came from."""

import csv
import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from backoffice.imports.preview import State
from delegations.models import Leg
from missions.models import ProgrammeItem
from partners.models import Contact, Organisation, Person
from reports.models import ListLayout
from tests import factories
from tests.backoffice.imports.sheets import outcome, refusal, take, upload, xlsx
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

# Of each list: the kind of file that it comes back as, the column that is edited in two languages, the new cell.
LISTS = {
    "delegates": ("people", ("Full name", "Фамилия, имя, отчество"), "Nurow Kakajan"),
    "contacts": ("organisations", ("Full name", "Фамилия, имя, отчество"), "Nurow Kakajan"),
    "organisations": ("organisations", ("Organisation", "Организация"), "Spinning mill of Mary"),
    "programme": ("items", ("Title", "Название"), "Second visit"),
    "legs": ("legs", ("Number", "Номер"), "T5 999"),
}
ROW_IDS = {"en": "Row ID", "ru": "ID строки", "kk": "Жол ID", "tk": "Setir ID"}


@pytest.fixture
def mission():
    mission = factories.make_mission(zone="Asia/Ashgabat")
    place = factories.make_place(name="Mary", name_ru="Мары")
    stop = factories.make_stop(mission=mission, place=place)
    for number in (1, 2):
        union = factories.make_organisation(
            name=f"Union {number}", name_ru=f"Союз {number}", slug=f"union-{number}", place=place
        )
        factories.make_item(
            mission=mission, stop=stop, title="Visit", title_ru="Посещение", kind="site_visit",
            day=mission.starts_on, hosts=[union],
        )  # fmt: skip
        order = ("family_first", "given_first")[number - 1]
        person = factories.make_person(
            family_name=f"Orazow{number}", given_name="Myrat", patronymic="Amanowic", name_order=order,
            family_name_ru="Оразов", given_name_ru="Мырат",
        )  # fmt: skip
        delegation = factories.make_delegation(mission=mission, organisation=union)
        delegate = factories.make_delegate(
            mission=mission, delegation=delegation, person=person, precedence=10 * number
        )
        factories.make_contact(
            organisation=union, person=factories.make_person(family_name=f"Annayew{number}")
        )
        factories.make_leg(
            mission=mission, number="T5 702", from_place=place, to_place=place,
            departs_on=mission.starts_on, passengers=[delegate],
        )  # fmt: skip
    return mission


def exported(client, what, form, lang):
    """The lines of a list with the columns that are ticked when its page is opened."""
    client.cookies["django_language"] = lang
    address = reverse("admin:export", args=[what])
    ticked = re.findall(r'value="([^"]+)" id="column-[^"]+" checked', client.get(address).content.decode())
    answer = client.post(address, {"columns": ticked, "form": form, "lang": lang})
    content = b"".join(answer.streaming_content)
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def brought_in(client, mission, what, form, lines):
    """The address of the preview of these lines."""
    if form == "csv":
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(lines)  # as Excel saves where the comma is for decimals
        content = text.getvalue().encode("utf-8-sig")
    else:
        content = xlsx(*lines)
    answer = upload(client, mission, LISTS[what][0], content, f"sheet.{form}")
    assert answer.status_code == 302, refusal(answer)
    return answer["Location"]


def counts(client, address):
    return client.get(address).context["preview"].counts()


def rows_there():
    models = (Person, Organisation, Contact, ProgrammeItem, Leg)
    return [model.objects.count() for model in models]


@pytest.mark.parametrize("lang", ROW_IDS)
@pytest.mark.parametrize("what", LISTS)
def test_row_id_is_the_last_column_of_a_default_export(mission, what, lang):
    assert exported(signed_in(), what, "csv", lang)[0][-1] == ROW_IDS[lang]


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("what", LISTS)
def test_edited_export_changes_one_row_and_an_unchanged_one_none(mission, what, form, lang):
    client, before = signed_in(), rows_there()
    lines = exported(client, what, form, lang)
    column = lines[0].index(LISTS[what][1][lang == "ru"])
    lines[2][column] = LISTS[what][2]

    address = brought_in(client, mission, what, form, lines)
    found = counts(client, address)
    assert (found[State.NEW], found[State.CHANGED], found[State.UNCHANGED]) == (0, 1, 1), outcome(
        client, address
    )
    take(client, address)

    assert rows_there() == before
    again = exported(client, what, form, lang)
    assert [line[-1] for line in again] == [line[-1] for line in lines]
    assert LISTS[what][2] in [line[column] for line in again if line[-1] == lines[2][-1]]
    page = client.get(brought_in(client, mission, what, form, again)).content.decode()
    assert ("0 new, 0 changed" if lang == "en" else "Новых: 0, изменено: 0") in page


@pytest.mark.parametrize("lang", ["ru", "kk", "tk"])
@pytest.mark.parametrize("what", LISTS)
def test_row_id_is_read_in_any_language(mission, what, lang):
    client = signed_in()
    lines = exported(client, what, "xlsx", "en")
    lines[0][-1] = ROW_IDS[lang]
    client.cookies["django_language"] = "en"

    assert counts(client, brought_in(client, mission, what, "xlsx", lines))[State.UNCHANGED] == 2


@pytest.mark.parametrize("what", ["delegates", "programme", "legs"])
def test_export_of_another_mission_adds_rows_and_leaves_those_of_the_other_as_they_are(mission, what):
    client, other = signed_in(), factories.make_mission(title="Next year")
    lines = exported(client, what, "xlsx", "en")
    if what == "programme":
        factories.make_stop(mission=other, place=mission.stops.get().place)
    if what == "legs":  # passengers are delegates of their own mission
        column = lines[0].index("Number")
        lines = [
            lines[0],
            *([*line[:column], f"X {number}", *line[column + 1 :]] for number, line in enumerate(lines[1:])),
        ]
    model = {"programme": ProgrammeItem, "legs": Leg, "delegates": mission.delegates.model}[what]
    theirs = list(model.objects.order_by("pk").values())

    address = brought_in(client, other, what, "xlsx", lines)
    rows = [row for row, _look, _choices in client.get(address).context["rows"]]
    expected = (
        []
        if what == "delegates"
        else ["No row of this mission has this row ID; the row is matched by what it says."]
    )
    assert [(row.state, row.flags) for row in rows] == [(State.NEW, expected)] * 2, outcome(client, address)
    take(client, address)

    assert list(model.objects.filter(mission=mission).order_by("pk").values()) == theirs
    assert model.objects.filter(mission=other).count() == 2


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("17", "“17” is not a row ID; the row is matched by what it says."),
        (
            "0af47335-b652-4160-aaf4-53c2fb9d0e88",
            "No row of this mission has this row ID; the row is matched by what it says.",
        ),
    ],
)
@pytest.mark.parametrize("what", LISTS)
def test_row_id_that_names_no_row_is_remarked(mission, what, said, remark):
    client = signed_in()
    lines = exported(client, what, "xlsx", "en")[:2]
    lines[1][-1] = said

    ((row, _look, _choices),) = client.get(brought_in(client, mission, what, "xlsx", lines)).context["rows"]

    assert row.faults == []
    assert row.flags == [
        remark.replace("row of this mission", "row") if what not in ("programme", "legs") else remark
    ]
    assert row.state in (State.UNCHANGED, State.QUESTION)


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize("what", LISTS)
def test_row_that_was_copied_in_the_sheet_becomes_a_new_one(mission, what, above):
    client, before = signed_in(), rows_there()
    lines = exported(client, what, "xlsx", "en")
    column = lines[0].index(LISTS[what][1][0])
    copy = list(lines[1])
    copy[column] = LISTS[what][2]
    lines.insert(1 if above else 2, copy)

    address = brought_in(client, mission, what, "xlsx", lines)
    rows = [row for row, _look, _choices in client.get(address).context["rows"]]
    number, first = (2, 3) if above else (3, 2)
    assert [row.state for row in rows if row.number != number] == [State.UNCHANGED] * 2, outcome(
        client, address
    )
    (new,) = [row for row in rows if row.number == number]
    assert (new.state, new.flags) == (
        State.NEW,
        [f"Row {first} has the same row ID; this row is taken for a copy of it, and is new."],
    ), outcome(client, address)
    take(client, address)

    assert sum(rows_there()) - sum(before) == (2 if what == "contacts" else 1)


def test_row_id_is_ticked_again_although_a_file_was_made_without_it(mission):
    client = signed_in()
    address = reverse("admin:export", args=["programme"])

    b"".join(
        client.post(address, {"columns": ["title", "day"], "form": "csv", "lang": "en"}).streaming_content
    )

    assert ListLayout.objects.get().columns == ["title", "day"]
    assert exported(client, "programme", "csv", "en")[0] == ["Title", "Day", "Row ID"]
