"""What hosts have answered about their items, and the organiser's decision on each answer.

`answers` reads them and decides, `page` shows them. Until an answer is accepted it changes nothing.
"""
