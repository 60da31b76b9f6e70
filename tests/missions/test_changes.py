"""What changed between two versions, as one audience saw them."""

import dataclasses

import pytest

from missions import changes, itinerary
from missions.changes import ChangeKind
from missions.parts import Item, Itinerary
from tests.missions.stories import a_document, a_place, a_stop, an_item, an_organisation, uid_of

pytestmark = pytest.mark.once  # no database


def read(document, audience=itinerary.PUBLIC, lang="en"):
    return itinerary.make(document, audience, lang)


def compared(before, after, audience=itinerary.PUBLIC):
    return changes.compare(read(before, audience), read(after, audience))


def told(difference):
    """For each change the title now or last, what happened, and in which fields."""
    return [(change.item.title.text, set(change.kinds), set(change.fields)) for change in difference.items]


@pytest.mark.parametrize(
    ("fields", "kinds", "named"),
    [
        ({"day": "2023-12-06"}, {"moved"}, {"day"}),
        ({"day": None}, {"moved"}, {"day"}),
        ({"day_approximate": True}, {"moved"}, {"day_approximate"}),
        ({"ends_on": "2023-12-06"}, {"moved"}, {"ends_on"}),
        ({"stop": "stop-place-Mary"}, {"moved"}, {"stop"}),
        ({"to_place": "place-Mary"}, {"moved"}, {"to_place"}),
        ({"starts_at": "11:00"}, {"retimed"}, {"starts_at"}),
        ({"ends_at": None}, {"retimed"}, {"ends_at"}),
        ({"time_approximate": True}, {"retimed"}, {"time_approximate"}),
        ({"part_of_day": "morning"}, {"retimed"}, {"part_of_day"}),
        ({"status": "cancelled"}, {"cancelled"}, {"status"}),
        ({"status": "tentative"}, {"tentative"}, {"status"}),
        ({"title": {"en": "Lunch"}}, {"reworded"}, {"title"}),
        ({"description": {"en": "Talks"}}, {"reworded"}, {"description"}),
        ({"kind": "visit"}, {"changed"}, {"kind"}),
        ({"venue": {"en": "Hall"}}, {"venue"}, {"venue"}),
        ({"hosts": [{"organisation": "organisation-Mill", "contact": None, "state": "confirmed"}]}, {"hosts"}, {"hosts"}),
        ({"host_unnamed": True}, {"hosts"}, {"host_unnamed"}),
        ({"interpreter": {"en": "From Turkmen"}}, {"interpreter"}, {"interpreter"}),
        ({"topics": ["food"]}, {"changed"}, {"topics"}),
        ({"title": {"en": "Lunch"}, "status": "cancelled"}, {"cancelled", "reworded"}, {"title", "status"}),
        ({"starts_at": "11:00", "status": "tentative"}, {"retimed", "tentative"}, {"starts_at", "status"}),
        ({"day": "2023-12-06", "status": "cancelled"}, {"moved", "cancelled"}, {"day", "status"}),
    ],
)  # fmt: skip
def test_each_field_makes_its_kind_of_change(fields, kinds, named):
    mary = a_place("Mary")
    around = {
        "places": [mary],
        "stops": [a_stop(mary)],
        "organisations": [an_organisation("Mill")],
        "sectors": [{"ref": "food", "slug": "food", "name": {"en": "Food"}}],
    }
    item = an_item(starts_at="09:00", ends_at="10:00")

    difference = compared(a_document(item, **around), a_document(item | fields, **around))

    assert [(set(change.kinds), set(change.fields)) for change in difference.items] == [(kinds, named)]
    assert difference


def test_a_cancelled_item_that_takes_place_after_all_is_reinstated():
    difference = compared(a_document(an_item(status="cancelled")), a_document(an_item()))

    assert told(difference) == [("Meeting", {"reinstated"}, {"status"})]


def test_tentative_item_that_is_settled_is_confirmed():
    difference = compared(a_document(an_item(status="tentative")), a_document(an_item(status="confirmed")))

    assert told(difference) == [("Meeting", {"confirmed"}, {"status"})]


def test_what_became_private_is_removed_with_the_words_it_had_and_the_other_way_round_added():
    """faults.md 27: nothing of what it has become is told to those who lost it."""
    public = a_document(an_item(1, "Visit to the mill", starts_at="09:00"))
    private = a_document(an_item(1, "Visit to the secret mill", visibility="delegation", starts_at="11:00"))

    lost, won = compared(public, private), compared(private, public)

    assert told(lost) == [("Visit to the mill", {"removed"}, set())]
    assert lost.items[0].after is None
    assert told(won) == [("Visit to the mill", {"added"}, set())]
    assert "secret" not in repr((lost, won))
    assert told(compared(public, private, itinerary.STAFF)) == [
        (
            "Visit to the secret mill",
            {"retimed", "visibility", "reworded"},
            {"title", "visibility", "starts_at"},
        )
    ]


def test_what_became_a_mask_is_removed_and_its_mask_added_and_the_other_way_round():
    public = a_document(an_item(1, "Visit to the mill"))
    masked = a_document(
        an_item(1, "Visit to the mill", visibility="delegation", public_title={"en": "Official meeting"})
    )

    (lost,), (won,) = compared(public, masked).items, compared(masked, public).items

    assert (lost.kinds, lost.before.title.text, lost.after.title.text, lost.fields) == (
        (ChangeKind.REMOVED, ChangeKind.ADDED),
        "Visit to the mill",
        "Official meeting",
        (),
    )
    assert (won.kinds, won.before.title.text, won.after.title.text) == (
        (ChangeKind.REMOVED, ChangeKind.ADDED),
        "Official meeting",
        "Visit to the mill",
    )


def test_what_changes_behind_a_mask_is_no_change_to_those_who_see_the_mask():
    hidden = {"visibility": "delegation", "public_title": {"en": "Official meeting"}}

    difference = compared(a_document(an_item(1, "Mill", **hidden)), a_document(an_item(1, "Port", **hidden)))

    assert not difference


def test_a_delegate_who_joined_a_group_has_its_items_added():
    document = a_document(an_item(1, visibility="participants", for_everyone=False, groups=["a"]))

    difference = changes.compare(
        read(document, itinerary.delegate([])), read(document, itinerary.delegate(["a"]))
    )

    assert [change.kinds for change in difference.items] == [(ChangeKind.ADDED,)]


def test_a_place_under_another_name_is_no_other_place():
    mary = a_place("Mary")
    renamed = mary | {"name": {"en": "Merv"}}
    stop = a_stop(mary)
    item = an_item(stop=stop["ref"], to_place=mary["ref"])

    difference = compared(
        a_document(item, places=[mary], stops=[stop]), a_document(item, places=[renamed], stops=[stop])
    )

    assert told(difference) == [("Meeting", {"changed"}, {"to_place"})]
    assert [(was.place.name.text, now.place.name.text) for was, now in difference.stops_changed] == [
        ("Mary", "Merv")
    ]


def test_a_name_in_another_language_is_no_change_to_its_reader():
    mary = a_place("Mary")
    stop = a_stop(mary)
    item = an_item(stop=stop["ref"], to_place=mary["ref"])
    before = a_document(item, places=[mary], stops=[stop])
    after = a_document(item, places=[mary | {"name": {"en": "Mary", "ru": "Мары"}}], stops=[stop])

    assert not compared(before, after)
    assert changes.compare(read(before, lang="ru"), read(after, lang="ru"))


def test_another_zone_at_the_same_place_is_another_time():
    almaty = a_place("Astana", zone="Asia/Almaty")
    stop = a_stop(almaty)
    item = an_item(stop=stop["ref"], starts_at="09:00")
    before = a_document(item, places=[almaty], stops=[stop])
    after = a_document(item, places=[almaty | {"zone": "Asia/Ashgabat"}], stops=[stop])

    assert told(compared(before, after)) == [("Meeting", {"retimed"}, {"zone", "end_zone"})]


def test_stops_that_come_and_go_and_change_are_told():
    mary, ashgabat, arkadag = (a_place(name) for name in ("Mary", "Ashgabat", "Arkadag"))
    before = a_document(places=[mary, ashgabat], stops=[a_stop(mary), a_stop(ashgabat)])
    after = a_document(places=[ashgabat, arkadag], stops=[a_stop(ashgabat, last_day=None), a_stop(arkadag)])

    difference = compared(before, after)

    assert [stop.place.name.text for stop in difference.stops_added] == ["Arkadag"]
    assert [stop.place.name.text for stop in difference.stops_removed] == ["Mary"]
    assert [(was.last_day is None, now.last_day is None) for was, now in difference.stops_changed] == [
        (False, True)
    ]
    assert (difference.frame, bool(difference)) == ((), True)


@pytest.mark.parametrize("field", ["frame", "stops_added", "stops_removed", "stops_changed", "items"])
def test_anything_is_a_difference(field):
    nothing = changes.Changes((), (), (), (), ())

    assert not nothing
    assert dataclasses.replace(nothing, **{field: ("something",)})


def test_another_order_of_stops_and_of_items_without_hours_is_a_change():
    mary, ashgabat = a_place("Mary"), a_place("Ashgabat")
    stops = [a_stop(mary), a_stop(ashgabat)]
    before = a_document(an_item(1), an_item(2), places=[mary, ashgabat], stops=stops)
    after = a_document(an_item(1, order=3), an_item(2), places=[mary, ashgabat], stops=stops[::-1])

    difference = compared(before, after)

    assert (difference.frame, difference.items) == (("stops", "items"), ())


@pytest.mark.parametrize(
    ("fields", "kind"), [({"starts_at": "18:00"}, "retimed"), ({"day": "2023-12-06"}, "moved")]
)
def test_an_item_that_moved_is_no_other_order_of_the_rest(fields, kind):
    before = a_document(an_item(1), an_item(2), an_item(3))
    after = a_document(an_item(1, order=9, **fields), an_item(2), an_item(3))

    assert (compared(before, after).frame, told(compared(before, after))) == (
        (),
        [("Meeting", {kind}, set(fields))],
    )


def test_a_cancelled_item_in_other_words_is_not_cancelled_again():
    before = a_document(an_item(status="cancelled"))
    after = a_document(an_item(status="cancelled", venue={"en": "Hall"}))

    assert told(compared(before, after)) == [("Meeting", {"venue"}, {"venue"})]


def test_every_field_that_a_reader_sees_belongs_to_a_kind_of_change():
    """A field that is added to an itinerary later is not forgotten here."""
    follows = {"uid", "starts", "ends", "for_driver"}  # the last from place, venue and address
    compared_one_by_one = {"audience", "lang", "ref", "languages", "stops", "sections", "items"}

    assert sorted(changes.PLACED_BY + changes.TIMED_BY + changes.WORDED_BY) == sorted(
        {field.name for field in dataclasses.fields(Item)} - follows
    )
    assert sorted(changes.FRAMED_BY) == sorted(
        {field.name for field in dataclasses.fields(Itinerary)} - compared_one_by_one
    )


def test_the_frame_names_what_changed_of_the_mission():
    difference = compared(
        a_document(), a_document(title={"en": "Another"}, ends_on="2023-12-08", dates_precision="month")
    )

    assert difference.frame == ("title", "ends_on", "dates_precision")


def test_the_first_version_adds_everything_and_the_last_withdrawal_removes_it():
    mary = a_place("Mary")
    made = read(a_document(an_item(1), an_item(2), places=[mary], stops=[a_stop(mary)]))

    first, gone = changes.compare(None, made), changes.compare(made, None)

    assert [change.kinds for change in first.items] == [(ChangeKind.ADDED,)] * 2
    assert (first.stops_added, first.stops_removed, first.frame) == (made.stops, (), ())
    assert [change.kinds for change in gone.items] == [(ChangeKind.REMOVED,)] * 2
    assert (gone.stops_added, gone.stops_removed, gone.frame) == ((), made.stops, ())
    assert not changes.compare(None, None)


def test_changes_are_found_by_their_kind():
    before = a_document(an_item(1, "Gone"), an_item(2, "Cancelled"), an_item(3, "Same"))
    after = a_document(an_item(2, "Cancelled", status="cancelled"), an_item(3, "Same"), an_item(4, "New"))

    difference = compared(before, after)

    assert [change.item.title.text for change in difference.items] == ["Cancelled", "New", "Gone"]
    assert [change.item.uid for change in difference.of(ChangeKind.ADDED)] == [uid_of(4)]
    assert [change.item.uid for change in difference.of(ChangeKind.REMOVED, ChangeKind.CANCELLED)] == [
        uid_of(2),
        uid_of(1),
    ]


@pytest.mark.parametrize(
    ("audience", "lang"),
    [(itinerary.STAFF, "en"), (itinerary.PUBLIC, "ru"), (itinerary.delegate([]), "en")],
)
def test_itineraries_of_different_readers_cannot_be_compared(audience, lang):
    document = a_document()

    with pytest.raises(ValueError, match="same audience and language"):
        changes.compare(read(document), read(document, audience, lang))


def test_itineraries_of_two_hosts_cannot_be_compared():
    document = a_document()

    with pytest.raises(ValueError, match="same audience and language"):
        changes.compare(read(document, itinerary.host("a")), read(document, itinerary.host("b")))
