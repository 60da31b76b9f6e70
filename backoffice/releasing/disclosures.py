"""What was private at the last release and becomes public, or is opened to more of the delegation.

The last release is the newest that is not withdrawn; where all are, the newest, which still says what was
private. An item for staff alone stands in no document: whether one existed then is told by its row's history.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from missions import itinerary as itineraries
from missions.document import Document
from missions.models import Mission, ProgrammeItem, Release, Visibility
from missions.parts import Item, Organisation
from wording.words import Words

# By how many people an item may be seen.
RANKS = {Visibility.STAFF: 0, Visibility.PARTICIPANTS: 1, Visibility.DELEGATION: 2, Visibility.PUBLIC: 3}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something that more people will see: what it is, who could see it, and who will."""

    title: Words
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Disclosures:
    """`public` needs a deliberate tick, `wider` is said."""

    public: tuple[Disclosure, ...] = ()
    wider: tuple[Disclosure, ...] = ()


def of(mission: Mission, last: Release | None, now: Document, lang: str) -> Disclosures:
    """What the next release would disclose. Nothing is disclosed by the first one; at most one query."""
    if last is None:
        return Disclosures()
    staff_before, public_before, staff_now, public_now = (
        {item.uid: item for item in itineraries.make(document, audience, lang).items}
        for document in (last.document, now)
        for audience in (itineraries.STAFF, itineraries.PUBLIC)
    )
    hidden = _hidden_before(mission, [uid for uid in staff_now if uid not in staff_before], last.at)
    public, wider = [], []
    for uid, item in staff_now.items():
        was = staff_before.get(uid)
        if was is None and uid not in hidden:
            continue  # it is new, and was never kept from anybody
        before = _visibility(was) if was else Visibility.STAFF
        after = _visibility(item)
        shown, will = public_before.get(uid), public_now.get(uid)
        if will and (shown is None or (shown.masked and not will.masked)):
            public.append(Disclosure(item.title, _before(before, shown), _after(after, will)))
        elif RANKS[after] > RANKS[before]:
            wider.append(Disclosure(item.title, str(before.label), str(after.label)))
    public += _organisations(last.document, now, public_now.values(), lang)
    return Disclosures(tuple(public), tuple(wider))


def _hidden_before(mission: Mission, uids: list[str], at: datetime.datetime) -> set[str]:
    """Those of the items whose rows were there at a moment, though no document told of them."""
    if not uids:
        return set()
    rows = ProgrammeItem.history.filter(mission_id=mission.pk, uid__in=uids, history_date__lte=at)
    return {str(uid) for uid in rows.order_by().values_list("uid", flat=True).distinct()}


def _visibility(item: Item) -> Visibility:
    return item.visibility or Visibility.STAFF  # staff too see of an item for staff its mask


def _before(visibility: Visibility, shown: Item | None) -> str:
    label = str(visibility.label)
    return _("%(visibility)s, with a public title") % {"visibility": label} if shown else label


def _after(visibility: Visibility, will: Item) -> str:
    if will.masked:
        return _("its public title, day, time and place: “%(title)s”") % {"title": will.title}
    return str(visibility.label)


def _organisations(old: Document, now: Document, public: Iterable[Item], lang: str) -> Iterable[Disclosure]:
    """Organisations that were kept from the public and will be named to it."""
    kept = {entry["ref"] for entry in old["organisations"] if not entry["published"]}
    reading = itineraries.make(now, itineraries.PUBLIC, lang)
    told: list[Organisation] = [party.organisation for party in reading.parties]
    told += [host.organisation for item in public for host in item.hosts]
    for organisation in {one.ref: one for one in told}.values():
        if organisation.ref in kept:
            yield Disclosure(organisation.name, _("an organisation not named to the public"), _("public"))
