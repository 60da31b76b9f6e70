"""A whole mission brought in by a mission file (docs/mission-file.md), in the browser.

page.py has its pages; taking_in.py loads the file, once to look at what that does and once to keep it;
showing.py makes of the first what the reader is shown.
"""
