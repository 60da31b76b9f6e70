"""The one way from Markdown to HTML: typed HTML is shown as text, and the result is cleaned once more."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = frozenset({"p", "br", "strong", "em", "code", "blockquote", "ul", "ol", "li", "a"})
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "ol": {"start"},
}  # "*" has title and lang unless told
_SCHEMES = {"https", "mailto", "tel"}
_LINKS = tuple(f"{scheme}:" for scheme in _SCHEMES)


def _is_link(url: str) -> bool:
    return url.lower().startswith(_LINKS)


def _parser() -> MarkdownIt:
    # Headings would break the levels of the page, pictures would load from elsewhere: both stay as typed.
    parser = MarkdownIt("commonmark", {"html": False}).disable(
        ["heading", "lheading", "hr", "image", "fence", "code"]
    )
    parser.validateLink = _is_link  # type: ignore[method-assign]  # a link that may not be is shown as typed
    return parser


_PARSER = _parser()


@lru_cache(maxsize=2048)
def rendered(text: str) -> SafeString:
    """CommonMark without headings, pictures and HTML, as clean HTML; links go to https, mailto and tel alone.

    >>> rendered("**Bring** a <b>pass</b>")
    '<p><strong>Bring</strong> a &lt;b&gt;pass&lt;/b&gt;</p>'
    """
    # A lone surrogate, as "\ud800" in a JSON file makes it, is no text: it can be neither cleaned nor sent.
    html = _PARSER.render(text.encode("utf-8", "replace").decode("utf-8"))
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener",
    )
    return mark_safe(clean.strip())  # noqa: S308  nh3 has just cleaned it
