"""The columns of a sheet of people, and those that sheets of organisations have for their contacts too."""

from django.utils.translation import gettext_lazy as _

from backoffice.imports import row_ids, values
from backoffice.imports.columns import Column, of
from delegations.models import Capacity, Delegate, DelegateState
from partners.models import NameOrder, Person

PERSON_COLUMNS = [
    of(
        Person,
        "family_name",
        aliases={
            "en": ("surname", "last name"),
            "ru": ("фамилия",),
            "kk": ("тегі", "фамилиясы"),
            "tk": ("familiýasy",),
        },
        example={"en": "Berdiyewa", "ru": "Бердиева"},
    ),
    of(
        Person,
        "given_name",
        aliases={
            "en": ("given name", "first name"),
            "ru": ("имя",),
            "kk": ("аты", "есімі"),
            "tk": ("ady",),
        },
        example={"en": "Ogulsapar", "ru": "Огулсапар"},
    ),
    of(
        Person,
        "patronymic",
        aliases={
            "en": ("middle name",),
            "ru": ("отчество",),
            "kk": ("әкесінің аты",),
            "tk": ("atasynyň ady",),
        },
    ),
    Column(
        "person.full_name",
        _("full name"),
        values.line,
        in_languages=True,
        aliases={
            "en": ("surname and name",),
            "ru": ("фио", "ф.и.о.", "ф. и. о.", "фамилия имя отчество"),
            "kk": ("аты-жөні", "тегі, аты, әкесінің аты"),
            "tk": ("familiýasy, ady", "faa"),
        },
        hint=_("In place of the three: the family name first, “Berdiyewa Ogulsapar Amanowna”."),
    ),
]
EMAIL = of(
    Person,
    "email",
    personal=True,
    aliases={
        "en": ("e-mail", "email", "mail"),
        "ru": ("e-mail", "почта", "эл. почта", "электронная почта"),
        "kk": ("пошта", "электрондық пошта"),
        "tk": ("e-poçta", "poçta"),
    },
    example="ogulsapar@example.org",
)
PHONE = of(
    Person,
    "phone",
    personal=True,
    aliases={"en": ("phone", "mobile", "tel"), "ru": ("телефон", "тел", "мобильный"), "tk": ("telefony",)},
    example="+993 12 00 00 00",
)


COLUMNS = (
    *PERSON_COLUMNS,
    of(Person, "name_order", choices=NameOrder),
    EMAIL,
    PHONE,
    of(
        Person,
        "language",
        aliases={"en": ("language",), "ru": ("язык",), "kk": ("тілі",), "tk": ("dili",)},
        hint=_("The language in which she reads: en, ru, kk or tk."),
    ),
    Column(
        "delegate.delegation",
        _("sending organisation"),
        values.line,
        aliases={
            "en": ("organisation", "organization", "company"),
            "ru": ("организация", "компания"),
            "kk": ("ұйым", "компания"),
            "tk": ("gurama", "kompaniýa"),
        },
        hint=_("By one of its names, or its slug; it has to be among the organisations."),
    ),
    Column(
        "delegate.own_organisation",
        _("own organisation"),
        values.line,
        hint=_("If it is not the sending one."),
    ),
    of(
        Delegate,
        "position",
        aliases={"en": ("job title",), "ru": ("должность",), "kk": ("лауазымы",), "tk": ("wezipesi",)},
        example={"en": "Director", "ru": "Директор"},
    ),
    of(Delegate, "capacity", choices=Capacity, aliases={"en": ("role",), "ru": ("роль",)}),
    of(Delegate, "precedence", aliases={"en": ("rank", "no"), "ru": ("порядок", "ранг")}),
    Column("delegate.groups", _("groups"), values.names, hint=_("Several with semicolons between them.")),
    of(
        Delegate,
        "state",
        choices=DelegateState,
        aliases={"en": ("status",), "ru": ("статус", "состояние")},
    ),
    of(Delegate, "languages", personal=True),
    of(Delegate, "diet", personal=True),
    of(Delegate, "access_needs", personal=True),
    of(Delegate, "consent_on"),
    row_ids.column(
        "person.ref",
        _("Of a person that is there already."),
        en=("reference",),
        ru=("идентификатор",),
        kk=("сілтеме",),
        tk=("belgisi",),
    ),
)
