"""The migrated database that every run copies."""

from threading import Thread

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests import migrated


@pytest.mark.once
def test_another_file_of_what_decides_is_another_database(tmp_path, monkeypatch):
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    (tmp_path / "missions/migrations").mkdir(parents=True)
    digests = [migrated._digest()]
    for name, text in (("0001_initial", ""), ("0001_initial", "# more"), ("0002_more", "")):
        (tmp_path / f"missions/migrations/{name}.py").write_text(text)
        digests.append(migrated._digest())
    (tmp_path / "missions/reading.py").write_text("")

    assert len(set(digests)) == 4
    assert migrated._digest() == digests[-1]


@pytest.mark.once
def test_what_is_being_made_is_not_forgotten_meanwhile(tmp_path, monkeypatch):
    """Else two would make one file at once, and a third run copy it half made."""
    monkeypatch.setattr(migrated, "FOLDER", tmp_path)
    making = tmp_path / "making.sqlite3"
    forgetting = Thread(target=migrated.forget)
    with migrated._alone():
        making.write_text("")
        forgetting.start()
        forgetting.join(0.3)
        meanwhile = making.exists()
    forgetting.join()

    assert (meanwhile, [path.name for path in tmp_path.iterdir()]) == (True, ["lock"])


@pytest.mark.django_db
def test_the_copy_is_migrated_to_the_last():
    loader = MigrationLoader(connection)

    assert loader.applied_migrations.keys() == loader.disk_migrations.keys()
