"""Whole numbers as addresses, forms and sheets write them: digits alone."""

KEY_DIGITS = 18  # of them every number fits into the key of a row


def whole(text: str, digits: int = KEY_DIGITS) -> int | None:
    """The number that a text writes with the digits 0 to 9; None for any other text, and for more digits.

    >>> whole("042"), whole("-1"), whole("Ⅳ"), whole("٣"), whole(""), whole("9" * 19)
    (42, None, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
