"""A programme in Word, as organisers write it: paragraphs and tables become entries, with what is not sure.

days.py, times.py and clocks.py read one text each, layout.py a document; guesses.py says what kind something
is, and in which language. None of them asks the database, and none invents: what is not said stays unknown.
"""
