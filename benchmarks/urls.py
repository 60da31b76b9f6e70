"""All addresses of the site, the hello that they are measured against, and what measuring needs."""

import os
import time

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks import imports
from config.urls import urlpatterns as site

__all__ = ["urlpatterns"]


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """The same middleware, and no work."""
    return HttpResponse("hello")


@login_not_required
def cpu(request: HttpRequest) -> HttpResponse:
    """CPU seconds of this process so far, in all its threads."""
    return HttpResponse(str(time.process_time()))


@login_not_required
def memory(request: HttpRequest) -> HttpResponse:
    """Which process this is, and how many MiB it has in memory now."""
    return HttpResponse(f"{os.getpid()} {imports.memory()}")


urlpatterns = [path("hello/", hello), path("cpu/", cpu), path("memory/", memory), *site]
