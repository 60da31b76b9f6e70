"""Rows that were merged into others: what still names them means the ones that were kept."""

from django.db import models
from django.utils import timezone


class MergedRef(models.Model):
    """The reference of a row that was merged away, and the reference of the row that stands for it now.

    Releases, links and mission files go on naming it. It is about rows of several models, some of rooms below
    this one, so it names them by their references and has no foreign key.
    """

    model = models.CharField(max_length=60)  # such as “partners.Contact”
    ref = models.UUIDField(unique=True)
    key = models.BigIntegerField()  # under which its history stands
    slug = models.SlugField(max_length=80, blank=True)
    kept = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["slug"], name="partners_mergedref_slug")]

    def __str__(self) -> str:
        return f"{self.model} {self.ref}"
