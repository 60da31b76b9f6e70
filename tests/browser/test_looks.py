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


def test_what_is_no_matter_of_colours_or_of_a_width_is_found_once(page):
    page.set_content(PAGE.format(style="").replace(' lang="en"', ""))

    assert [line.split(" <")[0] for line in looks.findings(page)] == ["1280 px, light: html-has-lang:"]


def test_what_a_width_shows_is_tried_by_every_rule(page):
    style = "button { display: none } @media (max-width: 400px) { button { display: inline } }"
    page.set_content(PAGE.format(style=style).replace("<p>", "<button></button><p>"))

    assert looks.findings(page) == ["390 px, dark: button-name: <button></button>"]


def test_who_looks_again_tries_every_rule_again(page):
    page.set_content(PAGE.format(style=""))
    assert looks.findings(page) == []
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert [line.split(" <")[0] for line in looks.findings(page)] == ["1280 px, light: html-has-lang:"]


@pytest.mark.parametrize("ground", ["background: #555", "opacity: 0.5", "color: #777", "font-size: 9px"])
def test_of_words_that_are_alike_only_what_lies_behind_them_and_their_look_count(page, ground):
    """Large ones need less contrast than small ones."""
    look = {"font-size: 9px": "p { font-size: 40px; color: #888 } .other p { font-size: 9px }"}
    style = (
        look.get(ground, f".other {{ {ground} }}")
        + "@media (prefers-color-scheme: dark) { * { all: revert !important } }"
    )
    page.set_content(
        PAGE.format(style=style).replace(
            "<p>", "<div><p>Alike</p></div><div class='other'><p>Other</p></div><p>"
        )
    )

    found = [line.split(":", 1) for line in looks.findings(page)]

    assert [look for look, line in found if line == " color-contrast: <p>Other</p>"] == [
        "1280 px, light",
        "390 px, light",
    ]
    assert len(found) == 2


def test_what_passed_on_one_page_is_found_on_another_ground_of_the_next(page):
    page.set_content(PAGE.format(style="p { color: #333 }").replace("<p>", "<div><p>"))
    assert [line for line in looks.findings(page) if "light" in line] == []
    page.set_content(
        PAGE.format(style="p { color: #333 } div { background: #444 }").replace("<p>", "<div><p>")
    )

    assert [line for line in looks.findings(page) if "light" in line] == [
        f"{width} px, light: color-contrast: <p>Words</p>" for width in (1280, 390)
    ]


def test_where_nothing_can_be_said_of_the_first_the_others_are_judged(page):
    """The first lies under something, so axe cannot tell what is behind it."""
    style = f"{PALE} i {{ position: absolute; inset: 0 0 auto; height: 200px; background: #eee }}"
    page.set_content(
        PAGE.format(style=style).replace("<p>", "<i></i><p>First</p><hr style='margin-top: 300px'><p>")
    )

    assert [line for line in looks.findings(page) if "light" in line] == [
        f"{width} px, light: color-contrast: <p>Words</p>" for width in (1280, 390)
    ]


def test_a_width_at_which_a_page_must_be_scrolled_sideways_is_named(page):
    page.set_content(PAGE.format(style="p { width: 500px }"))

    assert looks.too_wide(page, [320, 390, 820, 1280]) == [320, 390]
