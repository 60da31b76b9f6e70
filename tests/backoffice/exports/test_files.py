"""Large files: a worker makes them, their owner alone fetches them, and they go after a day."""

import datetime
import io
import re
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from backoffice.exports import making
from backoffice.exports import page as export_page
from missions.models import MissionRole
from reports.exports import recorded, storage
from reports.models import Export, ExportEnd, ExportFile, ExportResult
from tests import factories
from tests.backoffice.exports.test_export_page import address, records
from tests.backoffice.pages import signed_in, staff
from tests.together import in_between

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)


def ask(client, what="follow-ups", query="", **more):
    """The file that a worker is to make."""
    data = {"columns": ["title"], "form": "csv", "later": "1", **more}
    answer = client.post(address(what, query), data)
    assert answer.status_code == 302
    return ExportFile.objects.latest("pk")


def work(file):
    making.make.func(file.pk)
    file.refresh_from_db()
    return file


def file_address(file):
    return f"/admin/exports/{file.pk}/file/"


def progress_address(file):
    return f"/admin/exports/{file.pk}/"


def test_a_worker_makes_it_and_its_owner_fetches_it():
    factories.make_follow_up(title="Forum")
    client = signed_in()
    file = ask(client)
    waiting = client.get(progress_address(file)).content.decode()
    assert client.get(file_address(file)).status_code == 404

    work(file)

    assert "It waits for its turn." in waiting
    assert "Fetch the file" in client.get(progress_address(file)).content.decode()
    assert records(client.get(file_address(file))) == [["Title"], ["Forum"]]
    assert (file.export.end.result, file.export.end.rows, file.rows_done) == ("sent", 1, 1)
    with default_storage.open(file.stored_as) as stored:
        assert b"Forum" not in stored.read()


def test_cards_that_a_worker_makes_are_those_that_are_streamed():
    for name in ("Azat", "Berik", "Jeren"):
        factories.make_contact(person=factories.make_person(family_name=name, email=f"{name}@example.org"))
    client = signed_in()
    streamed = client.post(address("contacts"), {"form": "vcf"})
    file = work(ask(client, "contacts", columns=[], form="vcf"))

    fetched = client.get(file_address(file))

    cards = b"".join(fetched.streaming_content)
    assert (cards, fetched["Content-Type"]) == (
        b"".join(streamed.streaming_content),
        "text/vcard; charset=utf-8",
    )
    assert (cards.count(b"BEGIN:VCARD"), file.rows_done, file.export.columns) == (3, 3, [])
    assert fetched["Content-Disposition"].endswith('.vcf"')


def test_a_card_has_the_parts_of_a_name_in_the_one_script_of_the_whole():
    names = {"family_name": {"en": "Orazowa", "ru": "Оразова"}, "given_name": {"en": "Maral", "kk": "Марал"}}
    factories.make_contact(person=factories.make_person(**names))

    answer = signed_in().post(address("contacts"), {"form": "vcf", "lang": "ru"})

    card = b"".join(answer.streaming_content).decode().split("\r\n")
    assert card[2:4] == ["FN:Оразова", "N:Оразова;;;;"]


def test_a_large_workbook_is_always_made_by_a_worker(monkeypatch):
    monkeypatch.setattr(export_page, "AS_A_TASK", 1)
    factories.make_follow_up()
    client = signed_in()
    data = {"columns": ["title"], "form": "xlsx"}
    assert client.post(address("follow-ups"), data).status_code == 200

    factories.make_follow_up()

    assert client.post(address("follow-ups"), data).status_code == 302
    assert client.post(address("follow-ups"), {**data, "form": "csv"}).status_code == 200


def test_nobody_else_fetches_or_sees_it():
    factories.make_follow_up()
    file = work(ask(signed_in()))
    another = signed_in()

    assert another.get(file_address(file)).status_code == 404
    assert another.get(progress_address(file)).status_code == 404
    assert another.post(progress_address(file), {"do": "cancel"}).status_code == 404
    assert Client().get(file_address(file)).status_code == 302


def member(mission, role="viewer"):
    user = staff("none")
    MissionRole.objects.create(mission=mission, user=user, role=role)
    client = Client()
    client.force_login(user)
    return user, client


def test_whose_role_is_gone_before_it_is_made_gets_none():
    mission = factories.make_follow_up().mission
    user, client = member(mission)
    file = ask(client)
    MissionRole.objects.filter(user=user).delete()

    work(file)

    assert (file.state, file.stored_as, file.export.end.result) == ("over", "", "refused")


def test_whose_role_is_gone_before_it_is_fetched_gets_none_and_it_is_deleted():
    mission, other = factories.make_follow_up().mission, factories.make_follow_up().mission
    user, client = member(mission)
    MissionRole.objects.create(mission=other, user=user, role="viewer")
    file = work(ask(client))
    MissionRole.objects.filter(user=user, mission=other).delete()

    assert client.get(file_address(file)).status_code == 404
    assert not default_storage.exists(file.stored_as)
    assert not ExportFile.objects.exists()
    assert Export.objects.get().end.result == "sent"


def test_who_sees_more_than_before_fetches_it_still():
    mission, other = factories.make_follow_up().mission, factories.make_follow_up().mission
    user, client = member(mission)
    file = work(ask(client))
    MissionRole.objects.create(mission=other, user=user, role="viewer")

    assert client.get(file_address(file)).status_code == 200


@pytest.mark.parametrize("how", ["account", "time", "staff"])
def test_it_goes_with_the_account_and_after_a_day(how):
    factories.make_follow_up()
    client = signed_in()
    file = work(ask(client))
    user = file.export.by
    if how == "time":
        ExportFile.objects.update(expires_at=timezone.now())
        assert client.get(file_address(file)).status_code == 404
        call_command("purge_exports", verbosity=0)
    else:
        setattr(user, "is_active" if how == "account" else "is_staff", False)
        user.save()

    assert not default_storage.exists(file.stored_as)
    assert not ExportFile.objects.exists()
    assert Export.objects.count() == ExportEnd.objects.count() == 1


def test_it_is_kept_for_a_day():
    factories.make_follow_up()
    file = work(ask(signed_in()))

    call_command("purge_exports", verbosity=0)

    assert ExportFile.objects.exists()
    kept = file.expires_at - timezone.now()
    assert datetime.timedelta(hours=23, minutes=50) < kept <= datetime.timedelta(hours=24)


def test_what_is_cancelled_is_not_made_and_begins_anew_as_it_was_asked_for():
    factories.make_follow_up(title="Forum", state="agreed")
    factories.make_follow_up(title="Visit", state="proposed")
    client = signed_in()
    file = ask(client, query="?state__exact=agreed")

    client.post(progress_address(file), {"do": "cancel"})
    work(file)
    page = client.get(progress_address(file)).content.decode()
    client.post(progress_address(file), {"do": "again"})
    anew = work(ExportFile.objects.latest("pk"))

    assert (file.state, file.stored_as, file.export.end.result) == ("over", "", "cancelled")
    assert "There is no file: cancelled." in page
    assert records(client.get(file_address(anew))) == [["Title"], ["Forum"]]
    assert anew.pk != file.pk
    client.post(progress_address(file), {"do": "again"})
    assert ExportFile.objects.latest("pk") == anew


def test_a_worker_stops_where_the_file_was_put_away_meanwhile(monkeypatch):
    factories.make_follow_up()
    client = signed_in()
    file = ask(client)
    monkeypatch.setattr(making, "SAYS", datetime.timedelta())
    real = making.csv_file.pieces

    def put_away(*given):
        making.stop(file, "cancelled")
        return real(*given)

    monkeypatch.setattr(making.csv_file, "pieces", put_away)

    work(file)

    assert (file.state, file.stored_as, file.export.end.result) == ("over", "", "cancelled")
    assert not default_storage.exists(storage.FOLDER)


def test_a_worker_that_fails_says_so(monkeypatch):
    factories.make_follow_up()
    client = signed_in()
    file = ask(client)

    def fails(*given):
        raise OSError("no room left")

    monkeypatch.setattr(storage, "keep", fails)
    with pytest.raises(OSError, match="no room left"):
        work(file)
    file.refresh_from_db()

    assert (file.state, file.export.end.result) == ("over", "failed")
    assert "Begin anew" in client.get(progress_address(file)).content.decode()


def test_a_worker_that_died_is_told_by_its_silence():
    factories.make_follow_up()
    client = signed_in()
    file = ask(client)
    ExportFile.objects.update(state="running", worked_at=timezone.now() - datetime.timedelta(minutes=4))

    page = client.get(progress_address(file)).content.decode()
    client.post(progress_address(file), {"do": "again"})
    anew = work(ExportFile.objects.latest("pk"))

    assert "has fallen silent" in page
    assert [end.result for end in ExportEnd.objects.order_by("pk")] == ["failed", "sent"]
    assert anew.state == "ready"


@pytest.mark.django_db(transaction=True)
def test_of_those_who_begin_anew_at_once_one_does():
    factories.make_follow_up()
    file = ask(signed_in())
    making.stop(file, ExportResult.CANCELLED)
    files = [ExportFile.objects.select_related("export__by").get(pk=file.pk) for _person in range(2)]

    begun = in_between(
        partial(making.again, files[0]), 'FROM "reports_exportfile"', partial(making.again, files[1])
    )

    anew = ExportFile.objects.exclude(pk=file.pk).get()
    assert begun == [anew, file]
    assert Export.objects.count() == 2


def test_two_workers_make_it_once():
    factories.make_follow_up()
    file = ask(signed_in())

    work(file)
    work(file)

    assert ExportEnd.objects.count() == 1


def test_a_stored_file_that_was_tampered_with_is_none(monkeypatch):
    monkeypatch.setattr(storage, "PIECE", 4)
    name = storage.keep(io.BytesIO(b"abcdefghij"))
    assert b"".join(storage.read(name)) == b"abcdefghij"
    path = default_storage.path(name)
    with open(path, "rb") as file:
        content = file.read()
    length = 4 + int.from_bytes(content[:4])

    for broken in (content[:-length], content[length:], content[:length] * 2, b"", content[:10]):
        with open(path, "wb") as file:
            file.write(broken)
        with pytest.raises(storage.Gone):
            b"".join(storage.read(name))


def test_an_empty_file_is_stored_too():
    assert b"".join(storage.read(storage.keep(io.BytesIO(b"")))) == b""


def test_the_record_has_no_sign_that_postgresql_keeps_nowhere():
    factories.make_follow_up()

    answer = signed_in().post(
        "/admin/export/follow-ups/?of=register&state=a%00b&%00=c", {"columns": ["title"], "form": "csv"}
    )
    b"".join(answer.streaming_content)

    assert Export.objects.get().filters == {"of": ["register"], "state": ["ab"], "": ["c"]}


def test_the_record_stands_among_the_reports_and_names_a_mission_report_in_words():
    recorded(by=factories.make_user(), what="mission_report", form="pdf", lang="ru", rows=1)
    client = signed_in()

    page = client.get("/admin/exports/", headers={"accept-language": "ru"})

    assert re.findall(r'<th scope="row">(.*?)</th>', page.text) == ["Отчёт о миссии, PDF"]
    assert [entry.address for entry in page.context_data["bar"].below if entry.current] == ["/admin/exports/"]


def test_the_record_is_read_by_whoever_made_it_and_by_coordinators():
    mine, other = factories.make_mission(), factories.make_mission()
    author = staff("Viewer")
    for mission in (mine, other, None):
        recorded(by=author, what="report", form="pdf", lang="en", mission=mission, rows=1)
    own = Client()
    own.force_login(author)

    def number(client):
        return len(client.get("/admin/exports/").context_data["lines"])

    coordinator, viewer = (member(mine, role)[1] for role in ("coordinator", "viewer"))
    assert [number(client) for client in (own, coordinator, viewer, signed_in(), signed_in("Viewer"))] == [
        3,
        1,
        0,
        3,
        0,
    ]
