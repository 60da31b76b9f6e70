"""Declining an item, with a word to the organiser."""

import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from delegations import itinerary, links, regrets
from delegations.models import DelegateState, Regret
from missions.models import ItemStatus, Visibility
from missions.parts import Item
from tests.delegations.travellers import press, read, release, words
from tests.factories import make_delegate, make_group, make_item, make_mission, make_stop
from tests.together import codes, in_between

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 12, 5)
BEFORE = dt.datetime(2023, 12, 1, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(BEFORE, tick=False)


@pytest.fixture
def delegate():
    mission = make_mission()
    make_item(
        stop=make_stop(mission=mission),
        title="Lunch",
        day=DAY,
        starts_at=dt.time(13),
        visibility=Visibility.DELEGATION,
        for_everyone=True,
    )
    delegate = make_delegate(mission=mission)
    release(mission)
    return delegate


def told(delegate, title="Lunch") -> Item:
    made = itinerary.make(delegate, "en")
    return next(item for item in made.itinerary.items if item.title.text == title)


def page_of(delegate, item, lang="en"):
    return f"/{lang}/my/{delegate.mission.slug}/items/{item.uid}/"


def rows():
    return [
        (row.words, row.assistant, row.taken_back_at is not None) for row in Regret.objects.order_by("pk")
    ]


def test_what_was_said_can_be_said_otherwise_and_taken_back(delegate):
    item = told(delegate)

    regrets.decline(delegate, item, " I am fasting. ")
    first = rows()
    regrets.decline(delegate, item, "I fast", assistant="Dana")
    second = rows()
    taken = [regrets.take_back(delegate, item.uid), regrets.take_back(delegate, item.uid)]

    assert (first, second) == ([("I am fasting.", "", False)], [("I fast", "Dana", False)])
    assert (taken, rows()) == ([True, False], [("I fast", "Dana", True)])
    assert [entry.history_type for entry in Regret.history.order_by("history_id")] == ["+", "~", "~"]


@pytest.mark.once
def test_an_item_that_is_gone_or_another_missions_is_refused(delegate):
    item = told(delegate)
    other = make_delegate(mission=make_mission())
    with pytest.raises(ValidationError, match="no longer planned"):
        regrets.decline(other, item, "")
    delegate.mission.items.all().delete()

    with pytest.raises(ValidationError, match="no longer planned"):
        regrets.decline(delegate, item, "")
    assert rows() == []


def test_who_has_withdrawn_says_nothing_any_more(delegate):
    item = told(delegate)
    delegate.state = DelegateState.WITHDRAWN
    delegate.save()

    with pytest.raises(ValidationError, match="do not travel"):
        regrets.decline(delegate, item, "")


@pytest.mark.once
def test_too_long_a_word_is_refused(delegate):
    with pytest.raises(ValidationError):
        regrets.decline(delegate, told(delegate), "x" * 301)


def test_the_digest_of_a_row_is_that_of_what_was_told(delegate):
    row = delegate.mission.items.select_related("stop").get()
    before = regrets.told_of_row(row, row.stop)
    row.starts_at = dt.time(14)

    assert before == regrets.told(told(delegate))
    assert regrets.told_of_row(row, row.stop) != before


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        ({"starts_at": dt.time(14)}, True),
        ({"day": dt.date(2023, 12, 6)}, True),
        ({"title_en": "Dinner"}, False),
        ({"status": ItemStatus.TENTATIVE}, False),
    ],
)
def test_after_the_item_is_moved_she_is_asked_again(delegate, change, moved):
    item = told(delegate)
    regrets.decline(delegate, item, "Fasting")
    row = delegate.mission.items.get()
    for name, value in change.items():
        setattr(row, name, value)
    row.save()
    release(delegate.mission)

    page = words(read(delegate))
    client = press(delegate)
    asked = words(client.get(page_of(delegate, item)).content.decode())

    assert "You do not come" in page
    assert ("It has been moved since you said so." in page) == moved
    assert ("Since then the item has been moved." in asked) == moved


# The page


def test_she_declines_and_comes_after_all_by_pressing_a_button(delegate):
    client, item = press(delegate), told(delegate)
    before = client.get(page_of(delegate, item))
    answer = client.post(page_of(delegate, item), {"do": "decline", "words": "Fasting"})
    said = words(client.get(page_of(delegate, item)).content.decode())
    marked = words(read(delegate, client=client))
    client.post(page_of(delegate, item), {"do": "come"})

    assert "I do not come to this" in before.content.decode()
    assert before["Cache-Control"] == "private, no-store"
    assert answer["Location"] == f"/en/my/{delegate.mission.slug}/#i-{item.uid}"
    assert "You let the organiser know that you do not come: 1 December 2023, 13:00, Ashgabat time." in said
    assert "“Fasting”" in said
    assert "You do not come" in marked
    assert rows() == [("Fasting", "", True)]
    assert "You do not come" not in words(read(delegate, client=client))


def test_the_programme_of_everybody_stays_as_it_is(delegate):
    other = make_delegate(mission=delegate.mission)
    before, own = read(other), told(delegate)
    regrets.decline(delegate, own, "Fasting")

    after = read(other)

    assert words(after) == words(before)
    assert told(delegate) == own


def test_an_assistant_speaks_in_his_own_name(delegate):
    _link, token = links.make(delegate, assistant="Dana")
    client = Client()
    client.post(f"/l/{token}/")
    client.post(page_of(delegate, told(delegate)), {"do": "decline", "words": ""})

    assert rows() == [("", "Dana", False)]
    assert "Said by Dana." in words(client.get(page_of(delegate, told(delegate))).content.decode())


def test_what_has_begun_or_is_cancelled_cannot_be_declined(delegate, time_machine):
    client, item = press(delegate), told(delegate)
    time_machine.move_to(dt.datetime(2023, 12, 5, 8, tzinfo=dt.UTC), tick=False)  # 13:00 there
    begun = client.post(page_of(delegate, item), {"do": "decline"})
    delegate.mission.items.update(status=ItemStatus.CANCELLED)
    release(delegate.mission)
    cancelled = client.post(page_of(delegate, item), {"do": "decline"})

    assert "It has begun; tell the organiser by telephone." in begun.content.decode()
    assert "It is cancelled; nothing has to be declined." in cancelled.content.decode()
    assert rows() == []


def test_only_her_own_items_have_a_page(delegate):
    group = make_group(mission=delegate.mission)
    stop = delegate.mission.stops.get()
    private = make_item(
        stop=stop, groups=[group], visibility=Visibility.PARTICIPANTS, public_title="Reserved"
    )
    public = make_item(stop=stop, groups=[group], visibility=Visibility.PUBLIC)
    staff = make_item(stop=stop, visibility=Visibility.STAFF, for_everyone=True)
    elsewhere = make_item(mission=make_mission())
    release(delegate.mission)
    client = press(delegate)

    for item in (private, public, staff, elsewhere):
        assert client.get(page_of(delegate, item)).status_code == 404
        assert client.post(page_of(delegate, item), {"do": "decline"}).status_code == 404
    assert Client().get(page_of(delegate, private)).status_code == 403
    assert rows() == []


@pytest.mark.once
def test_a_form_of_another_site_says_nothing(delegate):
    client = Client(enforce_csrf_checks=True)
    _link, token = links.make(delegate)
    form = client.get(f"/l/{token}/").content.decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    client.post(f"/l/{token}/", {"csrfmiddlewaretoken": form})

    assert client.post(page_of(delegate, told(delegate)), {"do": "decline"}).status_code == 403
    assert rows() == []


@pytest.mark.once
def test_whoever_presses_without_end_is_asked_to_wait(delegate):
    client, item = press(delegate), told(delegate)
    answers = [client.post(page_of(delegate, item), {"do": "decline"}).status_code for _press in range(61)]

    assert (set(answers[:60]), answers[60]) == ({302}, 429)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_decline_at_once_both_are_heard_once(delegate):
    """faults.md 42"""
    item = told(delegate)
    decline = partial(regrets.decline, delegate, item, "Fasting")

    outcomes = in_between(decline, 'FROM "delegations_regret"', decline)

    assert codes(outcomes) == []
    assert rows() == [("Fasting", "", False)]


@pytest.mark.django_db(transaction=True)
def test_who_comes_after_all_in_the_middle_of_declining_is_heard_last(delegate):
    item = told(delegate)

    _regret, taken_back = in_between(
        partial(regrets.decline, delegate, item, "Fasting"),
        'FROM "delegations_regret"',
        partial(regrets.take_back, delegate, item.uid),
    )

    assert taken_back is True
    assert rows() == [("Fasting", "", True)]
