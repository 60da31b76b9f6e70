"""Which canaries a reader may come across, and where: said once more, apart from the code that decides it.

Canaries are told apart by their numbers. What an audience may read of one document is said in
tests/missions/documents.py; here stands what else there is: results, rows that are read live, versions before
the present one, and what belongs to one delegate alone.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from delegations import travel_documents
from delegations.models import Delegate, Leg, Stay, TravelDocument
from missions import itinerary, release
from missions.document import ITEM_TEXTS, groups_of
from missions.models import Mission, Release
from missions.parts import Audience
from partners.models import Contact, Organisation, Person
from tests.entries import ZONES
from tests.missions import documents
from tests.walk.stories import Story
from wording.translated import texts, translated_fields

FRAME_TEXTS = ("summary", "purpose", "background", "dates_note", "source")
CANARY = re.compile(r"[Cc]anary[A-Za-z _-]*?(\d+)x\b")


def canaries(text: str) -> set[int]:
    """The numbers of the canaries in a text."""
    return {int(number) for number in CANARY.findall(text)}


def of_all(values: Iterable[Any]) -> set[int]:
    """The canaries in texts, in texts by language, and in rows with all their translated texts."""
    found: set[int] = set()
    for value in values:
        if isinstance(value, str):
            found |= canaries(value)
        elif value is not None:
            for name in translated_fields(type(value)):
                found |= of_all(texts(value, name).values())
    return found


def on_the_page(story: Story) -> set[int]:
    """The programme as last released, the results, and the contacts who agree to be named."""
    return in_data(story) | _contacts(newest(story), itinerary.PUBLIC)


def in_data(story: Story) -> set[int]:
    """The same without any person."""
    return _of_document(newest(story), itinerary.PUBLIC) | _results(story) | _notes(story)


def among_changes(story: Story) -> set[int]:
    """All that the public once read in a version that is not withdrawn; nothing that it never read."""
    found = _notes(story)
    for document in story.documents_seen().values():
        found |= _of_document(document, itinerary.PUBLIC)
    return found


def in_the_feed(story: Story) -> set[int]:
    """The programme as last released; of items gone since, the last words that still count."""
    found = in_data(story)
    now = _seen(newest(story))
    gone = {}
    for document in story.documents_seen().values():
        gone |= dict.fromkeys(_seen(document) - now, document)
    for uid, document in gone.items():
        found |= _of_document(_alone(document, uid), itinerary.PUBLIC)
    return found


def zones_told(story: Story) -> set[str]:
    """The time zones that the public may read of: the mission's own, and those of the places that it saw.

    What a document says of the mission's zone is not asked: it must not know more than that.
    """
    own = story.plan["mission"].get("zone", "")
    told = {own}
    for document in (newest(story), *story.documents_seen().values()):
        frame = document["mission"] | {"zone": own}
        told |= documents.allowed(document | {"mission": frame}, itinerary.PUBLIC)
    return told & set(ZONES)


def of_partners(story: Story) -> dict[str, set[int]]:
    """The organisations that have a page, by slug, each with what may stand on it."""
    told = {}
    document = newest(story) if story.exists else {"items": [], "organisations": []}
    public = {entry["ref"] for entry in document["organisations"] if entry["published"]}
    hosts = {
        host["organisation"]
        for item in document["items"]
        if documents.view(item, itinerary.PUBLIC) == "all"
        for host in item["hosts"]
        if host["state"] == "confirmed"
    }
    for row in Organisation.objects.filter(ref__in=hosts & public, published=True):
        above = row.parent if row.parent and row.parent.published else None
        told[row.slug] = of_all([row, row.place, row.website, row.legal_name, above]) | in_data(story)
        told[row.slug] |= of_all(row.sectors.all())
    return told


def of_delegate(story: Story, delegate: Delegate) -> set[int]:
    """Her own programme, her legs and stays, her own name and that of whom she shares a room with."""
    found = of_all([delegate, delegate.person, *texts(story.mission, "title").values()])
    made = release.newest(story.mission)
    if made is None:
        return found
    audience = itinerary.delegate(groups_of(made.document, str(delegate.ref)))
    found |= _of_document(made.document, audience) | _contacts(made.document, audience) | _notes(story)
    for leg in Leg.objects.filter(passengers=delegate):
        found |= of_all([leg.carrier, leg.number, leg.from_place, leg.to_place])
    for stay in Stay.objects.filter(delegate=delegate):
        mate = stay.shared_with
        found |= of_all([stay.hotel, stay.address, stay.room, stay.place, mate and mate.person])
    return found


def beside_her_programme(story: Story, delegate: Delegate) -> set[int]:
    """What her pages tell beside it: numbers to call, who speaks for a party, and her own details."""
    numbers = texts(Mission.objects.get(pk=story.mission.pk), "numbers").values()
    needs = (delegate.languages, delegate.diet, delegate.access_needs, delegate.arrival_wish)
    found = of_all([*numbers, *needs, *texts(delegate, "position").values(), delegate.person])
    made = release.newest(story.mission)
    refs = [party["contact"] for party in made.document["parties"] if party["contact"]] if made else []
    for contact in Contact.objects.filter(ref__in=refs, public=True).select_related("person"):
        found |= of_all([contact.person.phone, contact.person.email])
    return found


def of_host(story: Story, organisation: Organisation) -> set[int]:
    """The items of a host as last released with their contacts, and of who comes names and positions alone."""
    found = of_all([*texts(organisation, "name").values(), *texts(story.mission, "title").values()])
    made = release.newest(story.mission)
    if made is None:
        return found
    audience = itinerary.host(str(organisation.ref))
    found |= _of_document(made.document, audience) | _contacts(made.document, audience)
    for delegate in coming_to(made.document, audience):
        sender = delegate.organisation or delegate.delegation.organisation
        found |= of_all([delegate.person, *texts(delegate, "position").values()])
        found |= of_all([*texts(sender, "name").values(), *texts(sender, "profile").values()])
    return found


def coming_to(document: dict[str, Any], audience: Audience) -> list[Delegate]:
    """Who is expected at the items of a host that take place."""
    own = [item for item in document["items"] if documents.view(item, audience) == "all"]
    own = [item for item in own if item["status"] != "cancelled"]
    groups = {ref for item in own for ref in item["groups"]}
    members = {ref for group in document["groups"] if group["ref"] in groups for ref in group["members"]}
    travelling = Delegate.objects.filter(mission__ref=document["mission"]["ref"]).travelling()
    if any(item["for_everyone"] for item in own):
        return list(travelling)
    return list(travelling.filter(ref__in=members))


def that_a_host_finds(story: Story, organisation: Organisation) -> set[int]:
    """What must stand on its page: the titles of its items, and the family names of who comes."""
    made = release.newest(story.mission)
    if made is None:
        return set()
    audience = itinerary.host(str(organisation.ref))
    own = [item for item in made.document["items"] if documents.view(item, audience) == "all"]
    coming = coming_to(made.document, audience)
    names = [name for delegate in coming for name in texts(delegate.person, "family_name").values()]
    return of_all([*(title for item in own for title in item["title"].values()), *names])


def in_her_calendar(story: Story, delegate: Delegate) -> set[int]:
    """What she takes part in, of what is gone the last words that still count, and her legs.

    No mask, no hotel, no name of a person, no note of a release.
    """
    made = release.newest(story.mission)
    if made is None:
        return of_all(texts(story.mission, "title").values())
    last: dict[str, Any] = {}
    live = Release.objects.live().filter(mission=story.mission).order_by("number")
    for document in live.values_list("document", flat=True):
        groups = groups_of(document, str(delegate.ref))
        last |= {item["uid"]: (document, groups) for item in document["items"] if _hers(item, groups)}
    found = _of_document(
        _bare(made.document), itinerary.delegate(groups_of(made.document, str(delegate.ref)))
    )
    for uid, (document, groups) in last.items():
        found |= _of_document(_alone(document, uid), itinerary.delegate(groups))
    for leg in Leg.objects.filter(passengers=delegate):
        found |= of_all([leg.carrier, leg.number, leg.from_place, leg.to_place])
    return found


def once_her_own(version: Release | None, delegate: Delegate) -> set[int]:
    """What she took part in at a version that she was told of; nothing of one that was withdrawn."""
    if version is None or hasattr(version, "withdrawal"):
        return set()
    document = version.document
    groups = groups_of(document, str(delegate.ref))
    own = [item for item in document["items"] if _hers(item, groups)]
    return _of_document(document | {"items": own}, itinerary.delegate(groups))


def that_her_calendar_tells(delegate: Delegate) -> set[int]:
    """What must stand in it: the titles of what she takes part in, and how she travels."""
    made = release.newest(delegate.mission)
    if made is None:
        return set()
    groups = groups_of(made.document, str(delegate.ref))
    hers = (item for item in made.document["items"] if _hers(item, groups))
    legs = Leg.objects.filter(passengers=delegate).values_list("carrier", flat=True)
    return of_all([*legs, *(text for item in hers for text in item["title"].values())])


def _hers(item: dict[str, Any], groups: frozenset[str]) -> bool:
    """Whether a delegate of these groups sees an item whole and takes part in it."""
    if documents.view(item, itinerary.delegate(groups)) != "all":
        return False
    return bool(item["for_everyone"] or groups & set(item["groups"]))


def _bare(document: dict[str, Any]) -> dict[str, Any]:
    """The mission and its route without a word of any item: clocks are called after places of the route."""
    items = [
        item
        | {name: {} for name in ITEM_TEXTS if name in item}
        | {"public_title": {"en": "x"} if item["public_title"] else {}, "hosts": [], "topics": []}
        for item in document["items"]
    ]
    return document | {"items": items, "parties": [], "groups": []}


def that_the_public_finds(story: Story) -> dict[str, set[int]]:
    """What must stand at each place: in the data all that is public, elsewhere what the place is for."""
    document = newest(story)
    told = document | {"items": [_as_seen(item) for item in document["items"]]}
    items = of_all(
        text
        for item in told["items"]
        for name in (*ITEM_TEXTS, "public_title")
        if documents.view(item, itinerary.PUBLIC) != "nothing"
        for text in item.get(name, {}).values()
    )
    frame = document["mission"]
    titles = of_all(frame["title"].values())
    words = of_all(text for name in FRAME_TEXTS for text in frame[name].values())
    sectors = {entry["ref"]: entry["name"] for entry in document["sectors"]}
    return {
        "data": _of_document(told, itinerary.PUBLIC) | _results(story),
        "page": items | titles | words | of_all(newest_summary(story).values()),
        "feed": items | titles,
        "paper": items | titles,
        "changes": titles | of_all(story.mission.releases.live().filter(number=max(story.documents_seen()))),
        "home": titles | of_all(text for ref in frame["sectors"] for text in sectors[ref].values()),
    }


def newest_summary(story: Story) -> dict[str, str]:
    """The summary of the results as published."""
    made = release.newest_results(story.mission)
    return made.document["summary"] if made else {}


def _as_seen(item: dict[str, Any]) -> dict[str, Any]:
    """The item with nothing but its mask where the public has this, else without one."""
    match documents.view(item, itinerary.PUBLIC):
        case "mask":
            whole = {"masked": True, "public_title": item["public_title"], "stop": item["stop"]}
            return {key: value for key, value in item.items() if key not in ITEM_TEXTS} | whole
        case "all":
            return item | {"public_title": {}}
    return item


def that_a_delegate_finds(story: Story, delegate: Delegate) -> set[int]:
    """What must stand on her page: her items and masks, and how she travels and sleeps.

    An item that is her leg may be told of as that alone.
    """
    found = of_all(texts(delegate.person, "family_name").values())
    made = release.newest(story.mission)
    if made is None:
        return found
    audience = itinerary.delegate(groups_of(made.document, str(delegate.ref)))
    legs = Leg.objects.filter(passengers=delegate).values_list("carrier", flat=True)
    travelled = {str(uid) for uid in legs.values_list("item__uid", flat=True)}
    for item in made.document["items"]:
        sight = documents.view(item, audience)
        if sight != "nothing" and item["uid"] not in travelled:
            found |= of_all(item["title" if sight == "all" else "public_title"].values())
    stays = Stay.objects.filter(delegate=delegate).values_list("hotel", "room", "address")
    return found | of_all([*legs, *(value for values in stays for value in values)])


def personal_words() -> set[str]:
    """What members of staff need a permission to see."""
    found = {value for row in Person.objects.all() for value in (row.email, row.phone)}
    for row in Delegate.objects.all():
        found |= {row.languages, row.diet, row.access_needs, row.arrival_wish}
    found |= {travel_documents.read(document).number for document in TravelDocument.objects.all()}
    return (found | set(Stay.objects.values_list("room", flat=True))) - {""}


def personal() -> set[int]:
    """The same by their numbers."""
    return of_all(personal_words())


def newest(story: Story) -> dict[str, Any]:
    """The document that readers have."""
    made = release.newest(story.mission)
    assert made is not None
    return made.document


def _of_document(document: dict[str, Any], audience: Audience) -> set[int]:
    return of_all(documents.allowed(document, audience))


def _contacts(document: dict[str, Any], audience: Audience) -> set[int]:
    agreed = {str(ref) for ref in Contact.objects.filter(public=True).values_list("ref", flat=True)}
    told = set(documents._contacts_told(document, audience, agreed.__contains__))
    rows = Contact.objects.filter(ref__in=told).select_related("person")
    return of_all([*rows, *(row.person for row in rows)])


def _notes(story: Story) -> set[int]:
    """What was said with the versions that the public saw and that still count."""
    made = story.mission.releases.live().filter(number__in=story.public_saw)
    return of_all([*made, *story.mission.results_releases.all()])


def _results(story: Story) -> set[int]:
    """A result is as visible as its item, and is told of when it is to be published."""
    made = release.newest_results(story.mission)
    if made is None:
        return set()
    whole = {
        item["uid"] for item in newest(story)["items"] if documents.view(item, itinerary.PUBLIC) == "all"
    }
    found = of_all(made.document["summary"].values())
    cleared = {
        entry["item"]
        for entry in story.plan.get("visit_reports", ())
        if entry.get("cleared") and entry["state"] == "approved"
    }
    for entry in made.document["items"]:
        if entry["uid"] in whole:
            found |= of_all(entry["outcome"].values())
            found |= of_all(entry["report"].values() if entry["uid"] in cleared else ())
    planned = (*story.plan.get("follow_ups", ()), *story.plan.get("outcomes", ()))
    published = {entry["ref"] for entry in planned if entry.get("published")}
    for entry in (*made.document["follow_ups"], *made.document["outcomes"]):
        if entry["ref"] in published and (entry["item"] is None or entry["item"] in whole):
            found |= of_all(_result_texts(entry))
    return found


def _result_texts(entry: dict[str, Any]) -> Iterator[str]:
    for name in ("title", "state_words", "place", "sides_words", "correction"):
        yield from entry.get(name, {}).values()
    for name in ("ours", "theirs", "counterparts"):
        sides = entry.get(name) or []
        for side in sides if isinstance(sides, list) else [sides]:
            yield from side["name"].values() if side["published"] else ()


def _seen(document: dict[str, Any]) -> set[str]:
    """The items of which the public reads something."""
    return {item["uid"] for item in document["items"] if documents.view(item, itinerary.PUBLIC) != "nothing"}


def _alone(document: dict[str, Any], uid: str) -> dict[str, Any]:
    """The document with one item and what this names, without a word of the mission itself."""
    (item,) = (item for item in document["items"] if item["uid"] == uid)
    frame = {key: {} if isinstance(value, dict) else value for key, value in document["mission"].items()}
    return document | {
        "mission": frame | {"sectors": [], "home": None},
        "parties": [],
        "stops": [stop for stop in document["stops"] if stop["ref"] == item["stop"]],
        "items": [item],
    }
