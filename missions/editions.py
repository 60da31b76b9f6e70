"""Editions: what the public may read of a mission at this moment.

One query finds out, and a process remembers its answer for at most a second; everything rendered is kept
under the edition's key, so that a reader who comes later costs no more than that query.
"""

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Subquery
from django.utils import timezone

from missions import history
from missions import itinerary as itineraries
from missions import results as results_of
from missions.document import Document
from missions.models import (
    FormerSlug,
    Mission,
    MissionState,
    Release,
    ResultsRelease,
    StateChange,
    Withdrawal,
)
from missions.parts import Itinerary, LiveContact
from missions.questions import answered
from missions.results import Results
from partners import merged
from partners.models import Contact, Organisation
from wording import dates

MEMORY_SECONDS = 1.0
MEMORY_ENTRIES = 1000

_memory: dict[str, tuple[float, Any]] = {}


@dataclass(frozen=True, slots=True)
class Edition:
    """The newest release of a public mission that is not withdrawn, with its newest results.

    `replaces` is the number of the live release before it, None for a first one; see `as_read`. A moment
    is the day alone where no hour is known. `names` counts the changes of people and contacts, whose names
    and consent are read live; `events` the mission's withdrawals and changes of state, on which its history
    depends though its newest release may be the same.
    """

    mission_id: int
    slug: str
    state: MissionState
    release_id: int
    number: int
    released_at: datetime.date
    replaces: int | None
    results_id: int | None
    results_number: int | None
    results_at: datetime.date | None
    names: tuple[int | None, int | None]
    events: tuple[int | None, int | None]

    @property
    def key(self) -> tuple[object, ...]:
        """What rendered pages are kept under; another edition has another key."""
        return (
            self.slug,
            self.state.value,
            self.release_id,
            self.replaces,
            self.results_id,
            *self.names,
            *self.events,
        )

    def release(self) -> Release:
        """The release with its document; one query."""
        return Release.objects.get(pk=self.release_id)

    def as_read(self) -> "Edition":
        """This edition, replacing the version that the public read before; one query where there may be one.

        A version that was replaced while the mission was a draft was never public, and is not told of.
        """
        if self.replaces is None:
            return self
        before = history.public_versions(self.mission_id, self.state)
        return replace(self, replaces=max((one for one in before if one < self.number), default=None))

    def results_document(self) -> dict[str, Any] | None:
        """The document of the newest results; one query, none where there are no results."""
        if self.results_id is None:
            return None
        document: dict[str, Any] = ResultsRelease.objects.values_list("document", flat=True).get(
            pk=self.results_id
        )
        return document

    def itinerary(self, document: Document, lang: str) -> Itinerary:
        """The document as the public may see it, with the contacts who have agreed; one query for these."""
        return itineraries.make(document, itineraries.PUBLIC, lang, live_contacts(document, lang))

    def results(self, itinerary: Itinerary) -> Results:
        """What the reader of this itinerary may know of the newest results."""
        return results_of.make(self.results_document(), itinerary, self.results_number)


def edition(slug: str) -> Edition | None:
    """What the public may read of this mission now; None where it does not exist for the public."""
    found: Edition | None = _remembered(f"edition {slug}", lambda: _edition(slug))
    return found


def everything() -> tuple[object, ...]:
    """What home, the partners' pages and the sitemap are made of at this moment, as a key."""
    key: tuple[object, ...] = _remembered("everything", _everything)
    return key


def former(slug: str) -> str | None:
    """The present slug of the public mission that had this one before."""
    found = FormerSlug.objects.filter(slug=slug).values_list("mission__slug", flat=True).first()
    return found if found and edition(found) else None


def forget() -> None:
    """Ask the database again at the next request; for this process after it has changed what is public."""
    _memory.clear()


def quarter_of_hour() -> str:
    """The present quarter of an hour, for keys of pages that depend on the day: days begin on one."""
    now = timezone.now()
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0).isoformat()


def live_contacts(document: Document, lang: str) -> dict[str, LiveContact]:
    """The contacts that a document names, as they are called today, by ref.

    At most one query, two more where one is missing. One who was merged into another is called as that is.
    """
    refs = itineraries.contact_refs(document)
    found = _contacts(refs, lang) if refs else {}
    if missing := refs - found.keys():
        present = merged.present(missing)
        others = _contacts(set(present.values()), lang) if present else {}
        found |= {ref: others[now] for ref, now in present.items() if now in others}
    return found


def _contacts(refs: set[str], lang: str) -> dict[str, LiveContact]:
    return {
        str(contact.ref): LiveContact(
            name,
            Contact.position.words(contact, lang),
            contact.public,
            str(contact.ref),
            contact.person.phone,
            contact.person.email,
            named[0],
        )
        for contact in Contact.objects.filter(ref__in=refs).select_related("person")
        if (named := contact.person.name_parts(lang)) and (name := contact.person.full_name(lang))
    }


# The two newest releases of a public mission, and all that tells its editions apart. In SQL because this is
# asked at almost every request: to put so many subqueries together takes the ORM ten times as long as the
# database needs to answer them.
QUESTION = """
SELECT mission.id, mission.state, release.id, release.number, release.at, release.hour_unknown,
    results.id, results.number, results.at, results.hour_unknown,
    (SELECT MAX(history_id) FROM partners_historicalperson),
    (SELECT MAX(history_id) FROM partners_historicalcontact),
    (SELECT MAX(withdrawal.id) FROM missions_withdrawal withdrawal
        JOIN missions_release withdrawn ON withdrawn.id = withdrawal.release_id
        WHERE withdrawn.mission_id = mission.id),
    (SELECT MAX(id) FROM missions_statechange WHERE mission_id = mission.id)
FROM missions_release release
JOIN missions_mission mission ON mission.id = release.mission_id
LEFT JOIN missions_withdrawal taken_back ON taken_back.release_id = release.id
LEFT JOIN missions_resultsrelease results ON results.mission_id = mission.id AND results.number =
    (SELECT MAX(number) FROM missions_resultsrelease WHERE mission_id = mission.id)
WHERE mission.slug = %s AND mission.state <> 'draft' AND taken_back.id IS NULL
ORDER BY release.number DESC
LIMIT 2
"""


def _edition(slug: str) -> Edition | None:
    rows = answered(QUESTION, slug)
    if not rows:
        return None
    mission, state, release, number, at, day_alone, *more = rows[0]
    results, results_number, results_at, results_day_alone, *changes = more
    people, contacts, withdrawal, state_change = changes
    return Edition(
        mission_id=mission,
        slug=slug,
        state=MissionState(state),
        release_id=release,
        number=number,
        released_at=dates.as_known(at, day_alone),
        replaces=rows[1][3] if len(rows) > 1 else None,
        results_id=results,
        results_number=results_number,
        results_at=dates.as_known(results_at, results_day_alone) if results_at else None,
        names=(people, contacts),
        events=(withdrawal, state_change),
    )


def _everything() -> tuple[object, ...]:
    row = (
        Release.objects.order_by("-pk")
        .values_list("pk")
        .annotate(
            withdrawals=_last(Withdrawal),
            results=_last(ResultsRelease),
            states=_last(StateChange),
            missions=_last(Mission.history.model),
            organisations=_last(Organisation.history.model),
        )
        .first()
    )
    return tuple(row or ())


def _last(model: Any) -> Subquery:
    """The highest primary key ever given by a table; each change of what it holds adds a row."""
    return Subquery(model.objects.order_by("-pk").values("pk")[:1])


def _remembered(key: str, ask: Callable[[], Any]) -> Any:
    """The answer, at most MEMORY_SECONDS old."""
    now = time.monotonic()
    kept = _memory.get(key)
    if kept is not None and now - kept[0] < MEMORY_SECONDS:
        return kept[1]
    if len(_memory) >= MEMORY_ENTRIES:
        _memory.clear()
    answer = ask()
    _memory[key] = (now, answer)
    return answer
