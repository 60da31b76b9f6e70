"""Words as pieces of a page: escaped, and marked with their language where it is not the page's."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wording import markdown
from wording.lists import enumerated
from wording.words import Words

# Said on a page whose language lacks a text. Translators: name the page's own language in place of English;
# the sentence on a text in that same language is never shown.
SHOWN_IN = {
    "en": _("Shown in English: no text in this language yet."),
    "ru": _("Shown in Russian: no English text yet."),
    "kk": _("Shown in Kazakh: no English text yet."),
    "tk": _("Shown in Turkmen: no English text yet."),
}

NOTHING = SafeString("")
SMALL = ' class="small soft"'

# What Markdown gives back as typed, in one paragraph: most descriptions. It is the slowest part of a page.
PLAIN = re.compile(r"(?![-+=~]|\d+[.)]|\s)[^\\`*_\[\]<>&\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+(?<!\s)")


@dataclass(frozen=True, slots=True)
class Pair:
    """A term and what is known of it, for definition lists."""

    term: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class State:
    """A state as a word, the class that draws it, and what stands after it."""

    text: SafeString
    look: str = ""
    after: SafeString = NOTHING


# Markup put together of escaped pieces. Django's own functions, which also take texts that are translated
# later, cost a tenth of a programme of hundreds of items.
safe = SafeString


def escape(text: str) -> SafeString:
    """The text as markup that shows it as it is."""
    return SafeString(html.escape(text))


def line(text: str, attributes: str = "") -> SafeString:
    """A paragraph around a piece of markup, with the attributes of its tag."""
    return SafeString(f"<p{attributes}>{text}</p>")


def spoken(words: Words | None, lang: str) -> SafeString:
    """The words in a span with their language where it is not the page's. None is empty."""
    if words is None:
        return NOTHING
    if words.lang == lang:
        return escape(words.text)
    return safe(f'<span lang="{words.lang}">{escape(words.text)}</span>')


def language_of(words: Words | None, lang: str) -> SafeString:
    """` lang="ru"` for a tag around these words, where their language is not the page's; else nothing."""
    return NOTHING if words is None or words.lang == lang else safe(f' lang="{words.lang}"')


def capital(words: Words) -> Words:
    """The words with a capital letter in front, to begin a line with."""
    return Words(words.text[:1].upper() + words.text[1:], words.lang)


def sentence_case(text: str) -> str:
    """A text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def uncapitalised(words: Words) -> Words:
    """The words without a capital letter in front: "director of the Fund"; "IT director" as it is."""
    text = words.text
    return Words(text[:1].lower() + text[1:], words.lang) if text[1:2].islower() else words


def within(words: Words) -> Words:
    """The words as they stand within a list: "logistics"; a name, as "Silk Road", and "IT" as they are."""
    return words if any(letter.isupper() for letter in words.text[1:]) else uncapitalised(words)


def listed(words: Iterable[Words], lang: str, begin: bool = True) -> SafeString:
    """ "Transport, logistics": one after another, the first with a capital letter where it begins a line."""
    spans = [
        spoken(capital(each) if begin and index == 0 else within(each), lang)
        for index, each in enumerate(words)
    ]
    return safe(enumerated(spans))


def apart(pieces: Iterable[str]) -> SafeString:
    """Pieces of markup with semicolons between them."""
    return safe("; ".join(pieces))


class Prose:
    """Texts of one entry of a page. It says once for each language other than the page's that this is one."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._said = {lang}

    def note(self, words: Words | None) -> SafeString:
        """The sentence that these words are in another language, unless it was said already: else nothing."""
        sentence = self._sentence(words)
        return line(sentence, SMALL) if sentence else NOTHING

    def paragraphs(self, words: Words | None, look: str = "") -> list[SafeString]:
        """A text typed in paragraphs, with the note where it is due. None gives no line."""
        if words is None:
            return []
        attributes = (f' class="{look}"' if look else "") + language_of(words, self.lang)
        lines = [line(escape(text.strip()), attributes) for text in words.text.splitlines() if text.strip()]
        note = self.note(words)
        return [*lines, note] if note else lines

    def markdown(self, words: Words | None) -> list[SafeString]:
        """A text typed in Markdown, with the note where it is due. None gives nothing."""
        if words is None:
            return []
        language = language_of(words, self.lang)
        if PLAIN.fullmatch(words.text):
            text = line(escape(words.text), language)
        else:
            text = markdown.rendered(words.text)
            text = safe(f"<div{language}>{text}</div>") if language else text
        note = self.note(words)
        return [text, note] if note else [text]

    def inline(self, words: Words | None) -> SafeString:
        """A text within a line, followed by the note where it is due; its line breaks stay breaks."""
        if words is None:
            return NOTHING
        text = safe(spoken(words, self.lang).replace("\r\n", "\n").replace("\n", "<br>"))
        sentence = self._sentence(words)
        return safe(f"{text} <span{SMALL}>{sentence}</span>") if sentence else text

    def _sentence(self, words: Words | None) -> SafeString:
        if words is None or words.lang in self._said:
            return NOTHING
        self._said.add(words.lang)
        return escape(str(SHOWN_IN[words.lang]))


def page_language() -> str:
    """The language of the page being made."""
    return get_language() or "en"
