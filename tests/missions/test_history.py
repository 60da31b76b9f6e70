"""What an audience has seen over a mission's events, and as what each item is told of afterwards."""

import datetime

import pytest
from hypothesis import given

from missions import history, itinerary
from missions import release as releases
from missions.history import Event
from missions.models import MissionState
from tests.factories import make_item, make_mission
from tests.missions.stories import START, a_document, a_place, a_stop, an_item, day, followed, stories


def told(seen):
    """A line on each item: title, there, cancelled, sequence, day of the last change, version."""
    return [
        (
            entry.item.title.text if entry.item else None,
            entry.there,
            entry.cancelled,
            entry.sequence,
            (entry.changed_at - START).days,
            entry.version,
        )
        for entry in seen.items
    ]


PUBLISHED = ("state", MissionState.PUBLISHED)
CANCELLED = ("state", MissionState.CANCELLED)
DRAFT = ("state", MissionState.DRAFT)


def release(number):
    return ("release", number)


def withdrawal(number):
    return ("withdrawal", number)


def test_item_keeps_the_sequence_of_its_last_change():
    one = a_document(an_item(1, "Lunch"), an_item(2, "Visit"))
    two = a_document(an_item(1, "Lunch"), an_item(2, "Visit", starts_at="09:00"))

    seen = followed([release(1), PUBLISHED, release(2)], one, two)

    assert told(seen) == [("Lunch", True, False, 2, 2, 1), ("Visit", True, False, 3, 3, 2)]
    assert (seen.version, seen.released_at, seen.changed_at) == (2, day(3), day(3))


def test_removed_item_stays_as_cancelled_with_a_higher_sequence():
    """faults.md 27."""
    one = a_document(an_item(1, "Lunch"), an_item(2, "Visit"))
    two = a_document(an_item(2, "Visit"))

    seen = followed([release(1), release(2)], one, two)

    assert told(seen) == [("Visit", True, False, 1, 1, 1), ("Lunch", False, True, 2, 2, 2)]


def test_item_that_came_back_is_no_longer_cancelled():
    one, two = a_document(an_item(1, "Lunch")), a_document()

    seen = followed([release(1), release(2), release(3)], one, two, one)

    assert told(seen) == [("Lunch", True, False, 3, 3, 3)]


def test_item_made_private_keeps_the_words_that_it_had():
    one = a_document(an_item(1, "Lunch"))
    two = a_document(an_item(1, "Secret lunch", visibility="delegation"))

    seen = followed([release(1), release(2)], one, two)

    assert told(seen) == [("Lunch", False, True, 2, 2, 2)]


def test_item_masked_now_shows_its_mask():
    one = a_document(an_item(1, "Talks with the ministry", venue={"en": "Hall"}))
    two = a_document(
        an_item(
            1, "Talks with the ministry", visibility="delegation", public_title={"en": "Official meeting"}
        )
    )

    seen = followed([release(1), release(2)], one, two)

    assert told(seen) == [("Official meeting", True, False, 2, 2, 2)]
    assert seen.items[0].item.venue is None


def test_withdrawal_brings_back_the_release_before():
    one = a_document(an_item(1, "Lunch"))
    two = a_document(an_item(1, "Dinner"))

    seen = followed([release(1), release(2), withdrawal(2)], one, two)

    assert told(seen) == [("Lunch", True, False, 3, 3, 1)]
    assert (seen.version, seen.released_at, seen.changed_at) == (1, day(1), day(3))


def test_item_seen_only_in_a_withdrawn_release_keeps_its_day_and_no_words():
    one = a_document(an_item(1, "Lunch"))
    two = a_document(
        an_item(1, "Lunch"), an_item(2, "Secret", day="2023-12-06", starts_at="09:00", ends_on="2023-12-07")
    )

    seen = followed([release(1), release(2), withdrawal(2)], one, two)

    sixth = datetime.date(2023, 12, 6)
    assert told(seen) == [("Lunch", True, False, 1, 1, 1), (None, False, True, 3, 3, 1)]
    assert seen.items[1].days == (sixth, sixth)


def test_item_without_a_day_seen_only_in_a_withdrawn_release_spans_the_mission():
    place = a_place()
    stop = a_stop(place, first_day="2023-12-05", last_day="2023-12-05")
    secret = an_item(2, "Secret", day=None, stop=stop["ref"])
    with_it = a_document(secret, places=[place], stops=[stop])

    seen = followed([release(1), release(2), withdrawal(2)], a_document(), with_it)

    assert seen.items[0].days == (datetime.date(2023, 12, 4), datetime.date(2023, 12, 7))


def test_words_of_a_release_withdrawn_later_are_taken_back_from_what_is_gone():
    one, two, three = (
        a_document(an_item(1, "Lunch")),
        a_document(an_item(1, "Lunch with a name")),
        a_document(),
    )

    seen = followed([release(1), release(2), release(3), withdrawal(2)], one, two, three)

    assert told(seen) == [("Lunch", False, True, 4, 4, 3)]


def test_item_gone_by_all_releases_withdrawn_is_without_words():
    seen = followed([release(1), withdrawal(1)], a_document(an_item(1, "Lunch")))

    assert told(seen) == [(None, False, True, 2, 2, None)]
    assert (seen.itinerary, seen.version, seen.released_at) == (None, None, None)


def test_item_without_a_day_is_not_told_of_where_no_programme_is_left():
    seen = followed([release(1), withdrawal(1)], a_document(an_item(1, "Lunch", day=None)))

    assert told(seen) == []


def test_cancelled_mission_cancels_every_item_and_publishing_it_again_revives_them():
    one = a_document(an_item(1, "Lunch"), an_item(2, "Visit", status="cancelled"))

    cancelled = followed([release(1), PUBLISHED, CANCELLED], one)
    revived = followed([release(1), PUBLISHED, CANCELLED, PUBLISHED], one)

    assert told(cancelled) == [("Lunch", True, True, 3, 3, 1), ("Visit", True, True, 2, 2, 1)]
    assert told(revived) == [("Lunch", True, False, 4, 4, 1), ("Visit", True, True, 2, 2, 1)]
    assert (cancelled.cancelled, revived.cancelled) == (True, False)


def test_public_has_not_seen_the_releases_of_a_draft():
    one, two = a_document(an_item(1, "Idea")), a_document(an_item(2, "Visit"))

    seen = followed([release(1), release(2), PUBLISHED], one, two)
    delegates = followed([release(1), release(2), PUBLISHED], one, two, drafts=True)

    assert told(seen) == [("Visit", True, False, 3, 3, 2)]
    assert told(delegates) == [("Visit", True, False, 2, 2, 2), ("Idea", False, True, 2, 2, 2)]


def test_mission_taken_back_has_no_programme_and_comes_back_with_a_higher_sequence():
    one = a_document(an_item(1, "Lunch"))

    taken_back = followed([release(1), PUBLISHED, DRAFT], one)
    again = followed([release(1), PUBLISHED, DRAFT, PUBLISHED], one)

    assert taken_back.itinerary is None
    assert told(taken_back) == [("Lunch", False, True, 3, 3, None)]
    assert told(again) == [("Lunch", True, False, 4, 4, 1)]


def test_mission_without_changes_of_state_was_always_what_it_is():
    one, two = a_document(an_item(1, "Lunch")), a_document()

    seen = followed([release(1), release(2)], one, two)
    draft = followed([release(1), release(2)], one, two, state=MissionState.DRAFT)

    assert told(seen) == [("Lunch", False, True, 2, 2, 2)]
    assert told(draft) == []


def test_mission_whose_first_change_is_its_cancellation_was_public_before():
    seen = followed([release(1), CANCELLED], a_document(an_item(1, "Lunch")), state=MissionState.CANCELLED)

    assert told(seen) == [("Lunch", True, True, 2, 2, 1)]


def test_days_of_an_item_without_one_change_with_its_mission():
    one, two = a_document(an_item(1, day=None)), a_document(an_item(1, day=None), ends_on="2023-12-08")

    seen = followed([release(1), release(2)], one, two)

    assert seen.items[0].days == (datetime.date(2023, 12, 4), datetime.date(2023, 12, 8))
    assert seen.items[0].sequence == 2


def test_change_in_another_language_is_none_for_this_reader():
    one = a_document(an_item(1, "Lunch"))
    two = a_document(an_item(1, "Lunch"))
    one["items"][0]["title"], two["items"][0]["title"] = (
        {"en": "Lunch", "ru": "Обед"},
        {"en": "Lunch", "ru": "Ужин"},
    )

    assert told(followed([release(1), release(2)], one, two)) == [("Lunch", True, False, 1, 1, 1)]
    assert told(followed([release(1), release(2)], one, two, lang="ru")) == [("Ужин", True, False, 2, 2, 2)]


def test_order_is_that_of_time_then_number_whatever_comes_first():
    read = history.reading(
        {1: a_document(an_item(1, "Lunch")), 2: a_document(an_item(1, "Dinner"))}.get,
        lambda _document: itinerary.PUBLIC,
        "en",
    )
    same = [Event(day(1), state=MissionState.PUBLISHED), Event(day(1), release=2), Event(day(1), release=1)]

    seen = history.follow(same, read, MissionState.PUBLISHED)

    assert told(seen) == [("Dinner", True, False, 3, 1, 2)]


def test_delegate_follows_the_groups_that_she_had_at_each_release():
    group = {"ref": "group", "name": {}, "members": []}
    item = an_item(1, "Talks", visibility="participants", for_everyone=False, groups=["group"])
    without = a_document(item, groups=[group])
    with_her = a_document(item, groups=[{**group, "members": ["she"]}])
    read = history.reading(
        {1: without, 2: with_her, 3: without}.get,
        lambda document: itinerary.delegate(
            entry["ref"] for entry in document["groups"] if "she" in entry["members"]
        ),
        "en",
    )
    events = [Event(day(number), release=number) for number in (1, 2, 3)]

    assert told(history.follow(events[:1], read, MissionState.PUBLISHED)) == []
    assert told(history.follow(events[:2], read, MissionState.PUBLISHED)) == [("Talks", True, False, 2, 2, 2)]
    assert told(history.follow(events, read, MissionState.PUBLISHED)) == [("Talks", False, True, 3, 3, 3)]


def test_what_is_not_wanted_is_not_in_the_calendar_and_leaves_it_as_cancelled():
    one = a_document(an_item(1, "Lunch"), an_item(2, "Open day", for_everyone=False))
    two = a_document(an_item(1, "Lunch", for_everyone=False), an_item(2, "Open day", for_everyone=False))

    seen = followed(
        [release(1), release(2)],
        one,
        two,
        audience=itinerary.delegate([]),
        wanted=lambda item: item.takes_part,
    )

    assert told(seen) == [("Lunch", False, True, 2, 2, 2)]


def test_history_from_the_database_counts_all_its_events(db, django_assert_num_queries):
    mission = make_mission()
    item = make_item(mission=mission, title="Lunch", visibility="public", day=datetime.date(2023, 12, 5))
    first = releases.release(mission, by=None, members={}, replaces=None)
    releases.publish(mission, by=None)
    item.title_en = "Dinner"
    item.save()
    second = releases.release(mission, by=None, members={}, replaces=1)
    releases.withdraw(second, by=None, reason="Too early.")

    with django_assert_num_queries(2):
        seen = history.of_mission(mission.pk, mission.state, lambda _document: itinerary.PUBLIC, "en")

    assert [(entry.item.title.text, entry.sequence, entry.version) for entry in seen.items] == [
        ("Lunch", 4, 1)
    ]
    assert seen.version == first.number


@pytest.mark.once
@given(stories())
def test_sequences_never_go_back_and_grow_with_every_change(story):
    events, documents, _state = story
    before = {}
    for length in range(1, len(events) + 1):
        seen = followed(events[:length], *documents.values())
        now = {entry.uid: entry for entry in seen.items}
        for uid, entry in before.items():
            if uid in now:
                assert (now[uid].sequence > entry.sequence) == (now[uid] != entry)
        before = now


@pytest.mark.once
@given(stories())
def test_history_ends_with_what_the_public_may_read_now(story):
    events, documents, state = story

    seen = followed(events, *documents.values(), state=state)

    withdrawn = {number for kind, number in events if kind == "withdrawal"}
    version = max(documents.keys() - withdrawn, default=None) if state != MissionState.DRAFT else None
    assert seen.version == version
    shown = itinerary.make(documents[version], itinerary.PUBLIC, "en").items if version else ()
    assert [entry.item for entry in seen.items if entry.there] == list(shown)
