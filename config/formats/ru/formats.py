"""Russian: what differs from Django's own formats."""

MONTH_DAY_FORMAT = "j E"  # "1 декабря"; Django's has the nominative
