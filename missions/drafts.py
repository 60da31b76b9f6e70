"""Links under which an embassy or a host reads a draft before it is released, and answers.

A link shows the document that was frozen when it was made, as the public or as one host would see it. Only
the hash of its token is kept; why a plain hash is enough stands in delegations/links.py.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from missions import itinerary as itineraries
from missions.changes import compare
from missions.document import Document
from missions.models import DraftLink, Mission
from missions.parts import Audience
from partners import merged
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 30  # days
LATELY = 5  # links whose answers the release page tells


def make(
    mission: Mission,
    *,
    reader: str,
    host: Organisation | None,
    document: Document,
    days: int,
    by: "User",
) -> tuple[DraftLink, str]:
    """A new link that holds for this many days, and its token, which nobody can read again."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    link = DraftLink.objects.create(
        mission=mission,
        reader=reader,
        host=host,
        token_hash=_hash(token),
        document=document,
        by=by,
        made_at=now,
        expires_at=now + datetime.timedelta(days=min(days, LONGEST)),
    )
    return link, token


@sensitive_variables("token")
def find(token: str) -> DraftLink | None:
    """The link with this token, while it holds."""
    return _valid().filter(token_hash=_hash(token)).select_related("host", "mission").first()


def answer(link: DraftLink, *, name: str, approved: bool, remark: str) -> bool:
    """Keep the answer in place of any before it. Returns whether the link still held."""
    now = timezone.now()
    kept = _valid().filter(pk=link.pk)
    told = {"answered_by": name, "approved": approved, "remark": remark}
    return bool(kept.update(answered_at=now, last_used_at=now, **told))


def revoke(link: DraftLink) -> None:
    """End the link; one that was ended before stays as it was."""
    DraftLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def holds(link: DraftLink) -> bool:
    """Whether the link can be opened now."""
    return link.revoked_at is None and link.expires_at > timezone.now()


def audience(link: DraftLink) -> Audience:
    """As whom the link's reader sees the draft; one query for a host, none for the public."""
    return audiences([link])[link.pk]


def audiences(links: Iterable[DraftLink]) -> dict[int, Audience]:
    """As whom the reader of each link sees the draft, by key; one query where there are hosts.

    A draft from before two organisations were merged names its host by the ref of the one that went.
    """
    hosts = {link.pk: str(link.host.ref) if link.host else "" for link in links}
    formerly = merged.former_of(Organisation, {ref for ref in hosts.values() if ref})
    return {
        pk: itineraries.host(ref, formerly[ref]) if ref else itineraries.PUBLIC for pk, ref in hosts.items()
    }


def has_changed(link: DraftLink, now: Document, reads: Audience) -> bool:
    """Whether the link's reader would see something else now, in any language of the mission."""
    if link.document == now:
        return False
    languages = {*link.document["mission"]["languages"], *now["mission"]["languages"]}
    return any(
        compare(itineraries.make(link.document, reads, lang), itineraries.make(now, reads, lang))
        for lang in languages
    )


def path_of(token: str) -> str:
    """The path of the page that a token opens."""
    return reverse("draft", args=[token])


def _valid() -> QuerySet[DraftLink]:
    return DraftLink.objects.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
