"""One of everything, with canaries in what is personal: what the walk over all addresses finds behind them.

`personal` are the texts that staff need a permission to see, `passports` those of travel documents, which need
another one; `own` of both are of the delegate who reads.
`secrets` open personal pages: they stand in no answer at all.
"""

import datetime
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.core.cache import cache
from django.db import models
from django.test import Client, override_settings
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from accounts import ciphers
from accounts.models import User
from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink, Delegate, LinkPurpose, members_of_groups
from missions import drafts, editions, release
from missions.models import ItemKind, Mission, Release, ResultsRelease, SiteVisit, Visibility
from reports import due_feed
from tests import factories
from tests.backoffice import beside
from tests.backoffice.pages import staff

HOST = "Ceramics of the Host"
DAY = datetime.date(2023, 12, 5)
STAFF: dict[str, tuple[str, ...]] = {
    "viewer": (roles.VIEWER,),
    "reporter": (roles.REPORTER,),
    "editor": (roles.EDITOR,),
    "people": (roles.EDITOR_WITH_PEOPLE,),
    "releaser": (roles.RELEASER,),
    "superuser": (),
}
READERS = ("anonymous", "delegate", *STAFF)
SEE_PERSONAL_DATA = {"people", "superuser"}


@dataclass(frozen=True)
class World:
    """The rows behind the addresses, one of each model that the back office shows."""

    rows: dict[type[models.Model], Any]
    mission: Mission
    draft: Mission
    former_slug: str
    organisation_slug: str
    hidden_organisation_slug: str
    elsewhere: Delegate
    colleague: User
    link: AccessLink
    token: str
    draft_token: str
    calendar_token: str
    due_token: str
    host_token: str
    personal: frozenset[str]
    passports: frozenset[str]
    own: frozenset[str]
    secrets: frozenset[str]


@contextmanager
def circumstances() -> Iterator[None]:
    """English, and passports that are kept although the world's missions are long over."""
    with translation.override("en"), override_settings(TRAVEL_DOCUMENT_DAYS=3650), in_short():
        yield


@contextmanager
def in_short() -> Iterator[None]:
    """What each of a great many requests can do without.

    Who has come is told by a cookie alone, which takes a tenth less. The stock pages have not the list of all kinds
    of rows beside them, which takes a quarter of each: it tells of no row, and is read on the page “All records”.
    """
    with (
        beside.no_list(),
        override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"),
    ):
        yield


def make() -> World:
    """Make the rows; what processes remember of others is forgotten."""
    cache.clear()
    canaries = _Canaries()
    organisation = factories.make_organisation(slug="a-host", name=HOST, profile="We make tiles.")
    hidden = factories.make_organisation(slug="hidden-host", published=False)
    place = factories.make_place()
    sector = factories.make_sector()
    mission = factories.make_mission(slug="former", series=factories.make_series(), sectors=[sector])
    stop = factories.make_stop(mission=mission, place=place)
    group = factories.make_group(mission=mission)
    contact = factories.make_contact(organisation=organisation, person=canaries.person(), public=True)
    party = factories.make_party(mission=mission, organisation=organisation, contact=contact)
    item = factories.make_item(
        stop=stop,
        kind=ItemKind.SITE_VISIT,
        visibility=Visibility.PUBLIC,
        day=DAY,
        hosts=[organisation, hidden],
        topics=[sector],
    )
    factories.make_item(stop=stop, groups=[group], visibility=Visibility.PARTICIPANTS, day=DAY)
    mate = canaries.delegate(mission, [])
    delegate = canaries.delegate(mission, [group])
    own = set(canaries.found)
    stay = canaries.stay(delegate, mate)
    canaries.document(delegate)
    own = (set(canaries.found) | set(canaries.passports)) - own
    canaries.document(mate)
    # her own details, and how to reach who speaks for a party and is named in public with her consent
    needs = (delegate.languages, delegate.diet, delegate.access_needs, delegate.arrival_wish)
    own |= words_of(" ".join([*needs, contact.person.phone, contact.person.email]))
    canaries.stay(mate, delegate)
    leg = factories.make_leg(mission=mission, passengers=[delegate], carrier="Some airline", number="XX 1")
    attendance = factories.make_attendance(item=item, delegate=delegate)
    report = factories.make_visit_report(item=item)
    follow_up = factories.make_follow_up(item=item, our_owner=contact, published=True)
    outcome = factories.make_outcome(mission=mission)
    rate = factories.make_rate()
    cost = factories.make_cost(mission=mission)
    colleague = _known(staff(roles.VIEWER))
    _release(mission, colleague)
    mission.rename("a-mission")
    link, token = links.make(delegate)
    _mates_link, mates_token = links.make(mate)
    _calendar, calendar_token = links.make(delegate, LinkPurpose.CALENDAR)
    draft = factories.make_mission(slug="a-draft")
    factories.make_item(mission=draft, visibility=Visibility.PUBLIC)
    elsewhere = canaries.delegate(factories.make_mission(slug="elsewhere"), [])
    _release(elsewhere.mission, colleague)
    kept = [mission, stop, place, sector, organisation, contact.person, contact, item, group, delegate, stay]
    kept += [
        leg,
        attendance,
        report,
        follow_up,
        outcome,
        rate,
        cost,
        colleague,
        delegate.delegation,
        mission.series,
        link,
        factories.make_deadline(mission=mission),
        factories.make_attachment(mission=mission, item=item),
        party,
        item.hosts.order_by("pk")[0],
    ]
    factories.make_attachment(mission=mission, item=item, visibility=Visibility.PUBLIC)
    made = Release.objects.get(mission=mission)
    kept += [made, ResultsRelease.objects.get(mission=mission), SiteVisit.objects.get(pk=item.pk), _task()]
    shown, draft_token = drafts.make(
        mission,
        reader="An embassy",
        host=None,
        document=release.documents.make(mission, members_of_groups(mission)),
        days=30,
        by=colleague,
    )
    _hosts_link, host_token = links.make_for_host(mission, organisation)
    due = due_feed.subscribe(colleague, everything=True)
    due_token = ciphers.decrypt(due.token_encrypted)
    secrets = {token, mates_token, calendar_token, host_token, draft_token, shown.token_hash}
    secrets |= {due_token, due.token_hash, due.token_encrypted}
    for row in AccessLink.objects.all():
        secrets |= {row.token_hash, row.token_encrypted}
    editions.forget()
    return World(
        rows={type(row): row for row in kept},
        mission=mission,
        draft=draft,
        former_slug="former",
        organisation_slug=organisation.slug,
        hidden_organisation_slug=hidden.slug,
        elsewhere=elsewhere,
        colleague=colleague,
        link=link,
        token=token,
        draft_token=draft_token,
        calendar_token=calendar_token,
        due_token=due_token,
        host_token=host_token,
        personal=frozenset(canaries.found),
        passports=frozenset(canaries.passports),
        own=frozenset(own),
        secrets=frozenset(secrets),
    )


def client(world: World, reader: str) -> Client:
    """A browser of this kind of reader; a 500 is an answer like any other."""
    browser = Client(raise_request_exception=False)
    if reader == "delegate":
        assert browser.post(f"/l/{world.token}/").status_code == 302
    elif reader in STAFF:
        browser.force_login(_known(staff(*STAFF[reader])))
    return browser


def models_of_the_back_office() -> list[type[models.Model]]:
    """The models that have pages in the back office."""
    return list(admin.site._registry)


class _Canaries:
    """Makes people whose personal data can be told from everything else, now and in their history."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.passports: list[str] = []
        self.numbers = itertools.count(1)

    def text(self, label: str) -> str:
        text = f"canary{next(self.numbers)}{label}"
        self.found.append(text)
        return text

    def fields(self, *names: str) -> dict[str, str]:
        values = {name: self.text(name.replace("_", "")) for name in names}
        if "email" in values:
            values["email"] += "@example.org"
        return values

    def twice(self, row: Any, *names: str) -> Any:
        """The row with other values than it had at first, which are in its history."""
        for name, value in self.fields(*names).items():
            setattr(row, name, value)
        row.save()
        return row

    def person(self) -> Any:
        row = factories.make_person(**self.fields("email", "phone"))
        return self.twice(row, "email", "phone")

    def delegate(self, mission: Mission, groups: list[Any]) -> Delegate:
        needs = ("languages", "diet", "access_needs", "arrival_wish")
        row = factories.make_delegate(
            mission=mission, person=self.person(), groups=groups, **self.fields(*needs)
        )
        return self.twice(row, *needs)

    def document(self, delegate: Delegate) -> None:
        """Her passport, which is in the bin, the history and the log of nothing either."""
        typed = {name: f"canary{next(self.numbers)}passport" for name in ("surname", "number", "birthplace")}
        self.passports += typed.values()
        factories.make_travel_document(delegate, **typed)

    def stay(self, delegate: Delegate, mate: Delegate) -> Any:
        row = factories.make_stay(delegate=delegate, shared_with=mate, hotel="Grand", **self.fields("room"))
        return self.twice(row, "room")


def _release(mission: Mission, by: User) -> None:
    release.release(mission, by=by, members=members_of_groups(mission), replaces=None)
    release.release_results(mission, by=by, replaces=None)
    release.publish(mission, by=by)


def _known(user: User) -> User:
    """The account as sign-in has met it before: at the first meeting it notes the address in a row of its own."""
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return user


def _task() -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="missions.tasks.none", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )


def words_of(body: str) -> set[str]:
    """The canaries in an answer."""
    return set(re.findall(r"canary\d+[a-z]+", body))
