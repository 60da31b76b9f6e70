"""Handing out a file to whoever may have it: staff by their rights, delegates and the public as released."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from delegations import itinerary as itineraries
from delegations.itinerary import Personal
from delegations.sessions import DelegateRequest
from missions import attachments, itinerary, release
from missions import document as documents
from missions.models import Attachment, Mission, Visibility
from missions.parts import Item
from missions.questions import KEY, Prepared

# All files of a mission but those for staff, with their items: asked for each of her pages.
OUTSIDE = Prepared(
    lambda mission: (
        Attachment.objects.filter(mission=mission)
        .exclude(visibility=Visibility.STAFF)
        .select_related("item")
        .order_by("pk")
    ),
    KEY,
)


@login_not_required
@require_safe
def attachment(request: DelegateRequest, ref: uuid.UUID) -> FileResponse:
    """The file, to be kept rather than opened in the page. Who may not have it is told that there is none."""
    row = get_object_or_404(Attachment.objects.select_related("mission", "item"), ref=ref)
    if not (_for_staff(request, row) or attachments.is_public(row) or _for_a_delegate(request, row)):
        raise Http404
    try:
        content = row.file.open()
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(content, as_attachment=True, filename=row.file_name, content_type=row.media_type)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    # Should a browser open it after all, it is a page that may do nothing.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def hers(personal: Personal, mission: Mission) -> list[tuple[Attachment, Item | None]]:
    """The files that a delegate may have, each with its item as it was released to her; one query."""
    return [
        (row, personal.itinerary.item(str(row.item.uid)) if row.item else None)
        for row in OUTSIDE(mission.pk)
        if attachments.seen_in(row, personal.itinerary.audience, personal.document)
    ]


def _for_staff(request: HttpRequest, row: Attachment) -> bool:
    return request.user.has_perm("missions.view_attachment", row)


def _for_a_delegate(request: DelegateRequest, row: Attachment) -> bool:
    delegate = next((one for one in request.delegates if one.mission_id == row.mission_id), None)
    if delegate is None or (released := release.newest(row.mission)) is None:
        return False
    groups = itineraries.groups_in(documents.current(released.document), itineraries.refs_of(delegate))
    return attachments.seen_by(row, itinerary.delegate(groups), released)
