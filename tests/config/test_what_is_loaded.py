"""What a web worker has in memory before anybody asked for it."""

import os
import subprocess
import sys

import pytest

# Papers, sheets, files, uploads and the second factor need them, and load them when they do: 28 MiB that most
# workers never use.
LATE = [
    *(
        "PIL",
        "docx",
        "fido2",
        "holidays",
        "icalendar",
        "jsonschema",
        "lxml",
        "python_calamine",
        "typst",
        "xlsxwriter",
    ),
]
LOADED = f"""
import sys
from config.wsgi import application
from django.urls import get_resolver
get_resolver()._populate()
print(*(name for name in {LATE!r} if name in sys.modules))
"""


@pytest.mark.once
def test_libraries_that_only_rare_pages_need_wait_for_them():
    found = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, env=dict(os.environ)
    )

    assert found.stdout.split() == []
