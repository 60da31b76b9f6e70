"""Photographs taken at a visit: files of its item, for staff alone until somebody says otherwise."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from missions import attachments
from missions.models import Attachment, ProgrammeItem, Visibility

FIELDS = ("camera", "photos")
MOST = 20  # in one go
PICTURE = "image/"


def sent(request: HttpRequest) -> list[Any]:
    """The files that came with a form, from the camera and from the gallery."""
    return [upload for field in FIELDS for upload in request.FILES.getlist(field)]


def take_in(request: HttpRequest, item: ProgrammeItem, by: Any) -> tuple[list[Attachment], list[str]]:
    """Keep the photographs that were sent; with a sentence about each that was refused."""
    uploads = sent(request)
    taken: list[Attachment] = []
    refused: list[str] = []
    number = item.attachments.count()
    for upload in uploads[:MOST]:
        row = Attachment(mission=item.mission, item=item, visibility=Visibility.STAFF, by=by)
        try:
            attachments.take_in(upload, row)
            if not row.media_type.startswith(PICTURE):
                raise ValidationError(_("Only photographs are taken here."), code="type")
            title = _("Photograph %(number)s") % {"number": number + len(taken) + 1}
            setattr(row, f"title_{get_language() or 'en'}", title)
            row.full_clean()
        except ValidationError as error:
            refused.append(f"{upload.name}: {' '.join(error.messages)}")
            continue
        row._history_user = by
        row.save()
        taken.append(row)
    refused += [
        _("%(name)s: only %(most)s photographs are taken in one go.") % {"name": upload.name, "most": MOST}
        for upload in uploads[MOST:]
    ]
    return taken, refused


def told(taken: list[Attachment]) -> str:
    """The sentence about those that are kept."""
    number = len(taken)
    return ngettext(
        "%(number)s photograph is kept, for staff alone.",
        "%(number)s photographs are kept, for staff alone.",
        number,
    ) % {"number": number}


def of(item: ProgrammeItem) -> list[Attachment]:
    """The photographs of an item, the oldest first."""
    return list(item.attachments.filter(media_type__startswith=PICTURE).order_by("pk"))
