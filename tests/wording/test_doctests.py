"""The examples in the room's docstrings are true."""

import doctest
import importlib

import pytest

MODULES = ["countries", "dates", "lists", "markdown", "money", "names", "numbers", "phrases", "zones"]
MODULES += ["calendar_names", "typed_dates", "typed_text", "typed_times"]


@pytest.mark.parametrize("module", MODULES)
def test_examples_of_the_docstrings(module):
    result = doctest.testmod(importlib.import_module(f"wording.{module}"))

    assert (result.failed, result.attempted > 0) == (0, True)
