"""What templates need to show words, days and times: `{% load wording %}`. The language is the page's."""

import datetime as dt
from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from wording import countries, dates, lists, markdown, money
from wording.words import Words

register = template.Library()


def _page_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def lang_span(words: Words | str | None) -> SafeString:
    """The words, escaped; in a span with their `lang` where it is not the page's. None is empty."""
    if isinstance(words, Words) and words.lang != _page_language():
        return format_html('<span lang="{}">{}</span>', words.lang, words.text)
    return (
        SafeString("")
        if words is None
        else conditional_escape(str(words) if isinstance(words, Words) else words)
    )


@register.filter
def lang_attr(words: Words | None) -> SafeString:
    """` lang="ru"` for a tag around these words, where their language is not the page's; else nothing."""
    if words is None or words.lang == _page_language():
        return SafeString("")
    return format_html(' lang="{}"', words.lang)


@register.filter
def joined(words: Iterable[Words | str]) -> SafeString:
    """ "a, b and c", each escaped and marked with its language where it is not the page's."""
    spans = [lang_span(each) for each in words]
    return mark_safe(lists.joined(spans, _page_language()))  # noqa: S308  each is escaped, CLDR adds commas


@register.filter
def enumerated(words: Iterable[Words | str]) -> SafeString:
    """ "a, b, c", each escaped and marked with its language where it is not the page's."""
    return mark_safe(lists.enumerated(lang_span(each) for each in words))  # noqa: S308  each is escaped


@register.filter
def full_date(day: dt.date) -> str:
    """ "Wednesday, 6 December 2023": only for a day that is certain."""
    return dates.full_date(day, _page_language())


@register.filter
def long_date(day: dt.date) -> str:
    """ "6 December 2023"."""
    return dates.long_date(day, _page_language())


@register.filter
def day_and_month(day: dt.date) -> str:
    """ "4 December"."""
    return dates.day_and_month(day, _page_language())


@register.filter
def clock(time: dt.time) -> str:
    """ "18:20"."""
    return dates.clock(time)


@register.filter
def about(text: str) -> str:
    """ "about 4 December", "about 15:30"."""
    return dates.about(text, _page_language())


@register.simple_tag
def date_range(first: dt.date, last: dt.date | None) -> str:
    """ "4 to 7 December 2023"."""
    return dates.date_range(first, last, _page_language())


@register.filter
def partial_date(day: dt.date | None, precision: str) -> str:
    """ "2024", "2nd quarter of 2024", "date open"."""
    return dates.partial_date(day, precision, _page_language())


@register.filter
def country(code: str) -> str:
    """The country's name."""
    return countries.country_name(code, _page_language())


@register.simple_tag(name="money")
def money_tag(amount: object, currency: str) -> str:
    """ "1 250 000 TMT"."""
    return money.money(amount, currency, _page_language())  # type: ignore[arg-type]


@register.filter
def markdown_text(text: str) -> SafeString:
    """Markdown as clean HTML."""
    return markdown.rendered(text)
