"""Undoing on the board: exactly what an act changed is put back, and never what somebody did since."""

import datetime

import pytest
from django.utils import translation

from backoffice.board import acts, reading, undoing
from backoffice.board.columns import Spot
from backoffice.models import BoardStep
from missions.models import Host, ItemGroup, ProgrammeItem
from tests import factories
from tests.backoffice.boards import board, press, said, send
from tests.backoffice.pages import address, save, signed_in, staff

pytestmark = pytest.mark.django_db

MON, TUE = datetime.date(2023, 12, 4), datetime.date(2023, 12, 5)


@pytest.fixture
def client():
    return signed_in("Editor")


@pytest.fixture
def mission():
    return factories.make_mission()


def item(mission, title, **fields):
    return factories.make_item(mission=mission, title=title, **fields)


def undo(client, mission, step=None):
    """Undo the newest step, or this one."""
    step = step or BoardStep.objects.latest("pk")
    return client.post(board(mission), {"do": f"undo {step.pk}"})


def rows(mission):
    """All that the board may change, without history."""
    return (
        list(ProgrammeItem.objects.filter(mission=mission).order_by("pk").values()),
        list(
            ItemGroup.objects.filter(item__mission=mission)
            .order_by("item", "group")
            .values_list("item", "group")
        ),
        list(
            Host.objects.filter(item__mission=mission)
            .order_by("item", "order")
            .values_list("item", "organisation")
        ),
    )


@pytest.fixture
def visits(mission):
    group = factories.make_group(mission=mission)
    return [
        item(mission, "First", day=MON, groups=[group], topics=[factories.make_sector()]),
        item(mission, "Second", day=MON, hosts=[factories.make_organisation()]),
        item(mission, "Third", day=MON, starts_at=datetime.time(9), ends_on=TUE),
    ]


ACTS = {
    "earlier": lambda client, mission, visits: press(client, visits[1], "earlier"),
    "later": lambda client, mission, visits: press(client, visits[0], "later"),
    "copy": lambda client, mission, visits: press(client, visits[1], "copy"),
    "cancel": lambda client, mission, visits: press(client, visits[0], "cancel"),
    "move": lambda client, mission, visits: send(
        client, mission, f"?move={visits[2].pk}", spot="2023-12-05_"
    ),
    "to no day": lambda client, mission, visits: send(client, mission, f"?move={visits[2].pk}", spot="_"),
    "edit": lambda client, mission, visits: send(
        client,
        mission,
        f"?edit={visits[0].pk}",
        title_ru="Первый",
        for_everyone="on",
        taking_part=None,
        day="",
    ),
    "add": lambda client, mission, visits: send(
        client, mission, "?add=2023-12-04_", title="New", kind="meal"
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_undoing_puts_back_what_was_and_undoing_that_does_it_again(client, mission, visits, name):
    before = rows(mission)

    ACTS[name](client, mission, visits)
    after = rows(mission)
    undo(client, mission)
    undone = rows(mission)
    undo(client, mission)
    again = rows(mission)

    assert after != before
    assert undone == before
    assert again == after
    assert BoardStep.objects.filter(mission=mission).count() == 3


def test_the_last_button_of_the_board_goes_back_step_by_step(client, mission, visits):
    states = [rows(mission)]
    for name in ("cancel", "move", "earlier"):
        ACTS[name](client, mission, visits)
        states.append(rows(mission))

    for state in reversed(states[:-1]):
        page = client.get(board(mission)).text
        value = page.split("data-undo")[0].rsplit('value="', 1)[1].split('"')[0]
        client.post(board(mission), {"do": value})
        assert rows(mission) == state
    assert "data-undo" not in client.get(board(mission)).text


def test_the_last_button_is_there_however_much_others_did_since(client, mission, visits):
    press(client, visits[0], "cancel")
    mine, other = BoardStep.objects.get(), staff("Editor")
    BoardStep.objects.bulk_create(
        BoardStep(mission=mission, by=other, words="", rows={**mine.rows, "rows": []})
        for _number in range(reading.STEPS_READ + 1)
    )

    assert f'value="undo {mine.pk}" data-undo' in client.get(board(mission)).text
    undo(client, mission, mine)
    assert "data-undo" not in client.get(board(mission)).text


def test_what_somebody_changed_since_is_not_put_back_and_she_is_named(client, mission, visits):
    press(client, visits[0], "cancel")
    step = BoardStep.objects.get()
    other = signed_in()
    other.force_login(staff(email="aida@example.org"))
    save(other, address(visits[0]), title_ru="Чужое")
    before = rows(mission)

    undo(client, mission, step)

    sentence = said(client, mission)[-1]
    assert sentence.startswith("“First” was changed by aida@example.org at ")
    assert sentence.endswith("so this can no longer be undone.")
    assert rows(mission) == before
    step.refresh_from_db()
    assert step.undone_at is None


def test_a_host_added_since_counts_as_a_change(client, mission, visits):
    press(client, visits[0], "copy")
    made = ProgrammeItem.objects.latest("pk")
    factories.make_host(item=made)

    undo(client, mission)

    assert "can no longer be undone." in said(client, mission)[-1]
    assert ProgrammeItem.objects.filter(pk=made.pk).exists()


def test_a_new_item_that_something_was_written_about_stays(client, mission):
    send(client, mission, "?add=_", title="Talks", kind="talks")
    made = ProgrammeItem.objects.get()
    factories.make_follow_up(item=made)

    undo(client, mission)

    assert said(client, mission)[1:] == [
        "Something was written about “Talks” since, so it stays. Cancel or delete it instead."
    ]
    assert list(mission.items.all()) == [made]


def test_an_item_that_was_deleted_since_is_not_brought_back_by_undoing_a_move(client, mission, visits):
    ACTS["move"](client, mission, visits)
    visits[2].delete()

    undo(client, mission)

    assert said(client, mission)[1:] == ["The item was deleted since, so this can no longer be undone."]


def test_a_step_is_undone_once(client, mission, visits):
    press(client, visits[0], "cancel")
    step = BoardStep.objects.get()

    undo(client, mission, step)
    undo(client, mission, step)

    assert said(client, mission)[1:] == ["Undone: “First” was cancelled.", "This is undone already."]
    assert BoardStep.objects.count() == 2


def test_the_step_of_another_mission_is_not_found(client, mission, visits):
    """faults.md 1"""
    press(client, visits[0], "cancel")

    assert undo(client, factories.make_mission()).status_code == 404
    visits[0].refresh_from_db()
    assert visits[0].status == "cancelled"


@pytest.mark.once
def test_steps_are_listed_newest_first_in_the_readers_language(client, mission, visits):
    press(client, visits[0], "cancel")
    press(client, visits[1], "earlier")

    with translation.override("en"):
        page = client.get(board(mission)).text

    listed = page[page.index('<ol class="entries">') :]
    assert listed.index("“Second” was put earlier") < listed.index("“First” was cancelled")


@pytest.mark.once
def test_an_act_that_changes_nothing_is_no_step(mission, visits):
    with acts.on(mission, factories.make_user()) as work:
        assert acts.move(work, work.item(visits[0].pk), Spot(MON)) is None
    assert BoardStep.objects.count() == 0


def test_undoing_leaves_the_history_of_the_row_with_its_user(client, mission, visits):
    press(client, visits[0], "cancel")
    me = BoardStep.objects.get().by

    with acts.on(mission, factories.make_user(email="aida@example.org")) as work:
        undoing.undo(work, BoardStep.objects.get().pk)

    history = visits[0].history.order_by("-history_id")
    assert [str(entry.history_user) for entry in history[:2]] == ["aida@example.org", str(me)]
