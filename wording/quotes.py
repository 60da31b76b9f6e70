"""Quotation marks within quotation marks, as Russian, Kazakh and Turkmen have them."""

OPENS, CLOSES = "«", "»"
INNER = {OPENS: "„", CLOSES: "“"}


def nested(text: str) -> str:
    """The text, with quotes that stand within others in the form for these; as it is where some do not close.

    >>> nested("Пункт «Визит в посольство «Пример»» сохранён.")
    'Пункт «Визит в посольство „Пример“» сохранён.'
    """
    if text.count(OPENS) < 2:
        return text
    signs, depth = [], 0
    for sign in text:
        depth += sign == OPENS
        signs.append(INNER[sign] if sign in INNER and depth == 2 else sign)
        depth -= sign == CLOSES
        if depth < 0:
            return text
    return text if depth else "".join(signs)
