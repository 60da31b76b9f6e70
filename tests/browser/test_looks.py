"""That a page which is turned from look to look is looked at in each, once its colours have arrived."""

import pytest

from tests.browser import looks

PAGE = """<!doctype html><html lang="en"><title>A page</title><style>
body {{ background: #fff; color: #000; transition: background 0.4s, color 0.4s }}
p {{ transition: color 0.4s }}
@media (prefers-color-scheme: dark) {{ body {{ background: #000; color: #fff }} }}
{style}
</style><main><h1>A page</h1><p>Words</p></main></html>"""
PALE = "p { color: #999 }"
DIM = "p { color: #444 }"


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("", []),
        (f"@media (prefers-color-scheme: light) {{ {PALE} }}", ["1280 px, light", "390 px, light"]),
        (f"@media (prefers-color-scheme: dark) {{ {DIM} }}", ["1280 px, dark", "390 px, dark"]),
        (f"@media (max-width: 400px) and (prefers-color-scheme: light) {{ {PALE} }}", ["390 px, light"]),
        (f"@media (max-width: 400px) and (prefers-color-scheme: dark) {{ {DIM} }}", ["390 px, dark"]),
        (f"@media (min-width: 401px) and (prefers-color-scheme: dark) {{ {DIM} }}", ["1280 px, dark"]),
    ],
)
def test_a_fault_of_one_look_is_found_in_that_look(page, style, found):
    page.set_content(PAGE.format(style=style))

    assert looks.findings(page) == [f"{look}: color-contrast: <p>Words</p>" for look in found]
    assert page.viewport_size == {"width": 1280, "height": 900}
    assert page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")


def test_what_is_no_matter_of_colours_is_found_once_in_each_width(page):
    page.set_content(PAGE.format(style="").replace(' lang="en"', ""))

    assert [line.split(" <")[0] for line in looks.findings(page)] == [
        "1280 px, light: html-has-lang:",
        "390 px, dark: html-has-lang:",
    ]


def test_a_width_at_which_a_page_must_be_scrolled_sideways_is_named(page):
    page.set_content(PAGE.format(style="p { width: 500px }"))

    assert looks.too_wide(page, [320, 390, 820, 1280]) == [320, 390]
