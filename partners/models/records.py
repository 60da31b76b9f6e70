"""What every row of ours shares."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.merged import MergedRef
from wording import slugs
from wording.translated import translated_fields

NUMBER_DIGITS = 6  # room for the number that makes a slug unique, with its hyphen


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


class SluggedRecord(Record):
    """A record with a slug, which is made from its name or title where nobody typed one.

    `slug_text` is the translated field that it is made from.
    """

    slug: models.Field[str, str]
    slug_text: ClassVar[str]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Fill an empty slug, once there is a text to make it from."""
        super().clean()
        if not self.slug:
            self.slug = self.free_slug(self.slug_wish())

    @classmethod
    def leads_elsewhere(cls, wish: str) -> set[str]:
        """Return slugs that begin with `wish` and lead to other rows although no row has them now."""
        merged = MergedRef.objects.filter(model=cls._meta.label, slug__startswith=wish)
        return set(merged.values_list("slug", flat=True))

    def free_slug(self, wish: str) -> str:
        """Return `wish`, or the wish with a number where it leads to another row already."""
        stem = wish[: slugs.LENGTH - NUMBER_DIGITS]
        rows: models.Manager[Any] = type(self)._default_manager
        others = rows.filter(slug__startswith=stem).exclude(pk=self.pk)
        return slugs.first_free(wish, {*others.values_list("slug", flat=True), *self.leads_elsewhere(stem)})

    def slug_wish(self) -> str:
        """Return the slug of the text in the first language that gives one, else the name of the model."""
        texts = translated_fields(type(self))[self.slug_text].texts(self).values()
        model = str(self._meta.model_name)
        return next((slug for text in texts if (slug := slugs.from_text(text))), model)
