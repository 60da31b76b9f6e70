"""The one search of the back office: in every language and script, and never more than its reader may see."""

import datetime as dt
from urllib.parse import urlencode

import pytest

from backoffice.rights import roles
from missions.models import Mission, MissionRole
from tests import factories
from tests.backoffice.pages import address, address_of, signed_in, staff

pytestmark = pytest.mark.django_db

SEARCH = "/admin/search/"


def groups(response):
    """What was found, by heading."""
    return {group.heading: [hit.words for hit in group.hits] for group in response.context["groups"]}


def found(client, words):
    response = client.get(SEARCH, {"q": words})
    assert response.status_code == 200
    return groups(response)


@pytest.fixture
def world():
    mission = factories.make_mission(
        title={"en": "To Turkmenistan", "ru": "В Туркменистан", "kk": "Түрікменстанға", "tk": "Türkmenistana"}
    )
    factories.make_item(mission=mission, title={"ru": "Посещение порта Туркменбаши"}, day=mission.starts_on)
    person = factories.make_person(
        family_name={"en": "Orazov", "ru": "Оразов", "tk": "Orazow"}, given_name={"en": "Meret"}
    )
    factories.make_delegate(mission=mission, person=person)
    organisation = factories.make_organisation(
        name={"en": "Sea port", "ru": "Морской порт", "tk": "Deňiz porty"}
    )
    factories.make_party(mission=mission, organisation=organisation)
    factories.make_mission(title="Another")
    return mission


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "turkmenistan",
            {"Missions": ["To Turkmenistan"], "Programme items": ["Посещение порта Туркменбаши"]},
        ),
        (
            "ТУРКМЕНИСТАН",
            {"Missions": ["To Turkmenistan"], "Programme items": ["Посещение порта Туркменбаши"]},
        ),
        ("ТҮРІКМЕН", {"Missions": ["To Turkmenistan"], "Programme items": ["Посещение порта Туркменбаши"]}),
        (
            "TÜRKMENISTANA",
            {"Missions": ["To Turkmenistan"], "Programme items": ["Посещение порта Туркменбаши"]},
        ),
        ("туркменбаши порт", {"Programme items": ["Посещение порта Туркменбаши"]}),
        ("ОРАЗОВ", {"People": ["Meret Orazov"]}),
        ("orazow", {"People": ["Meret Orazov"]}),
        ("DEŇIZ", {"Organisations": ["Sea port"]}),
        ("морской", {"Organisations": ["Sea port"]}),
        ("nothing like it", {}),
        ("   ", {}),
        ("100%_", {}),
        ("a\0b", {}),
    ],
)
def test_rows_are_found_in_every_language_and_case(world, words, expected):
    assert found(signed_in(), words) == expected


def test_each_hit_leads_to_its_page_and_names_its_missions(world):
    client = signed_in()
    later = factories.make_mission(title="Later", starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 1, 2))
    port = world.parties.get().organisation
    factories.make_item(mission=later, hosts=[port])
    factories.make_delegate(mission=later, person=world.delegates.get().person)
    hits = {}
    for words in ("turkmenbashi туркменбаши", "Туркменбаши", "Orazov", "Sea port"):
        for group in client.get(SEARCH, {"q": words}).context["groups"]:
            for hit in group.hits:
                hits[hit.words] = hit

    item = world.items.get()
    assert hits["Посещение порта Туркменбаши"].address == address(item)
    assert hits["Посещение порта Туркменбаши"].about == "4 December 2023, Meeting"
    named = {words: [mission for mission, _address in hit.missions] for words, hit in hits.items()}
    assert named["Посещение порта Туркменбаши"] == ["To Turkmenistan"]
    assert named["Meret Orazov"] == ["Later", "To Turkmenistan"]
    assert named["Sea port"] == ["Later", "To Turkmenistan"]
    for hit in hits.values():
        for link in (hit.address, *(way for _words, way in hit.missions)):
            assert client.get(link).status_code == 200


@pytest.mark.once
def test_what_was_asked_for_stays_in_the_box_as_text(world):
    """faults.md 55"""
    payload = '"><script>alert(1)</script>{{ 7|add:7 }}'
    response = signed_in().get(SEARCH, {"q": payload})

    assert "<script>alert" not in response.content.decode()
    assert response.context["bar"].query == payload


def test_personal_fields_are_searched_only_for_those_who_may_see_them():
    """faults.md 6"""
    factories.make_person(family_name="Orazov", given_name="", phone="+7 700 123 45 67")

    assert found(signed_in(roles.EDITOR_WITH_PEOPLE), "123") == {"People": ["Orazov"]}
    assert found(signed_in(roles.EDITOR), "123") == {}


def test_who_sees_only_missions_finds_only_missions(world):
    assert found(signed_in(roles.RELEASER), "turkmenistan") == {"Missions": ["To Turkmenistan"]}
    assert found(signed_in(roles.RELEASER), "orazov") == {}
    assert found(signed_in("No such kind"), "turkmenistan") == {}


def test_a_role_in_one_mission_finds_what_is_in_it(world):
    """faults.md 11"""
    user = staff("No such kind")
    client = signed_in()
    client.force_login(user)
    elsewhere = Mission.objects.get(title_en="Another")
    factories.make_item(mission=elsewhere, title="Turkmenistan, elsewhere")
    port = world.parties.get().organisation
    factories.make_party(mission=elsewhere, organisation=port)
    assert found(client, "turkmenistan") == {}

    MissionRole.objects.create(mission=elsewhere, user=user, role="viewer")

    assert found(client, "turkmenistan") == {"Programme items": ["Turkmenistan, elsewhere"]}
    assert found(client, "orazov") == {}
    [group] = client.get(SEARCH, {"q": "Sea port"}).context["groups"]
    assert [mission for mission, _address in group.hits[0].missions] == ["Another"]


def test_of_many_rows_the_first_are_shown_with_the_way_to_all():
    for number in range(23):
        factories.make_organisation(name=f"Port {number:02}")
    client = signed_in()

    [group] = client.get(SEARCH, {"q": "port"}).context["groups"]

    assert len(group.hits) == 20
    assert client.get(group.more).context["cl"].result_count == 23
    assert urlencode({"q": "port"}) in group.more


def test_a_row_that_is_found_in_several_ways_is_shown_once():
    mission = factories.make_mission(title="Port")
    hosts = [factories.make_organisation(name=f"Port {number}") for number in range(3)]
    factories.make_item(mission=mission, title="Port", hosts=hosts)

    assert found(signed_in(), "port")["Programme items"] == ["Port"]


@pytest.mark.once
def test_it_takes_few_queries_however_much_is_found(django_assert_max_num_queries):
    """One question more for each of twenty-one would be more than these."""
    for number in range(21):
        mission = factories.make_mission(title=f"Port {number}")
        port = factories.make_organisation(name=f"Port {number}")
        factories.make_party(mission=mission, organisation=port)
        factories.make_item(mission=mission, title=f"Port {number}", hosts=[port])
        factories.make_delegate(mission=mission, person=factories.make_person(family_name=f"Port{number}"))

    for kinds in ([], [roles.EDITOR_WITH_PEOPLE]):
        client = signed_in(*kinds)
        client.get(address(mission))
        client.get(address_of(Mission))
        with django_assert_max_num_queries(20):
            response = client.get(SEARCH, {"q": "port"})

        assert len(response.content) <= 150 * 1024
        assert {heading: len(hits) for heading, hits in groups(response).items()} == dict.fromkeys(
            ["Missions", "Programme items", "People", "Organisations"], 20
        )
