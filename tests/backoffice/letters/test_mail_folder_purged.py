"""Letters in the folder of the default mailer go when they are old."""

import os
import time
from io import StringIO

import pytest
from django.core.management import call_command

DAY = 24 * 60 * 60


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": tmp_path},
        }
    }
    for name, days in (("new.log", 0), ("younger.log", 29.9), ("older.log", 30.1), ("notes.txt", 90)):
        file = tmp_path / name
        file.write_text("A letter")
        os.utime(file, (time.time() - days * DAY,) * 2)
    return tmp_path


def purged():
    call_command("purge_mail_folder", stdout=(out := StringIO()))
    return out.getvalue()


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_files_that_nothing_was_written_into_for_thirty_days_go(folder):
    assert purged() == "Deleted: 1.\n"
    assert names(folder) == ["new.log", "notes.txt", "younger.log"]


def test_no_number_of_days_keeps_everything(folder, settings):
    settings.MAIL_FOLDER_DAYS = 0

    assert purged() == "Deleted: 0.\n"
    assert len(names(folder)) == 4


def test_where_letters_go_to_a_server_nothing_is_touched(folder, settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}

    assert purged() == "Deleted: 0.\n"
    assert len(names(folder)) == 4
