"""The factories themselves: what they save is what forms accept."""

import pytest

from tests import factories

MAKERS = sorted(name for name in vars(factories) if name.startswith("make_"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", MAKERS)
def test_a_made_row_is_valid_and_has_a_name(name):
    row = getattr(factories, name)()

    row.refresh_from_db()
    row.full_clean()
    assert str(row)
