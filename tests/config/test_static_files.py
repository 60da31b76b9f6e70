"""How static files are named and compressed."""

import re

import pytest
from django.core.files.base import ContentFile

from config.static_files import StaticFiles

pytestmark = pytest.mark.once


def test_what_pages_ask_for_is_compressed_and_no_plain_name(tmp_path):
    """What an earlier version has compressed is not served in the place of what is there now."""
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    (tmp_path / "keruen.css.br").write_text("of an earlier version")
    storage.save("keruen.css", ContentFile(b"p { color: black; margin: 1em 1em 1em 1em }" * 20))

    list(storage.post_process({"keruen.css": (storage, "keruen.css")}))

    names = [re.sub(r"\.[0-9a-f]{12}\.", ".HASH.", path.name) for path in tmp_path.iterdir()]
    assert sorted(names) == [
        "keruen.HASH.css",
        "keruen.HASH.css.br",
        "keruen.HASH.css.gz",
        "keruen.css",
        "staticfiles.json",
    ]
