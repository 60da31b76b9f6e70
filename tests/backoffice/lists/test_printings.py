"""What has changed since a list was printed: told on the page and in the next file, kept no longer than needed."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.bin import keeping
from backoffice.mission_file import dump
from backoffice.models import Deleted, ListKind, PrintedList
from backoffice.rights import roles
from delegations.models import Stay, TravelDocumentLook
from partners import deletions, merging
from tests import factories, papers
from tests.backoffice.lists.test_lists import address, mission, parts, sheets
from tests.backoffice.pages import signed_in, staff

__all__ = ["mission"]  # a fixture

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 4)


def printed(client, mission, query="?list=rooming&lang=en", file="xlsx"):
    answer = client.post(address(f"lists_{file}", mission, query))
    assert answer.status_code == 200
    return answer


def changes(client, mission, query="?list=rooming&lang=en"):
    """The sentence above the changes of the one list that is shown, and these."""
    [(_title, table, _rows)] = client.get(address("lists", mission, query)).context["lists"]
    found = table.changes.rows if table.changes else ()
    return table.since, [tuple(str(cell or "") for cell in row) for row in found]


def test_a_list_that_was_never_printed_is_compared_with_nothing(mission):
    assert changes(signed_in(), mission) == ("", [])


def test_rows_that_are_new_gone_or_changed_since_are_told_with_their_old_values(mission):
    client = signed_in()
    with time_machine.travel(datetime.datetime(2023, 11, 20, 7, 20, tzinfo=datetime.UTC)):
        printed(client, mission)
    hers, other = Stay.objects.filter(room="12").order_by("pk")[:2]
    hers.room, hers.hotel = "14", "Inn"
    hers.save()
    other.delete()
    third = mission.delegates.get(precedence=10)
    factories.make_stay(delegate=third, place=hers.place, hotel="Grand", arrives_on=DAY, room="1")

    since, lines = changes(client, mission)

    assert since == "Changes since 20 November 2023, 12:20"
    assert sorted(lines) == [
        ("Added", "A Caryyew, Grand", "", "Mary, 4 December 2023, 7 December 2023, 3, 1, Plants & Co"),
        ("Changed", "A Akimova, Inn", "Hotel: Grand", "Hotel: Inn"),
        ("Changed", "A Akimova, Inn", "Room: 12", "Room: 14"),
        ("Gone", "A Berdiyewa, Grand", "Mary, 4 December 2023, 7 December 2023, 3, 12, Plants & Co", ""),
    ]


def test_page_pdf_and_xlsx_say_the_same_changes(mission):
    client = signed_in()
    printed(client, mission)
    Stay.objects.filter(room="12").update(room="14")
    query = f"?list=rooming&lang=en&since={PrintedList.objects.get().pk}"

    page = client.get(address("lists", mission, query))
    paper = papers.printed(printed(client, mission, query, "pdf").content)
    sheet = printed(client, mission, query)

    assert "<del>Room: 12</del>" in page.text
    assert "<ins>Room: 14</ins>" in page.text
    assert "Changes: Rooming list" in paper
    assert "Changed A Akimova, Grand Room: 12 Room: 14" in paper
    assert sheets(sheet)["Changes  Rooming list"][1:] == [
        ["Changed", f"{name}, Grand", "Room: 12", "Room: 14"] for name in ("A Berdiyewa", "A Akimova")
    ]
    assert ["<f>" in part for part in parts(sheet)] == [False, False]


def test_the_same_file_asked_for_again_says_the_same_and_is_kept_once(mission):
    client = signed_in()
    printed(client, mission)
    Stay.objects.filter(room="12").update(room="14")
    [(_title, _table, _rows)] = client.get(address("lists", mission, "?list=rooming&lang=en")).context[
        "lists"
    ]
    query = f"?list=rooming&lang=en&since={PrintedList.objects.get().pk}"

    first, second = (papers.printed(printed(client, mission, query, "pdf").content) for _time in range(2))

    assert ("Room: 12 Room: 14" in first, "Room: 12 Room: 14" in second) == (True, True)
    assert PrintedList.objects.count() == 2
    assert changes(client, mission)[0].startswith("Nothing has changed since ")


def test_one_chooses_with_which_printing_a_list_is_compared(mission):
    client = signed_in()
    for number, room in enumerate(("12", "14", "16"), start=1):
        Stay.objects.filter(room__in=["12", "14"]).update(room=room)
        with time_machine.travel(datetime.datetime(2023, 11, number, 7, tzinfo=datetime.UTC)):
            printed(client, mission)
    first, second, third = PrintedList.objects.order_by("pk")

    page = client.get(address("lists", mission, "?list=rooming&lang=en"))

    assert [option.value for option in page.context["printings"]] == [
        str(row.pk) for row in (third, second, first)
    ]
    assert page.context["printings"][0].label.startswith("3 November 2023, 12:00, ")
    assert page.context["printings"][0].label.endswith(", Rooming list")
    for row, was in ((first, "12"), (second, "14")):
        since, lines = changes(client, mission, f"?list=rooming&lang=en&since={row.pk}")
        assert [line[2] for line in lines] == [f"Room: {was}"] * 2
        assert since == f"Changes since {row.at.day} November 2023, 12:00"


@pytest.mark.once
def test_lists_printed_together_are_one_choice_and_compared_each_with_its_own(mission):
    client = signed_in()
    printed(client, mission, "?lang=en")
    mission.legs.filter(number="T5 702").update(number="T5 703")

    page = client.get(address("lists", mission, "?lang=en"))

    assert PrintedList.objects.count() == len(ListKind)
    assert [option.label.split(", ", 3)[3] for option in page.context["printings"]] == [
        "Delegation list, Arrivals, Departures, Passengers by vehicle, Rooming list, Interpreters"
    ]
    assert {table.key: table.changes is not None for _title, table, _rows in page.context["lists"]} == {
        "delegation": False,
        "arrivals": True,
        "departures": True,
        "vehicles": False,
        "rooming": False,
        "interpreters": False,
    }


@pytest.mark.once
def test_a_new_rank_alone_is_no_change(mission):
    client = signed_in()
    printed(client, mission)
    for rank, delegate in enumerate(mission.delegates.order_by("-precedence"), start=1):
        delegate.precedence = 100 * rank
        delegate.save()

    assert changes(client, mission)[1] == []


@pytest.mark.once
def test_a_list_is_compared_with_one_of_its_own_language_alone(mission):
    client = signed_in()
    printed(client, mission)

    assert changes(client, mission, "?list=rooming&lang=ru") == ("", [])
    printed(client, mission, "?list=rooming&lang=ru")
    assert changes(client, mission, "?list=rooming&lang=ru")[0] != ""


@pytest.mark.once
def test_rooms_are_told_from_no_printed_list_to_who_may_not_see_them(mission):
    printed(signed_in(), mission)
    Stay.objects.filter(room="12").update(room="14", hotel="Inn")
    client = signed_in(roles.VIEWER)

    since, lines = changes(client, mission)
    page = client.get(address("lists", mission, "?list=rooming&lang=en")).text

    assert since.startswith("Changes since ")
    assert {line[2] for line in lines} == {"Hotel: Grand"}
    assert "Room: " not in page


def test_a_list_without_rooms_does_not_take_the_place_of_one_with_them(mission):
    printed(signed_in(), mission)
    printed(signed_in(roles.VIEWER), mission)
    Stay.objects.filter(room="12").update(room="14")

    _since, lines = changes(signed_in(), mission)

    assert {line[2] for line in lines} == {"Room: 12"}


@pytest.mark.once
def test_what_is_kept_is_encrypted_and_in_no_file_of_the_mission(mission):
    client = signed_in()
    printed(client, mission)
    stored = bytes(PrintedList.objects.get().rows_encrypted)
    file = dump.text(dump.data(mission))
    assert b"Akimova" not in stored
    assert "printed" not in file


def test_the_bin_keeps_no_printed_list_of_a_mission(mission):
    mission = factories.make_mission()
    printed(signed_in(), mission, "?list=arrivals&lang=en")

    deletions.delete([mission], staff())

    assert PrintedList.objects.count() == 0
    assert {row["model"] for row in keeping.read(Deleted.objects.get()).rows} == {"missions.mission"}


@pytest.mark.parametrize("as_mate", [pytest.param(False, marks=pytest.mark.once), True])
def test_with_a_person_go_the_lists_in_which_she_stands(mission, as_mate):
    client = signed_in()
    printed(client, mission)
    printed(client, mission, "?list=interpreters&lang=en")
    hers = mission.delegates.get(precedence=20 if as_mate else 30)
    Stay.objects.filter(delegate=hers).delete()

    hers.delete()

    assert list(PrintedList.objects.values_list("kind", flat=True)) == ["interpreters"]


def test_with_a_person_go_the_lists_in_which_she_stands_under_a_row_that_was_merged_into_hers(mission):
    printed(signed_in(), mission)
    listed = mission.delegates.get(precedence=20)
    kept = factories.make_delegate(mission=mission)
    merging.merge(kept.person, listed.person, by=staff())
    assert [mission.delegates.filter(pk=row.pk).exists() for row in (kept, listed)] == [True, False]
    before = PrintedList.objects.count()

    kept.delete()

    assert (before, PrintedList.objects.count()) == (1, 0)


@pytest.mark.once
def test_a_list_whose_key_is_gone_is_compared_with_no_more_and_goes_with_whoever_is_erased(mission):
    client = signed_in()
    printed(client, mission)
    PrintedList.objects.update(rows_encrypted=b"x")

    assert changes(client, mission) == ("", [])
    mission.delegates.get(precedence=40).delete()
    assert PrintedList.objects.count() == 0


def test_lists_are_deleted_sixty_days_after_their_mission(mission, capsys):
    client = signed_in()
    printed(client, mission)
    last = mission.ends_on + datetime.timedelta(60)
    noon = datetime.time(12, tzinfo=datetime.UTC)

    with time_machine.travel(datetime.datetime.combine(last, noon)):
        call_command("purge_printed_lists")
    before = PrintedList.objects.count()
    with time_machine.travel(datetime.datetime.combine(last + datetime.timedelta(1), noon)):
        call_command("purge_printed_lists")

    assert (before, PrintedList.objects.count()) == (1, 0)
    assert capsys.readouterr().out == "Printed lists deleted: 0.\nPrinted lists deleted: 1.\n"


def test_a_printing_that_there_is_not_is_not_found(mission):
    client = signed_in()
    printed(client, mission)

    for since in ("987654", "x", "-1"):
        assert client.get(address("lists", mission, f"?since={since}")).status_code == 404


@pytest.mark.once
def test_a_printing_of_another_mission_is_not_found(mission):
    client, other = signed_in(), factories.make_mission()
    printed(client, other)

    assert client.get(address("lists", mission, f"?since={PrintedList.objects.get().pk}")).status_code == 404


@pytest.mark.once
def test_who_only_reads_a_file_has_printed_nothing(mission):
    """faults.md 51"""
    client = signed_in()
    for file in ("pdf", "xlsx"):
        assert client.get(address(f"lists_{file}", mission, "?list=rooming")).status_code == 200
    assert PrintedList.objects.count() == 0


@pytest.mark.once
def test_the_buttons_ask_for_what_is_shown_compared_with_the_same(mission):
    client = signed_in()
    printed(client, mission)
    newest = PrintedList.objects.get().pk

    page = client.get(address("lists", mission, "?list=rooming&lang=ru")).text
    other = client.get(address("lists", mission, "?list=rooming&lang=en&names=passport")).text

    assert 'formaction="pdf/?list=rooming&amp;lang=ru"' in page
    assert f'formaction="xlsx/?list=rooming&amp;lang=en&amp;since={newest}&amp;names=passport"' in other


@pytest.mark.once
def test_markup_in_an_old_value_is_text(mission):
    client = signed_in()
    Stay.objects.filter(room="12").update(room="<b>12</b>")
    printed(client, mission)
    Stay.objects.update(room="14")

    page = client.get(address("lists", mission, "?list=rooming&lang=en")).text

    assert "<del>Room: &lt;b&gt;12&lt;/b&gt;</del>" in page
    assert "<b>12</b>" not in page


@pytest.mark.once
def test_comparing_asks_as_little_for_many_rows_as_for_few(mission):
    client = signed_in()
    printed(client, mission)
    Stay.objects.update(room="14")
    client.get(address("lists", mission))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(address("lists", mission))
        return len(asked)

    few = queries()
    for delegate in mission.delegates.all():
        factories.make_stay(delegate=delegate, hotel="More")
    assert queries() == few


def test_a_rooming_list_spells_names_as_passports_do_for_who_may_see_them_and_each_look_is_recorded(mission):
    hers = mission.delegates.get(precedence=30)
    factories.make_travel_document(delegate=hers, surname="AKIMOWA", given_names="AYNA")
    client = signed_in()
    query = "?list=rooming&lang=en&names=passport"

    page = client.get(address("lists", mission, query))
    sheet = sheets(printed(client, mission, query))["Rooming list"]

    [(_title, _table, rows)] = page.context["lists"]
    assert [[str(row[6]), str(row[8])] for row in rows] == [
        ["", "A Berdiyewa"],
        ["A Berdiyewa", "AKIMOWA AYNA"],
    ]
    assert [row[8] for row in sheet[1:]] == ["A Berdiyewa", "AKIMOWA AYNA"]
    assert list(TravelDocumentLook.objects.order_by("pk").values_list("act", "details")) == [
        ("looked", "Rooming list"),
        ("looked", "Rooming list, XLSX"),
    ]
    assert [entry.by for entry in TravelDocumentLook.objects.all()] == [page.wsgi_request.user] * 2
    # what is kept of the file has no spelling of a passport: the next list says of the name that nothing changed
    assert changes(client, mission)[1] == []
    assert "AKIMOWA" not in client.get(address("lists", mission, "?list=rooming&lang=en")).text
    assert TravelDocumentLook.objects.count() == 2


@pytest.mark.once
def test_who_may_not_see_passports_is_refused_their_spelling_and_not_offered_it(mission):
    factories.make_travel_document(delegate=mission.delegates.get(precedence=30))

    for kind in (roles.VIEWER, roles.EDITOR):
        client = signed_in(kind)
        for name in ("lists", "lists_pdf", "lists_xlsx"):
            assert client.get(address(name, mission, "?list=rooming&names=passport")).status_code == 403
        assert "passport" not in client.get(address("lists", mission)).text
    assert TravelDocumentLook.objects.count() == 0


@pytest.mark.once
def test_lists_without_rooms_open_no_passport(mission):
    factories.make_travel_document(delegate=mission.delegates.get(precedence=30))

    signed_in().get(address("lists", mission, "?list=arrivals&names=passport"))

    assert TravelDocumentLook.objects.count() == 0
