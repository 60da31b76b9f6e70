"""Two ways to use a page: with the keyboard alone, as somebody without a mouse does, and with the mouse.

Both know the same acts, so that a way through the site is written once and walked by either.
"""

import pytest
from playwright.sync_api import Locator, Page, expect

FAR = 400  # presses of Tab after which something cannot be reached
AT_ONCE = 120
PATIENCE = 30_000  # milliseconds
# How many presses of Tab lead from the focus to an element, going back where that is negative; None where
# nobody can say. A guess that saves time alone: the keys are pressed in any case, and then it is looked again.
DISTANCE = """
    target => {
        const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
            .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility());
        const here = stops.indexOf(document.activeElement), there = stops.indexOf(target);
        if (document.activeElement === target) return 0;
        return here < 0 || there < 0 ? null : there - here;
    }
"""


class _Hands:
    """Somebody at a page, who waits where the machine has other things to do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)

    def settle(self, target: Locator) -> None:
        """Wait until the page of this has all its scripts: nobody carries anything before."""
        target.wait_for()
        self.page.wait_for_load_state()


class Keyboard(_Hands):
    """Tab, Enter, Space, arrows and letters; nothing is clicked, and nothing is focused but by Tab."""

    def reach(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, until this has the focus; from where it is, else from the top."""
        target.wait_for()
        pressed = 0
        while pressed < FAR:
            distance = target.evaluate(DISTANCE)
            if distance == 0:
                return
            way = "Shift+Tab" if distance and distance < 0 else "Tab"
            for _press in range(min(abs(distance or 1), AT_ONCE)):
                self.page.keyboard.press(way)
                pressed += 1
        raise AssertionError(f"no Tab leads to {target}")

    def press(self, target: Locator) -> None:
        """Follow a link, press a button, open or close a fold."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, target: Locator, words: str) -> None:
        """Go down a list until this is chosen."""
        self.reach(target)
        self.page.keyboard.press("Home")
        for _press in range(target.locator("option").count()):
            if target.evaluate("one => one.selectedOptions[0].text") == words:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{words} is not offered by {target}")

    def tick(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Space")

    def pick(self, group: Locator, words: str) -> None:
        """Choose one of several buttons that exclude each other: Tab leads to the first, arrows to the others."""
        self.reach(group.get_by_role("radio").first)
        self.page.keyboard.press("Space")
        for _press in range(group.get_by_role("radio").count()):
            if group.get_by_label(words).is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{words} is not offered by {group}")

    def suggest(self, name: str, words: str) -> None:
        """Take the first suggestion of the admin for these letters."""
        self.reach(self.page.locator(f"#id_{name} + .select2 .select2-selection"))
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".select2-dropdown .select2-search__field")).to_be_focused()
        self.page.keyboard.insert_text(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
        self.page.keyboard.press("Enter")

    def carry(self, held: Locator, _to: Locator, keys: str) -> None:
        """Press these keys, with blanks between them, in what is held: they lead to where it belongs."""
        self.settle(held)
        self.reach(held.get_by_role("link").or_(held.get_by_role("button")).first)
        for key in keys.split():
            self.page.keyboard.press(key)


class Mouse(_Hands):
    """Clicks, and letters into what was clicked."""

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.click()
        target.fill(text)

    def choose(self, target: Locator, words: str) -> None:
        target.select_option(label=words)

    def tick(self, target: Locator) -> None:
        target.click()

    def pick(self, group: Locator, words: str) -> None:
        group.get_by_label(words).click()

    def suggest(self, name: str, words: str) -> None:
        self.page.locator(f"#id_{name} + .select2 .select2-selection").click()
        self.page.locator(".select2-dropdown .select2-search__field").fill(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).click()

    def carry(self, held: Locator, to: Locator, _keys: str) -> None:
        """Drag what is held by its heading to the upper edge of where it belongs."""
        size = self.page.viewport_size or {"width": 1280, "height": 900}
        # Playwright cannot scroll while it drags.
        self.page.set_viewport_size({"width": size["width"], "height": 3000})
        self.settle(held)
        held.locator("h4, th").first.drag_to(to, target_position={"x": 60, "y": 4})
        self.page.set_viewport_size(size)


HANDS = pytest.mark.parametrize("hand", [Keyboard, Mouse], ids=["keyboard", "mouse"])
# A reader's way in each of the four languages; each of the two hands walks it in two of them.
HANDS_IN_LANGUAGES = pytest.mark.parametrize(
    ("hand", "lang"),
    [(Keyboard, "en"), (Mouse, "ru"), (Keyboard, "kk"), (Mouse, "tk")],
    ids=["en-keyboard", "ru-mouse", "kk-keyboard", "tk-mouse"],
)
