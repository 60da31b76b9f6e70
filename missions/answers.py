"""Answers to the public: rendered once, kept compressed, confirmed by a strong ETag, fit for any proxy."""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Concatenate

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache as kept
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

type View[**Sent] = Callable[Concatenate[HttpRequest, Sent], HttpResponseBase]

PAPER = "application/pdf"
CACHE_CONTROL = "public, max-age=0, s-maxage=60"
# Most pages have another key after a quarter of an hour; what is longer kept only fills the memory.
KEEP_SECONDS = 60 * 60

# Enough to be small at once; the highest levels cost more time than a page takes to render.
BROTLI_QUALITY = 5
GZIP_LEVEL = 6


def _brotli(body: bytes) -> bytes:
    """Looks back no further than the body is long: for a page of 64 KiB, half the memory and the time."""
    window = min(max(len(body).bit_length(), 16), 22)
    compressed: bytes = brotli.compress(body, quality=BROTLI_QUALITY, lgwin=window)
    return compressed


# Where the files are that pages are made of, or what is reckoned for them.
ROOMS = (
    *("missions", "wording", "documents", "partners", "delegations", "reports", "backoffice"),
    *("templates", "locale", "static", "config"),
)

# One thread renders at a time: two would be done no sooner, and each holds its rows and words meanwhile.
# Who waits for the same page finds it. Papers are set without Python, so that no page need wait for them.
_page_turn, _paper_turn = Lock(), Lock()
TURN_SECONDS = 5  # then whoever has it waits for something, and keeps nobody else from a page

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": _brotli,
    "gzip": lambda body: gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0),
}


def public[**Sent](view: View[Sent]) -> View[Sent]:
    """A view for everyone, to be read alone: whatever is sent there gets 405, whoever sent it.

    Nothing is taken, so nothing can be forged, and no token is asked for.
    """
    read_only: View[Sent] = login_not_required(csrf_exempt(require_safe(view)))
    return read_only


def answer(
    request: HttpRequest,
    key: tuple[object, ...],
    render: Callable[[], str | bytes],
    content_type: str = "text/html; charset=utf-8",
    filename: str = "",
) -> HttpResponseBase:
    """What is kept under `key`, else what `render` makes, in the best encoding that the reader accepts.

    `key` must hold all that the body depends on; the build of this program is added here. `filename` asks
    the reader's program to save the body under that name. There is no cookie, and nothing varies by one.
    """
    encoding = accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    turn = _paper_turn if content_type == PAPER else _page_turn
    etag, body = _kept((build(), *key), encoding, render, turn)
    confirmed = get_conditional_response(request, etag=etag)
    response = confirmed or HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    if confirmed is None and encoding:
        response["Content-Encoding"] = encoding
    if confirmed is None and filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def accepted_encoding(header: str) -> str:
    """The best of our encodings that an Accept-Encoding header allows: "br", "gzip" or none."""
    allowed = set()
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            allowed.add(name.strip())
    return next((encoding for encoding in ENCODERS if encoding in allowed), "")


@cache
def build() -> str:
    """A name for this build of the program: what another one rendered or reckoned is not served."""
    seen = hashlib.sha256()
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*")):
            if path.suffix in {".py", ".html", ".mo", ".css", ".svg", ".json", ".typ", ".ttf"}:
                stat = path.stat()
                seen.update(f"{path} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    return seen.hexdigest()[:16]


def _kept(
    key: tuple[object, ...], encoding: str, render: Callable[[], str | bytes], turn: Lock
) -> tuple[str, bytes]:
    """ETag and body in this encoding; rendered and compressed only where nobody has asked so before.

    Each encoding is kept alone, for nearly all readers take the same one. The few who take none are given
    what is kept for gzip, opened: a plain body would take ten times the room.
    """
    if not encoding:
        etag, packed = _kept(key, "gzip", render, turn)
        return etag.replace("-gzip", ""), gzip.decompress(packed)
    name = "answer:" + hashlib.sha256(repr((encoding, *key)).encode()).hexdigest()
    found: tuple[str, bytes] | None = kept.get(name)
    if found is None:
        has_it = turn.acquire(timeout=TURN_SECONDS)
        try:
            found = kept.get(name) or _made(name, encoding, render)
        finally:
            if has_it:
                turn.release()
    return found


def _made(name: str, encoding: str, render: Callable[[], str | bytes]) -> tuple[str, bytes]:
    text = render()
    body = text.encode() if isinstance(text, str) else text
    digest = hashlib.sha256(body).hexdigest()[:32]
    made = (f'"{digest}-{encoding}"', ENCODERS[encoding](body))
    kept.set(name, made, KEEP_SECONDS)
    return made
