"""The letters of a mission that lie in the folder of the default mailer, for who may see people's data."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.letters import folder
from backoffice.letters.message_page import SEES as SEES_LETTERS
from backoffice.letters.shown import read
from backoffice.rights import access
from delegations.models import Notice
from missions.admin.moments import told
from missions.models import Mission
from partners.desk import PERSONAL_DATA

SEES = (*SEES_LETTERS, PERSONAL_DATA)
LISTED = 100


@dataclass(frozen=True, slots=True)
class FolderLine:
    """One letter in the folder: its row's key, whom it went to, when, what it is about."""

    key: int
    to: str
    at: str
    subject: str


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest letters, or the one that `?letter=` names."""
    mission = access.mission_for(request, pk, *SEES)
    if folder.place() is None:
        raise Http404
    keys = {one.message_id: one.pk for one in Notice.objects.filter(mailing__mission=mission)}
    asked = request.GET.get("letter", "")
    if asked:
        return _one(request, mission, next((key for key, pk in keys.items() if str(pk) == asked), ""))
    zone = mission.zone_name()
    found = islice(folder.letters(keys), LISTED)
    context = {
        "title": _("Letters in the folder"),
        "lines": [_line(keys[key], letter, zone) for key, letter in found],
        "listed": LISTED,
    }
    return desk.page(request, "backoffice/mail_folder.html", context, mission=mission, section=desk.PEOPLE)


def _one(request: HttpRequest, mission: Mission, key: str) -> HttpResponse:
    """Raises Http404 where there is no such letter, or it is not of this mission."""
    found = next(folder.letters([key]), None) if key else None
    if found is None:
        raise Http404
    letter = found[1]
    context = {
        "title": _("A letter in the folder"),
        "letter": read(letter),
        "to": str(letter.get("To", "")),
        "at": _at(letter, mission.zone_name()),
    }
    return desk.page(request, "backoffice/mail_folder.html", context, mission=mission, section=desk.PEOPLE)


def _line(key: int, letter: EmailMessage, zone: str) -> FolderLine:
    return FolderLine(key, str(letter.get("To", "")), _at(letter, zone), str(letter.get("Subject", "")))


def _at(letter: EmailMessage, zone: str) -> str:
    try:
        return told(parsedate_to_datetime(str(letter.get("Date", ""))), zone)
    except ValueError:
        return ""
