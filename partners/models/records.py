"""What every row of ours shares."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wording.translated import translated_fields


class Record(models.Model):
    """A row that files and documents name by its `ref`, and whose required texts exist in some language."""

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)

    # Who changes it and why, for its history: set by whoever saves.
    _history_user: Any
    _change_reason: str

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Ask for each required text in at least one language."""
        super().clean()
        errors: dict[str, Any] = {}
        for field in translated_fields(type(self)).values():
            if field.required and not field.texts(self):
                errors[field.columns[0]] = ValidationError(
                    _("Give the %(name)s in at least one language."),
                    code="no_text",
                    params={"name": field.verbose_name},
                )
        if errors:
            raise ValidationError(errors)
