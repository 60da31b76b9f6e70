"""A document that is not released, on the page that its readers will have: same words, no links elsewhere."""

import datetime
from dataclasses import replace

from django.utils import timezone
from django.utils.safestring import SafeString

from missions import editions, results
from missions import itinerary as itineraries
from missions.document import Document
from missions.editions import Edition
from missions.models import MissionState
from missions.pages import mission_page
from missions.pages.markup import escape
from missions.pages.mission_page import MissionPage
from missions.parts import Audience, Itinerary


def read(document: Document, audience: Audience, lang: str) -> Itinerary:
    """The document as this audience may see it, with the contacts as they are called today."""
    return itineraries.make(document, audience, lang, editions.live_contacts(document, lang))


def page(
    itinerary: Itinerary, version: str, *, number: int = 1, before: Itinerary | None = None
) -> MissionPage:
    """The mission's page, in the itinerary's language, which must be the active one.

    `version` stands in the place of the line that names a version. `number` is the version that it would be,
    `before` what it would replace. It leads to no calendar, no data, no changes and no page of a partner.
    """
    now: datetime.datetime = timezone.now()
    edition = Edition(
        mission_id=0,
        slug="draft",
        state=MissionState.PUBLISHED,
        release_id=0,
        number=number,
        released_at=now,
        replaces=None,
        results_id=None,
        results_number=None,
        results_at=None,
        names=(None, None),
        events=(None, None),
    )
    made = mission_page.make(itinerary, results.make(None, itinerary), edition, now=now, before=before)
    return replace(made, version=SafeString(f"<b>{escape(version)}</b>"), changes_address="", changes_link="")
