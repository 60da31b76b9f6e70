from partners.models.merged import MergedRef
from partners.models.organisations import Organisation, OrganisationKind, Sector
from partners.models.people import Contact, NameOrder, Person
from partners.models.places import Place
from partners.models.records import Record, SluggedRecord

__all__ = [
    "Contact",
    "MergedRef",
    "NameOrder",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Place",
    "Record",
    "Sector",
    "SluggedRecord",
]
