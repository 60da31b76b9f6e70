"""Missions as the public finds them: released, published, and asked for anew."""

import html
import re
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from justhtml import JustHTML

from missions import editions, release
from missions.models import Mission, MissionState
from tests.factories import make_mission

EXAMPLES = Path(__file__).parents[2] / "examples"
REFERENCE = "kazakhstan-turkmenistan-december-2023"


def publish(mission: Mission, **note: Any) -> Mission:
    """Release the mission's rows as they are now, and publish it if it is not."""
    newest = release.newest(mission)
    release.release(mission, by=None, members={}, replaces=newest.number if newest else None, note=note)
    if mission.state == MissionState.DRAFT:
        release.publish(mission, by=None)
    afresh()
    return mission


def publish_results(mission: Mission, **note: Any) -> None:
    """Publish the results as they are now."""
    newest = release.newest_results(mission)
    release.release_results(mission, by=None, replaces=newest.number if newest else None, note=note)
    afresh()


def published(**fields: Any) -> Mission:
    """A published mission without a programme."""
    return publish(make_mission(**fields))


def load_reference() -> Mission:
    """The December 2023 mission of the examples."""
    call_command("load_mission", EXAMPLES / f"{REFERENCE}.json", verbosity=0)
    afresh()
    return Mission.objects.get(slug=REFERENCE)


def afresh() -> None:
    """Ask the database at the next request, and render again."""
    editions.forget()
    cache.clear()


def text_of(page: str, selector: str = "main") -> str:
    """The words of a part of a page as a reader sees them, with single spaces."""
    found = "".join(node.to_html(pretty=False) for node in JustHTML(page, sanitize=False).query(selector))
    apart = re.sub(
        r"</?(?:article|br|d[dlt]|div|h\d|header|li|[ou]l|option|p|section|small)\b[^>]*>", " ", found
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", apart)).split())
