"""Any two versions of a programme, or one and the rows as they are now, as any reader sees the difference."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.releasing import choosing, differences, readers
from backoffice.releasing.choosing import Option
from backoffice.releasing.readers import Travelling
from backoffice.rights import access
from missions import document as documents
from missions.document import Document
from missions.models import Mission, Release
from wording import zones

NOW = "now"
TAKES_BACK = ("missions.change_mission", "missions.change_programmeitem")


@dataclass(frozen=True, slots=True)
class Version:
    """A release without its document, or the rows as they are now (`number` is None)."""

    number: int | None
    label: str
    withdrawn: bool = False

    @property
    def value(self) -> str:
        return NOW if self.number is None else str(self.number)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?from=` and `?to=` are numbers of versions, or “now”; `?as=` and `?lang=` as in previews."""
    mission = choosing.readable(request, pk)
    lang, asked = choosing.language(request), request.GET.get("as", "staff")
    names = access.may(request.user, mission, choosing.SEES_PEOPLE)
    known = versions(mission)
    first = chosen(known, request.GET.get("from") or _usual(known))
    second = chosen(known, request.GET.get("to") or NOW)
    delegates = readers.travelling(mission)
    old, new = documents_of(mission, [first, second], delegates)
    seen_as = choosing.reader(asked, old, new, delegates, names=names, staff=True)
    context = {
        "title": _("Compare versions"),
        "first": first,
        "second": second,
        "seen_as": seen_as.label,
        "rows": differences.seen(old, new, seen_as.before, seen_as.now, lang, ()),
        "firsts": [Option(each.value, each.label, each == first) for each in known],
        "seconds": [Option(each.value, each.label, each == second) for each in known],
        "readers": choosing.options(asked, old, new, delegates, names=names, staff=True),
        "languages": choosing.languages(lang),
        "takes_back": access.may(request.user, mission, *TAKES_BACK) and first.number,
    }
    return desk.page(request, "backoffice/compare.html", context, mission=mission, section=desk.PROGRAMME)


def versions(mission: Mission) -> list[Version]:
    """The rows as they are now, then all releases, the newest first; told by the clock of the mission."""
    lang, zone = get_language() or "en", mission.zone_name()
    rows = Release.objects.filter(mission=mission).select_related("withdrawal")
    found = [Version(None, _("The rows as they are now"))]
    for made in rows.defer("document", "withdrawal__reason").order_by("-number"):
        withdrawn = hasattr(made, "withdrawal")
        label = _("Version %(number)s, %(moment)s") % {
            "number": made.number,
            "moment": zones.moment(made.told_at, zone, lang),
        }
        found.append(Version(made.number, f"{label} ({_('withdrawn')})" if withdrawn else label, withdrawn))
    return found


def chosen(known: list[Version], asked: str) -> Version:
    """The version of this value. Raises Http404 where there is none."""
    for version in known:
        if version.value == asked:
            return version
    raise Http404


def documents_of(mission: Mission, wanted: list[Version], delegates: list[Travelling]) -> list[Document]:
    """The documents of these versions; one query for what was released, some for the rows."""
    numbers = [version.number for version in wanted if version.number]
    rows = Release.objects.filter(mission=mission, number__in=numbers) if numbers else []
    found: dict[int | None, Document] = {made.number: documents.current(made.document) for made in rows}
    if any(version.number is None for version in wanted):
        found[None] = documents.make(mission, readers.members(delegates))
    return [found[version.number] for version in wanted]


def _usual(known: list[Version]) -> str:
    """The newest version that is not withdrawn, else the newest, else the rows."""
    released = [version for version in known if version.number]
    standing = [version for version in released if not version.withdrawn]
    return (standing or released or known)[0].value
