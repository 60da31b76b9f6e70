"""One letter to one delegate: what changed for her, or an organiser's message; as text and as HTML.

What is attached is what her page gives: the paper of `paper_pages`, the calendar of
`delegations/calendar.py`. Names and titles in it are text, whatever they look like. The address of her pages
is in no other place.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailAttachment, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from delegations import calendar, links, paper_pages, placeholders, reading, travel_news
from delegations import itinerary as personal
from delegations.itinerary import Personal
from delegations.models import AccessLink, Delegate, Mailing
from delegations.models.notices import MailingKind
from delegations.notices import telling
from delegations.notices.telling import NEXT, News, Reach, Versions
from delegations.travel_news import Piece
from documents import pdf
from documents.paper import Paper, State, text_of
from missions import plain_text
from missions.document import Document
from missions.models import Mission, Release
from missions.pages.changes_page import ChangeEntry
from missions.parts import Itinerary
from wording.lists import enumerated
from wording.translated import texts
from wording.words import Texts, Words, pick

URGENT = {"Importance": "high", "X-Priority": "1"}
HIDDEN = "…"
"""Stands for a token where a letter is only looked at."""


STATES = {State.CANCELLED: gettext_lazy("Cancelled"), State.TENTATIVE: gettext_lazy("Tentative")}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one item, without markup: "Moved", "Lunch", and each fact as it was and as it is."""

    states: str
    title: str
    when: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What several letters of an organiser's message share.

    That is the version which names the mission, and, by the keys of those who get them, what has changed of
    their journeys: None where each letter asks for hers.
    """

    release: Release | None
    pieces: Mapping[int, Sequence[Piece]] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A day of her programme in the lines of a first letter."""

    heading: str
    lines: tuple[str, ...]


def about_version(
    reach: Reach,
    news: News,
    read: Personal,
    *,
    since: int | None,
    note: Words | None,
    link: AccessLink | None,
    paper: Paper | None = None,
    attached: Sequence[EmailAttachment] = (),
) -> EmailMultiAlternatives:
    """The letter that tells her of a version, in the language in which it was `read`.

    `since` is the number of the version that she was told of before. Without a link its address is hidden.
    """
    itinerary = read.itinerary
    lang = itinerary.lang
    with override(lang):
        if news.since is None and paper is None:
            [paper] = paper_pages.papers(reach.delegate, [read])
        told = {
            **_common(reach.delegate, lang, link),
            "title": itinerary.title,
            "number": read.number,
            "version": reading.Writing(read).version(),
            "cancelled": read.cancelled,
            "note": note,
            "since": since,
            "entries": news.entries,
            "changes": [_change(entry) for entry in news.entries],
            "days": _listed(paper, len(read.days)) if paper and news.since is None else [],
            "clocks": _clocks(read.timed if news.since is None else itinerary),
            "attached": bool(attached),
        }
        values = {"title": itinerary.title.text, "number": read.number}
        subject = (
            _("Your programme, version %(number)s: %(title)s")
            if news.since is None
            else _("Changed for you, version %(number)s: %(title)s")
        )
        return _letter(reach.delegate, subject % values, "notice", told, attached)


def share(mission: Mission, pieces: Mapping[int, Sequence[Piece]] | None = None) -> Shared:
    """What letters of the mission share; one question."""
    return Shared(reading.newest_of([mission]).get(mission.pk), pieces)


def message(
    mailing: Mailing,
    delegate: Delegate,
    lang: str,
    link: AccessLink | None,
    *,
    hidden: bool = False,
    shared: Shared | None = None,
) -> EmailMultiAlternatives:
    """An organiser's message to her. Without a link it names the page where she can ask for one.

    What is `shared` with other letters is not asked anew for this one.
    What is filled into words of another language than hers is in that one: no sentence is in two.
    """
    mission = mailing.mission
    shared = shared or share(mission)
    with override(lang):
        card = reading.card(mission, shared.release)
        told = _common(delegate, lang, link)
        if link is None and not hidden:
            told["address"] = settings.SITE_URL + reverse("my:new_link")
        subject = pick(texts(mailing, "subject"), lang, mission.languages) or Words("", lang)
        text = pick(texts(mailing, "text"), lang, mission.languages) or Words("", lang)
        values = {each.lang: _values(shared, mission, delegate, each.lang) for each in (subject, text)}
        questions = told["address"] if link is None and not hidden else f"{told['address']}survey/"
        opening = {placeholders.ADDRESS: told["address"], placeholders.QUESTIONS: questions}
        body = placeholders.fill(text.text, values[text.lang] | opening | _journeys(shared, delegate, text))
        told |= {
            "title": card.title,
            "text": body,
            "paragraphs": _paragraphs(body, questions, told["address"]),
            "text_lang": text.lang,
            "linked": told["address"] in body or (link is None and not hidden),
        }
        # Mail servers write subjects to their logs, so none holds the address of her pages.
        made = _letter(delegate, placeholders.fill(subject.text, values[subject.lang]), "message", told, ())
    if mailing.urgent:
        made.extra_headers |= URGENT
    return made


def opens_pages(mailing: Mailing, lang: str) -> bool:
    """Whether an organiser's message has, for a reader of this language, what opens her pages."""
    text = pick(texts(mailing, "text"), lang, mailing.mission.languages)
    return text is not None and bool(placeholders.opening(text.text))


def tells_journeys(mailing: Mailing, lang: str) -> bool:
    """Whether an organiser's message tells a reader of this language what has changed of her journeys."""
    text = pick(texts(mailing, "text"), lang, mailing.mission.languages)
    return text is not None and placeholders.JOURNEYS in placeholders.named(text.text)


def papers(reach: Reach, read: Personal, paper: Paper, versions: Versions) -> list[EmailAttachment]:
    """Her programme as PDF, and her calendar, named by mission and version."""
    delegate, lang = reach.delegate, read.itinerary.lang
    return [
        EmailAttachment(
            f"{paper_pages.file_name(delegate, [read], 'my-programme')}.pdf",
            pdf.made([paper], at=read.released_at),
            "application/pdf",
        ),
        EmailAttachment(
            f"{paper_pages.file_name(delegate, [read], 'my-calendar')}.ics",
            calendar.make(delegate, lang, read=versions.reading(reach.refs, lang)).decode(),
            "text/calendar; method=PUBLISH; charset=utf-8",
        ),
    ]


def preview(
    mailing: Mailing, delegate: Delegate, lang: str = "", *, attached: bool = False
) -> EmailMultiAlternatives | None:
    """The letter of a mailing, saved or not, as she would get it now, without what opens her pages.

    In her language, or in `lang`. None where she would get none since nothing is new for her.
    """
    [reach] = telling.reaches(mailing.mission, [delegate])
    lang = lang or reach.lang
    if mailing.kind == MailingKind.MESSAGE:
        return message(mailing, delegate, lang, None, hidden=True)
    versions = Versions(mailing.mission)
    to = versions.newest
    read = personal.make(delegate, lang) if to else None
    told = telling.news(versions, to.pk, reach, lang) if to else None
    if to is None or read is None or told is None:
        return None
    return about_version(
        reach,
        told,
        read,
        since=versions.of(told.since).number if told.since is not None else None,
        note=note_of(versions.note(to.pk), read.itinerary),
        link=None,
        paper=(paper := paper_pages.papers(delegate, [read])[0]),
        attached=papers(reach, read, paper, versions) if attached else (),
    )


def foreseen(
    delegate: Delegate, document: Document, note: Texts | None = None, lang: str = ""
) -> EmailMultiAlternatives | None:
    """The letter that she would get if this document were released now as the next version; as `preview`.

    It has nothing attached, for there is no such version yet.
    """
    versions = Versions(delegate.mission)
    number = versions.all[-1].number + 1 if versions.all else 1
    versions.keep(NEXT, document)
    [reach] = telling.reaches(delegate.mission, [delegate])
    lang = lang or reach.lang
    told = telling.news(versions, NEXT, reach, lang)
    if told is None:
        return None
    groups = personal.groups_in(document, reach.refs)
    read = personal.preview(document, groups, lang, number=number, at=timezone.now(), delegate=delegate)
    return about_version(
        reach,
        told,
        read,
        since=versions.of(told.since).number if told.since is not None else None,
        note=note_of(note or {}, read.itinerary),
        link=None,
    )


def note_of(note: Texts, itinerary: Itinerary) -> Words | None:
    """What the organisers say of a version, in her language or the mission's first."""
    return pick(note, itinerary.lang, itinerary.languages)


def _common(delegate: Delegate, lang: str, link: AccessLink | None) -> dict[str, Any]:
    address = links.address(links.token_of(link)) if link else links.address("token").replace("token", HIDDEN)
    return {
        "lang": lang,
        "name": delegate.person.full_name(lang) or Words(str(delegate), lang),
        "assistant": link.assistant if link else "",
        "address": address,
        "last_day": links.last_day(link, delegate.mission) if link else None,
        "report_address": settings.REPORT_ADDRESS,
    }


def _values(shared: Shared, mission: Mission, delegate: Delegate, lang: str) -> dict[str, str]:
    """What stands in the place of names in braces, but for her address, in the language around it."""
    with override(lang):
        card = reading.card(mission, shared.release)
    name = delegate.person.full_name(lang)
    return {
        "name": name.text if name else str(delegate),
        "mission": card.title.text,
        "dates": card.dates,
        "organiser": settings.REPORT_ADDRESS,
    }


def _journeys(shared: Shared, delegate: Delegate, text: Words) -> dict[str, str]:
    """What has changed of her journeys and hotel since she was last told, where the text says so."""
    if placeholders.JOURNEYS not in placeholders.named(text.text):
        return {}
    found = travel_news.of(delegate.mission, [delegate]) if shared.pieces is None else shared.pieces
    pieces = found.get(delegate.pk, [])
    with override(text.lang):
        return {placeholders.JOURNEYS: travel_news.text(pieces, text.lang)}


def _letter(
    delegate: Delegate,
    subject: str,
    template: str,
    told: Mapping[str, Any],
    attached: Sequence[EmailAttachment],
) -> EmailMultiAlternatives:
    made = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"delegations/mail/{template}.txt", dict(told)),
        to=[delegate.person.email],
        headers={"Auto-Submitted": "auto-generated"},
        attachments=list(attached),
    )
    made.attach_alternative(render_to_string(f"delegations/mail/{template}.html", dict(told)), "text/html")
    return made


def _change(entry: ChangeEntry) -> Change:
    return Change(
        states=enumerated(_plain(state.text) for state in entry.states),
        title=_plain(entry.title),
        when=_plain(entry.when),
        differences=tuple((one.term, _plain(one.old), _plain(one.new)) for one in entry.differences),
    )


def _plain(markup: str) -> str:
    """A piece of our own markup as text, in one line."""
    return " ".join(html.unescape(strip_tags(markup)).split())


def _listed(paper: Paper, days: int) -> list[Listed]:
    """The days of her paper, each entry in a line."""
    return [
        Listed(section.heading, tuple(_lines(section.blocks))) for section in paper.sections[:days] if days
    ]


def _lines(blocks: Iterable[Any]) -> Iterable[str]:
    for block in blocks:
        yield " ".join(block.heading.text.split())
        for part in block.parts:
            for entry in part.entries:
                line = " ".join(f"{text_of(entry.when)} {text_of(entry.title)}".split())
                yield f"– {line}" + (f" ({STATES[entry.state]})" if entry.state in STATES else "")


def _clocks(itinerary: Itinerary) -> str:
    """Whose clocks the times are, named once."""
    return enumerated(plain_text.clocks(itinerary))


def _paragraphs(body: str, *addresses: str) -> SafeString:
    """A typed text as paragraphs, what opens her pages as the only links in it; the longer comes first."""
    anchors = {address: format_html('<a href="{}">{}</a>', address, address) for address in addresses}
    found = re.compile("|".join(re.escape(html.escape(address)) for address in anchors))
    blocks = [block.strip() for block in body.replace("\r\n", "\n").split("\n\n")]
    escaped = (
        SafeString(
            found.sub(lambda one: anchors[html.unescape(one[0])], html.escape(block)).replace("\n", "<br>\n")
        )
        for block in blocks
        if block
    )
    return format_html_join("\n", "<p>{}</p>", ((block,) for block in escaped))
