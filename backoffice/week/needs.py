"""What needs somebody this week: one entry for each kind of work in each mission, the most pressing first.

Days are those of each mission, told by its own zone. Whatever the number of missions, an entry kind takes one
query for all of them; what is reckoned from whole programmes is kept (backoffice/week/reckoning.py).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.frame import rows
from backoffice.frame.rows import address_of, first_page_of
from backoffice.rights import access
from backoffice.travel import rights as travel_rights
from backoffice.week import reckoning, surveyed, travellers
from backoffice.week.attention import Attention, Standing
from backoffice.week.dated import Dated
from delegations import travel_documents
from delegations.models import Delegate, DelegateState
from missions import deadlines
from missions.admin.moments import with_clock
from missions.models import (
    FollowUp,
    ItemStatus,
    Mission,
    MissionState,
    ProgrammeItem,
    ReportState,
)
from missions.questions import KEY, Prepared
from missions.visit_reports import APPROVES
from wording import dates, zones

AHEAD = 14  # days
REPORTED_WITHIN = 7  # days after a visit; then its report is late
RECKONED_BACK = 60  # days after a mission has ended
MISSIONS = 200
_DAY = dt.timedelta(days=1)


class Week:
    """All missions of a reader, and what in them needs somebody."""

    def __init__(self, user: Any, lang: str) -> None:
        self.user, self.lang = user, lang
        keys = access.keys_with(user, "missions.view_mission")
        listed = EVERY() if keys is None else _listed(len(keys))(*keys)
        self.all = [Standing(mission, mission.today(), mission.clock) for mission in listed]
        self.alive = [each for each in self.all if each.mission.state != MissionState.CANCELLED]
        self.current = sorted(
            (each for each in self.alive if not each.is_over), key=lambda each: each.mission.starts_on
        )
        self.reckoned: dict[int, reckoning.Reckoned] = {}
        self._found: dict[int, reckoning.Reckoned] = {}  # of those in which she sees delegates alone, too
        self._delegates: set[int] = set()

    def attention(self) -> list[Attention]:
        """What needs somebody: late things first, then by the mission's first day."""
        found = [
            *self._reckoned(),
            *self._deadlines_passed(),
            *self._tentative(),
            *self._answers(),
            *self._unconfirmed(),
            *self._silent(),
            *self._reports(),
            *self._submitted(),
            *self._follow_ups(),
            *self._passports(),
            *surveyed.attention(self.user, self.alive, self.lang),
        ]
        order = {each.mission.pk: number for number, each in enumerate(self.current)}
        last = len(order)
        return sorted(found, key=lambda entry: (not entry.late, order.get(entry.mission.pk, last)))

    def steps(self, each: Standing) -> list[deadlines.Step]:
        """The deadlines of a mission, in the order in which they are due."""
        return deadlines.steps(each.mission, self.dated.deadlines.get(each.mission.pk, ()), each.today)

    def allowed(self, permission: str, standings: Iterable[Standing]) -> list[int]:
        """The keys of those missions in which the reader has the permission."""
        return access.allowed(self.user, (each.mission for each in standings), permission)

    @cached_property
    def _near(self) -> list[Standing]:
        return [each for each in self.current if each.days_left <= AHEAD]

    @cached_property
    def _silent_of(self) -> list[int]:
        return self.allowed("delegations.view_delegate", self._near)

    @cached_property
    def dated(self) -> Dated:
        """Deadlines, visits to be reported on and follow-ups, where the reader may see them."""
        latest = max(each.today for each in self.all)
        return Dated(
            deadlines_of=self.allowed("missions.view_deadline", self.current),
            visits_of=self.allowed("missions.view_visitreport", self.alive),
            follow_ups_of=self.allowed("missions.view_followup", self.all),
            answers_of=self.allowed("missions.view_host", self.current),
            passports_of=self.allowed(travel_rights.SEES, self.current),
            submitted_of=self.allowed(APPROVES, self.alive),
            silent_of=self._silent_of,
            before=latest,
            due=latest + AHEAD * _DAY,
        )

    def _reckoned(self) -> Iterator[Attention]:
        """Changes not released, missing translations, clashes."""
        wanted = [each for each in self.alive if each.mission.ends_on >= each.today - RECKONED_BACK * _DAY]
        items = set(self.allowed("missions.view_programmeitem", wanted))
        self._delegates = set(self.allowed("delegations.view_delegate", wanted))
        self._found = reckoning.of(
            each.mission for each in wanted if each.mission.pk in items | self._delegates
        )
        self.reckoned = {pk: found for pk, found in self._found.items() if pk in items}
        for each in wanted:
            found = self.reckoned.get(each.mission.pk)
            if found is None:
                continue
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
        names = access.may(self.user, mission, "delegations.view_delegate")
        address = address_of("missions_mission_cautions", mission.pk) or first_page_of(mission, self.user)
        if count := found.clashes + found.cautions:
            yield Attention(
                count,
                _("Clashes and cautions")
                if found.clashes
                else ngettext("Caution in the programme", "Cautions in the programme", count),
                address,
                found.first if names else found.first_without_names,
                found.clashes > 0,
                mission,
            )
        if found.unknown:
            yield Attention(
                found.unknown,
                ngettext("Cannot tell whether it fits", "Cannot tell whether they fit", found.unknown),
                address,
                found.first_unknown if names else found.first_unknown_without_names,
                False,
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

    def _passports(self) -> Iterator[Attention]:
        """Passports that end within six months of the return, for who may see travel documents."""
        for each in self.current:
            rows_of = self.dated.passports.get(each.mission.pk, ())
            early = sum(travel_documents.is_early(row, self._return(each, row)) for row in rows_of)
            if early:
                yield Attention(
                    early,
                    ngettext("Passport expires too early", "Passports expire too early", early),
                    address_of("missions_mission_travel", each.mission.pk),
                    _("Many countries give no visa into one that ends within six months of the return."),
                    False,
                    each.mission,
                )

    @staticmethod
    def _return(each: Standing, row: Any) -> dt.date:
        """The mission's last day, or that of the delegate's last leg."""
        return max(each.mission.ends_on, row.last_leg_on or each.mission.ends_on)

    def _tentative(self) -> Iterator[Attention]:
        for each in self.current:
            found = self.reckoned.get(each.mission.pk)
            first_day = max(each.mission.starts_on, each.today)
            near = [
                (day, title)
                for day, title in (found.tentative if found else ())
                if each.today <= (day or first_day) <= each.today + AHEAD * _DAY
            ]
            if near:
                yield self._tentative_of(each, near)

    def _tentative_of(self, each: Standing, near: list[tuple[dt.date | None, str]]) -> Attention:
        first, title = near[0]
        day = dates.day_and_month(first, self.lang) if first else _("day not known")
        sentence = _("The first: %(title)s, %(day)s.") if len(near) > 1 else _("%(title)s, %(day)s.")
        return Attention(
            len(near),
            ngettext("Tentative item within 14 days", "Tentative items within 14 days", len(near)),
            _filtered(ProgrammeItem, each.mission, status__exact=ItemStatus.TENTATIVE),
            sentence % {"title": title, "day": day},
            False,
            each.mission,
        )

    def _answers(self) -> Iterator[Attention]:
        """What hosts have answered, until somebody decides on it."""
        for each in self.current:
            found = self.dated.answers.get(each.mission.pk, [])
            if found:
                yield self._answers_of(each, found)

    def _answers_of(self, each: Standing, found: list[ProgrammeItem]) -> Attention:
        first, number = found[0], len(found)
        sentence = _("The first: %(title)s, %(day)s.") if number > 1 else _("%(title)s, %(day)s.")
        day = dates.day_and_month(first.day, self.lang) if first.day else _("day not known")
        return Attention(
            number,
            ngettext("Item a host has answered about", "Items hosts have answered about", number),
            address_of("missions_mission_hosts", each.mission.pk),
            sentence % {"title": first, "day": day},
            False,
            each.mission,
        )

    def _unconfirmed(self) -> Iterator[Attention]:
        for each in self.current:
            pk = each.mission.pk
            states = self._found[pk].states if pk in self._delegates else {}
            waiting = [one for one in DelegateState if one != DelegateState.CONFIRMED and one in states]
            if not waiting:
                continue
            told = [f"{state.label} {states[state]}" for state in waiting]
            number = sum(states[state] for state in waiting)
            yield Attention(
                number,
                ngettext("Delegate not confirmed yet", "Delegates not confirmed yet", number),
                address_of("missions_mission_people", pk) or rows.list_of(Delegate, each.mission),
                f"{capfirst(', '.join(told))}.",
                each.days_left <= AHEAD,
                each.mission,
            )

    def _silent(self) -> Iterator[Attention]:
        """Delegates who have not checked their details, or not said that they have seen the version."""
        told = [each for each in self._near if each.newest is not None]
        seen = set.intersection(*(set(self.allowed(right, told)) for right in travellers.SEES_SEEN))
        for each in self._near:
            of_mission = self.dated.silent.get(each.mission.pk, [])
            if each.mission.pk in self._silent_of:
                yield from travellers.unchecked(each, of_mission, self.lang)
            if each.mission.pk in seen:
                yield from travellers.unseen(each, of_mission)

    def _reports(self) -> Iterator[Attention]:
        for each in self.alive:
            visits = self.dated.visits.get(each.mission.pk, ())
            due = [visit for visit in visits if visit.day and visit.day < each.today]
            if due:
                yield self._reports_of(each, due)

    def _reports_of(self, each: Standing, due: list[ProgrammeItem]) -> Attention:
        first = due[0]
        day = first.day or each.mission.starts_on
        sentence = _("The oldest: %(title)s, %(day)s.") if len(due) > 1 else _("%(title)s, %(day)s.")
        return Attention(
            len(due),
            ngettext("Visit report to be written", "Visit reports to be written", len(due)),
            rows.visits(each.mission),
            sentence % {"title": first, "day": dates.day_and_month(day, self.lang)},
            day < each.today - REPORTED_WITHIN * _DAY,
            each.mission,
        )

    def _submitted(self) -> Iterator[Attention]:
        for each in self.alive:
            waiting = self.dated.submitted.get(each.mission.pk, [])
            if not waiting:
                continue
            first = waiting[0]
            address = f"{address_of('visits')}?mission={each.mission.pk}&state={ReportState.SUBMITTED}"
            yield Attention(
                len(waiting),
                ngettext("Visit report to be approved", "Visit reports to be approved", len(waiting)),
                address if len(waiting) > 1 else address_of("visit_report", first.pk),
                _("The oldest: %(title)s.") % {"title": first} if len(waiting) > 1 else str(first),
                False,
                each.mission,
            )

    def _follow_ups(self) -> Iterator[Attention]:
        for each in self.all:
            due = self.dated.follow_ups.get(each.mission.pk, [])
            late = [row for row in due if row.due_on and row.due_on < each.today]
            # they were asked for up to the latest today of all missions
            last = each.today + AHEAD * _DAY
            soon = [row for row in due if row.due_on and each.today <= row.due_on <= last]
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
        address = address_of("follow_up", first.pk)
        if number > 1:
            view = "overdue" if late else "soon"
            address = f"{address_of('follow_ups')}?view={view}&mission={each.mission.pk}"
        return Attention(number, words, address, sentence % {"day": day, "title": first}, late, each.mission)

    def _moment(self, at: dt.datetime, clock: str) -> str:
        local = at.astimezone(zones.zone_info(clock))
        return f"{dates.day_and_month(local.date(), self.lang)}, {dates.clock(local.time())}"


def _missions(rows: QuerySet[Mission]) -> QuerySet[Mission]:
    """The latest of these missions, each with its clock and the number of its newest version."""
    live = Max("releases__number", filter=Q(releases__withdrawal__isnull=True))
    listed = with_clock(rows.filter(is_template=False).select_related("home", "series"), F("pk"))
    return listed.annotate(newest=live).order_by("-starts_on", "-pk")[:MISSIONS]


EVERY = Prepared(lambda: _missions(Mission.objects.all()))


@lru_cache(maxsize=64)
def _listed(number: int) -> Prepared:
    """The question for so many keys of missions."""
    return Prepared(lambda *keys: _missions(Mission.objects.filter(pk__in=keys)), *[KEY] * number)


def language_name(code: str) -> str:
    """A language of a mission, in the reader's words, as a sentence begins."""
    return str({"en": _("English"), "ru": _("Russian"), "kk": _("Kazakh"), "tk": _("Turkmen")}[code])


def _filtered(model: Any, mission: Mission, **asked: str) -> str:
    address = rows.list_of(model, mission)
    more = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{address}&{more}" if "?" in address else f"{address}?{more}"
