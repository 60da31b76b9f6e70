"""Rows that an import restricts to staff: what the file marks as not public appears in no public output."""

import datetime
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from backoffice.imports import marks
from backoffice.imports.programme.layout import Reader
from backoffice.models import Import
from missions import release
from missions.models import ProgrammeItem, Visibility
from tests import factories, papers
from tests.backoffice.imports.layouts import docx
from tests.backoffice.imports.sheets import refusal, states, take, upload, uploaded
from tests.backoffice.pages import signed_in
from tests.missions.published import publish

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parents[2] / "files"
FIRST, LAST = datetime.date(2012, 6, 11), datetime.date(2012, 6, 16)
# What the files mark as not public: the words that name the person or the matter.
PRIVATE = {
    "en": ["Corvane", "Governor only", "Bank of Westmark", "Harbour Authority", "ferry line"],
    "ru": ["Корване", "для руководителя", "Банке Вестмарка", "водителей", "с мэром", "паромной"],
}


@pytest.fixture
def mission():
    for name, russian in [("Marenholt", "Маренхольт"), ("Quilby", "Квилби")]:
        factories.make_place(name={"en": name, "ru": russian})
    return factories.make_mission(starts_on=FIRST, ends_on=LAST)


def read(client, mission, lang):
    content = (FILES / f"programme-week-{lang}.docx").read_bytes()
    answer = upload(client, mission, "programme", content, name=f"programme-week-{lang}.docx")
    assert answer.status_code == 302, refusal(answer)
    return answer["Location"]


def address(name, mission):
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk])


def public_outputs(client, mission, lang):
    """The texts of everything that the public may read of a mission, and of its preview, by name."""
    pages = f"/{lang}/missions/{mission.slug}/"
    found = {
        "preview": client.get(address("preview", mission), {"lang": lang}).content.decode(),
        "page": client.get(pages).content.decode(),
        "calendar": client.get(f"{pages}programme.ics").content.decode().replace("\r\n ", ""),
        "data": client.get(f"{pages}programme.json").content.decode(),
        "paper": papers.text(client.get(f"{pages}programme.pdf").content),
        "plain text": client.get(address("text", mission), {"lang": lang}).content.decode(),
    }
    return found


@pytest.mark.parametrize("lang", PRIVATE)
def test_marked_line_of_word_file_appears_in_no_public_output(mission, lang):
    client = signed_in()
    take(client, read(client, mission, lang), leave_wrong_out="1")
    assert Import.objects.exclude(applied_at=None).count() == 1
    # All that the file does not restrict is opened to the public, as an organiser does.
    ProgrammeItem.objects.exclude(visibility=Visibility.STAFF).update(visibility=Visibility.PUBLIC)
    publish(mission)
    assert release.newest(mission) is not None

    outputs = public_outputs(client, mission, lang)

    shown = {"en": "Lunch", "ru": "Обед"}[lang]
    assert [name for name, text in outputs.items() if shown not in text] == []
    leaked = {(name, words) for name, text in outputs.items() for words in PRIVATE[lang] if words in text}
    assert leaked == set()


MARKED = [
    "Meeting with X (Governor only)",
    "Dinner (closed)",
    "Dinner [CONFIDENTIAL]",
    "Talks (private)",
    "Talks (internal)",
    "Talks (not for publication)",
    "Talks – heads of delegations only",
    "Closed meeting with the bank",
    "Ужин (не для печати)",
    "Ужин (для руководителя)",
    "Ужин (только для руководителей\nделегаций)",
    "Беседа (закрытая встреча)",
    "Беседа (служебное)",
    "Не для публикации: беседа",
    "Кездесу (тек басшылар үшін)",
    "Кездесу (жабық)",
    "Кездесу (баспаға арналмаған)",
    "Кездесу (құпия)",
    "Duşuşyk (diňe ýolbaşçylar üçin)",
    "Ýapyk duşuşyk",
    "Duşuşyk (çap etmek üçin däl)",
    "Duşuşyk (gizlin)",
]
OPEN = [
    "Breakfast (buffet)",
    "Meeting with the Minister (30 minutes)",
    "Round table (private sector and banks)",
    "Visit (for all participants)",
    "Обед (для всех участников)",
    "Открытие выставки – павильон 3",
    "Түскі ас (мейрамхана)",
    "Nahar (restoran)",
]


@pytest.mark.parametrize("text", MARKED)
def test_mark_in_four_languages_is_found(text):
    assert marks.find(text) != ""


@pytest.mark.parametrize("text", OPEN)
def test_other_brackets_are_no_mark(text):
    assert marks.find(text) == ""


def previewed(client, location):
    return [row for row, _look, _choices in client.get(location).context["rows"]]


def test_preview_counts_restricted_rows_and_a_decision_opens_one(mission):
    client = signed_in()
    content = docx(
        ("bold", "11 June 2012"), "10:00 Meeting", "12:00 Lunch (Governor only)", "Meeting (closed)"
    )
    location = upload(client, mission, "programme", content, name="a.docx")["Location"]
    page = client.get(location)
    assert [row.title for row in page.context["restricted"]] == ["Lunch (Governor only)", "Meeting (closed)"]
    assert "2 rows are restricted: only staff will see them" in page.content.decode()

    lunch = previewed(client, location)[1]
    client.post(location, {"action": "decide", f"visibility-{lunch.number}": "public"})
    take(client, location)

    found = dict(ProgrammeItem.objects.values_list("title_en", "visibility"))
    assert found == {
        "Meeting": "delegation",
        "Lunch (Governor only)": "public",
        "Meeting (closed)": "staff",
    }
    again = upload(client, mission, "programme", content, name="a.docx")["Location"]
    assert states(client, again) == ["unchanged"] * 3


def test_mark_that_is_corrected_away_keeps_the_row_restricted(mission):
    client = signed_in()
    content = docx(("bold", "11 June 2012"), "12:00 Lunch (Governor only)")
    location = upload(client, mission, "programme", content, name="a.docx")["Location"]
    (row,) = previewed(client, location)
    index = next(index for index, heading, _text in row.cells if heading.startswith("Title"))
    client.post(location, {"action": "decide", f"cell-{row.number}-{index}": "Lunch"})
    take(client, location)
    assert list(ProgrammeItem.objects.values_list("title_en", "visibility")) == [("Lunch", "staff")]


def test_line_that_is_not_understood_is_restricted_until_somebody_decides(mission):
    client = signed_in()
    content = docx(("bold", "11 June 2012"), "10:00 Lunch", "Alba Corvane")
    location = upload(client, mission, "programme", content, name="a.docx")["Location"]
    assert [(row.title, row.visibility, row.marks) for row in previewed(client, location)] == [
        ("Lunch", "delegation", []),
        ("Alba Corvane", "staff", ["The line has neither a time nor a known kind."]),
    ]


def test_mark_of_a_day_restricts_all_its_items(mission):
    client = signed_in()
    content = docx(
        "Tuesday, June 12, 2012 – Quilby (staff only)",
        "10:00 Lunch",
        "Wednesday, June 13, 2012",
        "10:00 Dinner",
    )
    location = upload(client, mission, "programme", content, name="a.docx")["Location"]
    assert [(row.title, row.visibility) for row in previewed(client, location)] == [
        ("Lunch", "staff"),
        ("Dinner", "delegation"),
    ]


def test_marks_in_a_sheet_restrict_its_rows(mission):
    client = signed_in()
    location = uploaded(
        client,
        mission,
        "items",
        ["Day", "Title (en)", "Kind", "Description (en)", "Who may see it", "Comment on it"],
        ["2012-06-11", "Lunch (closed)", "meal", None, None, None],
        ["2012-06-11", "Dinner", "meal", "With X (Governor only)", None, None],
        ["2012-06-11", "Talks", "talks", None, None, "не для печати"],
        ["2012-06-11", "Visit (private)", "visit", None, "public", None],
        ["2012-06-11", "Forum", "meeting", None, None, "large hall"],
    )
    assert [(row.title, row.visibility, row.is_restricted) for row in previewed(client, location)] == [
        ("Lunch (closed)", "staff", True),
        ("Dinner", "staff", True),
        ("Talks", "staff", True),
        ("Visit (private)", "public", False),
        ("Forum", "delegation", False),
    ]


def test_private_event_of_a_calendar_is_restricted(mission):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    for number, more in enumerate(EVENTS):
        event = [
            f"UID:{number}@example.org",
            f"DTSTART:20120611T1{number}0000",
            f"SUMMARY:Meeting {number}",
            *more,
        ]
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    content = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    client = signed_in()
    location = upload(client, mission, "calendar", content, name="a.ics")["Location"]
    assert [str(row.visibility) for row in previewed(client, location)] == ["staff"] * 6 + ["delegation"] * 2


EVENTS = [
    ["CLASS:PRIVATE"],
    ["CLASS:CONFIDENTIAL"],
    ["CLASS:X-BOARD"],
    ["X-EXAMPLE-SENSITIVITY:2"],
    ["DESCRIPTION:With the Minister (Governor only)"],
    ["CATEGORIES:Travel,Confidential"],
    ["CLASS:PUBLIC"],
    [],
]


@pytest.mark.parametrize(
    "title",
    [
        "Visit to Westmark, June 11–16, 2012",
        "June 11–16, 2012",
        "June 11 to June 16, 2012",
        "11–16 июня 2012 г.",
        "с 11 по 16 июня 2012 года",
        "11–16 dekabr 2012",
        "2012 жылғы 11–16 маусым",
        "11.06.2012 – 16.06.2012",
    ],
)
@pytest.mark.parametrize("bold", [False, True])
def test_range_of_dates_in_a_title_is_no_day(title, bold):
    found = Reader(FIRST, LAST, lambda text: text == "Quilby").read(
        [
            {"text": title, "bold": bold},
            {"text": "Tuesday, June 12, 2012 – Quilby", "bold": False},
            {"text": "10:00 Lunch", "bold": False},
        ]
    )
    assert [(one.day, one.title, one.city) for one in found.entries] == [
        (datetime.date(2012, 6, 12), "Lunch", "Quilby")
    ]
    assert found.headings == [title, "Tuesday, June 12, 2012 – Quilby"]


WORDS = st.text("abcdefghij", min_size=4, max_size=9)
LINES = st.lists(
    st.one_of(
        st.builds("{0:02d}:{1:02d} {2}".format, st.integers(7, 21), st.integers(0, 59), WORDS),
        WORDS,
        st.builds("{} (Governor only)".format, WORDS),
        st.builds("• {}: {}".format, WORDS, WORDS),
        st.builds("Monday, June {} 2012 – {}".format, st.integers(11, 16), WORDS),
        st.builds("Programme {}, June 11–16, 2012".format, WORDS),
    ),
    max_size=12,
)


@given(lines=LINES, bold=st.booleans(), table=st.booleans())
def test_every_line_is_in_exactly_one_row_or_heading(lines, bold, table):
    lines = [f"{line} z{number}z" for number, line in enumerate(lines)]
    blocks = [{"text": "Monday, June 11, 2012", "bold": True}]
    if table:
        cells = [[{"text": line, "bold": bold, "span": 1, "goes_on": False}] for line in lines]
        blocks.append({"rows": cells})
    else:
        blocks += [{"text": line, "bold": bold} for line in lines]

    found = Reader(FIRST, LAST, lambda text: False).read(blocks)

    rows = ["\n".join([one.title, one.place, one.host, *one.lines, *one.notes]) for one in found.entries]
    for number in range(len(lines)):
        name = f"z{number}z"
        assert sum(name in text for text in [*rows, *found.headings]) == 1
    assert all(row.count(" z") <= 1 for row in rows)
