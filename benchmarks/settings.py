"""The settings of production, with the addresses of urls.py beside the site's own, and a way to forget."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403  # the site as it is
from config.settings import MIDDLEWARE

ROOT_URLCONF = "benchmarks.urls"
MIDDLEWARE = ["benchmarks.forgetting.as_told", *MIDDLEWARE]
STATIC_ROOT = Path(os.environ["BENCH_FOLDER"], "static")
