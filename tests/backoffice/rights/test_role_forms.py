"""Forms, for who holds roles in some missions: what they offer, take and refuse."""

import datetime

import pytest
from django.urls import reverse

from backoffice.rights import roles
from delegations.models import Attendance, Delegate, Leg, Stay
from missions.models import FollowUp, Mission, ProgrammeItem, Role, VisitReport
from partners.models import Contact, Organisation, Person
from tests import factories
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import address, address_of, fields_of, save, sentences
from tests.walk import foreign

pytestmark = pytest.mark.django_db

NOT_ONE_OF_THEM = "Select a valid choice. That choice is not one of the available choices."
NOT_THERE = "You may not write this in that mission."


@pytest.fixture
def two():
    """A mission of hers and one of others, each with a stop, an item and a delegate."""
    made = []
    for _number in range(2):
        stop = factories.make_stop()
        item = factories.make_item(stop=stop, day=datetime.date(2023, 12, 5))
        made.append((stop.mission, stop, item, factories.make_delegate(mission=stop.mission)))
    return made


@pytest.mark.parametrize(
    ("model", "field", "which"),
    [
        (ProgrammeItem, "stop", 1),
        (Attendance, "item", 2),
        (Attendance, "delegate", 3),
        (Leg, "passengers", 3),
        *(
            pytest.param(*case, marks=pytest.mark.once)
            for case in (
                (VisitReport, "item", 2),
                (FollowUp, "item", 2),
                (Leg, "item", 2),
                (Stay, "delegate", 3),
                (Stay, "shared_with", 3),
            )
        ),
    ],
)
def test_a_row_of_another_mission_is_refused_by_the_field_that_names_it(two, model, field, which):
    """faults.md 14 and 15"""
    (mine, *_rows), hers = two
    client = signed_in_with({mine: Role.COORDINATOR})
    page = client.get(address_of(model, "add"), {"mission": mine.pk})
    data = fields_of(page) | {"_save": ["Save"], field: [str(hers[which].pk)]}

    answer = client.post(f"{address_of(model, 'add')}?mission={mine.pk}", data)

    assert answer.status_code == 200
    assert [text for text in sentences(answer) if text.startswith("Select a valid choice")] != []
    assert (
        model.objects.exclude(pk__in=[row.pk for row in (*two[0], *two[1]) if isinstance(row, model)]).count()
        == 0
    )


def test_a_person_of_another_mission_cannot_be_made_a_delegate(two):
    """faults.md 9"""
    (mine, *_rows), (_hers, _stop, _item, stranger) = two
    client = signed_in_with({mine: Role.PROTOCOL})

    answer = save(client, f"{address_of(Delegate, 'add')}?mission={mine.pk}", person=str(stranger.person_id))

    assert NOT_ONE_OF_THEM in sentences(answer)
    assert mine.delegates.count() == 1


def test_who_only_sees_a_mission_writes_nothing_into_it(two):
    """faults.md 15"""
    (mine, _stop, item, delegate), (hers, _its_stop, its_item, its_delegate) = two
    client = signed_in_with({mine: Role.COORDINATOR, hers: Role.VIEWER})
    attendance = factories.make_attendance(item=item, delegate=delegate)
    stay = factories.make_stay(delegate=delegate)

    added = save(client, address_of(Attendance, "add"), item=str(its_item.pk), delegate=str(its_delegate.pk))
    reported = save(client, address_of(VisitReport, "add"), item=str(its_item.pk))
    moved = save(client, address(attendance), item=str(its_item.pk), delegate=str(its_delegate.pk))
    lodged = save(client, address(stay), delegate=str(its_delegate.pk))

    assert [sentences(answer) for answer in (added, reported, moved, lodged)] == [[NOT_THERE]] * 4
    assert (Attendance.objects.get().item, Stay.objects.get().delegate) == (item, delegate)
    assert VisitReport.objects.count() == 0


def test_a_row_stays_in_its_mission_whatever_is_sent(two):
    """faults.md 15"""
    (mine, _stop, item, _delegate), (hers, *_rest) = two
    client = signed_in_with({mine: Role.EDITOR, hers: Role.EDITOR})

    assert save(client, address(item), mission=str(hers.pk), title_en="Renamed").status_code == 302

    item.refresh_from_db()
    assert (item.mission, item.title_en) == (mine, "Renamed")


def test_adding_offers_the_missions_in_which_one_may_add(two):
    (mine, *_rows), (hers, *_rest) = two
    client = signed_in_with({mine: Role.EDITOR, hers: Role.VIEWER})
    other = factories.make_mission()

    page = client.get(address_of(ProgrammeItem, "add"))
    asked = [client.get(address_of(ProgrammeItem, "add"), {"mission": there.pk}) for there in (hers, other)]
    filters = {"_changelist_filters": f"mission__id__exact={other.pk}"}
    asked.append(client.get(address_of(ProgrammeItem, "add"), filters))
    client.post(f"{address_of(ProgrammeItem, 'add')}?mission={other.pk}", {"title_en": "x", "_save": "Save"})

    for answer in (page, *asked):
        assert [mission for mission, _query in answer.context["choices"]] == [mine]
    assert ProgrammeItem.objects.count() == 2


def test_a_person_one_adds_can_be_made_a_delegate_and_is_nobody_elses(two):
    (mine, *_rows), (hers, *_rest) = two
    client, other = signed_in_with({mine: Role.PROTOCOL}), signed_in_with({hers: Role.PROTOCOL})
    save(client, address_of(Person, "add"), family_name_en="Newcomer", phone="+7 700")
    person = Person.objects.get(family_name_en="Newcomer")

    assert other.get(address(person)).status_code == 302
    assert save(client, address(person), phone="+7 701").status_code == 302
    answer = save(
        client,
        f"{address_of(Delegate, 'add')}?mission={mine.pk}",
        person=str(person.pk),
        delegation=str(mine.delegations.get().pk),
    )

    assert answer.status_code == 302
    assert mine.delegates.filter(person=person).exists()
    person.refresh_from_db()
    assert person.phone == "+7 701"


def test_a_contact_keeps_the_person_whom_the_reader_does_not_see(two):
    (mine, *_rows), (_hers, _stop, _item, stranger) = two
    contact = factories.make_contact(person=stranger.person, position="Director")
    client = signed_in_with({mine: Role.EDITOR})

    assert save(client, address(contact), position_en="Head").status_code == 302
    page = address(contact.organisation)
    assert save(client, page, **{"contacts-0-position_en": "Chief"}).status_code == 302

    contact.refresh_from_db()
    assert (contact.person, contact.position_en) == (stranger.person, "Chief")
    other = save(client, address(contact), person=str(factories.make_person().pk))
    assert NOT_ONE_OF_THEM in sentences(other)
    assert Contact.objects.get().person == stranger.person
    assert Organisation.objects.count() == 3


@pytest.mark.once
def test_a_hidden_mission_elsewhere_is_kept_when_a_follow_up_is_saved(two):
    """faults.md 22"""
    (mine, _stop, item, _delegate), (hers, *_rest) = two
    follow_up = factories.make_follow_up(item=item, result_mission=hers)
    client = signed_in_with({mine: Role.REPORTER})

    page = client.get(address(follow_up))
    assert save(client, address(follow_up), title_en="Renamed").status_code == 302

    assert "result_mission" not in fields_of(page)
    follow_up.refresh_from_db()
    assert (follow_up.title_en, follow_up.result_mission) == ("Renamed", hers)


@pytest.mark.parametrize("view", ["change", pytest.param("history", marks=pytest.mark.once)])
def test_personal_data_are_shown_where_the_mission_gives_them(two, view):
    """faults.md 6, 11 and 21"""
    delegates = [
        factories.make_delegate(mission=made[0], diet=f"canary{number}diet")
        for number, made in enumerate(two)
    ]
    for delegate in delegates:
        delegate.diet += "twice"
        delegate.save()
    client = signed_in_with({two[0][0]: Role.COORDINATOR, two[1][0]: Role.VIEWER})

    pages = [client.get(address(delegate, view)).content.decode() for delegate in delegates]
    listed = client.get(address_of(Delegate))

    assert ["canary" in page for page in pages] == [True, False]
    assert "diet" not in listed.context["cl"].list_display
    assert client.get(address_of(Delegate), {"diet__startswith": "c"}).status_code == 400
    assert client.get(address_of(Person), {"q": "canary"}).context["cl"].result_count == 0


def test_lists_have_personal_data_for_who_may_see_them_everywhere(two):
    (mine, _stop, _item, delegate), (hers, *_rest) = two
    delegate.person.phone = "+993 12 00 00 77"
    delegate.person.save()
    client = signed_in_with({mine: Role.COORDINATOR, hers: Role.PROTOCOL})

    found = client.get(address_of(Person), {"q": "+993 12 00 00 77"})

    assert list(found.context["cl"].queryset) == [delegate.person]
    assert "phone" in found.context["cl"].list_display


@pytest.mark.once
def test_what_may_not_be_seen_in_the_mission_is_not_taken_for_a_new_row(two):
    """faults.md 15: an editor of both kinds adds nothing personal where she may not see it."""
    (mine, *_rows), (hers, *_rest) = two
    client = signed_in_with({mine: Role.PROTOCOL, hers: Role.VIEWER}, roles.EDITOR)
    page = f"{address_of(Delegate, 'add')}?mission={mine.pk}"

    assert "diet" in fields_of(client.get(page))
    assert "diet" not in fields_of(client.get(address(hers.delegates.get())))


@pytest.mark.once
def test_a_copy_takes_along_people_whose_personal_data_one_sees(two):
    """faults.md 13: who makes a copy is its coordinator."""
    (mine, *_rows), (hers, *_rest) = two
    client = signed_in_with({mine: Role.COORDINATOR, hers: Role.VIEWER})

    pages = [
        client.get(reverse("admin:missions_mission_copy", args=[mission.pk])) for mission in (mine, hers)
    ]

    offered = [[value for value, _words in page.context["form"].fields["parts"].choices] for page in pages]
    assert ["people" in parts for parts in offered] == [True, False]
    assert all("programme" in parts for parts in offered)


def test_suggestions_are_of_her_missions_and_end_with_the_role(two):
    """faults.md 17 and 55"""
    there = foreign.make(factories.make_user())
    (mine, _stop, item, _delegate), _other = two
    client = signed_in_with({mine: Role.REPORTER})
    asked = {"app_label": "delegations", "model_name": "attendance", "field_name": "item", "term": ""}

    before = client.get(reverse("admin:autocomplete"), asked)
    mine.roles.all().delete()
    after = client.get(reverse("admin:autocomplete"), asked)

    assert [entry["id"] for entry in before.json()["results"]] == [str(item.pk)]
    assert after.status_code == 403
    assert Mission.objects.filter(pk=there.mission.pk).exists()
