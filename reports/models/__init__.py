"""What staff take away and follow up: what was exported, how somebody likes her lists, who is reminded of what."""

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
]
