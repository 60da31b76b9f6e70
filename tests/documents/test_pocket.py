"""The sheet for the pocket: no entry is on two panels, in one language or in two."""

import datetime
import re

import pytest

from documents import pdf
from documents.paper import Entry, Look, Run
from documents.pdf import Sheet
from tests import papers
from tests.documents.samples import with_entries


def entries(lang, lines):
    return [
        Entry(
            (Run("09:00", lang, Look.STRONG),),
            (Run(f"begin{number}b", lang),),
            lines=tuple((Run(f"line{number}b{line} " + "word " * 30, lang),) for line in range(lines)),
        )
        for number in range(12)
    ]


def panels(langs, lines):
    """What stands on each panel: which number of which entry each word belongs to."""
    both = [with_entries(*entries(lang, lines), lang=lang) for lang in langs]
    made = pdf.made(both, sheet=Sheet.POCKET, at=datetime.date(2023, 12, 5))
    return [re.findall(r"(?:begin|line)(\d+)b", text) for text in re.split(r"\d+ / \d+", papers.text(made))]


@pytest.mark.parametrize("langs", [("en",), ("en", "ru")])
@pytest.mark.parametrize("lines", [1, 3, 5])
def test_an_entry_stands_whole_on_one_panel(langs, lines):
    found = panels(langs, lines)

    assert [sum(str(number) in panel for panel in found) for number in range(12)] == [1] * 12
    assert sum(map(len, found)) == 12 * (lines + 1) * len(langs)


def test_one_that_is_higher_than_a_panel_is_all_there():
    found = panels(("en",), 40)

    assert sum(map(len, found)) == 12 * 41
