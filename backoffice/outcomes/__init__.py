"""Papers and sums over all missions: the register with its totals, and the page of one outcome.

`register` finds the rows that are asked for, `sums` puts what they come to into words, `page` shows one and
takes its verbs (missions/outcomes.py).
"""
