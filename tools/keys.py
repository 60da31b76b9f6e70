"""The keys of this machine: made once, kept in .env, which git ignores and only its owner may read."""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path


def field_key() -> str:
    """A key of the kind that encrypts single fields (Fernet: 32 random bytes)."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


MADE: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEYS": field_key,
}


def ensure(path: Path, environ: Mapping[str, str]) -> None:
    """Add the keys that neither the environment nor the file names."""
    held = path.read_text() if path.exists() else ""
    named = {line.split("=", 1)[0].removeprefix("export ").strip() for line in held.splitlines()}
    new = [f"{name}={make()}\n" for name, make in MADE.items() if name not in named and not environ.get(name)]
    if new:
        if held and not held.endswith("\n"):
            new.insert(0, "\n")
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a") as file:
            file.writelines(new)
    if path.exists():
        path.chmod(0o600)
