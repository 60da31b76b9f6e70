"""Who sees an item, whom it names to whom, and where it is silent."""

import pytest

from missions import itinerary
from missions.parts import LiveContact
from tests.missions import documents
from tests.missions.stories import a_document, an_item, an_organisation
from wording.words import Words

pytestmark = pytest.mark.once  # no database


def read(document, audience=itinerary.PUBLIC, lang="en", contacts=None):
    return itinerary.make(document, audience, lang, contacts)


def titles(made):
    return [item.title.text for item in made.items]


def hosted(organisation, state="confirmed", contact=None):
    return {"organisation": organisation["ref"], "contact": contact, "state": state}


def test_hosts_are_named_to_each_audience_by_how_far_they_have_agreed():
    union, mill, port, dairy = (an_organisation(name) for name in ("Union", "Mill", "Port", "Dairy"))
    states = {
        union["ref"]: "confirmed",
        mill["ref"]: "asked",
        port["ref"]: "wished",
        dairy["ref"]: "declined",
    }
    hosts = [{"organisation": ref, "contact": None, "state": state} for ref, state in states.items()]
    document = a_document(an_item(hosts=hosts), organisations=[union, mill, port, dairy])

    named = [
        [host.organisation.name.text for host in read(document, audience).items[0].hosts]
        for audience in (
            itinerary.PUBLIC,
            itinerary.delegate([]),
            itinerary.host(mill["ref"]),
            itinerary.STAFF,
        )
    ]

    assert named == [
        ["Union"],
        ["Union", "Mill"],
        ["Union", "Mill"],
        ["Union", "Mill", "Port", "Dairy"],
    ]


@pytest.mark.parametrize(
    ("state", "seen"), [("confirmed", 1), ("asked", 1), ("wished", 0), ("declined", 0)], ids=str
)
def test_a_host_sees_the_items_at_which_it_was_asked_to_receive(state, seen):
    union = an_organisation("Union")
    document = a_document(an_item(hosts=[hosted(union, state)]), organisations=[union])

    assert len(read(document, itinerary.host(union["ref"])).items) == seen


def test_a_parent_organisation_does_not_see_the_items_of_its_branch():
    union = an_organisation("Union")
    branch = an_organisation("Branch", parent=union["ref"])
    document = a_document(an_item(hosts=[hosted(branch)]), organisations=[union, branch])

    assert read(document, itinerary.host(union["ref"])).items == ()
    assert read(document, itinerary.host(branch["ref"])).items[0].hosts[0].organisation.parent == Words(
        "Union", "en"
    )


def test_an_organisation_that_is_not_published_is_nowhere_in_what_the_public_reads():
    """faults.md 22: not as host, party or parent."""
    union = an_organisation("Union", published=False)
    branch = an_organisation("Branch", parent=union["ref"])
    document = a_document(an_item(hosts=[hosted(union), hosted(branch)]), organisations=[union, branch])
    document["parties"] = [{"organisation": union["ref"], "role": "organiser", "contact": None}]

    public, hers = read(document), read(document, itinerary.delegate([]))

    assert "Union" not in repr(public)
    assert public.parties == ()
    assert [host.organisation.name.text for host in public.items[0].hosts] == ["Branch"]
    assert hers.items[0].hosts[1].organisation.parent == Words("Union", "en")
    assert [host.organisation.name.text for host in hers.items[0].hosts] == ["Union", "Branch"]
    assert [party.organisation.name.text for party in hers.parties] == ["Union"]


def test_a_contact_is_named_in_public_with_her_consent_alone():
    union = an_organisation("Union")
    hosts = [hosted(union, contact=ref) for ref in ("agreed", "not", "erased", None)]
    document = a_document(an_item(hosts=hosts), organisations=[union])
    document["parties"] = [{"organisation": union["ref"], "role": "organiser", "contact": "not"}]
    agreed = LiveContact(Words("Ogulsapar Berdiyewa", "en"), Words("Director", "en"), public=True)
    silent = LiveContact(Words("Maral Orazowa", "en"), None, public=False)
    contacts = {"agreed": agreed, "not": silent}

    public = read(document, contacts=contacts)
    hers = read(document, itinerary.delegate([]), contacts=contacts)

    assert [host.contact for host in public.items[0].hosts] == [agreed]
    assert public.parties[0].contact is None
    assert [host.contact for host in hers.items[0].hosts] == [agreed, silent]
    assert hers.parties[0].contact == silent
    assert itinerary.contact_refs(document) == {"agreed", "not", "erased"}


def test_an_organisation_whose_people_are_not_named_is_there_once_in_its_place():
    union, mill = an_organisation("Union"), an_organisation("Mill")
    hosts = [hosted(union, contact="first"), hosted(mill), hosted(union, contact="second")]
    document = a_document(an_item(hosts=hosts), organisations=[union, mill])

    named = [host.organisation.name.text for host in read(document).items[0].hosts]

    assert named == ["Union", "Mill"]


def test_groups_are_named_to_delegates_and_staff_and_personal_ones_to_nobody():
    groups = [
        {"ref": "a", "name": {"en": "Food industry"}, "members": ["she"]},
        {"ref": "b", "name": {}, "members": ["she"]},
        {"ref": "c", "name": {"en": "Not at this one"}, "members": ["she"]},
    ]
    union = an_organisation("Union")
    item = an_item(groups=["a", "b"], for_everyone=False, hosts=[hosted(union)])
    document = a_document(item, groups=groups, organisations=[union])

    assert read(document).items[0].groups == ()
    assert read(document, itinerary.host(union["ref"])).items[0].groups == ()
    assert read(document, itinerary.delegate(["b"])).items[0].groups == (Words("Food industry", "en"),)
    assert read(document, itinerary.STAFF).items[0].groups == (Words("Food industry", "en"),)


@pytest.mark.parametrize(
    ("fields", "takes_part"),
    [
        ({"for_everyone": True}, True),
        ({"for_everyone": False, "groups": ["hers"]}, True),
        ({"for_everyone": False, "groups": ["another"]}, False),
        ({"for_everyone": False, "groups": []}, False),
        ({"visibility": "participants", "groups": ["another"], "public_title": {"en": "Talks"}, "for_everyone": False}, False),
    ],
)  # fmt: skip
def test_a_delegate_takes_part_with_everyone_or_in_a_group_of_hers(fields, takes_part):
    document = a_document(an_item(**fields))

    assert read(document, itinerary.delegate(["hers"])).items[0].takes_part == takes_part
    assert [item.takes_part for item in read(document, itinerary.STAFF).items] == [False]
    assert [item.takes_part for item in read(document).items] == [False]


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"for_everyone": True, "groups": []}, "all"),
        ({"for_everyone": False, "groups": ["hers"]}, "all"),
        ({"for_everyone": False, "groups": ["another"]}, "nothing"),
        ({"for_everyone": False, "groups": ["another"], "public_title": {"en": "Talks"}}, "mask"),
    ],
)
def test_a_delegate_sees_what_is_for_participants_where_she_takes_part(fields, seen):
    items = read(a_document(an_item(visibility="participants", **fields)), itinerary.delegate(["hers"])).items

    assert ["mask" if item.masked else "all" for item in items] == ([] if seen == "nothing" else [seen])


def test_of_an_item_for_staff_all_but_hosts_see_its_mask():
    when = {name: value for name, value in an_item().items() if name in documents.WHEN}
    union = an_organisation("Union")
    document = a_document(
        {**when, "masked": True, "public_title": {"en": "Official meeting"}}, organisations=[union]
    )
    readers = [itinerary.PUBLIC, itinerary.STAFF, itinerary.delegate([]), itinerary.host(union["ref"])]

    assert [titles(read(document, reader)) for reader in readers] == [["Official meeting"]] * 3 + [[]]


def test_an_item_for_participants_of_whom_there_are_none_is_shown_to_nobody():
    union = an_organisation("Union")
    item = an_item(
        visibility="participants", for_everyone=False, hosts=[hosted(union)], public_title={"en": "Talks"}
    )
    document = a_document(item, organisations=[union])
    readers = [itinerary.PUBLIC, itinerary.STAFF, itinerary.delegate(["a"]), itinerary.host(union["ref"])]

    assert [read(document, reader).items for reader in readers] == [()] * 4
