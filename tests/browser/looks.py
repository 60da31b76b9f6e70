"""One page in every look: narrow and wide, light and dark, turned as it stands instead of loaded anew for each.

A page costs less to turn than to load, and axe less to run again than to be read. Most of what axe takes is the
contrast of each word with what lies behind it, so of words that are alike in all that decides it, one is judged:
in their own colour, size, weight and class, and in tag, background, opacity and place of all that they stand in.
What axe has passed once is not judged again on the next page; what it could not decide is judged wherever it stands.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

type Scheme = Literal["light", "dark"]
type Schemes = Mapping[int, tuple[Scheme, ...]]

WIDTHS = [1280, 390]
# The schemes of each width: that in which axe tries every rule, then that in which it tries what colours decide.
SCHEMES: Schemes = {1280: ("light", "dark"), 390: ("dark", "light")}
# A walk over all pages of the back office sees each in each width and in each scheme: they have one sheet of colours.
OF_THE_DESK: Schemes = {1280: ("light",), 390: ("dark",)}
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_WIDTH = [*OF_COLOURS, "scrollable-region-focusable"]
ONE_OF_ALIKE = Path(__file__).with_name("alike.js").read_text(encoding="utf-8")
AXE = f"if (typeof axe !== 'object') {{ {AXE_SCRIPT}; {ONE_OF_ALIKE} }} null;"
# What turns slowly is waited for, or its colours on the way would be measured. Every rule is tried again where a
# width shows or hides anything; else those that see a width. The list of all records is the same on every page.
FINDINGS = """async ([rules, ofWidth, passed, undecided, beside]) => {
    const turning = document.getAnimations().filter(one => one instanceof CSSTransition);
    await Promise.allSettled(turning.map(one => one.finished));
    const shown = [...document.querySelectorAll("body *:not(#nav-sidebar, #nav-sidebar *, .toggle-nav-sidebar)")]
        .map(one => Number(one.checkVisibility({ visibilityProperty: true }))).join("");
    if (!rules && axe.shown === shown) rules = ofWidth;
    axe.shown = shown;
    const context = beside && document.querySelector(beside) ? { exclude: [beside] } : document;
    const found = [];
    do {
        axe.alike = new axe.Alike(passed, undecided);
        const which = rules && { runOnly: rules };
        const { violations } = await axe.run(context, { resultTypes: ["violations"], ...which });
        for (const { id, nodes } of violations) found.push(...nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
        passed = [...axe.alike.passed];
        undecided = [...axe.alike.undecided];
        rules = ["color-contrast"];
    } while (axe.alike.left);
    return [[...new Set(found)], passed, undecided];
}"""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"

_passed: set[str] = set()
_undecided: set[str] = set()


def in_every_width(page: Page, widths: list[int] = WIDTHS) -> Iterator[int]:
    """Turn the page to each width, and back to its own."""
    own = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        yield width
    if own:
        page.set_viewport_size(own)


def findings(page: Page, schemes: Schemes = SCHEMES) -> list[str]:
    """What axe finds wrong in any of these looks, one line an element, of alike ones a line."""
    prepare(page)
    own: Scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    found = []
    for width in in_every_width(page, list(schemes)):
        rules = None
        for scheme in schemes[width]:
            page.emulate_media(color_scheme=scheme)
            found += look(page, width, scheme, rules=rules)
            rules = OF_COLOURS
    page.emulate_media(color_scheme=own)
    return found


def prepare(page: Page) -> None:
    """Give axe to a page, and have it try every rule in the next look."""
    if page.evaluate("typeof axe !== 'object' || (axe.shown = null)"):
        page.evaluate(AXE)


def look(
    page: Page, width: int, scheme: Scheme, *, rules: list[str] | None = None, beside: str = ""
) -> list[str]:
    """What axe finds wrong in the look that a prepared page has, by some rules or all that may find more.

    `beside` is the selector of what stands beside the page, and was looked at before.
    """
    asked = [rules, OF_WIDTH, [*_passed], [*_undecided], beside]
    lines, passed, undecided = page.evaluate(FINDINGS, asked)
    _passed.update(passed)
    _undecided.update(undecided)
    return [f"{width} px, {scheme}: {line}" for line in lines]


def too_wide(page: Page, widths: list[int] = WIDTHS) -> list[int]:
    """The widths at which the page has to be scrolled sideways."""
    return [width for width in in_every_width(page, widths) if page.evaluate(TOO_WIDE)]
