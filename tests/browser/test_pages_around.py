"""The pages around the programme, in a browser: frame, fixed pages, errors, sign-in, the admin's frame."""

import re

from tests.accounts.people import PASSWORD, code_of, make_staff
from tests.browser import looks

FIXED = ["/en/", "/en/about/", "/ru/about/", "/kk/privacy/", "/tk/accessibility/"]
ENTRANCE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/"]
STAFF = ["/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/"]


def findings(page, axe, paths, widths=()) -> dict[str, list[str]]:
    """What axe finds on each page, and the widths at which it is scrolled sideways, where there is any."""
    found = {}
    for path in paths:
        page.goto(path)
        assert page.url.endswith(path)
        found[path] = axe(page) + looks.too_wide(page, widths)
    return {path: faults for path, faults in found.items() if faults}


def test_pages_for_everyone_have_no_barrier_and_are_not_scrolled_sideways(page, axe):
    assert findings(page, axe, FIXED + ENTRANCE, [320, 390, 1280]) == {}


def test_the_page_of_a_wrong_address_has_no_barrier(page, axe):
    page.goto("/en/nonsense/")

    assert axe(page) == []
    assert [complaint for complaint in page.complaints if "404" not in complaint] == []
    page.complaints.clear()


def test_pages_of_staff_have_no_barrier(page, axe, signed_in):
    signed_in(page, make_staff())

    assert findings(page, axe, STAFF) == {}


def test_a_languages_link_leads_to_the_same_page(page):
    page.goto("/en/privacy/")

    page.get_by_role("link", name="Қазақша").click()

    assert page.url.endswith("/kk/privacy/")
    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator("[aria-current=true]").inner_text() == "Қазақша"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page):
    page.goto("/en/about/")

    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")

    assert focused == "#main"
    assert page.evaluate("document.activeElement.id") == "main"


def test_signing_in_with_a_new_second_factor_needs_no_script(open_page, axe, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    make_staff()
    page = open_page(390, java_script_enabled=False)

    page.goto("/admin/")
    page.get_by_label("E-mail address").fill("organiser@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    secret = page.locator(".hint b").inner_text()
    page.get_by_label("Code", exact=True).fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("link", name="Back office").last.click()

    assert page.url.endswith("/admin/")


def test_the_page_that_sets_up_a_second_factor_has_no_barrier(page, axe):
    make_staff()
    page.goto("/accounts/login/?next=/accounts/2fa/totp/activate/")
    page.get_by_label("E-mail address").fill("organiser@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()

    assert re.search(r"/accounts/2fa/totp/activate/$", page.url)
    assert axe(page) == []


def test_a_refused_form_says_why_without_a_barrier(page, axe):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")

    page.get_by_role("button", name="Sign in").click()

    assert page.get_by_role("alert").inner_text().splitlines()[0] == "This could not be done"
    assert axe(page) == []
