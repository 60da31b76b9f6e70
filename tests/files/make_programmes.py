"""Make the two Word programmes of this folder: `.venv/bin/python -m tests.files.make_programmes`.

They are laid out as organisers lay them out: a title with a range of dates, a heading for each day, lines with
and without a time, remarks between them, meetings that are marked as not public, and one table. Every
name of a person, an organisation or a place in them is invented.
"""

import datetime
from pathlib import Path
from typing import Any

import docx

FOLDER = Path(__file__).parent
SAVED_ON = datetime.datetime(2012, 5, 30, 9, 0, tzinfo=datetime.UTC)

ENGLISH: list[Any] = [
    ("title", "Programme of the visit of the Governor’s delegation to Westmark, June 11–16, 2012"),
    "Draft of May 30, 2012",
    ("day", "Monday, June 11, 2012 – Marenholt"),
    "6:40 am\tArrival at Marenholt International Airport, flight ZZ 101",
    "Buses leave from the main entrance of the terminal",
    "9:00 am – 10:30 am\tMeeting with the Chamber of Commerce of Westmark",
    "Venue: Lindenhaus, 2nd floor",
    "Participants: all heads of companies",
    "12:30 pm – 2:00 pm\tLunch hosted by the Chamber",
    "3:00 pm\tVisit to the Tolberg mill",
    "7:00 pm – 9:00 pm\tWelcome dinner",
    "Meeting with Minister Alba Corvane (Governor only)",
    ("day", "Tuesday, June 12, 2012 – Marenholt"),
    "9:30 am – 11:00 am\tPresentation of investment projects",
    "Dress: business",
    "Closed meeting with the Bank of Westmark",
    "1:00 pm\tLunch",
    "2:30 pm – 5:00 pm\tB2B session\nHall 3, with interpretation",
    "Evening: free time",
    ("day", "Wednesday, June 13, 2012 – Quilby"),
    "8:00 am\tTransfer to Quilby",
    "Luggage in front of the rooms by 7:15",
    "11:00 am – 12:30 pm\tMeeting with Mayor Tobin Esk",
    "2:00 pm – 4:00 pm\tVisit to the port of Quilby",
    "Breakfast with the Harbour Authority (heads of delegations only)",
    ("day", "Thursday, June 14, 2012 – Quilby"),
    [
        ["Time", "Event", "Place", "Responsible"],
        ["9:00–10:00", "Meeting with the Port Authority", "Harbour House", "Ida Fenn"],
        ["10:30–12:00", "Talks on the ferry line\n(not for publication)", "Harbour House", ""],
        ["", "Group photograph", "Quay 4", ""],
        ["13:00–14:30", "Lunch", "Restaurant Anker", ""],
    ],
    ("day", "Friday, June 15, 2012 – Marenholt"),
    "10:00 am – 12:00 pm\tSigning ceremony",
    "Flags and folders: protocol service",
    "2:00 pm\tPress briefing",
    "5:00 pm – 6:00 pm\tReception at the consulate",
    ("day", "Saturday, June 16, 2012 – Marenholt"),
    "11:20 am\tDeparture, flight ZZ 102",
    "Check-out by 8:30",
]
RUSSIAN: list[Any] = [
    ("title", "ПРОГРАММА"),
    ("title", "визита делегации губернатора в Вестмарк, 11–16 июня 2012 г."),
    ("day", "Понедельник, 11 июня 2012 г. – Маренхольт"),
    "09:00 – 10:30\tВстреча в Торговой палате Вестмарка",
    "Автобусы отправляются от главного входа",
    "13:00\tОбед",
    "19:00 – 21:00\tТоржественный ужин",
    "Встреча с министром Альбой Корване (для руководителя)",
    ("day", "Вторник, 12 июня 2012 г. – Маренхольт"),
    "10:00 – 11:30\tПрезентация инвестиционных проектов",
    "Беседа в Банке Вестмарка (закрытая встреча)",
    "15:00\tПосещение комбината в Тольберге",
    "Контакты водителей у организаторов (не для печати)",
    ("day", "Среда, 13 июня 2012 г. – Квилби"),
    "08:00\tПереезд в Квилби",
    "12:00 – 13:30\tПереговоры в управлении порта",
    "Завтрак с мэром (только для руководителей делегаций)",
    "Вечером\tСвободное время",
    ("day", "Четверг, 14 июня 2012 г. – Квилби"),
    [
        ["Время", "Мероприятие", "Место", "Ответственный"],
        ["09:00–10:00", "Встреча с руководством порта", "Портовый дом", "И. Фенн"],
        ["10:30–12:00", "Беседа о паромной линии\n(не для печати)", "Портовый дом", ""],
        ["", "Общая фотография", "Причал 4", ""],
    ],
    ("day", "Пятница, 15 июня 2012 г. – Маренхольт"),
    "10:00\tЦеремония подписания",
    ("day", "Суббота, 16 июня 2012 г. – Маренхольт"),
    "11:20\tВылет, рейс ZZ 102",
]
FILES = {"programme-week-en.docx": ENGLISH, "programme-week-ru.docx": RUSSIAN}


def document(blocks: list[Any]) -> Any:
    """Return a document of titles, headings of days, paragraphs and tables."""
    made = docx.Document()
    made.core_properties.author = "Protocol service (invented)"
    made.core_properties.created = made.core_properties.modified = SAVED_ON
    for block in blocks:
        match block:
            case ("title", text):
                made.add_paragraph().add_run(text).bold = True
            case ("day", text):
                made.add_paragraph().add_run(text)
            case str():
                made.add_paragraph(block)
            case _:
                table = made.add_table(rows=0, cols=len(block[0]))
                for row in block:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
    return made


def main() -> None:
    for name, blocks in FILES.items():
        document(blocks).save(FOLDER / name)


if __name__ == "__main__":
    main()
