"""What a browser keeps of a delegate's pages for when there is no network: whose, of what, and until when.

The copy is made by static/offline-worker.js of what `contents` lists. Everything in it is fetched at its own
address under its own rule of who may read it; here stands only which addresses there are.
"""

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from delegations import attachments, contact_page, itinerary, links, paper_pages, sessions
from delegations.itinerary import Personal
from delegations.models import AccessLink, Delegate
from delegations.sessions import DelegateRequest
from missions import answers

FILES = ("my:paper", "my:pocket", "my:file")
LARGEST = 5 * 1024 * 1024  # bytes of an attachment
MOST = 20 * 1024 * 1024  # bytes of all attachments together
CARDS = 60  # of contacts, in all languages together: for each her whole itinerary is made
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def contents(request: DelegateRequest, lang: str) -> dict[str, Any]:
    """What is to be kept, ready for JSON; what is in `lang` comes first.

    `entries` are addresses with `until`, in milliseconds since 1970, after which each is deleted, and a
    `stamp` that is the same while a file is; pages have none and are fetched each time. `versions` are the
    numbers of the newest releases by the missions' slugs; `shell` are pages that are nobody's.
    """
    langs = (lang, *(other for other in LANGUAGES if other != lang))
    pages: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    versions = {}
    delegates = request.delegates
    ends = {delegate.pk: until(request, delegate) for delegate in delegates}
    if len(delegates) > 1:
        first_end = min(ends.values())
        pages += [_entry(_in(code, "my:missions"), first_end, page=True) for code in langs]
    for delegate in delegates:
        slug, end = delegate.mission.slug, ends[delegate.pk]
        pages += [_entry(_in(code, "my:mission", slug), end, page=True) for code in langs]
        read = itinerary.in_languages(delegate, langs)
        room = CARDS
        for personal in read:
            stamp = _stamp(delegate, personal)
            code = personal.itinerary.lang
            files += [_entry(_in(code, name, slug), end, stamp) for name in FILES]
            cards = list(contact_page.cards(personal.itinerary).items())[:room]
            room -= len(cards)
            files += [
                _entry(_in(code, "my:contact", slug, ref), end, hashlib.sha256(card).hexdigest()[:32])
                for ref, card in cards
            ]
        if read:
            versions[slug] = read[0].number
            files += [_entry(path, end, stamp) for path, stamp in _attached(delegate, read[0])]
    return {
        "reader": sessions.reader(request),
        "versions": versions,
        "entries": pages + files,
        "shell": [{"url": _in(code, "my:offline"), "stamp": answers.build()} for code in langs],
    }


def until(request: DelegateRequest, delegate: Delegate) -> datetime.datetime:
    """When the copy of her mission ends: with the link that she opened, at the latest a month after it."""
    held = AccessLink.objects.valid().filter(pk__in=sessions.opened(request), delegate=delegate)
    last = links.usual_end(delegate.mission)
    return min(last, max((link.expires_at or last for link in held), default=last))


def _in(lang: str, name: str, *args: str) -> str:
    with translation.override(lang):
        return reverse(name, args=args)


def _entry(url: str, until: datetime.datetime, stamp: str = "", *, page: bool = False) -> dict[str, Any]:
    return {"url": url, "until": int(until.timestamp() * 1000), "stamp": stamp, "page": page}


def _stamp(delegate: Delegate, personal: Personal) -> str:
    """Another one whenever her papers in this language would be: made of this, her name and numbers."""
    # what makes two of them equal: in the documents others have a share too
    told = [getattr(personal, field.name) for field in dataclasses.fields(personal) if field.compare]
    lang = personal.itinerary.lang
    named = [told, delegate.person.full_name(lang), paper_pages.numbers_of(delegate, lang), answers.build()]
    return hashlib.sha256(json.dumps(named, default=_plain).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, frozenset):  # in another order in each process
        return sorted(value)
    return str(value)


def _attached(delegate: Delegate, personal: Personal) -> Iterator[tuple[str, str]]:
    """Address and stamp of the files that she may have, as many as there is room for."""
    room = MOST
    for row, _item in attachments.hers(personal, delegate.mission):
        if row.size <= min(LARGEST, room):
            room -= row.size
            yield reverse("delegations:attachment", args=[row.ref]), row.checksum
