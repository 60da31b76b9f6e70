"""One page in every look: narrow and wide, light and dark, turned as it stands instead of loaded anew for each.

A page costs less to turn than to load, and axe less to run again than to be read: by the eighth part of a look.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

type Scheme = Literal["light", "dark"]
type Schemes = Mapping[int, tuple[Scheme, ...]]

WIDTHS = [1280, 390]
# The schemes of each width: that in which axe tries every rule, then that in which it tries what colours decide.
SCHEMES: Schemes = {1280: ("light", "dark"), 390: ("dark", "light")}
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# What turns slowly is waited for, or its colours on the way would be measured.
FINDINGS = """async rules => {
    const turning = document.getAnimations().filter(one => one instanceof CSSTransition);
    await Promise.allSettled(turning.map(one => one.finished));
    const which = rules && { runOnly: { type: "rule", values: rules } };
    const { violations } = await axe.run({ resultTypes: ["violations"], ...which });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def in_every_width(page: Page, widths: list[int] = WIDTHS) -> Iterator[int]:
    """Turn the page to each width, and back to its own."""
    own = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        yield width
    if own:
        page.set_viewport_size(own)


def findings(page: Page, schemes: Schemes = SCHEMES) -> list[str]:
    """What axe finds wrong in any of these looks, one line an element."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    own: Scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    found = []
    for width in in_every_width(page, list(schemes)):
        rules = None
        for scheme in schemes[width]:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {line}" for line in page.evaluate(FINDINGS, rules)]
            rules = OF_COLOURS
    page.emulate_media(color_scheme=own)
    return found


def too_wide(page: Page, widths: list[int] = WIDTHS) -> list[int]:
    """The widths at which the page has to be scrolled sideways."""
    wide = "document.documentElement.scrollWidth > innerWidth"
    return [width for width in in_every_width(page, widths) if page.evaluate(wide)]
