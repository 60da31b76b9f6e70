"""docs/roles.md and the rights that the code gives are one and the same."""

import pytest

from backoffice.rights import roles
from tests.walk import roles_table


@pytest.mark.parametrize("role", roles_table.ROLES)
def test_a_role_gives_what_the_document_says(role):
    assert roles.ROLES[role] == roles_table.permissions(role)


@pytest.mark.parametrize("kind", roles_table.KINDS)
def test_a_kind_gives_what_the_document_says(kind):
    assert roles.KINDS[kind] == roles_table.permissions(kind)


def test_the_document_tells_of_every_role_and_kind_and_every_row_is_known():
    tables = roles_table.tables()

    assert set(tables) == {*roles.ROLES, *roles.KINDS} == {*roles_table.ROLES, *roles_table.KINDS}
    rows = [*roles_table.MODELS, roles_table.PERSONAL, roles_table.RELEASING, roles_table.APPROVING]
    assert all(sorted(table) == sorted(rows) for table in tables.values())
