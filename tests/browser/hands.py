"""Two ways to use a page: with the keyboard alone, as somebody without a mouse does, and with the mouse."""

from playwright.sync_api import Locator, Page, expect

FAR = 400


class Keyboard:
    """Tab, Enter, Space, arrows and letters; nothing is clicked, and nothing is focused but by Tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Press Tab until this has the focus; from where it is, else from the top of the page."""
        target.wait_for()
        for _press in range(FAR):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {target}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def day(self, target: Locator, iso: str) -> None:
        """Type a day into the browser's own field, which here has the month first."""
        self.reach(target)
        year, month, day = iso.split("-")
        self.page.keyboard.type(f"{month}{day}{year}")

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

    def suggest(self, name: str, words: str) -> None:
        """Take the first suggestion of the admin for these letters."""
        self.reach(self.page.locator(f"#id_{name} + .select2 .select2-selection"))
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".select2-dropdown .select2-search__field")).to_be_focused()
        self.page.keyboard.insert_text(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
        self.page.keyboard.press("Enter")


class Mouse:
    """Clicks, and letters into what was clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.click()
        target.fill(text)

    def day(self, target: Locator, iso: str) -> None:
        target.fill(iso)

    def choose(self, target: Locator, words: str) -> None:
        target.select_option(label=words)

    def tick(self, target: Locator) -> None:
        target.click()

    def suggest(self, name: str, words: str) -> None:
        self.page.locator(f"#id_{name} + .select2 .select2-selection").click()
        self.page.locator(".select2-dropdown .select2-search__field").fill(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).click()
