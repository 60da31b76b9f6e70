"""The release page: what the next version changes for whom, what becomes public, what is left; one button."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import asking
from backoffice import clashes
from backoffice.frame import desk
from backoffice.letters import travel_letter
from backoffice.releasing import answers, differences, disclosures, readers, seals
from backoffice.releasing import results_page as release_page
from backoffice.releasing.disclosures import Disclosures
from backoffice.releasing.forms import NOW, ReleaseForm
from backoffice.releasing.readers import Travelling
from backoffice.rights import access
from backoffice.translations import missing as translations
from backoffice.week.needs import language_name
from missions import document as documents
from missions import release
from missions.document import Document, Rows
from missions.models import Mission, MissionState, Release
from missions.release import ChangedMeanwhile, ReleasedMeanwhile
from wording import zones

RELEASE = "missions.release_mission"
SEES_ITEMS = "missions.view_programmeitem"
SEES_PEOPLE = "delegations.view_delegate"
SEES_DRAFTS = "missions.view_draftlink"
SEES_LETTERS = ("delegations.view_mailing", SEES_PEOPLE)
TELLS = "delegations.change_mailing"
MAKES_LINKS = ("delegations.view_accesslink", "delegations.add_accesslink", SEES_PEOPLE)
CAUTIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to look at: the version to be replaced, the document now, and who travels."""

    last: Release | None
    now: Document
    delegates: list[Travelling]
    disclosed: Disclosures
    next_number: int
    rows: Rows

    @property
    def number(self) -> int | None:
        return self.last.number if self.last else None


def look(mission: Mission, lang: str) -> Looked:
    """Read the mission's rows as they are now, beside what was released last."""
    delegates = readers.travelling(mission)
    rows = documents.read_all([mission])[mission.pk]
    now = documents.make(mission, readers.members(delegates), rows)
    newest, live = _versions(mission)
    disclosed = disclosures.of(mission, live or newest, now, lang)
    return Looked(live, now, delegates, disclosed, newest.number + 1 if newest else 1, rows)


def _versions(mission: Mission) -> tuple[Release | None, Release | None]:
    """The newest release, and the newest that is not withdrawn; one query."""
    every = Release.objects.filter(mission=mission).order_by("-number").values("pk")
    newest, live = Subquery(every[:1]), Subquery(every.filter(withdrawal__isnull=True)[:1])
    found = Release.objects.filter(Q(pk=newest) | Q(pk=live)).select_related("withdrawal")
    versions = list(found.order_by("-number"))
    standing = (one for one in versions if not hasattr(one, "withdrawal"))
    return (versions[0] if versions else None), next(standing, None)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the next release changes for all its readers; release it."""
    mission = access.row_for(request, Mission.objects.select_related("home", "series"), pk, RELEASE)
    lang = get_language() or "en"
    found = look(mission, lang)
    if request.method == "POST":
        form = ReleaseForm(request.POST)
        made = _release(request, mission, form, found, lang) if form.is_valid() else None
        if made:
            return release_page.done(
                request, mission, _("Version %(number)s is released.") % {"number": made.number}
            )
        found = look(mission, lang)
    else:
        form = ReleaseForm(initial={"replaces": found.number, "saw": seals.seal(found.now)})
    return desk.page(
        request,
        "backoffice/release.html",
        _context(request, mission, form, found, lang),
        mission=mission,
        section=desk.PROGRAMME,
    )


def _release(
    request: HttpRequest, mission: Mission, form: ReleaseForm, found: Looked, lang: str
) -> Release | None:
    """The release, if all holds that must; else what is wrong stands in the form, with what is shown now.

    The tick is for what was looked at: where this is not what there is, no tick is asked for, and a digest
    that no document has makes sure that nothing is released.
    """
    replaces, seal = form.cleaned_data["replaces"], form.cleaned_data["saw"]
    looked = seals.digest_of(seal) == documents.digest(found.now) and replaces == found.number
    if looked and found.disclosed.public and not form.cleaned_data["disclose"]:
        form.add_error("disclose", _("Tick that these may become public, or change who may see them."))
        return None
    try:
        return release.release(
            mission,
            by=asking.member(request),
            members=readers.members(found.delegates),
            replaces=replaces,
            note=form.note(),
            saw=documents.digest(found.now) if looked else "",
            tell=form.cleaned_data["tell"] == NOW and access.may(request.user, mission, TELLS),
        )
    except ValidationError as error:
        form.add_error(None, error)
        now = look(mission, lang)
        if isinstance(error, ChangedMeanwhile) and (what := seals.since(seal, now.now, mission, lang)):
            form.add_error(None, _("Since you looked: %(what)s.") % {"what": what})
        form.keep(replaces="" if now.number is None else str(now.number), saw=seals.seal(now.now))
        if isinstance(error, ChangedMeanwhile | ReleasedMeanwhile):
            form.keep(disclose="")
        return None


def _context(
    request: HttpRequest, mission: Mission, form: ReleaseForm, found: Looked, lang: str
) -> dict[str, Any]:
    names = access.may(request.user, mission, SEES_PEOPLE)
    last = found.last
    old = last.document if last else None
    told = differences.of(
        old, found.now, readers.of(old, found.now, found.delegates, lang, names=names), lang
    )
    missing = translations.missing(found.now, lang)
    number = found.next_number
    cautions = clashes.of(mission, found.rows).open
    return {
        "title": _("Release version %(number)s") % {"number": number},
        "number": number,
        "form": form,
        "replaced": last,
        "replaced_at": zones.moment(last.told_at, answers.zone_of(mission, found.now), lang) if last else "",
        "unchanged": old == found.now,
        "draft": mission.state == MissionState.DRAFT,
        "told": told,
        "every": len(found.delegates),
        "travel_changed": old == found.now and travel_letter.to_look_at(request, mission),
        "unlinked": sum(one.uninvited for one in found.delegates),
        "makes_links": access.may(request.user, mission, *MAKES_LINKS),
        "disclosed": found.disclosed,
        "missing": missing,
        "lacking": _by_language(missing),
        "cautions": cautions[:CAUTIONS_SHOWN],
        "cautions_number": len(cautions),
        "names": names,
        "sees_items": access.may(request.user, mission, SEES_ITEMS),
        "sees_drafts": access.may(request.user, mission, SEES_DRAFTS),
        "sees_letters": access.may(request.user, mission, *SEES_LETTERS),
        "tells": access.may(request.user, mission, TELLS),
        "answers": answers.latest(mission, found.now, lang)
        if access.may(request.user, mission, SEES_DRAFTS)
        else [],
    }


def _by_language(missing: list[translations.Missing]) -> list[tuple[str, int]]:
    """How many texts lack each language."""
    codes = [code for text in missing for code in text.languages]
    return [(language_name(code), codes.count(code)) for code in dict.fromkeys(codes)]
