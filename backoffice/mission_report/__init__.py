"""The report of a mission: a page to ask for it, and its files."""
