"""Which branches the tests take: pytest loads this before our rooms where the run counts them (`-p tests.branches`).

Python's own monitoring tells of each line and branch once, so that counting costs almost nothing.
"""

import json
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
import slipcover

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".coverage"
COUNTED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["keruen"]["coverage"]["rooms"]
OMITTED = ["*/migrations/*"]

_counter = slipcover.Slipcover(
    branch=True, source=COUNTED, omit=OMITTED, exclude_also=[r"^\s*@overload", r"if TYPE_CHECKING:"]
)
slipcover.ImportManager(_counter, slipcover.FileMatcher(COUNTED, OMITTED)).__enter__()


class Branches:
    """Counts what the tests of its choice take, and nothing that the others do."""

    def __init__(self, is_counted: Callable[[pytest.Item], bool]) -> None:
        self.is_counted = is_counted

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        if self.is_counted(item):
            return (yield)
        counted, _counter.newly_seen = _counter.newly_seen, defaultdict(set)
        try:
            return (yield)
        finally:
            _counter.newly_seen = counted
            sys.monitoring.restart_events()  # what this test took counts as soon as another one takes it

    def pytest_sessionfinish(self) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        (FOLDER / f"{worker}.json").write_text(json.dumps(_counter.get_coverage()))
