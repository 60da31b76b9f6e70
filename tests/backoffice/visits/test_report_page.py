"""The page of a visit's report: what is preset, what is saved, and that nothing typed is lost."""

import io
import itertools

import pytest
from django.urls import reverse
from PIL import Image

from delegations.models import Attendance
from missions import visit_reports
from missions.models import Attachment, FollowUp, Outcome, ReportState, Role, Visibility, VisitReport
from partners.models import Contact
from reports import drafts
from reports.models import ReportDraft
from tests import factories, papers
from tests.backoffice.members import member
from tests.backoffice.visits.reports import Visit, client_of, fields_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return Visit()


@pytest.fixture
def author(visit):
    return visit.member()


@pytest.fixture
def client(author):
    return client_of(author)


def photo(name="IMG_1.jpg"):
    made = io.BytesIO()
    Image.new("RGB", (4, 3)).save(made, "JPEG")
    made.seek(0)
    made.name = name
    return made


def test_who_was_planned_is_ticked_in_protocol_order_on_both_sides(client, visit):
    factories.make_contact(organisation=visit.host)

    fields = fields_of(client.get(visit.address))

    keys = [f"d{visit.first.pk}", f"d{visit.second.pk}", f"c{visit.contact.pk}"]
    assert fields["there"] == keys
    assert [each.partition(":")[0] for each in fields["listed"]][:3] == keys
    assert len(fields["listed"]) == 4  # and the other contact of the host, without a tick
    assert fields["sectors"] == [str(visit.sector.pk)]
    assert fields["language"] == ["en"]


def test_what_is_typed_is_saved_with_who_was_there(client, visit, author):
    answer = send(
        client,
        visit,
        there=[f"d{visit.first.pk}", f"c{visit.contact.pk}"],
        summary_en="Transport was discussed.",
        summary_ru="Обсудили транспорт.",
        agreed_points="A forum\nA visit",
        outcome_code="agreement",
        staff_notes="Ask again.",
    )

    report = VisitReport.objects.get()
    assert answer.status_code == 302
    assert (report.item, report.author, report.state) == (visit.item, author, ReportState.DRAFT)
    assert (report.summary_en, report.summary_ru) == ("Transport was discussed.", "Обсудили транспорт.")
    assert report.agreed_points.splitlines() == ["A forum", "A visit"]
    assert (report.language, report.outcome_code) == ("en", "agreement")
    assert list(report.sectors.all()) == [visit.sector]
    assert report.history.first().history_user == author
    rows = {(row.delegate_id, row.contact_id): (row.planned, row.actual) for row in Attendance.objects.all()}
    assert rows == {
        (visit.first.pk, None): (True, True),
        (visit.second.pk, None): (True, False),
        (None, visit.contact.pk): (True, True),
    }


@pytest.mark.once
def test_who_writes_a_follow_up_down_sees_to_it_unless_she_names_somebody_else(client, visit, author):
    other = visit.member(first_name="Aigerim")
    fields = fields_of(client.get(visit.address))
    assert (fields["follow-0-responsible"], fields["follow-0-priority"]) == ([str(author.pk)], ["normal"])

    send(client, visit, follow__0__title="Forum")
    named = {"follow__0__responsible": str(other.pk), "follow__0__priority": "high"}
    send(client, visit, follow__0__title="Visit", **named)
    send(client, visit, **named)  # and nothing else: that is no follow-up

    found = FollowUp.objects.order_by("pk").values_list("title_en", "responsible", "priority")
    assert list(found) == [("Forum", author.pk, "normal"), ("Visit", other.pk, "high")]


def test_follow_ups_and_outcomes_are_entered_in_place(client, visit):
    send(
        client,
        visit,
        summary_en="x",
        follow__0__title="Business forum",
        follow__0__precision="year",
        follow__0__when="2024",
        follow__0__theirs=str(visit.host.pk),
        outcome__0__kind="memorandum",
        outcome__0__title="Memorandum",
        outcome__0__amount="5",
        outcome__0__currency="USD",
    )

    follow_up, outcome = FollowUp.objects.get(), Outcome.objects.get()
    assert (follow_up.item, follow_up.title_en, follow_up.state) == (visit.item, "Business forum", "agreed")
    assert (follow_up.due_on.isoformat(), follow_up.due_precision) == ("2024-12-31", "year")
    assert list(follow_up.counterparts.all()) == [visit.host]
    assert (outcome.item, outcome.kind, outcome.confidential) == (visit.item, "memorandum", True)


def test_a_new_contact_needs_the_right_to_add_people(client, visit):
    assert "person-0-family_name" not in fields_of(client.get(visit.address))
    coordinator = client_of(visit.member(Role.COORDINATOR))

    send(
        coordinator,
        visit,
        summary_en="x",
        person__0__family_name="Orazov",
        person__0__position="Director",
        person__0__organisation=str(visit.host.pk),
    )

    contact = Contact.objects.get(person__family_name_en="Orazov")
    assert (contact.organisation, contact.position_en) == (visit.host, "Director")
    assert Attendance.objects.get(contact=contact).actual is True


def test_what_is_wrong_is_said_and_what_was_typed_is_kept_for_its_author_alone(client, visit, author):
    answer = send(client, visit, summary_en="Typed", follow__0__title="Forum", follow__0__precision="year")

    page = answer.content.decode()
    assert (answer.status_code, VisitReport.objects.count(), FollowUp.objects.count()) == (200, 0, 0)
    assert 'href="#id_follow-0-when">Give a year, such as 2024.' in page
    assert drafts.of(author, visit.item).typed["summary_en"] == ["Typed"]
    again = client.get(visit.address)
    assert fields_of(again)["summary_en"] == ["Typed"] or "Typed</textarea>" in again.content.decode()
    other = client_of(visit.member(Role.EDITOR)).get(visit.address)
    assert "Typed" not in other.content.decode()
    assert "Typed" not in ReportDraft.objects.get().typed_encrypted


@pytest.mark.once
def test_one_more_follow_up_needs_no_script(client, visit):
    answer = send(client, visit, do="add-follow", follow__0__title="First")

    page = answer.content.decode()
    assert 'name="follow-1-title"' in page
    assert 'value="First"' in page
    assert FollowUp.objects.count() == 0
    assert 'name="follow-1-title"' in client.get(visit.address).content.decode()


def test_a_save_forgets_the_draft_and_throwing_away_does(client, visit, author):
    typed = fields_of(client.get(visit.address))
    for do in ("drop", "save"):
        drafts.keep(author, visit.item, typed, 0)

        send(client, visit, do=do)

        assert ReportDraft.objects.count() == 0


def test_what_another_device_kept_meanwhile_is_still_there_after_a_save(client, visit, author):
    desk = fields_of(client.get(visit.address))
    on_her_telephone = {"summary_en": ["Typed on the way"], "seen": ["0"]}
    drafts.keep(author, visit.item, on_her_telephone, drafts.NONE)

    client.post(visit.address, {**desk, "do": "save"})

    assert drafts.of(author, visit.item).typed == on_her_telephone
    page = client.get(visit.address).content.decode()
    assert "Typed on the way" in page
    assert "saved this" in page


def test_who_saves_second_is_told_and_loses_nothing(client, visit):
    fields = fields_of(client.get(visit.address))
    other = client_of(visit.member(Role.EDITOR, first_name="Saule", last_name="Nur"))
    send(other, visit, summary_en="Theirs")

    answer = client.post(visit.address, {**fields, "summary_en": "Mine", "do": "save"})

    page = answer.content.decode()
    assert "Saule Nur saved this" in page
    assert "Somebody noted meanwhile who was there" in page
    assert ">\nMine</textarea>" in page
    assert VisitReport.objects.get().summary_en == "Theirs"
    again = fields_of(answer)
    client.post(visit.address, {**again, "summary_en": "Mine", "do": "save"})
    assert VisitReport.objects.get().summary_en == "Mine"


def test_ticks_that_somebody_noted_meanwhile_are_not_overwritten_in_silence(client, visit):
    fields = fields_of(client.get(visit.address))
    factories.make_attendance(item=visit.item, delegate=visit.first, actual=False)

    answer = client.post(visit.address, {**fields, "summary_en": "x", "do": "save"})

    assert "Somebody noted meanwhile who was there: Zhakenov" in answer.content.decode()
    assert (VisitReport.objects.count(), Attendance.objects.get().actual) == (0, False)


def test_photographs_are_kept_for_staff_even_if_the_rest_is_wrong(client, visit):
    fields = fields_of(client.get(visit.address))
    client.post(
        visit.address,
        {**fields, "follow-0-precision": "year", "do": "save", "photos": [photo(), photo("IMG_2.jpg")]},
    )

    rows = Attachment.objects.order_by("pk")
    assert [(row.item, row.visibility, row.title_en) for row in rows] == [
        (visit.item, Visibility.STAFF, "Photograph 1"),
        (visit.item, Visibility.STAFF, "Photograph 2"),
    ]


@pytest.mark.once
def test_what_is_no_photograph_is_refused_with_a_sentence(client, visit):
    text = io.BytesIO(papers.SMALLEST)
    text.name = "paper.pdf"
    fields = fields_of(client.get(visit.address))

    answer = client.post(visit.address, {**fields, "summary_en": "x", "do": "save", "photos": [text]})

    assert Attachment.objects.count() == 0
    assert "paper.pdf: Only photographs are taken here." in client.get(answer.url).content.decode()


def test_submitting_approving_sending_back_and_reopening(client, visit):
    approver = client_of(visit.member(Role.COORDINATOR))
    send(client, visit, do="submit", summary_en="Done")
    report = VisitReport.objects.get()
    assert report.state == ReportState.SUBMITTED

    def decide(who, do, **fields):
        page = who.get(visit.address)
        who.post(visit.address, {"do": do, "seen": page.context["seen"], **fields})
        report.refresh_from_db()
        return report.state

    assert decide(approver, "send_back", remark="Who was there?") == ReportState.SENT_BACK
    assert "Who was there?" in client.get(visit.address).content.decode()
    send(client, visit, do="submit")
    assert decide(approver, "approve", cleared="on") == ReportState.APPROVED
    assert (report.cleared, report.remark) == (True, "")
    assert client.post(visit.address, {"do": "save"}).status_code == 423
    assert 'id="report"' not in client.get(visit.address).content.decode()
    assert decide(approver, "reopen", remark="A name was wrong") == ReportState.DRAFT
    assert (report.cleared, report.approved_by, report.approved_at) == (False, None, None)
    states = list(report.history.order_by("history_id").values_list("state", flat=True))
    assert [state for state, _same in itertools.groupby(states)] == [
        "draft",
        "submitted",
        "sent_back",
        "submitted",
        "approved",
        "draft",
    ]


@pytest.mark.once
def test_only_who_approves_decides_and_nobody_on_her_own(client, visit, author):
    send(client, visit, do="submit", summary_en="Done")
    assert client.post(visit.address, {"do": "approve", "seen": "0"}).status_code == 403
    own = visit.member(Role.COORDINATOR)
    VisitReport.objects.update(author=own)

    client_of(own).post(
        visit.address, {"do": "approve", "seen": client_of(own).get(visit.address).context["seen"]}
    )

    assert VisitReport.objects.get().state == ReportState.SUBMITTED


@pytest.mark.once
def test_a_report_without_a_word_is_saved_and_not_submitted(client, visit):
    answer = send(client, visit, do="submit")

    assert VisitReport.objects.get().state == ReportState.DRAFT
    assert "not submitted yet" in client.get(answer.url).content.decode()


def test_the_draft_is_kept_by_whoever_writes_and_the_second_device_is_told(client, visit, author):
    address = reverse("admin:visit_draft", args=[visit.item.pk])

    first = client.post(address, {"summary_en": "One", "had": "0", "copy": "a"})
    second = client.post(address, {"summary_en": "Two", "had": "0", "copy": "b"})
    third = client.post(address, {"summary_en": "Three", "had": str(first.json()["stamp"]), "copy": "c"})

    assert (first.status_code, second.status_code, third.status_code) == (200, 409, 200)
    assert second.json()["copy"] == "a"
    assert drafts.of(author, visit.item).typed == {"summary_en": ["Three"], "copy": ["c"]}
    viewer = client_of(visit.member(Role.VIEWER))
    assert viewer.post(address, {"had": "0"}).status_code == 403


def test_a_visit_of_a_thousand_people_is_saved(client, visit):
    listed = [f"d{number}:-" for number in range(1001, 2001)]

    answer = send(client, visit, summary_en="All of them", listed=listed)

    assert (answer.status_code, VisitReport.objects.get().summary_en) == (302, "All of them")


@pytest.mark.once
def test_each_text_says_its_language(client, visit):
    factories.make_visit_report(
        item=visit.item, state="submitted", language="ru", summary={"tk": "Duşuşyk"}, findings="Находки"
    )

    page = client_of(visit.member(Role.VIEWER)).get(visit.address).content.decode()

    assert '<div lang="tk"><p>Duşuşyk</p></div>' in page
    assert '<div lang="ru"><p>Находки</p></div>' in page


@pytest.mark.once
def test_a_visit_of_another_mission_does_not_exist(visit):
    stranger = client_of(member({factories.make_mission(): Role.COORDINATOR}))

    for name in ("visit_report", "visit_blank"):
        assert stranger.get(reverse(f"admin:{name}", args=[visit.item.pk])).status_code == 404
    assert stranger.post(reverse("admin:visit_draft", args=[visit.item.pk])).status_code == 404


def test_the_verbs_wait_for_the_version_that_was_read(visit, author):
    report = factories.make_visit_report(item=visit.item, state="submitted", summary="x")
    seen = report.history.latest().history_id
    report.summary_en = "y"
    report.save()

    with pytest.raises(visit_reports.ValidationError):
        visit_reports.approve(report, visit.member(Role.COORDINATOR), seen)

    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


MEANWHILE = "This report was approved meanwhile, so it is not saved."


@pytest.fixture
def approved(visit):
    return factories.make_visit_report(item=visit.item, state=ReportState.APPROVED, findings="They grow.")


def test_what_is_typed_while_somebody_approves_is_kept_and_read_by_its_author_alone(
    client, visit, author, approved
):
    draft = reverse("admin:visit_draft", args=[visit.item.pk])
    typed = {"findings": "They shrink.", "summary_en": "", "copy": "a", "had": "0", "follow-0-title": "Ask"}
    typed |= {"follow-TOTAL_FORMS": "1", "follow-INITIAL_FORMS": "0"}

    kept = client.post(draft, typed)
    page = client.get(visit.address)

    assert (kept.status_code, kept.json()["kept"]) == (423, True)
    assert kept.json()["said"].startswith(MEANWHILE)
    assert kept.json()["stamp"] == ReportDraft.objects.get(user=author).stamp
    assert page.context["unsaved"] == [("Findings", "They shrink."), ("What", "Ask")]
    assert "<p>They shrink.</p>" in page.text
    for other in (visit.member(), visit.member(Role.COORDINATOR)):
        assert "They shrink." not in client_of(other).get(visit.address).text
    viewer = client_of(visit.member(Role.VIEWER))
    assert viewer.post(draft, {"had": "0"}).status_code == 403


def test_who_saves_what_was_approved_meanwhile_is_told_and_loses_nothing(client, visit, author, approved):
    answer = client.post(visit.address, {"do": "submit", "findings": "They shrink.", "had": "0"})

    assert (answer.status_code, MEANWHILE in answer.text) == (423, True)
    assert "<p>They shrink.</p>" in answer.text
    approved.refresh_from_db()
    assert approved.findings == "They grow."
    assert client_of(visit.member(Role.VIEWER)).post(visit.address, {"do": "save"}).status_code == 403

    visit_reports.reopen(approved, factories.make_user(), "One more finding")
    assert fields_of(client.get(visit.address))["findings"] == ["They shrink."]
    client.post(visit.address, {"do": "drop"})
    assert not ReportDraft.objects.exists()


NOT_KEPT = f"{MEANWHILE} What you typed is not kept either: copy it now, before you leave this page."


@pytest.mark.once
@pytest.mark.parametrize("why", ["too much", "another device"])
def test_what_cannot_be_kept_over_an_approved_report_is_said_to_be_lost(client, visit, author, approved, why):
    sent = {"do": "save", "findings": "They shrink.", "had": "0"}
    if why == "too much":
        sent |= dict.fromkeys(("obstacles", "opportunities", "topics", "agreed_points"), "x" * 90_000)
    else:
        drafts.keep(author, visit.item, {"findings": ["Of the telephone."]}, 0)

    page = client.post(visit.address, sent)
    draft = client.post(reverse("admin:visit_draft", args=[visit.item.pk]), sent)

    assert (page.status_code, page.context["told"]) == (423, [NOT_KEPT])
    assert "<p>They shrink.</p>" in page.text
    assert "Kept until" not in page.text
    assert 'value="drop"' not in page.text
    assert (draft.status_code, draft.json()) == (423, {"said": NOT_KEPT, "kept": False, "stamp": 0})


@pytest.mark.once
def test_photographs_for_an_approved_report_are_said_not_to_be_taken(client, visit, approved):
    answer = client.post(visit.address, {"do": "save", "findings": "", "had": "0", "photos": [photo()]})

    assert answer.context["told"][1:] == [
        "The photographs were not taken: send them once the report is reopened."
    ]
    assert Attachment.objects.count() == 0


@pytest.mark.once
def test_what_was_typed_over_an_approved_report_is_thrown_away_by_its_author(client, visit, author, approved):
    drafts.keep(author, visit.item, {"findings": ["They shrink."]}, 0)

    page = client.post(visit.address, {"do": "drop"}, follow=True)

    assert (page.context["unsaved"], ReportDraft.objects.count()) == ([], 0)


@pytest.mark.once
def test_a_text_that_is_too_long_names_itself_and_its_limit(client, visit):
    page = send(client, visit, findings="x" * 100_001, summary_en="Done")

    said = "“Findings” has more than 100,000 letters. Shorten it, or add the rest as a file."
    assert [sentence for _field, sentence in page.context["sheet"]["wrong"]] == [said]
    assert "kept as a draft, for you alone" in page.text
    assert send(client, visit, findings="x" * 100_000).status_code == 302


@pytest.mark.once
def test_what_is_too_long_for_a_draft_is_saved_all_the_same(client, visit):
    long = dict.fromkeys(("findings", "obstacles", "opportunities", "topics"), "x" * 90_000)
    draft = client.post(reverse("admin:visit_draft", args=[visit.item.pk]), {"had": "0", **long})

    assert (draft.status_code, draft.json()) == (
        400,
        {"said": "This is more than is kept as a draft. Save it."},
    )
    assert send(client, visit, **long).status_code == 302
    assert len(VisitReport.objects.get().obstacles) == 90_000
