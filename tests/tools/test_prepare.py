"""Getting what the start itself needs: uv, a Python, the packages."""

import json
import os
import subprocess
import sys

import pytest

from tools import prepare

pytestmark = pytest.mark.once

OUTSIDE = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "UV_OFFLINE": "1"}  # nothing is reached


def run(clone, path, **environment):
    """Prepare the clone, which has no .venv, with the programs of one folder alone."""
    (clone.folder / ".venv").unlink()
    home = clone.folder / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "tools.prepare", "runtime"],
        cwd=clone.folder,
        env={"PATH": str(path), "HOME": str(home), **OUTSIDE, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_without_uv_and_any_way_to_get_it_one_sentence_says_what_to_install(clone, tmp_path):
    refused = run(clone, tmp_path / "nothing")

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "Keruen is set up by uv, which could not be installed here: install python3-venv or pipx "
        "(Debian: apt install python3-venv; macOS: brew install uv) and try again."
    )
    assert len(refused.stderr.splitlines()) == 1
    assert not (clone.folder / ".uv").exists()


def test_without_a_python_new_enough_one_sentence_says_so(clone, tmp_path):
    program(tmp_path, "uv", "echo 'error: No interpreter found for Python >=3.12' >&2; exit 2")

    refused = run(clone, tmp_path)

    assert refused.returncode == 1
    assert refused.stderr == (
        "Keruen needs Python 3.12 or newer, and uv neither found one on this machine nor could fetch it: "
        "error: No interpreter found for Python >=3.12\n"
    )


def test_packages_that_cannot_be_had_are_named(clone, tmp_path):
    real = f'[ "$1" = venv ] && exec {sys.executable} -m venv --without-pip "$5"'
    program(tmp_path, "uv", f"{real}; echo 'error: Failed to fetch django' >&2; exit 1")

    refused = run(clone, tmp_path)

    assert refused.returncode == 1
    assert refused.stderr == "The packages could not be installed: error: Failed to fetch django\n"


def test_make_refuses_a_python_too_old_for_the_start_itself(clone, tmp_path):
    program(tmp_path, "python3", "exit 1")

    refused = clone.make("run", PATH=f"{tmp_path}:{os.environ['PATH']}")

    assert refused.stderr.splitlines()[0] == (
        "Setting up Keruen takes any Python from 3.8 on: install one (Debian: apt install python3) and try again."
    )


@pytest.mark.parametrize(
    ("held", "kind", "done"),
    [
        ({}, "runtime", False),
        ({"runtime": "old"}, "runtime", False),
        ({"runtime": "new"}, "runtime", True),
        ({"runtime": "new"}, "dev", False),
        ({"runtime": "new", "dev": "new"}, "dev", True),
        ({"runtime": "new", "dev": "old"}, "runtime", True),
    ],
)
def test_packages_are_installed_when_the_requirements_changed(monkeypatch, tmp_path, held, kind, done):
    stamp = tmp_path / "keruen.json"
    digests = {name: prepare.digest(prepare.requirements(name)) for name in ("runtime", "dev")}
    stamp.write_text(
        json.dumps({name: digests[name] if said == "new" else said for name, said in held.items()})
    )
    monkeypatch.setattr(prepare, "STAMP", stamp)
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path, "uv", "exit 9")

    if done:
        prepare.prepared(kind)
    else:
        with pytest.raises(prepare.Missing):
            prepare.prepared(kind)
