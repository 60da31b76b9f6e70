"""The page of people as an organiser uses it: press a button, type numbers, read the lines."""

import html
import re

from django.urls import reverse

from tests import factories
from tests.backoffice.pages import fields_of


def people(mission, query=""):
    return reverse("admin:missions_mission_people", args=[mission.pk]) + query


def make(mission, *names, **fields):
    """Delegates of these family names, by rank."""
    return [
        factories.make_delegate(
            mission=mission, person=factories.make_person(family_name=name, given_name=""), **fields
        )
        for name in names
    ]


def names(page):
    """The family names on the page, in its order."""
    found = re.findall(r'<th scope="row">(?:<del>)?(.*?)(?:</del>)?(?:<br>|<p |</th>)', page.text, re.S)
    return [html.unescape(re.sub(r"<[^>]+>", "", name)).strip() for name in found]


def line(page, delegate):
    """The words of a delegate's line, without markup."""
    [found] = re.findall(rf'<tr id="delegate-{delegate.pk}".*?</tr>', page.text, re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found))).strip()


def press(client, mission, what, query=""):
    """Press the button of these words, as the page now has it."""
    page = client.get(people(mission, query))
    assert f'value="{what}"' in page.text
    return client.post(people(mission, query), {"do": what, "seen": seen(page)})


def seen(page):
    return fields_of(page)["seen"][0]


def type_numbers(client, mission, page, **numbers):
    """Save the page's numbers, with these typed in: rank_12="3"."""
    data = {name: values for name, values in fields_of(page).items() if name not in ("state", "group")}
    data |= {name.replace("_", "-"): [value] for name, value in numbers.items()}
    return client.post(people(mission), {**data, "seen": [seen(page)], "do": ["order"]})


def told(page):
    """What the page says at the moment."""
    found = re.findall(r'class="notice[^"]*"[^>]*>(.*?)(?:</p>|</li>|</div>)', page.text, re.S)
    return [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", words))).strip() for words in found]
