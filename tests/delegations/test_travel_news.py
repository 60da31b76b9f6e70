"""What is told of changed journeys and hotels: to whom, since when, and in which words."""

import datetime as dt

import pytest
from django.db.models.signals import post_init
from django.utils import timezone
from django.utils.translation import override

from delegations import links, travel_news
from delegations.models import AccessLink, Leg, Mailing, Notice, Stay
from delegations.models.notices import MailingKind, MailingState, NoticeState
from partners import merging
from tests.delegations.travellers import release
from tests.factories import make_delegate, make_leg, make_mission, make_place, make_stay

pytestmark = pytest.mark.django_db

SECOND, THIRD = dt.date(2026, 12, 2), dt.date(2026, 12, 3)


@pytest.fixture
def mission(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))
    return make_mission(slug="tokyo", starts_on=THIRD, ends_on=THIRD + dt.timedelta(2), languages=["en"])


@pytest.fixture
def tokyo():
    return make_place(name="Tokyo", country="JP", zone="Asia/Tokyo")


@pytest.fixture
def delegate(mission):
    return make_delegate(mission=mission)


@pytest.fixture
def leg(mission, delegate, tokyo):
    astana = make_place(name="Astana", country="KZ", zone="Asia/Almaty")
    return make_leg(
        mission=mission,
        passengers=[delegate],
        carrier="KC",
        number="1",
        from_place=astana,
        to_place=tokyo,
        departs_on=SECOND,
        departs_at=dt.time(22, 5),
        arrives_on=THIRD,
        arrives_at=dt.time(7, 40),
    )


@pytest.fixture
def stay(delegate, tokyo):
    return make_stay(
        delegate=delegate,
        place=tokyo,
        hotel="Grand",
        address="1-1",
        room="412",
        arrives_on=THIRD,
        leaves_on=THIRD + dt.timedelta(2),
    )


@pytest.fixture
def told(mission, delegate, leg, stay, time_machine):
    """She has read her page; an hour later."""
    release(mission)
    link, _token = links.make(delegate)
    type(link).objects.update(sent_at=timezone.now())
    time_machine.shift(3600)


def changed(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def news(mission, delegate):
    found = travel_news.of(mission, [delegate])
    assert set(found) <= {delegate.pk}
    with override("en"):
        return travel_news.text(found.get(delegate.pk, []), "en")


NOTHING = "Nothing has changed of your journeys and your hotel."
LATER = """\
* Flight KC 1, Astana to Tokyo
  Departs:
    was: Astana, 2 December 2026, 22:05, Astana time (UTC+5)
    now: Astana, 2 December 2026, 23:55, Astana time (UTC+5)
  Arrives:
    was: Tokyo, 3 December 2026, 07:40, Tokyo time (UTC+9)
    now: Tokyo, 3 December 2026, 09:30, Tokyo time (UTC+9)"""


def test_a_leg_that_has_moved_is_told_with_its_old_and_its_new_hours(mission, delegate, leg, told):
    assert travel_news.of(mission, [delegate]) == {}

    changed(leg, departs_at=dt.time(23, 55), arrives_at=dt.time(9, 30))

    assert news(mission, delegate) == LATER


def test_another_flight_and_another_hotel_are_told_without_the_room(mission, delegate, leg, stay, told):
    changed(leg, number="5")
    changed(stay, hotel="Imperial", room="7", leaves_on=THIRD + dt.timedelta(3))

    assert news(mission, delegate) == (
        "* Flight KC 5, Astana to Tokyo\n"
        "  was: Flight KC 1, Astana to Tokyo\n"
        "* Hotel: Imperial, Tokyo\n"
        "  was: Hotel: Grand, Tokyo\n"
        "  Nights:\n"
        "    was: 3 to 5 December 2026\n"
        "    now: 3 to 6 December 2026"
    )


def test_what_is_new_for_her_and_what_is_hers_no_more_is_told(mission, delegate, leg, stay, told, tokyo):
    leg.passengers.clear()
    Stay.objects.get().delete()
    make_leg(
        mission=mission, passengers=[delegate], from_place=tokyo, to_place=tokyo, departs_on=THIRD, mode="bus"
    )

    assert news(mission, delegate) == (
        "* Flight KC 1, Astana to Tokyo: no longer yours\n"
        "* Bus, Tokyo to Tokyo (new for you)\n"
        "  Departs: Tokyo, 3 December 2026, time not known\n"
        "  Arrives: Tokyo, day not known, time not known\n"
        "* Hotel: Grand, Tokyo: no longer yours"
    )


@pytest.mark.once
def test_who_is_not_on_the_leg_hears_nothing(mission, delegate, leg, told):
    other = make_delegate(mission=mission)
    link, _token = links.make(other)
    type(link).objects.filter(pk=link.pk).update(sent_at=timezone.now())

    changed(leg, departs_at=dt.time(23))

    assert set(travel_news.of(mission, [delegate, other])) == {delegate.pk}


def test_what_went_back_and_what_is_saved_unchanged_is_no_news(mission, delegate, leg, stay, told):
    changed(leg, departs_at=dt.time(23))
    changed(leg, departs_at=dt.time(22, 5))
    stay.save()

    assert travel_news.of(mission, [delegate]) == {}


def test_before_the_first_release_and_to_who_was_never_invited_nothing_is_news(mission, delegate, leg):
    link, _token = links.make(delegate)
    type(link).objects.update(sent_at=timezone.now())
    changed(leg, departs_at=dt.time(23))
    assert travel_news.of(mission, [delegate]) == {}

    release(mission)
    type(link).objects.update(sent_at=None)
    changed(leg, departs_at=dt.time(23, 30))
    assert travel_news.of(mission, [delegate]) == {}


@pytest.mark.once
def test_what_is_over_is_no_news(mission, delegate, leg, told, time_machine):
    changed(leg, departs_at=dt.time(23, 55))
    time_machine.move_to(dt.datetime(2026, 12, 3, 12, tzinfo=dt.UTC))
    assert travel_news.of(mission, [delegate]) != {}
    time_machine.move_to(dt.datetime(2026, 12, 4, 12, tzinfo=dt.UTC))
    assert travel_news.of(mission, [delegate]) == {}


@pytest.mark.parametrize(
    ("text", "state", "counts"),
    [
        ("Dear {name}: { Journeys }", NoticeState.SENT, True),
        ("Dear {name}: {journeys}", NoticeState.UNCERTAIN, False),
        ("Dear {name}", NoticeState.SENT, False),
    ],
)
def test_a_letter_that_she_has_and_that_tells_them_is_where_she_stands(
    mission, delegate, leg, told, time_machine, text, state, counts
):
    changed(leg, departs_at=dt.time(23, 55), arrives_at=dt.time(9, 30))
    time_machine.shift(60)
    now = timezone.now()
    mailing = Mailing(
        mission=mission,
        kind=MailingKind.MESSAGE,
        subject_en="x",
        text_en=text,
        state=MailingState.SENT,
        sent_at=now,
    )
    mailing.save()
    sent = now if state == NoticeState.SENT else None
    Notice.objects.create(
        mailing=mailing, delegate=delegate, state=state, lang="en", claimed_at=now, sent_at=sent
    )

    assert news(mission, delegate) == (NOTHING if counts else LATER)
    time_machine.shift(60)
    changed(leg, arrives_at=dt.time(9, 45))
    assert ("was: Tokyo, 3 December 2026, 09:30" in news(mission, delegate)) == counts


def test_two_rows_of_one_delegate_knew_together_what_she_knows(
    mission, delegate, leg, stay, tokyo, told, time_machine
):
    """History names the row that was merged away: what was hers under it is not new for her."""
    twin = make_delegate(mission=mission)
    theirs = make_leg(mission=mission, passengers=[twin], number="9", departs_on=THIRD)
    make_stay(delegate=twin, place=tokyo, hotel="Second", arrives_on=THIRD, leaves_on=THIRD + dt.timedelta(1))
    time_machine.shift(60)
    link, _token = links.make(twin)
    type(link).objects.filter(pk=link.pk).update(sent_at=timezone.now())
    time_machine.shift(60)
    mailing = Mailing(mission=mission, kind=MailingKind.MESSAGE, subject_en="x", text_en="{journeys}")
    mailing.save()
    now = timezone.now()
    Notice.objects.create(
        mailing=mailing, delegate=twin, state=NoticeState.SENT, lang="en", claimed_at=now, sent_at=now
    )
    time_machine.shift(60)

    merging.merge(delegate, twin, by=None)

    assert set(theirs.passengers.all()) == {delegate}
    assert news(mission, delegate) == NOTHING
    assert travel_news.of(mission) == {}
    changed(theirs, number="10")
    changed(Stay.objects.get(hotel="Second"), hotel="Third")
    lines = news(mission, delegate).splitlines()
    assert [line.partition(":")[2] for line in lines if "was: " in line] == [
        f" {travel_news._title(Leg.history.filter(number='9').first(), 'en')}",
        " Hotel: Second, Tokyo",
    ]
    assert "new for you" not in "".join(lines)


def test_a_place_that_was_merged_away_or_deleted_is_told_by_its_name(
    mission, delegate, leg, stay, told, tokyo, time_machine
):
    """History names its key yet."""
    kept = make_place(name="Tokio", country="JP", zone="Asia/Tokyo")
    osaka = make_place(name="Osaka", country="JP", zone="Asia/Tokyo")
    merging.merge(kept, tokyo, by=None)
    assert travel_news.of(mission) == {}

    changed(Leg.objects.get(), to_place=osaka)
    time_machine.shift(60)
    AccessLink.objects.update(made_at=timezone.now())
    time_machine.shift(60)
    changed(Leg.objects.get(), to_place=kept)
    osaka.delete()
    assert news(mission, delegate).splitlines()[:2] == [
        "* Flight KC 1, Astana to Tokio",
        "  was: Flight KC 1, Astana to Osaka",
    ]


def test_a_stay_that_went_to_another_is_hers_no_more_also_asked_for_her_alone(
    mission, delegate, stay, leg, told, time_machine
):
    changed(stay, delegate=make_delegate(mission=mission))
    assert news(mission, delegate) == "* Hotel: Grand, Tokyo: no longer yours"

    time_machine.shift(60)
    AccessLink.objects.update(made_at=timezone.now())
    time_machine.shift(60)
    changed(stay, hotel="Imperial")
    assert travel_news.of(mission, [delegate]) == travel_news.of(mission) == {}


def test_asked_for_one_it_reads_her_legs_and_stays_alone(mission, delegate, leg, stay, told):
    for _number in range(3):
        another = make_delegate(mission=mission)
        make_stay(delegate=another)
        make_leg(mission=mission, passengers=[another], departs_on=THIRD)
    changed(leg, number="2")
    changed(stay, hotel="Imperial")
    read = []

    def noted(sender, instance, **_kept):
        read.append((sender, instance.id))

    for model in (Leg.history.model, Stay.history.model):
        post_init.connect(noted, sender=model)
    try:
        assert len(travel_news.of(mission, [delegate])[delegate.pk]) == 2
    finally:
        for model in (Leg.history.model, Stay.history.model):
            post_init.disconnect(noted, sender=model)
    assert set(read) == {(Leg.history.model, leg.pk), (Stay.history.model, stay.pk)}


def test_whether_there_may_be_news_is_one_question(
    mission, delegate, leg, stay, told, time_machine, django_assert_num_queries
):
    def maybe():
        with django_assert_num_queries(1):
            return travel_news.maybe(mission)

    assert maybe() is False
    changed(leg, number="2")
    assert maybe() is True
    time_machine.shift(60)
    mailing = Mailing(
        mission=mission,
        kind=MailingKind.MESSAGE,
        subject_en="x",
        text_en="{journeys}",
        filters={"groups": [1]},
    )
    mailing.state, mailing.sent_at = MailingState.SENT, timezone.now()
    mailing.save()
    assert maybe() is True  # it went to some alone
    changed(mailing, filters={"travel_changed": True})
    assert maybe() is False
    time_machine.shift(60)
    changed(stay, hotel="Imperial")
    assert maybe() is True


def test_before_the_first_release_there_is_no_news(mission, leg):
    changed(leg, number="2")

    assert travel_news.maybe(mission) is False


@pytest.mark.once
def test_six_questions_whoever_travels(mission, delegate, leg, stay, told, django_assert_max_num_queries):
    everyone = [delegate, *(make_delegate(mission=mission) for _number in range(5))]
    for one in everyone[1:]:
        link, _token = links.make(one)
        type(link).objects.filter(pk=link.pk).update(sent_at=timezone.now())
        make_stay(delegate=one)
        make_leg(mission=mission, passengers=[one], departs_on=THIRD)
    changed(Leg.objects.get(pk=leg.pk), departs_at=dt.time(23))

    with django_assert_max_num_queries(6):
        assert len(travel_news.of(mission)) == 6
