"""Personal links: how they are made, kept, renewed, revoked and found."""

import datetime
import logging

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import ciphers
from delegations import links
from delegations.models import AccessLink, DelegateState, LinkPurpose
from tests.factories import make_delegate, make_mission, make_place, make_stop
from tests.together import at_once

pytestmark = pytest.mark.django_db
ITINERARY = LinkPurpose.ITINERARY


def test_a_token_has_256_bits_and_is_never_the_same():
    """faults.md 31."""
    delegate = make_delegate()

    tokens = [links.make(delegate)[1] for _ in range(50)]

    assert {len(token) for token in tokens} == {43}  # 32 bytes in Base64
    assert len(set(tokens)) == 50
    assert not any(
        word in token for token in tokens for word in (delegate.person.family_name, str(delegate.ref))
    )


def test_no_two_links_can_have_one_token():
    """faults.md 32: whatever writes the rows, the database refuses the second."""
    (one, token), (other, _) = (links.make(make_delegate()) for _ in range(2))

    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLink.objects.filter(pk=other.pk).update(token_hash=one.token_hash)
    assert links.find(token, ITINERARY) == one


def test_what_is_stored_does_not_open_anything():
    link, token = links.make(make_delegate())

    row = AccessLink.objects.filter(pk=link.pk).values_list().get()

    assert token not in [str(value) for value in row]
    assert links.find(link.token_hash, ITINERARY) is None
    assert links.token_of(link) == token
    assert ciphers.decrypt(link.token_encrypted) == token


def test_a_link_is_found_by_its_token_with_whom_it_is_for(django_assert_num_queries):
    link, token = links.make(make_delegate())

    with django_assert_num_queries(1):
        found = links.find(token, ITINERARY)
        known = (found.delegate.person.family_name, found.delegate.mission.slug)

    assert found == link
    assert known == (link.delegate.person.family_name, link.delegate.mission.slug)


@pytest.mark.parametrize("purpose", [LinkPurpose.CALENDAR, LinkPurpose.HOST])
def test_a_link_opens_only_what_it_was_made_for(purpose):
    _link, token = links.make(make_delegate(), purpose)

    assert links.find(token, ITINERARY) is None


def test_a_link_ends_at_its_time():
    """faults.md 33."""
    now = timezone.now()
    _link, token = links.make(make_delegate(), expires_at=now + datetime.timedelta(hours=1))

    with time_machine.travel(now + datetime.timedelta(minutes=59), tick=False):
        assert links.find(token, ITINERARY) is not None
    with time_machine.travel(now + datetime.timedelta(minutes=60), tick=False):
        assert links.find(token, ITINERARY) is None


def test_a_revoked_link_is_not_found_and_stays_revoked_since_then():
    """faults.md 33."""
    link, token = links.make(make_delegate())
    links.revoke(link)
    since = link.revoked_at

    links.revoke(link)

    assert since is not None
    assert link.revoked_at == since
    assert links.find(token, ITINERARY) is None


def test_the_link_of_a_delegate_who_withdrew_is_not_found():
    """faults.md 33."""
    delegate = make_delegate()
    _link, token = links.make(delegate)

    delegate.state = DelegateState.WITHDRAWN
    delegate.save()

    assert links.find(token, ITINERARY) is None


def test_renewing_ends_the_itinerary_links_of_this_delegate_alone():
    delegate = make_delegate()
    old = [links.make(delegate)[1] for _ in range(2)]
    _calendar, kept = links.make(delegate, LinkPurpose.CALENDAR)
    _other, others = links.make(make_delegate(mission=delegate.mission))

    token = links.renew(delegate)

    assert [links.find(each, ITINERARY) for each in old] == [None, None]
    assert links.find(token, ITINERARY).delegate == delegate
    assert links.find(kept, LinkPurpose.CALENDAR) is not None
    assert links.find(others, ITINERARY) is not None


def test_an_assistants_link_is_replaced_by_itself():
    delegate = make_delegate()
    own = links.renew(delegate)
    _link, old = links.make(delegate, assistant="Dana")
    _other, others = links.make(delegate, assistant="Aru")

    link, token = links.replace(delegate, assistant="Dana")

    assert links.find(token, ITINERARY) == link
    assert link.assistant == "Dana"
    assert links.find(old, ITINERARY) is None
    assert all(links.find(each, ITINERARY) for each in (own, others))


def test_revoking_an_itinerary_ends_the_calendar_of_whoever_held_it_alone():
    """Whoever could open the itinerary could have taken the calendar's address from it."""
    delegate = make_delegate()
    held, tokens = {}, {}
    for assistant in ("", "Dana"):
        held[assistant], _token = links.make(delegate, assistant=assistant)
        tokens[assistant] = links.make(delegate, LinkPurpose.CALENDAR, assistant=assistant)[1]
    _others, others = links.make(make_delegate(mission=delegate.mission), LinkPurpose.CALENDAR)

    ended = links.revoke_all(AccessLink.objects.filter(pk=held["Dana"].pk))

    assert ended == 1
    assert [bool(links.find(tokens[name], LinkPurpose.CALENDAR)) for name in ("", "Dana")] == [True, False]
    links.revoke(held[""])
    assert links.find(tokens[""], LinkPurpose.CALENDAR) is None
    assert links.find(others, LinkPurpose.CALENDAR) is not None


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_ending_a_link_that_opened_nothing_any_more_ends_no_calendar(how):
    """She has another link since, and subscribed through that."""
    delegate = make_delegate()
    old, _token = links.make(delegate)
    fields = {"revoked_at": timezone.now()} if how == "revoked" else {"expires_at": timezone.now()}
    AccessLink.objects.filter(pk=old.pk).update(**fields)
    links.make(delegate)
    _calendar, token = links.make(delegate, LinkPurpose.CALENDAR)

    links.revoke_all(AccessLink.objects.filter(pk=old.pk))

    assert links.find(token, LinkPurpose.CALENDAR) is not None


def test_revoking_a_calendar_ends_it_alone():
    delegate = make_delegate()
    token = links.renew(delegate)
    calendar, _token = links.make(delegate, LinkPurpose.CALENDAR)

    links.revoke(calendar)

    assert calendar.revoked_at is not None
    assert links.find(token, ITINERARY) is not None


def test_a_link_that_has_ended_is_told_from_one_that_never_was():
    calendar = LinkPurpose.CALENDAR
    delegate = make_delegate()
    good, revoked, expired = (links.make(delegate, calendar) for _ in range(3))
    links.revoke(revoked[0])
    AccessLink.objects.filter(pk=expired[0].pk).update(expires_at=timezone.now())
    itinerary = links.renew(delegate)

    ended = [links.has_ended(token, calendar) for token in (good[1], revoked[1], expired[1], itinerary, "x")]

    assert ended == [False, True, True, False, False]
    assert links.has_ended(good[1], ITINERARY) is False
    delegate.state = DelegateState.WITHDRAWN
    delegate.save()
    assert links.has_ended(good[1], calendar) is True


@pytest.mark.parametrize("own", [True, False])
def test_a_link_usually_ends_thirty_days_after_the_mission_by_its_own_clock_or_that_of_its_home(own):
    """Never by the clock of a stop: she may not see that one."""
    ashgabat = make_place(zone="Asia/Ashgabat")
    mission = make_mission(
        starts_on=datetime.date(2023, 12, 4),
        ends_on=datetime.date(2023, 12, 7),
        **{"zone": ashgabat.zone} if own else {"home": ashgabat},
    )
    make_stop(mission=mission, place=make_place(zone="Asia/Kathmandu"))

    with time_machine.travel(datetime.datetime(2023, 12, 1, tzinfo=datetime.UTC)):
        link, _token = links.make(make_delegate(mission=mission))

    assert link.expires_at == datetime.datetime(2024, 1, 6, 19, tzinfo=datetime.UTC)
    assert links.last_day(link, mission) == datetime.date(2024, 1, 6)


def test_a_link_of_a_mission_that_is_over_is_good_for_thirty_days():
    link, token = links.make(make_delegate())

    assert links.find(token, ITINERARY) == link
    assert link.expires_at - timezone.now() > datetime.timedelta(days=30)


def test_a_link_without_end_has_no_last_day():
    link, _token = links.make(make_delegate())
    link.expires_at = None

    assert links.last_day(link, link.delegate.mission) is None


@pytest.mark.once
def test_the_address_to_send_is_that_of_the_installation(settings):
    settings.SITE_URL = "https://missions.example.org"

    assert links.address("abc") == "https://missions.example.org/l/abc/"


@pytest.mark.once
@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 5000, "a" * 43, "\udc80"])
def test_nonsense_is_no_link(token):
    assert links.find(token, ITINERARY) is None


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_all_open_the_programme():
    """A link is not used up: a scanner, a telephone and a laptop may all open it."""
    _link, token = links.make(make_delegate())

    def press():
        client = Client()
        pressed = client.post(f"/l/{token}/")
        return pressed.status_code, client.get("/en/my/").status_code

    assert at_once(*[press] * 8) == [(302, 302)] * 8


@pytest.mark.django_db(transaction=True)
def test_who_renew_at_once_leave_one_link():
    delegate = make_delegate()

    tokens = at_once(*[lambda: links.renew(delegate)] * 4)

    assert len([token for token in tokens if links.find(token, ITINERARY)]) == 1


def written_by(act, logger: str = "") -> str:
    """What the log of an installation holds after `act`: all records, by the handlers that are set up."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    kept = Kept(level=logging.DEBUG)
    for handler in logging.getLogger().handlers:
        for rule in handler.filters:
            kept.addFilter(rule)
    logging.getLogger(logger).addHandler(kept)
    try:
        act()
    finally:
        logging.getLogger(logger).removeHandler(kept)
    return "\n".join(lines)


@pytest.mark.once
@pytest.mark.parametrize("valid", [True, False])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_the_token_is_in_no_log(method, valid):
    """faults.md 26."""
    delegate = make_delegate()
    link, token = links.make(delegate)
    if not valid:
        links.revoke(link)
    client = Client(enforce_csrf_checks=True)

    written = written_by(lambda: getattr(client, method)(f"/l/{token}/"))

    assert token not in written


@pytest.mark.once
def test_a_failure_behind_a_link_is_written_down_without_its_token(monkeypatch):
    """faults.md 26."""
    _link, token = links.make(make_delegate())
    monkeypatch.setattr("delegations.reading.cards", lambda delegates: 1 / 0)
    client = Client(raise_request_exception=False)

    written = written_by(lambda: client.get(f"/l/{token}/"))

    assert "Internal Server Error: /l/…/" in written
    assert "ZeroDivisionError" in written
    assert token not in written
