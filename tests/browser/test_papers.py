"""A delegate takes her programme along as one file, and opens it where there is no network."""

import datetime

import pytest

from delegations import links
from tests.browser import looks
from tests.delegations.travellers import release
from tests.factories import make_delegate, make_item, make_mission, make_place, make_stop

DAY = datetime.date(2023, 12, 5)


@pytest.fixture
def delegate(db):
    mission = make_mission(title={"en": "Silk Road", "ru": "Шёлковый путь"}, slug="silk-road")
    stops = [
        make_stop(mission=mission, place=make_place(name=name, latitude=37 + at, longitude=58 + at))
        for at, name in enumerate(("Mary", "Ashgabat"))
    ]
    delegate = make_delegate(mission=mission)
    for stop in stops:
        make_item(
            stop=stop,
            day=DAY,
            title={"en": "Talks", "ru": "Переговоры"},
            description="Two kilns are shown.",
            starts_at=datetime.time(9),
        )
    release(mission)
    return delegate


@pytest.mark.parametrize("beside", ["", "ru"])
def test_the_file_opens_from_the_disk_without_a_network(page, axe, delegate, tmp_path, beside):
    page.goto(f"/l/{links.make(delegate)[1]}/")
    page.get_by_role("button", name="Open my programme").click()
    with page.expect_download() as download:
        if beside:
            page.get_by_label("With a second language beside it").select_option(beside)
            page.get_by_role("button", name="One file").click()
        else:
            page.get_by_role("link", name="One file to keep").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)

    page.context.set_offline(True)
    page.goto(saved.as_uri())

    assert page.complaints == [saved.as_uri()]  # the file itself, and nothing that it asks for
    page.complaints.clear()
    assert page.get_by_role("heading", name="Talks").count() == (0 if beside else 2)
    assert page.get_by_text("Переговоры").count() == (2 if beside else 0)
    sizes = page.locator(".programme td p").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fontSize)"
    )
    assert (len(sizes) >= 8, len(set(sizes))) == ((True, 1) if beside else (False, 0))
    assert page.get_by_role("img", name="Map of the 2 stops").is_visible()
    assert page.evaluate("document.fonts.check('20px \"Keruen Serif\"')")
    assert looks.too_wide(page, [320, 1280]) == []
    assert axe(page) == []
