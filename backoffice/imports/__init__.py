"""Bringing data in: a file becomes rows, rows a preview, and a preview that somebody accepts is taken in.

reading.py makes a `Table` of a file; headings.py finds the columns of a kind in it; storage.py keeps both,
encrypted, as an `Import`; a kind (kinds.py lists them) compares its lines with the rows that there are and
gives a `Preview`; taking_in.py saves it, all or nothing. Nothing is saved before somebody has accepted.
"""
