"""The instants of local times, and every change of every clock: faults.md 34 to 38."""

import datetime as dt
import struct
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import zones

SECOND = dt.timedelta(seconds=1)
AREAS = ("Africa", "America", "Asia", "Europe")


def test_time_that_the_clocks_jump_over_does_not_exist():
    with pytest.raises(zones.NoSuchTime) as refused:
        zones.instant(dt.date(2024, 3, 31), dt.time(2, 30), "Europe/Berlin")

    assert str(refused.value) == "2024-03-31 02:30:00 does not exist in Europe/Berlin"
    assert (refused.value.day, refused.value.time, refused.value.zone) == (
        dt.date(2024, 3, 31),
        dt.time(2, 30),
        "Europe/Berlin",
    )


def test_day_that_a_country_left_out_has_no_times():
    """Samoa went over the date line: it had no 30 December 2011."""
    for hour in (0, 12, 23):
        with pytest.raises(zones.NoSuchTime):
            zones.instant(dt.date(2011, 12, 30), dt.time(hour), "Pacific/Apia")


def test_time_that_comes_twice_is_the_first():
    day, time = dt.date(2024, 10, 27), dt.time(2, 30)

    first, second = (
        zones.instant(day, time, "Europe/Berlin", fold=fold).astimezone(dt.UTC) for fold in (0, 1)
    )

    assert first == dt.datetime(2024, 10, 27, 0, 30, tzinfo=dt.UTC)
    assert second == dt.datetime(2024, 10, 27, 1, 30, tzinfo=dt.UTC)
    assert zones.instant(day, time.replace(fold=1), "Europe/Berlin").astimezone(dt.UTC) == first


@pytest.mark.parametrize(
    ("day", "time", "zone"),
    [(dt.date.min, dt.time(0), "Asia/Ashgabat"), (dt.date.max, dt.time(23), "America/New_York")],
)
def test_ends_of_the_calendar_are_refused_politely(day, time, zone):
    with pytest.raises(zones.NoSuchTime):
        zones.instant(day, time, zone)


@given(
    zone=st.sampled_from(zones.zone_names()),
    moment=st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2040, 12, 30), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_every_moment_has_a_local_time_that_leads_back_to_it(zone, moment):
    local = moment.astimezone(ZoneInfo(zone))

    assert zones.instant(local.date(), local.time(), zone, fold=local.fold).astimezone(dt.UTC) == moment


def transitions(zone):
    """The moments of 1970 to 2040 at which the offset of a zone changes: listed in its file, or by its last rule."""
    data = files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    utc_or_local, standard, leaps, times, types, letters = counts
    second = 44 + times * 5 + types * 6 + letters + leaps * 8 + standard + utc_or_local
    times = struct.unpack(">l", data[second + 32 : second + 36])[0]
    listed = struct.unpack(f">{times}q", data[second + 44 : second + 44 + 8 * times])
    start = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    moments = {start + dt.timedelta(seconds=each) for each in listed if 0 <= each < 2_240_000_000}
    last_rule = data.rstrip(b"\n").rpartition(b"\n")[2]
    if b"," in last_rule:  # else its clocks are changed no more
        moments |= set(by_rule(ZoneInfo(zone), start + dt.timedelta(seconds=max([0, *listed]))))
    return sorted(moments)


def by_rule(rules, start):
    """The changes past the file's list, which come twice a year: found by halves in four weeks after another."""
    moment, step = start, dt.timedelta(weeks=4)
    while moment.year < 2041:
        before, after = moment, moment + step
        if offset(rules, before) != offset(rules, after):
            while after - before > SECOND:
                middle = before + (after - before) // 2
                middle = middle.replace(microsecond=0)
                before, after = (
                    (middle, after) if offset(rules, middle) == offset(rules, moment) else (before, middle)
                )
            yield after
        moment += step


def offset(rules, moment):
    return moment.astimezone(rules).utcoffset()


def wall(moment, utcoffset):
    return (moment + utcoffset).replace(tzinfo=None)


@pytest.mark.parametrize("area", [*AREAS, "elsewhere"])
def test_all_transitions_of_all_zones(area):
    """faults.md 36: what is jumped over is refused, what comes twice is the first, everything else is exact."""
    changes = 0
    for zone in zones.zone_names():
        if (zone.split("/")[0] if zone.split("/")[0] in AREAS else "elsewhere") != area:
            continue
        rules = ZoneInfo(zone)
        for moment in transitions(zone):
            before, after = offset(rules, moment - SECOND), offset(rules, moment)
            changes += before != after
            if after > before:
                for local in (wall(moment, before), wall(moment, after) - SECOND):
                    with pytest.raises(zones.NoSuchTime):
                        zones.instant(local.date(), local.time(), zone)
            if after < before:
                for local in (wall(moment, after), wall(moment, before) - SECOND):
                    first, second = (
                        zones.instant(local.date(), local.time(), zone, fold=fold).astimezone(dt.UTC)
                        for fold in (0, 1)
                    )
                    assert second - first == before - after
                    assert first < moment <= second
            for exact, utcoffset in ((moment - SECOND, before), (moment, after)):
                local = wall(exact, utcoffset)
                fold = int(after < before and exact == moment)
                assert zones.instant(local.date(), local.time(), zone, fold=fold).astimezone(dt.UTC) == exact
    assert changes > 0
