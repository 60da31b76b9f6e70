"""The tests' own surroundings."""

import os

from django.conf import settings


def test_the_developers_own_keys_and_database_are_out_of_reach():
    assert "keruen-tests-" in os.environ["KERUEN_TEST_FOLDER"]
    assert settings.SECRET_KEY.startswith("a key for tests alone")
    assert str(settings.BASE_DIR) not in str(settings.DATABASES["default"]["NAME"])


def test_debug_is_off():
    assert settings.DEBUG is False
