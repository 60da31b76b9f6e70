"""Programs and a font that the tests need, installed by apt."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC_CHROMIUM = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
POSTGRESQL_FOLDERS = [
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
]
OLDEST_POSTGRESQL = 15


def chromium() -> str | None:
    """The path of a Chromium or Chrome."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return found or (MAC_CHROMIUM if os.access(MAC_CHROMIUM, os.X_OK) else None)


def headless_chromium() -> str | None:
    """The path of Debian's Chromium without windows, with which pages are tested a third faster.

    Elsewhere that is the whole browser.
    """
    return shutil.which("chromium-headless-shell") or (None if shutil.which("apt-get") else chromium())


def postgresql() -> Path | None:
    """The folder of initdb and postgres of the newest PostgreSQL on this machine."""
    folders = [folder for pattern in POSTGRESQL_FOLDERS for folder in Path("/").glob(pattern[1:])]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    versions = [
        (version(folder / "postgres"), folder) for folder in folders if os.access(folder / "initdb", os.X_OK)
    ]
    newest = max(versions, default=(0, None))
    return newest[1] if newest[0] >= OLDEST_POSTGRESQL else None


def version(program: Path) -> int:
    """The major version that "postgres (PostgreSQL) 17.2" names; 0 where nothing is said."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.split()
    number = said[2].split(".")[0] if len(said) > 2 else ""
    return int(number) if number.isdecimal() else 0


def gettext() -> str | None:
    return shutil.which("msgfmt") and shutil.which("xgettext") and shutil.which("msgmerge")


def pdftotext() -> str | None:
    return shutil.which("pdftotext")


def libreoffice() -> str | None:
    """The path of the program that opens what we write as Word and Excel do; it needs no screen."""
    mac = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    return shutil.which("soffice") or (mac if os.access(mac, os.X_OK) else None)


def sans_serif() -> str | None:
    """Return the path of a font that our stylesheets name; a wider one breaks lines in other places."""
    if not shutil.which("apt-get"):
        return "the system's own"
    return next(map(str, Path("/usr/share/fonts").rglob("LiberationSans-Regular.*")), None)


NEEDS = [
    ("Chromium", chromium, "chromium", "chromium"),
    ("Chromium without windows", headless_chromium, "chromium-headless-shell", "chromium"),
    (f"PostgreSQL {OLDEST_POSTGRESQL} or newer", postgresql, "postgresql", "postgresql@17"),
    ("Liberation Sans", sans_serif, "fonts-liberation", ""),
    ("gettext", gettext, "gettext", "gettext"),
    ("pdftotext", pdftotext, "poppler-utils", "poppler"),
    ("LibreOffice", libreoffice, "libreoffice-writer-nogui libreoffice-calc-nogui", "--cask libreoffice"),
]


def install_what_is_missing() -> None:
    """Leave with one sentence where something is missing and cannot be installed from here."""
    missing = [(name, debian, brew) for name, find, debian, brew in NEEDS if not find()]
    if not missing:
        return
    names = ", ".join(name for name, _, _ in missing)
    packages = [package for _, debian, _ in missing for package in debian.split()]
    if not shutil.which("apt-get"):
        how = (
            " ".join(["brew install", *(brew for _, _, brew in missing)])
            if sys.platform == "darwin"
            else "install them"
        )
        sys.exit(f"The tests need {names}, which this machine lacks: {how}, then try again.")
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and not (shutil.which("sudo") and sys.stdin.isatty()):
        sys.exit(
            f"The tests need {names}, which this machine lacks: sudo apt-get install {' '.join(packages)}"
        )
    print(f"Installing {names} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *packages]):
        if subprocess.run(
            [*as_root, "apt-get", *step], env=quiet, stdin=None if as_root else subprocess.DEVNULL
        ).returncode:
            sys.exit(f"The tests need {names}, and apt-get {step[0]} failed (its words are above).")
    still = [name for name, find, _, _ in NEEDS if not find()]
    if still:
        sys.exit(f"The tests need {', '.join(still)}, which {' '.join(packages)} did not bring.")
