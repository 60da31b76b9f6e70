"""What is pressed on the pages of the bin, and what they say to that."""

from django.urls import reverse

from tests.backoffice.pages import address

PAGE = "/admin/deleted/"


def delete(client, row, **data):
    return client.post(address(row, "delete"), {"post": "yes", **data}, follow=True)


def bring_back(client, entry):
    return client.post(reverse("admin:backoffice_deleted_bring_back"), {"entry": entry.pk}, follow=True)


def throw_away(client, entry):
    return client.post(reverse("admin:backoffice_deleted_for_good"), {"entry": entry.pk}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]
