"""The page behind a personal link, and the session that its button opens."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from justhtml import JustHTML

from delegations import links
from delegations.models import AccessLink, DelegateState, LinkPurpose
from missions import limits
from tests.delegations.travellers import invited, text

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_the_page_says_whose_link_it_is_and_for_what(client):
    delegate, token = invited()
    link = delegate.links.get()

    page = text(client.get(f"/l/{token}/", headers={"accept-language": "ru"}))

    assert '<html lang="ru">' in page
    assert "Миссия в Туркменистан" in page
    assert "Галым Отегенов" in page
    assert links.last_day(link, link.delegate.mission).strftime("%Y") in page
    assert page.count("<button") == 1
    assert "<script" not in page


@pytest.mark.once
def test_the_name_stands_in_the_script_of_the_page(client):
    _delegate, token = invited()

    assert "Ғалым Өтегенов" in text(client.get(f"/l/{token}/", headers={"accept-language": "kk"}))
    assert '<dd lang="en">Galym Otegenov</dd>' in text(
        client.get(f"/l/{token}/", headers={"accept-language": "tk"})
    )


def test_an_assistants_link_says_whose_it_is_and_opens_the_delegates_programme(client):
    delegate, token = invited()
    _link, assistants = links.make(delegate, assistant="Dana <b>O.</b>")

    page = text(client.get(f"/l/{assistants}/"))

    assert "<dt>Opened by her assistant</dt><dd>Dana &lt;b&gt;O.&lt;/b&gt;</dd>" in page
    assert "Galym Otegenov" in page
    assert page.count("<button") == 1
    assert "assistant" not in text(client.get(f"/l/{token}/"))
    client.post(f"/l/{assistants}/")
    said = "You read as the assistant Dana &lt;b&gt;O.&lt;/b&gt;."
    assert said in text(client.get(f"/en/my/{delegate.mission.slug}/"))
    client.post(f"/l/{token}/")  # whoever has her own link too reads as herself
    assert "assistant" not in text(client.get(f"/en/my/{delegate.mission.slug}/"))


@pytest.mark.once
@pytest.mark.parametrize(
    ("preferred", "browser", "chosen", "read"),
    [
        ("", "kk", None, "kk"),
        ("", "de", None, "en"),
        ("ru", "kk", None, "ru"),
        ("ru", "kk", "tk", "tk"),
    ],
)
def test_the_language_is_the_one_chosen_else_the_persons_else_the_browsers(
    client, preferred, browser, chosen, read
):
    _delegate, token = invited(language=preferred)
    if chosen:
        client.get(f"/l/{token}/?language={chosen}")

    page = client.get(f"/l/{token}/", headers={"accept-language": browser})
    pressed = client.post(f"/l/{token}/", headers={"accept-language": browser})

    assert f'<html lang="{read}">' in text(page)
    assert page["Content-Language"] == read
    assert pressed["Location"] == f"/{read}/my/"


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_the_page_changes_nothing(client, method):
    """faults.md 51."""
    _delegate, token = invited()
    before = AccessLink.objects.values().get()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = getattr(client, method)(f"/l/{token}/")

    assert response.status_code == 200
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert AccessLink.objects.values().get() == before
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert client.get("/en/my/").status_code == 403


@pytest.mark.once
def test_only_a_form_of_ours_can_press_the_button():
    _delegate, token = invited()
    client = Client(enforce_csrf_checks=True)

    without = client.post(f"/l/{token}/")
    form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text(client.get(f"/l/{token}/")))
    with_it = client.post(f"/l/{token}/", {"csrfmiddlewaretoken": form[1]})

    assert without.status_code == 403
    assert token not in text(without)
    assert with_it.status_code == 302


def test_pressing_signs_in_and_notes_the_use(client):
    delegate, token = invited()

    with time_machine.travel(datetime.datetime(2023, 12, 1, 9, tzinfo=datetime.UTC), tick=False):
        pressed = client.post(f"/l/{token}/")

    assert (pressed.status_code, pressed["Location"]) == (302, "/en/my/")
    assert delegate.links.get().last_used_at == datetime.datetime(2023, 12, 1, 9, tzinfo=datetime.UTC)
    assert client.get(f"/en/my/{delegate.mission.slug}/").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("answer", ["page", "wrong", "pressed", "too many", "not allowed"])
def test_no_answer_is_kept_or_tells_its_address_to_others(client, answer):
    """faults.md 26, 72."""
    _delegate, token = invited()
    if answer == "too many":
        for _ in range(limits.WRONG_LINKS):
            client.get("/l/wrong/")
    match answer:
        case "pressed":
            response = client.post(f"/l/{token}/")
        case "not allowed":
            response = client.put(f"/l/{token}/")
        case "wrong":
            response = client.get("/l/wrong-but-long-enough/")
            token = "wrong-but-long-enough"
        case _:
            response = client.get(f"/l/{token}/")

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert token not in text(response)
    assert token not in str(response.headers)


def spoilt(how: str) -> str:
    """The token of a link that was good and is not any more; "wrong" never was one."""
    delegate, token = invited()
    link = delegate.links.get()
    match how:
        case "wrong":
            return "A" * 43
        case "revoked":
            links.revoke(link)
        case "renewed":
            links.renew(delegate)
        case "expired":
            AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
        case "withdrawn":
            delegate.state = DelegateState.WITHDRAWN
            delegate.save()
        case "for a calendar":
            return links.make(delegate, LinkPurpose.CALENDAR)[1]
    return token


def test_every_link_that_does_not_open_explains_itself_alike():
    """faults.md 33."""
    answers = set()
    for how in ["wrong", "revoked", "renewed", "expired", "withdrawn", "for a calendar"]:
        token = spoilt(how)
        for method in ["get", "post"]:
            response = getattr(Client(), method)(f"/l/{token}/")
            answers.add(
                (response.status_code, response.content, str(response.headers), str(response.cookies))
            )

    ((status, page, _headers, cookies),) = answers
    assert status == 404
    assert cookies == ""
    assert settings.REPORT_ADDRESS in page.decode()


@pytest.mark.once
def test_a_link_that_does_not_open_costs_one_query(django_assert_num_queries):
    client, token = Client(), spoilt("revoked")

    with django_assert_num_queries(1):
        client.get(f"/l/{token}/")


def test_a_network_that_tries_many_wrong_links_has_to_wait_but_a_right_one_opens(client):
    """faults.md 71: a delegation behind one address loses no programme by what a stranger there tries."""
    _delegate, token = invited()
    with time_machine.travel(datetime.datetime(2023, 12, 1, 9, tzinfo=datetime.UTC), tick=False) as clock:
        statuses = [client.get(f"/l/wrong{number}/").status_code for number in range(limits.WRONG_LINKS + 1)]
        limited = client.get("/l/wrong/")
        good = client.get(f"/l/{token}/")
        elsewhere = client.get("/l/wrong/", REMOTE_ADDR="198.51.100.7")
        clock.shift(limits.SECONDS + 1)
        later = client.get("/l/wrong/")

    assert statuses == [404] * limits.WRONG_LINKS + [429]
    assert limited.status_code == 429
    assert "Too many attempts" in text(limited)
    assert good.status_code == 200
    assert elsewhere.status_code == 404
    assert later.status_code == 404


@pytest.mark.once
def test_links_that_open_are_not_counted(client):
    _delegate, token = invited()

    statuses = {client.get(f"/l/{token}/").status_code for _ in range(limits.WRONG_LINKS + 5)}

    assert statuses == {200}


@pytest.mark.once
def test_addresses_of_one_ipv6_network_share_a_limit(client):
    """faults.md 71."""
    for number in range(limits.WRONG_LINKS):
        client.get("/l/wrong/", REMOTE_ADDR=f"2001:db8:1:2:{number:x}::1")

    assert client.get("/l/wrong/", REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert client.get("/l/wrong/", REMOTE_ADDR="2001:db8:1:3::1").status_code == 404


@pytest.mark.once
def test_who_forges_a_forwarded_address_is_still_limited(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(limits.WRONG_LINKS):
        client.get("/l/wrong/", headers={"x-forwarded-for": f"10.0.0.{number}, 192.0.2.1"})

    assert client.get("/l/wrong/", headers={"x-forwarded-for": "10.9.9.9, 192.0.2.1"}).status_code == 429
    assert client.get("/l/wrong/", headers={"x-forwarded-for": "192.0.2.1, 192.0.2.2"}).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_the_network_of_an_address(address, network):
    assert limits.network(address) == network


@pytest.mark.once
def test_the_minute_may_end_while_a_wrong_link_is_counted(rf, monkeypatch):
    request = rf.get("/l/wrong/")
    limits.wrong_links(request)
    monkeypatch.setattr(limits.cache, "add", lambda *args, **kwargs: False)
    limits.cache.clear()

    assert not limits.wrong_links(request)


@pytest.mark.once
def test_pages_are_valid_html(client):
    _delegate, token = invited()
    pages = [client.get(f"/l/{token}/"), client.get("/l/wrong/"), client.get("/en/my/")]

    found = [JustHTML(text(page), collect_errors=True, sanitize=False).errors for page in pages]

    assert found == [[], [], []]
