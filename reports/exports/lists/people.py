"""Who travels, sleeps and is met: delegates, stays, contacts and organisations."""

from django.utils.translation import gettext_lazy as _

from delegations.models import Delegate, Stay
from missions.models import Group
from partners.models import Contact, Organisation
from reports.exports.columns import field, person, said, several, text_in
from reports.exports.lists.one import MISSION, OF_DELEGATE, OF_PERSON, OF_STAY, ROW_ID, List, sectors

DELEGATES = List(
    "delegates",
    Delegate._meta.verbose_name_plural,
    Delegate,
    (
        person("person", "person", _("full name")),
        *(field(Delegate, f"person__{part}") for part in ("family_name", "given_name", "patronymic")),
        field(Delegate, "precedence"),
        field(Delegate, "capacity"),
        field(Delegate, "delegation__organisation__name", _("sending organisation")),
        field(Delegate, "organisation__name", _("own organisation")),
        field(Delegate, "position"),
        field(Delegate, "state"),
        said(
            "is_head",
            _("head"),
            ("delegation__head", "pk"),
            lambda values, lang: str(_("yes") if values[0] == values[1] else _("no")),
            10,
        ),
        several(
            "groups",
            _("groups"),
            lambda: Group._base_manager.filter(personal=False),
            "delegates",
            lambda lang: text_in("name", lang),
        ),
        field(Delegate, "person__phone", masked=OF_DELEGATE),
        field(Delegate, "person__email", masked=OF_DELEGATE),
        field(Delegate, "languages", masked=OF_DELEGATE),
        field(Delegate, "diet", masked=OF_DELEGATE),
        field(Delegate, "access_needs", masked=OF_DELEGATE),
        field(Delegate, "arrival_wish", masked=OF_DELEGATE),
        field(Delegate, "consent_on"),
        field(Delegate, MISSION, _("mission")),
        field(Delegate, "person__ref", ROW_ID),
    ),
    (
        "person",
        "precedence",
        "capacity",
        "delegation__organisation__name",
        "state",
        "is_head",
        "diet",
        MISSION,
    ),
    row_id="person__ref",
)
CONTACTS = List(
    "contacts",
    Contact._meta.verbose_name_plural,
    Contact,
    (
        person("person", "person", _("full name")),
        *(field(Contact, f"person__{part}") for part in ("family_name", "given_name", "patronymic")),
        field(Contact, "organisation__name", _("organisation")),
        field(Contact, "position"),
        field(Contact, "public"),
        field(Contact, "person__phone", masked=OF_PERSON),
        field(Contact, "person__email", masked=OF_PERSON),
        field(Contact, "person__ref", ROW_ID),
    ),
    ("person", "organisation__name", "position", "public"),
    row_id="person__ref",
)
ORGANISATIONS = List(
    "organisations",
    Organisation._meta.verbose_name_plural,
    Organisation,
    (
        field(Organisation, "name", _("organisation")),
        field(Organisation, "legal_name"),
        field(Organisation, "kind"),
        field(Organisation, "place__name", _("place")),
        field(Organisation, "parent__name", _("parent organisation")),
        sectors("sectors", _("sectors"), "organisations"),
        field(Organisation, "website"),
        field(Organisation, "published"),
        field(Organisation, "slug"),
        field(Organisation, "profile"),
        field(Organisation, "ref", ROW_ID),
    ),
    ("name", "kind", "place__name", "parent__name", "published"),
    row_id="ref",
)
STAYS = List(
    "stays",
    Stay._meta.verbose_name_plural,
    Stay,
    (
        person("delegate", "delegate__person", _("delegate")),
        field(Stay, "hotel"),
        field(Stay, "address"),
        field(Stay, "place__name", _("place")),
        field(Stay, "arrives_on"),
        field(Stay, "leaves_on"),
        field(Stay, "room", masked=OF_STAY),
        person("shared_with", "shared_with__person", _("shared with"), masked=OF_STAY),
        field(Stay, "delegate__mission__title", _("mission")),
        field(Stay, "ref"),
    ),
    ("delegate", "hotel", "place__name", "arrives_on", "leaves_on", "room"),
)
