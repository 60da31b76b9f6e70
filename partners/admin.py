"""The partners' pages in the back office: places, sectors, organisations, people and contacts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.desk import DeskAdmin, DeskInline, pairs
from partners.models import Contact, Organisation, Person, Place, Sector
from partners.models.places import NO_COUNTRY
from wording.countries import countries
from wording.translated import columns


@admin.register(Place)
class PlaceAdmin(DeskAdmin):
    list_display = ["name", "country", "zone", "restricted"]
    list_filter = ["country", "restricted"]
    search_fields = [*columns("name"), "country"]
    fieldsets = [
        (
            _("Name"),
            {"description": _("In each language as its readers write it."), "fields": pairs("name")},
        ),
        (
            _("Where and when"),
            {
                "description": _("Every time at this place is read on its own clock."),
                "fields": ["country", "zone", ("latitude", "longitude")],
            },
        ),
        (
            _("Permit"),
            {
                "description": _("For places that travellers need leave to enter."),
                "fields": ["restricted", "permit_working_days"],
            },
        ),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "country":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            choices=lambda: [("", "---------"), *countries(get_language() or "en")],
            label=capfirst(db_field.verbose_name),
            error_messages={"invalid_choice": NO_COUNTRY},
        )


@admin.register(Sector)
class SectorAdmin(DeskAdmin):
    list_display = ["name", "slug"]
    search_fields = ["slug", *columns("name")]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            _("Name"),
            {"description": _("A field of business, as readers look for it."), "fields": pairs("name")},
        ),
        (_("Address"), {"description": _("Names it in addresses of lists."), "fields": ["slug"]}),
    ]


class ContactInline(DeskInline):
    """The contacts at an organisation."""

    model = Contact
    autocomplete_fields = ["person"]
    fields = [("person", "public"), *columns("position")]
    verbose_name = _("contact")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        return super().get_queryset(request).select_related("person", "organisation")


@admin.register(Organisation)
class OrganisationAdmin(DeskAdmin):
    list_display = ["name", "kind", "place", "parent", "published"]
    list_filter = ["kind", "published", "sectors", "place__country"]
    list_select_related = ["place", "parent"]
    search_fields = ["slug", "legal_name", *columns("name")]
    autocomplete_fields = ["parent", "place", "sectors"]
    prepopulated_fields = {"slug": ["name_en"]}
    inlines = [ContactInline]
    fieldsets = [
        (_("Name"), {"description": _("As it calls itself in each language."), "fields": pairs("name")}),
        (
            _("Address"),
            {
                "description": _("Names the organisation's public page; best left as it is."),
                "fields": ["slug"],
            },
        ),
        (
            _("What it is"),
            {
                "description": _("By kind, place and sectors it is found."),
                "fields": ["legal_name", ("kind", "published"), "parent", "place", "sectors", "website"],
            },
        ),
        (
            _("Profile"),
            {"description": _("Shown on its public page; Markdown."), "fields": pairs("profile")},
        ),
    ]


@admin.register(Person)
class PersonAdmin(DeskAdmin):
    """All who may see people see names; telephone and e-mail need the permission for personal data."""

    personal_fields = ["email", "phone"]
    list_display = ["__str__", "family_name_en", "family_name_ru", "email", "phone"]
    list_filter = ["name_order"]
    search_fields = [*columns("family_name", "given_name", "patronymic"), "email", "phone"]
    fieldsets = [
        (
            _("Name"),
            {
                "description": _("One line per script; parts of different lines are never mixed."),
                "fields": [
                    (f"family_name_{code}", f"given_name_{code}", f"patronymic_{code}")
                    for code in ("en", "ru", "kk", "tk")
                ],
            },
        ),
        (
            _("Order and language"),
            {"description": _("How she is named and addressed."), "fields": [("name_order", "language")]},
        ),
        (
            _("Telephone and e-mail"),
            {
                "description": _("Seen only by staff with the permission for personal data."),
                "fields": ["phone", "email"],
            },
        ),
    ]


@admin.register(Contact)
class ContactAdmin(DeskAdmin):
    list_display = ["person", "organisation", "position", "public"]
    list_filter = ["public"]
    search_fields = [
        *(f"person__{column}" for column in columns("family_name", "given_name")),
        *(f"organisation__{column}" for column in columns("name")),
        *columns("position"),
    ]
    autocomplete_fields = ["person", "organisation"]
    fieldsets = [
        (
            _("Who and where"),
            {
                "description": _("She is named in public only with her consent."),
                "fields": ["person", "organisation", "public"],
            },
        ),
        (_("Position"), {"description": _("As on her card."), "fields": pairs("position")}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        # Not list_select_related: where contacts are offered to choose from, their persons name them too.
        return super().get_queryset(request).select_related("person", "organisation")
