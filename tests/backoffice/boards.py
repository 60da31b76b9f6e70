"""The programme board as an organiser uses it: press a button of a slot, send a form, read the columns."""

import html
import re

from django.urls import reverse

from tests.backoffice.pages import fields_of


def board(mission, query=""):
    return reverse("admin:missions_mission_board", args=[mission.pk]) + query


def press(client, item, what):
    """Press this button of the item's slot, as the page now has it."""
    page = client.get(board(item.mission)).text
    [value] = set(re.findall(rf'value="({what} {item.pk} \d+)"', page))
    return client.post(board(item.mission), {"do": value})


def send(client, mission, query, **changes):
    """Open a form of the board by its address, change these fields (None: leave out), and send it."""
    page = client.get(board(mission, query))
    assert page.status_code == 200
    return post(client, mission, query, page, **changes)


def post(client, mission, query, page, **changes):
    """Send the form of this page."""
    data = fields_of(page)
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = value if isinstance(value, list) else [value]
    return client.post(board(mission, query), data)


def columns(page):
    """The columns of the board by key, each with the titles of its items in order."""
    found = {}
    for column in re.split(r"<section class=\"day", page.text)[1:]:
        [key] = re.findall(r'data-spot="([^"]*)"', column)
        titles = re.findall(r"<h4[^>]*>(.*?)</h4>", column)
        found[key] = [html.unescape(title) for title in titles]
    return found


def slot(page, item):
    """The words of an item's slot, without markup."""
    found = re.search(
        rf'<li class="slot[^"]*" id="item-{item.pk}".*?(?=<li class="slot|</section>)', page.text, re.S
    )
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found[0]))).strip()


def looks(page, item):
    """The classes of an item's slot that say in which state it is."""
    [classes] = re.findall(rf'<li class="slot([^"]*)" id="item-{item.pk}"', page.text)
    return classes.replace(" slot--", " ").split()


def said(client, mission):
    """What the board says now."""
    page = client.get(board(mission)).text
    found = re.findall(r'<(?:p|li) class="notice[^"]*"[^>]*>(.*?)</', page, re.S)
    return [html.unescape(re.sub(r"<[^>]+>", "", words).strip()) for words in found]


def wrong(page):
    """What a form on the board says is wrong, at its fields and above."""
    at_fields = re.findall(r'<p class="error"[^>]*>(.*?)</p>', page.text, re.S)
    above = re.findall(r'role="alert">.*?<ul>(.*?)</ul>', page.text, re.S)
    listed = [words for part in above for words in re.findall(r"<li>(.*?)</li>", part, re.S)]
    return [html.unescape(re.sub(r"<[^>]+>", "", words).strip()) for words in [*listed, *at_fields]]
