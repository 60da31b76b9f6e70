"""“I have seen version 4”: who says so, to what, once; and who is asked anew."""

from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from delegations import itinerary, known, links, seen
from delegations.models import Delegate, DelegateState, Seen
from missions import release as releases
from tests import factories
from tests.delegations.travellers import invited, press, release
from tests.together import in_between

pytestmark = pytest.mark.django_db


def two_groups():
    """A mission with an item for each of two groups, and a delegate in each; released."""
    mission = factories.make_mission()
    stop = factories.make_stop(mission=mission)
    groups = [factories.make_group(mission=mission) for _number in range(2)]
    items = [
        factories.make_item(stop=stop, groups=[group], visibility="participants", day=mission.starts_on)
        for group in groups
    ]
    delegates = [factories.make_delegate(mission=mission, groups=[group]) for group in groups]
    release(mission)
    return mission, items, delegates


def words():
    return list(
        Seen.objects.order_by("pk").values_list("delegate", "release__number", "assistant", "told_by")
    )


def asked(mission):
    return [standing.delegate for standing in seen.standings(mission) if standing.asked]


def on_her_page(delegate):
    about = known.of(delegate)
    personal = itinerary.make(delegate, "en", about.refs, about.versions)
    found = seen.for_page(personal, about)
    return found.number, found.seen, found.asked


def test_a_word_is_noted_once_with_who_gave_it():
    mission, _items, (first, second) = two_groups()
    user = factories.make_user()

    noted = [
        seen.say(first, 1),
        seen.say(first, 1, assistant="Dana"),
        seen.say(second, 1, told_by=user),
    ]

    assert noted == [True, False, True]
    assert words() == [(first.pk, 1, "", None), (second.pk, 1, "", user.pk)]
    assert asked(mission) == []


@pytest.mark.django_db(transaction=True)
def test_of_those_who_press_at_once_one_is_noted():
    _mission, _items, (first, _second) = two_groups()
    say = partial(seen.say, first, 1)

    came = in_between(say, 'FROM "delegations_seen"', partial(say, assistant="Dana"))

    assert came == [True, False]
    assert words() == [(first.pk, 1, "", None)]


def test_a_version_that_is_none_or_withdrawn_is_refused():
    mission, _items, (first, second) = two_groups()
    other = two_groups()[0]
    factories.make_item(mission=other)
    release(other)  # it has a version 2
    releases.withdraw(releases.newest(mission), by=None, reason="A mistake")
    Delegate.objects.filter(pk=second.pk).update(state=DelegateState.WITHDRAWN)

    codes = []
    for delegate, number in ((first, 1), (first, 2), (first, 0), (second, 1)):
        with pytest.raises(ValidationError) as refused:
            seen.say(delegate, number)
        codes.append(refused.value.code)

    assert codes == ["version", "version", "version", "withdrawn"]
    assert words() == []


def test_only_whom_a_newer_version_changes_something_for_is_asked_anew():
    mission, (item, other), (first, second) = two_groups()
    never = factories.make_delegate(mission=mission)
    for delegate in (first, second):
        seen.say(delegate, 1)
    item.venue_en = "Hall 2"
    item.save()
    release(mission)

    assert asked(mission) == [first, never]
    assert [on_her_page(one) for one in (first, second, never)] == [
        (2, 1, True),
        (2, 1, False),
        (2, None, True),
    ]

    other.delete()
    release(mission)
    seen.say(first, 2)
    assert asked(mission) == [second, never]  # nothing of hers in 3, which took away the other's


def test_what_changed_twice_and_is_as_it_was_asks_nobody():
    mission, (item, _other), (first, second) = two_groups()
    seen.say(first, 1)
    seen.say(second, 1)
    was = item.venue_en
    for venue in ("Hall 2", was):
        item.venue_en = venue
        item.save()
        release(mission)

    assert asked(mission) == []


def test_a_withdrawn_version_asks_for_the_one_before_again():
    """Her last word counts: it was about another programme than the one that holds now."""
    mission, (item, _other), (first, second) = two_groups()
    with time_machine.travel("2023-12-01", tick=False):
        seen.say(first, 1)
        seen.say(second, 1)
    item.venue_en = "Hall 2"
    item.save()
    newest = release(mission)
    with time_machine.travel("2023-12-02", tick=False):
        seen.say(first, 2)
    releases.withdraw(newest, by=None, reason="A mistake")

    assert asked(mission) == [first]
    assert seen.say(first, 1)
    assert asked(mission) == []


def test_who_withdrew_is_asked_nothing_and_protocol_order_holds():
    mission, _items, (first, second) = two_groups()
    third = factories.make_delegate(mission=mission)
    Delegate.objects.filter(pk=first.pk).update(state=DelegateState.WITHDRAWN)

    assert [(one.place, one.delegate) for one in seen.standings(mission)] == [(2, second), (3, third)]


def test_nobody_is_asked_before_a_release():
    delegate = factories.make_delegate()

    assert seen.standings(delegate.mission) == []


@pytest.mark.once
@pytest.mark.parametrize("number", [1, 30])
def test_however_many_travel_the_questions_are_five(number, django_assert_num_queries):
    mission, (item, _other), (first, second) = two_groups()
    more = [factories.make_delegate(mission=mission) for _one in range(number)]
    for delegate in (first, second, *more):
        seen.say(delegate, 1)
    item.venue_en = "Hall 2"
    item.save()
    release(mission)

    with django_assert_num_queries(5):
        assert len(seen.standings(mission)) == number + 2


# Pages


def page_of(delegate, client, lang="en"):
    return client.get(f"/{lang}/my/{delegate.mission.slug}/").text


def test_she_says_so_by_one_press_on_her_page():
    _mission, _items, (first, _second) = two_groups()
    client = press(first)

    before = page_of(first, client)
    answer = client.post(f"/en/my/{first.mission.slug}/seen/", {"version": "1"}, follow=True)

    assert "I have seen version 1" in before
    assert answer.redirect_chain == [(f"/en/my/{first.mission.slug}/", 302)]
    assert "I have seen version 1" not in answer.text
    assert "You have seen version 1" in answer.text
    assert words() == [(first.pk, 1, "", None)]


@pytest.mark.once
@pytest.mark.parametrize("version", ["", "2", "x", "-1", "9" * 30, "\x00"])
def test_a_version_that_is_none_notes_nothing(version):
    _mission, _items, (first, _second) = two_groups()

    answer = press(first).post(f"/en/my/{first.mission.slug}/seen/", {"version": version})

    assert (answer.status_code, words()) == (302, [])


def test_an_assistant_says_it_in_her_own_name():
    _mission, _items, (first, _second) = two_groups()
    client = Client()
    token = links.make(first, assistant="Dana")[1]
    client.post(f"/l/{token}/")

    client.post(f"/en/my/{first.mission.slug}/seen/", {"version": "1"})

    assert words() == [(first.pk, 1, "Dana", None)]


def test_a_letter_leads_to_a_button_and_opening_it_changes_nothing():
    """faults.md 51"""
    delegate, token = invited()
    client = Client()

    for _time in range(2):
        opened = client.get(f"/l/{token}/seen/1/")
        client.head(f"/l/{token}/seen/1/")
    after_opening = words()
    pressed = client.post(f"/l/{token}/seen/1/", {"do": "seen"}, follow=True)

    assert after_opening == []
    assert "I have seen version 1" in opened.text
    assert token not in opened.text
    assert (opened["Referrer-Policy"], opened["Cache-Control"]) == ("strict-origin", "private, no-store")
    assert words() == [(delegate.pk, 1, "", None)]
    assert "You have seen version 1" in pressed.text  # and she is in


@pytest.mark.once
def test_a_letter_about_a_version_that_no_longer_holds_says_so():
    delegate, token = invited()
    factories.make_item(mission=delegate.mission, visibility="public")
    release(delegate.mission)
    client = Client()

    opened = client.get(f"/l/{token}/seen/1/")
    client.post(f"/l/{token}/seen/1/", {"do": "open"})

    assert "Version 1 no longer holds. The newest is version 2" in opened.text
    assert "I have seen" not in opened.text
    assert words() == []


@pytest.mark.once
def test_a_wrong_or_ended_link_says_nothing_of_versions():
    delegate, token = invited()
    links.revoke(delegate.links.get())

    answers = [Client().get(f"/l/{one}/seen/1/") for one in (token, "no-token")]
    posted = Client().post(f"/l/{token}/seen/1/", {"do": "seen"})

    assert [answer.status_code for answer in (*answers, posted)] == [404, 404, 404]
    assert answers[0].text == answers[1].text
    assert words() == []
