"""Who has not seen the newest version: in protocol order, with telephones, on the page, on paper, as a sheet."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from delegations import seen
from delegations.models import Delegate, DelegateState, Seen
from missions.models import MissionRole, Role
from tests import factories, papers
from tests.backoffice.delegates import told
from tests.backoffice.letters.writing import crowd
from tests.backoffice.pages import signed_in
from tests.delegations.travellers import release

pytestmark = pytest.mark.django_db
NAMES = ("Berik", "Aigul", "Canat")


def address(mission, below="", query=""):
    return reverse(f"admin:missions_mission_seen{below}", args=[mission.pk]) + query


def travellers(*names, **fields):
    mission = factories.make_mission(zone="Asia/Ashgabat", **fields)
    factories.make_item(mission=mission, visibility="delegation", for_everyone=True)
    delegates = [
        factories.make_delegate(
            mission=mission,
            person=factories.make_person(
                family_name=name, given_name="", phone=f"+993 (12) {number:02}-00-00" if number else ""
            ),
        )
        for number, name in enumerate(names)
    ]
    release(mission)
    return mission, delegates


def listed(page):
    return re.findall(r'<li id="delegate-\d+" value="(\d+)"><h3 class="h-item">([^<]+)', page.text)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[1]).split())


def test_who_has_not_seen_it_stands_by_rank_with_a_number_to_call():
    mission, (_first, second, _third) = travellers(*NAMES)
    user = factories.make_user()
    with time_machine.travel("2023-12-05 13:20Z", tick=False):
        seen.say(second, 1, assistant="Dana")

    page = signed_in(roles.EDITOR_WITH_PEOPLE).get(address(mission))

    assert listed(page) == [("1", "Berik"), ("3", "Canat")]
    assert re.findall(r'href="tel:([^"]+)"', page.text) == ["+99312020000"]
    assert "2 of 3 delegates are still to be reached." in words(page)
    assert "No telephone is known." in words(page)
    assert "Aigul: version 1, 5 December 2023, 18:20 (Ashgabat, UTC+5), her assistant Dana" in words(page)
    assert user.email not in page.text


def test_whom_somebody_told_leaves_the_list_under_the_name_of_who_told_her():
    mission, (first, _second, _third) = travellers(*NAMES)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    answer = client.post(address(mission), {"told": first.pk, "version": "1"}, follow=True)
    again = client.post(address(mission), {"told": first.pk, "version": "1"}, follow=True)

    member = Seen.objects.get().told_by
    assert told(answer)[:1] == ["Berik is noted as told of version 1."]
    assert told(again)[:1] == ["That Berik has seen version 1 was noted already."]
    assert [name for _place, name in listed(again)] == ["Aigul", "Canat"]
    assert str(member.pk) == client.session["_auth_user_id"]
    assert f"told by {member}" in words(again)


@pytest.mark.once
def test_of_another_version_or_another_mission_nothing_is_noted():
    mission, (first, *_others) = travellers(*NAMES)
    elsewhere = factories.make_delegate()
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    wrong = client.post(address(mission), {"told": first.pk, "version": "7"}, follow=True)
    strange = [
        client.post(address(mission), {"told": key, "version": "1"}).status_code
        for key in (elsewhere.pk, "", "x", "9" * 30)
    ]

    assert told(wrong)[:1] == ["There is no version 7, or it is withdrawn."]
    assert strange == [404, 404, 404, 404]
    assert Seen.objects.count() == 0


@pytest.mark.once
def test_nobody_is_left_or_nothing_is_released():
    mission, (first, second, third) = travellers(*NAMES)
    for delegate in (first, second):
        seen.say(delegate, 1)
    Delegate.objects.filter(pk=third.pk).update(state=DelegateState.WITHDRAWN)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    assert "Everybody has seen what concerns her." in words(client.get(address(mission)))
    assert "Nothing is released yet." in words(client.get(address(factories.make_mission())))


@pytest.mark.once
def test_the_list_is_for_those_alone_who_may_see_telephones():
    """faults.md 21"""
    mission, _delegates = travellers(*NAMES)
    kinds = (roles.VIEWER, roles.REPORTER, roles.EDITOR, roles.RELEASER, roles.EDITOR_WITH_PEOPLE)
    clients = {kind: signed_in(kind) for kind in kinds}
    answers = {
        kind: [client.get(address(mission, below)).status_code for below in ("", "_pdf", "_xlsx")]
        for kind, client in clients.items()
    }

    assert answers == {
        roles.VIEWER: [403, 403, 403],
        roles.REPORTER: [403, 403, 403],
        roles.EDITOR: [403, 403, 403],
        roles.RELEASER: [403, 403, 403],
        roles.EDITOR_WITH_PEOPLE: [200, 200, 200],
    }


@pytest.mark.once
def test_a_role_in_another_mission_opens_nothing_here():
    """faults.md 20"""
    mission, (first, *_others) = travellers(*NAMES)
    user = factories.make_user(is_staff=True)
    MissionRole.objects.create(mission=factories.make_mission(), user=user, role=Role.COORDINATOR)
    client = Client()
    client.force_login(user)

    assert client.get(address(mission)).status_code == 404
    assert client.post(address(mission), {"told": first.pk, "version": "1"}).status_code == 404
    assert Seen.objects.count() == 0


@pytest.mark.parametrize("lang", ["en", pytest.param("ru", marks=pytest.mark.once)])
def test_paper_and_sheet_say_what_the_page_says(lang):
    mission, (first, *_others) = travellers(*NAMES)
    seen.say(first, 1)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    paper = client.get(address(mission, "_pdf", f"?lang={lang}"))
    sheet = client.get(address(mission, "_xlsx", f"?lang={lang}"))
    wrong = client.get(address(mission, "_pdf", "?lang=xx"))

    said = papers.text(paper.content)
    assert [name for name in NAMES if name in said] == ["Aigul", "Canat"]
    assert "+993 (12) 01-00-00" in said
    assert paper["Content-Disposition"] == f'inline; filename="{mission.slug}-not-seen-{lang}.pdf"'
    assert sheet["Content-Disposition"] == f'attachment; filename="{mission.slug}-not-seen-{lang}.xlsx"'
    assert wrong.status_code == 404


@pytest.mark.once
def test_the_page_stays_small_and_asks_little_though_three_hundred_travel(django_assert_max_num_queries):
    mission, _delegates = crowd(300)
    factories.make_item(mission=mission, visibility="delegation", for_everyone=True)
    release(mission)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    client.get(address(mission))

    with django_assert_max_num_queries(20):
        page = client.get(address(mission))

    assert len(page.content) < 150_000
    assert len(listed(page)) == 100
