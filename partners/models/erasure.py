"""Erasing a person: what a history must not keep once its row is deleted."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from partners.models.histories import LinkedHistory
from partners.models.merged import MergedRef

NUMBERS = (models.DecimalField, models.IntegerField)


class PersonalHistory(LinkedHistory):
    """The history of a row about a person. Once the row is deleted, it says who changed it when, not to what.

    Its entries stay without their words and sums, for editions count the changes of names; so does the log
    of the admin.
    """

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        super().post_delete(instance, using=using, **kwargs)
        if getattr(instance, "merged_away", False):
            return  # she is known on, under another row; when that is erased, this goes too
        merged = MergedRef.objects.using(using).filter(kept=instance.ref)  # type: ignore[attr-defined]  # a Record
        self._forget(instance, [instance.pk, *merged.values_list("key", flat=True)], using)
        merged.delete()

    def _forget(self, instance: models.Model, keys: Iterable[int], using: str | None) -> None:
        entries = getattr(instance, self.manager_name).model.objects.using(using).filter(id__in=keys)
        fields = entries.model.tracked_fields
        words = [each for each in fields if isinstance(each, models.CharField | models.TextField)]
        # What she said in numbers; the database keeps no entry without those that every row has.
        said = [each for each in fields if each.null and isinstance(each, NUMBERS) and not each.is_relation]
        entries.update(**{each.attname: "" for each in words}, **{each.attname: None for each in said})
        log = LogEntry.objects.using(using).filter(
            content_type=ContentType.objects.get_for_model(type(instance))
        )
        for key in keys:
            log.filter(object_id=str(key)).update(object_repr=f"#{key}", change_message="")
