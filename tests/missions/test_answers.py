"""Answers to the public: rendered once, compressed, confirmed by a strong ETag, without a cookie."""

import gzip
from functools import partial
from threading import Event

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import conditional_content_removal

from missions import answers
from tests.together import PATIENCE, at_once

PAGE = "<!doctype html><title>Миссия</title>" + "<p>Мары, Ашхабад" * 50


class Rendering:
    """Renders a body and counts how often."""

    def __init__(self, body=PAGE):
        self.body = body
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.body


def ask(render, *, key=("mission", 1), method="get", **options):
    headers = options.pop("headers", {})
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return answers.answer(request, key, render, **options)


def test_a_page_is_answered_for_any_proxy_and_without_a_cookie():
    response = ask(Rendering())

    assert response.status_code == 200
    assert response.content.decode() == PAGE
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"].startswith('"')  # strong: the same bytes
    assert not response.cookies
    assert not {"Content-Encoding", "Content-Disposition"} & set(response.headers)


@pytest.mark.parametrize(
    ("accepts", "encoding", "decoded"),
    [
        ("br", "br", brotli.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("GZIP ; q=1.0", "gzip", gzip.decompress),
        ("deflate, zstd", None, bytes),
        ("br;q=0.000, gzip; q=0", None, bytes),
        ("br;q=0.00, gzip;q=0.0", None, bytes),
        ("identity", None, bytes),
        ("", None, bytes),
        ("*", None, bytes),
        (";;,,=", None, bytes),
    ],
)
def test_the_body_is_the_same_in_the_best_encoding_that_its_reader_accepts(accepts, encoding, decoded):
    response = ask(Rendering(), headers={"Accept-Encoding": accepts})

    assert response.headers.get("Content-Encoding") == encoding
    assert decoded(response.content).decode() == PAGE
    assert response["Vary"] == "Accept-Encoding"


def test_each_encoding_has_an_etag_of_its_own_and_keeps_it():
    render = Rendering()

    etags = {
        encoding: ask(render, headers={"Accept-Encoding": encoding})["ETag"]
        for encoding in ("", "gzip", "br")
    }

    assert len(set(etags.values())) == 3
    assert not any(etag.startswith("W/") for etag in etags.values())
    for encoding, etag in etags.items():
        again = ask(render, headers={"Accept-Encoding": encoding})
        assert again["ETag"] == etag
    assert render.times == 2  # what is kept for gzip is opened for who takes none


def test_a_body_is_compressed_once(monkeypatch):
    compressed = []

    def compress(body):
        compressed.append(body)
        return brotli.compress(body)

    monkeypatch.setitem(answers.ENCODERS, "br", compress)
    render = Rendering()

    for _ in range(3):
        ask(render, headers={"Accept-Encoding": "br"})

    assert (len(compressed), render.times) == (1, 1)


@pytest.mark.parametrize("first", ["", "gzip", "br"])
def test_what_is_kept_does_not_depend_on_who_asks_first(first):
    headers = [{"Accept-Encoding": encoding} for encoding in (first, "br", "gzip", "")]
    render = Rendering()

    bodies = [ask(render, headers=one).content for one in headers]

    assert render.times == 2
    assert (brotli.decompress(bodies[1]), gzip.decompress(bodies[2])) == (bodies[3], bodies[3])


def test_compressed_bytes_are_the_same_whenever_they_are_made(time_machine):
    """A gzip file would hold the time of its making; then one ETag would stand for two bodies."""
    bodies = []
    for second in (0, 5_000):
        time_machine.move_to(second, tick=False)
        bodies.append(ask(Rendering(), key=("at", second), headers={"Accept-Encoding": "gzip"}).content)

    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_reader_who_has_it_already_is_told_so(encoding, method):
    render = Rendering()
    etag = ask(render, headers={"Accept-Encoding": encoding})["ETag"]

    for header in (etag, f'"another", {etag}', f"W/{etag}", "*"):
        headers = {"Accept-Encoding": encoding, "If-None-Match": header}
        response = ask(render, method=method, headers=headers)

        assert (response.status_code, response.content) == (304, b"")
        assert (response["ETag"], response["Vary"]) == (etag, "Accept-Encoding")
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
        assert not response.cookies
    assert render.times == 1


@pytest.mark.parametrize("header", ['"another"', 'W/"another"', "nonsense"])
def test_a_reader_who_has_another_one_gets_it_whole(header):
    response = ask(Rendering(), headers={"If-None-Match": header})

    assert (response.status_code, response.content.decode()) == (200, PAGE)


def test_the_etag_of_one_encoding_does_not_confirm_another():
    render = Rendering()
    etag = ask(render, headers={"Accept-Encoding": "br"})["ETag"]

    response = ask(render, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})

    assert (response.status_code, response["Content-Encoding"]) == (200, "gzip")


def test_a_head_request_has_the_headers_of_a_get():
    render = Rendering()

    got = ask(render, headers={"Accept-Encoding": "gzip"})
    head = ask(render, method="head", headers={"Accept-Encoding": "gzip"})

    assert head.headers == got.headers
    request = RequestFactory().head("/")
    assert conditional_content_removal(request, head).content == b""


def test_another_key_is_another_body_and_the_same_key_is_rendered_once():
    first, second, third = Rendering("first"), Rendering("second"), Rendering("third")

    assert ask(first, key=("mission", 1, None)).content == b"first"
    assert ask(second, key=("mission", 2, None)).content == b"second"
    assert ask(third, key=("mission", 1, None)).content == b"first"
    assert ask(third, key=("mission", "1", None)).content == b"third"
    assert (first.times, second.times, third.times) == (1, 1, 1)


def test_another_build_of_the_program_renders_anew(monkeypatch):
    ask(Rendering("before"))
    monkeypatch.setattr(answers, "build", lambda: "another build")

    assert ask(Rendering("after")).content == b"after"


def test_a_rendering_that_fails_leaves_nothing_behind():
    def fails():
        raise RuntimeError("no template")

    with pytest.raises(RuntimeError, match="no template"):
        ask(fails)

    assert ask(Rendering("after")).content == b"after"


def test_a_file_is_given_as_it_is_and_under_its_name():
    response = ask(
        Rendering(b"BEGIN:VCALENDAR\r\n"), content_type="text/calendar; charset=utf-8", filename="mission.ics"
    )

    assert response.content == b"BEGIN:VCALENDAR\r\n"
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="mission.ics"'


def test_same_body_under_two_keys_has_the_same_etag():
    assert ask(Rendering(), key=("one",))["ETag"] == ask(Rendering(), key=("two",))["ETag"]


def build_of(folder, settings):
    """The name of the build whose files are in a folder."""
    settings.BASE_DIR = folder
    answers.build.cache_clear()
    try:
        return answers.build()
    finally:
        answers.build.cache_clear()


@pytest.mark.parametrize(
    "room",
    [
        *("missions", "wording", "documents", "partners", "delegations", "reports", "backoffice"),
        *("templates", "locale", "static", "config"),
    ],
)
@pytest.mark.parametrize("suffix", [".py", ".html", ".mo", ".css", ".svg", ".json", ".typ", ".ttf"])
def test_another_file_that_pages_are_made_of_is_another_build(room, suffix, settings, tmp_path):
    (tmp_path / room / "inner").mkdir(parents=True)
    before = build_of(tmp_path, settings)

    (tmp_path / room / "inner" / f"new{suffix}").write_text("")

    assert build_of(tmp_path, settings) != before


def test_a_file_that_no_page_is_made_of_is_no_other_build(settings, tmp_path):
    (tmp_path / "missions").mkdir()
    before = build_of(tmp_path, settings)

    (tmp_path / "missions" / "notes.txt").write_text("")
    (tmp_path / "tests.py").write_text("")

    assert build_of(tmp_path, settings) == before


def test_an_answer_is_an_ordinary_response():
    assert isinstance(ask(Rendering()), HttpResponse)


class Slow(Rendering):
    """Says when it has begun, and waits a while for somebody else."""

    def __init__(self, other, wait, **options):
        super().__init__(**options)
        self.begun, self.other, self.wait = Event(), other, wait

    def __call__(self):
        self.begun.set()
        self.came = self.other.wait(self.wait)
        return super().__call__()


def test_of_two_who_ask_for_a_new_page_at_once_one_renders_it_for_both():
    render = Slow(Event(), 0.3)

    pages = at_once(partial(ask, render), partial(ask, render))

    assert [page.content.decode() for page in pages] == [PAGE, PAGE]
    assert render.times == 1


def test_one_page_is_rendered_at_a_time():
    one = Slow(Event(), 0)
    other = Slow(one.begun, 0.3)

    def second():
        assert other.begun.wait(PATIENCE)
        return ask(one, key=("mission", 2))

    at_once(partial(ask, other), second)

    assert (other.came, one.times) == (False, 1)


def test_a_page_that_cannot_be_rendered_leaves_the_turn_to_the_next():
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(broken)

    assert ask(Rendering()).content.decode() == PAGE


def test_no_page_waits_for_a_paper():
    page = Rendering()
    paper = Slow(Event(), PATIENCE, body=b"%PDF")

    def read():
        assert paper.begun.wait(PATIENCE)
        answer = ask(page, key=("mission", 2))
        paper.other.set()
        return answer

    at_once(partial(ask, paper, content_type=answers.PAPER), read)

    assert (paper.came, page.times) == (True, 1)


def test_who_waits_for_something_with_the_turn_in_hand_keeps_nobody_from_another_page(monkeypatch):
    monkeypatch.setattr(answers, "TURN_SECONDS", 0.05)
    page = Rendering()
    hanging = Slow(Event(), PATIENCE)

    def read():
        assert hanging.begun.wait(PATIENCE)
        answer = ask(page, key=("mission", 2))
        hanging.other.set()
        return answer

    at_once(partial(ask, hanging), read)

    assert (hanging.came, page.times) == (True, 1)
