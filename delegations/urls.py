"""Addresses of those who travel: personal links, and what they open (below /<lang>/, see config/urls.py)."""

from django.urls import path

from delegations import attachments, views

links = [
    path("l/<str:token>/", views.link, name="link"),
    path("attachments/<uuid:ref>/", attachments.attachment, name="attachment"),
]
mine = [
    path("", views.missions, name="missions"),
    path("~sign-out/", views.sign_out, name="sign_out"),  # no slug has a tilde
    path("<slug:slug>/", views.mission, name="mission"),
]
