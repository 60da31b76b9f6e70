"""The catalogues of locale/: compiled without gettext to run Keruen, examined when it is changed.

python -m tools.catalogues            take the texts of code and templates into locale/ (needs gettext)
python -m tools.catalogues check      every text translated, none stale (needs gettext)
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / "locale", ROOT / "config" / "django_locale"]
LANGUAGES = ["ru", "kk", "tk"]
ROOMS = [
    "wording",
    "documents",
    "accounts",
    "partners",
    "missions",
    "delegations",
    "reports",
    "backoffice",
    "config",
]


def compile_changed() -> None:
    """Write the .mo of every .po that is newer; several processes may do so at once."""
    for source in sources():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        handle, name = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            write_mo(file, read(source))
        Path(name).chmod(0o644)
        Path(name).replace(target)


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted(folder.glob("*/LC_MESSAGES/*.po"))


def read(source: Path) -> Catalog:
    """A catalogue with the locale of its folder, whose plural rule it must name itself."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parent.parent.name)


def faults() -> list[str]:
    """What keeps a reader of one language from reading only that language, one line a fault."""
    found = [f"{source.relative_to(ROOT)}: {fault}" for source in sources() for fault in faults_in(source)]
    with tempfile.TemporaryDirectory() as folder:
        fresh = extracted(Path(folder))
        for language in LANGUAGES:
            name = f"locale/{language}/LC_MESSAGES/django.po"
            held = messages(ROOT / name) if (ROOT / name).exists() else set()
            wanted = messages(fresh / name)
            found += [f"{name}: “{text}” is missing; run makemessages" for text in sorted(wanted - held)]
            found += [
                f"{name}: “{text}” is no longer used; run makemessages" for text in sorted(held - wanted)
            ]
    return found


def faults_in(source: Path) -> Iterator[str]:
    check = subprocess.run(
        ["msgfmt", "--check", "--check-accelerators", "--output-file", os.devnull, source],
        capture_output=True,
        text=True,
    )
    if check.returncode:
        yield check.stderr.strip()
    for message in read(source):
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy:
            yield f"“{message.id}” is marked fuzzy"
        elif not all(forms):
            yield f"“{message.id}” is not translated"


def messages(source: Path) -> set[str]:
    """Every text of a catalogue, with its context."""
    return {
        f"{message.context}: {message.id}" if message.context else str(message.id)
        for message in read(source)
        if message.id
    }


def extracted(folder: Path) -> Path:
    """Catalogues as makemessages would leave them, in a copy of the code."""
    copy = folder / "keruen"
    copy.mkdir()
    for name in [*ROOMS, "templates", "static", "locale", "manage.py", "pyproject.toml"]:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        elif source.exists():
            shutil.copy(source, copy / name)
    extract(copy)
    return copy


def extract(root: Path) -> None:
    """Bring the catalogues of a tree up to date with its code and templates."""
    languages = [option for language in LANGUAGES for option in ("-l", language)]
    leave_out = [option for name in (".venv", "staticfiles", "tests") for option in ("-i", name)]
    command = [sys.executable, "manage.py", "makemessages", *languages, *leave_out, "--no-location"]
    subprocess.run([*command, "--verbosity=0"], cwd=root, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        listed = faults()
        print("\n".join(listed) or "The catalogues are complete.")
        sys.exit(bool(listed))
    extract(ROOT)
    compile_changed()
