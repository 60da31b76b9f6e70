"""A stop that the public does not see, in a time zone that nothing else has: nobody outside learns of the zone.

faults.md 7, 22 and 29. A mission without a zone of its own takes that of its first stop; so this stop is the first.
"""

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.walk.test_canaries import LANGUAGES, read

pytestmark = pytest.mark.django_db

SECRET = "Asia/Kathmandu"
# What a reader might know it by: its name, its city, and its offset, which no other zone of these missions has.
BETRAYALS = ("Kathmandu", "+0545", "+05:45", "UTC+5:45")
FEW = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
PATHS = ("", "changes/", "programme.ics", "programme.json")


def with_a_secret_stop(plan, visibility):
    """The plan with a first stop at which nothing but one item is planned that the public knows nothing of."""
    uid, place, stop = (f"{number:08x}-0000-4000-8000-000000000000" for number in (901, 902, 903))
    item = {
        "uid": uid,
        "stop": stop,
        "kind": "meeting",
        "title": {"en": "Meeting"},
        "status": "confirmed",
        "day": plan["mission"]["starts_on"],
        "starts_at": "09:00",
        "visibility": visibility,
    }
    # An hour without a place is read by the mission's clock.
    told = item | {"uid": f"{904:08x}-0000-4000-8000-000000000000", "visibility": "public"}
    del told["stop"]
    return {
        **plan,
        "mission": {name: value for name, value in plan["mission"].items() if name != "zone"},
        "places": [
            *plan["places"],
            {"ref": place, "name": {"en": "Somewhere"}, "country": "NP", "zone": SECRET},
        ],
        "stops": [
            {"ref": stop, "place": place},
            *({**entry, "order": entry.get("order", 0) + 1} for entry in plan.get("stops", ())),
        ],
        "items": [*plan.get("items", ()), item, told],
    }


def everything_public(mission):
    client = Client()
    for lang in LANGUAGES:
        for path in PATHS:
            address = f"/{lang}/missions/{mission.slug}/{path}"
            yield address, read(client, address)
        yield f"/{lang}/", read(client, f"/{lang}/")


BARE = {
    "format": 1,
    "mission": {
        "ref": f"{900:08x}-0000-4000-8000-000000000000",
        "slug": "bare",
        "title": {"en": "Bare"},
        "type": "outward",
        "state": "draft",
        "starts_on": "2023-12-04",
        "ends_on": "2023-12-05",
    },
    "places": [],
}


@pytest.mark.once  # a zone is chosen in Python, of rows that the stories of test_canaries.py read on both
@FEW
@given(strategies.plans(max_items=4), st.sampled_from(("staff", "delegation", "participants")))
@example(BARE, "staff")
@example(BARE, "delegation")
def test_the_zone_of_a_stop_that_the_public_does_not_see_is_in_nothing_public(plan, visibility):
    with strategies.undone():
        mission = strategies.build(with_a_secret_stop(plan, visibility))
        strategies.release(mission)

        for address, text in everything_public(mission):
            assert [word for word in BETRAYALS if word in text] == [], address
