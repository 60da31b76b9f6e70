"""What a host organisation reads: its own items as they were last released, and who comes to each of them.

Who comes is told by the release: the members that a group had then, or the whole delegation. What they are
called, their positions and their organisations are read live, and whoever withdrew is not told. Nothing else
of a person is told here: no document, no telephone, no address, no hotel and no need.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegations import itinerary, protocol
from delegations.itinerary import Personal
from delegations.models import Delegate
from missions import document as documents
from missions import itinerary as itineraries
from missions import release as releases
from missions.document import Document
from missions.models import Mission, Release
from partners import merged
from partners.models import Organisation
from wording.words import Words

if TYPE_CHECKING:
    from delegations.answer_form import Answering


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation that sends somebody: its name, and what it says of itself."""

    ref: str
    name: Words
    profile: Words | None


@dataclass(frozen=True, slots=True)
class Visitor:
    name: Words
    position: Words | None
    company: Company


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes to an item; `expected` is False where it is cancelled, so that nobody is.

    `answering` is what the host has answered, and the form in which it answers.
    """

    expected: bool
    visitors: tuple[Visitor, ...]
    answering: "Answering | None" = None


@dataclass(frozen=True, slots=True)
class Hosted:
    """The host's items, and by the UID of each its visitors in protocol order; `companies` are theirs."""

    personal: Personal
    visitors: Mapping[str, tuple[Visitor, ...]]
    companies: tuple[Company, ...]


def make(mission: Mission, organisation: Organisation, lang: str) -> Hosted | None:
    """What this host of the mission reads in a language; None while nothing is released.

    Takes a number of queries that does not grow with the items or the visitors.
    """
    release = releases.newest(mission)
    if release is None:
        return None
    personal = _of_release(release, mission, organisation, lang)
    expected = {item.uid for item in personal.itinerary.items if not item.cancelled}
    coming = _coming(documents.current(release.document), expected)
    rows = list(protocol.in_order(mission).travelling()) if coming else []
    present = merged.present({member for members in coming.values() for member in members or ()})
    read = {row.pk: _visitor(row, lang) for row in rows}
    visitors = {
        uid: tuple(read[row.pk] for row in _of(rows, members, present)) for uid, members in coming.items()
    }
    told = {visitor.company for those in visitors.values() for visitor in those}
    companies = dict.fromkeys(visitor.company for visitor in read.values() if visitor.company in told)
    return Hosted(personal, visitors, tuple(companies))


def released(mission: Mission, organisation: Organisation, lang: str) -> Personal | None:
    """The items of this host alone, as they were last released; None while nothing is."""
    release = releases.newest(mission)
    return _of_release(release, mission, organisation, lang) if release else None


def _of_release(release: Release, mission: Mission, organisation: Organisation, lang: str) -> Personal:
    ref = str(organisation.ref)
    audience = itineraries.host(ref, merged.former(Organisation, ref))
    return itinerary.of_host(release, mission, audience, lang)


def _coming(document: Document, uids: set[str]) -> dict[str, set[str] | None]:
    """The refs of those who take part in each of these items; None where everybody does."""
    members = {group["ref"]: group["members"] for group in document["groups"]}
    return {
        item["uid"]: None
        if item["for_everyone"]
        else {member for group in item["groups"] for member in members.get(group, ())}
        for item in document["items"]
        if item["uid"] in uids
    }


def _of(rows: Iterable[Delegate], members: set[str] | None, present: Mapping[str, str]) -> Iterable[Delegate]:
    if members is None:
        return rows
    now = {present.get(member, member) for member in members}
    return (row for row in rows if str(row.ref) in now)


def _visitor(row: Delegate, lang: str) -> Visitor:
    organisation = row.organisation or row.delegation.organisation
    return Visitor(
        name=row.person.full_name(lang) or Words("", lang),
        position=Delegate.position.words(row, lang),
        company=Company(
            ref=str(organisation.ref),
            name=Organisation.name.words(organisation, lang) or Words("", lang),
            profile=Organisation.profile.words(organisation, lang),
        ),
    )
