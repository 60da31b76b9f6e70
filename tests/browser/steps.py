"""Where things stand on the pages of a mission, for whoever walks through them."""

import re
from typing import Any

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page, expect


def page_of(mission: Any, name: str) -> str:
    """The address of a page of the mission: page_of(mission, "board")."""
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk])


def said(lang: str, text: str, context: str = "", **values: Any) -> str:
    """What the catalogue has for a text in a language, so that a way can be walked in each."""
    with translation.override(lang):
        found = translation.pgettext(context, text) if context else translation.gettext(text)
    return found % values if values else found


def column(page: Page, place: str) -> Locator:
    """A day at a stop, on the board."""
    return page.locator(".day", has=page.get_by_role("heading", level=3, name=place, exact=True))


def slot(page: Page, title: str) -> Locator:
    """An item on the board."""
    return page.locator(".slot", has=page.get_by_role("heading", level=4, name=title, exact=True)).first


def line(page: Page, name: str) -> Locator:
    """A delegate on the page of people."""
    return page.locator("[data-line]", has=page.locator("th", has_text=name))


def ways(page: Page) -> Locator:
    """The menu of the mission that is worked on."""
    return page.get_by_role("navigation", name="This mission")


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the page of this heading is shown, with its styles: they too say what is read."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.wait_for_load_state()


def words_of(locator: Locator) -> list[str]:
    """What each of these says, as it is read: with single spaces."""
    return [" ".join(text.split()) for text in locator.all_inner_texts()]
