"""What templates need to show words, days and times: `{% load wording %}`. The language is the page's."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.i18n import do_translate
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from wording import dates, lists, markdown, quotes, zones
from wording.words import Words

register = template.Library()

CURRENT = SafeString(' aria-current="true"')


class PlainText(template.Node):
    """A text of the template in the reader's language."""

    child_nodelists = ()

    def __init__(self, text: str) -> None:
        self.text = text.replace("%", "%%")  # as makemessages takes it from a template

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(gettext(self.text).replace("%%", "%"))  # noqa: S308  text and translation are ours, as for Django's tag


@register.tag
def translate(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """Django's `{% translate "text" %}`, without detours that take a fifth of a template's time.

    Where it is more than a text, it is Django's own.
    """
    node = do_translate(parser, token)
    expression = node.filter_expression
    plain = isinstance(expression.var.literal, str) and not expression.filters
    if plain and not (node.noop or node.asvar or node.message_context):
        return PlainText(expression.var.literal)
    return node


@register.simple_tag
def language_links(links: Iterable[Any], query: str = "") -> SafeString:
    """The links to a page in each language (config.addresses.LanguageLink), with what is asked for there."""
    return format_html_join(
        "",
        '<a href="{}{}{}" lang="{}" hreflang="{}"{}>{}</a>',
        (
            (
                link.path,
                ("&" if "?" in link.path else "?") if query else "",
                query or "",
                link.code,
                link.code,
                CURRENT if link.current else "",
                link.name,
            )
            for link in links
        ),
    )


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
def enumerated(words: Iterable[Words | str]) -> SafeString:
    """ "a, b, c", each escaped and marked with its language where it is not the page's."""
    return mark_safe(lists.enumerated(lang_span(each) for each in words))  # noqa: S308  each is escaped


@register.filter
def long_date(day: dt.date) -> str:
    """ "6 December 2023"."""
    return dates.long_date(day, _page_language())


@register.filter(is_safe=True)
def nested_quotes(text: object) -> str:
    """A sentence whose quotes hold others within: «Визит в „Пример“»."""
    return quotes.nested(str(text))


@register.filter(is_safe=True)
def ended(text: str) -> str:
    """Sentences with one full stop where a date at the end brings its own; around tags that make them."""
    return dates.ended(text)


@register.filter
def moment(at: dt.datetime, zone: str) -> str:
    """ "6 December 2023, 18:20 (Ashgabat, UTC+5)"."""
    return zones.moment(at, zone, _page_language())


@register.filter
def markdown_text(text: str) -> SafeString:
    """Markdown as clean HTML."""
    return markdown.rendered(text)
