"""The report of a mission: facts read once, then words, then DOCX, PDF and XLSX.

`reading` gives the facts of one of two variants, `words` and `workbook` say them in a language, `files` makes
the files. The internal variant holds what its reader may see; the public one is made of what was released,
published and cleared, and what is not stands nowhere in it.
"""
