"""The admin as a member of staff uses it: sign in as a kind, open a form, change some fields, save."""

import html
import re
from html.parser import HTMLParser

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories import make_user


def staff(*kinds, **fields):
    """A member of staff of these kinds; a superuser where none is named."""
    user = make_user(is_superuser=not kinds, **fields)
    if kinds:
        user.groups.set(Group.objects.filter(name__in=kinds))
    return user


def signed_in(*kinds):
    """A client of a member of staff of these kinds; of a superuser where none is named."""
    client = Client()
    client.force_login(staff(*kinds))
    return client


def address(row, view="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{view}", args=[row.pk])


def address_of(model, view="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")


class _Fields(HTMLParser):
    """What a browser would send of the page's forms."""

    def __init__(self):
        super().__init__()
        self.found, self.select, self.textarea = [], None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "input" and attributes.get("name") and attributes.get("type") not in {"submit", "button"}:
            box = attributes.get("type") in {"checkbox", "radio"}
            if not box or "checked" in attributes:
                self.found.append((attributes["name"], attributes.get("value", "on" if box else "")))
        elif tag == "select":
            self.select = attributes.get("name")
        elif tag == "option" and self.select and "selected" in attributes:
            self.found.append((self.select, attributes.get("value", "")))
        elif tag == "textarea":
            self.textarea = [attributes.get("name"), ""]

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            name, text = self.textarea
            self.found.append((name, text.removeprefix("\n")))
            self.textarea = None


def fields_of(response):
    """The fields of the page's form as a dictionary of lists, without the empty forms that scripts copy."""
    parser = _Fields()
    parser.feed(response.content.decode())
    data = {}
    for name, value in parser.found:
        if "__prefix__" not in name and name not in {"_selected_action", "index", "q"}:
            data.setdefault(name, []).append(value)
    return {name: values for name, values in data.items() if not name.endswith("-action")}


def save(client, url, **changes):
    """Open the form, change these fields as a browser would (None: leave it out), and save."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    data = fields_of(page) | {"_save": ["Save"]}
    for name, value in changes.items():
        if value is None:
            data.pop(name, None)
        else:
            data[name] = value if isinstance(value, list) else [value]
    return client.post(url, data)


def sentences(response):
    """What the page says is wrong, without markup."""
    page = response.content.decode()
    found = re.findall(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', page, re.DOTALL)
    return [
        html.unescape(re.sub(r"<[^>]+>", "", item).strip())
        for errors in found
        for item in re.findall(r"<li>(.*?)</li>", errors, re.DOTALL)
    ]


def said(response):
    """The messages shown after a redirect, or on the page itself."""
    return [str(message) for message in response.context["messages"]]


def inline(prefix, total, *rows):
    """The fields of an inline with `total` rows, of which these are typed anew."""
    data = {f"{prefix}-TOTAL_FORMS": str(total)}
    for number, row in enumerate(rows, start=total - len(rows)):
        data |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
    return data
