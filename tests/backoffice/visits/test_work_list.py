"""The work list of visit reports: which visits it has, in which order, and what narrows it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backoffice.rights import roles
from missions.models import Role
from reports import drafts
from tests import factories
from tests.backoffice.members import member
from tests.backoffice.pages import signed_in
from tests.backoffice.visits.reports import client_of

pytestmark = pytest.mark.django_db

ADDRESS = "admin:visits"


def names(client, **asked):
    return [line.name.text for line in client.get(reverse(ADDRESS), asked).context["lines"]]


def item(mission, title, day=4, **fields):
    return factories.make_item(
        **{
            "mission": mission,
            "kind": "meeting",
            "title": title,
            "day": datetime.date(2023, 12, day),
            **fields,
        }
    )


@pytest.fixture
def mission():
    return factories.make_mission(slug="mission")


def test_visits_are_listed_the_newest_first_and_others_only_with_a_report(mission):
    for title, day in (("Port", 4), ("Plant", 6), ("Bazaar", 5)):
        item(mission, title, day)
    item(mission, "Lunch", kind="meal")
    item(mission, "Called off", status="cancelled")
    factories.make_visit_report(item=item(mission, "Dinner", 7, kind="reception"))

    assert names(signed_in()) == ["Dinner", "Plant", "Bazaar", "Port"]


def test_the_list_is_narrowed_by_state_by_mission_and_to_mine(mission):
    me = member({mission: Role.REPORTER})
    client = client_of(me)
    for state in ("draft", "submitted", "sent_back", "approved"):
        factories.make_visit_report(item=item(mission, state), state=state)
    mine, typed = item(mission, "mine"), item(mission, "typed")
    factories.make_visit_report(item=mine, author=me)
    drafts.keep(me, typed, {"summary_en": ["x"]}, 0)
    far = timezone.now().date() + datetime.timedelta(400)
    later = factories.make_mission(slug="later", starts_on=far, ends_on=far)
    factories.make_item(mission=later, kind="visit", title="coming", day=far)

    assert names(client, state="sent_back") == ["sent_back"]
    assert names(client, state="none") == ["typed"]
    assert sorted(names(client, mine="1")) == ["mine", "typed"]
    assert names(client, state="coming") == []
    assert names(signed_in(), state="coming") == ["coming"]
    assert names(signed_in(), mission=str(later.pk), state="coming") == ["coming"]


def test_words_are_found_in_every_text_whatever_their_case(mission):
    factories.make_visit_report(item=item(mission, "Port"), findings="Логистика", staff_notes="ҚАЗАҚСТАН")
    factories.make_visit_report(item=item(mission, "Plant", 5), summary={"tk": "Ýaşyl sady"})
    client = signed_in()
    found = {
        "ЛОГИСТИКА": ["Port"],
        "қазақстан": ["Port"],
        "ÝAŞYL": ["Plant"],
        "port": ["Port"],
        "логистика сады": [],
        "100%": [],
        "": ["Plant", "Port"],
    }

    assert {asked: names(client, q=asked) for asked in found} == found


def test_nobody_finds_by_search_or_mission_what_is_not_hers(mission):
    factories.make_visit_report(item=item(mission, "Port"), findings="secret")
    stranger = client_of(member({factories.make_mission(): Role.COORDINATOR}))

    assert names(stranger) == names(stranger, q="secret") == names(stranger, mission=str(mission.pk)) == []
    assert signed_in(roles.RELEASER).get(reverse(ADDRESS)).status_code == 403


@pytest.mark.once
def test_the_list_asks_as_many_questions_for_one_visit_as_for_more(mission):
    client = signed_in()
    counts = []
    for rows in (1, 2):
        for number in range(rows):
            factories.make_visit_report(item=item(mission, f"Visit {number}"), author=factories.make_user())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(ADDRESS))
        counts.append(len(queries))

    assert counts[0] == counts[1]
