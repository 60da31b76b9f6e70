"""A visit that is reported on, and its page as a member of staff uses it."""

import datetime

from django.test import Client
from django.urls import reverse

from missions.models import Role
from tests import factories
from tests.backoffice.members import member
from tests.backoffice.pages import _Fields

FOURTH = datetime.date(2023, 12, 4)


class Visit:
    """A meeting for everyone with a host and its contact; two delegates, the second by name before the first."""

    def __init__(self):
        self.mission = factories.make_mission(slug="mission", languages=["en", "ru"])
        self.sector = factories.make_sector(name="Transport")
        self.mission.sectors.add(self.sector)
        self.host = factories.make_organisation(name="Union of Mary")
        self.contact = factories.make_contact(organisation=self.host)
        self.first, self.second = (
            factories.make_delegate(
                mission=self.mission, person=factories.make_person(family_name=name, given_name="")
            )
            for name in ("Zhakenov", "Abayev")
        )
        self.item = factories.make_item(
            mission=self.mission, kind="meeting", title="Meeting in Mary", day=FOURTH, topics=[self.sector]
        )
        factories.make_host(item=self.item, organisation=self.host, contact=self.contact)

    @property
    def address(self):
        return reverse("admin:visit_report", args=[self.item.pk])

    def member(self, role=Role.REPORTER, **fields):
        return member({self.mission: role}, **fields)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def fields_of(response):
    """What a browser would send of the first form of the page that is the report's."""
    page = response.content.decode()
    start = page.index('id="report"')
    parser = _Fields()
    parser.feed(page[page.rindex("<form", 0, start) : page.index("</form>", start)])
    fields = {}
    for name, value in parser.found:
        fields.setdefault(name, []).append(value)
    return fields


def send(client, visit, do="save", **fields):
    """Open the form, change these fields, press the button."""
    found = fields_of(client.get(visit.address))
    found |= {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(visit.address, {**found, "do": do})


def said(response):
    return [str(message) for message in response.wsgi_request._messages]
