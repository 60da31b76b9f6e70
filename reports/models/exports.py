"""What staff took away as files: the record of it, the files that are being made, and the columns they chose.

The record (`Export`, and how it ended: `ExportEnd`) is added to and never changed: in code by these classes,
in the database by a trigger. What is being made and fetched (`ExportFile`) goes after a day.
"""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import Mission


class ExportForm(models.TextChoices):
    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("XLSX")
    VCARD = "vcf", _("vCard")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("DOCX")


class ExportResult(models.TextChoices):
    SENT = "sent", _("complete")
    BROKEN_OFF = "broken_off", _("broken off")
    CANCELLED = "cancelled", _("cancelled")
    REFUSED = "refused", _("refused: the right was gone")
    FAILED = "failed", _("failed")


class FileState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being made")
    READY = "ready", _("ready")
    OVER = "over", _("over")  # how it ended stands in the record


class Recorded(TypeError):
    """An entry of the record was to be changed or deleted."""


class RecordQuerySet(models.QuerySet[Any]):
    """Entries of the record, which are added and read."""

    def update(self, **fields: object) -> NoReturn:
        raise Recorded("What was recorded is never changed.")

    def delete(self) -> NoReturn:
        raise Recorded("What was recorded is never deleted.")

    delete.queryset_only = True  # type: ignore[attr-defined]  # Django reads it


class RecordEntry(models.Model):
    """An entry that is added, and neither changed nor deleted."""

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry. Raises Recorded when it exists already."""
        if not self._state.adding:
            raise Recorded("What was recorded is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Recorded("What was recorded is never deleted.")


class Export(RecordEntry):
    """That somebody began to take something away: who, what, with which columns and filters, when.

    It says nothing of what stood in the file, and of a search only that there was one: it outlives whoever
    was searched for. It leads to its mission without holding it; without one it was of several.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    list_key = models.CharField(_("what"), max_length=60)
    form = models.CharField(_("form"), max_length=10, choices=ExportForm)
    lang = models.CharField(_("language"), max_length=10)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    mission = models.ForeignKey(
        Mission,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mission"),
        help_text=_("Empty: of several missions."),
    )

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=ExportForm.values), name="reports_export_form_valid")
        ]

    def __str__(self) -> str:
        return f"{self.list_key}.{self.form}"


class ExportEnd(RecordEntry):
    """How an export ended, and how many rows had gone by then. Without it, it goes on or its process died."""

    export = models.OneToOneField(
        Export, on_delete=models.PROTECT, related_name="end", verbose_name=_("export")
    )
    result = models.CharField(_("result"), max_length=20, choices=ExportResult)
    rows = models.PositiveIntegerField(_("rows"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("end of an export")
        verbose_name_plural = _("ends of exports")
        ordering = ["export_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=ExportResult.values), name="reports_exportend_result_valid"
            )
        ]

    def __str__(self) -> str:
        return self.get_result_display()


class ExportFile(models.Model):
    """A file that a worker makes, and that its owner alone may fetch until it expires.

    `asked` is what she asked for, as JSON: deleted with the row, for it may hold a search. `stored_as` is the
    file's name in the private storage, where it lies encrypted; empty where there is none.
    """

    export = models.OneToOneField(
        Export, on_delete=models.PROTECT, related_name="file", verbose_name=_("export")
    )
    state = models.CharField(_("state"), max_length=20, choices=FileState, default=FileState.WAITING)
    asked = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(_("rows in all"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    worked_at = models.DateTimeField(_("last worked at"), default=timezone.now)
    stored_as = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0, help_text=_("In bytes."))
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("exported file")
        verbose_name_plural = _("exported files")
        ordering = ["-expires_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=FileState.values), name="reports_exportfile_state_valid"
            ),
        ]

    def __str__(self) -> str:
        return str(self.export)


class ListLayout(models.Model):
    """How one member of staff wants one list as a file: its columns in her order, its form, its languages."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="list_layouts",
        verbose_name=_("member of staff"),
    )
    list_key = models.CharField(_("list"), max_length=60)
    columns = models.JSONField(_("columns"), default=list)
    form = models.CharField(_("form"), max_length=10, choices=ExportForm, default=ExportForm.XLSX)
    each_language = models.BooleanField(
        _("a column for each language"), default=False, help_text=_("Of texts; else the reader’s language.")
    )

    class Meta:
        verbose_name = _("layout of a list")
        verbose_name_plural = _("layouts of lists")
        ordering = ["user_id", "list_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_key"],
                name="reports_listlayout_unique",
                violation_error_message=_("This list has a layout already."),
            ),
            models.CheckConstraint(
                condition=Q(form__in=ExportForm.values), name="reports_listlayout_form_valid"
            ),
        ]

    def __str__(self) -> str:
        return self.list_key
