"""A version that is to be told by letters, and the letter to one of whom it concerns."""

from delegations.models import Notice
from tests.delegations.notice_stories import Story

NOW = "2023-12-01 10:00"


def released(*names):
    """A story of which version 1 is given to be told; more of those who come to the reception by name."""
    story = Story()
    for name in names:
        story.delegate(name, [])
    story.release(tell=True)
    return story


def row(name="Maral"):
    return Notice.objects.get(delegate__person__given_name_en=name)
