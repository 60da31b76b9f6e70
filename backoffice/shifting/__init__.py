"""A mission on other days: all of it moved, two stops exchanged, or one stop at another place.

`planning` says what would move where and what stands against it, changing nothing; `acting` does just that,
if the mission is still the one that was looked at. Releases stay as they are: the next one tells the change.
"""
