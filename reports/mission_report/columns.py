"""The columns of a report's sheets, before two languages are put together."""

from dataclasses import dataclass

from wording.words import Words


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, its width in letters, and whether it is in words, so that each language has its own."""

    heading: str
    letters: int
    worded: bool = True


def said(words: Words | None) -> str:
    """The words themselves, nothing where none are known."""
    return " ".join(words.text.split()) if words else ""
