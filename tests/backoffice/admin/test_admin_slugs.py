"""A form whose slug is left empty is saved with one made from the name or the title, in any script."""

import uuid

import pytest

from missions.models import FormerSlug, Mission, Series
from partners.models import MergedRef, Organisation, Sector
from tests import factories
from tests.backoffice.pages import address, address_of, save, sentences, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "name", "text", "slug"),
    [
        (Sector, "name_ru", "Лёгкая промышленность", "legkaya-promyshlennost"),
        (Organisation, "name_kk", "Қазақстан темір жолы", "qazaqstan-temir-zholy"),
        (Series, "title_tk", "Söwda-senagat maslahaty", "sowda-senagat-maslahaty"),
        (Organisation, "name_ru", "«…»", "organisation"),
    ],
)
def test_empty_slug_is_made_from_the_name(model, name, text, slug):
    response = save(signed_in(), address_of(model, "add"), **{name: text})

    assert response.status_code == 302, sentences(response)
    assert model.objects.get().slug == slug


def test_mission_with_a_russian_title_alone_gets_a_slug():
    days = {"starts_on": "2027-05-03", "ends_on": "2027-05-05"}

    response = save(signed_in(), address_of(Mission, "add"), title_ru="Бизнес-миссия в Ашхабад", **days)

    assert response.status_code == 302, sentences(response)
    assert Mission.objects.get().slug == "biznes-missiya-v-ashkhabad"


def test_slug_is_made_from_the_first_language_that_the_name_has():
    save(signed_in(), address_of(Sector, "add"), name_ru="Логистика", name_en="Logistics")

    assert Sector.objects.get().slug == "logistics"


def test_slug_that_leads_somewhere_already_gets_a_number():
    client = signed_in()
    bank = factories.make_organisation(slug="bank")
    MergedRef.objects.create(
        model="partners.Organisation", ref=uuid.uuid4(), key=0, slug="bank-2", kept=bank.ref
    )

    save(client, address_of(Organisation, "add"), name_ru="Банк")

    assert set(Organisation.objects.values_list("slug", flat=True)) == {"bank", "bank-3"}


def test_slug_of_another_missions_former_address_gets_a_number():
    FormerSlug.objects.create(mission=factories.make_mission(slug="one"), slug="lesa")

    made = Mission(title_ru="Леса", starts_on="2027-05-03", ends_on="2027-05-05")
    made.full_clean(exclude=["slug"])

    assert made.slug == "lesa-2"


def test_emptied_slug_of_a_mission_is_made_from_its_title_again():
    mission = factories.make_mission(slug="old", title={"ru": "Леса"})

    response = save(signed_in(), address(mission), slug="")

    assert response.status_code == 302, sentences(response)
    mission.refresh_from_db()
    assert mission.slug == "lesa"
