"""Organisations with contacts: each line is an organisation, and perhaps one person who speaks for it.

Lines of one organisation may follow each other, one for each contact; what is said of it once holds for all.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.imports import full_names, row_ids, rows_there, values
from backoffice.imports.columns import Column, of
from backoffice.imports.entries import Entry
from backoffice.imports.finding_people import People, people_of
from backoffice.imports.folding import Names, exact
from backoffice.imports.kind import Circumstances, SheetKind, decided, may_add
from backoffice.imports.kinds.people_columns import EMAIL, PERSON_COLUMNS, PHONE
from backoffice.imports.preview import NEW, Candidate
from backoffice.imports.targets import Target
from backoffice.models import ImportKind
from backoffice.people.compared import NAMES
from partners.models import Contact, Organisation, OrganisationKind, Person, Place, Sector
from wording import slugs
from wording.translated import columns

ABOUT_PERSON = "p"
CHUNK = 500


class OrganisationsKind(SheetKind):
    key = ImportKind.ORGANISATIONS
    permissions = ("partners.change_organisation", "partners.change_contact")
    hint = _("One row for each contact; an organisation without contacts has one row.")
    saves = ((Organisation, ("sectors",)), (Person, ()), (Contact, ()))
    questions = (ABOUT_PERSON,)
    columns = (
        of(
            Organisation,
            "name",
            required=True,
            label=_("organisation"),
            aliases={
                "en": ("organization", "company"),
                "ru": ("название", "компания"),
                "kk": ("атауы", "компания"),
                "tk": ("kompaniýa", "guramanyň ady"),
            },
            example={"en": "Union of enterprises", "ru": "Союз предприятий"},
        ),
        of(Organisation, "legal_name"),
        of(Organisation, "kind", choices=OrganisationKind),
        Column("organisation.parent", _("parent organisation"), values.line),
        Column(
            "organisation.place",
            _("place"),
            values.line,
            aliases={"en": ("city",), "ru": ("город",), "kk": ("қала",), "tk": ("şäher",)},
        ),
        Column(
            "organisation.sectors",
            _("sectors"),
            values.names,
            hint=_("Several with semicolons between them."),
        ),
        of(
            Organisation,
            "website",
            aliases={"en": ("site", "web"), "ru": ("сайт",), "kk": ("сайт",), "tk": ("saýt",)},
        ),
        of(Organisation, "profile"),
        of(Organisation, "published"),
        of(Organisation, "slug", hint=_("Names its page; a new one without a slug gets one from its name.")),
        *PERSON_COLUMNS,
        of(Contact, "position", aliases={"ru": ("должность",), "kk": ("лауазымы",), "tk": ("wezipesi",)}),
        EMAIL,
        PHONE,
        of(Contact, "public"),
        row_ids.column("organisation.ref", _("Of an organisation or a contact that is there already.")),
    )

    def compare(self, entries: list[Entry], at: Circumstances) -> None:
        _Comparison(entries, at).run()


def _named(entry: Entry) -> list[str]:
    """The names that an entry says of its organisation."""
    return [exact(text) for name in columns("name") if (text := entry.get(f"organisation.{name}"))]


@dataclass
class _Named:
    """An organisation of the sheet: its row as it would be, and which line said what of it."""

    target: Target
    said: dict[str, tuple[Any, int]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


class _Comparison:
    """The entries of one sheet beside the organisations, people and contacts that there are."""

    def __init__(self, entries: list[Entry], at: Circumstances) -> None:
        self.entries, self.at = entries, at
        full_names.divide(entries)
        self.organisations, self.places, self.sectors = (
            rows_there.organisations(),
            rows_there.places(),
            rows_there.sectors(),
        )
        self.by_ref = self._row_ids()
        self.people = People(entries, at.mission, at.user, by_email=at.sees_personal_data)
        self.slugs = dict(Organisation.objects.values_list("slug", "pk"))
        typed = {str(entry.get("organisation.slug") or "").lower() for entry in entries}
        self.taken_slugs = {*self.slugs, *typed, *Organisation.leads_elsewhere("")}
        self.named: dict[str, _Named] = {}
        self.new_people: dict[Any, Target] = {}
        self.taken: dict[Any, int] = {}

    def run(self) -> None:
        meant = [self._meant(entry) for entry in self.entries]
        self._load({key for key in meant if key})
        groups: list[_Named] = []
        for entry, key in zip(self.entries, meant, strict=True):
            group = self._group(entry, key)
            if group not in groups:
                groups.append(group)
            self._say(entry, group)
            group.entries.append(entry)
        for group in groups:
            for entry in group.entries:
                self._contact(entry, group)
            self._check(group)

    def _row_ids(self) -> dict[str, int]:
        """The organisations by the row IDs of the sheet. A row ID of a person becomes that of the contact."""
        field = "organisation.ref"
        row_ids.drop_malformed(self.entries, field)
        refs = {ref for entry in self.entries if (ref := entry.get(field))}
        if not refs:
            return {}
        found, names = {}, {}
        people: set[str] = set()
        for part in batched(sorted(refs), CHUNK):
            rows = Organisation.objects.filter(ref__in=part).values_list(
                "ref", "pk", "slug", *columns("name")
            )
            for ref, key, *said in rows:
                found[str(ref)], names[str(ref)] = key, {exact(text) for text in said}
            of_people = people_of(self.at.user).filter(ref__in=part)
            people.update(map(str, of_people.values_list("ref", flat=True)))
        claims: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if (ref := entry.get(field)) in found:
                claims[ref].append(entry)
            elif ref in people:
                entry.values["person.ref"] = entry.values.pop(field)
            elif ref:
                row_ids.remark_unknown(entry, field)
        for ref, entries in claims.items():
            first = next((one for one in entries if set(_named(one)) <= names[ref]), entries[0])
            for entry in entries:
                if _named(entry) != _named(first):
                    row_ids.remark_copy(entry, first, field)
                    if exact(entry.get("organisation.slug") or "") in names[ref]:
                        entry.values.pop(
                            "organisation.slug", None
                        )  # that of the row from which it was copied
        return found

    def _meant(self, entry: Entry) -> int | None:
        """The organisation that an entry means, None for one that is not there or has to be decided about."""
        for name, known in (("place", self.places), ("parent", self.organisations)):
            self._one(entry, name, known)
        self._sectors(entry)
        if ref := entry.values.pop("organisation.ref", None):
            return self.by_ref[ref]
        if (key := self.slugs.get(str(entry.get("organisation.slug") or "").lower())) is not None:
            return key
        said = [text for name in columns("name") if (text := entry.get(f"organisation.{name}"))]
        found = set().union(*(self.organisations.all(text) for text in said))
        if len(found) == 1:
            return next(iter(found))
        if len(found) > 1:
            entry.fault("organisation.slug", str(self.organisations.wrong(said[0])))
            return None
        near = {key: text for name in said for key, text in self.organisations.near(name).items()}
        if near:
            why = gettext("The name is similar, perhaps in another alphabet.")
            candidates = [Candidate(str(key), text, why) for key, text in sorted(near.items())]
            decision = decided(entry, candidates, self.at)
            return int(decision) if decision and decision != NEW else None
        return None

    def _one(self, entry: Entry, name: str, known: Names) -> None:
        field_name = f"organisation.{name}"
        if said := entry.values.pop(field_name, None):
            try:
                entry.values[field_name] = known.one(said)
            except values.Wrong as error:
                entry.fault(field_name, str(error))

    def _sectors(self, entry: Entry) -> None:
        if said := entry.values.pop("organisation.sectors", None):
            entry.values["organisation.sectors"], wrong = self.sectors.many(said)
            for sentence in wrong:
                entry.fault("organisation.sectors", sentence)

    def _load(self, keys: set[int]) -> None:
        """The organisations that are meant, with the line of parents of any that may become one."""
        parents = {entry.get("organisation.parent") for entry in self.entries} - {None}
        above = dict(Organisation.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
        wanted, line = set(keys) | parents, list(keys | parents)
        while line:
            if (parent := above.get(line.pop())) is not None and parent not in wanted:
                wanted.add(parent)
                line.append(parent)
        self.rows = Organisation.objects.in_bulk(wanted)
        for row in self.rows.values():
            if row.parent_id:
                row.parent = self.rows.get(row.parent_id)
        places = {entry.get("organisation.place") for entry in self.entries}
        places |= {row.place_id for row in self.rows.values()}
        self.place_rows = Place.objects.in_bulk(places - {None})
        for row in self.rows.values():
            if row.place_id:
                row.place = self.place_rows.get(row.place_id)
        self.had_sectors = rows_there.many_of(Organisation, "sectors", {"pk__in": keys})
        sectors = {key for had in self.had_sectors.values() for key in had}
        for entry in self.entries:
            sectors |= entry.get("organisation.sectors") or set()
        self.sector_words = rows_there.names_by_key(Sector, sectors)
        people = [known.person.pk for known in self.people.known.values()]
        self.contacts = {
            (one.person_id, one.organisation_id): one
            for one in Contact.objects.filter(organisation__in=keys, person__in=people)
        }

    def _group(self, entry: Entry, key: int | None) -> _Named:
        """The organisation of an entry: that of an earlier line with the same row, slug or name."""
        names = [f"key {key}"] if key else []
        if slug := entry.get("organisation.slug"):
            names.append(f"slug {exact(slug)}")
        texts = (entry.get(f"organisation.{name}") for name in columns("name"))
        names.extend(f"name {exact(text)}" for text in texts if text)
        found = next((self.named[name] for name in names if name in self.named), None)
        if found is None:
            row = self.rows.get(key) if key else None
            found = _Named(Target.of(row) if row else Target(Organisation(), is_new=True))
        for name in names:
            self.named.setdefault(name, found)
        return found

    def _say(self, entry: Entry, group: _Named) -> None:
        """Put what an entry says of its organisation into its row; no entry may contradict an earlier one."""
        row, target = entry.row, group.target
        row.targets.append(target)
        for name, said in entry.of(Organisation):
            value: Any = str(said).lower() if name == "slug" else said
            before = group.said.setdefault(name, (value, entry.number))
            if before[0] != value:
                entry.fault(
                    f"organisation.{name}",
                    gettext("Row %(row)d says something else of the same organisation.") % {"row": before[1]},
                )
            elif before[1] != entry.number:
                continue
            elif name in ("parent", "place"):
                other = (self.rows if name == "parent" else self.place_rows)[value]
                target.name(name, other, row, str(other))
            elif name == "sectors":
                had = self.had_sectors.get(target.row.pk or 0, set())
                target.give_many("sectors", value, had, row, self.sector_words)
            elif not entry.is_shown(target.row, name, value):
                target.give(name, value, row, self.at.lang)
        row.title = str(target.row)

    def _contact(self, entry: Entry, group: _Named) -> None:
        said = {name for name, _value in (*entry.of(Person), *entry.of(Contact))}
        if not said:
            return
        organisation, row = group.target.row.pk, entry.row
        known, candidates = self.people.meant(entry, organisation or 0)
        if candidates and not (row.candidates and not row.decision):
            known = self.people.of_key(decided(entry, candidates, self.at, ABOUT_PERSON))
        names = tuple(exact(entry.get(f"person.{name}") or "") for name in NAMES)
        email = exact(entry.get("person.email") or "")
        if known:
            full_names.settle(entry, known.person)
            person = Target.of(known.person)
        elif email and (names, email) in self.new_people:
            person = self.new_people[names, email]
        else:
            person = self.new_people[names, email] = Target(Person(), is_new=True)
        same = (id(group), known.person.pk if known else (names, email))
        first = self.taken.setdefault(same, entry.number)
        if first != entry.number:
            entry.fault("", gettext("The same contact stands in row %(row)d.") % {"row": first})
        there = self.contacts.get((known.person.pk, organisation)) if known and organisation else None
        contact = (
            Target.of(there)
            if there
            else Target(Contact(person=person.row, organisation=group.target.row), is_new=True)
        )
        for target in (person, contact):
            for name, value in entry.of(target.model):
                if name != "ref" and not entry.is_shown(target.row, name, value):
                    target.give(name, value, row, self.at.lang)
            row.targets.append(target)
            entry.check(target)
            may_add(entry, target, self.at)
        self.people.refuse_foreign(entry, known, person.is_changed)
        row.title = ", ".join(filter(None, (str(group.target.row), str(person.row))))

    def _check(self, group: _Named) -> None:
        """What the model says of an organisation, in the lines that said it.

        Where one of these is wrong, so are all lines of the organisation, for they would bring it in without.
        """
        target, first = group.target, group.entries[0]
        if target.is_new and not target.row.slug:
            target.row.slug = self._slug(target.row)
        for name, reason in target.faults():
            number = group.said.get(name, (None, first.number))[1]
            entry = next(one for one in group.entries if one.number == number)
            entry.fault(f"organisation.{name}", reason)
        may_add(first, target, self.at)
        told = {number for _value, number in group.said.values()} | {first.number}
        wrong = next((one for one in group.entries if one.row.faults and one.number in told), None)
        for entry in group.entries if wrong else ():
            if entry is not wrong:
                said = gettext("Row %(row)d, with the same organisation, is wrong.")
                entry.fault("", said % {"row": wrong.number if wrong else 0})

    def _slug(self, row: Any) -> str:
        """Return a slug made from the name; no organisation of the database or the sheet has it."""
        slug = slugs.first_free(row.slug_wish(), self.taken_slugs)
        self.taken_slugs.add(slug)
        return slug
