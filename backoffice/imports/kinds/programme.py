"""A programme in Word: its entries become programme items, its places stops."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.imports import correcting, docx, remarks, rows_there
from backoffice.imports.entries import Entry
from backoffice.imports.folding import Names
from backoffice.imports.kind import Circumstances
from backoffice.imports.kinds import restrictions
from backoffice.imports.kinds.items import ItemsKind
from backoffice.imports.kinds.stops import StopsComparison, known, without_town
from backoffice.imports.preview import Fault, Preview
from backoffice.imports.programme import guesses
from backoffice.imports.programme.layout import Found, Reader
from backoffice.imports.programme.times import Hours
from backoffice.imports.remarks import Remark, remark
from backoffice.imports.storage import Content
from backoffice.imports.table import Unreadable, as_json
from backoffice.models import ImportKind
from missions.models import Host, ItemGroup, ProgrammeItem, Stop
from wording.words import LANGUAGES

MOST_ENTRIES = 1_000
PLAIN: tuple[str, ...] = (
    "day",
    "ends_on",
    "starts_at",
    "ends_at",
    "part_of_day",
    "time_approximate",
    "kind",
    "stop",
    "staff_notes",
)
PLAIN += ("hosts", "status", "uid")
TEXTS = ("title", "venue", "description")


class DocumentKind(ItemsKind):
    """What a programme in Word and a calendar have in common: items whose stops and kinds are guessed."""

    fills_in = False
    questions = ("place",)
    permissions = ("missions.change_programmeitem", "missions.add_programmeitem")
    saves = ((Stop, ()), (ProgrammeItem, ("topics",)), (Host, ()), (ItemGroup, ()))
    corrects = tuple(
        f"programmeitem.{name}" for name in ("day", "starts_at", "ends_at", "title", "kind", "stop", "venue")
    )

    def preview(self, content: Content, at: Circumstances) -> Preview:
        preview = super().preview(content, at)
        flags = content.extra.get("flags", {})
        for row in preview.rows:
            row.faults = [
                Fault("", "", f"{one.heading}: {one.reason}" if one.heading else one.reason)
                for one in row.faults
            ]
            row.flags = [*map(remarks.worded, flags.get(str(row.number), ())), *row.flags]
        correcting.offer(self, content, preview, {column.key: column for column in self.columns})
        return preview

    def compare(self, entries: list[Entry], at: Circumstances) -> None:
        StopsComparison(entries, at).run()


class ProgrammeKind(DocumentKind):
    key = ImportKind.PROGRAMME
    suffixes = (".docx",)
    hint = _("A table or paragraphs of day, time, item and place.")

    def read(self, name: str, content: bytes, at: Circumstances) -> Content:
        places = rows_there.places()
        reader = Reader(
            at.mission.starts_on,
            at.mission.ends_on,
            lambda text: bool(known(places, text) or places.near(without_town(text))),
        )
        found = reader.read(docx.read(name, content))
        if not found.entries:
            raise Unreadable(
                gettext(
                    "No entry of a programme was found: a day, then lines or rows that begin with a time."
                )
            )
        if len(found.entries) > MOST_ENTRIES:
            raise Unreadable(
                gettext("The programme has more than %(number)d entries; divide it.")
                % {"number": MOST_ENTRIES}
            )
        texts = [text for one in found.entries for text in (one.title, *one.lines)]
        among = guesses.certain(texts)
        rows = [row(one, places, among, at) for one in found.entries]
        return content_of(rows, found.notes)


def row(one: Found, places: Names, among: frozenset[str], at: Circumstances) -> dict[str, Any]:
    """An entry as the cells of an item."""
    lang = at.text_lang or guesses.language_of(one.title, among) or at.lang
    said: dict[str, Any] = {
        "number": one.number,
        "lang": lang,
        "flags": list(one.flags),
        "day": as_json(one.day),
        "starts_at": as_json(one.hours.starts_at),
        "ends_at": as_json(one.hours.ends_at),
        "part_of_day": one.hours.part_of_day or None,
        "time_approximate": True if one.hours.approximate else None,
        "hosts": one.host or None,
        f"title_{lang}": one.title,
    }
    for language, title in _other_titles(one, lang, among, at):
        said[f"title_{language}"] = title
    if one.lines:
        said[f"description_{lang}"] = "\n".join(one.lines)
    if one.notes:
        said["staff_notes"] = "\n".join(one.notes)
    kind = guesses.kind_of(" ".join(said.get(f"title_{code}") or "" for code in LANGUAGES))
    if kind:
        said["kind"] = kind
        said["flags"].append(remark("guessed_kind"))
    stop, venue = _where(one, places)
    said["stop"] = stop or None
    if venue:
        said[f"venue_{lang}"] = venue
    said["restricted"] = list(one.restricted)
    if not kind and one.hours == Hours(rest=one.hours.rest):
        said["restricted"].append(remark("not_understood"))
    return said


def content_of(rows: Iterable[dict[str, Any]], notes: list[Remark]) -> Content:
    """The rows as an import keeps them."""
    rows = list(rows)
    fields = [(name, "") for name in PLAIN] + [(name, lang) for name in TEXTS for lang in LANGUAGES]
    keys = [f"{name}_{lang}" if lang else name for name, lang in fields]
    used = [index for index, key in enumerate(keys) if key in PLAIN[:8] or any(row.get(key) for row in rows)]
    return Content(
        [
            [position, f"programmeitem.{fields[index][0]}", fields[index][1]]
            for position, index in enumerate(used)
        ],
        [[row["number"], [row.get(keys[index]) for index in used]] for row in rows],
        notes,
        [],
        {
            "flags": {str(row["number"]): row["flags"] for row in rows if row["flags"]},
            "restricted": restrictions.kept(rows),
            "guessed": [row["number"] for row in rows if row.get("kind")],
            "langs": {str(row["number"]): row["lang"] for row in rows},
        },
    )


def _where(one: Found, places: Names) -> tuple[str, str]:
    """The place of a stop, and the venue, as an entry says them."""
    if not one.place:
        return one.city, ""
    if places.all(without_town(one.place)):
        return one.place, ""
    first, sign, rest = one.place.partition(",")
    if sign and places.all(without_town(first.strip())):
        return first.strip(), rest.strip()
    return (one.city, one.place) if one.city else (one.place, "")


def _other_titles(
    one: Found, lang: str, among: frozenset[str], at: Circumstances
) -> Iterable[tuple[str, str]]:
    """Titles in a second language, of the lines directly below the first; they leave these lines."""
    if at.text_lang:
        return
    seen = {lang}
    while one.lines:
        language = guesses.language_of(one.lines[0], among)
        if not language or language in seen or len(one.lines[0]) > 250:
            return
        seen.add(language)
        yield language, one.lines.pop(0).strip(" ;")
