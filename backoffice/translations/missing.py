"""Which texts of a programme lack a language that its mission is published in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from missions.document import ITEM_TEXTS, Document
from missions.models import Mission, ProgrammeItem
from partners.models import Organisation, Place
from wording.translated import translated_fields
from wording.words import Texts, pick

MISSION_TEXTS = ("title", "summary", "purpose", "background", "dates_note", "source")


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that exists, though not in these languages; of which row of which model it is."""

    of: str
    field: str
    languages: tuple[str, ...]
    model: str
    ref: str


def missing(document: Document, lang: str) -> list[Missing]:
    """The texts which exist in some of the mission's languages; their owners are named in `lang`."""
    languages = document["mission"]["languages"]
    return [
        Missing(of, field, lacking, model, ref)
        for of, field, texts, model, ref in _texts(document, lang)
        if texts and (lacking := tuple(code for code in languages if not texts.get(code)))
    ]


def _texts(document: Document, lang: str) -> Iterator[tuple[str, str, Texts, str, str]]:
    mission = document["mission"]
    yield from _fields(mission, Mission, MISSION_TEXTS, _name(mission["title"], lang))
    for item in document["items"]:
        if item["masked"]:
            yield from _fields(item, ProgrammeItem, ["public_title"], _name(item["public_title"], lang))
        else:
            yield from _fields(item, ProgrammeItem, [*ITEM_TEXTS, "public_title"], _name(item["title"], lang))
    for place in document["places"]:
        yield from _fields(place, Place, ["name"], _name(place["name"], lang))
    for organisation in document["organisations"]:
        yield from _fields(organisation, Organisation, ["name"], _name(organisation["name"], lang))


def _fields(
    entry: dict[str, Any], model: Any, names: Iterable[str], of: str
) -> Iterator[tuple[str, str, Texts, str, str]]:
    labels = translated_fields(model)
    for name in names:
        ref = entry["uid"] if model is ProgrammeItem else entry["ref"]
        yield of, str(labels[name].verbose_name), entry[name], model._meta.label, ref


def _name(texts: Texts, lang: str) -> str:
    words = pick(texts, lang)
    return words.text if words else "–"


def number_of_texts(document: Document, lang: str) -> int:
    """How many texts there are that each should exist in every language of the mission."""
    return sum(bool(texts) for _of, _field, texts, *_row in _texts(document, lang))
