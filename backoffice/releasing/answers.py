"""What those who were shown a draft answered, and whether the programme has changed since."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from missions import drafts
from missions.document import Document
from missions.models import DraftLink, Mission
from wording import zones


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft link in words: how it stands, what its reader answered, whether that still fits."""

    link: DraftLink
    holds: bool
    made: str
    ends: str
    answered: str
    changed: bool

    @property
    def state(self) -> str:
        """ "revoked", "expired" or "holds"."""
        if self.link.revoked_at:
            return "revoked"
        return "holds" if self.holds else "expired"


def latest(mission: Mission, now: Document, lang: str) -> list[Shown]:
    """The newest drafts that somebody answered; one query."""
    links = mission.draft_links.filter(answered_at__isnull=False).select_related("host", "by")
    return shown(links.order_by("-answered_at", "-pk")[: drafts.LATELY], mission, now, lang)


def shown(links: Iterable[DraftLink], mission: Mission, now: Document, lang: str) -> list[Shown]:
    """The links in words, by the mission's clock."""
    zone = zone_of(mission, now)
    links = list(links)
    reads = drafts.audiences(links)

    def moment(at: datetime.datetime | None) -> str:
        return zones.moment(at, zone, lang) if at else ""

    return [
        Shown(
            link=link,
            holds=drafts.holds(link),
            made=moment(link.made_at),
            ends=moment(link.expires_at),
            answered=moment(link.answered_at),
            changed=drafts.has_changed(link, now, reads[link.pk]),
        )
        for link in links
    ]


def zone_of(mission: Mission, now: Document) -> str:
    """The mission's zone, else that of the first stop of its document, else UTC; for staff alone."""
    if mission.zone:
        return mission.zone
    places = {place["ref"]: place["zone"] for place in now["places"]}
    return next((places[stop["place"]] for stop in now["stops"]), "UTC")
