"""Reminders of follow-ups to whoever is responsible for them, one letter a morning at most.

`occasions` says of what somebody is reminded on a day, `letter` writes it, `sending` claims and sends it.
"""
