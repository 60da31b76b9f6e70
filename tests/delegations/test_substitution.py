"""One delegate in the place of another: what passes, what does not, and when it is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from delegations import protocol, substitution
from delegations.models import AccessLink, Capacity, Delegate
from partners.meanwhile import SavedMeanwhile
from tests import factories

pytestmark = pytest.mark.django_db

PERSONAL = {
    "position": "Minister",
    "languages": "ru",
    "diet": "no nuts",
    "access_needs": "lift",
    "arrival_wish": "by train",
    "consent_on": datetime.date(2023, 11, 1),
}
# Where a delegate is named, and whether that passes to who comes instead of her.
NAMED = {
    ("delegations.Delegation", "head"): "passes",
    ("delegations.Delegate_groups", "delegate"): "passes",
    ("delegations.Leg_passengers", "delegate"): "passes",
    ("delegations.Leg", "passengers"): "passes",
    ("delegations.Stay", "delegate"): "passes",
    ("delegations.Stay", "shared_with"): "passes",
    ("delegations.Attendance", "delegate"): "passes where it is planned",
    ("delegations.AccessLink", "delegate"): "ends",
    ("delegations.Regret", "delegate"): "stays",
    ("delegations.Seen", "delegate"): "stays with her",
    ("delegations.Notice", "delegate"): "stays with her",
    ("delegations.SurveyAnswer", "delegate"): "stays with her",
    ("delegations.TravelDocument", "delegate"): "stays with her",
}


def substitute(old, person, by=None, **options):
    with protocol.on(old.mission, by) as work:
        return substitution.substitute(work, work.delegate(old.pk), person, **options)


@pytest.fixture
def old():
    """The head, second by rank, with one of everything."""
    mission = factories.make_mission()
    factories.make_delegate(mission=mission)
    groups = [
        factories.make_group(mission=mission),
        factories.make_group(mission=mission, personal=True, name=""),
    ]
    delegate = factories.make_delegate(mission=mission, groups=groups, state="confirmed", **PERSONAL)
    mate = factories.make_delegate(mission=mission)
    with protocol.on(mission, None) as work:
        protocol.appoint_head(work, work.delegate(delegate.pk))
    factories.make_leg(mission=mission, passengers=[mate, delegate])
    factories.make_stay(delegate=delegate, shared_with=mate)
    factories.make_stay(delegate=mate, shared_with=delegate)
    factories.make_attendance(item=factories.make_item(mission=mission), delegate=delegate)
    factories.make_attendance(item=factories.make_item(mission=mission), delegate=delegate, actual=True)
    AccessLink.objects.create(token_hash="0" * 64, token_encrypted="", delegate=delegate)
    delegate.refresh_from_db()
    return delegate


def test_every_place_where_a_delegate_is_named_is_thought_of():
    found = {
        (relation.related_model._meta.label, relation.field.name)
        for relation in Delegate._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
        if "Historical" not in relation.related_model.__name__
    }
    assert found == set(NAMED)


def test_all_that_hangs_on_her_passes(old):
    groups = set(old.groups.all())
    new = substitute(old, factories.make_person())

    old.refresh_from_db()
    new.refresh_from_db()
    assert (new.precedence, new.capacity, new.delegation.head) == (20, Capacity.HEAD, new)
    assert (set(new.groups.all()), set(old.groups.all())) == (groups, set())
    [leg] = old.mission.legs.all()
    [mate] = old.mission.delegates.filter(precedence=30)
    assert set(leg.passengers.all()) == {mate, new}
    assert (new.stays.get().shared_with, mate.stays.get().shared_with) == (mate, new)
    assert [row.actual for row in new.attendances.all()] == [None]
    assert [row.actual for row in old.attendances.all()] == [True]
    assert (old.state, old.capacity, old.precedence, old.stays.count()) == ("withdrawn", "member", 40, 0)
    assert AccessLink.objects.get().revoked_at is not None


def test_what_is_personal_stays_hers(old):
    new = substitute(old, factories.make_person(), position={"ru": "Директор"})

    old.refresh_from_db()
    assert {name: getattr(new, name) for name in PERSONAL if name != "position"} == {
        "languages": "",
        "diet": "",
        "access_needs": "",
        "arrival_wish": "",
        "consent_on": None,
    }
    assert (new.position_en, new.position_ru, new.state) == ("", "Директор", "invited")
    assert (old.position_en, old.diet, old.consent_on) == ("Minister", "no nuts", PERSONAL["consent_on"])
    assert new.links.count() == 0


def test_who_is_a_delegate_already_cannot_come_again(old):
    [other] = old.mission.delegates.filter(precedence=30)
    with pytest.raises(ValidationError, match="is a delegate of this mission already"):
        substitute(old, other.person)
    old.refresh_from_db()
    assert old.state == "confirmed"


def test_nobody_comes_in_the_place_of_one_who_withdrew(old):
    substitute(old, factories.make_person())
    with pytest.raises(ValidationError, match="has withdrawn already"):
        substitute(old, factories.make_person())
    assert old.mission.delegates.count() == 4


def test_what_was_not_seen_does_not_pass(old):
    """faults.md 39"""
    seen = substitution.passing(old).digest
    factories.make_leg(mission=old.mission, passengers=[old])
    with pytest.raises(SavedMeanwhile):
        substitute(old, factories.make_person(), seen=seen)
    assert substitute(old, factories.make_person(), seen=substitution.passing(old).digest).legs.count() == 2


def test_a_position_that_is_too_long_leaves_everything_as_it_was(old):
    with pytest.raises(ValidationError):
        substitute(old, factories.make_person(), position={"en": "x" * 201})
    old.refresh_from_db()
    assert (old.state, old.precedence, old.mission.delegates.count()) == ("confirmed", 20, 3)


def test_the_history_says_who_did_it(old):
    by = factories.make_user()
    new = substitute(old, factories.make_person(), by)
    entries = [old.history.first(), new.history.first(), old.mission.legs.get().history.first()]
    entries += [new.stays.get().history.first(), new.attendances.get().history.first()]
    assert [entry.history_user for entry in entries] == [by] * len(entries)
    assert new.history.last().history_change_reason == f"substitute of #{old.pk}"
