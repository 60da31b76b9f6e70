"""The storage of the static files, which remembers their addresses."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Named by content and compressed; while a process runs, none of the names changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)  # this object lives as long as the process

    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        """Only those that pages ask for: the plain names are for the page that says that something broke."""
        asked_for = paths & {*self.hashed_files.values()}
        for name in paths - asked_for:
            for ending in (".br", ".gz"):
                self.delete(name + ending)  # of an earlier version, which compressed them too
        compressed: Iterator[tuple[str, str]] = super().compress_files(asked_for)
        return compressed
