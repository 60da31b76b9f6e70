"""Whoever has the device after her, and whose link was revoked, is shown nothing of the copy."""

import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from delegations import links
from delegations.models import AccessLink
from tests import factories
from tests.browser.offline.steps import (
    LANGUAGES,
    RECORD,
    held,
    is_whole,
    kept,
    nothing_is_kept,
    nothing_is_shown,
    press,
    read_on_the_net,
    wait,
)

pytestmark = pytest.mark.postgresql


def test_the_next_person_at_the_device_is_shown_nothing_of_the_first(page, house, delegates):
    """faults.md 72 and 75."""
    first, second = delegates
    before = read_on_the_net(page, first)["reader"]
    press(page, second)
    assert "Otegenov" not in held(page)  # before anything of hers is fetched
    record = wait(
        lambda: page.evaluate(RECORD),
        lambda found: found and found["reader"] != before and is_whole(found, 4),
    )
    assert "Otegenov" not in held(page)

    house.stop()
    for lang in LANGUAGES:
        page.goto(f"/{lang}/my/silk-road/")
        assert "Berdiyewa" in page.content()
        assert "Otegenov" not in page.content()
    assert page.evaluate(RECORD)["reader"] == record["reader"]


def test_a_net_that_fails_while_the_next_person_signs_in_shows_her_nothing(page, house, delegates):
    """She has pressed her link, the server knows her, and its answer never comes."""
    first, second = delegates
    read_on_the_net(page, first)
    pressed = []

    def cut(method, path):
        if pressed:
            return True
        if method == "POST" and path.startswith("/l/"):
            pressed.append(path)
        return False

    page.goto(f"/l/{links.make(second)[1]}/")
    with house.hanging_up(cut):
        page.get_by_role("button").click()
        nothing_is_shown(page)
        page.goto("/en/my/silk-road/")
        nothing_is_shown(page)
    house.stop()
    page.goto("/ru/my/silk-road/")
    assert page.locator(".item").count() == 0
    house.start()
    page.goto("/en/my/silk-road/")
    assert "Berdiyewa" in page.content()
    kept(page)
    assert "Otegenov" not in held(page)
    page.complaints.clear()


def test_signing_out_clears_the_device_at_once(page, house, delegate):
    """faults.md 75."""
    read_on_the_net(page, delegate)

    page.get_by_role("button", name="Sign out on this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link")

    assert nothing_is_kept(page)
    house.stop()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto("/en/my/silk-road/")  # the worker is gone too
    page.complaints.clear()


def test_signing_out_without_a_network_clears_at_once_and_ends_the_session_later(page, house, delegate):
    """faults.md 75. The next person at the device is shown nothing, with or without a network."""
    read_on_the_net(page, delegate)
    house.stop()
    page.reload()

    page.get_by_role("button", name="Sign out on this device").click()
    nothing_is_shown(page)

    assert nothing_is_kept(page)
    page.goto("/en/my/silk-road/")
    nothing_is_shown(page)
    assert [session.get_decoded().get("links") for session in Session.objects.all()] != [None]
    house.start()
    page.goto("/ru/my/silk-road/")
    assert page.locator(".item").count() == 0
    assert Session.objects.count() == 0
    assert nothing_is_kept(page)
    page.complaints.clear()


def test_signing_out_without_a_network_ends_the_session_though_somebody_else_has_signed_in_since(
    page, house, mission, delegate
):
    """Staff or a host at the same device: the token of the form that was pressed is another one by then."""
    token = links.make_for_host(mission, factories.make_organisation(name="Ceramics"))[1]
    read_on_the_net(page, delegate)
    house.stop()
    page.reload()
    page.get_by_role("button", name="Sign out on this device").click()
    nothing_is_shown(page)
    house.start()

    page.goto(f"/h/{token}/")
    page.get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Visitors of")
    page.goto("/ru/my/silk-road/")

    assert page.locator(".item").count() == 0
    assert [session.get_decoded().get("links") for session in Session.objects.all()] in ([], [None])
    page.complaints.clear()


def test_a_revoked_link_clears_the_copy_at_the_next_contact(page, house, delegate):
    """faults.md 33. Until then nobody can tell the device."""
    read_on_the_net(page, delegate)
    house.stop()
    links.revoke_all(AccessLink.objects.filter(delegate=delegate))
    page.reload()
    expect(page.locator("[data-saved]")).to_be_visible()

    house.start()
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link", timeout=20_000)
    assert nothing_is_kept(page)
    house.stop()
    page.goto("/en/my/silk-road/")
    nothing_is_shown(page)
    page.complaints.clear()


def test_a_late_refusal_takes_back_what_the_copy_has_answered(page, house, delegate):
    """faults.md 33. On a slow net the copy was quicker than the server's word that the link has ended."""
    read_on_the_net(page, delegate)
    links.revoke_all(AccessLink.objects.filter(delegate=delegate))

    def wait_long(_method, path):
        if path.endswith(("/silk-road/", "/~copy.json")):
            time.sleep(7)
        return False

    with house.hanging_up(wait_long):
        page.reload(wait_until="commit")
        expect(page.locator("[data-saved]")).to_be_visible()
        wait(lambda: nothing_is_kept(page), bool)
    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link", timeout=20_000)
    page.complaints.clear()


def test_another_window_closes_with_the_one_that_signs_out(page, delegate):
    read_on_the_net(page, delegate)
    other = page.context.new_page()
    with page.context.expect_event("requestfinished", lambda request: request.url.endswith("/~copy.json")):
        other.goto("/ru/my/silk-road/")
    # Its own question is answered then: nothing but the first window's word closes it.
    other.wait_for_timeout(1000)

    page.get_by_role("button", name="Sign out on this device").click()

    expect(other.locator(".item")).to_have_count(0, timeout=20_000)
    page.complaints.clear()
