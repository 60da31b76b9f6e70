"""This week: what needs somebody, reckoned for many missions at once, and the deadlines of one."""
