"""What a host cannot answer: an item that is not its own, by a link that ended, without end, about nothing."""

import pytest
from django.test import Client

from delegations import host_answers, links
from delegations.models import AccessLink, Proposal
from missions.models import Host, HostState, MissionState, ProgrammeItem, Visibility
from partners.merging import merge
from tests import factories
from tests.delegations.host_answering import OTHER, made_mission
from tests.delegations.hosting import forms_of
from tests.delegations.travellers import release, text, words

pytestmark = pytest.mark.django_db


@pytest.mark.once
@pytest.mark.parametrize("why", ["another's", "withdrawn", "cancelled", "unknown", "staff"])
def test_an_item_that_is_not_hers_is_answered_with_a_sentence(why):
    made = made_mission()
    client = made.opened()
    item = made.item
    match why:
        case "another's":
            item = made.visit("Glass", made.other, groups=[made.group])
        case "withdrawn":
            Host.objects.filter(item=item).update(state=HostState.DECLINED)
        case "cancelled":
            ProgrammeItem.objects.filter(pk=item.pk).update(status="cancelled")
        case "staff":
            item = made.visit("Staff", visibility=Visibility.STAFF)
        case "unknown":
            item = factories.make_item(mission=factories.make_mission(), hosts=[made.host])
    if why not in ("unknown", "staff"):
        release(made.mission)

    page = text(made.answer(client, item=item))

    assert page.count("<li>This item is not planned with you any more.</li>") == 1
    assert Proposal.objects.count() == 0


def test_about_a_mission_that_is_cancelled_nothing_is_asked_and_nothing_answered():
    made = made_mission()
    made.answer(words="Gladly")
    client = made.opened()
    form = forms_of(text(client.get(f"/en/host/{made.mission.slug}/")))[str(made.item.uid)]
    type(made.mission).objects.filter(pk=made.mission.pk).update(state=MissionState.CANCELLED)

    page = made.read()
    refused = text(
        client.post(f"/en/host/{made.mission.slug}/", {**form, "kind": "cannot", "answered_by": "Dana"})
    )

    assert (forms_of(page), "“Gladly”" in page) == ({}, True)
    assert "<li>The mission is cancelled.</li>" in refused
    assert Proposal.objects.count() == 1


def test_an_item_whose_row_is_gone_is_answered_with_a_sentence():
    made = made_mission()
    ProgrammeItem.objects.all().delete()

    page = text(made.answer())

    assert "This item cannot be answered here any more. Write to the organiser." in page


def test_answers_about_what_is_no_longer_hers_stay_in_her_own_words():
    made = made_mission()
    made.answer(kind="cannot", words="A holiday")
    Host.objects.filter(item=made.item).update(state=HostState.DECLINED)
    release(made.mission)

    page = words(made.read())

    assert "Answers about what is not planned with you any more The visit cannot be received" in page
    assert "“A holiday”" in page
    assert "A tour of the kilns" not in page


def test_two_hosts_of_one_item_answer_each_for_itself_and_read_nothing_of_the_other():
    made = made_mission()
    factories.make_host(item=made.item, organisation=made.other, state=HostState.ASKED)
    release(made.mission)
    other = Client()
    assert other.post(f"/h/{links.make_for_host(made.mission, made.other)[1]}/").status_code == 302
    made.answer(words="secret of the first")
    made.answer(other, **OTHER, words="secret of the second")

    assert list(Proposal.objects.waiting().order_by("pk").values_list("organisation", flat=True)) == [
        made.host.pk,
        made.other.pk,
    ]
    page = made.read()
    assert ("secret of the first" in page, "secret of the second" in page) == (True, False)


def test_a_link_that_ended_answers_nothing():
    """faults.md 33."""
    made = made_mission()
    client = made.opened()
    form = forms_of(text(client.get(f"/en/host/{made.mission.slug}/")))[str(made.item.uid)]
    links.revoke(AccessLink.objects.get())

    response = client.post(
        f"/en/host/{made.mission.slug}/", {**form, "kind": "confirm", "answered_by": "Dana"}
    )

    assert response.status_code == 403
    assert Proposal.objects.count() == 0


def test_a_link_that_ends_between_reading_and_answering_answers_nothing():
    made = made_mission()
    link = AccessLink.objects.get()
    links.revoke(link)

    with pytest.raises(host_answers.ValidationError) as refused:
        host_answers.answer(
            link, str(made.item.uid), host_answers.Typed("confirm", "Dana"), host_answers.Before("", None)
        )

    assert refused.value.code == "ended"


@pytest.mark.once
def test_nobody_answers_without_end():
    made = made_mission()
    client = made.opened()
    seen = host_answers.standing_of(ProgrammeItem.objects.select_related("stop").get(pk=made.item.pk))
    Proposal.objects.bulk_create(
        Proposal(
            item=made.item,
            organisation=made.host,
            kind="confirm",
            answered_by="x",
            seen=seen,
            state="overtaken",
        )
        for _number in range(host_answers.MOST)
    )

    page = text(made.answer(client))

    assert "This item has been answered very often. Write to the organiser." in page


def test_answers_of_hosts_that_are_merged_stay_and_the_newest_waits():
    made = made_mission()
    factories.make_host(item=made.item, organisation=made.other, state=HostState.ASKED)
    release(made.mission)
    other = Client()
    other.post(f"/h/{links.make_for_host(made.mission, made.other)[1]}/")
    made.answer(other, **OTHER)
    made.answer()

    merge(made.host, made.other, by=None)

    assert list(Proposal.objects.order_by("pk").values_list("organisation", "state")) == [
        (made.host.pk, "waiting"),
        (made.host.pk, "waiting"),
    ]
    assert [row.kind for row in Proposal.objects.waiting()] == ["confirm"]


@pytest.mark.once
@pytest.mark.parametrize("uid", ["%d", "%(x)s", "%", "²", "x" * 5000])
def test_an_answer_about_no_item_is_refused_in_words_whatever_stands_in_its_place(uid):
    made = made_mission()

    answer = made.opened().post(f"/en/host/{made.mission.slug}/", {"item": uid, "kind": "confirm"})

    assert answer.status_code == 200
    assert "Give your name, so that the organiser knows who answers." in text(answer)
    assert Proposal.objects.count() == 0
