"""Two rows merged by hand: what the page says beforehand, who may, what is refused, and who acts at once."""

from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.people import merge_page
from backoffice.rights import roles
from delegations.models import members_of_groups
from missions import editions, release
from missions.models import MissionRole, Role
from partners.models import MergedRef, Organisation, Person
from tests import factories
from tests.backoffice.delegates import told
from tests.backoffice.members import member
from tests.backoffice.pages import address_of, fields_of, said, signed_in, staff
from tests.together import at_once, killed

NAMES = {"family_name": "Berdiyewa", "given_name": "Ogulsapar"}


def pair(**fields):
    return factories.make_person(**NAMES), factories.make_person(**NAMES, **fields)


def url(kept, gone):
    return merge_page.address(type(kept), kept.pk, gone.pk)


def press(client, kept, gone, **fields):
    page = client.get(url(kept, gone))
    assert page.status_code == 200
    return client.post(url(kept, gone), {**fields_of(page), **fields})


@pytest.mark.django_db
def test_the_page_says_what_moves_what_is_there_twice_and_what_differs():
    kept, gone = pair(phone="+7 700")
    mission = factories.make_mission(title="To Ashgabat")
    for person in (kept, gone):
        factories.make_delegate(person=person, mission=mission)
    factories.make_delegate(person=gone)
    page = signed_in().get(url(kept, gone)).text

    assert "<dt>Delegates</dt><dd>1</dd>" in page
    assert "Both are delegates of “To Ashgabat”." in page
    assert '<input type="radio" name="take-phone" value="gone" id="take-phone-gone" checked>' in page
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_merged_by_the_page_as_chosen():
    kept, gone = pair(phone="+7 700")
    factories.make_delegate(person=gone)
    client = signed_in()
    answer = press(client, kept, gone, **{"take-phone": ["kept"]})

    assert answer.url == f"/admin/partners/person/{kept.pk}/change/"
    assert said(client.get(answer.url)) == ["“Ogulsapar Berdiyewa” is merged into “Ogulsapar Berdiyewa”."]
    kept.refresh_from_db()
    assert (kept.phone, kept.travels.count(), Person.objects.count()) == ("", 1, 1)


@pytest.mark.django_db
def test_two_organisations_are_merged_and_the_old_address_leads_to_the_new_page(client):
    kept, gone = factories.make_organisation(slug="kept"), factories.make_organisation(slug="gone")
    mission = factories.make_mission(state="published")
    factories.make_item(mission=mission, hosts=[gone], visibility="public")
    release.release(mission, by=None, members={}, replaces=None)
    before = client.get(reverse("missions:partner", args=["gone"]))
    press(signed_in(), kept, gone)
    editions.forget()

    moved = client.get(reverse("missions:partner", args=["gone"]))
    page = client.get(moved.url)
    assert (before.status_code, moved.status_code, moved.url) == (
        200,
        301,
        reverse("missions:partner", args=["kept"]),
    )
    assert (page.status_code, str(mission) in page.text) == (200, True)
    sitemap = client.get("/sitemap.xml").text
    assert ("/partners/kept/" in sitemap, "/partners/gone/" in sitemap) == (True, False)


@pytest.mark.django_db
def test_a_released_delegate_keeps_her_groups_on_her_own_page():
    from delegations import itinerary

    kept, gone = pair()
    mission = factories.make_mission(state="published")
    group = factories.make_group(mission=mission)
    one = factories.make_delegate(person=kept, mission=mission)
    factories.make_delegate(person=gone, mission=mission, groups=[group])
    factories.make_item(mission=mission, title="Her visit", groups=[group], visibility="participants")
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)

    press(signed_in(), kept, gone)

    one.refresh_from_db()
    titles = [item.title.text for item in itinerary.make(one, "en").itinerary.items]
    assert titles == ["Her visit"]


@pytest.mark.django_db
def test_the_list_leads_to_the_page_with_two_rows_alone():
    kept, gone = pair()
    third = factories.make_person()
    client = signed_in()
    for rows, expected in (((kept, gone), url(kept, gone)), ((kept,), None), ((kept, gone, third), None)):
        data = {"action": "merge_two", "_selected_action": [row.pk for row in rows]}
        answer = client.post(address_of(Person), data)
        assert (answer.url == url(kept, gone)) is (expected is not None)
    assert "Choose two rows to merge." in client.get(address_of(Person)).text


@pytest.mark.django_db
def test_what_are_no_two_rows_is_not_found():
    factories.make_person()
    client = signed_in()
    for rows in ("1", "1,1", "1,2,3", "x,y", "987654321,987654322", "0,1", "9" * 30 + ",1"):
        address = reverse("admin:partners_person_merge") + f"?rows={rows}"
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["a new contact", "another name", pytest.param("merged", marks=pytest.mark.once)]
)
def test_what_changed_meanwhile_is_told_and_nothing_is_lost(change):
    """faults.md 39"""
    kept, gone = pair()
    client = signed_in()
    data = fields_of(client.get(url(kept, gone))) | {"take-family_name_en": ["gone"]}
    if change == "a new contact":
        factories.make_contact(person=gone)
    elif change == "another name":
        gone.family_name_en = "Other"
        gone.save()
    else:
        press(signed_in(), kept, gone)
    refused = client.post(url(kept, gone), data)

    if change == "merged":
        assert refused.status_code == 404
        return
    assert told(refused) == [
        "This could not be done One of them has changed meanwhile. "
        "It stands here as it is now; the same button now merges them."
    ]
    assert Person.objects.count() == 2
    assert client.post(url(kept, gone), fields_of(refused)).status_code == 302


@pytest.mark.once
@pytest.mark.django_db
def test_who_may_not_delete_people_merges_none():
    kept, gone = pair()
    for kind, status in ((roles.VIEWER, 403), (roles.EDITOR, 403), (roles.EDITOR_WITH_PEOPLE, 200)):
        client = signed_in(kind)
        assert client.get(url(kept, gone)).status_code == status
        assert client.get(reverse("admin:partners_person_duplicates")).status_code == status


@pytest.mark.django_db
def test_with_a_role_she_merges_what_has_a_part_in_her_missions_alone():
    kept, gone = pair()
    mine, other = factories.make_mission(), factories.make_mission()
    user = factories.make_user()
    MissionRole.objects.create(mission=mine, user=user, role="coordinator")
    for person in (kept, gone):
        factories.make_delegate(person=person, mission=mine)
    client = Client()
    client.force_login(user)
    elsewhere = factories.make_delegate(person=gone, mission=other)
    refused = client.get(url(kept, gone))
    sent = client.post(url(kept, gone), {"seen": "-"})
    elsewhere.delete()

    sentence = "One of them has a part in a mission in which you may not change and delete such entries."
    assert [told(refused), told(sent)] == [[f"This could not be done {sentence}"]] * 2
    assert press(client, kept, gone).status_code == 302


@pytest.mark.once
@pytest.mark.django_db
def test_telephone_and_e_mail_are_shown_and_chosen_with_their_permission_alone():
    kept, gone = pair(phone="+7 700", email="o@example.org")
    user = staff()
    user.is_superuser = False
    user.save()
    names = ["view_person", "change_person", "delete_person", "view_mission"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    page = client.get(url(kept, gone)).text
    assert ("+7 700" in page, "o@example.org" in page) == (False, False)
    press(client, kept, gone, **{"take-phone": ["kept"]})
    kept.refresh_from_db()
    assert kept.phone == "+7 700"


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("crossed", [False, True], ids=["kept is hers", "gone is hers"])
def test_what_is_personal_of_one_of_another_mission_is_neither_shown_nor_chosen(crossed):
    """The right for one of both is none for the other, on the page as in what it sends."""
    hers, other = pair(phone="+7 700", email="o@example.org")
    hers.phone = "+7 800"
    hers.save()
    kept, gone = (other, hers) if crossed else (hers, other)
    mission = factories.make_mission()
    factories.make_delegate(mission=mission, person=hers)
    factories.make_delegate(person=other)
    user = member({mission: Role.PROTOCOL})
    names = ["view_person", "change_person", "delete_person", "view_mission"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)

    page = client.get(url(kept, gone))
    was = kept.phone
    answer = client.post(url(kept, gone), fields_of(page) | {"take-phone": ["gone"]})

    kept.refresh_from_db()
    assert ("+7 700" in page.text, "+7 800" in page.text, answer.status_code) == (False, False, 302)
    assert kept.phone == was


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("model", ["person", "organisation"])
def test_the_page_takes_few_queries_however_much_moves(model):
    make = factories.make_person if model == "person" else factories.make_organisation
    kept, gone = make(), make()
    client, counts = signed_in(), []
    client.get(url(kept, gone))
    for _number in range(3):
        mission = factories.make_mission()
        item = factories.make_item(mission=mission)
        for row in (kept, gone):
            contact = factories.make_contact(**{model: row})
            factories.make_host(item=item, contact=contact)
            if model == "person":
                factories.make_delegate(mission=mission, person=row)
            else:
                factories.make_delegation(mission=mission, organisation=row)
                factories.make_party(mission=mission, organisation=row)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(kept, gone)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 20


@pytest.mark.django_db
def test_likely_pairs_are_listed_by_address_then_by_name_then_at_other_organisations():
    by_email = [factories.make_person(family_name=name, email="A@Example.org") for name in ("One", "Two")]
    cyrillic = factories.make_person(family_name={"ru": "Жұмабаев"}, given_name={"ru": "Ерлан"})
    latin = factories.make_person(family_name="Zhumabayev", given_name="Yerlan")
    organisation = factories.make_organisation()
    for person in (cyrillic, latin):
        factories.make_contact(person=person, organisation=organisation)
    namesake = factories.make_contact(
        person=factories.make_person(family_name="Zhumabayev", given_name="Yerlan")
    )
    page = signed_in().get(reverse("admin:partners_person_duplicates")).text

    first, second = (
        page.find(url(*people).replace(",", "%2C").replace("%2C", ","))
        for people in (by_email, (cyrillic, latin))
    )
    assert 0 < first < second
    assert second < page.find(url(latin, namesake.person).replace(",", "%2C").replace("%2C", ","))


@pytest.mark.once
@pytest.mark.django_db
def test_the_pairs_take_few_queries_however_many():
    client, counts = signed_in(), []
    client.get(reverse("admin:partners_person_duplicates"))
    for number in range(3):
        for _twice in range(2):
            factories.make_contact(person=factories.make_person(email=f"p{number}@example.org"))
        client.get(reverse("admin:partners_person_duplicates"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:partners_person_duplicates"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossed", [False, True], ids=["one way", "A into B and B into A"])
def test_of_those_who_merge_one_pair_at_once_one_does(crossed):
    """faults.md 41"""
    kept, gone = pair()
    mission = factories.make_mission()
    for person in (kept, gone):
        factories.make_delegate(person=person, mission=mission)
        factories.make_contact(person=person)
    ways = [(kept, gone), (gone, kept) if crossed else (kept, gone)] * 2
    clients = [signed_in() for _way in ways]
    pages = [fields_of(clients[0].get(url(*way))) for way in ways[:2]] * 2

    answers = at_once(
        *(
            partial(client.post, url(*way), page)
            for client, way, page in zip(clients, ways, pages, strict=True)
        )
    )

    assert all(answer.status_code in (302, 404) for answer in answers)
    [left] = Person.objects.all()
    assert (left.travels.count(), left.contacts.count(), mission.delegates.count()) == (1, 2, 1)
    assert MergedRef.objects.filter(model="partners.Person").count() == 1


SLOWLY = """
from django.db.models.signals import post_delete
from partners import merging
from partners.models import Organisation
post_delete.connect(wait)
kept, gone = (Organisation.objects.get(pk=key) for key in sys.argv[1:])
merging.merge(kept, gone, by=None)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_both_as_they_were():
    """faults.md 42: kill -9 in a merge leaves all or nothing."""
    kept, gone = factories.make_organisation(), factories.make_organisation()
    item = factories.make_item(hosts=[kept, gone])
    factories.make_contact(organisation=gone)

    killed(SLOWLY, kept.pk, gone.pk)

    assert set(Organisation.objects.filter(pk__in=[kept.pk, gone.pk])) == {kept, gone}
    assert [host.organisation_id for host in item.hosts.order_by("pk")] == [kept.pk, gone.pk]
    assert (gone.contacts.count(), MergedRef.objects.count()) == (1, 0)
