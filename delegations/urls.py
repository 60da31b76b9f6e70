"""Addresses of those who travel: personal links, and what they open (below /<lang>/, see config/urls.py)."""

from django.urls import path

from delegations import (
    attachments,
    calendar_pages,
    changes_page,
    contact_page,
    details_page,
    host_pages,
    new_link_page,
    offline_pages,
    paper_pages,
    regret_page,
    seen_pages,
    survey_page,
    travel_document_page,
    views,
)

links = [
    path("l/<str:token>/", views.link, name="link"),
    path("l/<str:token>/seen/<int:number>/", seen_pages.from_letter, name="seen"),
    path("l/<str:token>/survey/", survey_page.from_letter, name="survey"),
    path("h/<str:token>/", host_pages.link, name="host_link"),
    path("c/<str:token>.ics", calendar_pages.feed, name="calendar"),
    path("offline-worker.js", offline_pages.worker, name="worker"),
    path("attachments/<uuid:ref>/", attachments.attachment, name="attachment"),
]
mine = [
    path("", views.missions, name="missions"),
    path("~sign-out/", views.sign_out, name="sign_out"),  # no slug has a tilde
    path("~new-link/", new_link_page.new_link, name="new_link"),
    path("~copy.json", offline_pages.contents, name="copy"),
    path("~offline/", offline_pages.no_connection, name="offline"),
    path("app.webmanifest", offline_pages.manifest, name="manifest"),
    path("<slug:slug>/", views.mission, name="mission"),
    path("<slug:slug>/seen/", seen_pages.say, name="seen"),
    path("<slug:slug>/survey/", survey_page.page, name="survey"),
    path("<slug:slug>/details/", details_page.page, name="details"),
    path("<slug:slug>/items/<uuid:uid>/", regret_page.page, name="item"),
    path("<slug:slug>/contacts/<uuid:ref>.vcf", contact_page.card, name="contact"),
    path("<slug:slug>/changes/<int:number>/", changes_page.since, name="changes"),
    path("<slug:slug>/calendar/", calendar_pages.page, name="calendar"),
    path("<slug:slug>/travel-document/", travel_document_page.page, name="travel_document"),
    path("<slug:slug>/calendar.ics", calendar_pages.file, name="calendar_file"),
    path("<slug:slug>/itinerary.pdf", paper_pages.paper, name="paper"),
    path("<slug:slug>/pocket.pdf", paper_pages.pocket, name="pocket"),
    path("<slug:slug>/itinerary.html", paper_pages.file, name="file"),
]
hosts = [
    path("~sign-out/", host_pages.sign_out, name="sign_out"),
    path("<slug:slug>/", host_pages.mission, name="mission"),
]
