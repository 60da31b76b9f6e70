"""How a delegate's page is served: with nothing of others, valid, and in few queries."""

import datetime
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from justhtml import JustHTML

from missions.models import Visibility
from tests.delegations.travellers import press, read, release
from tests.factories import (
    make_attachment,
    make_contact,
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_leg,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stay,
    make_stop,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 5)
LANGUAGES = ["en", "ru", "kk", "tk"]


@pytest.fixture
def stop():
    """Ashgabat, on the route of a mission that comes from Astana."""
    mission = make_mission(home=make_place(name="Astana", country="KZ", zone="Asia/Almaty"))
    return make_stop(
        mission=mission, place=make_place(name={"en": "Ashgabat", "ru": "Ашхабад", "tk": "Aşgabat"})
    )


@pytest.fixture
def delegate(stop):
    return make_delegate(
        mission=stop.mission,
        person=make_person(
            family_name={"en": "Otegenov", "ru": "Отегенов"}, given_name={"en": "Galym", "ru": "Галым"}
        ),
    )


CANARY = "kanarienvogel"


@pytest.mark.once
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_of_others_is_in_the_source_of_her_page(lang):
    """faults.md 5. A delegate of group B: nothing of group A, of staff, or of the others' journeys and beds."""
    mission = make_mission(staff_notes=CANARY, outcome_summary=CANARY)
    a, b = make_group(mission=mission, name=CANARY + " A"), make_group(mission=mission, name="Group B")
    mine = make_delegate(groups=[b])
    other = make_delegate(
        groups=[a],
        person=make_person(family_name=CANARY, phone="+70000000000", email=f"{CANARY}@example.org"),
        diet=CANARY,
        access_needs=CANARY,
        position=CANARY,
    )
    place = make_place(name=CANARY)
    hidden = make_stop(mission=mission, place=place)
    shown = make_stop(mission=mission)
    private = {
        **dict.fromkeys(("title", "description", "venue", "address", "dress", "language"), CANARY),
        **dict.fromkeys(("interpreter", "photo_rules", "outcome"), CANARY),
    }
    host = make_contact(
        position=CANARY, person=make_person(family_name=CANARY), organisation=make_organisation(name=CANARY)
    )
    for visibility, groups in [
        (Visibility.PARTICIPANTS, [a]),
        (Visibility.STAFF, []),
        (Visibility.STAFF, [b]),
        (Visibility.PARTICIPANTS, [make_group(mission=mission, name=CANARY, personal=True)]),
    ]:
        for masked in ({}, {"public_title": "Reserved"}):
            item = make_item(
                stop=shown if masked else hidden,
                visibility=visibility,
                groups=groups,
                day=DAY,
                staff_notes=CANARY,
                **private,
                **masked,
            )
            make_host(item=item, contact=host)
            make_leg(mission=mission, item=item, passengers=[other], carrier=CANARY)
    make_item(stop=shown, title="Ours", groups=[b], visibility=Visibility.PARTICIPANTS, staff_notes=CANARY)
    make_leg(mission=mission, passengers=[other], carrier=CANARY, from_place=place, to_place=place)
    make_stay(delegate=other, hotel=CANARY, address=CANARY, room=CANARY, place=place)
    make_item(mission=make_mission(), title=CANARY)
    release(mission)

    page = read(mine, lang)

    assert "Ours" in page
    assert page.count("Reserved") == 4
    assert CANARY not in page.casefold()
    assert "+70000000000" not in page
    assert str(other.ref) not in page
    assert str(a.ref) not in page


def test_what_is_edited_after_the_release_is_not_there(delegate, stop):
    item = make_item(stop=stop, title="Released words")
    release(stop.mission)
    item.title_en = CANARY
    item.save()
    stop.mission.title_en = CANARY
    stop.mission.save()
    make_item(stop=stop, title=CANARY)

    client = press(delegate)

    assert CANARY not in read(delegate, client=client)


@pytest.mark.once
def test_a_file_of_hers_names_its_item_as_it_was_released(delegate, stop):
    shown = {"visibility": Visibility.DELEGATION, "for_everyone": True}
    item = make_item(stop=stop, title="Released words", **shown)
    make_attachment(mission=stop.mission, item=item, title="Map", visibility=Visibility.DELEGATION)
    make_attachment(mission=stop.mission, item=item, title=CANARY, visibility=Visibility.STAFF)
    release(stop.mission)
    item.title_en = CANARY
    item.save()

    page = read(delegate)

    assert f'<a href="#i-{item.uid}">Released words</a>' in page
    assert ">Map</a>" in page
    assert CANARY not in page


@pytest.mark.once
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_switch_keeps_the_place(delegate, lang):
    release(delegate.mission)
    client = press(delegate)
    page = read(delegate, client=client)

    assert f'href="/{lang}/my/{delegate.mission.slug}/"' in page
    assert f'<html lang="{lang}">' in read(delegate, lang, client)


@pytest.mark.once
def test_search_engines_are_told_nothing(delegate):
    release(delegate.mission)
    client = press(delegate)

    response = client.get(f"/en/my/{delegate.mission.slug}/")

    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "canonical" not in response.content.decode()


@pytest.mark.once
def test_the_page_is_valid_html(delegate, stop):
    make_item(stop=stop, title="Mine", day=DAY, starts_at=datetime.time(9), description="Words", venue="Hall")
    make_item(stop=stop, title="Theirs", groups=[make_group(mission=stop.mission)])
    release(stop.mission)
    make_leg(mission=stop.mission, passengers=[delegate], departs_on=DAY)
    make_stay(delegate=delegate)

    page = read(delegate)

    assert [str(error) for error in JustHTML(page, collect_errors=True, sanitize=False).errors] == []


@pytest.mark.once
@pytest.mark.parametrize("count", [14, 400])
def test_the_page_takes_eight_queries_however_long_it_is(django_assert_num_queries, delegate, stop, count):
    for number in range(count):
        item = make_item(stop=stop, day=DAY, title=f"Item {number}")
    make_host(item=item, contact=make_contact())
    make_leg(mission=stop.mission, passengers=[delegate], departs_on=DAY)
    make_stay(delegate=delegate)
    release(stop.mission)
    client = press(delegate)

    with django_assert_num_queries(8):
        page = read(delegate, client=client)

    assert page.count("<h4>") == count + 1


def test_two_browsers_read_their_own_pages(stop):
    """faults.md 72."""
    first, second = make_delegate(mission=stop.mission), make_delegate(mission=stop.mission)
    release(stop.mission)
    one, two = press(first, Client()), press(second, Client())

    assert first.person.full_name("en").text in read(first, client=one)
    assert first.person.full_name("en").text not in read(first, client=two)


def packed(content):
    """Bytes as they go over the wire."""
    return len(gzip.compress(content))


@pytest.mark.once
@pytest.mark.parametrize("count", [14, 400])
def test_the_first_view_is_light(delegate, stop, count):
    """At most 60 KB that a telephone loads which was never here: page, style, scripts, icons and both fonts."""
    for number in range(count):
        make_item(
            stop=stop,
            day=DAY,
            title=f"Meeting {number} of the delegation with a host",
            venue=f"Hall {number % 7}",
            address=f"Street {number % 90}",
        )
    release(stop.mission)
    client = press(delegate)

    response = client.get(f"/en/my/{stop.mission.slug}/", headers={"Accept-Encoding": "gzip"})

    page = gzip.decompress(response.content).decode() if response.has_header("Content-Encoding") else ""
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    files = {name: Path(finders.find(name)).read_bytes() for name in names}
    fonts = [path.stat().st_size for path in Path(finders.find("fonts")).glob("*.woff2")]
    sizes = [len(content) if name.endswith(".png") else packed(content) for name, content in files.items()]
    assert {"keruen.css", "place.js"} <= names
    assert len(response.content) + sum(sizes) + sum(fonts) <= 60_000
