"""What is said to have no letter in our fonts has none, and the other way round."""

import datetime
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import letters, pdf
from tests import papers
from tests.documents.samples import an_entry, with_entries

AT = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)


def test_all_that_is_said_to_be_printed_is():
    known = "".join(chr(code) for code in range(0x20, 0x3000) if not letters.unprinted(chr(code)))
    signs = "".join(sign for sign in known if not sign.isspace())
    lines = [signs[first : first + 40] for first in range(0, len(signs), 40)]

    made = pdf.made([with_entries(*(an_entry(title=line, text=line) for line in lines))], at=AT)

    assert len(signs) > 600
    assert "pdfuaid" in papers.metadata(made)


@pytest.mark.parametrize("letter", ["東", "ا", "ქ", "ա", "א", "ก", "अ", "한", "α", "🐫"])
def test_letters_of_others_are_named(letter, caplog):
    with caplog.at_level(logging.WARNING):
        made = pdf.made([with_entries(an_entry(text=letter))], at=AT)

    assert letters.unprinted(f"A{letter} {letter}") == letter
    assert "pdfuaid" not in papers.metadata(made)


@given(st.text())
def test_what_is_named_stands_in_the_text(text):
    found = letters.unprinted(text)

    assert set(found) <= set(text)
    assert letters.unprinted("".join(letter for letter in text if letter not in found)) == ""
