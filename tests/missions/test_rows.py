"""The rows of missions at work: local times, groups, UIDs, addresses, lists."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from missions.models import (
    FormerSlug,
    Group,
    ItemStatus,
    Listing,
    Mission,
    ProgrammeItem,
    Release,
    ResultsRelease,
    SiteVisit,
    StateChange,
    Withdrawal,
)
from tests.factories import (
    make_contact,
    make_follow_up,
    make_group,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_outcome,
    make_party,
    make_place,
    make_series,
    make_stop,
    make_visit_report,
)
from tests.rules import assert_refused, assert_refused_by_database

pytestmark = pytest.mark.django_db

FOURTH, FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (4, 5, 6))
NINE = datetime.time(9)


def mission(**fields):
    return Mission(**{"slug": "a", "title_en": "A", "starts_on": FOURTH, "ends_on": SIXTH, **fields})


# Local times


@pytest.mark.parametrize(
    ("zone", "day", "field", "times"),
    [
        ("Europe/Berlin", datetime.date(2024, 3, 31), "starts_at", {"starts_at": datetime.time(2, 30)}),
        ("Europe/Berlin", datetime.date(2024, 3, 31), "ends_at", {"ends_at": datetime.time(2, 59)}),
        ("America/New_York", datetime.date(2024, 3, 10), "starts_at", {"starts_at": datetime.time(2)}),
        ("Pacific/Apia", datetime.date(2011, 12, 30), "starts_at", {"starts_at": datetime.time(9)}),
    ],
)
def test_a_local_time_that_the_clocks_jump_over_is_refused(zone, day, field, times):
    """faults.md 36: and 30 December 2011 does not exist in Samoa."""
    row = make_stop(mission=make_mission(starts_on=day, ends_on=day), place=make_place(zone=zone))

    bad = ProgrammeItem(mission=row.mission, stop=row, kind="meeting", title_en="A", day=day, **times)

    assert_refused(bad, field, rf"does not exist on {day} in {zone}: the clocks were put forward")


def test_a_local_time_that_comes_twice_is_the_first():
    day = datetime.date(2024, 10, 27)
    row = make_stop(mission=make_mission(starts_on=day, ends_on=day), place=make_place(zone="Europe/Berlin"))

    make_item(stop=row, day=day, starts_at=datetime.time(2, 30), ends_at=datetime.time(2, 45))


def test_nine_in_ashgabat_is_accepted_as_it_is():
    row = make_stop(place=make_place(zone="Asia/Ashgabat"))

    made = make_item(stop=row, day=FIFTH, starts_at=NINE)

    made.refresh_from_db()
    assert (made.day, made.starts_at, made.ends_at, made.zone_name()) == (FIFTH, NINE, None, "Asia/Ashgabat")


def test_a_flight_over_the_date_line_may_land_before_it_left_by_the_calendar():
    row = make_stop(place=make_place(zone="Pacific/Apia"))
    flight = {"stop": row, "day": FIFTH, "starts_at": datetime.time(2), "ends_on": FOURTH}
    honolulu = make_place(zone="Pacific/Honolulu")

    made = make_item(**flight, to_place=honolulu, ends_at=datetime.time(8, 30))

    assert (made.zone_name(), made.end_zone_name()) == ("Pacific/Apia", "Pacific/Honolulu")
    assert_refused(
        ProgrammeItem(
            mission=row.mission, kind="transfer", title_en="A", to_place=honolulu, ends_at=NINE.replace(hour=2),
            **flight,
        ),
        "ends_at",
        "An item cannot end before it begins",
    )  # fmt: skip


def test_an_item_may_end_at_an_earlier_hour_of_a_later_day():
    make_item(day=FIFTH, ends_on=SIXTH, starts_at=datetime.time(22), ends_at=datetime.time(1))


def test_the_zone_of_an_item_is_its_stops_or_its_missions():
    row = make_mission(zone="Asia/Almaty")
    made = make_item(mission=row)

    assert (made.zone_name(), made.end_zone_name()) == ("Asia/Almaty", "Asia/Almaty")


def test_today_is_that_of_the_mission(time_machine):
    time_machine.move_to(datetime.datetime(2023, 12, 4, 20, tzinfo=datetime.UTC))

    assert make_mission(zone="Asia/Ashgabat").today() == FIFTH
    assert make_mission(zone="America/New_York").today() == FOURTH
    assert make_mission().today() == FOURTH


# Groups


def test_a_group_that_an_item_names_cannot_be_deleted():
    group = make_group()
    row = make_item(mission=group.mission, groups=[group])

    with pytest.raises(ProtectedError):
        group.delete()

    row.groups.clear()
    group.delete()


def test_a_personal_group_needs_no_name():
    Group(mission=make_mission(), personal=True).full_clean()


def test_an_organisation_may_host_by_two_of_its_people():
    row = make_host(contact=make_contact())

    make_host(item=row.item, contact=make_contact(organisation=row.organisation))


def test_people_of_a_host_can_be_erased_and_leave_their_organisation_behind():
    union = make_organisation()
    row = make_host(organisation=union)
    contacts = [make_contact(organisation=union) for _ in range(2)]
    for contact in contacts:
        make_host(item=row.item, contact=contact)

    for contact in contacts:
        contact.person.delete()

    assert [(host.organisation, host.contact) for host in row.item.hosts.all()] == [(union, None)] * 3


def test_a_stop_with_items_cannot_be_deleted():
    row = make_item(stop=make_stop())

    with pytest.raises(ProtectedError):
        row.stop.delete()


def test_an_item_with_results_cannot_be_deleted():
    for row in (make_visit_report(), make_follow_up(item=make_item()), make_outcome(item=make_item())):
        with pytest.raises(ProtectedError):
            row.item.delete()


# UIDs


def test_the_uid_of_an_item_is_its_own_and_stays():
    first, second = make_item(), make_item()
    uid = first.uid
    first.title_en = "Another"
    first.save()

    first.refresh_from_db()
    assert (first.uid, first.uid != second.uid) == (uid, True)
    copy = ProgrammeItem(mission=first.mission, kind="meeting", title_en="A", uid=uid)
    assert_refused(copy, "uid", "already exists")
    assert_refused_by_database(copy)


# Addresses


def released(row):
    Release.objects.create(mission=row, number=1, document={})
    return row


def test_an_address_leads_on_after_the_first_release_alone():
    row = make_mission(slug="draft")
    row.rename("first")
    assert not FormerSlug.objects.exists()

    released(row).rename("second")
    row.rename("third")

    row.refresh_from_db()
    assert row.slug == "third"
    assert list(row.former_slugs.values_list("slug", flat=True)) == ["first", "second"]


def test_a_mission_may_go_back_to_an_address_of_its_own():
    row = released(make_mission(slug="first"))
    row.rename("second")
    row.rename("first")

    assert (row.slug, [former.slug for former in row.former_slugs.all()]) == ("first", ["second"])


def test_the_same_address_is_no_former_one():
    row = released(make_mission(slug="first"))

    row.rename("first")

    assert not row.former_slugs.exists()


def test_an_address_that_others_follow_is_no_new_missions():
    released(make_mission(slug="first")).rename("second")

    assert_refused(mission(slug="first"), "slug", "This slug was the address of another mission")


@pytest.mark.parametrize("bad", ["taken", "formerly", "no good", ""])
def test_a_refused_address_changes_nothing(bad):
    make_mission(slug="taken")
    released(make_mission(slug="formerly")).rename("now")
    row = released(make_mission(slug="mine"))

    with pytest.raises(ValidationError) as refused:
        row.rename(bad)

    assert list(refused.value.message_dict) == ["slug"]
    assert row.slug == "mine"
    assert not row.former_slugs.exists()


def test_renaming_keeps_what_others_saved():
    """faults.md 41: it writes the slug alone."""
    row = make_mission(title="Before")
    Mission.objects.filter(pk=row.pk).update(title_en="After")

    row.rename("another")

    assert Mission.objects.get(pk=row.pk).title_en == "After"


# Lists


def test_items_are_listed_by_day_with_unknown_ones_last():
    row = make_mission()
    unknown = make_item(mission=row, order=0)
    late, early = make_item(mission=row, day=SIXTH), make_item(mission=row, day=FIFTH)

    assert list(row.items.all()) == [early, late, unknown]


def test_items_outside_some_days_are_found():
    row = make_mission()
    make_item(mission=row, day=FIFTH)
    make_item(mission=row)
    early, long = make_item(mission=row, day=FOURTH), make_item(mission=row, day=FIFTH, ends_on=SIXTH)

    assert set(row.items.outside(FIFTH, FIFTH)) == {early, long}


def test_visits_and_meetings_that_took_place_are_to_be_reported_on():
    row = make_mission()
    visit = make_item(mission=row, kind="site_visit")
    make_item(mission=row, kind="meal")
    make_item(mission=row, kind="meeting", status=ItemStatus.CANCELLED)

    assert [found.pk for found in SiteVisit.objects.to_report()] == [visit.pk]


def test_rows_are_called_by_what_their_readers_know():
    row = make_mission(title="Mission")
    party = make_party(mission=row, organisation=make_organisation(name="Club"), role="supporter")
    made = Release.objects.create(mission=row, number=3, document={})
    group = make_group(mission=row, name="Food industry")
    visited = make_item(mission=row, title="Visit", groups=[group])
    names = [
        (party, "Club (supporter)"),
        (made, "version 3"),
        (ResultsRelease(number=2), "results, version 2"),
        (Withdrawal(release=made), "version 3"),
        (StateChange(state="cancelled"), "cancelled"),
        (visited.item_groups.get(), "Food industry"),
        (make_stop(place=make_place(name="Mary")), "Mary"),
        (make_visit_report(item=visited), "Visit"),
        (make_series(title="Missions"), "Missions"),
        (FormerSlug(slug="before"), "before"),
        (Listing(kind="card", mission_id=5), "card 5"),
        (Listing(kind="host", ref=uuid.UUID(int=1)), f"host {uuid.UUID(int=1)}"),
        (make_follow_up(title="Forum"), "Forum"),
        (make_outcome(title="Contract"), "Contract"),
        (make_host(organisation=make_organisation(name="Union")), "Union"),
    ]

    assert [str(named) for named, _ in names] == [name for _, name in names]
    assert row.get_absolute_url().endswith(f"/missions/{row.slug}/")


def test_history_keeps_what_an_organiser_changed():
    row = make_item(title="Before", visibility="delegation")
    row.visibility = "public"
    row.save()

    newest, oldest = row.history.all()

    assert (oldest.visibility, newest.visibility, newest.title_en) == ("delegation", "public", "Before")
