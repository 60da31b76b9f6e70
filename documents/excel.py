"""What Excel takes: which names a sheet may have, how long a cell is, from which day on it knows days."""

import datetime

FIRST_DAY = datetime.date(1900, 3, 1)  # it counts the days from here, and knows none before it
LONGEST = 32_767  # signs of one cell
LONGEST_NAME = 31  # signs of a sheet's name
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def sheet_title(words: str) -> str:
    """The name of a sheet: 31 signs, without those that Excel does not take.

    >>> sheet_title("Visits: 4/12")
    'Visits  4 12'
    """
    return words.translate(_NOT_IN_A_NAME)[:LONGEST_NAME]
