"""Which column is which: by its heading, in four languages, any case and order."""

import pytest
from django.utils.translation import override

from backoffice.imports import headings
from backoffice.imports.columns import Column
from backoffice.imports.registry import KINDS
from backoffice.imports.table import Line, Table, Unreadable
from wording.words import LANGUAGES


def found(kind, *rows, lang="en", languages=("en", "ru", "kk", "tk")):
    table = Table([Line(number, list(row)) for number, row in enumerate(rows, 1)])
    return headings.find(table, KINDS[kind].columns, lang, languages)


def fields(*row, kind="people", **more):
    return [(place.index, place.field) for place in found(kind, row, **more).places]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_heading_of_a_template_is_found_again(kind, lang):
    with override(lang):
        row = [
            (column, column.heading(code))
            for column in KINDS[kind].columns
            for code in (LANGUAGES if column.in_languages else [""])
        ]
        places = found(kind, [heading for _column, heading in row], lang="en").places

    assert [place.column for place in places] == [column for column, _heading in row]


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_columns_of_a_sheet_share_a_name(kind):
    owners: dict[str, Column] = {}
    shared = [
        (name, column.key, owners[name].key)
        for column in KINDS[kind].columns
        for name in column.names()
        if owners.setdefault(name, column) is not column
    ]

    assert shared == []


def test_headings_in_any_case_and_with_the_names_of_languages():
    assert fields(
        "FAMILY NAME (RU)", "given names — english", "Отчество, рус", " E-Mail: ", "Телефон*", "Ұйым"
    ) == [
        (0, "person.family_name_ru"),
        (1, "person.given_name_en"),
        (2, "person.patronymic_ru"),
        (3, "person.email"),
        (4, "person.phone"),
        (5, "delegate.delegation"),
    ]


def test_a_text_without_a_language_is_in_that_of_its_heading():
    assert fields("Фамилия", "Family name", "Familiýasy") == [
        (0, "person.family_name_ru"),
        (1, "person.family_name_en"),
        (2, "person.family_name_tk"),
    ]


def test_titles_above_the_headings_are_no_rows_and_unknown_columns_are_named():
    read = found("people", ["Our list", None], ["Family name", "Shoe size"], ["Orazowa", 38])

    assert ([line.number for line in read.lines], read.ignored) == ([3], ["B “Shoe size”"])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["a", "b"]], "The sheet has no row with headings that are known. Its first row says: a, b."),
        ([], "The sheet has no row with headings that are known. Its first row says: –."),
        (
            [["E-mail", "Phone", "E-mail address"]],
            "Columns A and C have headings that say the same: “E-mail address”.",
        ),
    ],
)
def test_what_cannot_be_a_sheet_gets_a_sentence(rows, sentence):
    with pytest.raises(Unreadable) as caught:
        found("people", *rows)
    assert str(caught.value) == sentence


def test_a_sheet_of_organisations_needs_their_names():
    with pytest.raises(Unreadable, match="The sheet has no column “Organisation”"):
        found("organisations", ["Website"])
