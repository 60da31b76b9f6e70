"""The settings of production, with the addresses of urls.py beside the site's own."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403  # the site as it is

ROOT_URLCONF = "benchmarks.urls"
STATIC_ROOT = Path(os.environ["BENCH_FOLDER"], "static")
