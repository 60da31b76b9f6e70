"""What the words of an entry tell: its kind and its language. Both are guesses, and said to be."""

import re

from missions.models import ItemKind

# In this order: a farewell dinner is a meal, and “transfer to the hotel after arrival” a transfer.
_KINDS: tuple[tuple[ItemKind, str], ...] = (
    (
        ItemKind.TRANSFER,
        r"трансфер|переезд|\bвыезд|отъезд\s+в\b|transfer|drive\s+to|\bbus\s+to|ауысу|жол\s+жүру|ugramak|geçmek|transfer",
    ),
    (ItemKind.ARRIVAL, r"прил[её]т|прибытие|встреча\s+в\s+аэропорту|arriv|келу|ұшып\s+келу|gelmek|gelşi"),
    (ItemKind.DEPARTURE, r"вылет|отлет|отлёт|отъезд|depart|flight\s+to|ұшып\s+кету|кету\b|uçuş|gidiş|uçmak"),
    (ItemKind.FREE_TIME, r"свободное\s+время|free\s+time|at\s+leisure|бос\s+уақыт|boş\s+wagt"),
    (
        ItemKind.MEAL,
        r"завтрак|\bобед(?!ин)|ужин|кофе-?брейк|фуршет|lunch|dinner|breakfast|coffee|таңғы\s+ас|түскі\s+ас|кешкі\s+ас"
        r"|nahar|ertirlik|agşamlyk|günortanlyk",
    ),
    (ItemKind.NEGOTIATIONS, r"переговор|negotiat|келіссөз|gepleşik"),
    (ItemKind.B2B, r"b2b|в2в|би-ту-би|биржа\s+контактов|деловые\s+встречи"),
    (ItemKind.EXHIBITION, r"выставк|экспозици|exhibition|expo\b|fair\b|көрме|sergi"),
    (ItemKind.PRESENTATION, r"презентаци|presentation|таныстырылым|tanyşdyryl|prezentasi"),
    (
        ItemKind.CEREMONY,
        r"церемони|открытие|возложение|подписание|ceremony|opening|signing|рәсім|ашылу|dabara|açylyş",
    ),
    (ItemKind.RECEPTION, r"при[её]м\s+(?:от|в\s+посольстве|по\s+случаю)|reception|қабылдау|kabul"),
    # Whom one meets may be named after plants: a federation of enterprises is none.
    (ItemKind.MEETING, r"^\W*(?:встреча|совещание|заседание)\s+(?:в|во|с|со)\b|^\W*meeting\s+(?:at|with)\b"),
    (
        ItemKind.SITE_VISIT,
        r"завод|фабрик|комбинат|предприяти|производств|месторождени|порт\b|цех|plant|factory|mill\b|site\s+visit|works\b|refinery"
        r"|зауыт|кәсіпорын|zawod|kärhana|fabrik|kombinat",
    ),
    (
        ItemKind.TALKS,
        r"бесед|talks\b|roundtable|round\s+table|круглый\s+стол|әңгіме|дөңгелек\s+үстел|tegelek\s+stol",
    ),
    (
        ItemKind.MEETING,
        r"встреч|совещани|заседани|форум|meeting|session|forum|кездесу|жиналыс|отырыс|duşuşyk|maslahat|ýygnak",
    ),
    (
        ItemKind.VISIT,
        r"посещени|визит|экскурси|осмотр|музе[йя]|visit|tour\b|museum|excursion|sightseeing|бару\b|сапар|мұражай|гала|gezelenç"
        r"|muzeý|sapar",
    ),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)
_KAZAKH = frozenset("әғқңөұүһі")
_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_TURKMEN = re.compile(
    r"[ýňž]|\b(?:we|bilen|üçin|gelmek|nahar|duşuşyk|duşuşygy|sergi|sapar|zawoda|zawody|boş|agşamlyk|ertirlik|uçuş)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:the|of|and|at|to|with|for|in|visit|meeting|lunch|dinner|day)\b", re.IGNORECASE)


def kind_of(title: str) -> str:
    """The kind that the words of a title name, or nothing."""
    return next((kind.value for kind, pattern in _PATTERNS if pattern.search(title)), "")


def language_of(text: str, among: frozenset[str] = frozenset()) -> str:
    """The language of a text by its letters and small words; `among` are what the document has for sure.

    Nothing for a text without letters.
    """
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not cyrillic and not latin:
        return ""
    if cyrillic >= latin:
        if _KAZAKH & set(text.casefold()):
            return "kk"
        return "kk" if "kk" in among and "ru" not in among else "ru"
    if _TURKMEN.search(text) or (re.search(r"[şçäöü]", text, re.IGNORECASE) and not _ENGLISH.search(text)):
        return "tk"
    if _ENGLISH.search(text):
        return "en"
    return "tk" if "tk" in among and "en" not in among else "en"


def certain(texts: list[str]) -> frozenset[str]:
    """The languages that a document has for sure: by letters that no other has, and small words."""
    found = set()
    for text in texts:
        if _KAZAKH & set(text.casefold()):
            found.add("kk")
        elif len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)):
            if re.search(r"[ёщъэ]|\b(?:и|в|на|с|по|для)\b", text, re.IGNORECASE):
                found.add("ru")
        elif _TURKMEN.search(text):
            found.add("tk")
        elif _ENGLISH.search(text):
            found.add("en")
    return frozenset(found)
