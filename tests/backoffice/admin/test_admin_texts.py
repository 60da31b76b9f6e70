"""Texts and countries that are refused: for the true fault, and for that alone."""

import pytest

from missions.models import ProgrammeItem, Series
from partners.models import Place
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, save, sentences, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # refused before anything is asked


@pytest.fixture
def client():
    return signed_in()


LONG = "x" * 251
TOO_LONG = "Ensure this value has at most 200 characters (it has 251)."
NUL = "Null characters are not allowed."


@pytest.mark.parametrize(
    ("language", "typed", "fault"), [("en", LONG, TOO_LONG), ("tk", "Mission\0", NUL)], ids=["long", "nul"]
)
def test_a_text_that_is_refused_is_not_asked_for_besides(client, language, typed, fault):
    mission = factories.make_mission()
    series = save(client, address_of(Series, "add"), **{f"title_{language}": typed, "slug": "series"})
    place = save(
        client,
        address_of(Place, "add"),
        **{f"name_{language}": typed, "country": "TM", "zone": "Asia/Ashgabat"},
    )
    item = save(
        client,
        f"{address_of(ProgrammeItem, 'add')}?mission={mission.pk}",
        **{f"title_{language}": typed, "kind": "visit"},
    )
    group = save(client, address(mission), **{"groups-TOTAL_FORMS": "1", f"groups-0-name_{language}": typed})

    assert [sorted(sentences(page)) for page in (series, place, item, group)] == [
        [fault],
        [fault],
        [fault.replace("200", "250")],
        [fault.replace("200", "120")],
    ]


def test_a_text_that_is_missing_is_asked_for(client):
    page = save(client, address_of(Series, "add"), slug="series")

    assert sorted(sentences(page)) == ["Give the title in at least one language."]


def test_a_country_is_chosen_from_a_list_in_the_language_of_the_page(client):
    place = factories.make_place(country="TM")
    client.cookies["django_language"] = "ru"

    page = client.get(address(place))
    field = page.context["adminform"].form.fields["country"]
    names = dict(field.choices)

    assert fields_of(page)["country"] == ["TM"]
    assert (names["TM"], names["DE"], names[""]) == ("Туркменистан", "Германия", "---------")
    assert len(names) == 250
    assert [name for code, name in field.choices if code] == sorted(
        (name for code, name in field.choices if code), key=str.casefold
    )


@pytest.mark.parametrize("typed", ["Germany", "tm", "XX", "T\0"])
def test_what_is_no_country_is_told_how_one_is_named(client, typed):
    place = factories.make_place(country="TM")

    page = save(client, address(place), country=typed)

    assert sorted(sentences(page)) == [
        f"“{typed}” is no country code. Give two letters of ISO 3166-1, such as TM."
    ]
    place.refresh_from_db()
    assert place.country == "TM"
