"""Russian: what differs from Django's own formats."""

MONTH_DAY_FORMAT = "j E"  # "1 декабря"; Django's has the nominative
DATETIME_FORMAT = "j E Y г., H:i e"  # with its zone, as in our other languages
