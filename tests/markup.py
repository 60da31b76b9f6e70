"""Whether a page is good HTML: what the parser of browsers complains of, and what it would silently mend."""

from collections import Counter
from html.parser import HTMLParser

from justhtml import JustHTML

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
REFERRING = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list"}


def faults(page: str) -> list[str]:
    """Every fault of a page as a short sentence; none: the empty list."""
    found = [str(error) for error in JustHTML(page, collect_errors=True, sanitize=False).errors]
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return found + reader.found + reader.at_the_end()


class _Reader(HTMLParser):
    """Our templates close what they open, in order, and name each thing once."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.references: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _value in attrs)
        self.found += [f"<{tag}> has {name} twice" for name, count in names.items() if count > 1]
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            elif name in REFERRING:
                self.references.update((value or "").split())
            elif name == "href" and (value or "").startswith("#"):
                self.references.add((value or "")[1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.found.append(f"</{tag}> at line {self.getpos()[0]} closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def at_the_end(self) -> list[str]:
        missing = self.references - set(self.ids)
        return (
            [f"<{tag}> is never closed" for tag in self.open]
            + [f"id {name} stands {count} times" for name, count in self.ids.items() if count > 1]
            + [f"#{name} is referred to and stands nowhere" for name in sorted(missing)]
        )
