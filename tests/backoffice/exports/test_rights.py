"""Who gets what in a file: by list, form, role and kind, down to single cells (faults.md 21).

Each private text is a canary: it stands in a file exactly where docs/roles.md gives it to whoever asks.
"""

import csv
import io
import itertools

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from missions.models import MissionRole, VisitReport
from reports.exports.lists import LISTS
from tests import factories
from tests.backoffice.exports.test_export_page import address
from tests.backoffice.pages import staff
from tests.walk import roles_table

pytestmark = pytest.mark.django_db

FORMS = ("csv", "xlsx")
NEEDS = ("languages", "diet", "access_needs", "arrival_wish")


class There:
    """A mission with a row of each list, whose texts are canaries: of everyone who sees it, and personal ones."""

    def __init__(self, name):
        self.name = name
        self.mission = factories.make_mission(title=f"{name}mission")
        item = factories.make_item(
            stop=factories.make_stop(mission=self.mission), title=f"{name}item", staff_notes=f"{name}notes"
        )
        factories.make_visit_report(item=item, findings=f"{name}findings", staff_notes=f"{name}reportnotes")
        factories.make_follow_up(item=item, title=f"{name}followup", staff_notes=f"{name}follownotes")
        factories.make_outcome(mission=self.mission, title=f"{name}outcome", source=f"{name}source")
        person = factories.make_person(
            phone=f"{name}phone", email=f"{name}mail@example.org", family_name=f"{name}family"
        )
        delegate = factories.make_delegate(
            mission=self.mission, person=person, **{need: f"{name}{need}" for need in NEEDS}
        )
        mate = factories.make_delegate(
            mission=self.mission, person=factories.make_person(family_name=f"{name}mate", given_name="")
        )
        factories.make_leg(mission=self.mission, passengers=[delegate], carrier=f"{name}carrier")
        factories.make_stay(delegate=delegate, shared_with=mate, hotel=f"{name}hotel", room=f"{name}room")
        factories.make_travel_document(delegate, number=f"{name}passport")
        factories.make_contact(
            person=person,
            organisation=factories.make_organisation(name=f"{name}union"),
            position=f"{name}position",
        )

    def seen(self, what):
        """What whoever sees the rows of this list reads in it."""
        words = {
            "visits": ("item", "mission", "findings"),
            "visit-reports": ("item", "mission", "findings"),
            "follow-ups": ("followup", "mission", "item"),
            "outcomes": ("outcome", "mission", "source"),
            "delegates": ("family", "mate", "mission"),
            "programme": ("item", "mission", "notes"),
            "legs": ("carrier", "mission", "family"),
            "stays": ("family", "hotel", "mission"),
        }
        return {f"{self.name}{word}" for word in words[what]}

    def personal(self, what):
        """What is personal in it."""
        words = {
            "delegates": ("phone", "mail", *NEEDS),
            "stays": ("room", "mate"),
            "contacts": ("phone", "mail"),
        }
        return {f"{self.name}{word}" for word in words.get(what, ())}

    def all(self):
        rows = set().union(*(self.seen(what) | self.personal(what) for what in LISTS if what not in SHARED))
        # What is in no file: notes of staff on visits and follow-ups stay in the house, passports have a list of their own.
        return rows | {f"{self.name}{word}" for word in ("passport", "reportnotes", "follownotes")}


SHARED = ("contacts", "organisations")


def words_of_file(user, what, form):
    """The text of the file with every column that there is, asked for or not."""
    client = Client()
    client.force_login(user)
    data = {"columns": [column.key for column in LISTS[what].columns], "form": form, "each": "1"}
    answer = client.post(address(what), data)
    if answer.status_code != 200:
        return answer.status_code
    content = b"".join(answer.streaming_content)
    if form == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        return "\n".join(str(cell) for row in rows for cell in row)
    return "\n".join(cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row)


def found(text, *places):
    """The canaries in a file, of these missions."""
    return {word for place in places for word in place.all() if word in text}


def on_both(readers, *these):
    """Readers as parameters; on both databases who reads what is personal, and who does not."""
    return [pytest.param(one, marks=() if one in these else pytest.mark.once) for one in readers]


@pytest.mark.parametrize("role", on_both(roles_table.ROLES, "coordinator", "viewer"))
def test_a_role_gets_the_rows_of_its_mission_and_what_it_may_see_of_them(role):
    here, there = There("here"), There("there")
    user = staff("none")
    MissionRole.objects.create(mission=here.mission, user=user, role=role)
    personal = "partners.view_personal_data" in roles_table.permissions(role)

    for what, form in itertools.product([what for what in LISTS if what not in SHARED], FORMS):
        hers = here.seen(what) | (here.personal(what) if personal else set())
        assert found(words_of_file(user, what, form), here, there) == hers, (what, form)


@pytest.mark.parametrize("kind", on_both(roles_table.KINDS, "Editor with people", "Viewer"))
def test_a_kind_gets_the_rows_of_every_mission_and_what_it_may_see_of_them(kind):
    here, there = There("here"), There("there")
    user = staff(kind)
    personal = "partners.view_personal_data" in roles_table.permissions(kind)

    for what, form in itertools.product(LISTS, FORMS):
        model = LISTS[what].model
        models = (model, VisitReport) if what == "visits" else (model,)
        text = words_of_file(user, what, form)
        if not all("view" in roles_table.actions(kind, each) for each in models):
            assert text == 403, (what, form)
            continue
        hers = set().union(*(
            (place.seen(what) if what not in SHARED else ({f"{place.name}family"} if what == "contacts" else set()))
            | (place.personal(what) if personal else set())
            for place in (here, there)
        ))  # fmt: skip
        assert found(text, here, there) == hers, (what, form)


@pytest.mark.parametrize("form", [*FORMS, "vcf"])
def test_who_may_see_personal_data_in_one_of_two_missions_gets_it_of_that_one(form):
    """The list of the admin has no such column for her; the file has, and it is empty in the other rows."""
    here, there = There("here"), There("there")
    user = staff("none")
    MissionRole.objects.create(mission=here.mission, user=user, role="protocol")
    MissionRole.objects.create(mission=there.mission, user=user, role="viewer")

    lists = ("contacts",) if form == "vcf" else ("delegates", "stays", "contacts")
    texts = {
        what: words_of_vcards(user) if form == "vcf" else words_of_file(user, what, form) for what in lists
    }

    for what, text in texts.items():
        assert here.personal(what) <= found(text, here)
        assert found(text, there) & there.personal(what) == set()


def words_of_vcards(user):
    client = Client()
    client.force_login(user)
    return (
        b"".join(client.post(address("contacts"), {"form": "vcf"}).streaming_content)
        .decode()
        .replace("\r\n ", "")
    )


def test_a_mission_that_she_does_not_see_is_not_named_as_what_a_follow_up_became():
    here, there = There("here"), There("there")
    follow_up = here.mission.follow_ups.get()
    follow_up.result_mission = there.mission
    follow_up.save()
    user = staff("none")
    MissionRole.objects.create(mission=here.mission, user=user, role="coordinator")

    hers = words_of_file(user, "follow-ups", "csv")
    of_both = words_of_file(staff("Viewer"), "follow-ups", "csv")

    assert (found(hers, there), found(of_both, there)) == (set(), there.seen("follow-ups"))
