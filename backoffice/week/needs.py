"""What needs somebody this week: one entry for each kind of work in each mission, the most pressing first.

Days are those of each mission, told by its own zone. Whatever the number of missions, an entry kind takes one
query for all of them; what is reckoned from whole programmes is kept (backoffice/week/reckoning.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.frame import rows
from backoffice.frame.rows import address_of, first_page_of
from backoffice.rights import access
from backoffice.week import reckoning
from delegations.models import Delegate, DelegateState
from missions import deadlines
from missions.admin.moments import with_clock
from missions.models import (
    Deadline,
    FollowUp,
    FollowUpState,
    ItemStatus,
    Mission,
    MissionState,
    ProgrammeItem,
    ReportState,
    SiteVisit,
)
from wording import dates, zones
from wording.translated import columns

AHEAD = 14  # days
REPORTED_WITHIN = 7  # days after a visit; then its report is late
VISITS_BACK = 90  # days
RECKONED_BACK = 60  # days after a mission has ended
MISSIONS = 200
ROWS = 500
TITLED = ("mission_id", "day", *columns("title"))
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to see to: how many, where it is put right, one sentence, at most two actions."""

    count: int
    words: str
    address: str
    sentence: str
    late: bool
    mission: Mission
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A mission with its own today, and what one may do in it."""

    mission: Mission
    today: dt.date
    clock: str

    @property
    def is_over(self) -> bool:
        return self.mission.ends_on < self.today

    @property
    def days_left(self) -> int:
        """Days until its first day; negative once it has begun."""
        return (self.mission.starts_on - self.today).days


class Week:
    """All missions of a reader, and what in them needs somebody."""

    def __init__(self, user: Any, lang: str) -> None:
        self.user, self.lang = user, lang
        missions = access.missions_with(user, "missions.view_mission").filter(is_template=False)
        live = Max("releases__number", filter=Q(releases__withdrawal__isnull=True))
        listed: QuerySet[Mission] = with_clock(missions.select_related("home"), F("pk")).annotate(newest=live)
        self.all = [
            Standing(mission, mission.today(), mission.clock)  # type: ignore[attr-defined]  # annotated
            for mission in listed.order_by("-starts_on", "-pk")[:MISSIONS]
        ]
        self.alive = [each for each in self.all if each.mission.state != MissionState.CANCELLED]
        self.current = sorted(
            (each for each in self.alive if not each.is_over), key=lambda each: each.mission.starts_on
        )
        self.reckoned: dict[int, reckoning.Reckoned] = {}
        self._deadlines: dict[int, list[Deadline]] | None = None

    def attention(self) -> list[Attention]:
        """What needs somebody: late things first, then by the mission's first day."""
        found = [
            *self._reckoned(),
            *self._deadlines_passed(),
            *self._tentative(),
            *self._unconfirmed(),
            *self._reports(),
            *self._follow_ups(),
        ]
        order = {each.mission.pk: number for number, each in enumerate(self.current)}
        last = len(order)
        return sorted(found, key=lambda entry: (not entry.late, order.get(entry.mission.pk, last)))

    def steps(self, each: Standing) -> list[deadlines.Step]:
        """The deadlines of a mission, in the order in which they are due."""
        return deadlines.steps(each.mission, self._deadlines_of().get(each.mission.pk, ()), each.today)

    def allowed(self, permission: str, standings: Iterable[Standing]) -> list[int]:
        """The keys of those missions in which the reader has the permission."""
        return [each.mission.pk for each in standings if access.may(self.user, each.mission, permission)]

    def _deadlines_of(self) -> dict[int, list[Deadline]]:
        if self._deadlines is None:
            keys = self.allowed("missions.view_deadline", self.current)
            self._deadlines = defaultdict(list)
            for deadline in Deadline.objects.filter(mission__in=keys) if keys else ():
                self._deadlines[deadline.mission_id].append(deadline)
        return self._deadlines

    def _reckoned(self) -> Iterator[Attention]:
        """Changes not released, missing translations, clashes."""
        wanted = [each for each in self.alive if each.mission.ends_on >= each.today - RECKONED_BACK * _DAY]
        seen = set(self.allowed("missions.view_programmeitem", wanted))
        wanted = [each for each in wanted if each.mission.pk in seen]
        self.reckoned = reckoning.of(each.mission for each in wanted)
        for each in wanted:
            found = self.reckoned[each.mission.pk]
            yield from self._changes(each, found)
            if not each.is_over:
                yield from self._clashes(each, found)
                yield from self._translations(each, found)

    def _changes(self, each: Standing, found: reckoning.Reckoned) -> Iterator[Attention]:
        if not found.changes:
            return
        mission = each.mission
        releases = access.may(self.user, mission, "missions.release_mission")
        release = address_of("missions_mission_release", mission.pk) if releases else ""
        known = found.since and _("First changed %(when)s; readers still have version %(number)s.")
        sentence = (known or _("Readers still have version %(number)s.")) % {
            "when": self._moment(found.since, each.clock) if found.since else "",
            "number": found.released,
        }
        actions = ((_("See what changes"), release),) if release else ()
        yield Attention(
            found.changes,
            _("Changes not released"),
            release or first_page_of(mission, self.user),
            sentence,
            False,
            mission,
            actions,
        )

    def _clashes(self, each: Standing, found: reckoning.Reckoned) -> Iterator[Attention]:
        mission = each.mission
        count = found.clashes + found.cautions
        if not count:
            return
        names = access.may(self.user, mission, "delegations.view_delegate")
        yield Attention(
            count,
            _("Clashes and cautions")
            if found.clashes
            else ngettext("Caution in the programme", "Cautions in the programme", count),
            address_of("missions_mission_cautions", mission.pk) or first_page_of(mission, self.user),
            found.first if names else found.first_without_names,
            found.clashes > 0,
            mission,
        )

    def _translations(self, each: Standing, found: reckoning.Reckoned) -> Iterator[Attention]:
        lacking = [(code, number) for code, number in found.missing if number]
        if not lacking:
            return
        told = [f"{language_name(code)} {number}" for code, number in lacking]
        sentence = _("%(languages)s, of %(number)s texts. Readers are shown another language, marked so.")
        yield Attention(
            sum(number for _code, number in lacking),
            _("Texts without a translation"),
            address_of("missions_mission_translations", each.mission.pk),
            sentence % {"languages": ", ".join(told), "number": found.texts},
            False,
            each.mission,
        )

    def _deadlines_passed(self) -> Iterator[Attention]:
        for each in self.current:
            late = [step for step in self.steps(each) if step.state == deadlines.StepState.LATE]
            if not late:
                continue
            sentence = _("The first was due on %(day)s: %(title)s.") % {
                "day": dates.day_and_month(late[0].due_on, self.lang),
                "title": late[0].deadline,
            }
            yield Attention(
                len(late),
                ngettext("Deadline passed", "Deadlines passed", len(late)),
                address_of("missions_mission_deadlines", each.mission.pk),
                sentence,
                True,
                each.mission,
            )

    def _tentative(self) -> Iterator[Attention]:
        keys = self.allowed("missions.view_programmeitem", self.current)
        items = ProgrammeItem.objects.filter(mission__in=keys, status=ItemStatus.TENTATIVE).order_by(
            "day", "pk"
        )
        found: dict[int, list[ProgrammeItem]] = defaultdict(list)
        for item in items.only(*TITLED)[:ROWS] if keys else ():
            found[item.mission_id].append(item)
        for each in self.current:
            near = [
                item
                for item in found.get(each.mission.pk, ())
                if each.today
                <= (item.day or max(each.mission.starts_on, each.today))
                <= each.today + AHEAD * _DAY
            ]
            if near:
                yield self._tentative_of(each, near)

    def _tentative_of(self, each: Standing, near: list[ProgrammeItem]) -> Attention:
        first = near[0]
        day = dates.day_and_month(first.day, self.lang) if first.day else _("day not known")
        sentence = _("The first: %(title)s, %(day)s.") if len(near) > 1 else _("%(title)s, %(day)s.")
        return Attention(
            len(near),
            ngettext("Tentative item within 14 days", "Tentative items within 14 days", len(near)),
            _filtered(ProgrammeItem, each.mission, status__exact=ItemStatus.TENTATIVE),
            sentence % {"title": first, "day": day},
            False,
            each.mission,
        )

    def _unconfirmed(self) -> Iterator[Attention]:
        keys = self.allowed("delegations.view_delegate", self.current)
        if not keys:
            return
        waiting = Delegate.objects.filter(mission__in=keys).exclude(
            state__in=[DelegateState.CONFIRMED, DelegateState.WITHDRAWN]
        )
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        for mission, state, number in (
            waiting.order_by().values_list("mission_id", "state").annotate(Count("pk"))
        ):
            counts[mission][state] = number
        for each in self.current:
            states = counts.get(each.mission.pk)
            if not states:
                continue
            told = [f"{state.label} {states[state]}" for state in DelegateState if state in states]
            number = sum(states.values())
            yield Attention(
                number,
                ngettext("Delegate not confirmed yet", "Delegates not confirmed yet", number),
                address_of("missions_mission_people", each.mission.pk)
                or rows.list_of(Delegate, each.mission),
                f"{capfirst(', '.join(told))}.",
                each.days_left <= AHEAD,
                each.mission,
            )

    def _reports(self) -> Iterator[Attention]:
        missions = access.missions_with(self.user, "missions.view_visitreport")
        latest = max((each.today for each in self.all), default=None)
        if latest is None:
            return
        visits = (
            ProgrammeItem.objects.to_report()
            .filter(
                Q(report__isnull=True) | Q(report__state=ReportState.DRAFT),
                mission__in=missions.values("pk"),
                mission__is_template=False,
                day__lt=latest,
                day__gte=latest - VISITS_BACK * _DAY,
            )
            .exclude(mission__state=MissionState.CANCELLED)
            .order_by("day", "pk")
        )
        found: dict[int, list[ProgrammeItem]] = defaultdict(list)
        for visit in visits.only(*TITLED)[:ROWS]:
            found[visit.mission_id].append(visit)
        for each in self.alive:
            due = [visit for visit in found.get(each.mission.pk, ()) if visit.day and visit.day < each.today]
            if due:
                yield self._reports_of(each, due)

    def _reports_of(self, each: Standing, due: list[ProgrammeItem]) -> Attention:
        first = due[0]
        day = first.day or each.mission.starts_on
        sentence = _("The oldest: %(title)s, %(day)s.") if len(due) > 1 else _("%(title)s, %(day)s.")
        return Attention(
            len(due),
            ngettext("Visit report to be written", "Visit reports to be written", len(due)),
            rows.list_of(SiteVisit, each.mission),
            sentence % {"title": first, "day": dates.day_and_month(day, self.lang)},
            day < each.today - REPORTED_WITHIN * _DAY,
            each.mission,
        )

    def _follow_ups(self) -> Iterator[Attention]:
        missions = access.missions_with(self.user, "missions.view_followup")
        latest = max((each.today for each in self.all), default=None)
        if latest is None:
            return
        closed = [FollowUpState.DONE, FollowUpState.DROPPED, FollowUpState.SUPERSEDED]
        open_ones = (
            FollowUp.objects.filter(
                mission__in=missions.values("pk"),
                mission__is_template=False,
                due_on__lte=latest + AHEAD * _DAY,
            )
            .exclude(state__in=closed)
            .order_by("due_on", "pk")
        )
        found: dict[int, list[FollowUp]] = defaultdict(list)
        for follow_up in open_ones.only("mission_id", "due_on", "due_precision", *columns("title"))[:ROWS]:
            found[follow_up.mission_id].append(follow_up)
        for each in self.all:
            due = found.get(each.mission.pk, [])
            late = [row for row in due if row.due_on and row.due_on < each.today]
            soon = [row for row in due if row not in late]
            if late:
                yield self._follow_ups_of(each, late, True)
            if soon:
                yield self._follow_ups_of(each, soon, False)

    def _follow_ups_of(self, each: Standing, due: list[FollowUp], late: bool) -> Attention:
        number, first = len(due), due[0]
        words = (
            ngettext("Overdue follow-up", "Overdue follow-ups", number)
            if late
            else ngettext("Follow-up due within 14 days", "Follow-ups due within 14 days", number)
        )
        day = dates.partial_date(first.due_on, first.due_precision, self.lang)
        sentence = _("Due %(day)s: %(title)s.") if number == 1 else _("The first, due %(day)s: %(title)s.")
        address = rows.list_of(FollowUp, each.mission)
        if number == 1:
            address = address_of("missions_followup_change", first.pk)
        return Attention(number, words, address, sentence % {"day": day, "title": first}, late, each.mission)

    def _moment(self, at: dt.datetime, clock: str) -> str:
        local = at.astimezone(zones.zone_info(clock))
        return f"{dates.day_and_month(local.date(), self.lang)}, {dates.clock(local.time())}"


def language_name(code: str) -> str:
    """A language of a mission, in the reader's words, as a sentence begins."""
    return str({"en": _("English"), "ru": _("Russian"), "kk": _("Kazakh"), "tk": _("Turkmen")}[code])


def _filtered(model: Any, mission: Mission, **asked: str) -> str:
    address = rows.list_of(model, mission)
    more = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{address}&{more}" if "?" in address else f"{address}?{more}"
