"""Makes .venv: finds or gets uv, a Python that Keruen runs on, and the pinned packages.

    python3 -m tools.prepare runtime    what the application needs
    python3 -m tools.prepare dev        and what its tests need

Runs before there is anything to run with: the standard library of any Python from 3.8 on, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "keruen.json"
OWN_UV = ROOT / ".uv"
OLDEST = (3, 12)


class Missing(Exception):  # what is missing is no error of the program
    """Something that a person has to install; the text says what, in one sentence."""


def prepared(kind: str) -> None:
    """Bring .venv to the state that the requirements describe; nothing is done where nothing changed."""
    wanted = {name: digest(requirements(name)) for name in ("runtime", "dev")}
    held = stamp()
    if works() and held.get(kind) == wanted[kind]:
        return
    # A developer's environment stays one: "make run" between two "make test" takes nothing away.
    kind = "dev" if "dev" in held else kind
    uv = find_uv() or get_uv()
    if not works():
        make_venv(uv)
    print(f"Installing the packages of {requirements(kind).relative_to(ROOT)} ...", flush=True)
    wrong = call(uv, "pip", "sync", "--require-hashes", "--python", str(PYTHON), str(requirements(kind)))
    if wrong:
        raise Missing(f"The packages could not be installed: {wrong}")
    names = ("runtime", "dev") if kind == "dev" else ("runtime",)
    STAMP.write_text(json.dumps({name: wanted[name] for name in names}))


def requirements(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamp() -> dict[str, str]:
    """What .venv was made from, by kind; empty where that is not known."""
    try:
        held = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def works() -> bool:
    """Whether .venv holds a Python that starts and is new enough (a system upgrade can take it away)."""
    try:
        version = subprocess.run(
            [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True
        )
    except OSError:
        return False
    return version.returncode == 0 and tuple(map(int, version.stdout.split())) >= OLDEST


def make_venv(uv: str) -> None:
    """An empty .venv on a Python of this machine, or on one that uv fetches."""
    oldest = ".".join(map(str, OLDEST))
    wrong = call(uv, "venv", "--clear", "--python", f">={oldest}", str(VENV))
    if wrong:
        raise Missing(
            f"Keruen needs Python {oldest} or newer, and uv neither found one on this machine "
            f"nor could fetch it: {wrong}"
        )


def call(uv: str, *arguments: str) -> str:
    """Run uv; what was wrong in one line, empty when it went well.

    Where a company's proxy signs with a certificate of its own, only the machine's own certificates know it.
    """
    said = ""
    for extra in ({}, {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}):
        done = subprocess.run(
            [uv, *arguments, "--quiet"], env={**os.environ, **extra}, stderr=subprocess.PIPE, text=True
        )
        if done.returncode == 0:
            return ""
        said = done.stderr
        if "certificate" not in said:
            break
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " ".join(line for line in lines if not line.startswith("hint:")) or "no reason given"


def find_uv() -> str | None:
    """The uv of this machine, or the one that an earlier start put beside the code."""
    places = [
        OWN_UV / "bin" / "uv",
        Path(site.USER_BASE or "~") / "bin" / "uv",
        Path.home() / ".local" / "bin" / "uv",
    ]
    return shutil.which("uv") or next((str(place) for place in places if os.access(place, os.X_OK)), None)


def get_uv() -> str:
    """Install uv in the way that this machine allows: beside the code, else for this user."""
    print("Getting uv ...", flush=True)
    own = str(OWN_UV / "bin" / "python")
    ways = [
        # Debian without python3-venv makes half an environment and fails: hence two steps.
        [[sys.executable, "-m", "venv", str(OWN_UV)], [own, "-m", "pip", "install", "--quiet", "uv"]],
        [[sys.executable, "-m", "pip", "install", "--quiet", "--user", "uv"]],
        [["pipx", "install", "--quiet", "uv"]],
    ]
    said = []
    for way in ways:
        for command in way:
            try:
                step = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            except OSError:
                break
            if step.returncode:
                said.append(last_line(step.stdout))
                break
        else:
            found = find_uv()
            if found:
                return found
    shutil.rmtree(OWN_UV, ignore_errors=True)
    raise Missing(
        "Keruen is set up by uv, which could not be installed here: install python3-venv or pipx "
        "(Debian: apt install python3-venv; macOS: brew install uv) and try again. "
        "What was tried said: {}".format(" / ".join(said) or "nothing")
    )


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


if __name__ == "__main__":
    try:
        prepared(sys.argv[1])
    except Missing as missing:
        sys.exit(str(missing))
