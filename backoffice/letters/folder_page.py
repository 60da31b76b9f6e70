"""The e-mails in the folder of the default mailer.

An administrator reads all of them. Others who may see people's data read those of the mission's outbox.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import get_valid_filename
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
from wording import numbers

SEES = (*SEES_LETTERS, PERSONAL_DATA)
LISTED = 100


@dataclass(frozen=True, slots=True)
class FolderLine:
    """One e-mail in the folder: the key of its page, whom it went to, when, what it is about."""

    key: str
    to: str
    at: str
    subject: str


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest e-mails, the one that `?letter=` names, or its attachment `&attached=` (from 1)."""
    mission = access.mission_for(request, pk, *SEES)
    if folder.place() is None:
        raise Http404
    keys = {one.message_id: str(one.pk) for one in Notice.objects.filter(mailing__mission=mission)}
    found: Iterable[tuple[str, EmailMessage]] = (
        folder.messages() if _is_administrator(request) else folder.letters(keys)
    )

    def key_of(message_id: str) -> str:
        return keys.get(message_id) or hashlib.sha256(message_id.encode()).hexdigest()[:20]

    if asked := request.GET.get("letter", ""):
        return _one(request, mission, asked, found, key_of)
    zone = mission.zone_name()
    context = {
        "title": _("Letters in the folder"),
        "lines": [_line(key_of(message_id), letter, zone) for message_id, letter in islice(found, LISTED)],
        "listed": LISTED,
    }
    return desk.page(request, "backoffice/mail_folder.html", context, mission=mission, section=desk.PEOPLE)


def _is_administrator(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_superuser)


def _one(
    request: HttpRequest,
    mission: Mission,
    asked: str,
    found: Iterable[tuple[str, EmailMessage]],
    key_of: Callable[[str], str],
) -> HttpResponse:
    """Raises Http404 where there is no such e-mail, or the reader may not see it."""
    letter = next((each for message_id, each in found if key_of(message_id) == asked), None)
    if letter is None:
        raise Http404
    attached = list(letter.iter_attachments())
    if "attached" in request.GET:
        return _attachment(attached, request.GET["attached"])
    context = {
        "title": _("A letter in the folder"),
        "letter": read(letter),
        "key": asked,
        "attached": [part.get_filename() or _("without a name") for part in attached],
        "to": str(letter.get("To", "")),
        "at": _at(letter, mission.zone_name()),
    }
    return desk.page(request, "backoffice/mail_folder.html", context, mission=mission, section=desk.PEOPLE)


def _attachment(attached: list[Any], asked: str) -> HttpResponse:
    number = numbers.whole(asked)
    if number is None or not 1 <= number <= len(attached):
        raise Http404
    part = attached[number - 1]
    name = get_valid_filename(part.get_filename() or f"attachment-{number}")
    response = HttpResponse(part.get_payload(decode=True) or b"", content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(key: str, letter: EmailMessage, zone: str) -> FolderLine:
    return FolderLine(key, str(letter.get("To", "")), _at(letter, zone), str(letter.get("Subject", "")))


def _at(letter: EmailMessage, zone: str) -> str:
    try:
        return told(parsedate_to_datetime(str(letter.get("Date", ""))), zone)
    except ValueError:
        return ""
