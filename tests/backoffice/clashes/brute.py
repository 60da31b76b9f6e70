"""The check once more, slowly and from the rules alone: every pair of items, every person, every night.

It shares the facts with the check, and nothing else. `found` gives (kind, level, items, people) of each caution;
people are the names of delegates, or "everyone", or of the two places that one goes between.
"""

import datetime as dt
import math
from itertools import combinations
from zoneinfo import ZoneInfo

from missions import working_days

DAY = dt.timedelta(days=1)
TICK = dt.timedelta(microseconds=1)
SPEED = {"flight": 900, "train": 250, "bus": 100, "car": 110, "ship": 60}  # km/h
WORK = {"site_visit", "visit", "meeting", "negotiations", "talks", "b2b", "presentation"}
ON_THE_WAY = {"arrival", "departure", "transfer", "free_time"}


class Brute:
    def __init__(self, facts):
        self.facts = facts
        self.stops = {stop.pk: stop for stop in facts.stops}
        self.groups = {group.pk: group for group in facts.groups}
        self.items = [item for item in facts.items if item.status != "cancelled"]
        self.timed = [item for item in self.items if self.begin(item)]
        self.timed.sort(key=self.in_programme)

    # when and where

    def place(self, item):
        return self.stops[item.stop].place if item.stop else None

    def end_place(self, item):
        return item.to_place or self.place(item)

    def zone(self, place):
        return ZoneInfo(place.zone if place else self.facts.zone)

    def instant(self, day, time, zone):
        if day is None or time is None:
            return None
        local = dt.datetime.combine(day, time, tzinfo=zone)
        utc = local.astimezone(dt.UTC)
        return utc if utc.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None

    def begin(self, item):
        return self.instant(item.day, item.starts_at, self.zone(self.place(item)))

    def known_end(self, item):
        zone = self.zone(self.end_place(item))
        end = self.instant(item.ends_on or item.day, item.ends_at, zone)
        return end if end is not None and end >= self.begin(item) else None

    def certain_end(self, item):
        """Until when it lasts at least."""
        if (end := self.known_end(item)) is not None:
            return end
        if item.kind == "arrival" and (item.ends_on or item.day) == item.day:
            return self.begin(item)
        last_day = dt.datetime.combine(item.ends_on or item.day, dt.time(), self.zone(self.end_place(item)))
        lasts = self.begin(item) + TICK
        return max(lasts, last_day.astimezone(dt.UTC)) if (item.ends_on or item.day) > item.day else lasts

    def latest_end(self, item):
        """When it is over for certain."""
        if (end := self.known_end(item)) is not None:
            return end
        last = item.ends_on or item.day
        if item.kind == "arrival" and last == item.day:
            return self.certain_end(item)
        midnight = dt.datetime.combine(last + DAY, dt.time(), self.zone(self.end_place(item)))
        return max(midnight.astimezone(dt.UTC), self.certain_end(item) + TICK)

    def settled(self, item):
        return not (item.day_approximate or item.time_approximate or item.status == "tentative")

    # who

    def takes_part(self, delegate, item):
        return item.for_everyone or any(group in delegate.groups for group in item.groups)

    def subjects(self):
        """Everyone as such, each group with a name, each delegate: a function that says who is at an item."""
        yield lambda item: item.for_everyone
        for group in self.facts.groups:
            if not group.personal:
                yield lambda item, group=group: item.for_everyone or group.pk in item.groups
        for delegate in self.facts.delegates:
            yield lambda item, delegate=delegate: self.takes_part(delegate, item)

    def binding(self, subject):
        return [item for item in self.timed if item.kind != "free_time" and subject(item)]

    def people(self, *items):
        if all(item.for_everyone for item in items):
            return frozenset(["everyone"])
        return frozenset(
            delegate.names["en"]
            for delegate in self.facts.delegates
            if all(self.takes_part(delegate, item) for item in items)
        )

    def pair_level(self, one, other):
        return "clash" if self.settled(one) and self.settled(other) else "caution"

    # kinds

    def same_time(self, one, other):
        return self.begin(one) < self.certain_end(other) and self.begin(other) < self.certain_end(one)

    def in_programme(self, item):
        """By when they begin; of two at once by the route, then by their numbers."""
        route = [stop.pk for stop in self.facts.stops]
        return self.begin(item), route.index(item.stop) if item.stop else -1, item.order, item.key

    def in_order(self, one, other):
        return tuple(sorted((one, other), key=self.in_programme))

    def two_places(self):
        for subject in self.subjects():
            for one, other in combinations(self.binding(subject), 2):
                if self.same_time(one, other):
                    yield (
                        "two_places",
                        self.pair_level(one, other),
                        (one.pk, other.pk),
                        self.people(one, other),
                    )

    def end_unknown(self):
        for one in self.timed:
            if self.known_end(one) is not None or one.kind == "free_time":
                continue
            later = [
                other
                for subject in self.subjects()
                if subject(one)
                for other in self.binding(subject)
                if self.certain_end(one) <= self.begin(other) < self.latest_end(one)
            ]
            if later:
                first = min(later, key=self.in_programme)
                yield "end_unknown", "unknown", (one.pk, first.pk), self.people(one, first)

    def needed(self, one, other):
        here, there = self.end_place(one), self.place(other)
        if here.pk == there.pk:
            return dt.timedelta(0)
        both = [
            one_of
            for one_of in self.facts.delegates
            if self.takes_part(one_of, one) and self.takes_part(one_of, other)
        ]
        modes = {
            leg.mode
            for leg in self.facts.legs
            if (leg.from_place.pk, leg.to_place.pk) == (here.pk, there.pk)
            and (not leg.passengers or any(one_of.pk in leg.passengers for one_of in both))
        }
        # the law of cosines, not the formula of the check
        lat, lon, lat2, lon2 = map(
            math.radians, (here.latitude, here.longitude, there.latitude, there.longitude)
        )
        cosine = math.sin(lat) * math.sin(lat2) + math.cos(lat) * math.cos(lat2) * math.cos(lon - lon2)
        kilometres = 6371.0088 * math.acos(max(-1.0, min(1.0, cosine)))
        hours = min(
            kilometres / SPEED[mode] + 1.5 * (mode == "flight") for mode in modes or {"car", "flight"}
        )
        return min(dt.timedelta(seconds=math.ceil(hours * 3600)), 3 * DAY)

    def too_far(self):
        for subject in self.subjects():
            own = self.binding(subject)
            for other in own:
                if self.place(other) is None or self.place(other).latitude is None:
                    continue
                before = [
                    one
                    for one in own[: own.index(other)]
                    if self.end_place(one) is not None and self.end_place(one).latitude is not None
                ]
                if not before:
                    continue
                # of two that end at once the later one of the list
                last = max(reversed(before), key=self.certain_end)
                gap = self.begin(other) - self.certain_end(last)
                if dt.timedelta(0) <= gap < self.needed(last, other):
                    yield (
                        "too_far",
                        self.pair_level(last, other),
                        (last.pk, other.pk),
                        self.people(last, other),
                    )

    def place_unknown(self):
        """Of each two places once; the people are their names."""
        for subject in self.subjects():
            own = self.binding(subject)
            for other in own:
                there = self.place(other)
                before = [one for one in own[: own.index(other)] if self.end_place(one) is not None]
                if there is None or not before:
                    continue
                last = max(reversed(before), key=self.certain_end)
                here = self.end_place(last)
                known = here.latitude is not None and there.latitude is not None
                one_day = (last.ends_on or last.day) == other.day
                over = self.begin(other) >= self.certain_end(last)
                if not known and here.pk != there.pk and one_day and over:
                    names = frozenset((here.names["en"], there.names["en"]))
                    yield "place_unknown", "unknown", (), names

    def host_twice(self):
        for one, other in combinations(self.timed, 2):
            if not self.same_time(one, other):
                continue
            levels = {}
            for host in one.hosts:
                for another in other.hosts:
                    if not {host.state, another.state} <= {"asked", "confirmed"}:
                        continue
                    confirmed = (
                        host.state == another.state == "confirmed"
                        and self.settled(one)
                        and self.settled(other)
                    )
                    if host.person and host.person == another.person:
                        levels.setdefault(("person", host.person), set()).add(
                            "clash" if confirmed else "caution"
                        )
                    elif host.organisation == another.organisation and not (host.person and another.person):
                        levels.setdefault(("organisation", host.organisation), set()).add("caution")
            for found in levels.values():
                level = "clash" if "clash" in found else "caution"
                yield "host_twice", level, (one.pk, other.pk), frozenset()

    def room_twice(self):
        for one, other in combinations(self.timed, 2):
            here, there = self.place(one), self.place(other)
            if here is None or there is None or here.pk != there.pk or not self.same_time(one, other):
                continue
            venues = [
                {(lang, text.lower().strip()) for lang, text in (item.venues or {}).items()}
                for item in (one, other)
            ]
            if venues[0] & venues[1]:
                yield "room_twice", "caution", (one.pk, other.pk), frozenset()

    def legs(self):
        for leg in self.facts.legs:
            departure = self.instant(leg.departs_on, leg.departs_at, ZoneInfo(leg.from_place.zone))
            arrival = self.instant(leg.arrives_on, leg.arrives_at, ZoneInfo(leg.to_place.zone))
            untold = []
            for item in self.timed:
                people = frozenset(
                    one.names["en"]
                    for one in self.facts.delegates
                    if one.pk in leg.passengers and self.takes_part(one, item)
                )
                if not people or item.kind == "free_time" or item.pk == leg.item:
                    continue
                level = "clash" if self.settled(item) else "caution"
                goal = self.place(item) is not None and self.place(item).pk == leg.to_place.pk
                begin = self.begin(item)
                if departure and begin < departure < self.certain_end(item):
                    yield "leg_departs_early", level, (item.pk,), people
                if arrival and departure and departure <= begin < arrival:
                    yield "leg_arrives_late", level, (item.pk,), people
                if arrival and not departure and goal and begin < arrival:
                    midnight = dt.datetime.combine(leg.arrives_on, dt.time(), ZoneInfo(leg.to_place.zone))
                    if begin >= midnight.astimezone(dt.UTC):
                        yield "leg_arrives_late", level, (item.pk,), people
                if leg.arrives_on and not arrival and goal and item.day == leg.arrives_on:
                    untold.append(people)
            if untold:
                yield "leg_arrives_late", "unknown", (), untold[0]

    def outside_stop(self):
        for item in self.items:
            stop = self.stops.get(item.stop)
            if item.day is None or stop is None or stop.first_day is None:
                continue
            days = {item.day} if item.to_place or not item.ends_on else {item.day, item.ends_on}
            if not all(stop.first_day <= day <= (stop.last_day or stop.first_day) for day in days):
                sure = not (item.day_approximate or stop.days_approximate)
                yield "outside_stop", "caution" if sure else "unknown", (item.pk,), frozenset()

    def day_off(self):
        untold = False
        for item in self.items:
            hosts = [host for host in item.hosts if host.state != "declined"]
            received = hosts or item.host_unnamed or item.kind in WORK
            if item.day is None or item.kind in ON_THE_WAY or not received:
                continue
            here = self.place(item).country if item.stop else ""
            countries = ({host.country or here for host in hosts} if hosts else {here}) - {""}
            if item.day_approximate:
                untold = untold or bool(countries)
                continue
            for country in countries:
                if not working_days.is_working_day(item.day, country):
                    yield "day_off", "caution", (item.pk,), frozenset()
        if untold:
            yield "day_off", "unknown", (), frozenset()

    def nights(self):
        facts = self.facts
        days_left = (facts.first_day - facts.today).days
        if not facts.stays and (days_left > 14 or facts.today >= facts.last_day):
            return
        lacking = {}
        for delegate in facts.delegates:
            legs = [leg for leg in facts.legs if delegate.pk in leg.passengers]
            out = [leg.departs_on for leg in legs if leg.from_place.pk == facts.home and leg.departs_on]
            back = [leg.arrives_on for leg in legs if leg.to_place.pk == facts.home and leg.arrives_on]
            missing = []
            for number in range((facts.last_day - facts.first_day).days):
                night = facts.first_day + DAY * number
                beds = [
                    (stay.arrives_on, stay.leaves_on) for stay in facts.stays if stay.delegate == delegate.pk
                ]
                beds += [
                    (leg.departs_on, leg.arrives_on) for leg in legs if leg.departs_on and leg.arrives_on
                ]
                away = (out and night < min(out)) or (back and night >= max(back))
                if not away and not any(first <= night < last for first, last in beds):
                    missing.append(night)
            if missing:
                lacking.setdefault(tuple(missing), set()).add(delegate.names["en"])
        if not facts.stays:
            if lacking:
                yield "night_without_stay", "caution", (), frozenset().union(*lacking.values())
            return
        for people in lacking.values():
            yield "night_without_stay", "caution" if facts.days_exact else "unknown", (), frozenset(people)

    def language(self):
        untold = False
        for item in self.items:
            hosts = [host for host in item.hosts if host.state != "declined"]
            people = [one for one in self.facts.delegates if self.takes_part(one, item)]
            if item.interpreter or not people or any(one.interprets for one in people):
                continue
            if not hosts and not item.languages:
                continue
            theirs = item.languages["en"].split(", ") if item.languages else [host.language for host in hosts]
            if "" in theirs or "much" in theirs:
                untold = True
            elif not any(
                set(one.languages.split(", ")) & set(theirs) for one in people if one.languages != "much"
            ):
                if all(one.languages not in ("", "much") for one in people):
                    names = self.people(item)
                    yield "no_language", "caution", (item.pk,), names
                else:
                    untold = True
        if untold:
            yield "no_language", "unknown", (), frozenset()

    def permits(self):
        for stop in self.facts.stops:
            begins = stop.first_day or self.facts.first_day
            if not stop.place.restricted or begins <= self.facts.today:
                continue
            days = [self.facts.today + DAY * number for number in range((begins - self.facts.today).days)]
            left = sum(working_days.is_working_day(day, stop.place.country) for day in days)
            lead = stop.place.permit_working_days
            if lead is None or left < lead:
                there = [item for item in self.items if item.stop == stop.pk]
                people = [
                    one
                    for one in self.facts.delegates
                    if not there or any(self.takes_part(one, item) for item in there)
                ]
                names = frozenset(one.names["en"] for one in people)
                yield "permit_late", "unknown" if lead is None else "caution", (), names

    def declined(self):
        names = {delegate.pk: delegate.names["en"] for delegate in self.facts.delegates}
        for item in self.items:
            for pk, _holds in item.declined:
                if pk in names:
                    yield "declined", "caution", (item.pk,), frozenset([names[pk]])


def found(facts):
    """What is not right, each thing once."""
    brute = Brute(facts)
    kinds = (
        brute.two_places, brute.end_unknown, brute.too_far, brute.place_unknown, brute.host_twice,
        brute.room_twice, brute.legs, brute.outside_stop, brute.day_off, brute.nights, brute.language, brute.permits,
        brute.declined,
    )  # fmt: skip
    return {one for kind in kinds for one in kind()}
