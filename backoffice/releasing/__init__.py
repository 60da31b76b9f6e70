"""Releasing with full knowledge: what changes for whom, previews, comparisons, drafts, versions taken back.

readers.py       who reads: the public, delegates by the groups they are in, hosts
differences.py   what each of them sees change, by missions.changes.compare; who is told
rows.py          a change in words, before and after
disclosures.py   what was private and becomes public
seals.py         whether the rows are still those that were looked at
page.py          the release page; the others are named after their subject
"""
