"""A mission file is looked at by loading it and undoing that; to take it in is the same, and kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice.imports.mission_files import showing
from backoffice.imports.mission_files.showing import Shown
from backoffice.imports.storage import Content, packed, unpacked
from backoffice.mission_file import load
from backoffice.mission_file.faults import Refused
from backoffice.models import Import
from missions.models import Mission


def look(user: Any, name: str, data: Any) -> Shown:
    """What a file would do now; nothing of it is kept. Raises Refused."""
    with transaction.atomic():
        found = showing.shown(load.load_for(user, name, data))
        transaction.set_rollback(True)
    return found


def keep(imported: Import, data: Any, shown: Shown) -> None:
    """Put the file as it was read, and what the reader is shown, into the import; it is not saved yet."""
    told = {**shown, "lang": get_language()}
    imported.rows_encrypted = packed(Content(extra={"data": data, "shown": told}))


def kept(imported: Import) -> tuple[Any, Shown]:
    """The file and what the reader was shown; nothing of both once it was taken in."""
    extra = unpacked(imported).extra
    return extra.get("data"), extra.get("shown", {})


@transaction.atomic
def look_again(user: Any, number: int) -> None:
    """Keep what the file would do now in the place of what was shown; faults where it would be refused now.

    Raises Import.DoesNotExist where it was put away or taken in meanwhile.
    """
    imported = Import.objects.select_for_update().get(pk=number, applied_at=None)
    data, _shown = kept(imported)
    try:
        shown = look(user, imported.file_name, data)
    except Refused as refused:
        shown = {"faults": showing.refused(refused.faults[imported.file_name], data)}
    keep(imported, data, shown)
    imported.save(update_fields=["rows_encrypted"])


@transaction.atomic
def take_in(user: Any, number: int, seen: str) -> Mission:
    """Load the file of an import, if that does what its reader has seen: `seen` is the fingerprint of that.

    Raises ValidationError with a sentence where it was taken in already or would do something else by now,
    Import.DoesNotExist where it was put away.
    """
    imported = Import.objects.select_for_update().get(pk=number)
    if imported.applied_at is not None:
        raise ValidationError(_("This file was taken in already."), code="applied")
    data, _shown = kept(imported)
    changed = ValidationError(
        _("Nothing was taken in: something has changed since you looked. This is how it stands now."),
        code="changed_meanwhile",
    )
    try:
        loaded = load.load_for(user, imported.file_name, data)
    except Refused:
        raise changed from None
    if loaded.outcome.fingerprint() != seen:
        raise changed
    imported.mission = loaded.mission
    imported.applied_at = timezone.now()
    imported.rows_encrypted = b""
    imported.decisions = {"done": loaded.outcome.counts()}
    imported.save(update_fields=["mission", "applied_at", "rows_encrypted", "decisions"])
    return loaded.mission
