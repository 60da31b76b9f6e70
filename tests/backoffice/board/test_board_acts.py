"""What is done on the board, by its buttons and forms as a browser without scripts sends them."""

import datetime

import pytest

from missions.models import HostState, ItemStatus, ProgrammeItem, Visibility
from tests import factories
from tests.backoffice.boards import board, columns, looks, post, press, said, send, slot, wrong
from tests.backoffice.pages import signed_in, staff

pytestmark = pytest.mark.django_db

MON, TUE, WED = (datetime.date(2023, 12, day) for day in (4, 5, 6))
NINE, TEN, NOON = (datetime.time(hour) for hour in (9, 10, 12))


@pytest.fixture
def client():
    return signed_in("Editor")


@pytest.fixture
def mission():
    return factories.make_mission()


@pytest.fixture
def mary(mission):
    return factories.make_stop(mission=mission, place=factories.make_place(name="Mary"), first_day=MON)


def item(mission, title, **fields):
    return factories.make_item(mission=mission, title=title, **fields)


def titles(client, mission, key):
    return columns(client.get(board(mission)))[key]


def test_an_item_is_added_by_a_title_in_one_language_where_one_stands(client, mission, mary):
    key = f"2023-12-04_{mary.pk}"
    group = factories.make_group(mission=mission)

    answer = send(
        client,
        mission,
        f"?add={key}",
        title="Завод",
        language="ru",
        kind="site_visit",
        starts_at="9.30",
        ends_at="1100",
        for_everyone=None,
        taking_part=[str(group.pk)],
        visibility="participants",
    )

    made = ProgrammeItem.objects.get()
    assert answer.url == f"{board(mission)}#item-{made.pk}"
    assert (made.title_ru, made.title_en, made.kind, made.status) == ("Завод", "", "site_visit", "confirmed")
    assert (made.day, made.stop, made.starts_at, made.ends_at) == (
        MON,
        mary,
        datetime.time(9, 30),
        datetime.time(11),
    )
    assert (made.visibility, list(made.groups.all())) == (Visibility.PARTICIPANTS, [group])
    assert said(client, mission) == ["“Завод” is added. 09:30–11:00, Mary time (UTC+5)."]
    assert titles(client, mission, key) == ["Завод"]


def test_a_new_item_stands_after_the_others(client, mission):
    item(mission, "First", day=MON, order=7)

    send(client, mission, "?add=2023-12-04_", title="Second", kind="meeting")

    assert titles(client, mission, "2023-12-04_") == ["First", "Second"]


def test_an_item_is_edited_in_its_place(client, mission, mary):
    visit = item(mission, "Visit")
    first, second = (factories.make_group(mission=mission) for _number in range(2))

    answer = send(
        client,
        mission,
        f"?edit={visit.pk}",
        title_kk="Сапар",
        status="tentative",
        stop=str(mary.pk),
        day="2023-12-04",
        starts_at="9:00",
        ends_at="10:00",
        for_everyone=None,
        taking_part=[str(first.pk), str(second.pk)],
    )

    assert answer.url.endswith(f"#item-{visit.pk}")
    visit.refresh_from_db()
    assert (visit.title_en, visit.title_kk, visit.status) == ("Visit", "Сапар", "tentative")
    assert (visit.stop, visit.day, visit.starts_at, visit.ends_at) == (mary, MON, NINE, TEN)
    assert list(visit.groups.order_by("pk")) == [first, second]
    assert visit.history.first().history_user.email.startswith("staff")


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "hours", "shown"),
    [
        ("10", "", ("10:00", None), "10:00"),
        ("12", "1 pm", ("12:00", "13:00"), "12:00–13:00"),
        ("18", "", ("18:00", None), "18:00"),
        ("9am-10.30", "", ("09:00", "10:30"), "09:00–10:30"),
    ],
)
def test_a_typed_time_is_saved_as_a_person_reads_it_and_shown_with_its_zone(
    client, mission, mary, starts_at, ends_at, hours, shown
):
    key = f"2023-12-04_{mary.pk}"

    send(
        client,
        mission,
        f"?add={key}",
        title="Mill",
        language="en",
        kind="site_visit",
        starts_at=starts_at,
        ends_at=ends_at,
        for_everyone="on",
        visibility="public",
    )

    made = ProgrammeItem.objects.get()
    assert tuple(time and f"{time:%H:%M}" for time in (made.starts_at, made.ends_at)) == hours
    assert said(client, mission) == [f"“Mill” is added. {shown}, Mary time (UTC+5)."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "2023-12-24"}, "The day lies outside the mission's days, 2023-12-04 to 2023-12-07."),
        (
            {"starts_at": "10:00", "ends_at": "09:00"},
            "An item cannot end before it begins, unless it ends on a later day.",
        ),
        ({"starts_at": "25:00"}, "“25:00” is not a time. Enter one such as 09:30."),
        ({"day": "4 December"}, "“4 December” has no year."),
        ({"stop": "987654321"}, "Select a valid choice. That choice is not one of the available choices."),
        ({"ends_on": "2023-12-04", "day": "2023-12-05"}, "An item cannot end on a day before it begins."),
        (
            {"visibility": "participants", "for_everyone": None},
            "Choose at least one group, or everyone.",
        ),
    ],
)
@pytest.mark.once
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(client, mission, typed, sentence):
    visit = item(mission, "Visit", day=MON)

    page = send(client, mission, f"?edit={visit.pk}", title_ru="Напечатано", **typed)

    assert page.status_code == 200
    assert sentence in wrong(page)
    assert "Напечатано" in page.text
    visit.refresh_from_db()
    assert (visit.title_en, visit.title_ru, visit.day) == ("Visit", "", MON)


@pytest.mark.once
def test_an_item_without_a_title_is_refused_however_it_is_made(client, mission):
    visit = item(mission, "Visit")

    edited = send(client, mission, f"?edit={visit.pk}", title_en="")
    added = send(client, mission, "?add=_", title=" ", kind="meal")

    sentence = "Give the title in at least one language."
    assert wrong(edited) == [f"Title (English): {sentence}", sentence]
    assert wrong(added) == [f"Title: {sentence}", sentence]
    assert 'value="meal" selected' in added.text


@pytest.mark.once
def test_a_time_that_the_clocks_skip_is_said_to_be_none(client):
    mission = factories.make_mission(
        starts_on=datetime.date(2023, 3, 26), ends_on=datetime.date(2023, 3, 27), zone="Asia/Ashgabat"
    )
    place = factories.make_place(name="Berlin", zone="Europe/Berlin")
    berlin = factories.make_stop(mission=mission, place=place, first_day=datetime.date(2023, 3, 26))
    flight = item(mission, "Flight", stop=berlin)

    edited = send(client, mission, f"?edit={flight.pk}", day="2023-03-26", starts_at="02:30")
    there = send(client, mission, f"?edit={flight.pk}", day="2023-03-26", starts_at="03:30")
    again = send(client, mission, f"?move={flight.pk}", spot=f"2023-03-26_{berlin.pk}", starts_at="0230")

    sentence = "02:30 does not exist on 2023-03-26 in Europe/Berlin: the clocks were put forward."
    both = [f"Begins at: {sentence}", sentence]
    assert (wrong(edited), wrong(again)) == (both, both)
    assert there.status_code == 302
    assert 'value="0230"' in again.text


def test_an_item_is_moved_to_another_day_and_hour_by_a_form(client, mission, mary):
    visit = item(mission, "Visit", day=TUE, ends_on=WED, starts_at=TEN)

    page = client.get(board(mission, f"?move={visit.pk}"))
    answer = post(
        client,
        mission,
        f"?move={visit.pk}",
        page,
        spot=f"2023-12-04_{mary.pk}",
        starts_at="",
        ends_at="12:00",
    )

    assert answer.url.endswith(f"#item-{visit.pk}")
    visit.refresh_from_db()
    assert (visit.day, visit.ends_on, visit.stop) == (MON, TUE, mary)
    assert (visit.starts_at, visit.ends_at) == (None, NOON)
    assert said(client, mission) == ["“Visit” is moved: Mary, 4 December 2023."]


def test_an_item_whose_day_is_not_known_any_more_keeps_its_stop(client, mission, mary):
    visit = item(mission, "Visit", day=MON, ends_on=TUE, stop=mary)

    send(client, mission, f"?move={visit.pk}", spot="_")

    visit.refresh_from_db()
    assert (visit.day, visit.ends_on, visit.stop) == (None, None, mary)


def test_a_slot_is_dropped_before_another_one(client, mission):
    """What dragging sends."""
    first, second, third = (item(mission, title, day=MON) for title in ("First", "Second", "Third"))
    other = item(mission, "Other", day=TUE)

    def drop(what, spot, before=""):
        seen = what.history.latest().history_id
        return client.post(
            board(mission),
            {"do": f"drop {what.pk} {seen}", "spot": spot, "before": str(before and before.pk)},
        )

    drop(third, "2023-12-04_", first)
    assert titles(client, mission, "2023-12-04_") == ["Third", "First", "Second"]
    drop(third, "2023-12-04_")
    assert titles(client, mission, "2023-12-04_") == ["First", "Second", "Third"]
    drop(other, "2023-12-04_", second)
    assert titles(client, mission, "2023-12-04_") == ["First", "Other", "Second", "Third"]
    drop(first, "2023-12-04_", other)
    assert said(client, mission) == ["“First” stands there already."]
    assert drop(first, "2023-12-05_999").status_code == 404
    assert drop(first, "nowhere").status_code == 404
    assert drop(first, "2023-12-05_", factories.make_item()).status_code == 404
    drop(first, "2023-12-24_")
    assert said(client, mission) == ["The day lies outside the mission's days, 2023-12-04 to 2023-12-07."]


def test_earlier_and_later_exchange_neighbours(client, mission):
    first, _second, third = (item(mission, title, day=MON) for title in ("First", "Second", "Third"))

    press(client, third, "earlier")
    assert titles(client, mission, "2023-12-04_") == ["First", "Third", "Second"]
    assert said(client, mission) == []  # said once, beside the slot
    press(client, first, "later")
    assert titles(client, mission, "2023-12-04_") == ["Third", "First", "Second"]


@pytest.mark.once
def test_where_hours_settle_the_order_there_is_no_button_and_the_act_is_refused(client, mission):
    early = item(mission, "Early", day=MON, starts_at=NINE)
    late = item(mission, "Late", day=MON, starts_at=TEN)

    page = client.get(board(mission)).text
    seen = late.history.latest().history_id
    client.post(board(mission), {"do": f"earlier {late.pk} {seen}"})

    assert [f"earlier {late.pk} " in page, f"later {early.pk} " in page] == [False, False]
    assert said(client, mission) == [
        "Day and hour settle the order of “Late” and “Early”. Change one of them instead."
    ]
    client.post(board(mission), {"do": f"earlier {early.pk} {early.history.latest().history_id}"})
    assert said(client, mission) == ["“Early” is the first of its column."]


def test_a_copy_is_tentative_and_its_hosts_are_only_wished_for(client, mission):
    host = factories.make_organisation()
    group, topic = factories.make_group(mission=mission), factories.make_sector()
    visit = item(
        mission,
        "Visit",
        day=MON,
        starts_at=TEN,
        hosts=[host],
        topics=[topic],
        groups=[group],
        outcome="Signed",
        staff_notes="Theirs",
    )

    press(client, visit, "copy")

    made = ProgrammeItem.objects.exclude(pk=visit.pk).get()
    assert (made.title_en, made.day, made.starts_at, made.status) == ("Visit", MON, TEN, ItemStatus.TENTATIVE)
    assert (made.outcome, made.staff_notes, made.for_everyone) == ("", "", False)
    assert [(one.organisation, one.state) for one in made.hosts.all()] == [(host, HostState.WISHED)]
    assert (list(made.groups.all()), list(made.topics.all())) == ([group], [topic])
    assert made.uid != visit.uid
    assert said(client, mission) == ["This is a copy: tentative, its hosts not asked yet."]


def test_an_item_is_cancelled_stays_and_takes_place_after_all(client, mission):
    visit = item(mission, "Visit", status=ItemStatus.TENTATIVE)

    press(client, visit, "cancel")
    cancelled = client.get(board(mission))
    press(client, visit, "reinstate")

    assert "“Visit” is cancelled. It stays listed." in slot(cancelled, visit)
    assert looks(cancelled, visit) == ["cancelled"]
    visit.refresh_from_db()
    assert visit.status == ItemStatus.TENTATIVE
    assert looks(client.get(board(mission)), visit) == ["tentative"]


@pytest.mark.once
def test_what_is_done_already_is_refused_in_a_sentence(client, mission):
    visit = item(mission, "Visit")

    client.post(board(mission), {"do": f"reinstate {visit.pk}"})
    assert said(client, mission) == ["“Visit” is not cancelled."]
    press(client, visit, "cancel")
    client.post(board(mission), {"do": f"cancel {visit.pk}"})
    assert "“Visit” is cancelled already." in said(client, mission)


@pytest.mark.parametrize(
    "do", ["", *(pytest.param(do, marks=pytest.mark.once) for do in ("earlier", "fly 1 2", "earlier 1 2 3"))]
)
def test_what_says_nothing_does_nothing(client, mission, do):
    assert client.post(board(mission), {"do": do}).status_code == 302
    assert said(client, mission) == ["Nothing was done: the form did not say what to do."]


@pytest.mark.parametrize(
    "what",
    ["drop", "undo"]
    + [
        pytest.param(what, marks=pytest.mark.once)
        for what in ("earlier", "later", "copy", "cancel", "reinstate")
    ],
)
def test_an_item_of_another_mission_is_not_touched(client, mission, what):
    """faults.md 1, 14"""
    other = factories.make_item()

    answer = client.post(board(mission), {"do": f"{what} {other.pk}", "spot": "_"})

    assert answer.status_code == 404
    assert other.history.count() == 1


@pytest.mark.parametrize(
    "kind", ["Viewer", *(pytest.param(kind, marks=pytest.mark.once) for kind in ("Reporter", "Releaser"))]
)
def test_who_may_not_change_the_programme_is_refused(mission, kind):
    """faults.md 15"""
    visit = item(mission, "Visit")
    client = signed_in()
    client.force_login(staff(kind))

    answers = [
        client.post(board(mission), {"do": f"cancel {visit.pk}"}),
        client.post(board(mission, f"?edit={visit.pk}"), {"title_en": "Taken over"}),
        client.post(board(mission, "?add=_"), {"title": "Taken over"}),
        client.get(board(mission, f"?edit={visit.pk}")),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    visit.refresh_from_db()
    assert (visit.status, visit.title_en, mission.items.count()) == ("confirmed", "Visit", 1)
