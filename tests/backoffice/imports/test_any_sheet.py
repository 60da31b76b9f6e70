"""Whatever sheet is uploaded: the preview never fails, and what it takes in twice is as if it were once."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backoffice.imports import registry, storage, taking_in
from backoffice.imports.kind import Circumstances
from backoffice.imports.preview import NEW, State
from backoffice.imports.storage import Content
from backoffice.imports.table import as_json
from backoffice.models import Import
from delegations.models import Delegate, Leg
from missions.models import Host, ItemGroup, ProgrammeItem
from partners.models import Contact, Organisation, Person
from tests import factories
from wording.words import LANGUAGES

EXAMPLES = settings.default.max_examples * 15 // 100
WORDS = [
    *[
        "Orazowa",
        "Оразова",
        "Aýgül",
        "Айгуль",
        "Union",
        "Союз",
        "Mill",
        "Mary",
        "Мары",
        "Group A",
        "Visit",
        "Визит",
    ],
    *[
        "a@example.org",
        "A@Example.org",
        "meeting",
        "head",
        "confirmed",
        "flight",
        "participants",
        "yes",
        "нет",
        "?",
    ],
    *[
        "=1+1",
        "-5",
        "+993 1",
        "@x",
        "",
        " ",
        "\0",
        "x" * 300,
        "Orazowa Aýgül; Nobody",
        "2023-12-05",
        "9:30",
        "25:00",
    ],
    *["10", "20", "99999999999", "https://a.example", "union-2", "0af47335-b652-4160-aaf4-53c2fb9d0e88"],
]
CELL = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(-5, 60_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(datetime.date(2023, 12, 1), datetime.date(2023, 12, 9)),
    st.times(),
)


@st.composite
def contents(draw, kind):
    """Some columns of a kind, in any order, and lines of any cells; a line may come twice."""
    fields = [
        [column.key, lang] for column in kind.columns for lang in (LANGUAGES if column.in_languages else [""])
    ]
    chosen = draw(st.lists(st.sampled_from(fields), min_size=1, max_size=8, unique_by=tuple))
    needed = [field for field in fields if field[0].split(".")[1] in NEEDED and field[1] in ("", "en")]
    chosen = [*[field for field in needed if field not in chosen], *chosen]
    likely = [LIKELY.get(key.split(".")[1], []) for key, _lang in chosen]
    line = st.tuples(*(st.one_of(*[st.sampled_from(words)] * bool(words), CELL) for words in likely))
    lines = draw(st.lists(line, max_size=5))
    return Content(
        [[index, key, lang] for index, (key, lang) in enumerate(chosen)],
        [[number, [as_json(cell) for cell in cells]] for number, cells in enumerate(lines, 2)],
    )


NEEDED = {
    "family_name",
    "given_name",
    "delegation",
    "name",
    "title",
    "kind",
    "day",
    "from_place",
    "to_place",
    "number",
}
LIKELY = {
    "family_name": ["Orazowa", "Оразова"],
    "given_name": ["Aýgül"],
    "delegation": ["Union", "Mill"],
    "name": ["Union", "Mill", "Bank", "Союз"],
    "title": ["Visit", "Dinner"],
    "kind": ["meeting", "company"],
    "day": ["2023-12-05", "06.12.2023"],
    "from_place": ["Mary"],
    "to_place": ["Mary"],
    "number": ["T5 702", "T5 703"],
    "passengers": ["Orazowa Aýgül"],
    "groups": ["Group A"],
    "hosts": ["Union; Mill"],
    "precedence": [10, 20],
}


def rows():
    """All that an import may touch."""
    models = (Person, Delegate, Organisation, Contact, ProgrammeItem, Host, ItemGroup, Leg)
    return {
        model: list(
            model.objects.order_by("pk").values_list(
                *(one.attname for one in model._meta.concrete_fields if one.name != "changed_at")
            )
        )
        for model in models
    } | {
        between: sorted(between.objects.values_list())
        for between in (
            Delegate.groups.through,
            Organisation.sectors.through,
            ProgrammeItem.topics.through,
            Leg.passengers.through,
        )
    }


def touched(before, after):
    """The keys of the rows that are new or no longer what they were."""
    return [row[0] for row in after if row not in before]


class AnySheet(TestCase):
    @classmethod
    def setUpTestData(cls):
        mission = factories.make_mission()
        place = factories.make_place(name={"en": "Mary", "ru": "Мары"})
        factories.make_stop(mission=mission, place=place)
        union = factories.make_organisation(name={"en": "Union", "ru": "Союз"}, slug="union")
        factories.make_organisation(name="Mill", slug="mill")
        group = factories.make_group(mission=mission, name="Group A")
        factories.make_delegate(
            mission=mission,
            person=factories.make_person(family_name="Orazowa", given_name="Aýgül", email="a@example.org"),
            groups=[group],
            delegation=factories.make_delegation(mission=mission, organisation=union),
        )
        factories.make_item(mission=mission, title="Visit", day=datetime.date(2023, 12, 5), groups=[group])
        cls.mission, cls.user = mission, factories.make_user(is_superuser=True)
        cls.there = rows()

    def twice_is_once(self, key, data):
        kind = registry.KINDS[key]
        at = Circumstances(self.mission, self.user, "en")
        content = data.draw(contents(kind))

        self.take(kind, content, at)
        once = rows()
        for model in once:
            if "_" not in model.__name__:
                for row in model.objects.filter(pk__in=touched(self.there[model], once[model])):
                    row.full_clean()
        again = self.take(kind, content, at)

        assert rows() == once
        assert not {State.NEW, State.CHANGED} & {row.state for row in again.rows}

    def take(self, kind, content, at):
        """Take in what is right, each likely duplicate as a new row."""
        imported = Import(kind=kind.key, mission=at.mission, by=at.user, file_name="a")
        imported.rows_encrypted = storage.packed(content)
        for _ in range(3):
            preview = taking_in.look(kind, imported, at)
            open_rows = [row for row in preview.rows if row.state is State.QUESTION]
            if not open_rows:
                break
            imported.decisions["rows"] = imported.decisions.get("rows", {}) | {
                row.decision_key: NEW if kind.key != "organisations" else "leave_out" for row in open_rows
            }
        else:
            preview = taking_in.look(kind, imported, at)
        imported.save()
        taking_in.take_in(kind, imported.pk, at, seen=preview.digest(), leave_wrong_out=True)
        return preview

    @settings(max_examples=EXAMPLES)
    @given(st.data())
    def test_people(self, data):
        self.twice_is_once("people", data)

    @settings(max_examples=EXAMPLES)
    @given(st.data())
    def test_organisations(self, data):
        self.twice_is_once("organisations", data)

    @settings(max_examples=EXAMPLES)
    @given(st.data())
    def test_items(self, data):
        self.twice_is_once("items", data)

    @settings(max_examples=EXAMPLES)
    @given(st.data())
    def test_legs(self, data):
        self.twice_is_once("legs", data)
