"""Files of missions and items in the back office: taken in once, then only described."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import asking
from missions import attachments
from missions.admin.of_mission import OfMissionAdmin, OfMissionForm
from missions.models import Attachment, Release
from partners.desk import pairs
from wording.translated import COLUMN_LANGUAGES, columns

WHO = _("Who may see it")


class AttachmentForm(OfMissionForm):
    """Takes the file in, where there is none yet; later it stays what it is."""

    of_mission = ["item"]
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("none in particular")), *COLUMN_LANGUAGES],
        help_text=_("In which the file is written."),
    )
    upload = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("PDF, JPEG, PNG, WebP, Word, Excel or PowerPoint without macros; at most 20 MB."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("upload", None)

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        attachments.take_in(upload, self.instance)
        return upload


@admin.register(Attachment)
class AttachmentAdmin(OfMissionAdmin):
    """A file. Another version of it is another attachment: what somebody was shown stays what it was."""

    form = AttachmentForm
    list_display = ["title", "handed_out", "language", "visibility", "item", "mission", "kept"]
    list_filter = ["visibility", ("mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["mission", "item"]
    search_fields = [*columns("title"), "file_name"]
    autocomplete_fields = ["item"]
    readonly_fields = ["handed_out", "kept", "by"]
    fieldsets = [
        (
            _("What it is"),
            {
                "description": _(
                    "Photographs are drawn anew, without the place and the device kept in them."
                ),
                "fields": ["upload", *pairs("title"), ("language", "item")],
            },
        ),
        (
            WHO,
            {
                "fields": ["visibility"],
            },
        ),
        (_("File"), {"description": _("As it was taken in."), "fields": ["handed_out", "kept", "by"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The file's own field stands on the form that adds alone; what it is like, on the others."""
        without = {"upload"} if obj is not None else {"handed_out", "kept", "by"}
        kept = []
        for name, options in super().get_fieldsets(request, obj):
            fields = [field for field in options["fields"] if field not in without]
            if fields:
                told = {"description": self._told(request, obj)} if name == WHO else {}
                kept.append((name, {**options, "fields": fields, **told}))
        return kept

    def _told(self, request: HttpRequest, obj: Any) -> str:
        """What is said of who sees the file: louder where it needs no further release."""
        mission = obj.mission if obj is not None else self.asked_mission(request)
        if mission is None or not Release.objects.live().filter(mission=mission).exists():
            return gettext("Outside it is seen once the programme is released, by those who see its item.")
        return format_html(
            '<strong class="errornote">{}</strong>',
            gettext(
                "The programme is released: as soon as this is saved, those whom you choose here and who see "
                "its item can fetch the file. What is public, anybody can, and it cannot be taken back."
            ),
        )

    @admin.display(description=_("file"), ordering="file_name")
    def handed_out(self, row: Attachment) -> str:
        address = reverse("delegations:attachment", args=[row.ref])
        return format_html('<a href="{}">{}</a>', address, row.file_name)

    @admin.display(description=_("size"), ordering="size")
    def kept(self, row: Attachment) -> str:
        return filesizeformat(row.size)

    def save_model(self, request: HttpRequest, obj: Attachment, form: Any, change: bool) -> None:
        if not change:
            obj.by = asking.member(request)
        super().save_model(request, obj, form, change)
        widened = not change or not {"visibility", "item"}.isdisjoint(form.changed_data)
        if widened and attachments.is_public(obj):
            words = gettext("“%(file)s” is public now: anybody can fetch it, before any further release.")
            self.message_user(request, words % {"file": obj}, messages.WARNING)
