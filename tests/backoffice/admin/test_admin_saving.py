"""What an organiser types into the admin: kept as typed, or refused in a sentence; never half saved, never a 500."""

import datetime

import pytest

from delegations.models import Delegate, Delegation, members_of_groups
from missions import release
from missions.models import Group, Mission, Stop, VisitReport
from partners.models import Organisation
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, inline, said, save, sentences, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return signed_in()


def test_a_mission_is_added_with_parties_stops_and_groups(client):
    union, ashgabat = factories.make_organisation(), factories.make_place()

    save(
        client,
        address_of(Mission, "add"),
        title_ru="Миссия",
        slug="mission-2025",
        starts_on="2025-12-01",
        ends_on="2025-12-04",
        **inline("parties", 1, {"organisation": union.pk, "role": "organiser", "order": 0}),
        **inline("stops", 1, {"place": ashgabat.pk, "order": 0, "first_day": "2025-12-01"}),
        **inline("groups", 1, {"name_tk": "A topary"}),
    )

    mission = Mission.objects.get(slug="mission-2025")
    assert mission.languages == ["en", "ru", "kk", "tk"]
    assert [party.organisation for party in mission.parties.all()] == [union]
    assert [stop.place for stop in mission.stops.all()] == [ashgabat]
    assert [group.name_tk for group in mission.groups.all()] == ["A topary"]


CANNOT_BE = [
    ({"ends_on": "2023-12-01"}, "A mission cannot end before it starts."),
    (
        {"zone": "Asia/Nowhere"},
        "“Asia/Nowhere” is no time zone. Give an IANA name such as Asia/Ashgabat.",
    ),
    ({"slug": "taken"}, "Mission with this Slug already exists."),
    (
        {"slug": "Туркменистан"},
        "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
    ),
    ({"title_en": ""}, "Give the title in at least one language."),
    ({"starts_on": "2023-02-30"}, "“2023-02-30” is not in the calendar. Check the day and the month."),
    ({"languages": "ru, fr"}, "Give a list of en, ru, kk and tk in the order of preference, each once."),
    ({"languages": ""}, "This field is required."),
    ({"ends_on": "2023-12-05"}, "“Farewell” on 2023-12-07 would lie outside the mission's days."),
]


def test_a_mission_that_cannot_be_is_refused_in_a_sentence(client):
    factories.make_mission(slug="taken")
    mission = factories.make_mission()
    factories.make_item(mission=mission, title="Farewell", day=datetime.date(2023, 12, 7))
    form = fields_of(client.get(address(mission))) | {"_save": ["Save"], "summary_en": ["Typed with care"]}

    for typed, sentence in CANNOT_BE:
        page = client.post(address(mission), form | {name: [value] for name, value in typed.items()})
        assert page.status_code == 200
        assert sentence in sentences(page)
        assert "Typed with care" in page.content.decode()
    mission.refresh_from_db()
    assert (mission.summary_en, mission.ends_on) == ("", datetime.date(2023, 12, 7))


@pytest.mark.once
def test_languages_are_kept_in_the_order_typed(client):
    mission = factories.make_mission()

    save(client, address(mission), languages="tk, ru")

    mission.refresh_from_db()
    assert mission.languages == ["tk", "ru"]


def test_the_old_address_of_a_released_mission_leads_to_the_new_one(client):
    mission = factories.make_mission(slug="old")
    release.release(mission, by=None, members={}, replaces=None)

    save(client, address(mission), slug="new", summary_en="Also changed")

    mission.refresh_from_db()
    assert (mission.slug, mission.summary_en) == ("new", "Also changed")
    assert [former.slug for former in mission.former_slugs.all()] == ["old"]


def test_the_address_that_another_mission_had_is_refused(client):
    moved = factories.make_mission(slug="old")
    release.release(moved, by=None, members={}, replaces=None)
    moved.rename("new")
    other = factories.make_mission()

    page = save(client, address(other), slug="old")

    assert sentences(page) == ["This slug was the address of another mission; links still use it."]


def test_two_parties_alike_are_refused_whether_saved_before_or_typed_together(client):
    party = factories.make_party()
    row = {"organisation": party.organisation_id, "role": party.role, "order": 1}
    other = factories.make_mission()

    after = save(client, address(party.mission), **inline("parties", 2, row))
    together = save(client, address(other), **inline("parties", 2, row, row))

    assert sentences(after) == ["This organisation has this role in the mission already."]
    assert sentences(together) == [
        "Please correct the duplicate data for organisation and role, which must be unique.",
        "Please correct the duplicate values below.",
    ]
    assert (party.mission.parties.count(), other.parties.count()) == (1, 0)


@pytest.mark.once
def test_a_contact_of_another_organisation_speaks_for_no_party(client):
    mission, contact = factories.make_mission(), factories.make_contact()
    row = {
        "organisation": factories.make_organisation().pk,
        "role": "organiser",
        "order": 0,
        "contact": contact.pk,
    }

    page = save(client, address(mission), **inline("parties", 1, row))

    assert sentences(page) == ["This person speaks for another organisation."]


@pytest.mark.once
def test_a_stop_that_ends_before_it_begins_is_refused(client):
    stop = factories.make_stop(first_day=datetime.date(2023, 12, 5))

    page = save(client, address(stop.mission), **{"stops-0-last_day": "2023-12-04"})

    assert sentences(page) == ["A stop cannot end before it begins; without a first day it has no last day."]


def test_a_stop_or_group_that_an_item_names_stays(client):
    item = factories.make_item(
        stop=(stop := factories.make_stop()), groups=[factories.make_group(mission=stop.mission)]
    )

    page = save(client, address(item.mission), **{"stops-0-DELETE": "on", "groups-0-DELETE": "on"})

    assert page.status_code == 200
    assert [sentence.split(" would require")[0] for sentence in sentences(page)] == [
        f"Deleting stop {stop}",
        f"Deleting group {item.groups.get()}",
    ]
    assert (Stop.objects.count(), Group.objects.count()) == (1, 1)


def test_a_delegate_without_a_precedence_is_ranked_last(client):
    first = factories.make_delegate(precedence=10)

    save(
        client,
        f"{address_of(Delegate, 'add')}?mission={first.mission_id}",
        person=factories.make_person().pk,
        delegation=first.delegation_id,
    )

    assert [delegate.precedence for delegate in Delegate.objects.all()] == [10, 20]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("precedence", "Another delegate of this mission has this precedence."),
        ("person", "This person is a delegate of this mission already."),
    ],
)
def test_two_delegates_of_a_mission_share_neither_rank_nor_person(client, field, sentence):
    first = factories.make_delegate()
    second = factories.make_delegate(mission=first.mission)

    page = save(client, address(second), **{field: getattr(first, f"{field}_id", None) or first.precedence})

    assert sentences(page) == [sentence]


def test_delegations_and_groups_of_another_mission_are_no_choice(client):
    delegate, elsewhere = factories.make_delegate(), factories.make_delegation()
    group = factories.make_group(mission=elsewhere.mission)

    page = save(client, address(delegate), delegation=elsewhere.pk, groups=[str(group.pk)])

    assert len(sentences(page)) == 2
    assert all(sentence.startswith("Select a valid choice.") for sentence in sentences(page))


def test_a_delegation_has_one_head_at_a_time(client):
    first = factories.make_delegate()
    second = factories.make_delegate(delegation=first.delegation)

    for chosen in ([first], [second], [first, second]):
        client.post(
            address_of(Delegate),
            {"action": "appoint_head", "_selected_action": [delegate.pk for delegate in chosen]},
        )

    first.delegation.refresh_from_db()
    assert first.delegation.head == second
    assert said(client.get(address_of(Delegate))) == [
        f"{first} is head of the delegation of {first.delegation}.",
        f"{second} is head of the delegation of {first.delegation}.",
        "Choose one delegate of a delegation as its head.",
    ]


@pytest.mark.once
def test_a_delegate_of_another_mission_was_not_there(client):
    attendance, stranger = factories.make_attendance(), factories.make_delegate()

    page = save(client, address(attendance), delegate=stranger.pk)

    assert sentences(page) == ["This delegate travels on another mission."]


@pytest.mark.once
def test_a_leg_over_the_date_line_is_saved_and_one_back_in_time_is_not(client):
    tokyo = factories.make_place(name="Tokyo", country="JP", zone="Asia/Tokyo")
    honolulu = factories.make_place(name="Honolulu", country="US", zone="Pacific/Honolulu")
    leg = factories.make_leg(from_place=tokyo, to_place=honolulu)
    known = {"departs_on": "2023-12-05", "departs_at": "21:00", "arrives_at": "09:00"}

    over = save(client, address(leg), arrives_on="2023-12-05", **known)
    back = save(client, address(leg), arrives_on="2023-12-04", **known)

    assert over.status_code == 302
    assert sentences(back) == ["A leg cannot arrive before it departs."]


@pytest.mark.once
def test_an_organisation_above_itself_is_refused(client):
    parent = factories.make_organisation()
    branch = factories.make_organisation(parent=parent)

    page = save(client, address(parent), parent=branch.pk)

    assert sentences(page) == ["The line of parents leads back to this organisation."]


@pytest.mark.once
def test_an_amount_needs_a_currency_and_a_confidential_outcome_stays_inside(client):
    outcome = factories.make_outcome()

    amount = save(client, address(outcome), amount="5")
    published = save(client, address(outcome), published="on")

    assert sentences(amount) == ["Give an amount with its currency, or neither."]
    assert sentences(published) == ["A confidential outcome is not published."]


def test_a_second_report_of_a_visit_is_refused(client):
    report = factories.make_visit_report()

    page = save(client, address_of(VisitReport, "add"), item=report.item_id)

    assert sentences(page) == ["Visit report with this Item already exists."]


def test_what_is_in_use_is_not_deleted_and_the_page_says_why(client):
    host = factories.make_host()
    released = factories.make_mission()
    factories.make_item(mission=released)
    release.release(released, by=None, members=members_of_groups(released), replaces=None)

    organisation = client.post(address(host.organisation, "delete"), {"post": "yes"})
    mission = client.post(address(released, "delete"), {"post": "yes"})

    assert [organisation.status_code, mission.status_code] == [200, 200]
    assert "would require deleting the following protected related objects" in organisation.content.decode()
    assert "manage.py delete_mission" in mission.content.decode()
    assert Organisation.objects.filter(pk=host.organisation_id).exists()
    assert Mission.objects.filter(pk=released.pk).exists()


def test_an_unreleased_mission_is_deleted_with_its_programme_and_a_released_one_by_the_command(client):
    planned = factories.make_item(stop=factories.make_stop()).mission
    mission = factories.make_item(stop=factories.make_stop()).mission
    release.release(mission, by=None, members={}, replaces=None)

    gone = client.post(address(planned, "delete"), {"post": "yes"})
    kept = client.post(address(mission, "delete"), {"post": "yes"})

    assert (gone.status_code, kept.status_code) == (302, 200)
    assert f"manage.py delete_mission {mission.slug}" in kept.content.decode()
    assert list(Mission.objects.all()) == [mission]


def test_two_who_save_at_once_are_told_of_each_other_and_lose_nothing(client):
    """faults.md 39, 40"""
    mission = factories.make_mission()
    other = signed_in()
    stale = client.get(address(mission))
    save(other, address(mission), title_en="Changed by the other", summary_en="New")

    typed = fields_of(stale) | {"title_en": ["Changed by me"], "_save": ["Save"]}
    refused = client.post(address(mission), typed)
    mission.refresh_from_db()
    meanwhile = mission.title_en
    saved = client.post(address(mission), fields_of(refused) | {"_save": ["Save"]})

    [sentence] = sentences(refused)
    assert (
        "while it lay open here. Changed meanwhile: Summary (English): – → “New”; "
        "Title (English): “Mission to Turkmenistan” → “Changed by the other”. Your entries" in sentence
    )
    assert "Changed by me" in refused.content.decode()
    assert (meanwhile, saved.status_code) == ("Changed by the other", 302)
    mission.refresh_from_db()
    assert mission.title_en == "Changed by me"


@pytest.mark.once
def test_a_form_that_names_no_version_is_not_saved(client):
    """faults.md 40"""
    item = factories.make_item()

    page = save(client, address(item), seen=None, title_en="Overwritten")

    assert page.status_code == 200
    item.refresh_from_db()
    assert item.title_en != "Overwritten"


@pytest.mark.once
def test_from_a_mission_one_gets_to_its_delegations(client):
    """Each delegate needs one, so whoever adds the first delegate of a mission is led there before."""
    mission = factories.make_mission()

    page = client.get(address(mission)).text

    assert f'href="{address_of(Delegation)}?mission__id__exact={mission.pk}">Delegations</a>' in page
