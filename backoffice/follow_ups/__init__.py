"""What was agreed and is still to be done: the register over all missions, one follow-up, what it becomes.

`register` finds the rows of a list and puts them into words, `page` shows one and takes its verbs, `becoming`
makes a mission of one, `calendar_page` is the page on which each sets her own reminders.
"""
