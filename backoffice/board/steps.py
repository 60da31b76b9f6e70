"""Steps on the board: what an act changed, kept so that undoing it puts back exactly that.

The rows of a step are JSON: {"act", "titles", "rows": [{"item", "before", "after", "whole"}]}, and where it
undoes another {"undoes": its number, "what": the act that this is about}.
`before` and `after` hold the columns that changed; one of them is None where the item was made or taken away,
and the other then holds all of it. `whole` is the hash of the whole item after the act,
or None for a neighbour of which only the number changed.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from backoffice.models import BoardStep
from missions.models import Host, ItemGroup, ProgrammeItem
from wording import quotes, zones
from wording.translated import texts
from wording.words import pick

type Snapshot = dict[str, Any]

STEPS_SHOWN = 10
FIXED = {"id", "mission"}
RELATED = ("groups", "topics", "hosts")

ACTS = {
    "added": gettext_lazy("“%(item)s” was added"),
    "edited": gettext_lazy("“%(item)s” was edited"),
    "moved": gettext_lazy("“%(item)s” was moved"),
    "earlier": gettext_lazy("“%(item)s” was put earlier"),
    "later": gettext_lazy("“%(item)s” was put later"),
    "copied": gettext_lazy("“%(item)s” was copied"),
    "cancelled": gettext_lazy("“%(item)s” was cancelled"),
    "reinstated": gettext_lazy("“%(item)s” takes place after all"),
    "undone": gettext_lazy("Undone: %(what)s"),
    "redone": gettext_lazy("Done again: %(what)s"),
}


class CannotUndo(ValidationError):
    """Somebody has changed since what a step had changed."""


def snapshot(item: ProgrammeItem) -> Snapshot:
    """All columns of the item, and the rows that belong to it, as JSON has them."""
    columns = {
        field.attname: field.value_from_object(item)
        for field in item._meta.concrete_fields
        if field.name not in FIXED
    }
    groups = sorted(ItemGroup.objects.filter(item=item).values_list("group", flat=True))
    topics = sorted(item.topics.values_list("pk", flat=True))
    hosts = list(
        Host.objects.filter(item=item)
        .order_by("order", "pk")
        .values("organisation_id", "contact_id", "state", "order")
    )
    return as_json({**columns, "groups": groups, "topics": topics, "hosts": hosts})


def as_json(value: Snapshot) -> Snapshot:
    made: Snapshot = json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return made


def digest(whole: Snapshot) -> str:
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def changed(item: ProgrammeItem, before: Snapshot, after: Snapshot) -> dict[str, Any] | None:
    """A step's entry for an item that was there before and after; None if nothing changed."""
    names = [name for name in after if before[name] != after[name]]
    if not names:
        return None
    return {
        "item": item.pk,
        "before": {name: before[name] for name in names},
        "after": {name: after[name] for name in names},
        "whole": digest(after),
    }


def made(item: ProgrammeItem) -> dict[str, Any]:
    """A step's entry for an item that was not there before."""
    item.refresh_from_db()
    whole = snapshot(item)
    return {"item": item.pk, "before": None, "after": whole, "whole": digest(whole)}


def words(step: BoardStep) -> str:
    """What the step did, in the reader's language."""
    return told(step.rows["act"], step.rows["titles"], step.rows.get("what"))


def told(act: str, titles: dict[str, str], what: str | None = None) -> str:
    """An act in words; `what` is the act that it undid or did again."""
    if what is not None:
        return ACTS[act] % {"what": told(what, titles)}
    title = pick(titles, get_language() or "en")
    return quotes.nested(ACTS[act] % {"item": title or "–"})


def record(
    work: Any, act: str, item: ProgrammeItem, rows: Iterable[dict[str, Any]], undoes: BoardStep | None = None
) -> BoardStep:
    """Keep an act of this person on the mission's board."""
    kept: dict[str, Any] = {"act": act, "titles": texts(item, "title"), "rows": list(rows)}
    if undoes is not None:
        was = undoes.rows
        kept |= {"titles": was["titles"], "undoes": undoes.pk, "what": was.get("what", was["act"])}
        kept["act"] = "redone" if was["act"] == "undone" else "undone"
    said = told(kept["act"], kept["titles"], kept.get("what"))
    step: BoardStep = BoardStep.objects.create(mission=work.mission, words=said[:300], rows=kept, by=work.by)
    return step


def shown(steps: Iterable[BoardStep]) -> list[BoardStep]:
    """The newest steps, each with its `told`, for the list on the board."""
    found = list(steps)
    for step in found:
        step.told = words(step)  # type: ignore[attr-defined]  # for the template
    return found


def next_to_undo(mission: Any, newest: Iterable[BoardStep], by: Any, *, more: bool) -> BoardStep | None:
    """The newest act of this person that stands; what she undid herself is not done again by it.

    It is looked for among the newest steps of all, then, where there are `more`, among all of hers.
    """
    for step in newest:
        if step.by_id == by.pk and step.undone_at is None and step.rows["act"] != "undone":
            return step
    if not more:
        return None
    hers = BoardStep.objects.filter(mission=mission, by=by.pk, undone_at=None).exclude(rows__act="undone")
    return next(iter(shown(hers.order_by("-pk")[:1])), None)


def refuse_if_changed(entry: dict[str, Any], item: ProgrammeItem) -> None:
    """Raises CannotUndo where the item is not as the step left it."""
    if entry["whole"] is None:
        untouched = {name: getattr(item, name) for name in entry["after"]} == entry["after"]
    else:
        untouched = digest(snapshot(item)) == entry["whole"]
    if not untouched:
        newest = _newest_entry(item)
        raise CannotUndo(
            _("“%(item)s” was changed by %(who)s at %(when)s since, so this can no longer be undone."),
            code="changed_since",
            params={
                "item": item,
                "who": newest.history_user or _("Somebody"),
                "when": zones.moment(newest.history_date, item.mission.zone_name(), get_language() or "en"),
            },
        )


def _newest_entry(item: ProgrammeItem) -> Any:
    """The newest entry in the history of the item and of what belongs to it."""
    histories: list[Any] = [item.history, *(row.history.filter(item=item) for row in (ItemGroup, Host))]
    newest = [history.select_related("history_user").order_by("-history_id").first() for history in histories]
    return max((entry for entry in newest if entry), key=lambda entry: entry.history_date)
