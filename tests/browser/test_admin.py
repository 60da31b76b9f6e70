"""The admin in a real browser: under the policy without a complaint, readable to all, by keyboard too."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from delegations.models import members_of_groups
from missions import release
from missions.models import Mission, ProgrammeItem
from partners.models import Organisation, Person
from tests import factories

PAYLOAD = "<img src=x onerror=alert(1)> {{ 41|add:91300 }}"


@pytest.fixture
def mission():
    """A released mission with something of everything, changed since."""
    mission = factories.make_mission(title={"en": "Mission to Turkmenistan", "ru": "Миссия в Туркменистан"})
    contact = factories.make_contact()
    factories.make_party(mission=mission, organisation=contact.organisation, contact=contact)
    stop = factories.make_stop(mission=mission, first_day=mission.starts_on)
    group = factories.make_group(mission=mission)
    item = factories.make_item(
        stop=stop,
        title="Talks",
        day=mission.starts_on,
        starts_at=datetime.time(9),
        groups=[group],
        hosts=[contact.organisation],
        topics=[factories.make_sector()],
    )
    factories.make_delegate(mission=mission, groups=[group])
    factories.make_item(mission=mission, title="Visit to the port", visibility="public")
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    item.starts_at = datetime.time(10)
    item.save()
    mission.save()
    return mission


@pytest.fixture
def desk(open_page, signed_in):
    """Pages of a superuser who has signed in."""

    def make(**options):
        page = open_page(**options)
        signed_in(page, factories.make_user(is_superuser=True))
        return page

    return make


def admin(name, *args):
    return reverse(f"admin:{name}", args=args)


def addresses(mission):
    """What the walk over all pages (test_back_office_pages.py) does not meet, or not with so many rows."""
    item = mission.items.get(title_en="Talks")
    return {
        "mission": admin("missions_mission_change", mission.pk),
        "item": admin("missions_programmeitem_change", item.pk),
        "new item": f"{admin('missions_programmeitem_add')}?mission={mission.pk}",
        "which mission": admin("missions_programmeitem_add"),
        "deletion refused": admin("missions_mission_delete", mission.pk),
        "withdrawal": admin("missions_release_withdraw", mission.releases.get().pk),
        "released version": admin("missions_release_change", mission.releases.get().pk),
        "pop-up": f"{admin('partners_organisation_add')}?_popup=1",
    }


def test_no_page_has_a_fault_that_axe_finds(desk, mission, axe):
    page = desk()
    found = {}

    for name, address in addresses(mission).items():
        page.goto(address)
        found[name] = axe(page)

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_host_is_added_through_suggestion_and_pop_up(desk, mission):
    page = desk()
    item = mission.items.get(title_en="Talks")
    page.goto(admin("missions_programmeitem_change", item.pk))

    page.get_by_role("button", name="Add another Host").click()
    with page.expect_popup() as popup:
        page.locator("#add_id_hosts-1-organisation").click()
    window = popup.value
    window.fill("#id_name_tk", "Söwda-senagat edarasy")
    window.fill("#id_slug", "sowda")
    with window.expect_event("close"):
        window.get_by_role("button", name="Save").click()
    page.fill("#id_hosts-1-order", "1")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    assert [host.organisation.slug for host in item.hosts.all()][1:] == ["sowda"]


def test_suggestions_come_as_text_and_in_any_case(desk, mission):
    """faults.md 55"""
    factories.make_organisation(name={"tk": f"Ýükçi {PAYLOAD}"})
    page = desk()
    page.goto(admin("missions_mission_change", mission.pk))

    page.locator("#id_parties-0-organisation + .select2 .select2-selection").click()
    page.locator(".select2-dropdown .select2-search__field").fill("ÝÜKÇI")

    expect(page.locator(".select2-results__option--highlighted")).to_have_text(f"Ýükçi {PAYLOAD}")
    page.keyboard.press("Enter")
    expect(page.locator("#select2-id_parties-0-organisation-container")).to_contain_text(PAYLOAD)


def test_days_and_hours_are_picked_from_the_widgets(desk, mission):
    page = desk()
    item = mission.items.get(title_en="Talks")
    page.goto(admin("missions_programmeitem_change", item.pk))

    page.locator("#clocklink0").click()
    page.locator("#clockbox0").get_by_text("Noon").click()
    page.locator("#calendarlink0").click()
    page.locator("#calendarin0").get_by_text("6", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()

    item.refresh_from_db()
    assert (item.starts_at, item.day) == (datetime.time(12), datetime.date(2023, 12, 6))


def test_no_field_speaks_of_the_servers_clock(desk, mission):
    page = desk(timezone_id="Asia/Almaty")
    page.goto(admin("missions_programmeitem_change", mission.items.get(title_en="Talks").pk))

    expect(page.locator("#clocklink0")).to_be_visible()
    assert page.locator(".timezonewarning").count() == 0


def test_version_2_is_released_by_keyboard_alone(desk, mission):
    page = desk()
    page.goto(admin("missions_mission_release", mission.pk))

    expect(page.get_by_role("heading", level=1)).to_have_text("Release version 2")
    page.get_by_label("English").focus()
    page.keyboard.type("The talks begin an hour later.")
    button = page.get_by_role("button", name="Release version 2")
    for _press in range(6):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("Version 2 is released.")
    assert mission.releases.latest("number").note_en == "The talks begin an hour later."


def test_it_works_without_scripts(desk, mission):
    page = desk(java_script_enabled=False)
    page.goto(admin("missions_mission_change", mission.pk))

    page.fill("#id_title_ru", "Миссия")
    page.get_by_role("button", name="Save", exact=True).click()

    assert Mission.objects.get().title_ru == "Миссия"


def test_payloads_stay_text_in_lists_forms_and_deletions(desk):
    """faults.md 55, 57"""
    organisation = factories.make_organisation(name=PAYLOAD)
    person = factories.make_person(family_name=PAYLOAD)
    item = factories.make_item(
        title=PAYLOAD, hosts=[organisation], mission=factories.make_mission(title=PAYLOAD)
    )
    page = desk()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))

    for row in (organisation, person, item, item.mission):
        name = f"{row._meta.app_label}_{row._meta.model_name}"
        for address in (
            admin(f"{name}_changelist"),
            admin(f"{name}_change", row.pk),
            admin(f"{name}_history", row.pk),
            admin(f"{name}_delete", row.pk),
        ):
            page.goto(address)
            assert page.locator("img[src=x]").count() == 0
    assert {Organisation, Person, ProgrammeItem} <= {type(row) for row in (organisation, person, item)}
