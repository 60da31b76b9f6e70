"""A mission with two hosts, as the tests of what a host reads and answers need it."""

import re

from django.test import Client

from delegations import links
from missions.models import Visibility
from tests import factories
from tests.delegations.travellers import text
from tests.factories import make_delegate, make_item, make_organisation, make_person

DAY = "2023-12-05"


def forms_of(page):
    """The hidden fields of each form on a host's page, by the UID of its item."""
    forms = re.findall(r'<form class="form narrow".*?</form>', page, re.DOTALL)
    hidden = [
        dict(re.findall(r'type="hidden" name="(item|standing|waiting)" value="([^"]*)"', one))
        for one in forms
    ]
    return {one["item"]: one for one in hidden}


class Mission:
    """A mission with two hosts; of the delegation two people are in a group that visits the first."""

    def __init__(self):
        self.host = make_organisation(name={"en": "Ceramics", "ru": "Керамика"})
        self.other = make_organisation(name="Glassworks")
        self.stop = factories.make_stop(mission=factories.make_mission(title={"en": "To Turkmenistan"}))
        self.mission = self.stop.mission
        self.group = factories.make_group(mission=self.mission, name="The chosen few")
        company = make_organisation(name={"en": "Steel", "ru": "Сталь"}, profile={"en": "We make *rails*."})
        sends = factories.make_delegation(mission=self.mission, organisation=company)
        self.second = self.delegate(sends, "Second", "Вторая", 20, groups=[self.group])
        self.first = self.delegate(sends, "First", "Первая", 10, groups=[self.group])
        self.third = self.delegate(sends, "Third", "Третья", 30)
        self.item = self.visit("A tour of the kilns", groups=[self.group])
        self.token = links.make_for_host(self.mission, self.host)[1]

    def delegate(self, sends, name, russian, rank, **fields):
        person = make_person(
            family_name={"en": name, "ru": russian},
            given_name="",
            email=f"{name}@secret.example",
            phone=f"+7 700 {rank}",
        )
        return make_delegate(
            mission=self.mission,
            delegation=sends,
            person=person,
            position={"en": f"Chief {rank}", "ru": f"Начальник {rank}"},
            precedence=rank,
            diet="secretdiet",
            access_needs="secretneed",
            **fields,
        )

    def visit(self, title, host=None, **fields):
        fields = {"visibility": Visibility.PARTICIPANTS, **fields}
        return make_item(stop=self.stop, title=title, day=DAY, hosts=[host or self.host], **fields)

    def opened(self, client=None):
        client = client or Client()
        assert client.post(f"/h/{self.token}/").status_code == 302
        return client

    def answer(self, client=None, item=None, **typed):
        """Send an answer by the page's form about an item, as it stands there now."""
        client = client or self.opened()
        address = f"/en/host/{self.mission.slug}/"
        uid = str((item or self.item).uid)
        form = forms_of(text(client.get(address))).get(uid, {"item": uid})
        given = {"kind": "confirm", "answered_by": "Dana, director", **form, **typed}
        return client.post(address, given)

    def read(self, lang="en"):
        response = self.opened().get(f"/{lang}/host/{self.mission.slug}/")
        assert response.status_code == 200
        return text(response)
