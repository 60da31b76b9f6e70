"""Who sees what of a programme: the table of docs/architecture.md held against random documents."""

import copy
import dataclasses
import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missions import changes, itinerary
from missions.models import ItemKind
from missions.parts import Kind
from tests.missions import documents
from tests.missions.stories import a_document, an_item, an_organisation

pytestmark = pytest.mark.once  # no database


LANGUAGES = ("en", "ru", "kk", "tk")
ELSEWHERE = "00000000-0000-4000-8000-00000000ffff"


def agreed(ref):
    """Every second contact has agreed to be named in public."""
    return int(ref[:8], 16) % 2 == 0


def read(document, audience, lang="en"):
    return itinerary.make(document, audience, lang, documents.contacts(document, agreed))


@functools.cache
def names_of(kind):
    return [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else None


def plain(part, known=None):
    """All that is in it, also what makes no difference; what stands there often is looked at once."""
    known = {} if known is None else known
    if id(part) in known:
        return known[id(part)]
    names = names_of(type(part))
    if names is None and not isinstance(part, tuple):
        return part
    parts = part if names is None else [getattr(part, name) for name in names]
    made = known[id(part)] = tuple([plain(one, known) for one in parts])
    return made


def found_in(made, words):
    """Which of the words stand somewhere in what was made, in its data or in what a log would show of it."""
    text = f"{plain(made)!r} {made!r}"
    return {word for word in words if word in text}


def no_canary_is_read_by_whom_it_is_not_for(document, lang):
    for audience in documents.audiences(document):
        made = read(document, audience, lang)
        assert found_in(made, documents.forbidden(document, audience, agreed)) == set()


@settings(max_examples=500)
@given(documents.documents(), st.sampled_from(LANGUAGES))
def test_no_itinerary_holds_a_text_that_is_not_for_its_audience(document, lang):
    """faults.md 7, 22 and 29: an item, a mask, an organisation, a place, a group, a name of a contact."""
    no_canary_is_read_by_whom_it_is_not_for(document, lang)


@pytest.mark.thorough
@given(documents.documents(max_items=14), st.sampled_from(LANGUAGES))
def test_no_itinerary_of_ten_thousand_holds_a_text_that_is_not_for_its_audience(document, lang):
    no_canary_is_read_by_whom_it_is_not_for(document, lang)


@settings(max_examples=200)
@given(documents.documents())
def test_an_audience_sees_each_item_as_the_table_says(document):
    """The other direction: what is for an audience is there, whole or as its mask."""
    for audience in documents.audiences(document):
        views = {item["uid"]: documents.view(item, audience) for item in document["items"]}
        seen = {item.uid: "mask" if item.masked else "all" for item in read(document, audience).items}

        assert seen == {uid: view for uid, view in views.items() if view != "nothing"}


@settings(max_examples=200)
@given(documents.documents())
def test_a_mask_has_nothing_but_uid_day_time_stop_status_and_title(document):
    told = {"uid", "title", "stop", "day", "day_approximate", "ends_on", "starts_at", "ends_at", "masked"}
    told |= {"time_approximate", "part_of_day", "status", "zone", "end_zone", "starts", "ends"}
    for audience in documents.audiences(document):
        for item in read(document, audience).items:
            if item.masked:
                fields = {
                    field.name: (getattr(item, field.name), field.default)
                    for field in dataclasses.fields(item)
                    if field.name not in told
                }
                assert fields == {name: (default, default) for name, (_, default) in fields.items()}
                assert item.end_zone == item.zone


def rewritten(document, audience):
    """The document with everything else in place of what this audience does not see.

    Left as they are: the stop of an item (a stop with nothing planned is shown, so it matters where hidden
    items are), and of a mask the zone in which it ends (an end in another zone is not told).
    """
    other = copy.deepcopy(document)
    for item in other["items"]:
        view = documents.view(item, audience)
        if view == "all":
            continue
        if view == "nothing":
            item |= {"day": "2023-12-04", "ends_on": None, "starts_at": "03:00", "ends_at": "04:00"}
            item |= {"order": item["order"] + 1, "status": "tentative", "part_of_day": "evening"}
            item |= {"public_title": {}, "day_approximate": not item["day_approximate"]}
            item["uid"] = f"{int(item['uid'][:8], 16):08x}{ELSEWHERE[8:]}"
        if item["masked"]:
            continue
        item |= {name: {"en": "Something else", "kk": "Басқа"} for name in documents.ITEM_TEXTS}
        item |= {"kind": ItemKind.FREE_TIME.value, "hosts": [], "topics": [], "host_unnamed": True}
        if audience.kind in {Kind.PUBLIC, Kind.HOST}:
            item |= {"visibility": "delegation", "for_everyone": True, "groups": []}
        else:
            item |= {
                "visibility": "participants",
                "for_everyone": False,
                "groups": [ELSEWHERE] * (view == "mask"),
            }
        if view == "nothing":
            item |= {"to_place": None}
    for group in other["groups"]:
        group["members"] = [ELSEWHERE]
        if audience.kind in {Kind.PUBLIC, Kind.HOST}:
            group["name"] = {"en": "Another group"}
    for organisation in other["organisations"]:
        organisation["place"] = None
        if audience.kind == Kind.PUBLIC and not organisation["published"]:
            organisation |= {"name": {"en": "Another organisation"}, "slug": "another", "parent": None}
    return other


@settings(max_examples=300)
@given(documents.documents(), st.sampled_from(LANGUAGES))
def test_what_an_audience_does_not_see_makes_no_difference_to_it(document, lang):
    """Non-interference: no hidden text, time, host, group or place shows through order, stops or dates."""
    for audience in documents.audiences(document):
        before = read(document, audience, lang)
        after = itinerary.make(
            rewritten(document, audience), audience, lang, documents.contacts(document, agreed)
        )

        assert plain(after) == plain(before)
        assert not changes.compare(before, after)


@settings(max_examples=300)
@given(documents.documents())
def test_without_what_an_audience_does_not_see_the_itinerary_is_the_same_but_for_freed_stops(document):
    """The one exception: a stop at which only hidden items were planned is a stop without a plan, and shown.

    The clock of a mission that has none of its own is held, since such a stop may be the first.
    """
    for audience in documents.audiences(document):
        gone = {item["uid"] for item in documents.hidden(document, audience)}
        rest = [item for item in document["items"] if item["uid"] not in gone]
        freed = {item["stop"] for item in document["items"]} - {item["stop"] for item in rest}
        before = read(document, audience)
        clock = {**document["mission"], "zone": before.zone}
        after = read({**document, "mission": clock, "items": rest}, audience)

        assert after.items == before.items
        assert [stop for stop in after.stops if stop.ref not in freed] == list(before.stops)
        assert {stop.ref for stop in after.stops} - {stop.ref for stop in before.stops} == freed - {None}
        frame = {"stops": (), "sections": ()}
        assert plain(dataclasses.replace(after, **frame)) == plain(dataclasses.replace(before, **frame))


@settings(max_examples=100)
@given(documents.documents(), st.data())
def test_what_is_taken_from_an_audience_is_gone_from_its_itinerary(document, data):
    """Emptying an item's groups, masking it, making it private, unpublishing a host: faults.md 7."""
    after = copy.deepcopy(document)
    for item in after["items"]:
        if not item["masked"]:
            item |= data.draw(
                st.sampled_from(
                    [
                        {"groups": [], "for_everyone": False, "visibility": "participants"},
                        {"visibility": "delegation", "public_title": {"en": "Official meeting"}},
                        {"visibility": "participants"},
                        {},
                    ]
                )
            )
    for organisation in after["organisations"]:
        organisation["published"] = organisation["published"] and data.draw(st.booleans())

    no_canary_is_read_by_whom_it_is_not_for(after, "en")
    for audience in documents.audiences(document):
        was, made = read(document, audience), read(after, audience)
        lost = {item.uid for item in was.items} - {item.uid for item in made.items}
        difference = changes.compare(was, made)
        assert {change.item.uid for change in difference.items if change.after is None} == lost


def test_an_item_for_staff_that_slipped_into_a_document_is_shown_to_staff_alone():
    """A file may bring releases of its own: what a document should not hold is hidden all the same."""
    host = an_organisation("Host")
    hosted = [{"organisation": host["ref"], "contact": None, "state": "confirmed"}]
    document = a_document(an_item(visibility="staff", hosts=hosted), organisations=[host])
    readers = [itinerary.PUBLIC, itinerary.delegate([]), itinerary.host(host["ref"]), itinerary.STAFF]

    assert [len(itinerary.make(document, reader, "en").items) for reader in readers] == [0, 0, 0, 1]
