"""What the releaser has before her eyes, as a short text in her form: so that she releases what she saw.

A seal holds the digest of the document, and a hash of each of its parts to name those that have changed.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from missions import document as documents
from missions.document import Document
from missions.models import Mission, ProgrammeItem
from wording.lists import enumerated
from wording.words import LANGUAGES, pick

SHORT = 10
NAMED = 8  # things that a sentence names
PARTS = {
    "mission": gettext_lazy("the mission itself"),
    "stops": gettext_lazy("the stops"),
    "groups": gettext_lazy("the groups"),
    "parties": gettext_lazy("the parties"),
    "places": gettext_lazy("the places"),
    "organisations": gettext_lazy("the organisations"),
    "sectors": gettext_lazy("the sectors"),
}


def seal(document: Document) -> str:
    """The seal of a document."""
    held = {
        "all": documents.digest(document),
        "parts": {name: documents.digest(document[name])[:SHORT] for name in PARTS},
        "items": {item["uid"]: documents.digest(item)[:SHORT] for item in document["items"]},
    }
    return json.dumps(held, separators=(",", ":"))


def digest_of(seal: str) -> str:
    """The digest in a seal; of what is none the empty text, which is no document's digest."""
    return str(_read(seal).get("all", ""))


def since(seal: str, now: Document, mission: Mission, lang: str) -> str:
    """What has changed since a document was sealed, in a sentence; at most one query, for what is gone."""
    held = _read(seal)
    parts, items = held.get("parts"), held.get("items")
    if not isinstance(parts, dict) or not isinstance(items, dict):
        return ""
    present = {item["uid"]: item for item in now["items"]}
    changed = [
        _quoted(item, lang)
        for uid, item in present.items()
        if uid in items and items[uid] != documents.digest(item)[:SHORT]
    ]
    new = [_quoted(item, lang) for uid, item in present.items() if uid not in items]
    gone = _titles(mission, [uid for uid in items if uid not in present], lang)
    others = [
        str(words) for name, words in PARTS.items() if parts.get(name) != documents.digest(now[name])[:SHORT]
    ]
    said = [
        (_("changed: %(names)s"), [*changed, *others]),
        (_("new: %(names)s"), new),
        (_("no longer there: %(names)s"), gone),
    ]
    return "; ".join(words % {"names": _some(names)} for words, names in said if names)


def _some(names: list[str]) -> str:
    named = enumerated(names[:NAMED])
    more = len(names) - NAMED
    return _("%(names)s and %(number)s more") % {"names": named, "number": more} if more > 0 else named


def _quoted(item: Mapping[str, Any], lang: str) -> str:
    words = pick(item["public_title"] if item["masked"] else item["title"], lang)
    return f"“{words}”" if words else "–"


def _titles(mission: Mission, uids: Iterable[str], lang: str) -> list[str]:
    """The last titles of items that no document tells of any more."""
    known = [uid for uid in uids if _is_uid(uid)]
    if not known:
        return []
    columns = [f"title_{code}" for code in LANGUAGES]
    rows = ProgrammeItem.history.filter(mission_id=mission.pk, uid__in=known).order_by("history_id")
    titles = {uid: texts for uid, *texts in rows.values_list("uid", *columns)}
    words = (pick(dict(zip(LANGUAGES, texts, strict=True)), lang) for texts in titles.values())
    return [f"“{each}”" for each in words if each]


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _read(seal: str) -> dict[str, Any]:
    try:
        held = json.loads(seal)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}
