"""Names of people. A person's own order decides, not the language; the script is chosen elsewhere."""

FAMILY_FIRST = "family_first"
GIVEN_FIRST = "given_first"
ORDERS = (FAMILY_FIRST, GIVEN_FIRST)


def full_name(family: str, given: str, patronymic: str = "", order: str = FAMILY_FIRST) -> str:
    """The whole name in one of `ORDERS` (any other raises `ValueError`); every part may be empty.

    >>> full_name("Berdiyewa", "Ogulsapar", "Amanowna", "given_first")
    'Ogulsapar Amanowna Berdiyewa'
    """
    return _ordered(family, f"{given} {patronymic}", order, " ")


def name_with_initials(family: str, given: str, patronymic: str = "", order: str = FAMILY_FIRST) -> str:
    """The family name with initials, held together by non-breaking spaces; a lone given name stays whole.

    >>> name_with_initials("Сахметов", "Жан-Али", "Серикович").replace("\\N{NO-BREAK SPACE}", " ")
    'Сахметов Ж.-А. С.'
    """
    if not family.strip():
        return full_name(family, given, patronymic, order)
    initials = " ".join(_initial(part) for part in f"{given} {patronymic}".split())
    return _ordered(family, initials, order, "\N{NO-BREAK SPACE}")


def _initial(name: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in name.split("-") if part)


def _ordered(family: str, rest: str, order: str, space: str) -> str:
    if order not in ORDERS:
        raise ValueError(f"no order of names: {order!r}")
    parts = (family, rest) if order == FAMILY_FIRST else (rest, family)
    return space.join(word for part in parts for word in part.split())
