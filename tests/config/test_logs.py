"""What is written to the log."""

import logging

import pytest

from config.logs import WithoutTokens


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Internal Server Error: /l/Zk3-_9aBcDeFgH/", "Internal Server Error: /l/…/"),
        ("Not Found: /due/Zk3-_9aBcDeFgH.ics", "Not Found: /due/….ics"),
        ("Internal Server Error: /c/Zk3-_9aBcDeFgH.ics", "Internal Server Error: /c/….ics"),
        ("Internal Server Error: /d/Zk3-_9aBcDeFgH/", "Internal Server Error: /d/…/"),
        ("Internal Server Error: /h/Zk3-_9aBcDeFgH/", "Internal Server Error: /h/…/"),
        (
            "Not Found: /accounts/password/reset/key/1-d1tq9w-5bb0a8c33b7/",
            "Not Found: /accounts/password/reset/key/…/",
        ),
        ("Internal Server Error: /en/missions/spring/", "Internal Server Error: /en/missions/spring/"),
    ],
)
def test_the_log_holds_no_token(said, written):
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s", (said,), None)

    assert WithoutTokens().filter(record)
    assert record.getMessage() == written


def test_what_goes_wrong_is_written_to_standard_error_through_that_filter():
    handlers = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]

    assert [type(each) for handler in handlers for each in handler.filters] == [WithoutTokens]
