"""Deadlines of a mission in the back office: seen, done and not done, copied; and the way to departure."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from backoffice.rights import roles
from missions.models import Deadline
from tests import factories
from tests.backoffice.pages import address_of, fields_of, said, save, signed_in
from tests.together import pressed_at_once

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2023, 11, 24, 20, 0, tzinfo=dt.UTC)  # in Ashgabat it is the 25th already


@pytest.fixture(autouse=True)
def evening():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(mission):
    return reverse("admin:missions_mission_deadlines", args=[mission.pk])


def done_of(deadline):
    return reverse("admin:missions_deadline_done", args=[deadline.pk])


def seen(client, deadline):
    """What the form of this deadline sends."""
    lines = client.get(page_of(deadline.mission)).context["lines"]
    return {"seen": str(next(line["deadline"].seen for line in lines if line["deadline"] == deadline))}


@pytest.fixture
def mission():
    return factories.make_mission(zone="Asia/Ashgabat", title="To Turkmenistan")


def test_they_stand_in_the_order_in_which_they_are_due(mission):
    owner = factories.make_user(first_name="Aigerim", last_name="Omarova")
    factories.make_deadline(mission=mission, title="Rooms", count=0)
    factories.make_deadline(mission=mission, title="Permits", count=10, unit="working_days", owner=owner)
    factories.make_deadline(mission=mission, title="Visas", count=10, note="By post")
    factories.make_deadline(mission=mission, title="Hotels", count=1, done_on=dt.date(2023, 11, 20))

    lines = signed_in().get(page_of(mission)).context["lines"]

    assert [(line["deadline"].title, line["due"], line["before"]) for line in lines] == [
        ("Permits", "Monday, 20 November 2023", "10 working days before"),
        ("Visas", "Friday, 24 November 2023", "10 days before"),
        ("Hotels", "Sunday, 3 December 2023", "1 day before"),
        ("Rooms", "Monday, 4 December 2023", "on the first day"),
    ]
    assert [line["late"] for line in lines] == [True, True, False, False]
    assert [line["done"] for line in lines] == ["", "", "20 November 2023", ""]


def test_one_is_done_today_by_the_missions_clock_and_not_done_after_all(mission):
    client, deadline = signed_in(), factories.make_deadline(mission=mission, title="Visas")

    page = client.post(done_of(deadline), seen(client, deadline), follow=True)

    assert said(page) == ["“Visas” is done."]
    deadline.refresh_from_db()
    assert deadline.done_on == dt.date(2023, 11, 25)
    assert deadline.history.latest().history_user == page.wsgi_request.user
    page = client.post(done_of(deadline), seen(client, deadline) | {"undo": "1"}, follow=True)
    assert said(page) == ["“Visas” is to be done again."]
    deadline.refresh_from_db()
    assert deadline.done_on is None


@pytest.mark.parametrize(("undo", "sentence"), [({}, "done"), ({"undo": "1"}, "to be done")])
def test_pressed_again_it_is_as_it_was(mission, undo, sentence):
    """faults.md 40: not even the day on which it was done moves."""
    day = None if undo else dt.date(2023, 11, 20)
    client, deadline = signed_in(), factories.make_deadline(mission=mission, title="Visas", done_on=day)

    page = client.post(done_of(deadline), seen(client, deadline) | undo, follow=True)

    deadline.refresh_from_db()
    assert said(page) == [f"“Visas” was {sentence} already."]
    assert (deadline.done_on, deadline.history.count()) == (day, 1)


@pytest.mark.parametrize(
    "sent", ["seen before", *(pytest.param(sent, marks=pytest.mark.once) for sent in ("", "x", "9" * 30))]
)
def test_what_somebody_changed_meanwhile_is_told_and_not_overwritten(mission, sent):
    """faults.md 39"""
    client, deadline = signed_in(), factories.make_deadline(mission=mission, title="Visas")
    before = seen(client, deadline) if sent == "seen before" else {"seen": sent}
    save(signed_in(), reverse("admin:missions_deadline_change", args=[deadline.pk]), title_en="Permits")

    page = client.post(done_of(deadline), before, follow=True)

    deadline.refresh_from_db()
    assert (deadline.done_on, deadline.title) == (None, "Permits")
    [told] = said(page)
    assert told.startswith("Not done: ")
    assert told.endswith("It stands here as it is now; the same button now does it.")
    assert ("“Visas” → “Permits”" in told) == (sent == "seen before")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("undo", [{}, {"undo": "1"}])
def test_of_those_who_press_at_once_one_does(undo):
    """faults.md 41"""
    mission = factories.make_mission(zone="Asia/Ashgabat")
    day = dt.date(2023, 11, 20) if undo else None
    deadline = factories.make_deadline(mission=mission, done_on=day)
    sent = seen(signed_in(), deadline) | undo

    pressed_at_once(lambda client, _number: client.post(done_of(deadline), sent))

    assert deadline.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_many_copy_at_once_is_copied_once():
    """faults.md 42"""
    mission, source = factories.make_mission(), factories.make_deadline(title="Visas").mission

    pressed_at_once(lambda client, _number: client.post(page_of(mission), {"source": source.pk}))

    assert [row.title for row in mission.deadlines.all()] == ["Visas"]


@pytest.mark.django_db(transaction=True)
def test_of_one_who_saves_the_form_and_one_who_presses_at_once_neither_is_lost():
    deadline = factories.make_deadline(title="Visas")
    address = reverse("admin:missions_deadline_change", args=[deadline.pk])
    form = fields_of(signed_in().get(address)) | {"title_en": ["Permits"], "_save": ["Save"]}
    sent = seen(signed_in(), deadline)

    pressed_at_once(
        lambda client, number: (
            client.post(done_of(deadline), sent) if number % 2 else client.post(address, form)
        )
    )

    deadline.refresh_from_db()
    now = (deadline.title, deadline.done_on is not None)
    assert now in [("Permits", False), ("Visas", True)]
    assert deadline.history.count() == 2


@pytest.mark.parametrize(
    "kind",
    [
        roles.VIEWER,
        *(pytest.param(kind, marks=pytest.mark.once) for kind in (roles.REPORTER, roles.RELEASER)),
    ],
)
def test_who_may_not_change_them_changes_nothing(mission, kind):
    """faults.md 14"""
    deadline, source = factories.make_deadline(mission=mission), factories.make_deadline().mission
    client = signed_in(kind)

    assert client.post(done_of(deadline)).status_code == 403
    assert client.post(page_of(mission), {"source": source.pk}).status_code == 403
    deadline.refresh_from_db()
    assert (deadline.done_on, mission.deadlines.count()) == (None, 1)
    if kind != roles.RELEASER:
        body = client.get(page_of(mission)).content.decode()
        assert [
            act for act in (done_of(deadline), address_of(Deadline, "add"), "<select") if act in body
        ] == []


def test_they_are_copied_from_a_template(mission):
    template = factories.make_mission(title="Visit abroad", is_template=True)
    factories.make_deadline(mission=template, title="Visas", count=40)
    factories.make_mission(title="Without deadlines")
    other = factories.make_deadline().mission
    client = signed_in(roles.EDITOR)
    offered = client.get(page_of(mission)).context["form"]["source"].field.queryset
    assert list(offered) == [template, other]
    assert "Visit abroad (template)" in client.get(page_of(mission)).content.decode()

    page = client.post(page_of(mission), {"source": template.pk}, follow=True)

    assert said(page) == ["1 deadline was copied."]
    assert [row.title for row in mission.deadlines.all()] == ["Visas"]
    page = client.post(page_of(mission), {"source": template.pk}, follow=True)
    assert said(page) == ["Nothing was copied: all of them were here already."]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("", "Choose the mission whose deadlines are to be copied."),
        ("987654321", "That mission has no deadlines, or is not one that you work on."),
        ("no-number", "That mission has no deadlines, or is not one that you work on."),
        ("9" * 30, "That mission has no deadlines, or is not one that you work on."),
        ("\0", "Null characters are not allowed."),
    ],
)
@pytest.mark.once
def test_what_cannot_be_copied_is_said(mission, asked, sentence):
    factories.make_deadline()

    page = signed_in().post(page_of(mission), {"source": asked})

    assert page.status_code == 200
    assert page.context["form"].errors["source"] == [sentence]
    assert mission.deadlines.count() == 0


def test_numbers_that_there_are_not_are_not_found():
    client = signed_in()

    assert client.get("/admin/missions/mission/987654321/deadlines/").status_code == 404
    assert client.post("/admin/missions/deadline/987654321/done/").status_code == 404
    assert client.get("/admin/missions/deadline/1/done/").status_code == 405


def test_one_is_added_and_edited_in_a_form_that_keeps_its_mission(mission):
    client = signed_in(roles.EDITOR)
    add = f"{address_of(Deadline, 'add')}?mission={mission.pk}"

    save(client, add, title_en="Visas", count="40", unit="working_days")

    deadline = Deadline.objects.get()
    assert (deadline.mission, deadline.count, deadline.unit) == (mission, 40, "working_days")
    form = client.get(reverse("admin:missions_deadline_change", args=[deadline.pk]))
    assert "done_on" not in fields_of(form)
    refused = save(client, form.request["PATH_INFO"], count="1001")
    assert "Give at most 1,000 days." in refused.content.decode()


def test_the_way_to_departure_shows_what_is_done_late_and_open(mission):
    for title, count, done in (
        ("Visas", 41, True),
        ("Permits", 12, False),
        ("Rooms", 7, False),
        ("Print", 3, False),
    ):
        factories.make_deadline(
            mission=mission, title=title, count=count, done_on=dt.date(2023, 10, 24) if done else None
        )

    [countdown] = signed_in().get("/admin/").context["countdowns"]

    assert [(stage.look, stage.day, stage.words, stage.note) for stage in countdown.stages] == [
        ("is-done", "24 October", "Visas", "done"),
        ("is-late", "22 November", "Permits", "late"),
        ("", "27 November", "Rooms", "in 2 days"),
        ("is-open", "1 December", "Print", "in 6 days"),
        ("is-open", "4 December", "Departure", "in 9 days"),
    ]
    assert (countdown.hidden, countdown.address) == (0, page_of(mission))


@pytest.mark.once
def test_of_many_deadlines_the_route_shows_the_pressing_ones(mission):
    for count in range(20):
        done = dt.date(2023, 11, 1) if count > 12 else None
        factories.make_deadline(mission=mission, title=f"Task {count}", count=count, done_on=done)

    [countdown] = signed_in().get("/admin/").context["countdowns"]

    assert [stage.words for stage in countdown.stages] == [
        "Task 13",
        "Task 12",
        "Task 11",
        "Task 10",
        "Task 9",
        "Task 8",
        "Departure",
    ]
    assert countdown.hidden == 14


def test_each_mission_has_its_countdown_the_one_that_is_worked_on_first(mission):
    later = factories.make_mission(title="Later", starts_on=dt.date(2024, 3, 1), ends_on=dt.date(2024, 3, 2))
    for each in (mission, later):
        factories.make_deadline(mission=each)
    factories.make_deadline(
        mission=factories.make_mission(starts_on=dt.date(2023, 1, 1), ends_on=dt.date(2023, 1, 2))
    )
    client = signed_in()

    first = [countdown.mission for countdown in client.get("/admin/").context["countdowns"]]
    client.post(reverse("admin:current_mission"), {"mission": later.pk})
    then = [countdown.mission for countdown in client.get("/admin/").context["countdowns"]]

    assert (first, then) == ([str(mission), str(later)], [str(later), str(mission)])


def test_late_ones_need_attention(mission):
    for title, count in (("Permits", 12), ("Visas", 30), ("Rooms", 3)):
        factories.make_deadline(mission=mission, title=title, count=count)

    [entry] = [
        entry
        for entry in signed_in().get("/admin/").context["attention"]
        if entry.words == "Deadlines passed"
    ]

    assert (entry.count, entry.late, entry.address) == (2, True, page_of(mission))
    assert entry.sentence == "The first was due on 4 November: Visas."


@pytest.mark.once
@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_few_queries(mission, rows, django_assert_max_num_queries):
    for _number in range(rows):
        factories.make_deadline(mission=mission, owner=factories.make_user())
        factories.make_deadline()
    client = signed_in(roles.EDITOR)
    client.get(page_of(mission))

    with django_assert_max_num_queries(12):
        client.get(page_of(mission))
