"""The bar of the desk: everything in it can be seen and pressed, without moving it, on a screen of a desk."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from tests.backoffice.pages import staff
from tests.browser import looks

OUTSIDE = """() => [...document.querySelectorAll('.deskbar a, .deskbar button')].filter(one => {
  if (!one.checkVisibility()) return false
  const box = one.getBoundingClientRect(), bar = one.closest('.page').getBoundingClientRect()
  return box.right > Math.min(innerWidth, bar.right) + 1 || box.left < 0
}).map(one => one.textContent.trim())"""


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_bar_of_a_mission_is_whole_on_the_screen(open_page, site, signed_in, lang):
    mission = factories.make_mission(
        title={
            "en": "Business mission of Kazakhstan to Turkmenistan",
            "ru": "Деловая миссия Казахстана в Туркменистан",
        }
    )
    page = open_page()
    signed_in(page, staff())
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": lang, "url": site}])
    for name, key in (("missions_mission_board", mission.pk), ("records", None)):
        page.goto(site + reverse(f"admin:{name}", args=[key] if key else []))
        assert page.locator(".deskbar-mission").count() == 1
        assert {width: page.evaluate(OUTSIDE) for width in looks.in_every_width(page, [1024, 1280])} == {
            1024: [],
            1280: [],
        }
