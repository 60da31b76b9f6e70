"""What was agreed and signed comes back with what is true of it then."""

import pytest
from django.utils import translation

from backoffice.bin import keeping
from backoffice.models import Deleted
from missions.models import FollowUp, Outcome
from partners import deletions
from tests import factories
from tests.backoffice.bin.pressing import bring_back, delete
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tk"])
def test_that_the_mission_it_became_was_deleted_is_said_only_while_it_is(lang):
    became = factories.make_mission()
    key = became.pk
    row = factories.make_follow_up(state="done", result_mission=became)
    with translation.override(lang):
        deletions.delete([became], factories.make_user())
    row.refresh_from_db()
    said = row.closing_reason

    bring_back(signed_in(), Deleted.objects.get())

    row.refresh_from_db()
    assert (said != "", row.result_mission_id, row.closing_reason) == (True, key, "")
    assert row.history.first().closing_reason == ""


def test_so_with_its_document_but_what_is_still_gone_is_still_said():
    became = factories.make_mission()
    key = became.pk
    row = factories.make_follow_up(state="done", result_mission=became)
    paper = factories.make_attachment(mission=row.mission)
    FollowUp.objects.filter(pk=row.pk).update(result_document=paper)
    client = signed_in()
    for one in (became, paper):
        delete(client, one)
    of_mission, of_paper = Deleted.objects.order_by("pk")

    bring_back(client, of_mission)
    row.refresh_from_db()
    first = row.closing_reason
    bring_back(client, of_paper)

    row.refresh_from_db()
    assert (first, row.closing_reason) == ("The document that it became was deleted.", "")
    assert (row.result_mission_id, row.result_document_id) == (key, paper.pk)


def test_what_somebody_wrote_herself_stays():
    became = factories.make_mission()
    key = became.pk
    row = factories.make_follow_up(state="done", result_mission=became, closing_reason="Held")
    delete(signed_in(), became)

    bring_back(signed_in(), Deleted.objects.get())

    row.refresh_from_db()
    assert (row.result_mission_id, row.closing_reason) == (key, "Held")


def test_so_does_what_is_said_where_it_is_no_result_that_comes_back():
    owner = factories.make_contact()
    row = factories.make_follow_up(state="done", our_owner=owner, closing_reason="Held")
    key = owner.pk
    delete(signed_in(), owner)

    bring_back(signed_in(), Deleted.objects.get())

    row.refresh_from_db()
    assert (row.our_owner_id, row.closing_reason) == (key, "Held")


def told_by_a_delegate(**fields):
    """An outcome that the public would read, as an answer to the survey tells of it."""
    fields = {"confidential": False, "published": True, **fields}
    delegate = factories.make_delegate()
    row = factories.make_outcome(mission=delegate.mission, **fields)
    factories.make_survey_answer(delegate=delegate, outcome=row)
    return row


def forget_the_promise(entry):
    """Let an entry be one from before outcomes said that a company is asked first."""
    kept = keeping.read(entry)
    for data in kept.rows:
        data["columns"].pop("needs_confirmation", None)
    sealed = keeping._sealed({"words": kept.words, "rows": kept.rows, "emptied": kept.emptied})
    Deleted.objects.filter(pk=entry.pk).update(rows_encrypted=sealed)


@pytest.mark.parametrize("whole_mission", [False, True])
@pytest.mark.parametrize("confirmed", [False, True])
def test_what_a_delegate_told_before_its_promise_was_kept_comes_back_with_it(whole_mission, confirmed):
    row = told_by_a_delegate()
    if confirmed:
        Outcome.objects.filter(pk=row.pk).update(confirmed_on=row.mission.starts_on)
    client = signed_in()
    delete(client, row.mission if whole_mission else row)
    forget_the_promise(Deleted.objects.get())

    bring_back(client, Deleted.objects.get())

    row.refresh_from_db()
    assert (row.needs_confirmation, row.published) == (True, confirmed)
    entry = row.history.first()
    assert (entry.needs_confirmation, entry.published) == (True, confirmed)


@pytest.mark.parametrize("told", [False, True])
def test_what_was_never_promised_comes_back_as_it_was(told):
    """A delegate may tell, without a sum, of what the staff knew; and of others no delegate tells."""
    row = told_by_a_delegate()
    if not told:
        row.said_in.update(outcome=None)
    client = signed_in()
    delete(client, row)
    if not told:
        forget_the_promise(Deleted.objects.get())

    bring_back(client, Deleted.objects.get())

    row.refresh_from_db()
    assert (row.needs_confirmation, row.published) == (False, True)
