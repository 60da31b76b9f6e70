"""The words of a page: escaped, and marked where they are in another language than it."""

import datetime as dt

import pytest
from django.template import Context, Template, engines
from django.utils import translation

from wording import quotes
from wording.words import Words


def page(source, lang, **context):
    with translation.override(lang):
        return engines["django"].from_string("{% load wording %}" + source).render(context)


def test_words_in_another_language_are_marked():
    words = Words("Мары <1>", "ru")

    assert page("{{ words|lang_span }}", "en", words=words) == '<span lang="ru">Мары &lt;1&gt;</span>'
    assert page("{{ words|lang_span }}", "ru", words=words) == "Мары &lt;1&gt;"
    assert page("{{ words|lang_span }}", "ru", words=None) == ""
    assert page("{{ words|lang_span }}", "ru", words="<b>") == "&lt;b&gt;"


def test_tag_around_words_in_another_language_is_marked():
    words = Words("Мары", "ru")

    assert page("<h3{{ words|lang_attr }}>", "en", words=words) == '<h3 lang="ru">'
    assert page("<h3{{ words|lang_attr }}>", "ru", words=words) == "<h3>"
    assert page("<h3{{ words|lang_attr }}>", "ru", words=None) == "<h3>"


def test_quotes_within_quotes_are_of_another_form_and_escaped():
    said = "Пункт «Визит в «<Пример>»» и «Обед» сохранены."

    assert page("{{ said|nested_quotes }}", "ru", said=said) == (
        "Пункт «Визит в „&lt;Пример&gt;“» и «Обед» сохранены."
    )
    assert quotes.nested("«Визит в «При…» сохранён.") == "«Визит в «При…» сохранён."


def test_lists_of_words_are_escaped_one_by_one():
    """faults.md 55: names as payloads."""
    words = [Words("Mary", "en"), Words("<Мары>", "ru"), "<i>"]

    assert page("{{ w|enumerated }}", "en", w=words) == 'Mary, <span lang="ru">&lt;Мары&gt;</span>, &lt;i&gt;'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ day|long_date }}", "6 dekabr 2023"),
        ("{{ '**a** <b>'|markdown_text }}", "<p><strong>a</strong> &lt;b&gt;</p>"),
    ],
)
def test_the_language_is_the_pages(source, words):
    assert page(source, "tk", day=dt.date(2023, 12, 6)) == words


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    "said",
    [
        '{% translate "Itinerary" %}',
        "{% translate 'Itinerary' %}",
        '{% translate "100 % <b>of it</b> & \\"more\\"" %}',
        '{% translate "" %}',
        '{% translate "Itinerary" as told %}[{{ told }}]',
        '{% translate "Itinerary" noop %}',
        '{% translate "Itinerary"|upper %}',
        '{% translate "Cancelled" context "one mission" %}',
        "{% translate typed %}",
    ],
)
def test_a_text_of_a_template_is_said_as_django_says_it(lang, said):
    with translation.override(lang):
        ours, djangos = (
            Template("{% load i18n " + library + "%}" + said).render(Context({"typed": "Itinerary & <more>"}))
            for library in ("wording ", "")
        )

    assert ours == djangos
    assert ours or '""' in said


def test_a_plain_text_of_a_template_is_the_quick_kind():
    found = Template("{% load i18n wording %}{% translate 'Itinerary' %}{% translate typed %}").nodelist

    assert [type(node).__name__ for node in found[1:]] == ["PlainText", "TranslateNode"]
