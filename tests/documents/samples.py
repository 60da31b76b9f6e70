"""Papers that a test knows word for word."""

import dataclasses

from documents.paper import Block, Drawing, Entry, Fact, Look, Paper, Part, Point, Run, Section, State

NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша", "tk": "Türkmençe"}


def an_entry(
    title: str = "Talks", text: str = "", when: str = "09:00–10:30", lang: str = "en", **fields: State
) -> Entry:
    lines = ((Run(text, lang),),) if text else ()
    return Entry((Run(when, lang, Look.STRONG),), (Run(title, lang),), lines=lines, **fields)


def a_paper(lang: str = "en") -> Paper:
    """Two stops with three entries, one of them cancelled, and a hotel."""
    cancelled = Entry(
        (Run("13:00", lang, Look.STRUCK),),
        (Run("Lunch", lang, Look.STRUCK),),
        State.CANCELLED,
        ((Run("Cancelled", lang, Look.STRONG),),),
    )
    first = Block(
        Run("Mary", lang), "Day 1", Drawing.SOLID, (Part("", (an_entry("Sausages", lang=lang), cancelled)),)
    )
    second = Block(
        Run("Ашхабад", "ru"), "", Drawing.DASHED, (Part("Day 2", (an_entry("Exchange", lang=lang),)),)
    )
    hotel = Section("Hotel", facts=((Fact("Name", (Run("Grand", lang),)), Fact("Room", (Run("12", lang),))),))
    return Paper(
        lang=lang,
        language=NAMES[lang],
        issuers=(Run("Diplomatic Club “Astana”", lang),),
        title=Run("Kazakhstan to Turkmenistan", lang),
        lede=((Run("4 to 7 December 2023.", lang),),),
        version=(Run("Programme, version 4", lang, Look.STRONG), Run(", released 5 December 2023.", lang)),
        notes=((Run("All times: Ashgabat time (UTC+5).", lang),),),
        route=(Point(Run("Mary", lang), "4 December"), Point(Run("Ashgabat", lang), "5 December")),
        settled=True,
        sections=(Section("", blocks=(first, second)), hotel),
        when_heading="Time",
        foot="Programme, version 4. Kazakhstan to Turkmenistan",
    )


def with_entries(*entries: Entry, lang: str = "en") -> Paper:
    """The paper with these entries alone, at one stop."""
    block = Block(Run("Mary", lang), "Day 1", Drawing.SOLID, (Part("", entries),))
    return dataclasses.replace(a_paper(lang), sections=(Section("", blocks=(block,)),))
