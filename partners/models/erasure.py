"""Erasing a person: what a history must not keep once its row is deleted."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from simple_history.models import HistoricalRecords


class PersonalHistory(HistoricalRecords):
    """The history of a row about a person. Once the row is deleted, it says who changed it when, not to what.

    Its entries stay without their words, for editions count the changes of names; so does the admin's log.
    """

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        super().post_delete(instance, using=using, **kwargs)
        entries = getattr(instance, self.manager_name).using(using)
        entries.update(
            **{
                field.attname: ""
                for field in entries.model.tracked_fields
                if isinstance(field, models.CharField | models.TextField)
            }
        )
        LogEntry.objects.using(using).filter(
            content_type=ContentType.objects.get_for_model(type(instance)), object_id=str(instance.pk)
        ).update(object_repr=f"#{instance.pk}", change_message="")
