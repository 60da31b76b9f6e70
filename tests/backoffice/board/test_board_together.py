"""Two organisers on one board: neither overwrites the other, and who comes second is told what the first did."""

import datetime
from functools import partial

import pytest

from backoffice.models import BoardStep
from missions.models import ItemStatus, ProgrammeItem
from tests import factories
from tests.backoffice.boards import board, columns, post, press, said, send, wrong
from tests.backoffice.pages import address, fields_of, save, signed_in, staff
from tests.together import PEOPLE, in_between, pressed_at_once

MON, TUE = datetime.date(2023, 12, 4), datetime.date(2023, 12, 5)
NUMBERS = '"missions_programmeitem"."order" FROM'  # asked for the number of an item that comes last


@pytest.fixture
def mission():
    return factories.make_mission()


def member(email):
    client = signed_in()
    client.force_login(staff(email=email))
    return client


@pytest.mark.django_db
def test_who_edits_second_is_told_and_keeps_what_she_typed(mission):
    """faults.md 39, 44"""
    visit = factories.make_item(mission=mission, title="Visit", day=MON)
    me, aida = member("me@example.org"), member("aida@example.org")
    mine = me.get(board(mission, f"?edit={visit.pk}"))
    send(aida, mission, f"?edit={visit.pk}", title_en="Hers", starts_at="09:00")

    refused = post(me, mission, f"?edit={visit.pk}", mine, title_ru="Моё")
    visit.refresh_from_db()
    meanwhile = (visit.title_en, visit.title_ru)
    saved = post(me, mission, f"?edit={visit.pk}", refused)

    [sentence] = wrong(refused)
    assert sentence.startswith("aida@example.org saved this at ")
    assert "Changed meanwhile: Begins at: – → 09:00; Title (English): “Visit” → “Hers”." in sentence
    assert 'value="Моё"' in refused.text
    assert meanwhile == ("Hers", "")
    visit.refresh_from_db()
    assert (saved.status_code, visit.title_en, visit.title_ru) == (302, "Visit", "Моё")


@pytest.mark.django_db
def test_a_button_pressed_on_an_old_page_does_nothing_and_says_what_changed(mission):
    """faults.md 40"""
    visit = factories.make_item(mission=mission, title="Visit", day=MON)
    me = signed_in()
    old = visit.history.latest().history_id
    send(member("aida@example.org"), mission, f"?move={visit.pk}", spot="2023-12-05_")

    me.post(board(mission), {"do": f"cancel {visit.pk} {old}"})
    told = said(me, mission)
    press(me, visit, "cancel")

    assert told == [
        "Not done: aida@example.org changed “Visit” meanwhile. Changed: day: 2023-12-04 → 2023-12-05. "
        "It stands here as it is now; the same button now does it."
    ]
    visit.refresh_from_db()
    assert (visit.day, visit.status) == (TUE, ItemStatus.CANCELLED)


@pytest.mark.django_db
def test_who_moves_second_is_told_and_keeps_what_she_typed(mission):
    visit = factories.make_item(mission=mission, title="Visit", day=MON)
    me = member("me@example.org")
    mine = me.get(board(mission, f"?move={visit.pk}"))
    press(member("aida@example.org"), visit, "cancel")

    refused = post(me, mission, f"?move={visit.pk}", mine, spot="2023-12-05_", starts_at="14:00")
    saved = post(me, mission, f"?move={visit.pk}", refused)

    assert "aida@example.org saved this at" in wrong(refused)[0]
    assert "status: confirmed → cancelled" in wrong(refused)[0]
    assert 'value="14:00"' in refused.text
    visit.refresh_from_db()
    assert (saved.status_code, visit.day, visit.starts_at) == (302, TUE, datetime.time(14))


@pytest.mark.django_db
def test_board_and_full_form_know_of_each_other(mission):
    """faults.md 40: each write path carries the version."""
    visit = factories.make_item(mission=mission, title="Visit", day=MON)
    me = signed_in()
    on_board = me.get(board(mission, f"?edit={visit.pk}"))
    full = me.get(address(visit))
    group = factories.make_group(mission=mission)
    send(
        member("aida@example.org"),
        mission,
        f"?edit={visit.pk}",
        for_everyone=None,
        taking_part=[str(group.pk)],
    )

    refused = me.post(address(visit), fields_of(full) | {"title_en": ["Mine"], "_save": ["Save"]})
    save(me, address(visit), venue_en="Hall")
    again = post(me, mission, f"?edit={visit.pk}", on_board, title_en="Mine")

    assert (refused.status_code, again.status_code) == (200, 200)
    assert "aida@example.org" in refused.text
    visit.refresh_from_db()
    assert (visit.title_en, visit.venue_en, list(visit.groups.all())) == ("Visit", "Hall", [group])


@pytest.mark.django_db
def test_an_item_deleted_meanwhile_is_not_found(mission):
    visit = factories.make_item(mission=mission)
    me = signed_in()
    mine = me.get(board(mission, f"?edit={visit.pk}"))
    visit.delete()

    assert post(me, mission, f"?edit={visit.pk}", mine).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_those_who_edit_at_once_one_saves_and_the_others_are_told(mission):
    """faults.md 39, 41"""
    visit = factories.make_item(mission=mission, title="Visit")
    query = f"?edit={visit.pk}"
    page = signed_in().get(board(mission, query))

    answers = pressed_at_once(
        lambda client, number: post(client, mission, query, page, title_en=f"Title {number}")
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    visit.refresh_from_db()
    assert visit.title_en == f"Title {saved}"
    assert all("saved this at" in wrong(answer)[0] for answer in answers if answer.status_code == 200)
    assert (visit.history.count(), BoardStep.objects.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["cancel", "drop", "copy", "later"])
def test_of_those_who_press_the_same_button_at_once_one_acts(mission, what):
    """faults.md 42: the copy leaves its item as it was, so each may make one."""
    visit = factories.make_item(mission=mission, title="Visit", day=MON)
    factories.make_item(mission=mission, title="Other", day=MON)
    seen = visit.history.latest().history_id
    data = {"do": f"{what} {visit.pk} {seen}", "spot": "2023-12-05_", "before": ""}

    answers = pressed_at_once(lambda client, number: client.post(board(mission), data))

    assert [answer.status_code for answer in answers] == [302] * PEOPLE
    times = PEOPLE if what == "copy" else 1
    assert BoardStep.objects.count() == times
    assert ProgrammeItem.objects.count() == (2 + PEOPLE if what == "copy" else 2)


@pytest.mark.django_db(transaction=True)
def test_who_copies_in_the_middle_of_another_copy_gets_the_next_number(mission):
    visit = factories.make_item(mission=mission, title="Visit", day=MON)
    data = {"do": f"copy {visit.pk} {visit.history.latest().history_id}"}
    copies = [partial(member(f"{name}@example.org").post, board(mission), data) for name in ("me", "aida")]

    answers = in_between(copies[0], NUMBERS, copies[1])

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({item.order for item in ProgrammeItem.objects.all()}) == ProgrammeItem.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_step_is_undone_once_though_many_do(mission):
    visit = factories.make_item(mission=mission, title="Visit")
    press(signed_in(), visit, "cancel")
    step = BoardStep.objects.get()

    pressed_at_once(lambda client, number: client.post(board(mission), {"do": f"undo {step.pk}"}))

    assert BoardStep.objects.count() == 2
    assert [entry.status for entry in visit.history.order_by("history_id")] == [
        "confirmed",
        "cancelled",
        "confirmed",
    ]


@pytest.mark.django_db(transaction=True)
def test_items_added_at_once_each_get_a_number_of_their_own(mission):
    page = signed_in().get(board(mission, "?add=2023-12-04_"))

    pressed_at_once(
        lambda client, number: post(
            client, mission, "?add=2023-12-04_", page, title=f"Visit {number}", kind="meeting"
        )
    )

    assert sorted(ProgrammeItem.objects.values_list("order", flat=True)) == list(range(PEOPLE))
    assert len(columns(signed_in().get(board(mission)))["2023-12-04_"]) == PEOPLE


@pytest.mark.django_db(transaction=True)
def test_board_and_full_form_at_once_wait_for_each_other_without_a_deadlock(mission):
    """faults.md 43: both lock the mission first."""
    visit = factories.make_item(mission=mission, title="Visit", day=MON)
    group = factories.make_group(mission=mission)
    me = signed_in()
    full = fields_of(me.get(address(visit)))
    short = me.get(board(mission, f"?edit={visit.pk}"))
    changes = {"for_everyone": None, "taking_part": [str(group.pk)]}

    def act(client, number):
        if number % 2:
            return post(client, mission, f"?edit={visit.pk}", short, title_en=f"Board {number}", **changes)
        data = {**full, "title_en": [f"Form {number}"], "taking_part": [str(group.pk)], "_save": ["Save"]}
        data.pop("for_everyone")
        return client.post(address(visit), data)

    answers = pressed_at_once(act)

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    assert visit.history.count() == 2
