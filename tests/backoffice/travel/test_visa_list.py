"""The visa list: passports in protocol order, letter by letter, on a page, as PDF and as XLSX."""

import datetime
import io
import re

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from delegations.models import DelegateState, TravelDocumentLook
from missions.models import Role
from tests import papers
from tests.backoffice.members import signed_in_with
from tests.factories import make_delegate, make_mission, make_person, make_travel_document

pytestmark = pytest.mark.django_db
SPELLINGS = ["Öztürk  O’Neill", "=SUM(A1)", "Ýagmyrowa-Ňepesowa", "ÄŽİŞ"]


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(datetime.datetime(2023, 12, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def mission():
    made = make_mission(slug="silk-road")
    for rank, surname in reversed(list(enumerate(SPELLINGS, start=1))):
        person = make_person(family_name="Otherwise", given_name="Written")
        delegate = make_delegate(mission=made, precedence=rank, person=person)
        make_travel_document(delegate, surname=surname, number=f"N000{rank}")
    make_delegate(mission=made, precedence=5, person=make_person(family_name="Orazowa", given_name="Maral"))
    gone = make_delegate(mission=made, precedence=6, state=DelegateState.WITHDRAWN)
    make_travel_document(gone, surname="WITHDRAWN")
    return made


def of(mission, name=""):
    return f"/admin/missions/mission/{mission.pk}/visa-list/{name}"


def test_the_workbook_has_each_passport_as_it_was_typed_in_protocol_order(mission):
    client = signed_in_with({mission: Role.PROTOCOL})

    answer = client.get(of(mission, "xlsx/"))

    (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name(sheet).to_python()
    assert answer["Content-Disposition"] == 'attachment; filename="silk-road-visas-en.xlsx"'
    assert [(row[0], row[1], row[7]) for row in rows[1:]] == [
        (number, surname, f"N000{number}") for number, surname in enumerate(SPELLINGS, start=1)
    ]
    assert rows[1][4] == datetime.date(1980, 2, 29)


@pytest.mark.once
def test_the_paper_has_them_letter_by_letter(mission):
    answer = signed_in_with({mission: Role.PROTOCOL}).get(of(mission, "pdf/"), {"lang": "tk"})

    told = " ".join(papers.text(answer.content).split())
    places = [told.index(" ".join(surname.split())) for surname in SPELLINGS]
    assert places == sorted(places)
    assert ("WITHDRAWN" in told, "Otherwise" in told) == (False, False)


def test_the_page_says_who_is_not_in_it(mission):
    page = signed_in_with({mission: Role.PROTOCOL}).get(of(mission)).content.decode()

    assert "<td>Öztürk  O’Neill</td>" in page
    assert re.findall(r'<li value="(\d+)">([^<]*)</li>', page) == [("5", "Maral Orazowa")]
    assert "WITHDRAWN" not in page


def test_each_making_of_it_is_a_look_at_each_document_in_it(mission):
    client = signed_in_with({mission: Role.PROTOCOL})
    delegates = list(
        mission.delegates.filter(precedence__lte=4).order_by("precedence").values_list("pk", flat=True)
    )

    for name in ("", "pdf/", "xlsx/"):
        client.get(of(mission, name))

    looks = TravelDocumentLook.objects.order_by("pk").values_list("act", "details", "delegate_key", "by")
    member = int(client.session["_auth_user_id"])
    assert list(looks) == [("listed", file, key, member) for file in ("", "PDF", "XLSX") for key in delegates]


@pytest.mark.once
def test_a_list_of_nobody_is_a_list(mission):
    empty = make_mission(slug="empty")
    client = signed_in_with({empty: Role.PROTOCOL})

    assert [client.get(of(empty, name)).status_code for name in ("", "pdf/", "xlsx/")] == [200, 200, 200]
