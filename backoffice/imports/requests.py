"""Uploads as requests: how large they are, before anything of them is read."""

from django.http import HttpRequest

BESIDE_THE_FILE = 64 * 1024  # bytes of a request that are not the file
LONGEST_NAME = 200


def is_larger(request: HttpRequest, largest: int) -> bool:
    """Whether a request says that its file has more bytes than that; Django reads no more than it says."""
    try:
        size = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        size = 0
    return size > largest + BESIDE_THE_FILE
