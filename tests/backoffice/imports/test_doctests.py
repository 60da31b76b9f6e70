"""The examples in the docstrings are true."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("module", ["folding", "full_names", "spoken", "table"])
def test_examples(module):
    result = doctest.testmod(importlib.import_module(f"backoffice.imports.{module}"))

    assert result.attempted > 0
    assert result.failed == 0
