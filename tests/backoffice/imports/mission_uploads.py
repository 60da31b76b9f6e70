"""Mission files uploaded in the browser, for tests, and what their pages say."""

import html
import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

ADDRESS = "/admin/missions/mission/import/"


def send(client, content, name="mission.json"):
    """The answer to an upload of data, text or bytes."""
    if isinstance(content, dict | list):
        content = json.dumps(content, ensure_ascii=False)
    if isinstance(content, str):
        content = content.encode()
    return client.post(
        reverse("admin:missions_mission_file_import"), {"file": SimpleUploadedFile(name, content)}
    )


def sent(client, content):
    """The address of the preview of such an upload."""
    answer = send(client, content)
    assert answer.status_code == 302, faults(answer)
    return answer["Location"]


def faults(answer):
    """The faults that a page lists, as (path, rule, value)."""
    found = [(one["path"], one["rule"], one["value"]) for one in answer.context["faults"]]
    page = html.unescape(answer.content.decode())
    assert all(rule in page for _path, rule, _value in found)
    assert len(re.findall(r"<tr><th scope=\"row\">", page)) >= len(found)
    return found


def counts(client, address):
    """What would come of a file: by section (new, changed, deleted, there already)."""
    found = dict(client.get(address).context["shown"]["counts"])
    assert found.pop("mission")
    return {name: tuple(done.values()) for name, done in found.items()}


def take(client, address):
    """Press the button that takes in, as the preview stands now."""
    seen = client.get(address).context["shown"]["fingerprint"]
    return client.post(address, {"action": "take", "seen": seen})
