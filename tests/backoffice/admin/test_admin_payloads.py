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

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img onerror=alert(1)>',
    "{{ 41|add:91300 }}{% csrf_token %}",
    "' onclick='alert(1)",
    "%(name)s %s {0}",
]
TEXT = "".join(PAYLOADS)  # what a name has room for


@pytest.fixture
def rows():
    """Rows of every kind that people name, each named with the payloads."""
    text = TEXT
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
    return [organisation, person, contact, mission, item, delegate]


def inert(page):
    """Whether the page holds no payload but escaped, and no template has worked one out."""
    content = page.content.decode()
    return not any(
        text in content for text in ("91341", *PAYLOADS) if text.isdigit() or set("<'") & set(text)
    )


def test_no_page_runs_what_staff_have_typed(rows):
    """faults.md 55, 57"""
    client = signed_in()

    for row in rows:
        for page in (
            client.get(address_of(type(row))),
            client.get(address_of(type(row)), {"q": TEXT}),
            client.get(address(row)),
            client.get(address(row, "history")),
            client.get(address(row, "delete")),
        ):
            assert page.status_code == 200
            assert inert(page), page.request["PATH_INFO"]


@pytest.mark.once
def test_neither_do_the_pages_that_release(rows):
    """faults.md 55"""
    client, mission = signed_in(), rows[3]

    for name, key in (
        ("missions_mission_release", mission.pk),
        ("missions_mission_results", mission.pk),
        ("missions_release_withdraw", mission.releases.get().pk),
    ):
        assert inert(client.get(reverse(f"admin:{name}", args=[key])))
    assert inert(client.get(address_of(ProgrammeItem, "add")))


@pytest.mark.once
def test_nor_does_a_message_about_it(rows):
    """faults.md 61"""
    client = signed_in()

    for row in rows[:1] + rows[3:5]:
        assert inert(client.get(save(client, address(row)).url))
    client.post(address_of(Delegate), {"action": "appoint_head", "_selected_action": [rows[5].pk]})
    assert inert(client.get(address_of(Delegate)))
    client.post(address_of(Mission), {"action": "publish", "_selected_action": [rows[3].pk]})
    assert inert(client.get(address_of(Mission)))


@pytest.mark.once
@pytest.mark.parametrize(
    ("app", "model", "field", "of"),
    [
        ("missions", "party", "organisation", Organisation),
        ("delegations", "delegate", "person", Person),
        ("missions", "host", "contact", Contact),
        ("delegations", "attendance", "item", ProgrammeItem),
    ],
)
def test_suggestions_are_json_not_markup(rows, app, model, field, of):
    """faults.md 55"""
    answer = signed_in().get(
        reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field}
    )

    assert answer["Content-Type"] == "application/json"
    assert any(TEXT in entry["text"] for entry in answer.json()["results"]), of
