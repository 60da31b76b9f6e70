"""Who walks on both databases.

Kinds of staff, and roles in a mission, differ in rights, which Python weighs: they put the same questions to the
database, or fewer. So the one who has the most pages of her sort puts them on both, and the others on one.
"""

from collections.abc import Iterable
from typing import Any

import pytest

ON_BOTH = {"anonymous", "delegate", "superuser", "coordinator"}


def on_engines(readers: Iterable[str]) -> list[Any]:
    """These readers as parameters of a walk."""
    return [pytest.param(one, marks=() if one in ON_BOTH else pytest.mark.once, id=one) for one in readers]
