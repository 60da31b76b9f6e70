"""As whom a page is read, and in which language: what its address asks for, and what its form offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice.releasing import readers
from backoffice.releasing.readers import Travelling
from backoffice.rights import access
from backoffice.week.needs import language_name
from delegations import itinerary as personal
from missions import document as documents
from missions import itinerary, release
from missions.document import Document
from missions.models import Mission, Release
from missions.parts import Audience
from wording.words import LANGUAGES

RELEASED, NOW = "released", "now"
SEES_ITEMS = "missions.view_programmeitem"
RELEASES = "missions.release_mission"
SEES_PEOPLE = "delegations.view_delegate"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen, and whether it is."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class As:
    """As whom somebody reads: by the groups of the document before, and of the one now."""

    before: Audience
    now: Audience
    label: str
    delegate: Travelling | None = None


def readable(request: HttpRequest, pk: int) -> Mission:
    """The mission, for those who see its programme and those who release it. Raises as `access.row_for`."""
    rows = Mission.objects.select_related("home", "series")
    try:
        return access.row_for(request, rows, pk, SEES_ITEMS)
    except PermissionDenied:
        return access.row_for(request, rows, pk, RELEASES)


def language(request: HttpRequest) -> str:
    """The language asked for, else that of the page. Raises Http404 for one that is none of ours."""
    asked = request.GET.get("lang") or get_language() or "en"
    if asked not in LANGUAGES:
        raise Http404
    return asked


def languages(chosen: str) -> list[Option]:
    return [Option(code, language_name(code), code == chosen) for code in LANGUAGES]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A programme that is shown, as released (`made`) or as the rows are, and whether it may name people."""

    mission: Mission
    made: Release | None
    document: Document
    delegates: list[Travelling]
    names: bool
    versions: list[Option]


def programme(request: HttpRequest, pk: int) -> Chosen:
    """The programme that `?of=` asks for, “released” or “now”, for those whom `readable` lets in."""
    mission = readable(request, pk)
    delegates = readers.travelling(mission)
    last = release.newest(mission)
    of = request.GET.get("of") or (RELEASED if last else NOW)
    made = last if of == RELEASED else None
    document = (
        documents.current(made.document) if made else documents.make(mission, readers.members(delegates))
    )
    released = [Option(RELEASED, str(last), made is not None)] if last else []
    return Chosen(
        mission=mission,
        made=made,
        document=document,
        delegates=delegates,
        names=access.may(request.user, mission, SEES_PEOPLE),
        versions=[*released, Option(NOW, _("The rows as they are now"), made is None)],
    )


def reader(
    asked: str,
    old: Document | None,
    now: Document,
    delegates: Sequence[Travelling],
    *,
    names: bool,
    staff: bool = False,
) -> As:
    """As whom it is asked for. Raises Http404 for a group, host or delegate that is not there."""
    lang = get_language() or "en"
    what, _dash, ref = asked.partition("-")
    match what if asked else "public":
        case "public":
            return As(itinerary.PUBLIC, itinerary.PUBLIC, _("The public"))
        case "staff" if staff:
            return As(itinerary.STAFF, itinerary.STAFF, _("Staff"))
        case "group":
            labels = readers.group_labels(old, now, delegates, lang, names=names)
            if ref in labels:
                audience = itinerary.delegate({ref})
                return As(audience, audience, labels[ref])
        case "nogroup":
            audience = itinerary.delegate(())
            return As(audience, audience, _("Delegates in no group"))
        case "host":
            for audience, label in readers.hosts(old, now, lang):
                if ref in {audience.organisation, *audience.formerly}:
                    return As(audience, audience, label)
        case "delegate" if names:
            for one in delegates:
                if ref in one.refs:
                    before = personal.groups_in(old or now, one.refs)
                    groups = personal.groups_in(now, one.refs)
                    return As(itinerary.delegate(before), itinerary.delegate(groups), one.name, one)
    raise Http404


def options(
    asked: str,
    old: Document | None,
    now: Document,
    delegates: Sequence[Travelling],
    *,
    names: bool,
    staff: bool = False,
) -> list[tuple[str, list[Option]]]:
    """What can be chosen, under headings; delegates for those who may see who travels."""
    lang = get_language() or "en"
    hosts = readers.hosts(old, now, lang)
    groups = {"nogroup": _("Delegates in no group")}
    labels = readers.group_labels(old, now, delegates, lang, names=names)
    groups |= {f"group-{ref}": label for ref, label in labels.items()}
    general = {"public": _("The public")} | ({"staff": _("Staff")} if staff else {})
    found = [
        (_("Everybody"), general),
        (_("Groups"), groups),
        (_("Delegates"), {f"delegate-{one.ref}": one.name for one in delegates} if names else {}),
        (
            _("Hosts"),
            {f"host-{audience.organisation}": label for audience, label in hosts},
        ),
    ]
    return [
        (heading, [Option(value, label, value == (asked or "public")) for value, label in of.items()])
        for heading, of in found
        if of
    ]
