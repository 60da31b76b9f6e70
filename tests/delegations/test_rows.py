"""Delegates in protocol order, their groups, heads, legs, stays and links: what their rows tell."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from delegations.models import (
    AccessLink,
    DelegateState,
    Delegation,
    Mailing,
    Notice,
    members_of_groups,
)
from delegations.models.delegations import next_precedence
from missions import document, itinerary
from tests.factories import (
    make_attendance,
    make_contact,
    make_delegate,
    make_delegation,
    make_group,
    make_item,
    make_leg,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stay,
)

pytestmark = pytest.mark.django_db

FOURTH, FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (4, 5, 6))
NINE, TEN = datetime.time(9), datetime.time(10)


def test_delegates_are_ranked_last_with_gaps_and_listed_by_rank_never_by_name():
    mission = make_mission()
    names = ["Çaryýewa", "Amanow", "Berdiyewa"]
    made = [make_delegate(mission=mission, person=make_person(family_name=name)) for name in names]

    assert [row.precedence for row in made] == [10, 20, 30]
    assert next_precedence(mission) == 40
    made[2].precedence = 5
    made[2].full_clean()
    made[2].save()
    assert [row.person.family_name for row in mission.delegates.all()] == ["Berdiyewa", "Çaryýewa", "Amanow"]


def test_each_mission_ranks_its_own():
    make_delegate()

    assert make_delegate().precedence == 10


def test_the_members_of_groups_stand_in_protocol_order_without_who_withdrew():
    mission = make_mission()
    food, empty = make_group(mission=mission), make_group(mission=mission)
    last = make_delegate(mission=mission, groups=[food], precedence=30)
    first = make_delegate(mission=mission, groups=[food], precedence=10)
    make_delegate(mission=mission, groups=[food], precedence=20, state=DelegateState.WITHDRAWN)
    make_delegate(mission=mission, precedence=40)
    make_delegate(groups=[make_group()])

    assert members_of_groups(mission) == {
        str(food.ref): [str(first.ref), str(last.ref)],
        str(empty.ref): [],
    }


def test_a_group_of_another_mission_has_no_members_here():
    mission, other = make_mission(), make_group()
    stray = make_delegate(mission=mission)
    stray.groups.add(other)

    assert members_of_groups(mission) == {}
    assert members_of_groups(other.mission) == {str(other.ref): []}


@pytest.mark.parametrize("size", [1, 3])
def test_the_members_take_as_many_queries_whatever_their_number(size, django_assert_num_queries):
    mission = make_mission()
    groups = [make_group(mission=mission) for _ in range(size)]
    for _ in range(size):
        make_delegate(mission=mission, groups=groups)

    with django_assert_num_queries(2):
        members_of_groups(mission)


def test_a_delegate_sees_what_her_groups_had_at_the_release_until_the_next():
    """She was put into a group later: she has its items from the next document."""
    mission = make_mission()
    food = make_group(mission=mission)
    item = make_item(mission=mission, visibility="participants", groups=[food])
    hers = make_delegate(mission=mission)

    def seen(made):
        audience = itinerary.delegate(document.groups_of(made, str(hers.ref)))
        return [found.uid for found in itinerary.make(made, audience, "en").items]

    before = document.make(mission, members_of_groups(mission))
    hers.groups.add(food)
    after = document.make(mission, members_of_groups(mission))

    assert (seen(before), seen(after)) == ([], [str(item.uid)])


def test_one_of_a_delegation_is_appointed_its_head_in_place_of_any_other():
    first = make_delegate()
    second = make_delegate(delegation=first.delegation)

    first.delegation.appoint_head(first)
    first.delegation.appoint_head(second)

    assert Delegation.objects.get().head == second
    with pytest.raises(ValidationError, match="belongs to another delegation"):
        first.delegation.appoint_head(make_delegate())
    second.delete()
    assert Delegation.objects.get(pk=first.delegation.pk).head is None


def test_who_travels_cannot_be_deleted_as_a_person_or_with_a_delegation():
    hers = make_delegate()

    for needed in (hers.person, hers.delegation):
        with pytest.raises(ProtectedError):
            needed.delete()


# Travel


def test_a_leg_over_the_date_line_keeps_both_clocks_and_lasts_as_long_as_it_does():
    """faults.md 35: it lands the evening before it left."""
    apia, honolulu = make_place(zone="Pacific/Apia"), make_place(zone="Pacific/Honolulu")

    row = make_leg(
        from_place=apia, to_place=honolulu, departs_on=FIFTH, departs_at=datetime.time(2), arrives_on=FOURTH,
        arrives_at=datetime.time(8, 30),
    )  # fmt: skip

    assert (row.departure().isoformat(), row.arrival().isoformat()) == (
        "2023-12-05T02:00:00+13:00",
        "2023-12-04T08:30:00-10:00",
    )
    assert row.arrival() - row.departure() == timedelta(hours=5, minutes=30)


def test_an_instant_of_a_leg_that_is_not_known_is_none():
    row = make_leg(departs_on=FIFTH, arrives_on=FIFTH, arrives_at=NINE)

    assert (row.departure(), row.arrival().hour) == (None, 9)


def test_a_leg_is_called_by_its_number_or_its_mode():
    places = {"from_place": make_place(name="Mary"), "to_place": make_place(name="Ashgabat")}

    assert str(make_leg(carrier="Turkmenistan Airlines", number="T5 702", **places)) == (
        "Turkmenistan Airlines T5 702, Mary – Ashgabat"
    )
    assert str(make_leg(mode="bus", **places)) == "bus, Mary – Ashgabat"


def test_a_stay_counts_its_nights_and_may_be_shared_with_another_delegate():
    hers = make_delegate()
    other = make_delegate(delegation=hers.delegation)

    row = make_stay(delegate=hers, shared_with=other, place=make_place(name="Mary"), hotel="Hotel Mary")

    assert (row.nights, str(row)) == (3, "Hotel Mary, Mary")
    other.delete()
    row.refresh_from_db()
    assert row.shared_with is None


def test_legs_and_stays_say_when_they_changed(time_machine):
    time_machine.move_to(datetime.datetime(2023, 11, 1, tzinfo=datetime.UTC), tick=False)
    rows = [make_leg(), make_stay()]
    time_machine.move_to(datetime.datetime(2023, 11, 2, tzinfo=datetime.UTC), tick=False)

    for row in rows:
        row.save()

    assert [row.changed_at.day for row in rows] == [2, 2]


# Links and names


def test_a_link_is_valid_until_it_is_revoked_or_over_or_its_delegate_withdraws():
    hers = make_delegate()
    gone = make_delegate(delegation=hers.delegation, state=DelegateState.WITHDRAWN)
    now = timezone.now()

    def made(name, **fields):
        return AccessLink.objects.create(token_hash=name, token_encrypted="", **fields)

    valid = {
        made("hers", delegate=hers),
        made("until tomorrow", delegate=hers, expires_at=now + timedelta(1)),
        made("host", purpose="host", mission=hers.mission, organisation=make_organisation()),
    }
    made("over", delegate=hers, expires_at=now - timedelta(1))
    made("revoked", delegate=hers, revoked_at=now)
    made("withdrawn", delegate=gone)

    assert set(AccessLink.objects.valid()) == valid


def test_rows_are_called_by_what_their_readers_know():
    hers = make_delegate(person=make_person(family_name="Orazowa", given_name="Maral"))
    union = make_organisation(name="Union")
    contact = make_contact(person=make_person(family_name="Amanow", given_name=""), position="")
    names = [
        (hers, "Maral Orazowa"),
        (make_delegation(organisation=union), "Union"),
        (make_attendance(item=make_item(mission=hers.mission), delegate=hers), "Maral Orazowa"),
        (make_attendance(contact=contact), "Amanow"),
        (AccessLink(delegate=hers), "itinerary: Maral Orazowa"),
        (AccessLink(purpose="host", organisation=union), "host: Union"),
        (Mailing(mission=hers.mission, kind="message", subject_en="The bus"), "The bus"),
        (Notice(delegate=hers, mailing=Mailing(subject_en="The bus")), "Maral Orazowa: The bus"),
    ]

    assert [str(row) for row, _ in names] == [name for _, name in names]
