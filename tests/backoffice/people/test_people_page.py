"""The people of a mission in protocol order: who reads what, what a button does, who is told of whom."""

import pytest

from backoffice.rights import roles
from delegations.models import Delegate
from missions.models import Group
from tests import factories
from tests.backoffice.delegates import line, make, names, people, press, seen, told, type_numbers
from tests.backoffice.pages import signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    return factories.make_mission()


def member(email):
    client = signed_in()
    client.force_login(staff(email=email))
    return client


def test_a_line_says_who_where_from_in_which_capacity_groups_and_state(mission):
    group = factories.make_group(mission=mission, name="Plants")
    hers = factories.make_organisation(name="Her firm")
    [delegate] = make(mission, "Aigul", organisation=hers, position="Director", state="confirmed")
    delegate.groups.set([group, Group.objects.create(mission=mission, personal=True)])
    other = make(mission, "Berik")[0]

    page = signed_in(roles.VIEWER).get(people(mission))

    assert line(page, delegate) == "1 Aigul Director Her firm member Plants confirmed Full record : Aigul"
    assert line(page, other) == f"2 Berik {other.delegation} member no group invited Full record : Berik"
    assert page.context["groups"] == [(group.pk, "Plants")]


@pytest.mark.once
def test_names_are_in_the_readers_script_and_marked_where_they_are_not(mission):
    person = factories.make_person(
        family_name={"en": "Berdiyewa", "ru": "Бердыева"}, given_name={"en": "Ogulsapar", "ru": "Огулсапар"}
    )
    factories.make_delegate(mission=mission, person=person)
    make(mission, "Erlan")
    client = signed_in()

    english = names(client.get(people(mission)))
    page = client.get(people(mission), headers={"accept-language": "ru"})

    assert english == ["Ogulsapar Berdiyewa", "Erlan"]
    assert names(page) == ["Огулсапар Бердыева", "Erlan"]
    assert '<span lang="en">Erlan</span>' in page.text


@pytest.mark.once
def test_needs_telephone_and_e_mail_are_shown_to_those_who_may_see_them_alone(mission):
    person = factories.make_person(phone="+7 700 000 00 00", email="aigul@example.org")
    factories.make_delegate(mission=mission, person=person, diet="no nuts", access_needs="lift")
    hidden = ["+7 700 000 00 00", "aigul@example.org", "no nuts", "lift"]

    for kind, expected in ((roles.EDITOR_WITH_PEOPLE, hidden), (roles.EDITOR, []), (roles.VIEWER, [])):
        page = signed_in(kind).get(people(mission)).text
        assert [text for text in hidden if text in page] == expected


def test_buttons_move_a_delegate_and_say_so_beside_her(mission):
    make(mission, "Aigul", "Berik", "Ceren", "Dina")
    aigul, _berik, ceren, dina = mission.delegates.all()
    client = signed_in()
    orders = []
    for what in (
        f"after {aigul.pk} {_berik.pk}",
        f"before {dina.pk} {ceren.pk}",
        f"first {dina.pk}",
        f"last {aigul.pk}",
    ):
        answer = press(client, mission, what)
        page = client.get(people(mission))
        orders.append("".join(name[0] for name in names(page)))

    assert orders == ["BACD", "BADC", "DBAC", "DBCA"]
    assert answer.url == f"{people(mission)}#delegate-{aigul.pk}"
    assert told(page) == ["Aigul is now number 4."]
    assert list(mission.delegates.values_list("precedence", flat=True)) == [10, 20, 30, 40]


def test_up_in_a_filtered_list_goes_above_whoever_stands_above_there(mission):
    aigul, berik, _ceren, dina = make(mission, "Aigul", "Berik", "Ceren", "Dina")
    Delegate.objects.filter(pk__in=[aigul.pk, dina.pk]).update(state="confirmed")
    client = signed_in()

    answer = press(client, mission, f"before {dina.pk} {aigul.pk}", "?state=confirmed")

    assert answer.url == f"{people(mission)}?state=confirmed#delegate-{dina.pk}"
    assert names(client.get(answer.url)) == ["Dina", "Aigul"]
    assert names(client.get(people(mission))) == ["Dina", "Aigul", "Berik", "Ceren"]
    assert berik.pk


def test_the_list_is_filtered_by_state_and_group_and_foreign_ones_are_not_found(mission):
    aigul, berik = make(mission, "Aigul", "Berik")
    group = factories.make_group(mission=mission)
    berik.groups.set([group])
    client = signed_in()

    assert names(client.get(people(mission, f"?group={group.pk}"))) == ["Berik"]
    assert names(client.get(people(mission, "?state=invited"))) == ["Aigul", "Berik"]
    assert "Nobody is in this state and group." in client.get(people(mission, "?state=accepted")).text
    for query in ("?state=late", f"?group={factories.make_group().pk}", "?group=x"):
        assert client.get(people(mission, query)).status_code == 404
    assert aigul.pk


def test_typed_numbers_are_saved_together(mission):
    aigul, _berik, ceren = make(mission, "Aigul", "Berik", "Ceren")
    client = signed_in()
    page = client.get(people(mission))

    answer = type_numbers(client, mission, page, **{f"rank_{ceren.pk}": "1", f"rank_{aigul.pk}": "3"})

    assert answer.status_code == 302
    page = client.get(answer.url)
    assert (names(page), told(page)) == (["Ceren", "Berik", "Aigul"], ["The new order is saved."])


WRONG = [
    ("9", "Aigul: there is no place 9. Give a number from 1 to 3."),
    ("two", "“two” is no place. Give a whole number."),
    ("", "“” is no place. Give a whole number."),
]


@pytest.mark.once
def test_a_number_that_cannot_be_is_told_and_kept(mission):
    aigul, berik, _ceren = make(mission, "Aigul", "Berik", "Ceren")
    client = signed_in()
    page = client.get(people(mission))

    for text, sentence in WRONG:
        refused = type_numbers(client, mission, page, **{f"rank_{aigul.pk}": text, f"rank_{berik.pk}": "3"})

        assert (refused.status_code, told(refused)) == (200, [f"This could not be done {sentence}"])
        assert f'name="rank-{aigul.pk}" value="{text}"' in refused.text
        assert f'name="rank-{berik.pk}" value="3"' in refused.text
    assert names(client.get(people(mission))) == ["Aigul", "Berik", "Ceren"]


def test_who_saves_second_is_told_who_changed_the_order_and_keeps_what_she_typed(mission):
    """faults.md 39"""
    aigul, _berik, ceren = make(mission, "Aigul", "Berik", "Ceren")
    me, aida = member("me@example.org"), member("aida@example.org")
    mine = me.get(people(mission))
    press(aida, mission, f"first {ceren.pk}")

    refused = type_numbers(me, mission, mine, **{f"rank_{aigul.pk}": "3"})
    meanwhile = names(me.get(people(mission)))
    saved = type_numbers(me, mission, refused)

    assert told(refused)[0].startswith(
        "This could not be done Not done: aida@example.org changed the order at "
    )
    assert meanwhile == ["Ceren", "Aigul", "Berik"]
    assert f'name="rank-{aigul.pk}" value="3"' in refused.text
    assert (saved.status_code, names(me.get(people(mission)))) == (302, ["Ceren", "Berik", "Aigul"])


def test_a_button_on_an_old_page_moves_nobody_and_says_who_did(mission):
    """faults.md 40"""
    aigul, _berik, ceren = make(mission, "Aigul", "Berik", "Ceren")
    me = member("me@example.org")
    old = seen(me.get(people(mission)))
    press(member("aida@example.org"), mission, f"first {ceren.pk}")

    me.post(people(mission), {"do": f"last {aigul.pk}", "seen": old})

    page = me.get(people(mission))
    assert "aida@example.org changed the order at" in told(page)[0]
    assert names(page) == ["Ceren", "Aigul", "Berik"]


def test_heads_deputies_and_states_change_by_their_buttons(mission):
    aigul, berik = make(mission, "Aigul", "Berik")
    client = signed_in()
    said = []
    for what in ("head", "confirm", "withdraw", "back"):
        press(client, mission, f"{what} {aigul.pk}")
        said += told(client.get(people(mission)))
    press(client, mission, f"deputy {berik.pk}")
    said += told(client.get(people(mission)))

    assert said == [
        f"Aigul is head of the delegation of {aigul.delegation}.",
        "Aigul is confirmed.",
        "Aigul has withdrawn. Her personal links open nothing now; her rank is kept.",
        "Aigul travels after all.",
        f"Berik is deputy head of the delegation of {berik.delegation}.",
    ]
    assert list(mission.delegates.values_list("state", "capacity")) == [
        ("confirmed", "member"),
        ("invited", "deputy"),
    ]
    client.post(people(mission), {"do": f"deputy {berik.pk}"})
    assert told(client.get(people(mission))) == ["Berik has this capacity already."]


STRANGE = [
    ({}, 302),
    ({"do": "fly 1"}, 302),
    ({"do": "head"}, 302),
    ({"do": "head x"}, 404),
    ({"do": "head 987654321"}, 404),
    ({"do": "first 987654321"}, 404),
    ({"do": "before 1 2 3", "seen": "0"}, 302),
    ({"do": "order", "was": "1;2"}, 404),
    ({"do": "order", "was": "987654321:1", "rank-987654321": "2", "seen": "0"}, 200),
    ({"do": "order", "was": "", "seen": "x"}, 404),
]


def test_what_no_page_of_ours_sends_changes_nothing(mission):
    make(mission, "Aigul", "Berik")
    client = signed_in()
    for data, status in STRANGE:
        assert (data, client.post(people(mission), data).status_code) == (data, status)
    assert names(client.get(people(mission))) == ["Aigul", "Berik"]


@pytest.mark.once
def test_a_delegate_of_another_mission_is_not_found(mission):
    make(mission, "Aigul")
    elsewhere = factories.make_delegate()
    client = signed_in()
    for what in ("head", "first", "withdraw"):
        data = {"do": f"{what} {elsewhere.pk}", "seen": seen(client.get(people(mission)))}
        assert client.post(people(mission), data).status_code == 404


@pytest.mark.once
def test_who_may_not_change_delegates_has_no_buttons_and_sends_nothing(mission):
    [aigul, _berik] = make(mission, "Aigul", "Berik")
    for kind, status in ((roles.VIEWER, 403), (roles.REPORTER, 403), (roles.EDITOR, 302)):
        client = signed_in(kind)
        page = client.get(people(mission))

        assert ('form="act"' in page.text) is (status == 302)
        assert client.post(people(mission), {"do": f"confirm {aigul.pk}"}).status_code == status


@pytest.mark.once
def test_an_empty_mission_says_what_to_do(mission):
    page = signed_in().get(people(mission)).text
    assert "Nobody travels yet." in page
    assert f"/admin/delegations/delegate/add/?mission={mission.pk}" in page
