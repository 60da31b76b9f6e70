"""The share of the branches that the tests take, and the least accepted (`tool.keruen` in pyproject.toml)."""

import functools
import json
import shutil
import sys
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import slipcover

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".coverage"  # tests/branches.py writes a file for each worker


def forget() -> None:
    """Begin anew: figures of an earlier run count for nothing."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()


def main() -> int:
    """Print what is not covered; 1 where that is more than accepted and the gate is shut."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["keruen"]["coverage"]
    measured = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]
    if not measured:
        print("No branch was counted.")
        return 1
    both = functools.reduce(slipcover.merge_coverage, measured)
    slipcover.print_coverage(both, skip_covered=True)
    full = set(wanted["full"])
    figures = {
        "the four modules": (percent(both, full), 100.0),
        "the rest": (percent(both, both["files"].keys() - full), float(wanted["rest"])),
    }
    short = False
    for name, (figure, least) in figures.items():
        print(f"Branch coverage of {name}: {figure:.2f} %, at least {least:.0f} % wanted.")
        short = short or figure < least
    return 1 if short and wanted["enforced"] else 0


def percent(measured: dict[str, Any], which: Collection[str]) -> float:
    """The share of the lines and branches of these files that were taken; 0 where there is none."""
    found = [measured["files"][name] for name in which]
    taken = sum(len(file["executed_lines"]) + len(file["executed_branches"]) for file in found)
    missed = sum(len(file["missing_lines"]) + len(file["missing_branches"]) for file in found)
    return 100 * taken / (taken + missed) if taken else 0.0


if __name__ == "__main__":
    sys.exit(main())
