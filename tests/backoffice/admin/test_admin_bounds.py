"""Days and places in an order that cannot be: one sentence each, and the true one."""

import datetime

import pytest
from django.db import models

from delegations.models import Delegate, Leg, Stay
from missions.models import Mission
from partners.models import Person, Place
from tests import factories
from tests.backoffice.pages import address, fields_of, save, sentences, signed_in
from wording.fields import DayField, OrderField

pytestmark = pytest.mark.django_db

YEAR = "Give a year between 1900 and 2200."
ORDER = "Give a whole number from 0 to 32,767."
OUTSIDE = "The day lies outside the mission's days, 2023-12-04 to 2023-12-07."
YEARS = ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"]
NUMBERS = ["-1", "32768", "9223372036854775807", "9" * 40]


@pytest.fixture
def client():
    return signed_in()


def refusals(page):
    """What was said about single fields; not the line above the form that counts them."""
    return sorted(sentences(page))


def form_of(client, row):
    return fields_of(client.get(address(row))) | {"_save": ["Save"]}


def send(client, row, form, **typed):
    """Save the form of the row, as it was opened, with what was typed into it."""
    return client.post(address(row), form | {name: [value] for name, value in typed.items()})


def others(*cases):
    """Cases whose refusal puts no other statements than that of the first."""
    return [pytest.param(*case[1:], marks=pytest.mark.once, id=case[0]) for case in cases]


@pytest.mark.parametrize(
    ("make", "days"),
    [
        pytest.param(factories.make_mission, ["starts_on", "ends_on"], id="mission"),
        *others(
            (
                "item",
                lambda: factories.make_item(starts_at=datetime.time(0), ends_at=datetime.time(23, 59)),
                ["day", "ends_on"],
            ),
            (
                "leg",
                lambda: factories.make_leg(
                    departs_on=factories.FIRST_DAY,
                    departs_at=datetime.time(0),
                    arrives_on=factories.FIRST_DAY,
                    arrives_at=datetime.time(23, 59),
                ),
                ["departs_on", "arrives_on"],
            ),
            ("stay", factories.make_stay, ["arrives_on", "leaves_on"]),
            ("outcome", factories.make_outcome, ["dated_on"]),
            ("delegate", factories.make_delegate, ["consent_on"]),
        ),
    ],
)
def test_a_year_at_the_edge_of_the_calendar_is_named_and_nothing_else(client, make, days):
    row = make()
    form = form_of(client, row)

    for year in YEARS if isinstance(row, Mission) else (YEARS[0], YEARS[-1]):
        typed = dict.fromkeys(days, year)
        if isinstance(row, Stay) and year < "1900":
            typed["leaves_on"] = "2023-12-08"
        if isinstance(row, Stay) and year > "2200":
            typed["arrives_on"] = "2023-12-08"
        page = send(client, row, form, **typed)
        wrong = sum(day == year for day in typed.values())
        assert (page.status_code, refusals(page)) == (200, [YEAR] * wrong), year


@pytest.mark.once
def test_a_year_at_the_edge_is_named_beside_the_stop(client):
    stop = factories.make_stop()

    page = save(
        client, address(stop.mission), **{"stops-0-first_day": "0001-01-01", "stops-0-last_day": "9999-12-31"}
    )

    assert refusals(page) == [YEAR, YEAR]


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_the_first_and_the_last_likely_year_are_taken(client, day):
    mission = factories.make_mission()

    assert save(client, address(mission), starts_on=day, ends_on=day).status_code == 302


@pytest.mark.parametrize(
    ("make", "name"),
    [
        pytest.param(factories.make_item, "order", id="item"),
        *others(
            ("follow-up", factories.make_follow_up, "order"),
            ("delegate", factories.make_delegate, "precedence"),
            ("party", lambda: factories.make_party().mission, "parties-0-order"),
            ("stop", lambda: factories.make_stop().mission, "stops-0-order"),
            ("host", lambda: factories.make_host().item, "hosts-0-order"),
        ),
    ],
)
def test_a_place_in_an_order_has_a_bound_that_is_said(client, make, name):
    row = make()
    form = form_of(client, row)

    for number in NUMBERS if name == "order" else (NUMBERS[0], NUMBERS[-1]):
        page = send(client, row, form, **{name: number})
        assert (page.status_code, refusals(page)) == (200, [ORDER]), number
    assert send(client, row, form, **{name: "32767"}).status_code == 302


@pytest.mark.parametrize("name", ["first_day", "last_day"])
@pytest.mark.once
def test_a_stop_outside_its_missions_days_is_refused(client, name):
    stop = factories.make_stop(first_day=datetime.date(2023, 12, 5))

    page = save(
        client, address(stop.mission), summary_en="Typed with care", **{f"stops-0-{name}": "2023-12-08"}
    )

    assert OUTSIDE in sentences(page)
    assert set(sentences(page)) <= {OUTSIDE}
    assert "Typed with care" in page.content.decode()
    stop.refresh_from_db()
    assert (stop.first_day, stop.last_day) == (datetime.date(2023, 12, 5), None)


def test_a_mission_moves_with_its_stops_and_not_without_them(client):
    mission = factories.make_stop(first_day=factories.FIRST_DAY).mission
    moved = {"starts_on": "2023-12-11", "ends_on": "2023-12-14"}

    alone = save(client, address(mission), **moved)
    together = save(client, address(mission), **moved, **{"stops-0-first_day": "2023-12-12"})

    assert refusals(alone) == [OUTSIDE.replace("04", "11").replace("07", "14")]
    assert together.status_code == 302
    assert mission.stops.get().first_day == datetime.date(2023, 12, 12)


def test_a_stop_outside_may_be_taken_away_in_the_same_breath(client):
    mission = factories.make_stop(first_day=factories.FIRST_DAY).mission

    page = save(client, address(mission), starts_on="2023-12-06", **{"stops-0-DELETE": "on"})

    assert (page.status_code, mission.stops.count()) == (302, 0)


@pytest.mark.parametrize(
    ("precision", "inside", "outside"),
    [
        ("month", "2023-12-31", "2024-01-01"),
        *others(
            ("day", "day", "2023-12-07", "2023-12-08"),
            ("approximate", "approximate", "2023-12-07", "2023-12-08"),
            ("quarter", "quarter", "2023-10-01", "2023-09-30"),
            ("year", "year", "2023-01-01", "2024-01-01"),
        ),
    ],
)
def test_what_is_known_by_its_period_alone_leaves_room_for_it(client, precision, inside, outside):
    """A mission of December 2023 may stop anywhere in December, whichever days its row holds."""
    mission = factories.make_mission(dates_precision=precision)
    stop, item = factories.make_stop(mission=mission), factories.make_item(mission=mission)

    forms = [(mission, form_of(client, mission), "stops-0-first_day"), (item, form_of(client, item), "day")]
    refused = [send(client, row, form, **{name: outside}) for row, form, name in forms]
    taken = [send(client, row, form, **{name: inside}) for row, form, name in forms]

    assert [page.status_code for page in refused + taken] == [200, 200, 302, 302]
    assert all("The day lies outside the mission's days" in sentences(page)[0] for page in refused)
    stop.refresh_from_db()
    assert stop.first_day.isoformat() == inside


def test_all_the_days_and_orders_of_forms_are_of_these_kinds():
    """So that a new field of a form does not fall back to bounds that nobody understands."""
    ours = {
        Mission,
        *(each.related_model for each in Mission._meta.related_objects),
        Person,
        Place,
        Leg,
        Delegate,
        Stay,
    }
    loose = [
        f"{model.__name__}.{field.name}"
        for model in ours
        if hasattr(model, "history")
        for field in model._meta.fields
        if field.editable
        and isinstance(field, models.DateField | models.PositiveIntegerField)
        and not isinstance(field, DayField | OrderField | models.DateTimeField)
    ]

    assert loose == []
