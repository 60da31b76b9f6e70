"""This week: the first page of the back office."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from backoffice.frame import desk, rows
from backoffice.week import edits, markup
from backoffice.week.attention import Standing
from backoffice.week.needs import Week, language_name
from missions.deadlines import Step, StepState
from missions.models import DatesPrecision, Mission
from wording import dates, zones
from wording.translated import Translated, translated_fields

SHOWN = 60  # entries that need somebody
ON_THE_ROUTE = 6  # deadlines on one line, without the departure
MISSIONS = 8
EDITS = 8
LOOKS = {StepState.DONE: "is-done", StepState.LATE: "is-late", StepState.NEXT: "", StepState.AHEAD: "is-open"}


@dataclass(frozen=True, slots=True)
class Stage:
    """A deadline, or the departure, on the route to it."""

    look: str
    day: str
    words: str
    lang: str
    note: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """The way to a mission's first day."""

    mission: str
    left: str
    stages: tuple[Stage, ...]
    hidden: int
    address: str

    @property
    def drawn(self) -> SafeString:
        """As markup, in the language that is active."""
        return markup.countdown(self, get_language() or "en")


def page(request: HttpRequest) -> TemplateResponse:
    """What needs somebody, the way to the next departures, the missions, the latest edits."""
    lang = get_language() or "en"
    week = Week(request.user, lang)
    mission_admin: Any = admin.site._registry[Mission]
    context: dict[str, Any] = {
        "title": _("This week"),
        "may_add": mission_admin.has_add_permission(request),
        "empty": not week.all,
    }
    if week.all:
        attention = week.attention()
        first = _focus(request, week)
        context |= {
            "today": dates.full_date(first.today if first else timezone.now().date(), lang),
            "lede": _lede(first, lang) if first else "",
            "first": first,
            "countdowns": _countdowns(week, first, lang),
            "attention": attention[:SHOWN],
            "entries": [markup.entry(entry, len(week.all) > 1, lang) for entry in attention[:SHOWN]],
            "more": len(attention) - SHOWN if len(attention) > SHOWN else 0,
            "translations": _translations(week, first),
            "missions": [_told(each, request.user, lang) for each in _listed(week)],
            "edits": _edits(week, lang),
        }
    seen = [each.mission for each in week.all]
    return desk.page(request, "backoffice/week.html", context, section=desk.WEEK, seen=seen)


def _focus(request: HttpRequest, week: Week) -> Standing | None:
    """The mission whose countdown stands on top: the one that is worked on, else the next."""
    working = request.session.get(desk.WORKING_ON)
    chosen = (each for each in week.current if each.mission.pk == working)
    return next(chosen, week.current[0] if week.current else None)


def _lede(each: Standing, lang: str) -> str:
    mission, left = each.mission, each.days_left
    told = {"mission": mission, "left": left}
    if left > 0:
        sentence = ngettext("%(left)s day before: %(mission)s", "%(left)s days before: %(mission)s", left)
    elif left == 0:
        sentence = _("It begins today: %(mission)s")
    else:
        sentence = _("Day %(day)s of %(of)s: %(mission)s")
        told |= {"day": 1 - left, "of": (mission.ends_on - mission.starts_on).days + 1}
    words = sentence % told
    if mission.dates_precision != DatesPrecision.DAY:
        words += f", {_('dates approximate')}"
    return f"{words}."


def _countdowns(week: Week, first: Standing | None, lang: str) -> list[Countdown]:
    """One for each mission ahead or under way that has deadlines, that of `first` on top."""
    made = []
    for each in sorted(week.current, key=lambda each: each is not first):
        steps = week.steps(each)
        if steps:
            made.append(_countdown(each, steps, lang))
    return made


def _countdown(each: Standing, steps: list[Step], lang: str) -> Countdown:
    shown = steps
    if len(steps) > ON_THE_ROUTE:
        # What is late or next, with the one before it.
        pressing = next(
            (number for number, step in enumerate(steps) if step.state != StepState.DONE), len(steps)
        )
        start = max(0, min(pressing - 1, len(steps) - ON_THE_ROUTE))
        shown = steps[start : start + ON_THE_ROUTE]
    mission = each.mission
    stages = [_stage(step, each.today, lang) for step in shown]
    approximate = mission.dates_precision != DatesPrecision.DAY
    begun = each.days_left <= 0
    stages.append(
        Stage(
            "is-done" if begun else "is-open" if approximate or stages[-1].look == "is-open" else "",
            dates.day_and_month(mission.starts_on, lang),
            _("Departure, approximate") if approximate else _("Departure"),
            "",
            "" if each.days_left < 0 else _in_days(each.days_left),
        )
    )
    return Countdown(
        str(mission),
        _in_days(each.days_left) if each.days_left >= 0 else _("under way"),
        tuple(stages),
        len(steps) - len(shown),
        rows.address_of("missions_mission_deadlines", mission.pk),
    )


def _stage(step: Step, today: dt.date, lang: str) -> Stage:
    deadline = step.deadline
    title: Translated = translated_fields(type(deadline))["title"]
    words = title.words(deadline, lang)
    note = {StepState.DONE: _("done"), StepState.LATE: _("late")}.get(step.state)
    if note is None:
        note = _in_days((step.due_on - today).days)
    return Stage(
        LOOKS[step.state],
        dates.day_and_month(step.due_on, lang),
        words.text if words else "–",
        words.lang if words and words.lang != lang else "",
        f"{note}: {deadline.note}" if deadline.note else note,
    )


def _in_days(days: int) -> str:
    if days == 0:
        return _("today")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


def _translations(week: Week, first: Standing | None) -> dict[str, Any] | None:
    """How far the texts of the mission on top exist in each of its languages."""
    if first is None:
        return None
    found = week.reckoned.get(first.mission.pk)
    if found is None or not found.texts:
        return None
    lines = [(language_name(code), found.texts - lacking, lacking) for code, lacking in found.missing]
    address = rows.address_of("missions_mission_translations", first.mission.pk)
    return {"texts": found.texts, "lines": lines, "address": address}


def _listed(week: Week) -> list[Standing]:
    """Missions under way and next, then the latest of those that are over or cancelled."""
    current = week.current[:MISSIONS]
    others = [each for each in week.all if each not in week.current]
    return [*current, *others[: max(0, min(3, MISSIONS - len(current)))]]


def _told(each: Standing, user: Any, lang: str) -> dict[str, Any]:
    mission = each.mission
    days = dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang)
    number = mission.newest  # type: ignore[attr-defined]  # annotated
    released = _("version %(number)s released") % {"number": number} if number else _("nothing released")
    return {
        "words": str(mission),
        "address": rows.first_page_of(mission, user),
        "sentence": dates.ended(f"{days}. {str(mission.get_state_display()).capitalize()}, {released}."),
    }


def _edits(week: Week, lang: str) -> list[dict[str, Any]]:
    clocks = {each.mission.pk: each.clock for each in week.all}
    allowed = {name: week.allowed(name, week.all) for name in edits.permissions()}
    told = []
    for edit in edits.latest(allowed, EDITS):
        local = edit.at.astimezone(zones.zone_info(clocks[edit.mission]))
        told.append(
            {
                "edit": edit,
                "when": f"{dates.day_and_month(local.date(), lang)}, {dates.clock(local.time())}",
            }
        )
    return told
