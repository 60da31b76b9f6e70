"""The admin's lists in a browser: as wide as most, no column is cut off, and a telephone is not scrolled sideways."""

import datetime

import pytest
from django.contrib import admin
from django.urls import reverse

from delegations import links
from delegations.models import members_of_groups
from missions import release
from tests import factories
from tests.browser import looks

LONG = (
    "Visit of the delegation of the Union of Transport Carriers to the international sea port of Turkmenbashi"
)


@pytest.fixture
def filled():
    """Rows with long words in every list of ours."""
    place = factories.make_place(name="Turkmenbashi International Sea Port")
    mission = factories.make_mission(
        title="Trade and transport mission of Kazakhstan to Turkmenistan, December"
    )
    factories.make_mission(title="Another mission, so that the list can be narrowed down by mission")
    stop = factories.make_stop(mission=mission, place=place)
    item = factories.make_item(
        stop=stop,
        title=LONG,
        day=mission.starts_on,
        starts_at=datetime.time(9),
        kind="negotiations",
        visibility="participants",
        groups=[factories.make_group(mission=mission)],
    )
    other = factories.make_item(title="Talks", kind="visit")
    factories.make_visit_report(item=other)
    delegate = factories.make_delegate(mission=mission, diet="No pork, no alcohol")
    links.make(delegate)
    factories.make_leg(mission=mission, from_place=place, to_place=place, carrier="Turkmenistan Airlines")
    factories.make_stay(delegate=delegate, place=place, hotel="Berkarar Hotel and Conference Centre")
    factories.make_attendance(item=item, delegate=delegate)
    factories.make_follow_up(mission=mission, title=LONG, our_organisation=factories.make_organisation())
    factories.make_outcome(mission=mission, title=LONG)
    version = release.release(
        mission, by=factories.make_user(), members=members_of_groups(mission), replaces=None
    )
    release.withdraw(version, by=factories.make_user(), reason=LONG)


def test_no_column_of_a_list_is_cut_off_and_no_telephone_is_scrolled_sideways(open_page, signed_in, filled):
    """A list that is wider than a telephone scrolls in its own box, with the words for screen readers in it."""
    page = open_page(width=1280)
    signed_in(page, factories.make_user(is_superuser=True))
    cut, over = {}, {}

    for model in admin.site._registry:
        if model._meta.app_label in {"partners", "missions", "delegations"}:
            page.goto(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
            if page.locator("#result_list").count():
                right = page.locator("#result_list").evaluate("table => table.getBoundingClientRect().right")
                room = page.locator(".results").evaluate("box => box.getBoundingClientRect().right")
                if right > room + 1:
                    cut[model._meta.model_name] = round(right - room)
            if widths := looks.too_wide(page, [390]):
                over[model._meta.model_name] = widths

    assert (cut, over) == ({}, {})
