"""She releases what she saw: whatever others save between looking and pressing is told, and nothing is lost.

faults.md 39, 40 and 43
"""

import pytest
from django.db import connections

from delegations.models import members_of_groups
from missions import document as documents
from missions import release
from missions.models import Release
from missions.release import ChangedMeanwhile
from tests import factories
from tests.backoffice.pages import fields_of, sentences, signed_in
from tests.backoffice.release_pages import page_of
from tests.together import at_once

SENTENCE = "The programme was changed while you looked at it. Look at what changed, then release again."


@pytest.fixture
def mission():
    mission = factories.make_mission(languages=["en"])
    for title in ("Talks", "Port", "Lunch"):
        factories.make_item(mission=mission, title=title, visibility="public")
    return mission


@pytest.mark.django_db
def test_what_others_changed_is_named_and_the_note_kept(mission):
    client = signed_in()
    looked = client.get(page_of(mission))
    mission.items.get(title_en="Lunch").delete()
    mission.items.filter(title_en="Talks").update(title_en="Long talks")
    factories.make_item(mission=mission, title="Farewell", visibility="public")
    factories.make_stop(mission=mission)

    refused = client.post(page_of(mission), fields_of(looked) | {"note_en": ["The first one."]})
    number = Release.objects.count()
    again = client.post(page_of(mission), fields_of(refused))

    assert sentences(refused) == [
        SENTENCE,
        "Since you looked: changed: “Long talks”, the stops, the places; new: “Farewell”; "
        "no longer there: “Lunch”.",
    ]
    assert "The first one." in refused.content.decode()
    assert (number, again.status_code, Release.objects.get().note_en) == (0, 302, "The first one.")


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(
    "seal", ["", "{}", "nonsense", '{"all": 1}', '{"items": {"x": "y"}, "parts": {}}', "[]"]
)
def test_who_has_looked_at_nothing_releases_nothing(mission, seal):
    refused = signed_in().post(page_of(mission), {"saw": seal})

    assert sentences(refused)[0] == SENTENCE
    assert Release.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(6))
def test_what_is_released_is_what_was_looked_at_while_others_save(mission, _time):
    """With the check of the digest taken out, versions come out that nobody looked at."""
    saw = documents.digest(documents.make(mission, members_of_groups(mission)))

    def press():
        return release.release(mission, by=None, members={}, replaces=None, saw=saw)

    def save(title):
        def change():
            try:
                mission.items.filter(title_en=title).update(title_en=f"{title} moved")
            finally:
                connections.close_all()

        return change

    outcomes = at_once(save("Talks"), press, save("Port"), save("Lunch"))

    if isinstance(outcomes[1], Release):
        assert documents.digest(outcomes[1].document) == saw
    else:
        assert isinstance(outcomes[1], ChangedMeanwhile)
    assert {item.title_en for item in mission.items.all()} == {"Talks moved", "Port moved", "Lunch moved"}
