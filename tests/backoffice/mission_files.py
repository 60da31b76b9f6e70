"""A small mission file to spoil, and the commands that take it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

REFS = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(1, 20)]
MISSION, PLACE, UNION, STOP, GROUP, ITEM, OTHER_ITEM, PERSON, CONTACT, DELEGATION, DELEGATE = REFS[:11]
FOLLOW_UP, SECTOR, STAY, LEG, OUTCOME = REFS[11:16]


def small():
    """A valid file in which every kind of name leads somewhere."""
    return {
        "format": 1,
        "mission": {
            "ref": MISSION,
            "slug": "small",
            "title": {"en": "Small mission"},
            "type": "outward",
            "state": "draft",
            "starts_on": "2023-12-04",
            "ends_on": "2023-12-07",
        },
        "places": [
            {"ref": PLACE, "name": {"en": "Mary", "tk": "Mary"}, "country": "TM", "zone": "Asia/Ashgabat"}
        ],
        "sectors": [{"ref": SECTOR, "slug": "logistics", "name": {"en": "Logistics"}}],
        "organisations": [{"ref": UNION, "slug": "union", "name": {"en": "Union"}, "kind": "union"}],
        "people": [{"ref": PERSON, "family_name": {"en": "Otegen"}, "given_name": {"en": "Galym"}}],
        "contacts": [
            {"ref": CONTACT, "person": PERSON, "organisation": UNION, "position": {"en": "Director"}}
        ],
        "parties": [{"organisation": UNION, "role": "organiser", "contact": CONTACT}],
        "stops": [{"ref": STOP, "place": PLACE, "first_day": "2023-12-04"}],
        "groups": [{"ref": GROUP, "name": {"en": "A"}}],
        "items": [
            {
                "uid": ITEM,
                "stop": STOP,
                "kind": "meeting",
                "title": {"en": "Meeting"},
                "day": "2023-12-04",
                "starts_at": "09:00",
                "ends_at": "10:30",
                "topics": [SECTOR],
                "status": "confirmed",
                "visibility": "public",
                "hosts": [{"organisation": UNION, "contact": CONTACT, "state": "confirmed"}],
            },
            {
                "uid": OTHER_ITEM,
                "kind": "visit",
                "title": {"en": "Visit"},
                "order": 10,
                "status": "tentative",
                "visibility": "participants",
                "for_everyone": False,
                "groups": [GROUP],
            },
        ],
        "delegations": [{"ref": DELEGATION, "organisation": UNION, "head": DELEGATE}],
        "delegates": [
            {
                "ref": DELEGATE,
                "delegation": DELEGATION,
                "person": PERSON,
                "capacity": "head",
                "precedence": 10,
                "groups": [GROUP],
                "state": "confirmed",
            }
        ],
        "legs": [
            {
                "ref": LEG,
                "mode": "flight",
                "from_place": PLACE,
                "to_place": PLACE,
                "departs_on": "2023-12-03",
                "passengers": [DELEGATE],
            }
        ],
        "stays": [
            {
                "ref": STAY,
                "delegate": DELEGATE,
                "place": PLACE,
                "hotel": "Hotel",
                "arrives_on": "2023-12-04",
                "leaves_on": "2023-12-05",
            }
        ],
        "follow_ups": [
            {
                "ref": FOLLOW_UP,
                "item": ITEM,
                "title": {"en": "Forum"},
                "kind": "forum",
                "state": "agreed",
                "due_on": "2024-12-31",
                "due_precision": "year",
            }
        ],
    }


def load(tmp_path, *contents, **options):
    """Call load_mission on files with these contents (data, text or bytes). Returns what the command says."""
    paths = []
    for number, content in enumerate(contents):
        if isinstance(content, dict | list):
            content = json.dumps(content, ensure_ascii=False)
        path = tmp_path / f"{number}.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(str(path))
    said = io.StringIO()
    call_command("load_mission", *paths, stdout=said, **options)
    return said.getvalue()


def faults(tmp_path, *contents, **options):
    """The lines of the refusal, without the names of the folder."""
    with pytest.raises(CommandError) as refused:
        load(tmp_path, *contents, **options)
    *lines, last = str(refused.value).splitlines()
    assert last == "Nothing was loaded."
    return [line.removeprefix(f"{tmp_path}/") for line in lines]


def dumped(slug, **options):
    """What dump_mission writes."""
    said = io.StringIO()
    call_command("dump_mission", slug, stdout=said, **options)
    return said.getvalue()
