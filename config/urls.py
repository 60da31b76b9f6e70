"""Every address of the site, in the order of docs/architecture.md."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import machines, pages

# Staff sign in at one place, with its limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = i18n_patterns(
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
)
urlpatterns += [
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
]
# Rooms whose addresses are not written yet are left out.
if find_spec("missions.urls"):
    urlpatterns += i18n_patterns(path("", include("missions.urls")))
if find_spec("delegations.urls") and find_spec("delegations.reading"):
    from delegations.urls import links, mine

    urlpatterns += i18n_patterns(path("my/", include((mine, "my"))))
    urlpatterns += [path("", include((links, "delegations")))]
