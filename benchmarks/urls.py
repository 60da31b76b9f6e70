"""All addresses of the site, and the hello that they are measured against: the same middleware, no work."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site

__all__ = ["urlpatterns"]


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), *site]
