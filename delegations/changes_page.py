"""What changed for a delegate since a version that she had: her page, her letter and this say the same."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from delegations import itinerary, reading
from delegations.models import Delegate, LinkPurpose
from delegations.notices.telling import Versions
from delegations.sessions import DelegateRequest
from delegations.versions import there_since
from delegations.views import delegate_required, of_mission, page_language


@delegate_required
@require_safe
def since(request: DelegateRequest, slug: str, number: int) -> HttpResponse:
    """From version `number` to the newest; 404 for one that she could neither read nor was told of."""
    delegate = of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:changes", delegate.mission.slug, number)
    versions, language = Versions(delegate.mission), page_language()
    before = next((version for version in versions.all if version.number == number), None)
    personal = itinerary.make(delegate, language)
    if personal is None or versions.newest is None or before is None:
        raise Http404
    if not (_was_hers(before.pk, delegate, versions) or delegate.seen.filter(release=before.pk).exists()):
        raise Http404
    refs = itinerary.refs_of(delegate)
    context = {
        "number": number,
        "page": reading.page(personal),
        "mine": delegate.mission.slug,
        "entries": versions.entries(before.pk, versions.newest.pk, refs, language),
    }
    return render(request, "delegations/changes.html", context)


def _was_hers(release: int, delegate: Delegate, versions: Versions) -> bool:
    """Whether she could read this version: it counted when her first link was made, or at some time since.

    By that and not by numbers: where a newer version is withdrawn an older one counts again.
    """
    made = delegate.links.filter(purpose=LinkPurpose.ITINERARY).order_by("made_at").values_list("made_at")
    moment = made.first()
    return moment is None or release in there_since(versions.all, moment[0])
