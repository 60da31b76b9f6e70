"""Markdown becomes clean HTML, whatever is typed: faults.md 50 and 54."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wording import markdown


class Reader(HTMLParser):
    """The tags with their attributes, and the text."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "[x](http://example.org)",
        "[x](//example.org)",
        "[x](/admin/)",
        '[x](https://example.org "onclick=alert(1)")',
        "<https://example.org/?a=1&b=2>",
        "<a href='https://example.org' onclick='x()' style='x'>",
        "</p>",
        "<svg/onload=x>",
        "<!--",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "`<b>`",
        "**",
        "_",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n7. ",
        "# ",
        "\n---\n",
        "```js\n",
        "    ",
        "\\",
        "\ud800",
        "\x00",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_nothing_runs_and_nothing_loads(text):
    """faults.md 54: script in the preview of Markdown, twice; there is one renderer, and it makes only these tags."""
    for tag, attributes in read(markdown.rendered(text)).tags:
        assert tag in markdown.TAGS
        if tag == "a":
            assert set(attributes) <= {"href", "rel"}
            assert attributes["rel"] == "nofollow noopener"
            assert attributes["href"].startswith(("https:", "mailto:", "tel:"))
        elif tag == "ol":
            assert set(attributes) <= {"start"}
        else:
            assert attributes == {}


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '<a href="https://evil.example">Ministry</a>', "<b onclick=x()>bold</b>"],
)
def test_typed_html_is_shown_as_text(typed):
    """faults.md 50: values that carried HTML."""
    reader = read(markdown.rendered(typed))

    assert reader.text == typed
    assert reader.tags == [("p", {})]


@pytest.mark.parametrize(
    "typed",
    ["[x](javascript:alert(1))", "[x](http://example.org)", "[x](/admin/)", "![x](https://e.org/x.png)"],
)
def test_link_that_may_not_be_is_shown_as_typed(typed):
    reader = read(markdown.rendered(typed))

    assert "href" not in str(reader.tags) or reader.tags[1][1]["href"].startswith("https:")
    assert "img" not in str(reader.tags)
    assert reader.text in {typed, "!x"}


def test_markdown_is_rendered():
    assert (
        markdown.rendered("Bring a *passport*\n\n- [form](https://example.org/f)\n- <mailto:a@example.org>")
        == "<p>Bring a <em>passport</em></p>\n<ul>\n"
        '<li><a href="https://example.org/f" rel="nofollow noopener">form</a></li>\n'
        '<li><a href="mailto:a@example.org" rel="nofollow noopener">mailto:a@example.org</a></li>\n</ul>'
    )
    assert markdown.rendered("3. three") == '<ol start="3">\n<li>three</li>\n</ol>'
    assert markdown.rendered("# Title") == "<p># Title</p>"
    assert markdown.rendered("") == ""


@given(st.lists(st.sampled_from(["> ", "- ", "* ", "1. ", "  "]), max_size=60).map("".join))
@example("> " * 20)
@example("- " * 20)
@example("[deep]: https://example.org ")
def test_no_word_is_lost_however_deep_it_stands(marks):
    typed = f"{marks}deep"

    assert "deep" in read(markdown.rendered(typed)).text
    assert "deep" in "".join(span.text for line in markdown.lines(typed) for span in line)


def test_a_list_within_lists_keeps_the_words_of_each():
    typed = "\n".join(f"{'  ' * depth}- x{depth}x" for depth in range(40))

    text = read(markdown.rendered(typed)).text

    assert [depth for depth in range(40) if f"x{depth}x" not in text] == []
