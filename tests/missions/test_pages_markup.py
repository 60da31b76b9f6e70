"""Words as pieces of a page: marked with their language, escaped, and said once where they are missing."""

import html

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from missions.pages import markup
from missions.pages.markup import Prose
from tests.missions.stories import NASTY
from wording import markdown
from wording.words import Words

RUSSIAN = Words("Визит", "ru")


@given(
    st.text(st.characters(exclude_categories=["Cs"])) | NASTY | st.from_regex(r"\A[-+=~#>0-9.) a-z\"']+\Z")
)
def test_a_plain_text_is_what_markdown_would_have_made_of_it(text):
    assume(markup.PLAIN.fullmatch(text))

    (made,) = Prose("en").markdown(Words(text, "en"))

    assert html.unescape(made) == html.unescape(markdown.rendered(text))


def test_markdown_is_rendered_and_marked():
    (made,) = Prose("en").markdown(Words("**Bring** a <b>pass</b>", "en"))
    marked, note = Prose("en").markdown(Words("**Пропуск**", "ru"))

    assert made == "<p><strong>Bring</strong> a &lt;b&gt;pass&lt;/b&gt;</p>"
    assert marked == '<div lang="ru"><p><strong>Пропуск</strong></p></div>'
    assert note == '<p class="small soft">Shown in Russian: no English text yet.</p>'


def test_the_note_on_a_language_is_given_once_in_an_entry():
    prose = Prose("en")

    assert [bool(prose.note(words)) for words in (RUSSIAN, RUSSIAN, Words("Kazakh", "kk"), None)] == [
        True,
        False,
        True,
        False,
    ]


def test_paragraphs_are_those_that_were_typed():
    assert Prose("en").paragraphs(Words("One\r\n\r\n  Two <b>", "en"), "lede") == [
        '<p class="lede">One</p>',
        '<p class="lede">Two &lt;b&gt;</p>',
    ]
    assert Prose("en").inline(Words("One\r\nTwo", "en")) == "One<br>Two"


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Logistics", "logistics"),
        ("IT", "IT"),
        ("Silk Road", "Silk Road"),
        ("Food of Mary", "Food of Mary"),
        ("Light industry", "light industry"),
        ("Қаржы", "қаржы"),
        ("B", "B"),
        ("", ""),
    ],
)
def test_words_within_a_line_lose_their_capital_letter_but_no_abbreviation_does(text, within):
    assert markup.within(Words(text, "en")).text == within


def test_a_position_loses_its_capital_letter_whatever_it_names():
    assert markup.uncapitalised(Words("Director of the Fund", "en")).text == "director of the Fund"
    assert markup.uncapitalised(Words("IT director", "en")).text == "IT director"


def test_a_list_begins_with_a_capital_letter_and_marks_each_language():
    words = [Words("logistics", "en"), Words("Транспорт", "ru"), Words("IT", "en")]

    assert markup.listed(words, "en") == 'Logistics, <span lang="ru">транспорт</span>, IT'
