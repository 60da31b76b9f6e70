"""Programmes in Word in three layouts, made of plain data, each with what should come out of it."""

import datetime
import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*blocks, also=None):
    """The bytes of a document; a block is a text, ("bold", text), or a list of rows of cells.

    A cell is a text, or (text, columns that it is merged over), or None where it goes on from above.
    """
    body = "".join(_table(block) if isinstance(block, list) else _paragraph(block) for block in blocks)
    return packed(
        {
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            **(also or {}),
        }
    )


def packed(parts):
    """An archive of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def _paragraph(block):
    heavy, text = (True, block[1]) if isinstance(block, tuple) else (False, block)
    bold = "<w:rPr><w:b/></w:rPr>" if heavy else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{bold}{runs}</w:r></w:p>"


def _table(rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def _cell(cell):
    if cell is None:
        return "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    if isinstance(cell, tuple):
        text, span = cell
        properties = f'<w:gridSpan w:val="{span}"/>'
    else:
        text, properties = cell, '<w:vMerge w:val="restart"/>'
    paragraphs = "".join(_paragraph(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def at(number, hours, title, place, lang="ru"):
    """What should come out: day, begin, end, title by language, town."""
    begin, _sign, end = hours.partition("-")
    day = datetime.date(2023, 12, number)
    title = title if isinstance(title, dict) else {lang: title}
    return day, _time(begin), _time(end), title, place


def _time(text):
    return datetime.time.fromisoformat(text) if text[:1].isdigit() else (text or None)


# (a) One table, a row for each day, in Russian.
ROWS = docx(
    ("bold", "ПРОГРАММА"),
    "делового визита делегации Республики Казахстан",
    [
        ["Время", "Мероприятие", "Место"],
        [("4 декабря, понедельник. г. Ашхабад", 3)],
        ["около 09:30", "Прилет в г. Ашхабад", "Международный аэропорт"],
        ["10:00–12:00", "Переговоры в Торгово-промышленной палате", "ТПП"],
        ["12.30 - 14.00", "Обед", "Ресторан «Йылдыз»"],
        ["с 15:00 до 17:00", "Посещение выставки «Белый город»", "Выставочный центр"],
        ["вечер", "Свободное время", ""],
        [("5 декабря, вторник", 3)],
        ["08:00", "Выезд в г. Мары", "Отель"],
        [("Мары", 3)],
        ["13:00–14:00", "Обед", "Ресторан"],
        [
            "14:30–16:00",
            "Посещение газоперерабатывающего завода\nОсмотр цехов, встреча с руководством",
            "Завод",
        ],
        [None, "Встреча с хякимом велаята", "Хякимлик"],
        ["после обеда", "Встречи B2B", "Отель «Мары»"],
        ["уточняется", "Ужин от имени хякимлика", "Отель «Мары»"],
        [("День 3 (06.12.2023)", 3)],
        ["09:00", "Переезд в г. Ашхабад", ""],
        ["19:00-21:30", "Торжественный ужин", "Ашхабад"],
    ],
)
ROWS_ITEMS = [
    at(4, "09:30", "Прилет в г. Ашхабад", "Ashgabat"),
    at(4, "10:00-12:00", "Переговоры в Торгово-промышленной палате", "Ashgabat"),
    at(4, "12:30-14:00", "Обед", "Ashgabat"),
    at(4, "15:00-17:00", "Посещение выставки «Белый город»", "Ashgabat"),
    at(4, "evening", "Свободное время", "Ashgabat"),
    at(5, "08:00", "Выезд в г. Мары", "Ashgabat"),
    at(5, "13:00-14:00", "Обед", "Mary"),
    at(5, "14:30-16:00", "Посещение газоперерабатывающего завода", "Mary"),
    at(5, "14:30-16:00", "Встреча с хякимом велаята", "Mary"),
    at(5, "afternoon", "Встречи B2B", "Mary"),
    at(5, "", "Ужин от имени хякимлика", "Mary"),
    at(6, "09:00", "Переезд в г. Ашхабад", "Mary"),
    at(6, "19:00-21:30", "Торжественный ужин", "Ashgabat"),
]

# (b) Paragraphs under headings of days, in English.
LINES = docx(
    ("bold", "Programme of the business mission"),
    "Draft of 20 November",
    ("bold", "Monday, 4 December – Ashgabat"),
    "09:30 – Arrival at Ashgabat International Airport",
    "10:30–12:00 Meeting at the Chamber of Commerce and Industry",
    "Participants: heads of companies.",
    "Simultaneous interpretation.",
    "12:30 - 14:00\tLunch hosted by the Chamber",
    "After lunch: visit to the carpet museum",
    "7:30 pm – 9:00 pm Welcome dinner",
    ("bold", "Day 2 – Mary"),
    "approx. 08:15 Transfer to Mary",
    "11:00–13:00 Site visit to the fertiliser plant",
    "• Address: 12 Industrial road",
    "14.00–15.30 Negotiations with the regional administration",
    "evening – free time",
    ("bold", "Wednesday, December 6, 2023"),
    ("bold", "Ashgabat"),
    "10:00 Closing ceremony",
    "from 12:00 to 13:00 Press briefing",
    "16:40 Departure to Astana",
)
LINES_ITEMS = [
    at(4, "09:30", "Arrival at Ashgabat International Airport", "Ashgabat", "en"),
    at(4, "10:30-12:00", "Meeting at the Chamber of Commerce and Industry", "Ashgabat", "en"),
    at(4, "", "Participants: heads of companies.", "Ashgabat", "en"),
    at(4, "", "Simultaneous interpretation.", "Ashgabat", "en"),
    at(4, "12:30-14:00", "Lunch hosted by the Chamber", "Ashgabat", "en"),
    at(4, "afternoon", "visit to the carpet museum", "Ashgabat", "en"),
    at(4, "19:30-21:00", "Welcome dinner", "Ashgabat", "en"),
    at(5, "08:15", "Transfer to Mary", "Mary", "en"),
    at(5, "11:00-13:00", "Site visit to the fertiliser plant", "Mary", "en"),
    at(5, "", "Address: 12 Industrial road", "Mary", "en"),
    at(5, "14:00-15:30", "Negotiations with the regional administration", "Mary", "en"),
    at(5, "evening", "free time", "Mary", "en"),
    at(6, "10:00", "Closing ceremony", "Ashgabat", "en"),
    at(6, "12:00-13:00", "Press briefing", "Ashgabat", "en"),
    at(6, "16:40", "Departure to Astana", "Ashgabat", "en"),
]

# (c) A table for each day with columns for time, event, place and host, Russian and Turkmen together.
HEADINGS = ["Ýeri / Место", "Wagty / Время", "Çäre / Мероприятие", "Принимающая сторона"]
TABLES = docx(
    ("bold", "4-nji dekabr"),
    [
        HEADINGS,
        [
            "Ашхабад",
            "10:00–11:30",
            "Встреча в Министерстве торговли\nSöwda ministrliginde duşuşyk",
            "Министерство торговли",
        ],
        ["Ашхабад", "12:00–13:00", "Günortanlyk nahary", ""],
        ["Ашхабад", "15:00–17:00", "Деловой форум\nIşewürlik maslahaty", "ТПП"],
        ["Ашхабад", "agşam", "Boş wagt", ""],
    ],
    ("bold", "5-nji dekabr"),
    [
        HEADINGS,
        ["Ашхабад", "07:00", "Мара ugramak we ýolda ertirlik", ""],
        ["Мары", "12:00–14:00", "Посещение хлопкового комбината\nPagta kombinatyna sapar", "Комбинат"],
        [None, "öýleden soň", "Повторная встреча с хякимом", ""],
        [None, "18:00–20:00", "Ужин\nAgşamlyk nahary", "Комбинат"],
    ],
)
TABLES_ITEMS = [
    at(
        4,
        "10:00-11:30",
        {"ru": "Встреча в Министерстве торговли", "tk": "Söwda ministrliginde duşuşyk"},
        "Ashgabat",
    ),
    at(4, "12:00-13:00", "Günortanlyk nahary", "Ashgabat", "tk"),
    at(4, "15:00-17:00", {"ru": "Деловой форум", "tk": "Işewürlik maslahaty"}, "Ashgabat"),
    at(4, "evening", "Boş wagt", "Ashgabat", "tk"),
    at(5, "07:00", "Мара ugramak we ýolda ertirlik", "Ashgabat", "tk"),
    at(5, "12:00-14:00", {"ru": "Посещение хлопкового комбината", "tk": "Pagta kombinatyna sapar"}, "Mary"),
    at(5, "afternoon", "Повторная встреча с хякимом", "Mary"),
    at(5, "18:00-20:00", {"ru": "Ужин", "tk": "Agşamlyk nahary"}, "Mary"),
]
LAYOUTS = {"rows": (ROWS, ROWS_ITEMS), "lines": (LINES, LINES_ITEMS), "tables": (TABLES, TABLES_ITEMS)}
