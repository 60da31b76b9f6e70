"""What loading a mission file does, as the reader is shown it: JSON-ready, to be kept beside the file."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice.imports.preview import worded
from backoffice.mission_file import sections
from backoffice.mission_file.faults import Fault
from backoffice.mission_file.load import Loaded
from backoffice.mission_file.outcome import Done, Fate
from backoffice.mission_file.schema import steps
from missions.models import Mission, MissionState, ProgrammeItem, Stop
from wording import dates, numbers, zones
from wording.words import pick

LISTED = 40  # rows of one section
LISTED_IN_ALL = 300
CUT = 120  # letters of what a row is called
ORDER = (Done.DELETED, Done.CHANGED, Done.NEW, Done.SAME)
# What is looked at first; the others follow in the order of the file.
FIRST = ("stops", "items", "delegates", "people", "organisations", "places")

type Shown = dict[str, Any]


def shown(loaded: Loaded) -> Shown:
    """The mission, its sections with their rows, and the fingerprint of all that.

    Of each section the first rows are named: those that go before those that change, come, and are there.
    """
    lang = get_language() or "en"
    mission = loaded.mission
    fates: dict[str, list[Fate]] = {}
    for fate in loaded.outcome:
        fates.setdefault(fate.section.name, []).append(fate)
    (own,) = fates[sections.MISSION.name]
    return {
        "mission": _mission(mission, own, lang),
        "counts": loaded.outcome.counts(),
        "rows": _rows(fates, lang),
        "releases": _releases(fates, mission, lang),
        "fingerprint": loaded.outcome.fingerprint(),
    }


def refused(faults: Iterable[Fault], data: Any) -> list[dict[str, str]]:
    """The faults of a file as the reader is shown them, each with what the row at fault is called."""
    return [
        {"path": one.path, "row": _called(data, one.path), "rule": one.rule, "value": one.value}
        for one in faults
    ]


def _mission(mission: Mission, own: Fate, lang: str) -> dict[str, Any]:
    return {
        "title": str(mission),
        "slug": mission.slug,
        "state": mission.get_state_display(),
        "was": own.before.get("state", ""),
        "public": mission.state == MissionState.PUBLISHED,
        "dates": dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang),
        "languages": mission.languages,
        "new": own.done is Done.NEW,
        "changes": _changes(own, lang),
    }


def _rows(fates: dict[str, list[Fate]], lang: str) -> dict[str, list[dict[str, Any]]]:
    names = [*FIRST, *(name for name in fates if name not in FIRST)]
    left, found = LISTED_IN_ALL, {}
    for name in names:
        of_section = sorted(fates.get(name, ()), key=lambda fate: ORDER.index(fate.done))
        if name == sections.MISSION.name or all(fate.row is None for fate in of_section):
            continue
        listed = of_section[: min(LISTED, left)]
        left -= len(listed)
        found[name] = [
            {
                "done": fate.done.value,
                "words": (fate.words or str(fate.row))[:CUT],
                "when": _when(fate.row, lang),
                "changes": _changes(fate, lang),
            }
            for fate in listed
        ]
    return found


def _when(row: Any, lang: str) -> str:
    """The day, and of an item the hour, as far as they are known."""
    match row:
        case ProgrammeItem(day=None):
            return _("The day is not known.")
        case ProgrammeItem(day=day):
            hours = dates.time_of_day(
                row.starts_at, row.ends_at, lang, approximate=row.time_approximate, part=row.part_of_day
            )
            return f"{dates.long_date(day, lang)}, {hours}"
        case Stop(first_day=day) if day:
            return dates.date_range(day, row.last_day, lang)
    return ""


def _changes(fate: Fate, lang: str) -> list[dict[str, str]]:
    """What changes of a row: label, old and new; of what names other rows the label alone."""
    if fate.done is not Done.CHANGED:
        return []
    found = []
    for column, old in fate.before.items():
        field = fate.row._meta.get_field(column)
        label = str(field.verbose_name)
        if field.is_relation:
            found.append({"label": label, "old": "", "new": ""})
        else:
            choices = dict(field.flatchoices or ())
            new = getattr(fate.row, column)
            old, new = (str(choices.get(value, worded(value, lang)))[:CUT] for value in (old, new))
            found.append({"label": label, "old": old, "new": new})
    return found


def _releases(fates: dict[str, list[Fate]], mission: Mission, lang: str) -> list[dict[str, Any]]:
    zone = zones.zone_info(mission.zone_name())
    return [
        {
            "done": fate.done.value,
            "words": str(fate.row),
            "at": dates.released_at(dates.as_known(fate.row.at, fate.row.hour_unknown), zone, lang),
            "withdrawn": hasattr(fate.row, "withdrawal"),
        }
        for name in (sections.RELEASES.name, sections.RESULTS_RELEASES.name)
        for fate in fates.get(name, ())
        if fate.row is not None
    ]


def _called(data: Any, path: str) -> str:
    """What the row of a path is called in the file, as far as it says that."""
    section, *more = steps(path) or [""]
    rows = data.get(section) if isinstance(data, dict) else None
    place = numbers.whole(more[0]) if more else None
    if isinstance(rows, list) and place is not None and place < len(rows):
        rows = rows[place]
    if not isinstance(rows, dict):
        return ""
    for name in ("title", "family_name", "name", "hotel", "slug"):
        match rows.get(name):
            case dict() as texts if texts and all(isinstance(text, str) for text in texts.values()):
                words = pick(texts, get_language() or "en", texts)
                return words.text[:CUT] if words else ""
            case str() as text:
                return text[:CUT]
    return ""
