"""Names that are code somewhere else are text in the admin: in lists, forms, suggestions, deletions, histories."""

import pytest
from django.urls import reverse

from delegations.models import Delegate, members_of_groups
from missions import release
from missions.models import Mission, ProgrammeItem
from partners.models import Contact, Organisation, Person
from tests import factories
from tests.backoffice.pages import address, address_of, save, signed_in

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
PAYLOADS = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "{{ 41|add:91300 }}{% csrf_token %}",
    "' onmouseover='alert(1)",
    "%(name)s %s {0}",
]


@pytest.fixture(params=PAYLOADS)
def named(request):
    """Rows of every kind that people name, each named with the payload."""
    text = request.param
    organisation = factories.make_organisation(name=text, legal_name=text, profile=text)
    person = factories.make_person(family_name=text, given_name=text)
    contact = factories.make_contact(person=person, organisation=organisation, position=text)
    mission = factories.make_mission(title=text, summary=text)
    factories.make_party(mission=mission, organisation=organisation, contact=contact)
    stop = factories.make_stop(mission=mission, place=factories.make_place(name=text))
    group = factories.make_group(mission=mission, name=text)
    item = factories.make_item(stop=stop, title=text, groups=[group], staff_notes=text, visibility="public")
    factories.make_host(item=item, contact=contact)
    delegate = factories.make_delegate(mission=mission, person=person)
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    item.title_en = f"{text} 2"
    item.save()
    mission.save()
    return text, [organisation, person, contact, mission, item, delegate]


def inert(page, text):
    """Whether the page holds the payload nowhere but escaped, and no template has worked it out."""
    content = page.content.decode()
    return "91341" not in content and (text not in content or not set("<'").intersection(text))


def test_no_page_runs_what_staff_have_typed(named):
    """faults.md 55, 57"""
    text, rows = named
    client = signed_in()

    for row in rows:
        for page in (
            client.get(address_of(type(row))),
            client.get(address_of(type(row)), {"q": text}),
            client.get(address(row)),
            client.get(address(row, "history")),
            client.get(address(row, "delete")),
        ):
            assert page.status_code == 200
            assert inert(page, text), page.request["PATH_INFO"]


def test_neither_do_the_pages_that_release(named):
    """faults.md 55"""
    text, rows = named
    client, mission = signed_in(), rows[3]

    for name, key in (
        ("missions_mission_release", mission.pk),
        ("missions_mission_results", mission.pk),
        ("missions_release_withdraw", mission.releases.get().pk),
    ):
        assert inert(client.get(reverse(f"admin:{name}", args=[key])), text)
    assert inert(client.get(address_of(ProgrammeItem, "add")), text)


def test_nor_does_a_message_about_it(named):
    """faults.md 61"""
    text, rows = named
    client = signed_in()

    for row in rows[:1] + rows[3:5]:
        assert inert(client.get(save(client, address(row)).url), text)
    client.post(address_of(Delegate), {"action": "appoint_head", "_selected_action": [rows[5].pk]})
    assert inert(client.get(address_of(Delegate)), text)
    client.post(address_of(Mission), {"action": "publish", "_selected_action": [rows[3].pk]})
    assert inert(client.get(address_of(Mission)), text)


@pytest.mark.parametrize(
    ("app", "model", "field", "of"),
    [
        ("missions", "party", "organisation", Organisation),
        ("delegations", "delegate", "person", Person),
        ("missions", "host", "contact", Contact),
        ("delegations", "attendance", "item", ProgrammeItem),
    ],
)
def test_suggestions_are_json_not_markup(named, app, model, field, of):
    """faults.md 55"""
    answer = signed_in().get(
        reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field}
    )

    assert answer["Content-Type"] == "application/json"
    assert any(named[0] in entry["text"] for entry in answer.json()["results"]), of
