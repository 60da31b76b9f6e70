"""Who is handed a file: staff by their rights, everybody else as the mission was released."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from delegations import links
from delegations.models import DelegateState, members_of_groups
from missions import editions, release
from missions.models import MissionState, Visibility
from partners.models import MergedRef
from tests.backoffice.pages import staff
from tests.factories import (
    make_attachment,
    make_delegate,
    make_group,
    make_item,
    make_mission,
    make_stop,
    make_user,
)

pytestmark = pytest.mark.django_db


def released(mission, publish=True):
    made = release.release(mission, by=None, members=members_of_groups(mission), replaces=None, note={})
    if publish and mission.state == MissionState.DRAFT:
        release.publish(mission, by=None)
    editions.forget()
    return made


def address(attachment):
    return reverse("delegations:attachment", args=[attachment.ref])


def as_delegate(client, delegate):
    _link, token = links.make(delegate)
    assert client.post(reverse("delegations:link", args=[token])).status_code == 302
    return client


def has(client, attachment):
    answer = client.get(address(attachment))
    b"".join(answer)  # which closes the file
    assert answer.status_code in (200, 404)
    return answer.status_code == 200


def test_a_file_is_handed_out_to_be_kept_and_may_do_nothing(client):
    """faults.md 58: what is uploaded is never a page of ours."""
    mission = make_mission()
    paper = make_attachment(mission=mission, visibility=Visibility.PUBLIC, content=b"%PDF-1.4 the paper")
    released(mission)

    answer = client.get(address(paper))

    assert b"".join(answer) == b"%PDF-1.4 the paper"
    expected = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="{paper.file_name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
    assert {name: answer.headers.get(name) for name in expected} == expected


SEEN = {
    # visibility of the file: (public, delegate elsewhere in the mission, delegate who takes part)
    Visibility.PUBLIC: (True, True, True),
    Visibility.DELEGATION: (False, True, True),
    Visibility.PARTICIPANTS: (False, False, True),
    Visibility.STAFF: (False, False, False),
}
RANK = list(SEEN)
# The narrower one is that of the item, or that of the file.
ON_BOTH = [(Visibility.PARTICIPANTS, Visibility.PUBLIC), (Visibility.DELEGATION, Visibility.STAFF)]
PAIRS = [
    pair if pair in ON_BOTH else pytest.param(*pair, marks=pytest.mark.once)
    for pair in itertools.product(Visibility, Visibility)
]


@pytest.mark.parametrize(("of_item", "of_file"), PAIRS)
def test_a_file_of_an_item_is_seen_by_whom_both_allow(client_of, of_item, of_file):
    mission = make_mission()
    group = make_group(mission=mission)
    item = make_item(
        stop=make_stop(mission=mission), visibility=of_item, groups=[group], public_title="Talks"
    )
    inside, outside = (make_delegate(mission=mission, groups=groups) for groups in ([group], []))
    paper = make_attachment(item=item, visibility=of_file)
    released(mission)

    got = (
        has(client_of(), paper),
        has(as_delegate(client_of(), outside), paper),
        has(as_delegate(client_of(), inside), paper),
    )

    narrower = max(of_item, of_file, key=RANK.index)
    assert got == SEEN[narrower]


@pytest.fixture
def client_of():
    """Makes browsers."""
    return Client


def test_who_was_merged_since_the_release_still_gets_the_files_of_her_groups(client_of):
    """As on her page: the release names her by the row that went."""
    mission = make_mission()
    group = make_group(mission=mission)
    item = make_item(mission=mission, visibility=Visibility.PARTICIPANTS, groups=[group])
    paper = make_attachment(item=item, visibility=Visibility.PARTICIPANTS)
    gone, kept = make_delegate(mission=mission, groups=[group]), make_delegate(mission=mission)
    released(mission)

    MergedRef.objects.create(model="delegations.Delegate", ref=gone.ref, key=gone.pk, kept=kept.ref)
    gone.delete()

    assert has(as_delegate(client_of(), kept), paper) is True


def test_before_release_and_outside_its_missions_nobody_is_handed_it(client_of):
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    stranger = make_delegate(mission=make_mission())
    paper = make_attachment(mission=mission, visibility=Visibility.PUBLIC)

    assert [has(client_of(), paper), has(as_delegate(client_of(), delegate), paper)] == [False, False]
    released(mission, publish=False)
    assert [has(client_of(), paper), has(as_delegate(client_of(), delegate), paper)] == [False, True]
    inner = make_attachment(mission=mission, visibility=Visibility.DELEGATION)
    assert has(as_delegate(client_of(), stranger), inner) is False


def test_a_withdrawn_release_and_a_withdrawn_delegate_take_the_file_with_them(client_of):
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    paper = make_attachment(mission=mission, visibility=Visibility.DELEGATION)
    made = released(mission)
    browser = as_delegate(client_of(), delegate)
    assert has(browser, paper) is True

    release.withdraw(made, by=make_user(), reason="wrong")
    assert has(browser, paper) is False
    released(mission)
    assert has(browser, paper) is True
    delegate.state = DelegateState.WITHDRAWN
    delegate.save()
    assert has(browser, paper) is False


def test_a_file_of_an_item_added_after_the_release_waits_for_the_next(client_of):
    mission = make_mission()
    released(mission)
    item = make_item(mission=mission, visibility=Visibility.PUBLIC)
    paper = make_attachment(item=item, visibility=Visibility.PUBLIC)

    assert has(client_of(), paper) is False
    release.release(mission, by=None, members={}, replaces=1, note={})
    editions.forget()
    assert has(client_of(), paper) is True


def test_staff_are_handed_it_by_their_rights_in_the_mission(client_of):
    paper = make_attachment()
    readers = {}
    for kind in (roles.VIEWER, roles.RELEASER):
        browser = client_of()
        browser.force_login(staff(kind))
        readers[kind] = has(browser, paper)

    assert readers == {roles.VIEWER: True, roles.RELEASER: False}


def test_a_file_that_is_gone_from_the_disk_is_not_found(client_of):
    mission = make_mission()
    paper = make_attachment(mission=mission, visibility=Visibility.PUBLIC)
    released(mission)
    paper.file.storage.delete(paper.file.name)

    assert has(client_of(), paper) is False
