"""The share of the branches that the tests take, and the least accepted (`tool.keruen` in pyproject.toml)."""

import contextlib
import io
import shutil
import sys
import tomllib
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parent.parent


def forget() -> None:
    """Begin anew: figures of an earlier run count for nothing."""
    shutil.rmtree(ROOT / ".coverage", ignore_errors=True)
    (ROOT / ".coverage").mkdir()


def main() -> int:
    """Print what is not covered; 1 where that is more than accepted and the gate is shut."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["keruen"]["coverage"]
    measured = coverage.Coverage()
    measured.combine(keep=True)
    full = [ROOT / name for name in wanted["full"]]
    figures = {
        "the four modules": (percent(measured, include=full), 100.0),
        "the rest": (percent(measured, omit=full), float(wanted["rest"])),
    }
    measured.report(file=sys.stdout)
    short = False
    for name, (figure, least) in figures.items():
        print(f"Branch coverage of {name}: {figure:.2f} %, at least {least:.0f} % wanted.")
        short = short or figure < least
    return 1 if short and wanted["enforced"] else 0


def percent(measured: coverage.Coverage, **which: list[Path]) -> float:
    with contextlib.suppress(coverage.exceptions.NoDataError):
        include = [str(path) for path in which.get("include", [])] or None
        omit = [str(path) for path in which.get("omit", [])] or None
        return measured.report(file=io.StringIO(), include=include, omit=omit)
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
