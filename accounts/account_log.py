"""The log of an account: who changed what, from what to what, and what somebody else saved meanwhile."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.text import capfirst
from django.utils.translation import get_language

from accounts.models import User
from wording import zones
from wording.meanwhile import NOTHING, SAVED_MEANWHILE, difference, quoted

# What an administrator changes of an account, rights among it.
FIELDS = ("email", "first_name", "last_name", "is_active", "is_staff", "groups", "is_superuser")
VALUES = "from_to"  # the key in a log entry: for each field its old and its new value


def with_values(message: list[dict[str, Any]], form: ModelForm[User]) -> list[dict[str, Any]]:
    """Django's message about a saved form, with the old and the new value of each field that it changed."""
    changed = [name for name in FIELDS if name in form.changed_data]
    if not changed:
        return message
    values = {name: [_kept(form.initial.get(name)), _kept(form.cleaned_data[name])] for name in changed}
    first, *others = message
    return [first | {VALUES: values}, *others]


def version(user: User) -> int:
    """The number of the newest entry in the account's log; 0 where it has none."""
    return _entries(user).order_by("-pk").values_list("pk", flat=True).first() or 0


def refusal(user: User, seen: int) -> ValidationError:
    """The sentence for whoever saves after somebody else; `seen` is the version that she had before her."""
    entries = list(_entries(user).filter(pk__gt=seen).order_by("pk").select_related("user"))
    when = zones.moment(entries[-1].action_time, "UTC", get_language() or "en") if entries else NOTHING
    return ValidationError(
        SAVED_MEANWHILE,
        code="saved_meanwhile",
        params={
            "who": ", ".join(dict.fromkeys(str(entry.user) for entry in reversed(entries))) or NOTHING,
            "when": when,
            "fields": "; ".join(_changes(entries)) or NOTHING,
        },
    )


def told(entry: LogEntry) -> str:
    """What an entry says, with old and new values where it keeps them, in the reader's language."""
    return "; ".join(_differences(_values(entry))) or entry.get_change_message()


def _entries(user: User) -> Any:
    kind = ContentType.objects.get_for_model(User)
    return LogEntry.objects.filter(content_type=kind, object_id=str(user.pk), action_flag=CHANGE)


def _changes(entries: Iterable[LogEntry]) -> list[str]:
    """What entries changed all together, the first one first; what was changed back is no change."""
    besides: list[str] = []
    together: dict[str, list[Any]] = {}
    for entry in entries:
        values = _values(entry)
        if not values:
            besides.append(entry.get_change_message().removesuffix("."))
        for name, (old, new) in values.items():
            together[name] = [together.get(name, [old])[0], new]
    differing = {name: (old, new) for name, (old, new) in together.items() if old != new}
    return [*_differences(differing), *dict.fromkeys(besides)]


def _values(entry: LogEntry) -> dict[str, Any]:
    try:
        [message, *_others] = json.loads(entry.change_message)
        return dict(message.get(VALUES, {}))
    except (ValueError, TypeError, AttributeError):  # words of an act without a form
        return {}


def _differences(values: dict[str, Any]) -> list[str]:
    return [difference(_label(name), quoted(old), quoted(new)) for name, (old, new) in values.items()]


def _label(name: str) -> str:
    field: Any = User._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def _kept(value: Any) -> Any:
    """A value as JSON has it: groups by their names."""
    return value if value is None or isinstance(value, str | bool) else sorted(str(group) for group in value)
