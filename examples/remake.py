"""Make the release documents of the examples anew, after a change of their rows: python -m examples.remake

The documents in these files are made by the code of missions/, never written by hand. Each file is loaded
into a database of its own and released there; numbers, times and notes of its releases are kept. Where an
earlier release had other rows than the file has now, EARLIER says how they were.
"""

import base64
import json
import os
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

type Data = dict[str, Any]

# By slug and number of the release: the items that were not there yet, and what others said (None: nothing).
EARLIER: dict[str, dict[int, dict[str, Any]]] = {
    "example-mission": {
        1: {
            "absent": ["a29651be-7243-443c-ab86-e77503af1cd6"],  # the museum
            "items": {
                "5522979a-473a-4a07-84e7-8cbeb8416dcc": {
                    "title": {
                        "en": "Visit to the Example Embassy",
                        "ru": "Визит в посольство «Пример»",
                        "kk": "«Мысал» елшілігіне сапар",
                        "tk": "“Mysal” ilçihanasyna sapar",
                    }
                },
                "9222c5cb-807a-4b42-8860-4997357a843c": {"status": "confirmed"},  # the exhibition
                "aadc800a-ac58-4b5b-b1db-978775801893": {"starts_at": "10:00", "ends_at": "11:30"},
                "5c5ef521-de6d-4d01-a18b-8935c67b487f": {"day": "2030-03-09"},  # the university
                "389d78cb-2082-4b38-beac-8ccad5f94a44": {"description": None},  # the coffee farm
                "4ec790e7-c7db-4703-a553-1c41d758d098": {"visibility": "public"},  # the breakfast
            },
        }
    }
}


def remade(data: Data) -> Data:
    """The file with its documents made anew. The database must not have the mission; it stays as it is."""
    from django.db import transaction  # only after the settings are made

    from backoffice.mission_file import dump
    from delegations.models import members_of_groups
    from missions import document, results
    from missions.models import Mission

    rows = {name: value for name, value in data.items() if not name.endswith("releases")}
    slug = data["mission"]["slug"]
    with transaction.atomic():
        releases = []
        for release in data.get("releases", []):
            _load(_as_it_was(rows, EARLIER.get(slug, {}).get(release["number"], {})))
            mission = Mission.objects.get(slug=slug)
            releases.append({**release, "document": document.make(mission, members_of_groups(mission))})
        _load(rows)
        mission = Mission.objects.get(slug=slug)
        published = [
            {**release, "document": results.document(mission)} for release in data.get("results_releases", [])
        ]
        made = {**rows, "releases": releases, "results_releases": published}
        _load({name: value for name, value in made.items() if value})
        made = dump.data(Mission.objects.get(slug=slug))
        transaction.set_rollback(True)
    return made


def _as_it_was(rows: Data, earlier: dict[str, Any]) -> Data:
    """The rows with what was different, and without what leans on the items that were not there."""
    absent, before = earlier.get("absent", ()), earlier.get("items", {})
    items = [
        {name: value for name, value in (item | before.get(item["uid"], {})).items() if value is not None}
        for item in rows["items"]
        if item["uid"] not in absent
    ]
    return {
        name: [entry for entry in value if entry.get("item") not in absent]
        if isinstance(value, list)
        else value
        for name, value in (rows | {"items": items}).items()
    }


def _load(data: Data) -> None:
    from backoffice.mission_file import dump, load

    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(dump.text(data))
        file.flush()
        load.load([Path(file.name)])


def main() -> None:
    import django
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"sqlite:///{folder}/examples.sqlite3",
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "not used for anything",
            "FIELD_KEYS": base64.b64encode(bytes(32)).decode(),
        }
        django.setup()
        call_command("migrate", verbosity=0)
        from backoffice.mission_file import dump

        for path in sorted(FOLDER.glob("*.json")):
            data = json.loads(path.read_text(encoding="utf-8"))
            path.write_text(dump.text(remade(data)), encoding="utf-8")


if __name__ == "__main__":
    main()
