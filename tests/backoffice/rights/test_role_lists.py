"""Lists, filters, actions and deletions, for who holds roles in some missions."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.models import User
from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink, Delegate, Delegation
from missions.models import Host, Mission, MissionState, ProgrammeItem, Role, SiteVisit, Stop
from partners.models import Contact, Organisation, Person, Sector
from tests import factories
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import address, address_of, said, signed_in, staff
from tests.walk import foreign

pytestmark = pytest.mark.django_db


def act(client, model, action, *rows, **extra):
    """Choose these rows of the list, and this action; the page after it."""
    typed = {"action": action, "_selected_action": [row.pk for row in rows], "index": "0", **extra}
    return client.post(address_of(model), typed, follow=True)


def test_a_filter_offers_rows_of_her_missions():
    """faults.md 5"""
    mine, hers = factories.make_group(name="Ours"), factories.make_group(name="foreign1group")
    client = signed_in_with({mine.mission: Role.VIEWER})
    factories.make_delegate(mission=mine.mission)

    page = client.get(address_of(Delegate)).content.decode()

    assert "Ours" in page
    assert foreign.words_of(page) == set()
    assert foreign.words_of(signed_in().get(address_of(Delegate)).content.decode()) == {"foreign1group"}
    assert hers.mission_id != mine.mission_id


@pytest.mark.parametrize("lookup", ["travels__isnull", "travels", "travels__id__exact", "heads__isnull"])
@pytest.mark.once
def test_no_filter_tells_whether_somebody_travels_elsewhere(lookup):
    """faults.md 6"""
    host = factories.make_host(contact=factories.make_contact())
    factories.make_delegate(person=host.contact.person)
    client = signed_in_with({host.item.mission: Role.COORDINATOR})
    model = Delegate if lookup.startswith("heads") else Person

    assert client.get(address_of(model), {lookup: "1"}).status_code == 400


def test_an_action_does_its_work_where_it_may_and_says_what_it_left():
    """faults.md 14 and 18"""
    mine, hers, other = (factories.make_mission() for _number in range(3))
    items = [factories.make_item(mission=mission) for mission in (mine, hers, other)]
    client = signed_in_with({mine: Role.EDITOR, hers: Role.VIEWER})

    answer = act(client, ProgrammeItem, "delete_selected", *items, post="yes")

    assert list(ProgrammeItem.objects.order_by("pk")) == items[1:]
    assert said(answer)[0] == "1 entry is left as it was: you may not do this in its mission."


@pytest.mark.once
def test_a_confirmation_names_no_row_of_others():
    """faults.md 14"""
    mine, other = factories.make_item(title="Ours"), factories.make_item(title="foreign1item")
    client = signed_in_with({mine.mission: Role.EDITOR})

    page = act(client, ProgrammeItem, "delete_selected", mine, other).content.decode()

    assert "Ours" in page
    assert foreign.words_of(page) == set()


def test_releasing_actions_leave_alone_missions_that_are_only_seen():
    """faults.md 14"""
    mine, hers = factories.make_mission(), factories.make_mission()
    client = signed_in_with({mine: Role.COORDINATOR, hers: Role.EDITOR})

    act(client, Mission, "cancel", mine, hers)

    assert [mission.state for mission in Mission.objects.order_by("pk")] == ["draft", "draft"]
    for mission in (mine, hers):
        mission.state = MissionState.PUBLISHED
        mission.save()
    act(client, Mission, "cancel", mine, hers)
    assert [mission.state for mission in Mission.objects.order_by("pk")] == ["cancelled", "published"]


def test_the_page_of_a_mission_offers_what_may_be_done_in_it():
    mine, hers = factories.make_mission(), factories.make_mission()
    client = signed_in_with({mine: Role.COORDINATOR, hers: Role.EDITOR})

    offered = [
        "publish" in str(client.get(address(mission)).context["action_form"] or "")
        for mission in (mine, hers)
    ]
    typed = {"CHANGE_FORM-action": "publish", "_selected_action": hers.pk, "index": "0"}
    client.post(address(hers), typed)

    assert offered == [True, False]
    assert Mission.objects.get(pk=hers.pk).state == "draft"
    release = reverse("admin:missions_mission_release", args=[hers.pk])
    assert release not in client.get(address(hers)).content.decode()
    assert client.get(release).status_code == 403


def test_links_of_others_are_not_ended():
    """faults.md 14 and 25"""
    delegates = [factories.make_delegate() for _number in range(2)]
    for delegate in delegates:
        links.make(delegate)
    mine, other = AccessLink.objects.order_by("pk")
    client = signed_in_with({delegates[0].mission: Role.PROTOCOL})

    act(client, AccessLink, "revoke", mine, other)

    assert [link.revoked_at is not None for link in AccessLink.objects.order_by("pk")] == [True, False]


def test_heads_are_appointed_in_her_missions_alone():
    delegates = [factories.make_delegate() for _number in range(2)]
    client = signed_in_with({delegates[0].mission: Role.PROTOCOL, delegates[1].mission: Role.EDITOR})

    act(client, Delegate, "appoint_head", *delegates)

    assert [delegation.head for delegation in Delegation.objects.order_by("pk")] == [delegates[0], None]


@pytest.mark.parametrize("named_in", ["host", "attendance", "party", "follow-up"])
def test_a_contact_whom_another_mission_names_is_not_deleted(named_in):
    """faults.md 14: what would be emptied or deleted there is not named."""
    contact = factories.make_contact()
    mine, hers = factories.make_mission(), factories.make_mission(title="foreign1mission")
    item = factories.make_item(mission=hers, title="foreign2item")
    match named_in:
        case "host":
            factories.make_host(item=item, contact=contact)
        case "attendance":
            factories.make_attendance(item=item, contact=contact)
        case "party":
            factories.make_party(mission=hers, organisation=contact.organisation, contact=contact)
        case "follow-up":
            factories.make_follow_up(item=item, our_owner=contact, title="foreign3title")
    client = signed_in_with({mine: Role.EDITOR})

    page = client.get(address(contact, "delete"))
    refused = client.post(address(contact, "delete"), {"post": "yes"})

    assert page.status_code == 200
    assert foreign.words_of(page.content.decode()) == set()
    assert refused.status_code == 403
    assert Contact.objects.exists()
    other = signed_in_with({hers: Role.COORDINATOR})
    assert other.post(address(contact, "delete"), {"post": "yes"}).status_code == 302
    assert not Contact.objects.exists()


def test_what_protects_a_row_is_told_without_a_name_where_it_is_not_seen():
    """faults.md 14"""
    organisation = factories.make_organisation()
    mine = factories.make_item(hosts=[organisation], title="Ours")
    factories.make_item(hosts=[organisation])
    group = factories.make_delegation(organisation=organisation, note="foreign1note")
    client = signed_in_with({mine.mission: Role.EDITOR})

    page = client.get(address(organisation, "delete")).content.decode()
    words = re.sub(r"<[^>]+>", "", page)

    assert words.count(f"Host: {organisation}") == 1
    assert page.count("Host: of a mission that you do not see") == 1
    assert page.count("Delegation: of a mission that you do not see") == 1
    assert address(group) not in page
    assert Host.objects.count() == 2


def test_a_sector_that_items_of_others_are_about_is_not_deleted():
    sector = factories.make_sector()
    mine = factories.make_item(topics=[sector])
    client = signed_in_with({mine.mission: Role.EDITOR})
    factories.make_item(topics=[sector])

    assert client.post(address(sector, "delete"), {"post": "yes"}).status_code == 403
    ProgrammeItem.objects.exclude(pk=mine.pk).delete()
    assert client.post(address(sector, "delete"), {"post": "yes"}).status_code == 302
    assert Sector.objects.count() == 0


@pytest.mark.once
def test_visits_are_reported_on_where_one_may():
    mine, hers = (factories.make_item(kind="site_visit", day="2023-12-05") for _number in range(2))
    client = signed_in_with({mine.mission: Role.REPORTER, hers.mission: Role.VIEWER})

    page = client.get(address_of(SiteVisit)).content.decode()

    ways = [reverse("admin:visit_report", args=[item.pk]) in page for item in (mine, hers)]
    assert ways == [True, False]


def test_her_own_latest_actions_are_those_of_rows_that_she_still_sees():
    """faults.md 14"""
    mine, other = factories.make_item(title="Ours"), factories.make_item(title="foreign1item")
    client = signed_in_with({mine.mission: Role.EDITOR})
    user = User.objects.get()
    for row in (mine, other):
        kind = ContentType.objects.get_for_model(row)
        LogEntry.objects.create(
            user=user, content_type=kind, object_id=row.pk, object_repr=str(row), action_flag=2
        )

    page = client.get(reverse("admin:records"))

    assert [entry.object_repr for entry in page.context["log_entries"]] == ["Ours"]
    assert foreign.words_of(page.content.decode()) == set()


@pytest.mark.parametrize(
    "number",
    ["987654321", *(pytest.param(number, marks=pytest.mark.once) for number in ("x", "9" * 30, "-1", "%00"))],
)
def test_the_way_to_the_public_page_leads_to_missions_that_one_sees(number):
    mine, other = factories.make_mission(slug="ours"), factories.make_mission(slug="foreign1slug")
    client = signed_in_with({mine: Role.VIEWER})
    kind = ContentType.objects.get_for_model(Mission).pk

    assert client.get(f"/admin/r/{kind}/{mine.pk}/").status_code == 302
    assert client.get(f"/admin/r/{kind}/{other.pk}/").status_code == 404
    assert client.get(f"/admin/r/{kind}/{number}/").status_code == 404
    assert client.get(f"/admin/r/{number}/{mine.pk}/").status_code == 404


@pytest.mark.once
def test_kinds_see_all_missions_as_before():
    items = [factories.make_item() for _number in range(2)]

    for kind in (roles.VIEWER, roles.EDITOR):
        assert set(signed_in(kind).get(address_of(ProgrammeItem)).context["cl"].queryset) == set(items)
    assert staff(roles.EDITOR).has_perm("missions.change_programmeitem", items[0])
    assert (Stop.objects.count(), Organisation.objects.count()) == (0, 0)
