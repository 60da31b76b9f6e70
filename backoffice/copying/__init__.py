"""A new mission from an old one or from a template: on other days, with the parts that are chosen.

`planning` makes the rows without saving any, `saving` saves them, `page` asks and shows what would come.
"""
