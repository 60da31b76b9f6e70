"""Numbers to call, taken out of the lines that organisers type."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegations import telephones
from delegations.telephones import Number


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Organiser on duty: +7 700 000 00 01",
            Number("Organiser on duty", "+7 700 000 00 01", "+77000000001"),
        ),
        ("Ambulance 03", Number("Ambulance", "03", "03")),
        ("Посольство, +993 (12) 46-88-02", Number("Посольство", "+993 (12) 46-88-02", "+99312468802")),
        ("112", Number("", "112", "112")),
        ("Bus 2 – 8 (800) 100", Number("Bus 2", "8 (800) 100", "8800100")),
        ("Ask your group lead", Number("Ask your group lead")),
        ("Bus 2", Number("Bus 2")),
    ],
)
def test_a_line_ends_with_its_number(line, expected):
    assert telephones.in_lines(line) == [expected]


def test_empty_lines_are_none():
    assert telephones.in_lines("\n  \r\nFire: 101\n\n") == [Number("Fire", "101", "101")]


@given(st.text(max_size=80))
def test_whatever_is_typed_a_link_holds_nothing_but_digits(text):
    for number in telephones.in_lines(text):
        assert re.fullmatch(r"(\+?[0-9]{2,})?", number.tel)


@given(st.text(max_size=60))
def test_no_letter_or_digit_is_lost(text):
    told = "".join(number.name + number.number for number in telephones.in_lines(text))

    kept = [letter for letter in text if letter.isalnum()]
    assert [letter for letter in told if letter.isalnum()] == kept
