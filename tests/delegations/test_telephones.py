"""Numbers to call, found in the lines that organisers type, whatever else stands there."""

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
        ("Fire: 01", Number("Fire", "01", "01")),
        (
            "Duty officer +993 12 00 00 00 (round the clock)",
            Number("Duty officer", "+993 12 00 00 00", "+99312000000", "(round the clock)"),
        ),
        (
            "+7 700 000 00 00 Saule Inkarova",
            Number("", "+7 700 000 00 00", "+77000000000", "Saule Inkarova"),
        ),
        (
            "Saule (mobile +7 700 123 45 67)",
            Number("Saule (mobile", "+7 700 123 45 67", "+77001234567", ")"),
        ),
        ("Clinic, room 5, 714/123-45-67", Number("Clinic, room 5", "714/123-45-67", "7141234567")),
    ],
)
def test_a_line_has_its_number_wherever_it_stands(line, expected):
    assert telephones.in_lines(line) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ambulance: 103, police: 102", [("Ambulance", "103"), ("police", "102")]),
        ("112 / 103", [("", "112"), ("", "103")]),
        ("101, police: 102", [("", "101"), ("police", "102")]),
        ("Ambulance – 103; police – 102", [("Ambulance", "103"), ("police", "102")]),
        ("103 ambulance, 102 police", [("ambulance", "103"), ("police", "102")]),
        ("+7 700 000 00 00 Saule, +7 701 000 00 00 Marat", [("Saule", "+77000000000"), ("Marat", "+77010000000")]),
        (
            "Duty +7 700 1234567 (day), Marat +7 701 7654321 (night)",
            [("Duty (day)", "+77001234567"), ("Marat (night)", "+77017654321")],
        ),
    ],
)  # fmt: skip
def test_several_stand_on_one_line(line, expected):
    assert [(number.whom, number.tel) for number in telephones.in_lines(line)] == expected


@pytest.mark.parametrize(
    "extension",
    ["ext. 12", "ext 12", "x12", ", extension: 12", "(ext. 12)", "доб. 12", "Доб. 12", "вн. 12", "қос. 12",
     "ішкі 12", "goş. 12", "#12"],
)  # fmt: skip
def test_an_extension_is_dialled_behind_its_number(extension):
    [number] = telephones.in_lines(f"Embassy: +81 3 1234 5678 {extension}")

    assert (number.whom, number.tel) == ("Embassy", "+81312345678;ext=12")


@pytest.mark.parametrize(
    "line",
    ["Emergency, from 9:00 to 18:00", "Office: 9.00–18.00", "Office: 9-18", "until 18", "24/7", "On duty in 2026",
     "Flight KC231", "Bus 12 to the hotel", "On 5.12.2026", "2026-12-05", "Room 205", "Bus 4512", "Flight KC 123:",
     "Hotel Yyldyz, 205", "Hall (301)"],
)  # fmt: skip
def test_hours_days_and_names_are_no_numbers(line):
    assert telephones.in_lines(line) == [Number(line)]


@pytest.mark.parametrize(
    "hours", ["9:00-18:00", "9.00–18.00", "9–18", "from 9:00 to 18:00", "24/7", "(9:00–18:00)", "5.12.2026"]
)
@pytest.mark.parametrize("line", ["{hours}: +7 717 255 44 33", "+7 717 255 44 33, {hours}"])
def test_hours_beside_a_number_are_not_dialled(line, hours):
    assert [one.tel for one in telephones.in_lines(line.format(hours=hours))] == ["+77172554433"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Flight KC 123: +7 701 123 45 67", ["+77011234567"]),
        ("+7–701–123–45–67", ["+77011234567"]),
        ("+7 701 123–45–67 Saule", ["+77011234567"]),
        ("+44–20–7946–0958", ["+442079460958"]),
        ("+7 701 123 45 67–69", ["+77011234567"]),
        ("+7 701 123 45 67/68", ["+77011234567"]),
        ("+7 701 123 45 67, 68", ["+77011234567"]),
        ("+44 (0)20 7946 0958", ["+442079460958"]),
        ("+44(0)20 7946 0958 ext. 3", ["+442079460958;ext=3"]),
        ("(0)20 7946 0958", ["02079460958"]),
    ],
)
def test_a_number_is_dialled_as_from_abroad_and_what_stands_beside_it_is_not(line, expected):
    assert [number.tel for number in telephones.in_lines(line)] == expected


def test_the_first_number_of_a_text_is_called():
    assert telephones.tel("+7 700 000 00 00 доб. 7, +7 701 000 00 00") == "+77000000000;ext=7"
    assert telephones.tel("to be told") == ""


def test_empty_lines_are_none():
    assert telephones.in_lines("\n  \r\nFire: 101\n\n") == [Number("Fire", "101", "101")]


@given(st.text(max_size=80))
def test_whatever_is_typed_a_link_holds_digits_alone(text):
    for number in telephones.in_lines(text):
        assert re.fullmatch(r"(\+?[0-9]{2,15}(;ext=[0-9]{1,6})?)?", number.tel)


@given(st.text(max_size=60))
def test_no_letter_or_digit_is_lost(text):
    told = "".join(number.name + number.number + number.note for number in telephones.in_lines(text))

    kept = [letter for letter in text if letter.isalnum()]
    assert [letter for letter in told if letter.isalnum()] == kept
