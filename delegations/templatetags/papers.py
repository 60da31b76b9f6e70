"""How a template shows a line of a paper: `{% load papers %}`."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.paper import Line, Look, Run

register = template.Library()

TAGS = {Look.STRONG: ("<b>", "</b>"), Look.STRUCK: ("<del>", "</del>")}
SOFT = '<span class="soft">'


@register.filter
def runs(line: Line, lang: str) -> SafeString:
    """The runs as markup, each with its language where it is not that of what is around."""
    return mark_safe("".join(_markup(run, lang) for run in line))  # noqa: S308  each is escaped


@register.filter
def run(one: Run, lang: str) -> SafeString:
    return runs((one,), lang)


def _markup(one: Run, lang: str) -> str:
    before, after = TAGS.get(one.look, (SOFT, "</span>") if one.look == Look.SOFT else ("", ""))
    text: str = escape(one.text)
    if one.lang != lang:
        text = f'<span lang="{one.lang}">{text}</span>'
    if one.tel:
        text = f'<a href="tel:{escape(one.tel)}">{text}</a>'
    return f"{before}{text}{after}"
