"""Lists as files: CSV, XLSX and cards, exactly the rows that somebody was shown, each of them on record.

Whoever makes another file of what staff may see records it too: `recorded(by=…, what=…, form=…, lang=…)`.
"""

from reports.exports.recording import ended, recorded, streamed

__all__ = ["ended", "recorded", "streamed"]
