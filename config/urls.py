"""Every address of the site, in the order of docs/architecture.md."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import machines, pages
from delegations import urls as delegations
from missions import draft_page
from missions import views as missions
from reports import due_feed_page

# Staff sign in at one place, with its limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's way

urlpatterns: list[URLPattern | URLResolver] = i18n_patterns(
    path("", include("missions.urls")),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("my/", include((delegations.mine, "my"))),
    path("host/", include((delegations.hosts, "host"))),
)
urlpatterns += [
    path("", include((delegations.links, "delegations"))),
    path("d/<str:token>/", draft_page.draft, name="draft"),
    path("due/<str:token>.ics", due_feed_page.feed, name="due_feed"),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", missions.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
]
