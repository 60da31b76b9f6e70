"""What was deleted in the back office, kept for thirty days: put in, shown, brought back, thrown away.

Rows that went together stand in one entry, encrypted, for they may be about people: whoever is deleted is in
no table in plain words any more. `keeping` writes an entry in the transaction of the deletion,
`bringing_back` makes its rows again, `reading` decides who finds which entry, `page` shows them.
"""
