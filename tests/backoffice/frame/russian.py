"""What stands in English on pages for readers of Russian and is not somebody's own text."""

import re
from html.parser import HTMLParser

from django.apps import apps
from django.db import models

LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
ADDRESS = re.compile(r"https?:\S+|[\w.+-]+@[\w.-]+|[\w-]+(?:[./_][\w-]+)+|`[^`]*`|\S+\*{3,}")
# Names, units and notations that are written so in Russian too.
NAMES = """
    Keruen English Türkmençe IANA ID ISO UTC Markdown UID JSON XLSX CSV Word DOCX Excel ICS TOTP QR EXIF PDF PNG JPEG WEBP
    HTML en ru kk tk
    PowerPoint LibreOffice vCard Alt Ctrl
"""
# Of the world’s passports, which lie encrypted in their rows.
PASSPORTS = "GALYM KAZ canary passport"
UID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # of a row that is not saved yet
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-on", "data-off", "data-turn-on", "data-turn-off")
SILENT = {"script", "style", "code", "pre", "svg"}
# What superusers alone see of the queue of tasks is the package's own.
LEFT_OUT = ("admin:django_tasks", "admin:app_list django_tasks")


class Spoken(HTMLParser):
    """What a reader of the page reads or hears, without texts that say that they are in another language."""

    def __init__(self):
        super().__init__()
        self.words, self.open = [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        foreign = attributes.get("lang", "ru") != "ru"
        void = tag in {"input", "br", "link", "meta", "img", "hr", "path", "circle"}
        if not void:
            self.open.append(tag in SILENT or foreign)
        if any(self.open):
            return
        self.words += [attributes[name] or "" for name in SPOKEN if name in attributes]
        if tag == "input" and attributes.get("type") in {"submit", "button"}:
            self.words.append(attributes.get("value") or "")

    def handle_endtag(self, tag):
        if self.open and tag not in {"input", "br", "link", "meta", "img", "hr", "path", "circle"}:
            self.open.pop()

    def handle_data(self, data):
        if not any(self.open):
            self.words.append(data)


def english_in(page, own):
    """The English words of a page that are not in `own`."""
    parser = Spoken()
    parser.feed(page)
    text = UID.sub(" ", ADDRESS.sub(" ", " ".join(parser.words)))
    return {word for word in LATIN.findall(text) if word.lower() not in own}


def words_of_rows():
    """Every Latin word that stands in any text of any row: what people typed may be in any language."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        names = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField | models.UUIDField) and not field.choices
        ]
        if model._meta.app_label in {"contenttypes", "sessions"} or not names:
            continue
        for row in model._base_manager.values_list(*names):
            for value in row:
                found |= {word.lower() for word in LATIN.findall(str(value))}
    return found


class Listener:
    """Hears pages in Russian. `found` has the English words of each, and dates that end with two full stops."""

    def __init__(self):
        self.found = {}
        self.own = words_of_rows() | {word.lower() for word in (NAMES + PASSPORTS).split()}

    def hear(self, name, page):
        if name.startswith(LEFT_OUT):
            return
        if words := english_in(page, self.own):
            self.own |= words_of_rows()  # a page that was read may have written rows
            words = english_in(page, self.own)
        if words:
            self.found[name] = sorted(words)
        if "г.." in page:  # a date that ends with a full stop of its own, and a sentence behind it
            self.found[name] = [page[max(page.index("г..") - 40, 0) :][:60]]
