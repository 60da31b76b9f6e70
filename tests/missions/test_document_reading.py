"""The document as it is kept and read: the same bytes for the same rows, in few queries."""

import json

import pytest

from delegations.models import members_of_groups
from missions import document, itinerary
from missions.document import UnknownFormat
from missions.models import Visibility
from tests.factories import (
    make_contact,
    make_group,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_party,
    make_place,
    make_sector,
    make_series,
    make_stop,
)

pytestmark = pytest.mark.django_db


def made(mission):
    return document.make(mission, members_of_groups(mission))


# How it is made


def test_a_document_survives_json_unchanged():
    stop = make_stop(place=make_place(latitude="37.96000", longitude="58.32600"))
    make_item(stop=stop, hosts=[make_organisation(place=stop.place)])

    entry = made(stop.mission)

    assert json.loads(json.dumps(entry)) == entry


def test_a_document_of_the_same_rows_is_the_same():
    mission = make_mission()
    for _ in range(3):
        groups = [make_group(mission=mission), make_group(mission=mission)]
        make_item(mission=mission, groups=groups, hosts=[make_organisation(), make_organisation()])

    assert made(mission) == made(mission)


def grown(size):
    """A mission with so many stops, parties and items, each with all that hangs on one."""
    mission = make_mission(home=make_place(), series=make_series(), sectors=[make_sector()])
    for _ in range(size):
        nation = make_organisation(place=make_place())
        union = make_organisation(place=make_place(), parent=nation)
        branch = make_organisation(place=make_place(), parent=union)
        make_party(mission=mission, organisation=branch, contact=make_contact(organisation=branch))
        stop = make_stop(mission=mission, place=make_place())
        item = make_item(
            stop=stop, hosts=[branch], topics=[make_sector()], groups=[make_group(mission=mission)],
            to_place=make_place(),
        )  # fmt: skip
        make_host(item=item, contact=make_contact(organisation=union))
        make_item(mission=mission, visibility=Visibility.STAFF, public_title="Mask", to_place=make_place())
    return mission


@pytest.mark.parametrize("size", [1, 4])
def test_a_document_takes_as_many_queries_whatever_its_size(size, django_assert_num_queries):
    mission = grown(size)
    mission.refresh_from_db()
    members = members_of_groups(mission)

    with django_assert_num_queries(10):
        document.make(mission, members)


def test_a_document_of_the_present_format_is_read_as_it_is():
    entry = made(make_mission())

    assert document.current(entry) is entry


def test_a_document_of_a_later_format_is_refused_in_a_sentence():
    with pytest.raises(
        UnknownFormat, match="This document has format 2; this version of Keruen reads format 1"
    ):
        document.current({**made(make_mission()), "format": 2})


def test_every_audience_reads_the_document_of_a_whole_mission():
    mission = grown(2)
    entry = made(mission)
    organisation = mission.items.exclude(hosts=None).first().hosts.first().organisation
    readers = [
        itinerary.PUBLIC,
        itinerary.STAFF,
        itinerary.delegate([str(mission.groups.first().ref)]),
        itinerary.host(str(organisation.ref)),
    ]

    assert [len(itinerary.make(entry, reader, "en").items) for reader in readers] == [2, 4, 4, 1]
