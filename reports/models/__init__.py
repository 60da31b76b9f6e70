"""What staff take away and follow up: exports, how somebody likes her lists, reminders, drafts of reports."""

from reports.models.drafts import ReportDraft
from reports.models.exports import (
    Export,
    ExportEnd,
    ExportFile,
    ExportForm,
    ExportResult,
    FileState,
    ListLayout,
    Recorded,
)
from reports.models.reminders import DueFeed, Reminder, ReminderKind, ReminderSetting, ReminderState

__all__ = [
    "DueFeed",
    "Export",
    "ExportEnd",
    "ExportFile",
    "ExportForm",
    "ExportResult",
    "FileState",
    "ListLayout",
    "Recorded",
    "Reminder",
    "ReminderKind",
    "ReminderSetting",
    "ReminderState",
    "ReportDraft",
]
