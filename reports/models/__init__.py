"""What staff take away: what was exported, by whom, and how somebody likes her lists."""

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

__all__ = [
    "Export",
    "ExportEnd",
    "ExportFile",
    "ExportForm",
    "ExportResult",
    "FileState",
    "ListLayout",
    "Recorded",
]
