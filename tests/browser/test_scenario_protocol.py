"""Scenario 4 of the field: three delegates change places; every list and paper follows, in Russian too."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from backoffice.mission_file import dump
from backoffice.rights import roles
from delegations import links
from delegations.models import Attendance, Delegate, Stay, members_of_groups
from missions.models import Release
from tests import factories, papers
from tests.backoffice.pages import staff
from tests.browser import steps
from tests.browser.hands import Keyboard, Mouse

pytestmark = pytest.mark.scenario

RUSSIAN = {
    "Abayev": "Абаев",
    "Baimov": "Баимов",
    "Ceren": "Джерен",
    "Durdy": "Дурды",
    "Esenov": "Есенов",
}
NAME = re.compile("|".join([*RUSSIAN, *RUSSIAN.values()]))
AFTER = ["Durdy", "Ceren", "Baimov", "Abayev", "Esenov"]  # no alphabet has this order, nor has any table
GROUPED = AFTER[:4]


@pytest.fixture
def mission():
    """Five delegates, the last in no group: the others are in two groups, which are awaited at once.

    They sleep in pairs, travel together, and were all at one of the two visits.
    """
    mission = factories.make_mission(slug="mission", languages=["en", "ru"])
    groups = [factories.make_group(mission=mission, name=name) for name in ("Plants", "Ports")]
    plant, _port = (
        factories.make_item(
            mission=mission,
            title=title,
            groups=[group],
            day=mission.starts_on,
            starts_at="10:00",
            ends_at="12:00",
        )
        for title, group in zip(("Plant", "Port"), groups, strict=True)
    )
    delegates = []
    for latin, cyrillic in RUSSIAN.items():
        person = factories.make_person(family_name={"en": latin, "ru": cyrillic}, given_name="")
        delegates.append(
            factories.make_delegate(mission=mission, person=person, groups=groups if latin in GROUPED else [])
        )
        factories.make_attendance(item=plant, delegate=delegates[-1])
        factories.make_stay(
            delegate=delegates[-1], hotel="Grand", shared_with=(delegates[-2:-1] or [None])[0]
        )
    factories.make_leg(mission=mission, passengers=delegates)
    return mission


def reorder(hands, mission):
    """Three are carried to where they belong."""
    page = hands.page
    hands.press(steps.ways(page).get_by_role("link", name="People"))
    hands.carry(steps.line(page, "Durdy"), steps.line(page, "Abayev"), "Alt+ArrowUp Alt+ArrowUp Alt+ArrowUp")
    expect(steps.line(page, "Durdy")).to_contain_text("Durdy is now number 1.")
    hands.carry(steps.line(page, "Ceren"), steps.line(page, "Abayev"), "Alt+ArrowUp Alt+ArrowUp")
    expect(steps.line(page, "Ceren")).to_contain_text("Ceren is now number 2.")
    hands.carry(steps.line(page, "Baimov"), steps.line(page, "Abayev"), "Alt+ArrowUp")
    expect(steps.line(page, "Baimov")).to_contain_text("Baimov is now number 3.")


def release(hands):
    page = hands.page
    hands.press(steps.ways(page).get_by_role("link", name="Release", exact=True))
    hands.press(page.get_by_role("button", name="Release version 1"))
    expect(page.locator(".messagelist")).to_contain_text("Version 1 is released.")


def names_in(text):
    """The family names in a text, in order, each where it first stands."""
    return list(dict.fromkeys(NAME.findall(text)))


def list_of(model, mission, through="mission"):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return f"{reverse(name)}?{through}__id__exact={mission.pk}"


def lists(mission):
    """The pages of the back office that list delegates: address, where on the page, and whom."""
    main = "#content-main, main"
    people, group = steps.page_of(mission, "people"), mission.groups.earliest("pk").pk
    return {
        "people": (people, main, AFTER),
        "of a group": (f"{people}?group={group}", main, GROUPED),
        "delegates": (list_of(Delegate, mission), main, AFTER),
        "who was there": (list_of(Attendance, mission, "item__mission"), main, AFTER),
        "nights": (list_of(Stay, mission, "delegate__mission"), ".field-delegate", AFTER),
        "passengers": (reverse("admin:delegations_leg_change", args=[mission.legs.get().pk]), main, AFTER),
        "delegation list": (f"{steps.page_of(mission, 'lists')}?list=delegation", main, AFTER),
        "clash on the board": (steps.page_of(mission, "board"), main, GROUPED),
        "clash": (steps.page_of(mission, "cautions"), main, GROUPED),
        "readers of a preview": (steps.page_of(mission, "preview"), "#id_as", AFTER),
        "readers of a text": (steps.page_of(mission, "text"), "#id_as", AFTER),
    }


def printed(page, mission, lang):
    """What is printed of delegates: the words of each paper by its name."""
    files = {
        "delegation list": f"{steps.page_of(mission, 'lists_pdf')}?list=delegation&lang={lang}",
        "badges": f"{steps.page_of(mission, 'badges')}?lang={lang}",
        "name tents": f"{steps.page_of(mission, 'tents')}?lang={lang}",
    }
    found = {name: papers.text(page.request.get(address).body()) for name, address in files.items()}
    page.goto(steps.page_of(mission, "report"))
    with page.expect_download() as download:
        page.locator("button[name=form][value=pdf]").click()
    with open(download.value.path(), "rb") as file:
        found["who was there, in the report"] = papers.text(file.read())
    return found


@pytest.mark.parametrize(("hand", "lang"), [(Keyboard, "en"), (Mouse, "ru")], ids=["keyboard", "mouse"])
def test_every_list_follows_the_new_order(open_page, signed_in, mission, hand, lang):
    """Each of the two hands puts them in order; the lists are read in English after one, in Russian after the other."""
    user = staff(roles.EDITOR_WITH_PEOPLE, roles.RELEASER)
    page = open_page()
    signed_in(page, user)
    hands = hand(page)
    page.goto(steps.page_of(mission, "board"))
    reorder(hands, mission)
    release(hands)

    ranked = list(mission.delegates.select_related("person").order_by("precedence"))
    assert [one.person.family_name_en for one in ranked] == AFTER
    refs = [str(one.ref) for one in ranked]
    for members in (
        members_of_groups(mission),
        {group["ref"]: group["members"] for group in Release.objects.get().document["groups"]},
    ):
        assert members == {str(group.ref): refs[:4] for group in mission.groups.all()}
    file = dump.data(mission)
    assert [one["ref"] for one in file["delegates"]] == refs
    assert [one["delegate"] for one in file["attendances"]] == refs
    assert [one["delegate"] for one in file["stays"]] == refs
    assert file["legs"][0]["passengers"] == refs

    reading, found = open_page(locale=lang), {}
    signed_in(reading, user)
    called = {one: one if lang == "en" else RUSSIAN[one] for one in AFTER}
    for name, (address, where, whom) in lists(mission).items():
        reading.goto(address)
        words = " ".join(reading.locator(where).evaluate_all("all => all.map(one => one.innerText)"))
        if names_in(words) != [called[one] for one in whom]:
            found[name] = names_in(words)
    for name, words in printed(reading, mission, lang).items():
        if names_in(words) != [*called.values()]:
            found[name] = names_in(words)
    assert found == {}

    # On her own page a delegate reads of nobody but who shares her room.
    own, mates = open_page(), {"Durdy": "Ceren", "Ceren": "Baimov", "Baimov": "Abayev", "Esenov": "Durdy"}
    for delegate in ranked:
        own.goto(f"/l/{links.renew(delegate)}/")
        own.get_by_role("button", name="Open my programme").click()
        steps.heading(own, f"Programme of {delegate}")
        mate = mates.get(str(delegate))
        assert names_in(own.locator("main").inner_text()) == [str(delegate), *([mate] if mate else [])]
