"""What the page of a visit's report says beside its form: the plan, the state, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.frame.rows import address_of
from backoffice.rights import access
from backoffice.visits import attendance, photos
from backoffice.visits.forms import PLAIN
from backoffice.visits.sheet import NAMES, Sheet
from missions import visit_reports
from missions.models import (
    FollowUp,
    Group,
    Outcome,
    ProgrammeItem,
    ReportState,
    VisitReport,
)
from missions.pages import agreed
from partners.models import Organisation, Sector
from reports import drafts
from wording import dates, zones
from wording.translated import texts as texts_of
from wording.words import LANGUAGES, Words

LOOKS = {
    "": "tentative",
    ReportState.DRAFT: "tentative",
    ReportState.SUBMITTED: "moved",
    ReportState.SENT_BACK: "cancelled",
    ReportState.APPROVED: "done",
}
BY_LINE = ("agreed_points",)  # one a line


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is known of it."""

    term: str
    words: tuple[Words | str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a report, in one language."""

    heading: str
    words: Words
    lines: tuple[str, ...] = ()


def of(request: HttpRequest, item: ProgrammeItem, report: VisitReport | None, lang: str) -> dict[str, Any]:
    """What both the form and the report that is read have round them."""
    user, mission = request.user, item.mission
    sees_follow_ups = access.may(user, mission, "missions.view_followup")
    sees_outcomes = access.may(user, mission, "missions.view_outcome")
    sees_files = access.may(user, mission, "missions.view_attachment")
    return {
        "title": _("Visit report"),
        "item": item,
        "name": ProgrammeItem.title.words(item, lang) or Words(str(item.pk), lang),
        "where": type(item.stop.place).name.words(item.stop.place, lang) if item.stop else None,
        "when": when(item, lang),
        "report": report,
        "look": LOOKS[report.state if report else ""],
        "state": report.get_state_display() if report else _("not written"),
        "moments": list(_moments(item, report, lang)) if report else [],
        "typing": list(_typing(user, item, lang)),
        "plan": list(plan(item, lang)),
        "follow_ups": [_follow_up(row, lang) for row in item.follow_ups.all()] if sees_follow_ups else [],
        "outcomes": [_outcome(row, lang) for row in item.outcomes.all()] if sees_outcomes else [],
        "photos": photos.of(item) if sees_files else [],
        "ways": list(_ways(item, report)),
    }


def _typing(user: Any, item: ProgrammeItem, lang: str) -> Iterator[str]:
    """A sentence for each other member of staff who types on the same report; not a word of what."""
    said = _("%(name)s is writing this report too: draft of %(moment)s, not saved yet.")
    for one in drafts.others(user, item):
        yield said % {"name": one.user, "moment": zones.moment(one.saved_at, item.zone_name(), lang)}


def when(item: ProgrammeItem, lang: str) -> str:
    """The day and the hours of an item, as far as they are known."""
    if item.day is None:
        return _("day not known")
    day = dates.long_date(item.day, lang)
    if item.day_approximate:
        day = dates.about(day, lang)
    hours = " – ".join(at.strftime("%H:%M") for at in (item.starts_at, item.ends_at) if at)
    if not hours:
        return _("%(day)s, time not known") % {"day": day}
    return _("%(day)s, %(hours)s") % {"day": day, "hours": hours}


def plan(item: ProgrammeItem, lang: str) -> Iterator[Fact]:
    """What was planned."""
    yield Fact(_("Kind"), (item.get_kind_display(),))
    names = [Organisation.name.words(host.organisation, lang) for host in attendance.hosts_of(item)]
    hosts = tuple(dict.fromkeys(name for name in names if name))
    yield Fact(_("Host"), hosts or (_("not recorded"),))
    groups: tuple[Words | str, ...] = (_("whole delegation"),)
    if not item.for_everyone:
        found = (Group.name.words(group, lang) for group in item.groups.filter(personal=False))
        groups = tuple(name for name in found if name) or (_("single delegates"),)
    yield Fact(_("Group"), groups)
    yield Fact(_("Language"), (ProgrammeItem.language.words(item, lang) or _("not recorded"),))
    for term, words in (
        (_("Interpreter"), ProgrammeItem.interpreter.words(item, lang)),
        (_("Venue"), ProgrammeItem.venue.words(item, lang)),
        (_("Rules for photographs"), ProgrammeItem.photo_rules.words(item, lang)),
    ):
        if words:
            yield Fact(term, (words,))


def _moments(item: ProgrammeItem, report: VisitReport, lang: str) -> Iterator[str]:
    """Who wrote, submitted and approved it, and when."""
    zone = item.mission.zone_name()
    if report.author:
        yield _("Written by %(who)s.") % {"who": report.author}
    for at, by, with_name, without in (
        (
            report.submitted_at,
            report.submitted_by,
            _("Submitted by %(who)s, %(when)s."),
            _("Submitted %(when)s."),
        ),
        (
            report.approved_at,
            report.approved_by,
            _("Approved by %(who)s, %(when)s."),
            _("Approved %(when)s."),
        ),
    ):
        if at:
            told = {"who": by, "when": zones.moment(at, zone, lang)}
            yield (with_name if by else without) % told


def _follow_up(row: FollowUp, lang: str) -> dict[str, Any]:
    return {
        "title": FollowUp.title.words(row, lang),
        "state": agreed.state_text(row.state, row.state_since, FollowUp.state_words.words(row, lang), lang),
        "due": dates.partial_date(row.due_on, row.due_precision, lang),
        "address": reverse("admin:follow_up", args=[row.pk]),
    }


def _outcome(row: Outcome, lang: str) -> dict[str, Any]:
    return {
        "title": Outcome.title.words(row, lang),
        "state": row.get_certainty_display(),
        "due": "",
        "address": reverse("admin:outcome", args=[row.pk]),
    }


def _ways(item: ProgrammeItem, report: VisitReport | None) -> Iterator[tuple[str, str]]:
    board = address_of("missions_mission_board", item.mission_id)
    if board:
        yield f"{board}#item-{item.pk}", _("Back to the programme")
    yield f"{reverse('admin:visits')}?mission={item.mission_id}", _("All reports of the mission")
    yield reverse("admin:visit_blank", args=[item.pk]), _("Blank form to print (PDF)")
    if report:
        yield reverse("admin:missions_visitreport_history", args=[report.pk]), _("History")


def form(sheet: Sheet) -> dict[str, Any]:
    """The forms of a sheet as the page draws them: the summary in the language of the report first."""
    texts, ticked = sheet.texts, sheet.ticked()
    summaries = {code: texts[f"summary_{code}"] for code in LANGUAGES}
    for code in LANGUAGES:
        texts.fields[f"summary_{code}"].widget.attrs["lang"] = code
    for name in PLAIN:
        texts.fields[name].widget.attrs["lang"] = sheet.lang
    wished = [code for code in sheet.item.mission.languages if code != sheet.lang]
    others = [
        code for code in LANGUAGES if code != sheet.lang and (code in wished or summaries[code].value())
    ]
    sectors: Any = texts.fields["sectors"]
    return {
        "texts": texts,
        "lang": sheet.lang,
        "summary": summaries[sheet.lang],
        "summaries": [summaries[code] for code in others],
        "more_summaries": any(summaries[code].value() for code in others),
        "sectors": [_choice(texts, one) for one in sectors.queryset],
        "sides": _sides(sheet, ticked),
        "notes_who": sheet.notes_who,
        "sets": sheet.sets,
        "people_typed": _typed(sheet, "person"),
        "outcomes_typed": _typed(sheet, "outcome"),
        "wrong": list(sheet.wrong()),
        "copy": sheet.data.get("copy", "") if sheet.data is not None else "",
    }


def _choice(texts: Any, sector: Sector) -> tuple[int, str, bool]:
    chosen = {str(getattr(one, "pk", one)) for one in texts["sectors"].value() or ()}
    return sector.pk, str(sector), str(sector.pk) in chosen


def _sides(sheet: Sheet, ticked: set[str]) -> list[dict[str, Any]]:
    if sheet.sides is None:
        return []
    listed = set(sheet.data.getlist("listed")) if sheet.data is not None and not sheet.told else set()
    was = {each.partition(":")[0]: each for each in listed}

    def line(guest: attendance.Guest) -> dict[str, Any]:
        # What was known when she began to tick, until she is told what somebody else noted since.
        return {"guest": guest, "there": guest.key in ticked, "listed": was.get(guest.key, guest.listed)}

    return [
        {
            "heading": heading,
            "expected": [line(guest) for guest in side.expected],
            "others": [line(guest) for guest in side.others],
            "open": any(guest.key in ticked for guest in side.others),
        }
        for heading, side in ((_("Our side"), sheet.sides.ours), (_("Their side"), sheet.sides.theirs))
    ]


def _typed(sheet: Sheet, name: str) -> bool:
    formset = sheet.sets.get(name)
    return formset is not None and formset.is_bound and any(one.has_changed() for one in formset.forms)


def texts(report: VisitReport | None, lang: str) -> dict[str, Any]:
    """What is to be read of a report: how it ended, its topics, and its texts, each with its language."""
    if report is None:
        return {"texts": [], "outcome": "", "sectors": []}
    own = report.language or lang
    found = [
        Text(_("What was said"), Words(text, code)) for code, text in texts_of(report, "summary").items()
    ]
    found.sort(key=lambda text: text.words.lang != lang)
    for name in PLAIN:
        if text := getattr(report, name):
            heading = visit_reports.labels()[name]
            lines = tuple(line for line in text.splitlines() if line.strip()) if name in BY_LINE else ()
            found.append(Text(heading[:1].upper() + heading[1:], Words(text, own), lines))
    return {
        "texts": found,
        "outcome": report.get_outcome_code_display() if report.outcome_code else "",
        "sectors": [Sector.name.words(sector, lang) for sector in report.sectors.all()],
    }


def unsaved(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What was typed and is not saved, by what each field is called, but for what the report says already."""
    for form in (sheet.texts, *(form for formset in sheet.sets.values() for form in formset.forms)):
        for field in form:
            typed = "\n".join(str(field.value() or "").splitlines())
            said = getattr(sheet.report, field.name, "") if form is sheet.texts else ""
            if field.widget_type in ("text", "textarea", "number") and typed.strip() and typed != said:
                yield str(field.label), typed


def there(request: HttpRequest, item: ProgrammeItem, lang: str) -> list[tuple[str, list[attendance.Guest]]]:
    """Who was there, of both sides, for whoever may know the names."""
    if not access.may(request.user, item.mission, *NAMES):
        return []
    sides = attendance.of(item, lang)
    both = ((_("Our side"), sides.ours), (_("Their side"), sides.theirs))
    return [(heading, [one for one in side.all() if one.known]) for heading, side in both]
