"""What lets a browser keep a delegate's pages: whose they are, what is listed, and until when."""

import datetime
import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from delegations import links, offline, offline_pages
from delegations.models import AccessLink, DelegateState
from missions.models import HostState, Visibility
from tests.delegations.travellers import press, release
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
)
from tests.papers import printed

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "ru", "kk", "tk")
FILES = ("itinerary.pdf", "pocket.pdf", "itinerary.html")
READER = "Keruen-Reader"


@pytest.fixture
def mission():
    return make_mission(slug="silk-road")


@pytest.fixture
def delegate(mission):
    delegate = make_delegate(mission=mission, groups=[make_group(mission=mission, name="Group B")])
    make_item(mission=mission, title="Talks")
    release(mission)
    return delegate


def listed(client, lang="en"):
    answer = client.get(f"/{lang}/my/~copy.json")
    assert answer.status_code == 200
    return answer.json()


def urls(contents):
    return [entry["url"] for entry in contents["entries"]]


def page(client, slug="silk-road", **headers):
    return client.get(f"/en/my/{slug}/", headers=headers)


def test_all_that_is_hers_is_listed_in_four_languages(mission, delegate):
    """The language that she reads first, and pages before files."""
    contents = listed(press(delegate), "kk")

    langs = ("kk", "en", "ru", "tk")
    assert urls(contents) == [
        *(f"/{lang}/my/silk-road/" for lang in langs),
        *(f"/{lang}/my/silk-road/{name}" for lang in langs for name in FILES),
    ]
    assert [entry["page"] for entry in contents["entries"]] == [True] * 4 + [False] * 12
    assert contents["versions"] == {"silk-road": 1}
    assert [entry["url"] for entry in contents["shell"]] == [f"/{lang}/my/~offline/" for lang in langs]


@pytest.mark.once
def test_the_cards_of_contacts_are_listed_as_long_as_they_agree(mission, delegate):
    """Each with a stamp of its own, for a new version has most of them as they were."""
    item = make_item(mission=mission, visibility=Visibility.DELEGATION, for_everyone=True)
    public, silent = (make_contact(public=agrees) for agrees in (True, False))
    for contact in (public, silent):
        make_host(item=item, contact=contact, state=HostState.CONFIRMED)
    release(mission)
    client = press(delegate)

    def cards():
        return {one["url"]: one["stamp"] for one in listed(client)["entries"] if "/contacts/" in one["url"]}

    first = cards()
    assert list(first) == [f"/{lang}/my/silk-road/contacts/{public.ref}.vcf" for lang in LANGUAGES]
    for url in first:
        assert client.get(url).status_code == 200
    item.venue_en = "Hall 2"
    item.save()
    release(mission)
    assert cards() == first
    public.position_en = "Deputy director"
    public.save()
    assert {url for url, stamp in cards().items() if stamp != first[url]} == set(first)
    public.public = False
    public.save()
    assert cards() == {}


@pytest.mark.once
def test_so_many_cards_are_listed_and_those_of_the_page_come_first(mission, delegate, monkeypatch):
    """Each is fetched by itself, and her whole itinerary made for it."""
    monkeypatch.setattr(offline, "CARDS", 3)
    item = make_item(mission=mission, visibility=Visibility.DELEGATION, for_everyone=True)
    for _number in range(2):
        make_host(item=item, contact=make_contact(public=True), state=HostState.CONFIRMED)
    release(mission)

    found = [url for url in urls(listed(press(delegate), "kk")) if "/contacts/" in url]

    assert [url.split("/")[1] for url in found] == ["kk", "kk", "en"]


@pytest.mark.once
def test_what_is_listed_is_there_for_her_and_for_nobody_else(mission, delegate):
    make_attachment(mission=mission, visibility=Visibility.DELEGATION)
    client, other = press(delegate), Client()

    for url in urls(listed(client)):
        answer = client.get(url)
        b"".join(answer)  # which closes a file
        assert answer.status_code == 200
        assert other.get(url).status_code in (403, 404)


def test_files_of_others_and_of_staff_are_not_listed(mission, delegate):
    mine = make_item(mission=mission, groups=list(delegate.groups.all()), visibility=Visibility.PARTICIPANTS)
    theirs = make_item(
        mission=mission, groups=[make_group(mission=mission)], visibility=Visibility.PARTICIPANTS
    )
    release(mission)
    hers = [
        make_attachment(item=mine, visibility=Visibility.PARTICIPANTS),
        make_attachment(mission=mission, visibility=Visibility.DELEGATION),
    ]
    make_attachment(item=theirs, visibility=Visibility.PARTICIPANTS)
    make_attachment(mission=mission, visibility=Visibility.STAFF)
    make_attachment(mission=make_mission(), visibility=Visibility.PUBLIC)

    found = [url for url in urls(listed(press(delegate))) if url.startswith("/attachments/")]

    assert found == [f"/attachments/{paper.ref}/" for paper in hers]


@pytest.mark.once
def test_what_is_too_large_for_a_telephone_is_left_out(mission, delegate, monkeypatch):
    monkeypatch.setattr(offline, "LARGEST", 100)
    monkeypatch.setattr(offline, "MOST", 150)
    papers = [
        make_attachment(mission=mission, visibility=Visibility.PUBLIC, content=b"%PDF-" + b"x" * (size - 5))
        for size in (101, 100, 51, 50)
    ]

    found = [url for url in urls(listed(press(delegate))) if url.startswith("/attachments/")]

    assert found == [f"/attachments/{papers[number].ref}/" for number in (1, 3)]


@pytest.mark.once
def test_before_the_first_release_the_page_alone_is_kept():
    delegate = make_delegate(mission=make_mission(slug="silk-road"))

    contents = listed(press(delegate))

    assert urls(contents) == [f"/{lang}/my/silk-road/" for lang in LANGUAGES]
    assert contents["versions"] == {}


def test_two_missions_of_one_person_are_kept_together(mission, delegate):
    second = make_delegate(mission=make_mission(slug="amber-road"), person=delegate.person)
    release(second.mission)
    client = press(second, press(delegate))

    contents = listed(client)

    assert urls(contents)[:4] == [f"/{lang}/my/" for lang in LANGUAGES]
    assert {url.split("/")[3] for url in urls(contents)} == {"", "silk-road", "amber-road"}
    assert contents["versions"] == {"silk-road": 1, "amber-road": 1}


def ends(contents):
    return {entry["until"] for entry in contents["entries"]}


def stamp(moment):
    return int(moment.timestamp() * 1000)


@pytest.mark.once
def test_the_copy_ends_with_the_link(mission, delegate):
    soon = links.usual_end(mission) - datetime.timedelta(days=20)
    client = press(delegate)
    AccessLink.objects.filter(delegate=delegate).update(expires_at=soon)

    assert ends(listed(client)) == {stamp(soon)}


@pytest.mark.once
@pytest.mark.parametrize("expires_at", [None, datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)])
def test_the_copy_of_a_link_that_holds_for_long_ends_a_month_after_the_mission(mission, delegate, expires_at):
    client = press(delegate)
    AccessLink.objects.filter(delegate=delegate).update(expires_at=expires_at)

    assert ends(listed(client)) == {stamp(links.usual_end(mission))}


def stamps(client):
    return {entry["url"]: entry["stamp"] for entry in listed(client)["entries"] if not entry["page"]}


def test_files_are_fetched_again_when_they_have_become_others_and_only_then(mission, delegate):
    client = press(delegate)
    before = stamps(client)
    assert stamps(client) == before
    make_leg(mission=mission, passengers=[make_delegate(mission=mission)])
    assert stamps(client) == before

    changed = []
    for change in (
        lambda: make_stay(delegate=delegate, hotel="Yyldyz"),
        lambda: make_leg(mission=mission, passengers=[delegate], to_place=make_place()),
        lambda: (make_item(mission=mission, title="Lunch"), release(mission)),
        lambda: type(delegate.person).objects.filter(pk=delegate.person.pk).update(family_name_en="Serikov"),
        lambda: type(mission).objects.filter(pk=mission.pk).update(numbers_en="On duty: +7 700 000 00 00"),
    ):
        change()
        after = stamps(client)
        changed.append(after["/en/my/silk-road/itinerary.pdf"] != before["/en/my/silk-road/itinerary.pdf"])
        before = after

    assert changed == [True] * 5
    assert "Serikov" in printed(client.get("/en/my/silk-road/itinerary.pdf").content)


@pytest.mark.once
def test_each_reader_has_a_name_of_her_own_that_tells_nothing(mission, delegate):
    first, again, other = press(delegate), press(delegate), press(make_delegate(mission=mission))

    names = [page(client)[READER] for client in (first, again, other)]

    assert len({*names}) == 3
    assert page(first)[READER] == names[0] == listed(first)["reader"]
    assert {len(name) for name in names} == {32}
    link = AccessLink.objects.filter(delegate=delegate).earliest("pk")
    assert names[0] not in (link.token_hash, links.token_of(link))


def test_a_link_more_or_less_is_another_reader(mission, delegate):
    """What was kept for two missions is not shown when one of the links has ended."""
    second = make_delegate(mission=make_mission(slug="amber-road"), person=delegate.person)
    client = press(delegate)
    names = [page(client)[READER]]
    press(second, client)
    names.append(page(client)[READER])
    links.revoke_all(AccessLink.objects.filter(delegate=second))
    names.append(page(client)[READER])

    assert names[0] == names[2] != names[1]


@pytest.mark.once
def test_whoever_may_not_read_is_told_no_reader_and_no_list(mission, delegate):
    client = press(delegate)
    delegate.state = DelegateState.WITHDRAWN
    delegate.save()

    for path in ("/en/my/", "/en/my/silk-road/", "/en/my/~copy.json", "/en/my/silk-road/itinerary.pdf"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert READER not in answer
        assert b"data-reader" not in answer.content


@pytest.mark.once
def test_a_page_to_be_kept_says_so_and_any_other_does_not(mission, delegate):
    client = press(delegate)

    assert b"data-saved" in page(client, **{"Keruen-Copy": "1"}).content
    assert b"data-saved" not in page(client).content
    assert page(client)["Cache-Control"] == "private, no-store"


@pytest.mark.once
def test_a_page_is_sent_compressed(mission, delegate):
    answer = page(press(delegate), **{"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.once
def test_the_list_takes_few_queries(django_assert_max_num_queries, mission, delegate):
    for number in range(20):
        item = make_item(mission=mission, title=f"Item {number}")
        make_attachment(item=item, visibility=Visibility.DELEGATION)
    release(mission)
    client = press(delegate)

    with django_assert_max_num_queries(22):
        assert len(urls(listed(client))) == 4 + 12 + 20


@pytest.mark.once
def test_signing_out_has_the_browser_delete_what_it_keeps(mission, delegate):
    answer = press(delegate).post("/en/my/~sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.once
def test_a_host_signing_out_of_the_same_browser_ends_a_delegate_too(mission, delegate):
    host = make_organisation()
    make_host(item=mission.items.get(), organisation=host)
    client = press(delegate)
    client.post(f"/h/{links.make_for_host(mission, host)[1]}/")

    answer = client.post("/en/host/~sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert page(client).status_code == 403


@pytest.mark.once
def test_what_staff_are_writing_in_the_same_browser_stays(mission, delegate):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("o@example.org", "a long password indeed"))

    answer = press(delegate, client).post("/en/my/~sign-out/")

    assert "Clear-Site-Data" not in answer


def rules(answer):
    return dict(rule.strip().split(" ", 1) for rule in answer["Content-Security-Policy"].split(";"))


@pytest.mark.once
def test_only_her_own_pages_may_have_a_worker(client, mission, delegate):
    assert rules(page(press(delegate)))["worker-src"] == "'self'"
    for path in ("/en/", "/en/my/", "/en/my/~offline/", "/accounts/login/", f"/l/{links.make(delegate)[1]}/"):
        assert rules(client.get(path))["worker-src"] == "'none'"


@pytest.mark.once
def test_the_worker_may_ask_this_site_and_nothing_else(client):
    answer = client.get("/offline-worker.js")

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert rules(answer) == {"default-src": "'none'", "connect-src": "'self'"}
    assert answer.content == offline_pages.SCRIPT.read_bytes()


@pytest.mark.once
def test_each_address_that_signs_in_by_a_button_is_one_before_which_the_copy_waits():
    """Between the press and the next answer nobody knows who reads."""
    [pattern] = re.findall(r"^const LINK = /(.*?)/;", offline_pages.SCRIPT.read_text(), re.MULTILINE)
    signing = [reverse("delegations:link", args=["token"]), reverse("delegations:seen", args=["token", 4])]

    assert [bool(re.search(pattern, address)) for address in signing] == [True, True]


@pytest.mark.once
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manifest_is_of_the_language_and_of_nobody(client, mission, delegate, lang):
    answer = client.get(f"/{lang}/my/app.webmanifest")

    manifest = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json; charset=utf-8"
    assert (manifest["lang"], manifest["start_url"], manifest["scope"]) == (lang, f"/{lang}/my/", "/")
    assert press(delegate).get(f"/{lang}/my/app.webmanifest").content == answer.content
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"][1:]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


@pytest.mark.once
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_without_a_connection_is_of_nobody(client, mission, delegate, lang):
    own = press(delegate)
    name = make_person().family_name_en

    answers = [one.get(f"/{lang}/my/~offline/") for one in (client, own)]

    assert answers[0].content == answers[1].content
    assert name.encode() not in answers[1].content
    assert f'href="/{lang}/my/"'.encode() in answers[0].content
