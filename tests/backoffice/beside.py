"""The list of all kinds of rows that stands beside the stock pages, and takes a quarter of each.

It tells of no row. frame/test_every_page.py weighs and hears it with all pages, frame/test_shell.py counts what it
asks; where a folder has the fixture in its conftest.py, pages are without it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib import admin

BYTES = 30 * 1024  # of its markup, at most


@contextmanager
def no_list() -> Iterator[None]:
    """Stock pages without the list."""
    before = admin.site.enable_nav_sidebar
    admin.site.enable_nav_sidebar = False
    try:
        yield
    finally:
        admin.site.enable_nav_sidebar = before


@pytest.fixture(autouse=True)
def nothing_beside() -> Iterator[None]:
    """Every test of the folder does without the list."""
    with no_list():
        yield
