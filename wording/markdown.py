"""The one way from Markdown to HTML: typed HTML is shown as text, and the result is cleaned once more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import blockquote, list_block
from markdown_it.token import Token

TAGS = frozenset({"p", "br", "strong", "em", "code", "blockquote", "ul", "ol", "li", "a"})
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "ol": {"start"},
}  # "*" has title and lang unless told
# Levels of quotes and lists, of which a list takes two; marks that would open more stay as typed.
DEEPEST = 16
_SCHEMES = {"https", "mailto", "tel"}
_LINKS = tuple(f"{scheme}:" for scheme in _SCHEMES)


def _is_link(url: str) -> bool:
    return url.lower().startswith(_LINKS)


def _no_deeper(rule: Callable[..., bool]) -> Callable[..., bool]:
    """The rule of a block that holds others, up to a depth."""
    return lambda state, *lines: state.level < DEEPEST and rule(state, *lines)


def _parser() -> MarkdownIt:
    # Headings would break the levels of the page, pictures would load from elsewhere: both stay as typed, as
    # does what only defines a link for elsewhere. The parser drops what is nested deeper than its limit.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 4}).disable(
        ["heading", "lheading", "hr", "image", "fence", "code", "reference"]
    )
    ends = ["paragraph", "blockquote", "list"]  # what such a block may end, as in the parser's own table
    parser.block.ruler.at("blockquote", _no_deeper(blockquote), {"alt": ends})
    parser.block.ruler.at("list", _no_deeper(list_block), {"alt": ends[:2]})
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


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line on paper."""

    text: str
    strong: bool = False


def lines(text: str) -> tuple[tuple[Span, ...], ...]:
    r"""CommonMark for paper: each paragraph, list entry and hard break a line; links with addresses.

    >>> ["".join(span.text for span in line) for line in lines("See [us](https://a.org).\n\n- a\n- b")]
    ['See us (https://a.org).', '• a', '• b']
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    found = list(_lines(_PARSER.parse(whole)))
    return tuple(tuple(line) for line in found if any(span.text.strip() for span in line))


def _lines(tokens: Sequence[Token]) -> Iterator[list[Span]]:
    numbers: list[int | None] = []
    mark = ""
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                mark = "• " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
            case "inline":
                for position, line in enumerate(_inline(token.children or ())):
                    yield [Span(mark), *line] if mark and position == 0 else line
                mark = ""


def _inline(tokens: Sequence[Token]) -> Iterator[list[Span]]:
    line: list[Span] = []
    strong, address, said = 0, "", ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close"}:
            strong += token.nesting
        elif token.type == "link_open":
            address, said = str(token.attrs["href"]), ""
        elif token.type == "link_close":
            if said != address:
                line.append(Span(f" ({address.removeprefix('mailto:').removeprefix('tel:')})"))
        elif token.type == "hardbreak":
            yield line
            line = []
        else:
            text = " " if token.type == "softbreak" else token.content
            said += text
            line.append(Span(text, strong > 0))
    yield line
