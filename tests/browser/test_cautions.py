"""The page of cautions in a browser: without a fault of access, narrow and wide, light and dark, by keyboard."""

from django.urls import reverse

from backoffice import clashes
from backoffice.clashes import accepting
from missions.models import AcceptedCaution
from tests.backoffice.clashes.rows import clashing, in_both, split_in_mary
from tests.backoffice.pages import staff
from tests.browser import looks
from tests.factories import make_user


def cautions(mission):
    return reverse("admin:missions_mission_cautions", args=[mission.pk])


def test_it_has_no_fault_and_does_not_scroll_sideways(open_page, signed_in, axe):
    mission, groups = split_in_mary()
    in_both(mission, groups)
    accepting.accept(mission, clashes.of(mission).open[0], reason="Agreed", by=make_user())
    in_both(mission, groups)
    page = open_page()
    signed_in(page, staff())

    page.goto(cautions(mission))
    page.get_by_text("Accept with a reason").first.click()

    assert axe(page) == []
    assert looks.too_wide(page) == []


def test_accepting_by_keyboard_and_without_scripts(open_page, signed_in):
    mission, *_items = clashing()
    page = open_page(java_script_enabled=False)
    signed_in(page, staff())
    page.goto(cautions(mission))

    summary = page.locator("main summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("The hall is one and the same")
    page.keyboard.press("Enter")
    page.get_by_text("Accepted, until its cause changes.").wait_for()

    assert AcceptedCaution.objects.get().reason == "The hall is one and the same"
    assert page.get_by_role("button", name="Open again").count() == 1
