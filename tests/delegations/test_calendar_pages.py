"""The address of a delegate's calendar, and the page on which she subscribes to it."""

import gzip
import html
import logging
import re

import icalendar
import pytest
import time_machine
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import Client
from django.utils import timezone
from justhtml import JustHTML

from accounts import ciphers
from delegations import calendar, links
from delegations.models import AccessLink, DelegateState, LinkPurpose
from missions import limits
from tests.delegations.calendars import a_delegate, a_flight, an_item
from tests.delegations.test_links import written_by
from tests.delegations.travellers import press, release, text
from tests.factories import make_delegate, make_mission
from tests.together import at_once

pytestmark = pytest.mark.django_db
CALENDAR = LinkPurpose.CALENDAR
PAGE = "/en/my/silk-road/calendar/"


def subscribed(**mission):
    """A delegate with an item and a leg in a released programme, and the token of her calendar."""
    delegate = a_delegate(**mission)
    an_item(delegate, title={"en": "Talks", "ru": "Переговоры"})
    a_flight(delegate)
    release(delegate.mission)
    return delegate, links.make(delegate, CALENDAR)[1]


def summaries(answer) -> set[str]:
    assert answer.status_code == 200
    read = icalendar.Calendar.from_ical(answer.content)
    return {str(event["SUMMARY"]) for event in read.walk("VEVENT")}


def address_on(page: str) -> str:
    """The path and query of the feed, as the field to copy has it."""
    (address,) = re.findall(r'<input id="address" type="text" value="([^"]+)" readonly>', page)
    return html.unescape(address).removeprefix(settings.SITE_URL)


def test_whoever_has_the_address_reads_the_calendar_without_signing_in(client):
    _delegate, token = subscribed()

    answer = client.get(f"/c/{token}.ics")

    assert summaries(answer) == {"Talks", "Flight T5 702, Astana to Ashgabat"}
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert dict(answer.cookies) == {}
    assert "Content-Disposition" not in answer
    assert token not in answer.content.decode()
    assert token not in str(answer.headers)


@pytest.mark.once
def test_a_program_that_has_the_newest_is_told_so_until_something_changes(client):
    delegate, token = subscribed()
    first = client.get(f"/c/{token}.ics")

    again = client.get(f"/c/{token}.ics", headers={"if-none-match": first["ETag"]})
    delegate.legs.get().passengers.clear()
    changed = client.get(f"/c/{token}.ics", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-store"
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.once
def test_it_comes_compressed_to_who_reads_that(client):
    _delegate, token = subscribed()
    plain = client.get(f"/c/{token}.ics")

    packed = client.get(f"/c/{token}.ics", headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("asked", "preferred", "first", "title"),
    [
        ("?lang=ru", "en", "en", "Переговоры"),
        ("", "ru", "en", "Переговоры"),
        ("", "", "ru", "Переговоры"),
        ("?lang=de", "", "en", "Talks"),
        ("?lang=", "", "en", "Talks"),
    ],
)
def test_its_language_is_the_one_asked_for_else_hers_else_the_missions(
    client, asked, preferred, first, title
):
    """Never that of the program which asks: a telephone may be set to any."""
    delegate, token = subscribed(languages=[first, *({"en", "ru"} - {first})])
    delegate.person.language = preferred
    delegate.person.save()

    answer = client.get(f"/c/{token}.ics{asked}", headers={"accept-language": "kk"})

    assert title in summaries(answer)
    assert answer["Content-Language"] == {"Переговоры": "ru", "Talks": "en"}[title]


@pytest.mark.once
@pytest.mark.parametrize(
    ("asked", "rings"), [("", 0), ("?alarm=15", 2), ("?alarm=1440", 2), ("?alarm=7", 0), ("?alarm=x", 0)]
)
def test_reminders_are_those_asked_for(client, asked, rings):
    _delegate, token = subscribed()

    assert client.get(f"/c/{token}.ics{asked}").content.count(b"BEGIN:VALARM") == rings


def ended(how: str) -> str:
    """The token of a calendar that was good and is not any more."""
    delegate, token = subscribed()
    link = AccessLink.objects.get(purpose=CALENDAR)
    match how:
        case "revoked":
            links.revoke(link)
        case "renewed":
            links.replace(delegate, CALENDAR)
        case "expired":
            AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
        case "withdrawn":
            delegate.state = DelegateState.WITHDRAWN
            delegate.save()
        case "her link was revoked":
            links.revoke(links.make(delegate)[0])
    return token


@pytest.mark.once
@pytest.mark.parametrize("how", ["revoked", "renewed", "expired", "withdrawn", "her link was revoked"])
def test_a_calendar_that_has_ended_is_gone_and_leaks_nothing(client, how):
    """Scenario 10; faults.md 33."""
    token = ended(how)
    wrong = client.get(f"/c/{'A' * 43}.ics")

    gone = client.get(f"/c/{token}.ics")

    assert (gone.status_code, wrong.status_code) == (410, 404)
    assert gone.content == wrong.content == b"There is no calendar at this address.\n"
    assert dict(gone.headers) == dict(wrong.headers)


def test_a_link_of_another_purpose_opens_no_calendar(client):
    delegate, token = subscribed()
    itinerary = links.renew(delegate)

    assert client.get(f"/c/{itinerary}.ics").status_code == 404
    assert client.get(f"/l/{token}/").status_code == 404


@pytest.mark.once
def test_a_calendar_is_only_read(client):
    _delegate, token = subscribed()

    assert {
        getattr(client, method)(f"/c/{token}.ics").status_code for method in ("post", "put", "delete")
    } == {405}


@pytest.mark.once
def test_a_network_that_guesses_waits_and_one_that_asks_for_an_ended_calendar_does_not(client):
    """faults.md 71."""
    token = ended("revoked")
    _other, good = links.make(make_delegate(mission=make_mission()), CALENDAR)

    statuses = {client.get(f"/c/{token}.ics").status_code for _ in range(limits.WRONG_LINKS + 5)}
    for number in range(limits.WRONG_LINKS):
        client.get(f"/c/wrong{number}.ics")
    limited = client.get("/c/wrong.ics")

    assert statuses == {410}
    assert client.get(f"/c/{good}.ics").status_code == 200
    assert client.get(f"/c/{token}.ics").status_code == 410
    assert limited.status_code == 429
    assert limited["Cache-Control"] == "private, no-store"


@pytest.mark.once
@pytest.mark.parametrize("how", ["good", "revoked"])
def test_the_token_of_a_calendar_is_in_no_log(client, how):
    """faults.md 26."""
    token = subscribed()[1] if how == "good" else ended(how)

    written = written_by(lambda: [getattr(client, method)(f"/c/{token}.ics") for method in ("get", "post")])

    assert token not in written


@pytest.mark.once
def test_a_failure_behind_a_calendar_is_written_down_without_its_token(monkeypatch):
    """faults.md 26."""
    _delegate, token = subscribed()
    monkeypatch.setattr(calendar, "make", lambda *_args: 1 / 0)
    client = Client(raise_request_exception=False)
    answers = []

    written = written_by(lambda: answers.append(client.get(f"/c/{token}.ics")))

    assert answers[0].status_code == 500
    assert "ZeroDivisionError" in written
    assert token not in written
    assert token not in text(answers[0])
    assert logging.getLogger("django.request").level == logging.ERROR


def test_the_use_of_a_calendar_is_noted_once_an_hour(client):
    _delegate, token = subscribed()
    used = []
    with time_machine.travel("2023-12-01T09:00:00Z", tick=False) as clock:
        for minutes in (0, 59, 2):
            clock.shift(minutes * 60)
            client.get(f"/c/{token}.ics")
            used.append(AccessLink.objects.get(purpose=CALENDAR).last_used_at)

    assert [(at.hour, at.minute) for at in used] == [(9, 0), (9, 0), (10, 1)]


def test_she_makes_the_address_by_a_button_and_finds_it_again():
    delegate, _token = subscribed()
    AccessLink.objects.all().delete()
    browser = press(delegate)
    before = text(browser.get(PAGE))

    assert 'id="address"' not in before
    assert AccessLink.objects.filter(purpose=CALENDAR).count() == 0
    made = browser.post(PAGE, {"do": "make"})
    first, again = text(browser.get(PAGE)), text(browser.get(PAGE))
    browser.post(PAGE, {"do": "make"})

    assert (made.status_code, made["Location"]) == (302, PAGE)
    assert address_on(first) == address_on(again) == address_on(text(browser.get(PAGE)))
    assert "Talks" in summaries(Client().get(address_on(first)))
    assert f'href="webcal://127.0.0.1:8000{address_on(first)}"' in html.unescape(first)
    assert first.count("<svg") == 2  # the brand and the square code
    assert "<script" not in first


@pytest.mark.once
def test_the_address_speaks_the_language_of_the_page_and_rings_as_chosen():
    delegate, _token = subscribed()
    browser = press(delegate)

    page = text(browser.get("/ru/my/silk-road/calendar/?alarm=60"))

    assert address_on(page).endswith(".ics?lang=ru&alarm=60")
    assert '<option value="60" selected>' in page
    answer = Client().get(address_on(page))
    assert b"TRIGGER:-PT60M" in answer.content
    assert "Переговоры" in summaries(answer)


def test_a_new_address_ends_the_old_one_and_she_can_end_it_altogether():
    delegate, _token = subscribed()
    browser = press(delegate)
    old = address_on(text(browser.get(PAGE)))

    browser.post(PAGE, {"do": "anew"})
    new = address_on(text(browser.get(PAGE)))
    statuses = [Client().get(path).status_code for path in (old, new)]
    browser.post(PAGE, {"do": "end"})

    assert statuses == [410, 200]
    assert 'id="address"' not in text(browser.get(PAGE))
    assert Client().get(new).status_code == 410
    assert browser.get("/en/my/silk-road/").status_code == 200


@pytest.mark.once
def test_reading_the_page_changes_nothing():
    """faults.md 51."""
    delegate, _token = subscribed()
    AccessLink.objects.all().delete()
    browser = press(delegate)

    for query in ("", "?do=make", "?alarm=60"):
        browser.get(PAGE + query)

    assert AccessLink.objects.filter(purpose=CALENDAR).count() == 0


def test_an_assistant_has_a_calendar_of_her_own():
    delegate, token = subscribed()
    _link, assistants = links.make(delegate, assistant="Dana")
    browser = Client()
    browser.post(f"/l/{assistants}/")

    before = text(browser.get(PAGE))
    browser.post(PAGE, {"do": "make"})
    page = text(browser.get(PAGE))
    own = address_on(text(press(delegate).get(PAGE)))

    assert token not in before
    assert "as the assistant Dana" in page
    assert token in own
    assert address_on(page) != own
    links.revoke(AccessLink.objects.get(assistant="Dana", purpose=LinkPurpose.ITINERARY))
    assert [Client().get(path).status_code for path in (address_on(page), own)] == [410, 200]


@pytest.mark.once
def test_whoever_also_pressed_the_assistants_link_reads_as_herself():
    delegate, token = subscribed()
    browser = press(delegate)
    browser.post(f"/l/{links.make(delegate, assistant='Dana')[1]}/")

    assert token in address_on(text(browser.get(PAGE)))


@pytest.mark.once
def test_the_page_of_another_mission_or_of_nobody_is_not_found():
    delegate, _token = subscribed()
    make_mission(slug="other")

    assert press(delegate).get("/en/my/other/calendar/").status_code == 404
    assert press(delegate).get("/en/my/other/calendar.ics").status_code == 404
    assert Client().get(PAGE).status_code == 403
    assert Client().post(PAGE, {"do": "make"}).status_code == 403


@pytest.mark.once
def test_she_saves_the_same_calendar_as_a_file():
    delegate, token = subscribed()
    browser = press(delegate)

    saved = browser.get("/ru/my/silk-road/calendar.ics?alarm=15")

    assert saved["Content-Disposition"] == 'attachment; filename="silk-road.ics"'
    assert saved["Cache-Control"] == "private, no-store"
    assert saved.content == Client().get(f"/c/{token}.ics?lang=ru&alarm=15").content
    assert token not in saved.content.decode()


@pytest.mark.once
def test_her_programme_leads_to_the_page():
    delegate, _token = subscribed()

    assert f'<a href="{PAGE}">' in text(press(delegate).get("/en/my/silk-road/"))


def test_an_address_whose_key_is_gone_is_replaced(settings):
    """It is written with a key of the installation; the calendar itself is found by its hash."""
    delegate, token = subscribed()
    browser = press(delegate)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    ciphers.field_cipher.cache_clear()
    try:
        page = text(browser.get(PAGE))
        goes_on = Client().get(f"/c/{token}.ics").status_code
        browser.post(PAGE, {"do": "anew"})
        after = address_on(text(browser.get(PAGE)))
    finally:
        ciphers.field_cipher.cache_clear()

    assert "The address of your calendar cannot be shown any more." in page
    assert [f'value="{verb}"' in page for verb in ("make", "anew", "end")] == [False, True, True]
    assert JustHTML(page, collect_errors=True, sanitize=False).errors == []
    assert (goes_on, Client().get(after).status_code, Client().get(f"/c/{token}.ics").status_code) == (
        200,
        200,
        410,
    )


@pytest.mark.once
def test_the_page_is_valid_html_with_and_without_an_address():
    delegate, _token = subscribed()
    browser = press(delegate)
    pages = [text(browser.get(PAGE))]
    browser.post(PAGE, {"do": "end"})
    pages.append(text(browser.get(PAGE)))

    assert [JustHTML(page, collect_errors=True, sanitize=False).errors for page in pages] == [[], []]


@pytest.mark.django_db(transaction=True)
def test_who_subscribes_twice_at_once_has_one_calendar():
    """faults.md 42."""
    delegate, _token = subscribed()
    AccessLink.objects.all().delete()
    links.renew(delegate)

    addresses = at_once(*[lambda: links.calendar_address(links.subscribe(delegate))] * 4)

    assert len(set(addresses)) == 1
    assert AccessLink.objects.filter(purpose=CALENDAR).count() == 1


def test_whose_link_has_ended_meanwhile_subscribes_to_nothing():
    delegate, _token = subscribed()
    AccessLink.objects.all().delete()

    assert links.subscribe(delegate) is None
    assert AccessLink.objects.count() == 0
