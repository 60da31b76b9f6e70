"""An export that nobody touched, brought straight back, is what is there: nothing is new, changed or wrong."""

import io
import itertools

import pytest
from django.core.management import call_command
from django.urls import reverse

from backoffice.imports.preview import State
from delegations.models import Delegate
from missions.models import Mission, ProgrammeItem
from partners.models import Contact, Organisation, Person
from reports.exports.lists import LISTS
from tests.backoffice.imports.sheets import outcome, refusal, upload
from tests.backoffice.pages import signed_in
from tools.start import ROOT
from wording.translated import translated_fields

pytestmark = pytest.mark.django_db

# Each list that comes back, and the kind of file that it then is.
COMES_BACK = {
    "delegates": "people",
    "organisations": "organisations",
    "contacts": "organisations",
    "programme": "items",
    "legs": "legs",
}
# Every two of a form, a language and whether a text stands once for each language.
FORMS = [("csv", "en", ""), ("csv", "ru", "1"), ("xlsx", "en", "1"), ("xlsx", "ru", "")]


@pytest.fixture
def mission():
    call_command("load_mission", ROOT / "examples" / "example-mission.json", stdout=io.StringIO())
    return Mission.objects.get()


def only_english(model):
    """Take away what stands in Russian, so that a reader of Russian is shown English."""
    translated = translated_fields(model)
    model._base_manager.exclude(**{f"{next(iter(translated))}_en": ""}).update(
        **{f"{name}_ru": "" for name in translated}
    )


@pytest.mark.parametrize("english", [False, pytest.param(True, marks=pytest.mark.once)])
def test_an_export_brought_straight_back_changes_nothing(mission, english):
    if english:
        for model in (Person, Organisation, Contact, Delegate, ProgrammeItem):
            only_english(model)
    client = signed_in()
    forms = [one for one in FORMS if one[1] == "ru" or not english]

    for what, (form, lang, each) in itertools.product(COMES_BACK, forms):
        columns = [column.key for column in LISTS[what].columns]
        sent = {"columns": columns, "form": form, "lang": lang, "each": each}
        content = b"".join(client.post(reverse("admin:export", args=[what]), sent).streaming_content)
        client.cookies["django_language"] = lang
        answer = upload(client, mission, COMES_BACK[what], content, f"sheet.{form}")
        assert answer.status_code == 302, refusal(answer)
        found = outcome(client, answer["Location"])

        assert len(found) == LISTS[what].model.objects.count()
        assert [row for row in found if row[1] != State.UNCHANGED.value] == [], (what, form, lang, each)
        client.post(answer["Location"], {"action": "discard"})
