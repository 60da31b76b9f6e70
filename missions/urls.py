"""Public addresses of missions and partners, below /<lang>/."""

from django.urls import path

from missions import feeds, views

app_name = "missions"

urlpatterns = [
    path("", views.home, name="home"),
    path("missions/<slug:slug>/", views.mission, name="mission"),
    path("missions/<slug:slug>/changes/", views.changes, name="changes"),
    path("missions/<slug:slug>/programme.ics", feeds.programme_ics, name="programme_ics"),
    path("missions/<slug:slug>/programme.json", feeds.programme_json, name="programme_json"),
    path("missions/<slug:slug>/programme.pdf", feeds.programme_pdf, name="programme_pdf"),
    path("missions/<slug:slug>/results.pdf", feeds.results_pdf, name="results_pdf"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
]
