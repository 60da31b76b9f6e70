"""deploy/: what a backup holds, and where a service may write."""

import shutil
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.tools.conftest import ROOT
from tools import keys

pytestmark = pytest.mark.once


@pytest.fixture
def installed(tmp_path):
    """A folder as /opt/keruen is, with a database of one row and one attached file."""
    folder = tmp_path / "keruen"
    (folder / "deploy").mkdir(parents=True)
    shutil.copy2(ROOT / "deploy" / "backup", folder / "deploy")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / ".env").write_text(f"DATABASE_URL=sqlite:///{folder}/db.sqlite3\n")
    with sqlite3.connect(folder / "db.sqlite3") as database:
        database.execute("CREATE TABLE mission (title TEXT)")
        database.execute("INSERT INTO mission VALUES ('Ashgabat')")
    database.close()
    attached = folder / ".local" / "media" / "attachments" / "letter.pdf"
    attached.parent.mkdir(parents=True)
    attached.write_bytes(b"a letter")
    return folder


def back_up(folder: Path) -> Path:
    """Run deploy/backup as the daily service does; the folder that it wrote to."""
    target = folder / "backups"
    environment = {"PATH": "/usr/bin:/bin"}
    subprocess.run([folder / "deploy" / "backup", target], env=environment, check=True)
    return target


def test_a_backup_holds_the_database_and_the_attachments(installed):
    database, attachments = sorted(back_up(installed).iterdir(), reverse=True)

    assert (database.suffix, attachments.name.partition(".")[2]) == (".sqlite3", "media.tar.gz")
    with sqlite3.connect(database) as saved:
        assert saved.execute("SELECT title FROM mission").fetchall() == [("Ashgabat",)]
    saved.close()
    with tarfile.open(attachments) as archive:
        names = {member.name for member in archive.getmembers() if member.isfile()}
        assert names == {"./attachments/letter.pdf"}
        assert archive.extractfile("./attachments/letter.pdf").read() == b"a letter"
    assert [path.stat().st_mode & 0o077 for path in (database, attachments)] == [0, 0]


def test_fourteen_backups_are_kept_and_the_oldest_goes(installed):
    target = installed / "backups"
    target.mkdir()
    days = [f"keruen-2026-01-{day:02}T000000Z" for day in range(1, 15)]
    for day in days:
        (target / f"{day}.sqlite3").touch()
        (target / f"{day}.media.tar.gz").touch()

    back_up(installed)

    for kind in ("sqlite3", "media.tar.gz"):
        kept = sorted(path.name.partition(".")[0] for path in target.glob(f"keruen-*.{kind}"))
        assert len(kept) == 14
        assert kept[:-1] == days[1:]


@pytest.mark.parametrize("unit", ["keruen-web.service", "keruen-worker@.service"])
def test_a_service_may_write_where_attachments_and_mail_go_without_a_setting(unit):
    lines = (ROOT / "deploy" / unit).read_text().splitlines()
    environment = {
        "SECRET_KEY": "x" * 50,
        "FIELD_KEYS": keys.field_key(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    ask = (
        "from django.conf import settings\n"
        "print(settings.MEDIA_ROOT, settings.MAILERS['default']['OPTIONS']['file_path'], sep='\\n')"
    )
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True, check=True
    )

    assert said.stdout.decode().splitlines() == [f"{ROOT}/.local/media", f"{ROOT}/.local/mail"]
    assert [line for line in lines if line.startswith("ReadWritePaths=")] == [
        "ReadWritePaths=/opt/keruen/.local"
    ]
