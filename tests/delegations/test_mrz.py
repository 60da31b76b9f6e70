"""The two lines for machines: their check digits, and what in them differs from what was typed."""

import datetime
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegations import mrz
from delegations.travel_documents import Passport, differences

# The specimen of ICAO Doc 9303, part 4, appendix B.
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
LETTERS = string.ascii_uppercase + string.digits + "<"


def specimen(**fields):
    return Passport(
        **{
            "surname": "ERIKSSON",
            "given_names": "ANNA MARIA",
            "number": "L898902C3",
            "state": "UTO",
            "nationality": "UTO",
            "born_on": datetime.date(1974, 8, 12),
            "sex": "F",
            "expires_on": datetime.date(2012, 4, 15),
            "personal_number": "ZE184226B",
            "mrz_first": FIRST,
            "mrz_second": SECOND,
        }
        | fields
    )


def lines_of(number, born, expires, personal, sex="F"):
    """Two valid lines, put together here once more."""

    def verified(text):
        values = [0 if letter == "<" else int(letter, 36) for letter in text]
        return text + str(sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10)

    number, born, expires = verified(number.ljust(9, "<")), verified(born), verified(expires)
    personal = verified(personal.ljust(14, "<"))
    whole = verified(number + born + expires + personal)[-1]
    return mrz.read(FIRST, f"{number}UTO{born}{sex}{expires}{personal}{whole}")


DAYS = st.dates(datetime.date(1930, 1, 1), datetime.date(2040, 12, 31)).map(lambda day: f"{day:%y%m%d}")
NUMBERS = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=9)
PERSONAL = st.text(string.ascii_uppercase + string.digits, max_size=14)
VALID = st.builds(lines_of, NUMBERS, DAYS, DAYS, PERSONAL, st.sampled_from("MF<"))


def test_the_specimen_of_icao_is_right_and_read():
    lines = mrz.read(FIRST, SECOND)

    assert mrz.wrong_digits(lines) == []
    assert mrz.written(lines) == {
        "surname": "ERIKSSON",
        "given_names": "ANNA MARIA",
        "number": "L898902C3",
        "state": "UTO",
        "nationality": "UTO",
        "born_on": "740812",
        "sex": "F",
        "expires_on": "120415",
        "personal_number": "ZE184226B",
    }


@given(VALID)
def test_valid_lines_pass(lines):
    assert mrz.wrong_digits(lines) == []


@given(VALID, st.sampled_from(sorted(mrz.DIGITS)), st.integers(1, 9))
def test_a_wrong_check_digit_is_always_found(lines, name, more):
    place = mrz.DIGITS[name][0]
    right = lines.second[place]
    wrong = str((int(right) + more) % 10)
    changed = mrz.read(lines.first, lines.second[:place] + wrong + lines.second[place + 1 :])

    assert name in mrz.wrong_digits(changed)


@given(VALID, st.integers(0, 43), st.sampled_from(string.digits))
def test_a_mistyped_digit_is_always_found(lines, place, digit):
    """Weights 7, 3 and 1 share no divisor with 10: one digit for another never goes unseen."""
    there = lines.second[place]
    if there == digit or not there.isdecimal():
        return
    changed = mrz.read(lines.first, lines.second[:place] + digit + lines.second[place + 1 :])

    assert mrz.wrong_digits(changed) != []


def test_nobodys_personal_number_has_a_filler_or_a_nought_for_its_digit():
    lines = lines_of("AB1", "900101", "300101", "")

    assert lines.second[42] == "0"
    filler = mrz.read(lines.first, lines.second[:42] + "<" + lines.second[43])
    assert (mrz.wrong_digits(lines), mrz.wrong_digits(filler)) == ([], [])


@pytest.mark.parametrize(
    ("first", "second", "which"),
    [
        (FIRST[:-1], SECOND, "first"),
        ("V" + FIRST[1:], SECOND, "first"),
        (FIRST, SECOND + "0", "second"),
        (FIRST, SECOND.replace("<", "«"), "second"),
        (FIRST.replace("A", "А"), SECOND, "first"),  # Cyrillic
        ("", "", "first"),
    ],
)
def test_what_is_not_two_lines_of_44_is_named(first, second, which):
    with pytest.raises(mrz.Malformed) as refused:
        mrz.read(first, second)

    assert str(refused.value) == which


def test_spaces_and_small_letters_are_no_fault():
    spaced = " ".join(FIRST.lower())

    assert mrz.read(spaced, SECOND).first == FIRST


def test_equal_fields_differ_in_nothing():
    assert differences(specimen()) == []


@pytest.mark.parametrize(
    ("field", "typed", "line"),
    [
        ("surname", "ERIKSON", "ERIKSSON"),
        ("given_names", "ANNA", "ANNA MARIA"),
        ("number", "L898902C8", "L898902C3"),
        ("state", "SWE", "UTO"),
        ("nationality", "SWE", "UTO"),
        ("born_on", datetime.date(1974, 8, 21), "740812"),
        ("sex", "M", "F"),
        ("expires_on", datetime.date(2012, 4, 5), "120415"),
        ("personal_number", "ZE184226", "ZE184226B"),
    ],
)
def test_each_field_that_differs_is_told_with_both_spellings(field, typed, line):
    (found,) = differences(specimen(**{field: typed}))

    shown = f"{typed:%y%m%d}" if isinstance(typed, datetime.date) else typed
    assert (found.field, found.typed, found.line) == (field, shown, line)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Öztürk", "OEZTUERK"),
        ("Öztürk", "OZTURK"),
        ("Muñoz", "MUNXXOZ"),
        ("Muñoz", "MUNOZ"),
        ("Straße", "STRASSE"),
        ("O'Neill-Ünal", "ONEILL UENAL"),
        ("Ýagmyrowa", "YAGMYROWA"),
        ("Şirin", "SIRIN"),
        ("Ňepesow", "NEPESOW"),
        ("Łukasz", "LUKASZ"),
        ("İpek", "IPEK"),
        ("Işık", "ISIK"),
    ],
)
def test_letters_that_the_lines_cannot_have_are_no_difference(typed, line):
    assert mrz.same_name(typed, line)


def test_names_that_were_cut_off_are_compared_as_far_as_they_go():
    long = "ABDURAHMANOVA" * 3
    first = f"P<UTO{long[:39]}"

    assert differences(specimen(surname=long + "X", given_names="", mrz_first=first)) == []


def test_lines_of_which_a_day_is_not_known_differ_in_nothing():
    second = lines_of("L898902C3", "74<<<<", "120415", "ZE184226B").second

    assert differences(specimen(mrz_second=second)) == []
