"""Badges and name tents: of all who travel, in protocol order, in one language, for who may see delegates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.rights import roles
from delegations.models import Delegate, DelegateState
from tests import factories, papers
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

CARDS = ("badges", "tents")


@pytest.fixture
def mission():
    """Three by rank, the second of whom has withdrawn; the first is known in Russian too."""
    mission = factories.make_mission(slug="spring", title={"en": "Spring", "ru": "Весна"})
    firm = factories.make_organisation(name={"en": "Plants", "ru": "Заводы"})
    for family, russian, rank in (("Caryyew", "Чарыев", 10), ("Berdiyewa", "", 20), ("Akimova", "", 30)):
        person = factories.make_person(family_name={"en": family, "ru": russian}, given_name="")
        factories.make_delegate(
            mission=mission,
            person=person,
            organisation=firm,
            precedence=rank,
            position={"en": "Director", "ru": "Директор"},
        )
    Delegate.objects.filter(precedence=20).update(state=DelegateState.WITHDRAWN)
    return mission


def address(mission, name, query=""):
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk]) + query


def said(client, mission, name, query=""):
    return papers.printed(client.get(address(mission, name, query)).content)


def test_badges_are_in_the_order_and_the_language_that_is_asked_for(mission):
    client = signed_in()

    assert said(client, mission, "badges") == (
        "Spring Caryyew Director Plants Spring Akimova Director Plants"
    )
    assert said(client, mission, "badges", "?lang=ru") == (
        "Весна Чарыев Директор Заводы Весна Akimova Директор Заводы"
    )


def test_each_who_travels_has_a_tent(mission):
    answer = signed_in().get(address(mission, "tents", "?lang=ru"))

    pages = [page.extract_text() for page in papers.reader(answer.content).pages]
    assert answer["Content-Disposition"] == 'inline; filename="spring-tents-ru.pdf"'
    assert [("Чарыев" in page, "Akimova" in page) for page in pages] == [(True, False), (False, True)]


@pytest.mark.once
@pytest.mark.parametrize("name", CARDS)
def test_without_delegates_it_is_said(name):
    assert said(signed_in(), factories.make_mission(), name) == "Nothing to list yet."


@pytest.mark.once
@pytest.mark.parametrize("name", CARDS)
def test_cards_are_for_who_may_see_delegates(mission, name):
    assert signed_in(roles.VIEWER).get(address(mission, name)).status_code == 200
    assert signed_in(roles.RELEASER).get(address(mission, name)).status_code == 403
    assert signed_in().get(address(mission, name, "?lang=xx")).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("name", CARDS)
def test_more_delegates_ask_no_more(mission, name):
    client = signed_in()
    client.get(address(mission, name))
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(mission, name))
        counts.append(len(queries))
        for _number in range(5):
            factories.make_delegate(mission=mission)

    assert counts[0] == counts[1] <= 20


@pytest.mark.once
def test_the_page_of_lists_leads_to_them_in_its_language(mission):
    page = signed_in().get(address(mission, "lists", "?lang=ru")).text

    assert [f'href="{name}/?lang=ru"' in page for name in CARDS] == [True, True]
