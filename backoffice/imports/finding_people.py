"""Which people the rows of a sheet may mean: by reference, by e-mail address, by name in any script."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backoffice.imports import full_names, row_ids
from backoffice.imports.entries import Entry
from backoffice.imports.folding import exact, skeleton
from backoffice.imports.preview import Candidate
from backoffice.people import compared
from backoffice.people.compared import NAMES, PARTS
from backoffice.people.organisation_names import organisation_names
from backoffice.rights import access
from delegations.models import Delegate
from missions.models import Mission
from partners.models import Contact, Person
from wording import numbers
from wording.words import LANGUAGES

CHUNK = 500


@dataclass
class Known:
    """A person who may be meant, with the organisations that she belongs to or travelled for."""

    person: Person
    organisations: set[int] = field(default_factory=set)
    delegate: Delegate | None = None  # of this mission
    may_change: bool = True


class People:
    """The people that the entries of one sheet may mean, found with a few questions for all of them."""

    def __init__(self, entries: Iterable[Entry], mission: Mission, user: object, *, by_email: bool) -> None:
        self.by_email = by_email
        self._email: dict[str, set[int]] = defaultdict(set)
        self._name: dict[str, set[int]] = defaultdict(set)
        self._ref: dict[str, int] = {}
        self._claims: dict[str, list[Entry]] = defaultdict(list)  # the entries with each row ID
        self._said: dict[int, list[str]] = {}  # the names that these say
        self.delegates = {
            one.person_id: one
            for one in Delegate.objects.filter(mission=mission).select_related("delegation__organisation")
        }
        self._look_for(list(entries), user)
        self.known = dict(self._load(user))
        self._elsewhere = organisation_names(user, self.known)

    def meant(self, entry: Entry, organisation: int | None) -> tuple[Known | None, list[Candidate]]:
        """The person that an entry certainly means, or those that it may mean, to be asked about.

        Certain is a reference; a name that is the same in all its languages, with the same organisation and
        no other e-mail address; an e-mail address with a name that contradicts nothing.
        """
        if (found := self._by_ref(entry)) is not None:
            return found, []
        email = self._email_of(entry)
        certain: list[Known] = []
        likely: list[tuple[Known, str]] = []
        for key in sorted(self._email.get(email, set()) if email else set()):
            known = self.known[key]
            (
                certain.append(known)
                if self._same_name(entry, known)
                else likely.append((known, _same_email()))
            )
        for key in sorted({key for name in skeletons(entry).values() for key in self._name.get(name, set())}):
            known = self.known[key]
            if self.by_email and email and exact(known.person.email) == email:
                continue
            belongs = organisation in known.organisations if organisation else known.delegate is not None
            other_address = bool(self.by_email and email and known.person.email)
            if self._same_name(entry, known) and belongs and not other_address:
                certain.append(known)
            else:
                likely.append((known, _same_person_perhaps(belongs, self._elsewhere.get(key, ""))))
        for nearer in (
            [known for known in certain if organisation in known.organisations],
            [known for known in certain if known.delegate is not None],
        ):
            if len(certain) > 1 and len(nearer) == 1:
                certain = nearer
        if len(certain) == 1:
            return certain[0], []
        likely = [(known, _same_person_perhaps(True)) for known in certain] + likely
        return None, [self._candidate(known, why) for known, why in likely]

    def _by_ref(self, entry: Entry) -> Known | None:
        """Return the person of the row ID; None where nobody has it, or the row is a copy of another."""
        if (ref := entry.get("person.ref")) is None:
            return None
        if (key := self._ref.get(ref)) is None:
            row_ids.remark_unknown(entry, "person.ref")
            return None
        known, rivals = self.known[key], self._claims[ref]
        first = next((one for one in rivals if self._same_name(one, known)), rivals[0])
        if self._said[entry.number] == self._said[first.number]:
            full_names.settle(entry, known.person, by_row_id=True)
            return known
        row_ids.remark_copy(entry, first, "person.ref")
        if entry.get("delegate.precedence") == first.get("delegate.precedence"):
            entry.values.pop("delegate.precedence", None)
        return None

    def refuse_foreign(self, entry: Entry, known: Known | None, changed: bool) -> None:
        """Say that a person of other missions alone cannot be changed by who works on this one."""
        if known is not None and changed and not known.may_change:
            entry.fault("", _("You may not change this person, who belongs to other missions."))

    def of_key(self, key: str) -> Known | None:
        """The person of a candidate's key."""
        number = numbers.whole(key)
        return self.known.get(number) if number is not None else None

    def _candidate(self, known: Known, why: str) -> Candidate:
        return Candidate(str(known.person.pk), str(known.person), why)

    def _email_of(self, entry: Entry) -> str:
        return exact(entry.get("person.email") or "") if self.by_email else ""

    def _same_name(self, entry: Entry, known: Known) -> bool:
        """Whether all that the entry says of the name is so, in the same language."""
        if full_names.is_name_of(entry, known.person):
            return True
        said = [(name, value) for name in NAMES if (value := entry.get(f"person.{name}"))]
        return bool(said) and all(
            exact(value) == exact(getattr(known.person, name)) or entry.is_shown(known.person, name, value)
            for name, value in said
        )

    def _look_for(self, entries: list[Entry], user: object) -> None:
        """Note who of those that the reader may be told of has what an entry says of a person."""
        emails = {self._email_of(entry) for entry in entries} - {""}
        names = {name for entry in entries for name in skeletons(entry).values()}
        row_ids.drop_malformed(entries, "person.ref")
        for entry in entries:
            if ref := entry.get("person.ref"):
                self._claims[ref].append(entry)
                self._said[entry.number] = [exact(entry.get(f"person.{name}") or "") for name in NAMES]
        refs = set(self._claims)
        if not (emails or names or refs):
            return
        everybody = compared.everybody()
        by_email = {email: everybody.by_email.get(email, ()) for email in emails}
        by_name = {name: everybody.by_name.get(name, ()) for name in names}
        likely = {key for keys in (*by_email.values(), *by_name.values()) for key in keys}
        seen: set[int] = set()
        for chunk in batched(sorted(likely), CHUNK):
            seen.update(people_of(user).filter(pk__in=chunk).values_list("pk", flat=True))
        for found, by in ((self._email, by_email), (self._name, by_name)):
            found.update((said, seen.intersection(keys)) for said, keys in by.items() if seen & set(keys))
        for part in batched(sorted(refs), CHUNK):
            rows = people_of(user).filter(ref__in=part).values_list("ref", "pk")
            self._ref.update((str(ref), key) for ref, key in rows)

    def _load(self, user: object) -> Iterator[tuple[int, Known]]:
        keys = sorted({key for found in (*self._email.values(), *self._name.values()) for key in found})
        keys = sorted({*keys, *self._ref.values()})
        for chunk in batched(keys, CHUNK):
            belongs: dict[int, set[int]] = defaultdict(set)
            of_contacts = Contact.objects.filter(person__in=chunk).values_list("person", "organisation")
            of_travels = Delegate.objects.filter(person__in=chunk).values_list(
                "person", "delegation__organisation", "organisation"
            )
            for key, *organisations in (*of_contacts, *of_travels):
                belongs[key].update(one for one in organisations if one is not None)
            people = Person.objects.filter(pk__in=chunk)
            own = set(access.narrow(user, people, "change").values_list("pk", flat=True))
            for person in people:
                delegate = self.delegates.get(person.pk)
                yield person.pk, Known(person, belongs[person.pk], delegate, person.pk in own)


def people_of(user: object) -> QuerySet[Person]:
    """The people whom a member of staff may be told of."""
    return access.narrow(user, Person.objects.order_by("pk"), "view")


def skeletons(entry: Entry) -> dict[str, str]:
    """The name of an entry by its languages, as it is compared across scripts."""
    found = {}
    for lang in LANGUAGES:
        family, given = (entry.get(f"person.{part}_{lang}") or "" for part in PARTS[:2])
        if family and (name := skeleton(f"{family} {given}")):
            found[lang] = name
    return found


def _same_email() -> str:
    return _("The e-mail address is the same, the name is another one or in another language.")


def _same_person_perhaps(belongs: bool, elsewhere: str = "") -> str:
    if belongs:
        return _("The name is the same or similar, and so is the organisation.")
    if elsewhere:
        return _("The name is the same or similar, at another organisation: %(names)s.") % {
            "names": elsewhere
        }
    return _("The name is the same or similar.")
