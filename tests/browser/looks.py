"""One page in every look: narrow and wide, light and dark, turned as it stands instead of loaded anew for each.

A page costs less to turn than to load, and axe less to run again than to be read. Most of what axe takes is the
contrast of each word with what lies behind it, so of words that are alike in all that decides it, one is judged:
in their own colour, size, weight and class, and in tag, background, opacity and place of all that they stand in.
What axe has passed once is not judged again on the next page; what it could not decide is judged wherever it stands.
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
# The many pages of the back office have one sheet of colours: each is seen in each width and in each scheme.
OF_THE_DESK: Schemes = {1280: ("light",), 390: ("dark",)}
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_WIDTH = [*OF_COLOURS, "scrollable-region-focusable"]
# Asked of axe's own rule before it looks at an element, and of its own check when it has.
ONE_OF_ALIKE = """
const PLAIN = {
    backgroundColor: "rgba(0, 0, 0, 0)", backgroundImage: "none", opacity: "1", filter: "none",
    mixBlendMode: "normal", position: "static", zIndex: "auto", float: "none", transform: "none",
};
class Alike {
    constructor(passed, undecided) {
        this.passed = new Set(passed);
        this.undecided = new Set(undecided);
        this.asked = new Map();  // the first of each sort, and whether it has others
        this.grounds = new Map([[null, ""]]);
    }
    ground(one) {
        if (!this.grounds.has(one)) {
            const style = getComputedStyle(one);
            let own = one.localName;
            for (const name in PLAIN) if (style[name] !== PLAIN[name]) own += `;${name}:${style[name]}`;
            this.grounds.set(one, `${this.ground(one.parentElement)} ${own}`);
        }
        return this.grounds.get(one);
    }
    sort(one) {
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
        const brief = one.textContent.trim().length === 1;  // of which axe says less
        const said = [this.ground(one), one.className, color, fontSize, fontWeight, textShadow, brief, one.type];
        let [a, b] = [0xdeadbeef, 0x41c6ce57];
        for (const letter of said.join("|")) {
            a = Math.imul(a ^ letter.charCodeAt(0), 2654435761);
            b = Math.imul(b ^ letter.charCodeAt(0), 1597334677);
        }
        return (a >>> 0).toString(36) + (b >>> 0).toString(36);
    }
    asks(one, matches) {
        if (!one.matches("input, select, textarea")
            && ![...one.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim())) return false;
        const sort = this.sort(one);
        if (this.passed.has(sort) || !matches()) return false;
        if (this.undecided.has(sort) || !this.asked.has(sort)) return this.asked.set(sort, false) && true;
        this.asked.set(sort, true);
        return false;
    }
    told(one, verdict, why) {
        const sort = this.sort(one);
        if (verdict) this.passed.add(sort);
        // Of what lies on a picture, axe says nothing wherever it stands.
        else if (verdict === undefined) (why === "bgImage" || why === "bgGradient" ? this.passed : this.undecided).add(sort);
    }
    get left() { return [...this.asked].some(([sort, more]) => more && this.undecided.has(sort)); }
}
const rule = axe._audit.rules.find(one => one.id === "color-contrast"), check = axe._audit.checks["color-contrast"];
const { matches } = rule, { evaluate } = check;
rule.matches = function (one, ...more) { return axe.alike.asks(one, () => matches.call(this, one, ...more)); };
check.evaluate = function (one, ...more) {
    const { data } = this;
    let why = "";
    this.data = said => { why = said && said.messageKey; return data.call(this, said); };
    const verdict = evaluate.call(this, one, ...more);
    axe.alike.told(one, verdict, why);
    return verdict;
};
axe.Alike = Alike;
"""
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


def findings(page: Page, schemes: Schemes | None = None) -> list[str]:
    """What axe finds wrong in any of these looks, one line an element, of alike ones a line."""
    schemes = schemes or (OF_THE_DESK if "/admin/" in page.url else SCHEMES)
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
