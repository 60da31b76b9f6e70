"""Letters to delegates: what each of them is told of a version, or an organiser's message.

telling.py   who is told what: from which version to which, and who gets no letter, with the reason
letters.py   one letter: words, calendar, paper
outbox.py    the verbs of whoever sends: written with a release, given to be sent, stopped, sent again
sending.py   what a worker does: claims a letter, sends it, notes what became of it
"""
