"""A delegate's itinerary on paper and as one file: what her page says, and no more."""

import datetime
import itertools
import re

import pytest
from django.core.cache import cache
from django.db import connection

from delegations import itinerary, paper_pages
from missions.models import Visibility
from tests import papers
from tests.delegations.travellers import press, release
from tests.factories import (
    make_contact,
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_leg,
    make_mission,
    make_organisation,
    make_party,
    make_person,
    make_place,
    make_stay,
    make_stop,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 4)
NUMBERS = """Organiser on duty: +7 700 000 00 01
Duty officer +993 12 00 00 00 (round the clock)
Embassy: +81 3 1234 5678 ext. 12
Ambulance: 103, police: 102
Ask your group lead first"""
FILES = ("itinerary.pdf", "pocket.pdf", "itinerary.html")


@pytest.fixture
def delegate():
    """Who travels for four days, with what an ordinary mission has: four items a day, legs, a hotel."""
    home = make_place(name={"en": "Astana", "ru": "Астана"}, country="KZ", zone="Asia/Almaty")
    mission = make_mission(
        slug="silk-road", title={"en": "Silk Road", "ru": "Шёлковый путь"}, home=home, numbers_en=NUMBERS
    )
    group = make_group(mission=mission, name="Transport")
    person = make_person(
        family_name={"en": "Otegenov", "kk": "Өтегенов"}, given_name={"en": "Galym", "kk": "Ғалым"}
    )
    delegate = make_delegate(mission=mission, person=person, groups=[group])
    other = make_group(mission=mission, name="Canary group")
    names = [
        ("Mary", "Мары"),
        ("Ashgabat", "Ашхабад"),
        ("Arkadag", "Аркадаг"),
        ("Turkmenbashi", "Туркменбаши"),
    ]
    for number, (english, russian) in enumerate(names):
        place = make_place(name={"en": english, "ru": russian}, latitude=37 + number, longitude=58 - number)
        day = DAY + datetime.timedelta(number)
        stop = make_stop(mission=mission, place=place, order=number, first_day=day, last_day=day)
        for hour in (9, 11, 15, 19):
            item = make_item(
                stop=stop,
                day=day,
                starts_at=datetime.time(hour),
                ends_at=datetime.time(hour + 1, 30),
                title={"en": f"Talks {number}-{hour}", "ru": f"Переговоры {number}-{hour}"},
                description={"en": "Who makes what, who needs what, and what may be agreed on this year."},
                venue={"en": "Grand Hall", "tk": "Uly zal"},
                visibility=Visibility.PARTICIPANTS,
                groups=[group],
            )
            make_host(item=item, organisation=make_organisation(name=f"Union {number}-{hour}"))
    make_item(
        mission=mission, title="Canary item", visibility=Visibility.PARTICIPANTS, groups=[other], day=DAY
    )
    make_item(
        mission=mission, title="Canary staff", visibility=Visibility.STAFF, day=DAY, staff_notes="Canary note"
    )
    make_leg(
        mission=mission, from_place=home, passengers=[delegate], departs_on=DAY, carrier="KC", number="231"
    )
    make_stay(delegate=delegate, hotel="Oguzkent", room="512", address="Bitarap Türkmenistan, 231")
    make_stay(delegate=make_delegate(mission=mission), hotel="Canary hotel")
    release(mission)
    return delegate


@pytest.fixture
def client(delegate):
    return press(delegate)


class Answers:
    """What she is answered with, each address asked once for the tests that only read it."""

    def __init__(self):
        self.by_address, self.said_at = {}, {}

    def get(self, address):
        return self.by_address[f"/{address}"]

    def said(self, address):
        if address not in self.said_at:
            self.said_at[address] = words(self.get(address))
        return self.said_at[address]


ONCE = Answers()
ASKED = ("en{}", "en{}?with=ru", "kk{}?with=tk", "ru{}", "tk{}")


@pytest.fixture
def answers(request):
    if not ONCE.by_address:
        client = request.getfixturevalue("client")
        for address, file in itertools.product(ASKED, FILES):
            place = address.format(f"/my/silk-road/{file}")
            ONCE.by_address[f"/{address.format(f'/{file}')}"] = client.get(f"/{place}")
    return ONCE


def words(response):
    """What is read in a file."""
    if response["Content-Type"] == "application/pdf":
        return papers.text(response.content)
    body = re.sub(r"<style>.*?</style>", "", response.content.decode(), flags=re.DOTALL)
    body = re.sub(r"</?(b|span|del)\b[^>]*>", "", body)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.once
def test_four_days_are_two_sheets(answers):
    for query in ("", "?with=ru"):
        assert papers.pages(answers.get(f"en/itinerary.pdf{query}").content) == 2, query


@pytest.mark.once
def test_the_pocket_sheet_is_a4_with_panels_of_a6(answers):
    answer = answers.get("en/pocket.pdf")

    assert papers.pages(answer.content) <= 2
    box = papers.reader(answer.content).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    panels = re.findall(
        r"Programme, version 1\. Programme of Galym Otegenov (\d / \d)", answers.said("en/pocket.pdf")
    )
    assert panels == [f"{number} / {len(panels)}" for number in range(1, len(panels) + 1)]


@pytest.mark.once
def test_the_foot_says_whose_programme_it_is_without_saying_programme_twice(answers):
    for file in ("itinerary.pdf", "pocket.pdf"):
        said = answers.said(f"ru/{file}")

        assert "Программа, версия 1. Ғалым Өтегенов" in said
        assert "версия 1. Программа" not in said


def test_each_says_all_that_is_hers_and_nothing_of_others(delegate, client):
    personal = itinerary.make(delegate, "en")
    for file in FILES:
        answer = client.get(f"/en/my/silk-road/{file}")
        said = words(answer)

        for text in (
            *(item.title.text for item in personal.itinerary.items),
            "Programme of Galym Otegenov", "Silk Road", "09:00–10:30", "Monday, 4 December 2023", "Oguzkent", "512",
            "Bitarap Türkmenistan, 231", "KC 231", "Union 3-19", "Programme, version 1, released",
        ):  # fmt: skip
            assert text in said, (file, text)
        assert "anary" not in answer.content.decode("latin-1"), file
        assert "anary" not in said, file


@pytest.mark.once
def test_two_languages_stand_side_by_side(answers):
    for file in FILES:
        said = answers.said(f"en/{file}?with=ru")

        for text in ("Talks 2-15", "Переговоры 2-15", "Шёлковый путь", "Silk Road", "Аркадаг", "Arkadag"):
            assert text in said, (file, text)
        assert said.count("15:00–16:30") == 4, file


@pytest.mark.once
def test_they_are_private_and_named_in_ascii(answers):
    for file in FILES:
        answer = answers.get(f"kk/{file}?with=tk")

        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        name = file.replace("itinerary", "silk-road-my-programme-version-1-kk-tk").replace(
            "pocket", "silk-road-my-pocket-version-1-kk-tk"
        )
        kind = "attachment" if file.endswith("html") else "inline"
        assert answer["Content-Disposition"] == f'{kind}; filename="{name}"'
        assert "Ғалым Өтегенов" in answers.said(f"kk/{file}?with=tk"), file


def test_what_is_not_there_is_not_found(delegate, client):
    for address in ("silk-road/{}?with=de", "no-slug/{}"):
        assert [client.get(f"/en/my/{address.format(file)}").status_code for file in FILES] == [404] * 3
    unreleased = make_delegate(mission=make_mission(slug="another"), person=delegate.person)
    press(unreleased, client)
    assert [client.get(f"/en/my/another/{file}").status_code for file in FILES] == [404] * 3


def test_a_former_address_leads_to_the_present_one(delegate, client):
    delegate.mission.rename("new-silk-road")

    answers = [client.get(f"/en/my/silk-road/{file}?with=ru") for file in FILES]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, f"/en/my/new-silk-road/{file}?with=ru") for file in FILES
    ]


@pytest.mark.once
def test_the_file_needs_nothing_else(answers):
    """No script, no request, small enough for any mail; its fonts, style and map are inside."""
    for query in ("", "?with=ru"):
        answer = answers.get(f"en/itinerary.html{query}")
        body = answer.content.decode()

        assert len(answer.content) < 300_000
        assert re.findall(r"<(script|link|img|iframe|object|form)\b", body) == []
        assert re.findall(r"""src=|href="(?!tel:)|@import|url\((?!"data:)""", body) == []
        assert body.count("data:font/woff2;base64,") == 2
        assert "default-src 'none'" in body
        assert '<svg viewBox="0 0 568' in body


@pytest.mark.once
@pytest.mark.parametrize("items", [1, 12])
def test_a_paper_takes_few_queries(items, django_assert_num_queries, django_assert_max_num_queries):
    mission = make_mission()
    stop = make_stop(mission=mission)
    delegate = make_delegate(mission=mission)
    for _number in range(items):
        make_item(stop=stop, day=DAY)
    release(mission)

    with django_assert_max_num_queries(6):
        read = itinerary.in_languages(delegate, ("en",))
    with django_assert_num_queries(0):
        paper_pages.pdf_of(delegate, read)
        paper_pages.html_of(delegate, read)


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("itinerary.html", "missions_release"),
        ("itinerary.html", "delegations_leg"),
        ("itinerary.html", "delegations_stay"),
        pytest.param("itinerary.pdf", "delegations_leg", marks=pytest.mark.once),
        pytest.param("pocket.pdf", "delegations_stay", marks=pytest.mark.once),
    ],
)
def test_what_changes_between_the_two_languages_is_in_neither(delegate, client, file, table):
    """Otherwise one paper has two versions, or none can be made of two that differ."""
    mission, waits = delegate.mission, [table]

    def change(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        who_reads = 'FROM "delegations_accesslink"' in sql  # has the dates of the release beside it
        if f'FROM "{table}"' in sql and waits and not who_reads:
            waits.clear()
            group = delegate.groups.get()
            make_item(mission=mission, day=DAY, visibility=Visibility.PARTICIPANTS, groups=[group])
            make_leg(mission=mission, passengers=[delegate], departs_on=DAY, carrier="ZZ", number="9")
            make_stay(delegate=delegate, hotel="Second hotel")
            release(mission)
        return result

    with connection.execute_wrapper(change):
        answer = client.get(f"/en/my/silk-road/{file}?with=ru")

    assert not waits
    assert answer.status_code == 200
    versions = re.findall(r"(version|версия) (\d)", words(answer))
    assert set(versions) == {("version", "1"), ("версия", "1")}


@pytest.mark.once
def test_a_delegate_has_so_many_papers_made_and_no_more(delegate, client):
    """One PDF at a time is made in a process: others would wait. Her page and her file she still has."""
    cache.set(f"papers:{delegate.ref}", paper_pages.PAPERS - 1, 600)
    mate = press(make_delegate(mission=delegate.mission))

    answers = [client.get(f"/en/my/silk-road/{file}").status_code for file in FILES[:2]]
    others = [
        client.get("/en/my/silk-road/itinerary.html").status_code,
        client.get("/en/my/silk-road/").status_code,
        mate.get("/en/my/silk-road/itinerary.pdf").status_code,
    ]

    assert (answers, others) == ([200, 429], [200, 200, 200])


@pytest.mark.once
def test_whom_to_call_is_in_each_and_can_be_tapped(answers):
    for file, query in itertools.product(FILES, ("", "?with=ru")):
        answer = answers.get(f"en/{file}{query}")
        said, times = answers.said(f"en/{file}{query}"), 2 if query else 1

        for whom in ("Organiser on duty", "Duty officer (round the clock)", "Embassy", "Ambulance", "police"):
            assert said.count(whom) == times, (file, whom)
        assert said.count("Ask your group lead first") == times, file
        tapped = ["+77000000001", "+99312000000", "+81312345678;ext=12", "103", "102"]
        found = (
            re.findall(r'<a href="tel:([^"]+)"', answer.content.decode())
            if file.endswith("html")
            else [address.removeprefix("tel:") for address in papers.links(answer.content)]
        )
        assert found == tapped * times, file
        assert file.endswith("html") or "pdfuaid" in papers.metadata(answer.content), file


@pytest.mark.once
def test_whom_to_call_is_said_where_a_party_is_spoken_for(delegate, client):
    speaker = make_person(phone="+993 65 12 34 56")
    contact = make_contact(person=speaker, public=True)
    make_party(mission=delegate.mission, organisation=contact.organisation, contact=contact)
    release(delegate.mission)

    for file in FILES:
        assert "+993 65 12 34 56" in words(client.get(f"/en/my/silk-road/{file}")), file


@pytest.mark.once
def test_where_an_item_is_can_be_shown_to_a_driver(answers):
    """In the script of the country, once: not again where the paper has it so already."""
    for file in FILES:
        assert "For the driver: Uly zal, Mary" in answers.said(f"en/{file}"), file
        assert answers.said(f"tk/{file}").count("Uly zal") == 16, file


@pytest.mark.once
def test_what_a_device_keeps_takes_nothing_from_what_she_asks_for_herself(delegate, client):
    """Eight papers a refresh: versions that follow each other quickly would use up her own thirty.

    Whoever says that it is a device has five refreshes of them in ten minutes and no more.
    """
    cache.set(f"papers:{delegate.ref}", paper_pages.PAPERS, 600)
    cache.set(f"copies:{delegate.ref}", 4 * 8, 600)
    refresh = [f"/{lang}/my/silk-road/{file}" for lang in ("en", "ru", "kk", "tk") for file in FILES[:2]]

    kept = [client.get(url, headers={"Keruen-Copy": "1"}).status_code for url in (*refresh, refresh[0])]
    own = client.get("/en/my/silk-road/itinerary.pdf")

    assert (kept, own.status_code) == ([200] * 8 + [429], 429)


@pytest.mark.once
def test_the_page_leads_to_all_three(delegate, client):
    page = client.get("/en/my/silk-road/").content.decode()

    for file in FILES:
        assert f'href="/en/my/silk-road/{file}"' in page


JAPANESE = "東京都千代田区丸の内1-1-1"


@pytest.mark.once
def test_an_address_that_paper_cannot_print_is_left_to_the_page(delegate, client):
    """No boxes, and no paper that keeps to no standard."""
    delegate.stays.update(address=JAPANESE)
    item = delegate.mission.items.filter(venue_en="Grand Hall").first()
    type(item).objects.filter(pk=item.pk).update(address_en=JAPANESE)
    release(delegate.mission)

    for file in FILES:
        answer = client.get(f"/en/my/silk-road/{file}?with=ru")
        said = words(answer)

        assert (JAPANESE in said) == file.endswith("html")
        if file.endswith("pdf"):
            assert "pdfuaid" in papers.metadata(answer.content)
            assert said.count("in letters that paper cannot print: see the page") >= 2
        assert "Grand Hall" in said


@pytest.mark.once
def test_an_address_is_said_to_be_in_no_language_that_is_not_known(delegate, client):
    for country, lang in (("TM", "tk"), ("JP", "und"), ("DE", "und")):
        place = make_place(name="Somewhere", country=country)
        delegate.stays.update(place=place, address=JAPANESE)

        page = client.get("/en/my/silk-road/").text

        assert re.findall(rf'<(?:summary|p) lang="([^"]*)">(?:Oguzkent<br>)?{JAPANESE}', page) == [lang, lang]
