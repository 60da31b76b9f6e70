"""Two rows for one: whatever leads to the second leads to the first, and nothing is lost but what was there twice."""

import uuid
from collections import Counter

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from delegations.models import Attendance, Delegate, Delegation, Stay, members_of_groups
from missions import document as documents
from missions import editions
from missions.models import Host
from partners import merged, merging
from partners.meanwhile import SavedMeanwhile
from partners.models import Contact, MergedRef, Organisation, Person
from tests import factories

ROOMS = ("partners", "missions", "delegations", "reports")
# Merging changes these by itself: they say what was merged, or what was done.
OWN = {"partners.MergedRef"}


def rows():
    """How many rows there are of each model of ours, histories aside."""
    models = (
        model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)
    )
    tables = {
        model._meta.label: connection.ops.quote_name(model._meta.db_table)
        for model in models
        if "Historical" not in model.__name__ and model._meta.label not in OWN
    }
    with connection.cursor() as cursor:  # one question for all
        # Labels and tables are those of our models: nobody types them into this.
        counts = [f"SELECT '{label}', COUNT(*) FROM {table}" for label, table in tables.items()]  # noqa: S608
        cursor.execute(" UNION ALL ".join(counts))
        return Counter(dict(cursor.fetchall()))


def leading_to(row):
    """How many rows lead to this one, by model and field."""
    return {
        (relation.related_model._meta.label, relation.field.name): number
        for relation in merging.references(type(row))
        if (number := relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).count())
    }


def merge(kept, gone, **choices):
    return merging.merge(kept, gone, by=None, choices=choices)


@pytest.mark.django_db
def test_what_leads_to_the_second_leads_to_the_first():
    kept, gone = factories.make_person(), factories.make_person()
    contact = factories.make_contact(person=gone)
    delegate = factories.make_delegate(person=gone)

    merge(kept, gone)

    assert (leading_to(kept), Person.objects.count()) == (
        {("partners.Contact", "person"): 1, ("delegations.Delegate", "person"): 1},
        1,
    )
    assert (contact.ref, delegate.ref) == (kept.contacts.get().ref, kept.travels.get().ref)


@pytest.mark.django_db
def test_the_filled_value_stays_unless_somebody_chooses():
    kept = factories.make_person(family_name={"en": "Berdiyewa"}, given_name="O.", email="", phone="+7")
    gone = factories.make_person(
        family_name={"en": "Berdieva", "ru": "Бердыева"},
        given_name={"ru": "Огул"},
        email="o@e.org",
        phone="+8",
    )
    both = merging.merge(kept, gone, by=None, choices={"phone": "gone", "family_name_en": "x"})
    names = [both.family_name_en, both.given_name_en, both.family_name_ru, both.given_name_ru]
    assert names == ["Berdiyewa", "O.", "Бердыева", "Огул"]
    assert (both.email, both.phone) == ("o@e.org", "+8")


@pytest.mark.django_db
def test_a_chosen_name_is_taken_whole_in_its_language():
    kept = factories.make_person(family_name="Berdiyewa", given_name="Ogulsapar", patronymic="Atayewna")
    gone = factories.make_person(family_name="Berdieva", given_name="")
    both = merge(kept, gone, family_name_en="gone")
    assert (both.family_name_en, both.given_name_en, both.patronymic_en) == ("Berdieva", "", "")


@pytest.mark.django_db
def test_two_delegates_of_one_mission_become_one_with_all_that_hangs_on_both():
    mission = factories.make_mission()
    a_group, another = (factories.make_group(mission=mission) for _number in range(2))
    kept = factories.make_delegate(mission=mission, groups=[a_group], diet="")
    gone = factories.make_delegate(
        mission=mission, groups=[a_group, another], diet="no nuts", state="confirmed"
    )
    mission.delegates.filter(pk=kept.pk).update(state="withdrawn")
    both_at, hers_at = (factories.make_item(mission=mission) for _number in range(2))
    factories.make_attendance(item=both_at, delegate=kept)
    factories.make_attendance(item=both_at, delegate=gone, actual=True)
    factories.make_attendance(item=hers_at, delegate=gone)
    leg = factories.make_leg(mission=mission, passengers=[kept, gone])
    stay = factories.make_stay(delegate=gone, shared_with=kept)
    gone.delegation.appoint_head(gone)

    made = merging.plan(kept.person, gone.person)
    merge(kept.person, gone.person)

    [one] = mission.delegates.all()
    assert (one.pk, one.ref, one.diet, one.state) == (kept.pk, kept.ref, "no nuts", "confirmed")
    assert (set(one.groups.all()), list(leg.passengers.all())) == ({a_group, another}, [one])
    assert dict(one.attendances.values_list("item", "actual")) == {both_at.pk: True, hers_at.pk: None}
    stay.refresh_from_db()
    assert (stay.delegate, stay.shared_with, Delegation.objects.get().head) == (one, None, one)
    assert sorted(type(each.goes).__name__ for each in made.twice) == ["Attendance", "Delegate"]
    assert (made.links_twice, merged.former(Delegate, one.ref)) == (2, [str(gone.ref)])


@pytest.mark.django_db
def test_two_contacts_of_one_organisation_become_one_named_in_public_only_if_she_agreed_in_both():
    organisation = factories.make_organisation()
    kept = factories.make_contact(organisation=organisation, public=True, position={"en": ""})
    gone = factories.make_contact(organisation=organisation, public=False, position={"en": "Director"})
    item = factories.make_item()
    factories.make_host(item=item, contact=kept)
    factories.make_host(item=item, contact=gone)

    merge(kept.person, gone.person)

    [one] = Contact.objects.all()
    assert (one.pk, one.position_en, one.public) == (kept.pk, "Director", False)
    assert Host.objects.get().contact == one
    assert merged.present([str(gone.ref)]) == {str(gone.ref): str(one.ref)}


@pytest.mark.django_db
def test_organisations_with_all_that_they_have_a_part_in():
    kept, gone = (factories.make_organisation() for _number in range(2))
    sector = factories.make_sector()
    gone.sectors.set([sector])
    mission = factories.make_mission()
    item = factories.make_item(mission=mission, hosts=[kept, gone])
    for organisation in (kept, gone):
        factories.make_party(mission=mission, organisation=organisation)
        factories.make_delegate(
            delegation=factories.make_delegation(mission=mission, organisation=organisation)
        )
    branch = factories.make_organisation(parent=gone)
    follow_up = factories.make_follow_up(counterparts=[kept, gone], our_organisation=gone)
    outcome = factories.make_outcome(ours=[gone], theirs=[kept])

    merge(kept, gone)

    branch.refresh_from_db()
    follow_up.refresh_from_db()
    assert [row.organisation for row in (*item.hosts.all(), *mission.parties.all())] == [kept, kept]
    assert (mission.delegations.count(), mission.delegations.get().delegates.count()) == (1, 2)
    assert (branch.parent, follow_up.our_organisation, list(follow_up.counterparts.all())) == (
        kept,
        kept,
        [kept],
    )
    assert (list(outcome.ours.all()), list(outcome.theirs.all())) == ([kept], [kept])
    assert list(kept.sectors.all()) == [sector]
    assert merged.present_slug(Organisation, gone.slug) == kept.slug
    assert follow_up.history.first().counterparts.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["kept under gone", "gone under kept", "between", "both elsewhere"])
def test_the_line_of_parents_never_leads_in_a_circle(line):
    top = factories.make_organisation()
    kept, gone, middle = (factories.make_organisation() for _number in range(3))
    parents = {
        "kept under gone": {kept: gone, gone: top},
        "gone under kept": {gone: kept, kept: top},
        "between": {kept: middle, middle: gone, gone: top},
        "both elsewhere": {gone: top},
    }[line]
    for child, parent in parents.items():
        child.parent = parent
        child.save()

    both = merging.merge(kept, gone, by=None, choices={"parent": "gone"})

    assert both.parent == top
    both.full_clean()


@pytest.mark.django_db
def test_who_was_merged_twice_is_found_in_one_step():
    first, second, third = (factories.make_person() for _number in range(3))
    merge(second, first)
    merge(third, second)
    assert merged.present([str(first.ref), str(second.ref)]) == dict.fromkeys(
        [str(first.ref), str(second.ref)], str(third.ref)
    )


@pytest.mark.django_db
def test_the_history_of_both_is_kept_until_she_is_erased():
    kept, gone = factories.make_person(phone="+7"), factories.make_person(phone="+8")
    key, by = gone.pk, factories.make_user()
    merging.merge(kept, gone, by=by)
    words = list(
        Person.history.filter(id=key).order_by("history_id").values_list("phone", "history_change_reason")
    )
    newest = kept.history.first()
    kept.refresh_from_db()
    kept.delete()

    assert words == [("+8", None), ("+8", f"merged into #{newest.id}")]
    assert (newest.history_change_reason, newest.history_user) == (f"merged with #{key}", by)
    assert set(Person.history.values_list("phone", "family_name_en")) == {("", "")}
    assert MergedRef.objects.count() == 0


@pytest.mark.django_db
def test_what_cannot_be_merged_is_refused_and_nothing_changes():
    kept, gone = factories.make_person(), factories.make_person()
    contact = factories.make_contact(person=gone)
    seen = merging.plan(kept, gone).digest
    factories.make_contact(person=gone)
    before = rows()
    for pair in ((kept, kept), (kept, contact), (kept, Person(pk=gone.pk + 1000, ref=uuid.uuid4()))):
        with pytest.raises(ValidationError):
            merging.merge(*pair, by=None)
    with pytest.raises(SavedMeanwhile):
        merging.merge(kept, gone, by=None, seen=seen)
    assert rows() == before
    assert merging.merge(kept, gone, by=None, seen=merging.plan(kept, gone).digest)


class AnyMerge(TestCase):
    """Whatever two rows are named by: nothing leads to the one that went, and nothing is lost unannounced."""

    def check(self, kept, gone):
        before, made, led = (
            rows(),
            merging.plan(kept, gone),
            Counter(leading_to(kept)) + Counter(leading_to(gone)),
        )
        document = self.document
        names = {
            ref: (one.name.text, one.public) for ref, one in editions.live_contacts(document, "en").items()
        }
        ref = str(gone.ref)

        merging.merge(kept, gone, by=None)

        lost = Counter(type(each.goes)._meta.label for each in made.twice)
        lost[type(gone)._meta.label] += 1
        fewer, leads = before - rows(), Counter(leading_to(kept))
        links = sum(number for label, number in fewer.items() if "_" in label)
        assert {label: number for label, number in fewer.items() if "_" not in label} == dict(lost)
        assert links == made.links_twice
        assert sum(led.values()) - sum(leads.values()) == sum(
            number for (label, _field), number in (led - leads).items() if label in lost or "_" in label
        )
        assert leading_to(gone) == {}
        assert merged.present([ref]) == {ref: str(kept.ref)}
        now = editions.live_contacts(document, "en")
        assert {ref: (one.name.text, one.public) for ref, one in now.items()} == names
        connection.check_constraints()  # whatever a row leads to is there
        for model in (Host, Contact, Delegate, Stay, Attendance, Delegation, Organisation):
            leads = [field.name for field in model._meta.fields if field.is_relation]
            for row in model.objects.all():
                row.clean_fields(exclude=leads)
                row.clean()
                row.validate_unique()
                row.validate_constraints()

    def world(self, draw, people, organisations):
        missions = [factories.make_mission() for _number in range(2)]
        contacts = [
            factories.make_contact(person=person, organisation=organisation, public=True)
            for person in people
            for organisation in draw(st.lists(st.sampled_from(organisations), unique=True, max_size=3))
        ]
        for mission in missions:
            group = factories.make_group(mission=mission)
            items = [factories.make_item(mission=mission) for _number in range(2)]
            for organisation in draw(st.lists(st.sampled_from(organisations), unique=True, max_size=3)):
                factories.make_party(mission=mission, organisation=organisation)
                factories.make_delegation(mission=mission, organisation=organisation)
            for item in items:
                for organisation in draw(st.lists(st.sampled_from(organisations), unique=True, max_size=3)):
                    factories.make_host(item=item, organisation=organisation)
                if contacts:
                    for contact in draw(st.lists(st.sampled_from(contacts), unique=True, max_size=3)):
                        factories.make_host(item=item, contact=contact)
                        if draw(st.booleans()):
                            factories.make_attendance(item=item, contact=contact)
            for person in draw(st.lists(st.sampled_from(people), unique=True, max_size=3)):
                delegate = factories.make_delegate(mission=mission, person=person)
                delegate.groups.set([group] if draw(st.booleans()) else [])
                for item in draw(st.lists(st.sampled_from(items), unique=True)):
                    factories.make_attendance(item=item, delegate=delegate)
                factories.make_leg(mission=mission, passengers=list(mission.delegates.all()))
                factories.make_stay(
                    delegate=delegate, shared_with=mission.delegates.exclude(pk=delegate.pk).first()
                )
            counterparts = draw(st.lists(st.sampled_from(organisations), unique=True))
            factories.make_follow_up(mission=mission, counterparts=counterparts)
        self.document = documents.make(missions[0], members_of_groups(missions[0]))

    @settings(max_examples=settings.default.max_examples // 4)
    @given(st.data(), st.booleans())
    def test_nothing_is_lost_but_what_was_there_twice(self, data, of_people):
        people = [factories.make_person(family_name="Berdiyewa") for _number in range(3)]
        organisations = [factories.make_organisation() for _number in range(3)]
        self.world(data.draw, people, organisations)
        self.check(*(people if of_people else organisations)[:2])
