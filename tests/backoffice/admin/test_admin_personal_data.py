"""Personal data and secrets in the admin: through no door without the permission.

Each kind of staff that lacks it looks for a canary in every place where the admin shows, finds or takes a field.
"""

import datetime

import pytest
from django.urls import NoReverseMatch, reverse

from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink, Delegate, Stay
from partners.models import Contact, Person
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, said, save, signed_in

pytestmark = pytest.mark.django_db

# Of those without, who has the most pages asks on both databases.
SEE = [roles.EDITOR, *(pytest.param(kind, marks=pytest.mark.once) for kind in (roles.VIEWER, roles.REPORTER))]
WITHOUT = [*SEE, pytest.param(roles.RELEASER, marks=pytest.mark.once)]
PERSON = {"email": "canary@example.org", "phone": "+993 12 00 00 77"}
DELEGATE = {"languages": "Canarish", "diet": "canary seed", "access_needs": "canary cage"}
STAY = {"room": "canary-17"}
CANARY = "canar"


@pytest.fixture
def travel():
    """A delegate with a stay, all of whose personal data hold the canary, now and in their history."""
    person = factories.make_person(**PERSON)
    delegate = factories.make_delegate(person=person, **DELEGATE)
    mate = factories.make_delegate(mission=delegate.mission)
    stay = factories.make_stay(delegate=delegate, shared_with=mate, **STAY)
    for row, fields in ((person, PERSON), (delegate, DELEGATE), (stay, STAY)):
        for name in fields:
            setattr(row, name, "canary-2" if name != "email" else "canary-2@example.org")
        row.save()
    return {"person": person, "delegate": delegate, "stay": stay}


def sees(response):
    """What the page tells of the canary; an empty text where it is refused."""
    return response.status_code == 200 and (
        CANARY in response.content.decode().lower() or "+993" in response.content.decode()
    )


@pytest.mark.parametrize("kind", WITHOUT)
@pytest.mark.parametrize("name", ["person", "delegate", "stay"])
def test_no_page_shows_them_without_the_permission(travel, kind, name):
    """faults.md 11, 12, 16"""
    client, row = signed_in(kind), travel[name]

    for view in ("change", "history", "delete"):
        assert not sees(client.get(address(row, view))), view
    assert not sees(client.get(address_of(type(row))))


@pytest.mark.parametrize("name", ["person", "delegate", "stay"])
def test_with_the_permission_pages_show_them(travel, name):
    client, row = signed_in(roles.EDITOR_WITH_PEOPLE), travel[name]

    assert sees(client.get(address(row)))
    assert sees(client.get(address(row, "history")))


@pytest.mark.parametrize("kind", WITHOUT)
@pytest.mark.parametrize("model", [Person, Delegate, Stay, Contact])
def test_no_search_finds_by_them_without_the_permission(travel, kind, model):
    """faults.md 6"""
    factories.make_contact(person=travel["person"])
    client = signed_in(kind)

    for words in ("canary", "+993", "canary-2@example.org"):
        page = client.get(address_of(model), {"q": words})
        assert page.status_code == 403 or page.context["cl"].result_count == 0


def test_with_the_permission_a_search_finds_by_them(travel):
    page = signed_in(roles.EDITOR_WITH_PEOPLE).get(address_of(Person), {"q": "canary-2@example.org"})

    assert list(page.context["cl"].queryset) == [travel["person"]]


@pytest.mark.parametrize("kind", SEE)
@pytest.mark.parametrize(
    ("model", "filters"),
    [
        (Person, ["phone__startswith", "email__contains", "email", "travels__diet__startswith"]),
        (
            Delegate,
            ["diet__contains", "person__phone__startswith", "languages", "links__token_hash__startswith"],
        ),
        (Stay, ["room__startswith", "shared_with", "delegate__diet__startswith", "shared_with__id__exact"]),
    ],
)
@pytest.mark.once
def test_no_filter_in_the_address_finds_out_letter_by_letter(travel, kind, model, filters):
    """faults.md 6"""
    client = signed_in(kind)

    for name in filters:
        assert client.get(address_of(model), {name: "c"}).status_code == 400, name


@pytest.mark.parametrize("kind", SEE)
@pytest.mark.once
def test_a_list_has_no_column_to_sort_by_them(travel, kind):
    for model, hidden in ((Person, PERSON), (Delegate, DELEGATE), (Stay, STAY)):
        shown = signed_in(kind).get(address_of(model)).context["cl"].list_display
        assert set(shown).isdisjoint(hidden)


@pytest.mark.parametrize("kind", SEE)
def test_suggestions_neither_show_nor_find_them(travel, kind):
    """faults.md 17, 55"""
    client = signed_in(kind)
    asked = {"app_label": "delegations", "model_name": "delegate", "field_name": "person"}

    by_name = client.get(reverse("admin:autocomplete"), {**asked, "term": travel["person"].family_name_en})
    by_phone = client.get(reverse("admin:autocomplete"), {**asked, "term": "canary"})

    assert [entry["text"] for entry in by_name.json()["results"]] == [str(travel["person"])]
    assert by_phone.json()["results"] == []


def test_suggestions_end_with_the_permission(travel):
    """faults.md 17"""
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    asked = {
        "app_label": "delegations",
        "model_name": "delegate",
        "field_name": "person",
        "term": "canary-2@example.org",
    }
    before = client.get(reverse("admin:autocomplete"), asked).json()["results"]

    client.get(reverse("admin:index")).wsgi_request.user.groups.clear()

    assert len(before) == 1
    assert client.get(reverse("admin:autocomplete"), asked).status_code == 403


def test_what_may_not_be_seen_is_not_taken_either(travel):
    """faults.md 15"""
    client = signed_in(roles.EDITOR)

    person = save(
        client, address(travel["person"]), phone="1", email="x@example.org", name_order="family_first"
    )
    delegate = save(client, address(travel["delegate"]), diet="none", state="confirmed")

    assert (person.status_code, delegate.status_code) == (302, 302)
    for row in travel.values():
        row.refresh_from_db()
    assert (travel["person"].phone, travel["person"].email) == ("canary-2", "canary-2@example.org")
    assert travel["person"].name_order == "family_first"
    assert (travel["delegate"].diet, travel["delegate"].state) == ("canary-2", "confirmed")


@pytest.mark.parametrize("kind", [roles.VIEWER, roles.REPORTER])
@pytest.mark.once
def test_who_only_sees_saves_nothing(travel, kind):
    """faults.md 15, 16"""
    client, item = signed_in(kind), factories.make_item()

    for row in (*travel.values(), item, item.mission):
        typed = fields_of(client.get(address(row))) | {"_save": ["Save"], "title_en": ["Taken over"]}
        assert client.post(address(row), typed).status_code == 403
        assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    item.refresh_from_db()
    assert item.title_en != "Taken over"


@pytest.mark.parametrize("kind", SEE)
@pytest.mark.once
def test_personal_links_are_for_editors_with_people(travel, kind):
    """faults.md 26"""
    links.make(travel["delegate"])
    link = AccessLink.objects.get()
    client = signed_in(kind)

    assert client.get(address_of(AccessLink)).status_code == 403
    assert client.get(address(link)).status_code == 403
    assert client.get(address(link, "history")).status_code == 403


@pytest.mark.parametrize("kind", [roles.EDITOR_WITH_PEOPLE, pytest.param(None, marks=pytest.mark.once)])
def test_a_link_is_listed_and_ended_but_shows_neither_token_nor_hash(travel, kind):
    """faults.md 25, 26"""
    token = links.make(travel["delegate"])
    link = AccessLink.objects.get()
    client = signed_in(*([kind] if kind else []))

    pages = [
        client.get(address_of(AccessLink)),
        client.get(address(link)),
        client.get(address(link, "history")),
    ]
    oracle = client.get(address_of(AccessLink), {"token_hash__startswith": link.token_hash[:1]})
    client.post(address_of(AccessLink), {"action": "revoke", "_selected_action": [link.pk]})

    for page in pages:
        text = page.content.decode()
        assert str(travel["delegate"]) in text or page is pages[2]
        assert not any(secret in text for secret in (str(token), link.token_hash, link.token_encrypted))
    assert oracle.status_code == 400
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert said(client.get(address_of(AccessLink))) == ["Links ended: 1."]
    assert client.get(address_of(AccessLink, "add")).status_code == 403


def test_an_action_on_foreign_rows_needs_its_permission(travel):
    """faults.md 14"""
    links.make(travel["delegate"])
    client = signed_in(roles.VIEWER)

    client.post(address_of(Delegate), {"action": "appoint_head", "_selected_action": [travel["delegate"].pk]})
    client.post(
        address_of(AccessLink), {"action": "revoke", "_selected_action": [AccessLink.objects.get().pk]}
    )

    travel["delegate"].delegation.refresh_from_db()
    assert travel["delegate"].delegation.head is None
    assert AccessLink.objects.get().revoked_at is None


@pytest.mark.once
def test_history_shows_what_changed_but_brings_nothing_back(travel):
    mission = factories.make_mission()
    client = signed_in()
    save(client, address(mission), title_en="Second title")

    page = client.get(address(mission, "history"))

    assert "Second title" in page.content.decode()
    assert 'style="' not in page.content.decode()
    with pytest.raises(NoReverseMatch):
        address(mission, "simple_history")


def test_a_deleted_rows_history_needs_the_permission_too(travel):
    """faults.md 11, 24"""
    stay = travel["stay"]
    page = address(stay, "history")
    stay.delete()

    assert not sees(signed_in(roles.EDITOR).get(page))
    assert signed_in(roles.RELEASER).get(page).status_code == 403


@pytest.mark.once
def test_staff_notes_are_seen_by_all_staff_who_see_the_programme():
    item = factories.make_item(staff_notes="Bring the samples", day=datetime.date(2023, 12, 5))

    for kind in (roles.VIEWER, roles.REPORTER, roles.EDITOR):
        assert "Bring the samples" in signed_in(kind).get(address(item)).content.decode()
