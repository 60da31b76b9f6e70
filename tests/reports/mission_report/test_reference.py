"""The report of the mission of December 2023: every fact of the sheet, and nothing else, in four languages."""

import ast
import collections
import datetime
import json
import re
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

import reports.mission_report
from examples import remake
from missions import printed
from missions.models import FollowUpKind, ItemKind, ItemStatus, PartyRole, Visibility
from missions.models.follow_ups import FollowUpState, Priority
from missions.pages import agreed, times
from reports.mission_report import files, reading
from reports.mission_report.facts import Sees
from tests.factories import make_user
from tests.missions.published import load_reference
from tests.reports.mission_report import read_back
from wording import dates, zones
from wording.phrases import phrase

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = ("en", "ru", "kk", "tk")
AT = datetime.datetime(2024, 1, 15, 9, 30, tzinfo=datetime.UTC)
ALL = Sees(*[True] * 8, missions=None)
SHEET = Path(remake.__file__).parent / "kazakhstan-turkmenistan-december-2023.json"
FORMS = ("pdf", "docx", "xlsx")
# What the report says of the mission in words of its own.
OF_THE_MISSION = ("title", "summary", "purpose", "background", "dates_note", "source", "outcome_summary")


@cache
def every():
    """The report in each language and form, and one in two languages; they are the same whenever they are made."""
    facts = reading.internal(load_reference(), ALL, make_user(first_name="Aigerim", last_name="Saparova"), AT)
    asked = [*(((lang,), form) for lang in LANGUAGES for form in FORMS), (("kk", "tk"), "docx")]
    return {(langs, form): files.made(facts, langs, files.Form(form)).content for langs, form in asked}


def made(form, *langs):
    return every()[langs, form]


def facts(lang):
    """All texts of the sheet that a report of the mission has to say, as the mission's file holds them."""
    sheet = json.loads(SHEET.read_text())
    found = [sheet["mission"][name][lang] for name in OF_THE_MISSION]
    by_ref = {row["ref"]: row for kind in ("places", "organisations", "sectors") for row in sheet[kind]}
    used = [stop["place"] for stop in sheet["stops"]]
    for item in sheet["items"]:
        found += [item[name][lang] for name in ("title", "description", "outcome") if name in item]
        used += [*item["topics"], *(host["organisation"] for host in item.get("hosts", ()))]
    for row in sheet["follow_ups"]:
        found += [row[name][lang] for name in ("title", "state_words", "sides_words") if name in row]
        used += [row[name] for name in ("place", "our_organisation") if name in row]
        used += row.get("counterparts", [])
    used += [party["organisation"] for party in sheet["parties"]]
    for delegation in sheet["delegations"]:
        used.append(delegation["organisation"])
        found.append(delegation["note"][lang])
    (person,), (contact,) = sheet["people"], sheet["contacts"]
    found += [f"{person['given_name'][lang]} {person['family_name'][lang]}", contact["position"][lang]]
    found += [release["note"][lang] for release in sheet["releases"]]
    return list(dict.fromkeys([*found, *(by_ref[ref]["name"][lang] for ref in used)]))


def days(lang):
    """The days of the sheet in words, and the moment of the report; and that they are not known."""
    first, last = datetime.date(2023, 12, 4), datetime.date(2023, 12, 7)
    found = [
        dates.mission_dates(first, last, "approximate", lang),
        dates.long_date(datetime.date(2026, 12, 7), lang),  # of the record
        dates.known_by(datetime.date(2024, 12, 31), "year", lang),
        dates.known_by(None, "day", lang),
        zones.moment(AT, "Asia/Ashgabat", lang),
        phrase("day_not_known", lang),
    ]
    for number in range(4):
        day = first + datetime.timedelta(days=number)
        found.append(dates.about(dates.long_date(day, lang), lang))
        found.append(f"{times.numbered(number + 1, number + 1)}, {times.day_words(day, True, lang)}")
    return found


def template_words():
    """Whatever the code of the report says by itself, in the active language; numbers stand for placeholders."""
    labels = (ItemKind, ItemStatus, FollowUpKind, FollowUpState, PartyRole, Visibility, Priority)
    found = {str(label) for choices in labels for label in choices.labels}
    rooms = [
        *Path(reports.mission_report.__file__).parent.glob("*.py"),
        Path(printed.__file__),
        Path(agreed.__file__),
    ]
    for module in rooms:
        for call in ast.walk(ast.parse(module.read_text())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                continue
            texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
            match call.func.id:
                case "_":
                    found.add(gettext(texts[0]))
                case "ngettext":
                    found |= {ngettext(texts[0], texts[1], number) for number in (0, 1, 2, 5)}
                case "pgettext":
                    found.add(pgettext(texts[0], texts[1]))
    return found


def rest_of(text, known):
    """What is left of a text without all that is known: letters and digits alone."""
    for words in known:
        text = re.sub(words, " ", text, flags=re.IGNORECASE)
    return re.sub(r"[\W_]+", " ", text).strip()


def patterns(lang):
    """Regular expressions of all that may stand in a report, longest first, so that no part is taken for another."""
    with translation.override(lang):
        moment = zones.moment(AT, "Asia/Ashgabat", lang)
        own = {words.replace("%(moment)s", moment).replace(" %(words)s", "") for words in template_words()}
        words = sorted({*facts(lang), *days(lang), "Aigerim Saparova", *own}, key=len, reverse=True)
    return [pattern(each) for each in words]


def pattern(words):
    """The words as a whole; numbers in the place of placeholders, and of the moment, which is known for itself."""
    pieces = re.split(r"(%\(\w+\)s)", " ".join(words.split()))
    held = {"%(moment)s": r"\s*", "%(priority)s": r"\w+"}
    return "".join(
        [
            r"(?<!\w)",
            *(held.get(each, r"\d+") if each[:2] == "%(" else re.escape(each) for each in pieces),
            r"(?!\w)",
        ]
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fact_of_the_sheet_stands_in_the_report(lang, form):
    said = read_back.text_of(form, made(form, lang)).casefold()

    assert [fact for fact in facts(lang) if " ".join(fact.split()).casefold() not in said] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_but_facts_and_the_words_of_the_report_stands_in_it(lang):
    known = patterns(lang)

    lines = [" ".join(line.split()) for line in read_back.paragraphs(made("docx", lang))]

    assert {line: rest for line in lines if (rest := rest_of(line, known))} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_else_stands_in_the_workbook(lang):
    known = patterns(lang)

    sheets = read_back.cells(made("xlsx", lang))
    texts = {
        line for rows in sheets.values() for row in rows for cell in row if isinstance(cell, str)
        for line in cell.split("\n")
    }  # fmt: skip

    assert {line: rest for line in texts if (rest := rest_of(" ".join(line.split()), known))} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_says_what_the_docx_says(lang):
    pdf = words_of(read_back.printed(made("pdf", lang)))
    docx = words_of(" ".join(read_back.paragraphs(made("docx", lang))))

    assert docx - pdf == collections.Counter()
    # The pages in the contents, and the heads of tables that go on over a page.
    assert [word for word in pdf - docx if not word.isdecimal() and word not in docx] == []


def words_of(text):
    """How often each word stands there; a line may end after a hyphen, and dots lead to the pages."""
    words = text.replace("-", " ").replace("\N{WORD JOINER}", "").split()
    return collections.Counter(word for word in words if word.strip("."))


def test_two_languages_say_what_each_says_alone():
    both = " ".join(read_back.text_of("docx", made("docx", "kk", "tk")).casefold().split())

    for lang in ("kk", "tk"):
        assert [fact for fact in facts(lang) if " ".join(fact.split()).casefold() not in both] == []
