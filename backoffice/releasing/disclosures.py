"""What was private at the last release and becomes public, or is opened to more of the delegation.

The last release is the newest that is not withdrawn; where all are, the newest, which still says what was
private. An item for staff alone stands in no document: whether one existed then is told by its row's history.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from missions import attachments
from missions import itinerary as itineraries
from missions.document import Document
from missions.models import Attachment, Mission, ProgrammeItem, Release, Visibility
from missions.parts import Item, Organisation
from wording.translated import COLUMN_LANGUAGES, columns
from wording.words import Texts, Words, pick

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
    """`public` needs a deliberate tick; `wider` is said, and so are `files`, which wait for no release."""

    public: tuple[Disclosure, ...] = ()
    wider: tuple[Disclosure, ...] = ()
    files: tuple[Disclosure, ...] = ()


def of(mission: Mission, last: Release | None, now: Document, lang: str) -> Disclosures:
    """What the next release would disclose. Nothing is disclosed by the first one; one query."""
    if last is None:
        return Disclosures()
    staff_before, public_before, staff_now, public_now = (
        {item.uid: item for item in itineraries.make(document, audience, lang).items}
        for document in (last.document, now)
        for audience in (itineraries.STAFF, itineraries.PUBLIC)
    )
    hidden, files = _before_that(mission, [uid for uid in staff_now if uid not in staff_before], last.at)
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
    return Disclosures(tuple(public), tuple(wider), tuple(_files(files, last.document, now, lang)))


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is to be public: the UID of its item, its visibility then, and its title by language."""

    item: Any
    was: str
    titles: Texts


def _before_that(mission: Mission, uids: list[str], at: datetime.datetime) -> tuple[set[str], list[_File]]:
    """The items whose rows were there at a moment, though no document told of them; and the public files.

    Both in one query.
    """
    text, none = CharField(), Value("", output_field=CharField())
    titles = columns("title")
    rows = ProgrammeItem.history.filter(mission_id=mission.pk, uid__in=uids, history_date__lte=at)
    items = rows.order_by().annotate(
        which=Value(0), number=Value(0), its=F("uid"), was=none, **{f"in_{name}": none for name in titles}
    )
    entries = Attachment.history.filter(id=OuterRef("pk"), history_date__lte=at).order_by("-history_id")
    files = Attachment.objects.filter(mission=mission, visibility=Visibility.PUBLIC).order_by()
    files = files.annotate(
        which=Value(1),
        number=F("pk"),
        its=F("item__uid"),
        was=Coalesce(Subquery(entries.values("visibility")[:1]), none, output_field=text),
        **{f"in_{name}": F(name) for name in titles},
    )
    names = ("which", "number", "its", "was", *(f"in_{name}" for name in titles))
    hidden: set[str] = set()
    public: list[_File] = []
    united = items.values_list(*names).union(files.values_list(*names)).order_by("which", "number")
    for kind, _number, uid, was, *told in united:
        if kind:
            codes = (code for code, _language in COLUMN_LANGUAGES)
            public.append(
                _File(uid, was, {code: text for code, text in zip(codes, told, strict=True) if text})
            )
        else:
            hidden.add(str(uid))
    return hidden, public


def _files(files: Iterable[_File], old: Document, now: Document, lang: str) -> Iterable[Disclosure]:
    """Files that the public did not have with the last version, and has already or with this one."""
    for file in files:
        item = None if file.item is None else ProgrammeItem(uid=file.item)
        row = Attachment(item=item, visibility=Visibility.PUBLIC)
        shown, will = (attachments.seen_in(row, itineraries.PUBLIC, one) for one in (old, now))
        if not will or (shown and file.was == Visibility.PUBLIC):
            continue
        before = str(Visibility(file.was).label) if file.was else _("not there yet")
        after = _("public since it was saved") if shown else _("public with this version")
        if file.was == Visibility.PUBLIC:
            before = _("of an item that was not public")
        yield Disclosure(pick(file.titles, lang) or Words("–", lang), before, after)


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
