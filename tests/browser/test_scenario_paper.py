"""Scenario 9 of the field: a delegate's own paper. Four days on two sheets, each letter as it was typed."""

import datetime
import re

import pytest

from delegations import links
from missions.models import Visibility
from tests import factories, papers
from tests.delegations.travellers import release
from tests.documents.test_pdf import ALPHABETS

pytestmark = pytest.mark.postgresql

DAYS = [datetime.date(2023, 12, day) for day in (4, 5, 6, 7)]
HOURS = [datetime.time(hour) for hour in (9, 11, 14, 18)]
NAMES = {"ru": "Өтегенов Ғалым", "kk": "Өтегенов Ғалым", "tk": "Ötegenow Galym", "en": "Otegenov Galym"}


@pytest.fixture
def delegate(db):
    """Four days with four items each, whose titles have every letter of their language among them."""
    mission = factories.make_mission(slug="silk-road", title={"en": "Silk Road"})
    stop = factories.make_stop(mission=mission, place=factories.make_place(name="Mary"))
    group = factories.make_group(mission=mission)
    person = factories.make_person(family_name=NAMES, given_name="")
    delegate = factories.make_delegate(mission=mission, person=person, groups=[group])
    for day in DAYS:
        for number, hour in enumerate(HOURS):
            titles = {lang: f"{words} {number}" for lang, words in ALPHABETS.items()}
            factories.make_item(
                stop=stop,
                day=day,
                starts_at=hour,
                title=titles,
                groups=[group],
                visibility=Visibility.PARTICIPANTS,
            )
    other = {"visibility": Visibility.PARTICIPANTS, "groups": [factories.make_group(mission=mission)]}
    factories.make_item(stop=stop, day=DAYS[0], title="Of another group", **other)
    release(mission)
    delegate.mission.title_en = "Silk Road again"
    delegate.mission.save()
    release(mission)
    return delegate


@pytest.mark.parametrize("lang", ["ru", "kk", "tk", "en"])
def test_her_paper_is_two_sheets_with_every_letter_and_the_version_on_each(open_page, delegate, lang):
    page = open_page(390)
    page.goto(f"/l/{links.make(delegate)[1]}/")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/my/**")
    page.goto(f"/{lang}/my/silk-road/")
    address = page.locator("a[href$='itinerary.pdf']").first.get_attribute("href")

    made = page.request.get(address).body()

    said = papers.printed(made)
    assert papers.pages(made) <= 2
    assert [said.count(f"{ALPHABETS[lang]} {number}") for number in range(len(HOURS))] == [len(DAYS)] * 4
    assert said.count(NAMES[lang]) >= 1
    assert "Of another group" not in said
    sheets = [" ".join(sheet.extract_text().split()) for sheet in papers.reader(made).pages]
    feet = [rf"(?<!\d)2(?!\d)[^/]*{number} / {len(sheets)}" for number in range(1, len(sheets) + 1)]
    assert [bool(re.search(foot, sheet)) for foot, sheet in zip(feet, sheets, strict=True)] == [True] * len(
        sheets
    )
    assert papers.catalogue(made)["/Lang"] == lang
    assert "<pdfuaid:part>1</pdfuaid:part>" in papers.metadata(made)
    assert all(papers.fonts(made).values())
    assert b"/URI" not in made  # it opens nothing, wherever it is opened
