"""The models of reports: what their rows refuse, in a sentence and in the database."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from reports.models import (
    DueFeed,
    Export,
    ExportEnd,
    ExportFile,
    ListLayout,
    Recorded,
    Reminder,
    ReminderSetting,
    ReportDraft,
)
from tests.factories import make_follow_up, make_item, make_user
from tests.rules import assert_refused, assert_refused_by_database, constraints_of

pytestmark = pytest.mark.django_db


def export(**fields):
    return Export(**{"by": make_user(), "list_key": "delegates", "form": "csv", "lang": "en", **fields})


def recorded(**fields):
    row = export(**fields)
    row.save()
    return row


def layout(**fields):
    return ListLayout(**{"user": make_user(), "list_key": "delegates", "columns": ["person"], **fields})


def second_layout():
    first = layout()
    first.save()
    return layout(user=first.user)


def reminder(**fields):
    return Reminder(
        **{"user": make_user(), "kind": "digest", "about": "2024-12-02", "message_id": "<a@b>", **fields}
    )


def again(row, **fields):
    """The same once more, after it is saved."""
    row.save()
    row.pk, row._state.adding = None, True
    for name, value in fields.items():
        setattr(row, name, value)
    return row


NO_CHOICE = "is not a valid choice"
BAD_ROWS = {
    "reports_export_form_valid": (lambda: export(form="doc"), "form", NO_CHOICE),
    "reports_exportend_result_valid": (
        lambda: ExportEnd(export=recorded(), result="lost", rows=0), "result", NO_CHOICE,
    ),
    "reports_exportfile_state_valid": (
        lambda: ExportFile(export=recorded(), state="lost", expires_at=timezone.now()), "state", NO_CHOICE,
    ),
    "reports_listlayout_unique": (second_layout, None, r"This list has a layout already\."),
    "reports_listlayout_form_valid": (lambda: layout(form="doc"), "form", NO_CHOICE),
    "reports_reminder_kind_valid": (
        lambda: reminder(kind="nag", follow_up=make_follow_up()), "kind", NO_CHOICE,
    ),
    "reports_reminder_state_valid": (lambda: reminder(state="lost"), "state", NO_CHOICE),
    "reports_reminder_names_a_follow_up": (
        lambda: reminder(kind="overdue"), None, r"A reminder names its follow-up; a digest names none\.",
    ),
    "reports_reminder_one_digest_a_week": (
        lambda: again(reminder()), None, r"There is one digest a week\.",
    ),
    "reports_reminder_once": (
        lambda: again(reminder(kind="overdue", follow_up=make_follow_up())), None,
        r"Nobody is reminded twice of the same\.",
    ),
    "reports_remindersetting_lang_valid": (
        lambda: ReminderSetting(user=make_user(), lang="de"), "lang", NO_CHOICE,
    ),
    "reports_duefeed_one_each": (
        lambda: again(DueFeed(user=make_user(), token_hash="a", token_encrypted="b"), token_hash="c"), None,
        r"Each has one calendar of due days\.",
    ),
    "reports_reportdraft_unique": (
        lambda: again(ReportDraft(user=make_user(), item=make_item(), typed_encrypted="a", stamp=1)), None,
        r"A draft of this report is kept already\.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(constraints_of("reports")))
def test_each_constraint_is_kept_by_a_sentence_and_by_the_database(name):
    make_row, field, sentence = BAD_ROWS[name]
    row = make_row()

    assert_refused(row, field, sentence)
    assert_refused_by_database(row)


@pytest.mark.parametrize("model", [Export, ExportEnd])
def test_what_is_on_record_is_never_changed_nor_deleted(model):
    end = ExportEnd.objects.create(export=recorded(), result="sent", rows=3)
    row = end if model is ExportEnd else end.export
    rows = model.objects.all()

    for deed in (row.save, row.delete, rows.delete, lambda: rows.update(at=timezone.now())):
        with pytest.raises(Recorded):
            deed()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET at = at")  # noqa: S608  # a table of ours
