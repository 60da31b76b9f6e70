"""The reference mission in four languages: no word of another one but in a text marked with its language."""

import re
from html.parser import HTMLParser

import pytest

from tests.markup import VOID
from tests.missions.published import REFERENCE, load_reference

# Words of pages made of a document; pages are read on both databases in test_pages_answers.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

LATIN, CYRILLIC = ("en", "tk"), ("ru", "kk")
PATHS = ["", f"missions/{REFERENCE}/", f"missions/{REFERENCE}/changes/", "partners/{partner}/"]
# Names that are written in Latin letters everywhere, units and formats.
LATIN_NAMES = {"keruen", "utc", "ics", "json", "pdf", "natural", "earth", "agro", "pack", "turkmenistan"}
# Words that stand on the English pages and in no Turkmen sentence.
ENGLISH = re.compile(
    r"\b(the|of|and|was|were|not|with|from|reported|released|when|where|between|status|dates|any|show|all)\b",
    re.IGNORECASE,
)


class Unmarked(HTMLParser):
    """The texts of a page that are in its own language, names and contents of attributes included."""

    def __init__(self, lang):
        super().__init__()
        self.page = lang
        self.langs = [lang]
        self.open = []
        self.texts = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        lang = attributes.get("lang", self.langs[-1])
        if lang == self.page and tag != "script":
            said = [attributes.get(name) for name in ("aria-label", "title", "alt", "placeholder")]
            said += [attributes.get("content")] if attributes.get("name") == "description" else []
            self.texts += [text for text in said if text]
        if tag not in VOID:
            self.open.append(tag)
            self.langs.append(lang)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        self.open.pop()
        self.langs.pop()

    def handle_data(self, data):
        if self.langs[-1] == self.page and self.open[-1:] != ["script"] and data.strip():
            self.texts.append(" ".join(data.split()))


def texts_of(client, lang, path):
    partner = "state-commodity-exchange"
    answer = client.get(f"/{lang}/{path.format(partner=partner)}")
    if "partners" in path and answer.status_code == 404:
        home = client.get(f"/{lang}/missions/{REFERENCE}/").content.decode()
        answer = client.get(re.findall(rf'href="(/{lang}/partners/[^"]+)"', home)[0])
    reader = Unmarked(lang)
    reader.feed(answer.content.decode())
    return reader.texts


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", LATIN)
def test_no_cyrillic_letter_stands_unmarked_on_a_page_in_latin_letters(client, lang, path):
    load_reference()

    assert [
        text for text in texts_of(client, lang, path) if re.search("[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]", text)
    ] == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", CYRILLIC)
def test_no_latin_word_but_names_stands_unmarked_on_a_page_in_cyrillic_letters(client, lang, path):
    load_reference()

    found = [
        text
        for text in texts_of(client, lang, path)
        if {word.lower() for word in re.findall("[A-Za-zÀ-ž]{2,}", text)} - LATIN_NAMES
    ]
    assert found == []


@pytest.mark.parametrize("path", PATHS)
def test_no_english_word_stands_unmarked_on_a_turkmen_page(client, path):
    load_reference()

    assert [text for text in texts_of(client, "tk", path) if ENGLISH.search(text)] == []


@pytest.mark.parametrize("path", PATHS)
def test_no_russian_sentence_stands_on_a_kazakh_page(client, path):
    load_reference()

    russian, kazakh = (
        {text for text in texts_of(client, lang, path) if re.search(r"[а-яё]{3,} [а-яё]{3,}", text)}
        for lang in CYRILLIC
    )
    assert russian & kazakh == set()


@pytest.mark.parametrize("path", PATHS)
def test_no_sentence_that_ends_with_a_date_has_two_full_stops(client, path):
    """A Russian date brings its own: “13 декабря 2023 г.”."""
    load_reference()

    assert [text for text in texts_of(client, "ru", path) if ".." in text] == []


def test_no_sentence_of_a_calendar_that_ends_with_a_date_has_two_full_stops(client):
    load_reference()

    calendar = client.get(f"/ru/missions/{REFERENCE}/programme.ics").content.decode().replace("\r\n ", "")

    assert re.findall(r".{20}\.\..*", calendar) == []
    assert calendar.count("День неточный: около 4 декабря 2023\u202fг.\\n") == 3
