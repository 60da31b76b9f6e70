"""The release page says who will be written to, shows each letter, and tells them now or later."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from delegations.models import AccessLink, Delegate, DelegateState, Mailing, Notice
from missions.models import MissionRole, Release, Role
from tests import factories
from tests.backoffice.letters.writing import crowd, travellers, words, work
from tests.backoffice.pages import signed_in
from tests.backoffice.release_pages import page_of
from tests.delegations.travellers import release

pytestmark = pytest.mark.django_db


def split():
    """A released mission with an item for each of two groups, one of which changes since; and who knows it."""
    mission, (first, second, nobody, stranger, gone) = travellers(
        "Aigul", "Berik", "Nobody", "Stranger", "Gone"
    )
    stop = factories.make_stop(mission=mission)
    groups = [factories.make_group(mission=mission) for _number in range(2)]
    items = [
        factories.make_item(stop=stop, groups=[group], visibility="participants", day=mission.starts_on)
        for group in groups
    ]
    for delegate, group in ((first, 0), (second, 1), (nobody, 0), (stranger, 0), (gone, 0)):
        delegate.groups.add(groups[group])
    AccessLink.objects.filter(delegate=stranger).delete()
    Delegate.objects.filter(pk=gone.pk).update(state=DelegateState.WITHDRAWN)
    release(mission)
    AccessLink.objects.update(sent_at=Release.objects.get().at, made_at=Release.objects.get().at)
    items[0].venue_en = "Hall 2"
    items[0].save()
    return mission, first, second


def coordinator(mission):
    user = factories.make_user(is_staff=True)
    MissionRole.objects.create(mission=mission, user=user, role=Role.COORDINATOR)
    client = Client()
    client.force_login(user)
    return client


def sent(client, mission, **typed):
    page = client.get(page_of(mission))
    hidden = dict(re.findall(r'<input type="hidden" name="(replaces|saw)" value="([^"]*)"', page.text))
    hidden["saw"] = hidden["saw"].replace("&quot;", '"')
    assert client.post(page_of(mission), {**hidden, **typed}).status_code == 302


def who(mission, query=""):
    return reverse("admin:missions_mission_foreseen", args=[mission.pk]) + query


def test_it_says_who_gets_a_letter_and_why_others_get_none():
    mission, _first, _second = split()
    client = coordinator(mission)

    said = words(client.get(who(mission)))

    assert f'href="{who(mission)}"' in client.get(page_of(mission)).text
    assert "If the programme were released now, 1 of 4 delegates would get a letter." in said
    assert "1 letter, by rank Aigul" in said
    assert "Nothing has changed for her: 1 Berik" in said
    assert "No e-mail address: 1 Nobody" in said
    assert "Has not been sent a personal link yet: 1 Stranger" in said
    assert "Gone" not in said
    assert Notice.objects.filter(release__number=2).count() == 0  # it only looks


@pytest.mark.once
def test_the_letter_of_each_can_be_looked_at_before():
    mission, first, second = split()
    client = coordinator(mission)
    address = who(mission)

    hers = client.get(f"{address}?delegate={first.pk}")
    russian = client.get(f"{address}?delegate={first.pk}&lang=ru")
    others = client.get(f"{address}?delegate={second.pk}")

    assert "Changed for you, version 2: The mission" in words(hers)
    assert "Hall 2" in words(hers)
    assert 'sandbox=""' in hers.text
    assert "Миссия" in words(russian)
    assert "Nothing is new for her, so she gets no letter." in words(others)
    assert [
        client.get(address + query).status_code for query in ("?delegate=", "?delegate=x", "?delegate=9999")
    ] == [
        404,
        404,
        404,
    ]


@pytest.mark.parametrize(
    ("tell", "state"),
    [
        ("now", "sent"),
        pytest.param("later", "prepared", marks=pytest.mark.once),
        pytest.param("", "prepared", marks=pytest.mark.once),
    ],
)
def test_they_are_told_now_or_later(tell, state, settings):
    settings.NOTICES_WAIT = 0
    mission, _first, _second = split()

    sent(coordinator(mission), mission, tell=tell)
    work()

    mailing = Mailing.objects.get(release__number=2)
    assert mailing.state == state
    assert [one.to for one in mail.outbox] == ([["aigul@example.org"]] if state == "sent" else [])


@pytest.mark.once
def test_who_may_release_and_not_write_leaves_the_letters_in_the_outbox():
    mission, _first, _second = split()
    client = signed_in(roles.RELEASER)

    page = client.get(page_of(mission))
    sent(client, mission, tell="now")

    assert "Their letters wait in the outbox until somebody who may sends them." in words(page)
    assert client.get(who(mission)).status_code == 403
    assert 'name="tell"' not in page.text
    assert Mailing.objects.get(release__number=2).state == "prepared"


@pytest.mark.once
def test_the_first_release_says_so_too():
    mission, _delegates = travellers("Aigul", "Nobody")
    factories.make_item(mission=mission, visibility="public", for_everyone=True)

    said = words(coordinator(mission).get(who(mission)))

    assert "1 letter, by rank Aigul" in said
    assert "No e-mail address: 1 Nobody" in said


@pytest.mark.once
def test_the_page_stays_small_and_asks_little_though_three_hundred_travel(django_assert_max_num_queries):
    mission, delegates = crowd(300)
    item = factories.make_item(mission=mission, visibility="public", for_everyone=True)
    release(mission)
    item.venue_en = "Hall 2"
    item.save()
    client = signed_in()
    client.get(page_of(mission))

    for query in ("", f"?delegate={delegates[0].pk}"):
        with django_assert_max_num_queries(20):
            page = client.get(who(mission, query))
        assert len(page.content) < 150_000


def test_who_was_never_sent_a_link_is_counted_before_a_release_and_can_be_sent_one_there():
    mission, _first, _second = split()
    client = coordinator(mission)

    page = client.get(page_of(mission))
    assert "1 of 4 delegates was never sent a personal link" in words(page)
    [address] = re.findall(r'action="([^"]+/links/)"', page.text)
    answer = client.post(address, {"do": "send-all", "back": "release"}, follow=True)

    assert answer.redirect_chain == [(page_of(mission), 302)]
    assert "never sent" not in words(answer)
    assert AccessLink.objects.filter(delegate__person__family_name_en="Stranger").count() == 1


@pytest.mark.once
def test_who_may_make_no_links_is_warned_without_a_button():
    mission, _first, _second = split()

    page = signed_in(roles.RELEASER).get(page_of(mission))

    assert "was never sent a personal link" in words(page)
    assert 'value="send-all"' not in page.text
